"""A name used in one place and defined in another: what the ``unknown-…`` rules have in common."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

from generator.diagnostics import Bilingual, Position, did_you_mean
from generator.library import Library, Place, kind_of
from generator.model import meant
from generator.model.shared import STAGES, STEPS
from generator.model.text import Text


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


def of(thing: Any, place: Place, *names: str) -> Iterator[Reference]:
    """A reference for each of these fields, or keys, of one thing, where it has a value."""
    for name in names:
        value = thing[name] if isinstance(thing, dict) else getattr(thing, name)
        if value is not None:
            yield Reference(value, place / name)


def each(things: Mapping[str, Any] | Sequence[Any], place: Place, name: str) -> Iterator[Reference]:
    """A reference for the same field of each thing of a list or a mapping, where it has a value."""
    for key, thing in things.items() if isinstance(things, Mapping) else enumerate(things):
        yield from of(thing, place / key, name)


def hint_of(library: Library, name: str, known: Collection[str]) -> Bilingual | None:
    """What was likely meant by a name that is not ``known``."""
    id, sure = likely(library, name, known)
    if id and sure:
        return Bilingual(f"写成 {id}", f"write {id}")
    return Bilingual(f"是不是想写 “{id}”？", f'did you mean "{id}"?') if id else did_you_mean(name, known)


def stems(library: Library, kind: str) -> dict[str, Any]:
    """The names of all files of a kind, the readable with what they hold; the broken and misnamed have faults of their own."""
    held = {entry.file: entry.model for entry in library.entries.values()}
    return {PurePosixPath(file).stem: held.get(file) for file in library.files if kind_of(file) == kind}


def method(library: Library, section: Literal["steps", "stages"]) -> dict[str, Any]:
    """The steps or stages of the method, in order, with their titles where the standard could be read."""
    titled = getattr(library.standard.model, section) if library.standard else {}
    return {id: titled.get(id) for id in (STEPS if section == "steps" else STAGES)}


def misspelt(library: Library, unknown_names: Iterable[str], missing: Collection[str]) -> frozenset[str]:
    """Those of ``missing`` that an unknown name likely stands for: the slip is said once, as an unknown name."""
    return frozenset(id for name in unknown_names if (id := likely(library, name, missing)[0]))


def likely(library: Library, name: str, known: Collection[str]) -> tuple[str | None, bool]:
    """The id that a name likely stands for, and whether that is sure: its spelling, its title or a synonym in the glossary is."""
    called: dict[str, set[str]] = {}
    for id in known:
        value = known[id] if isinstance(known, Mapping) else None
        titles = [text for key in ("title", "ask") if isinstance(text := getattr(value, key, None), Text)]
        for word in (id, *(word for text in titles for word in (text.zh, text.en) if word)):
            called.setdefault(_folded(word), set()).add(id)
    sought = _folded(name)
    exact = set().union(*(called.get(word, ()) for word in (sought, *_synonyms(library, sought)) if word))
    if len(exact) == 1:
        return exact.pop(), True
    holding = set().union(*(ids for word, ids in called.items() if len(sought) > 1 and sought in word))
    close = difflib.get_close_matches(sought, called, n=1, cutoff=0.6)
    near = holding or set().union(*(called[word] for word in close))
    return near.pop() if len(near) == 1 else None, False


def _synonyms(library: Library, sought: str) -> Iterator[str]:
    for id, term in library.glossary.model.root.items() if library.glossary else ():
        words = [_folded(word) for word in (id, term.term.zh, term.term.en, *term.also) if word]
        if sought in words:
            yield from words


def _folded(name: str) -> str:
    """A name without what authors vary: capitals, width, blanks, hyphens."""
    return re.sub(r"[\W_]+", "", meant.plain(name).casefold())
