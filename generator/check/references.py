"""A name used in one place and defined in another: what the ``unknown-…`` rules have in common."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Position, Words, did_you_mean
from generator.library import Library, Place, kind_of
from generator.model.text import shown


class Reference(NamedTuple):
    """A name where a file uses it: as the value at ``place`` or, ``on_key``, as the key that leads there."""

    name: str
    place: Place
    on_key: bool = False

    @property
    def at(self) -> Position:
        return self.place.key if self.on_key else self.place.value

    @property
    def label(self) -> str:
        """The key that the author wrote before the name: ``owner``, or ``with`` for an entry of its list."""
        path = self.place.path[:-1] if self.on_key else self.place.path
        return next(part for part in reversed(path) if isinstance(part, str))


def values(names: Iterable[str], place: Place) -> Iterator[Reference]:
    """A reference for each entry of a list."""
    for n, name in enumerate(names):
        yield Reference(name, place / n)


def keys(names: Iterable[str], place: Place) -> Iterator[Reference]:
    """A reference for each key of a mapping."""
    for name in names:
        yield Reference(name, place / name, on_key=True)


def value(name: str | None, place: Place) -> Iterator[Reference]:
    """A reference for a value, where there is one."""
    if name is not None:
        yield Reference(name, place)


def unknown(
    context: Context, code: str, noun: Words, reference: Reference, known: Collection[str], hint: Words | None = None
) -> Iterator[Diagnostic]:
    """The fault of a name that is not ``known``; none where what defines it was left out, since that is said already.

    ``noun`` completes the sentences “没有…” and “… is no …”.
    """
    if reference.name in known or reference.name in context.library.doubtful:
        return
    name = shown(reference.name)
    message = Words(f"{reference.label} {name}：没有{noun.zh}", f"{reference.label} {name} is no {noun.en}")
    yield Diagnostic(code, reference.at, message, hint or did_you_mean(reference.name, known))


def stems(library: Library, kind: str) -> frozenset[str]:
    """The names of all files of a kind, the readable, the broken and the misnamed: their own faults are said already."""
    return frozenset(PurePosixPath(file).stem for file in library.files if kind_of(file) == kind)


def meant(unknown_names: Iterable[str], missing: Collection[str]) -> frozenset[str]:
    """Those of ``missing`` that a misspelt name likely stands for: the slip is said once, as an unknown name."""
    found: set[str] = set()
    for name in unknown_names:
        found.update(difflib.get_close_matches(name, missing, n=1, cutoff=0.6))
    return frozenset(found)
