"""A name used in one place and defined in another: what the ``unknown-…`` rules have in common."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from keyword import iskeyword
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


def named(thing: Any, place: Place, path: str) -> Iterator[Reference]:
    """Every name that stands at ``path`` below a thing, by keys of the file: ``with/*`` for every entry of a list or mapping,
    ``team/@`` for every key of one. Nothing stands below what was not given."""
    step, _, rest = path.partition("/")
    if thing is None or not path:
        if thing is not None:
            yield Reference(thing, place)
    elif step == "@":
        for key in thing:
            yield Reference(key, place / key, on_key=True)
    elif step == "*":
        for key, part in thing.items() if isinstance(thing, Mapping) else enumerate(thing):
            yield from named(part, place / key, rest)
    else:
        # An item names a step only where it does not stand in one.
        value = getattr(thing, f"{step}_" if iskeyword(step) else step, None)
        yield from named(value, place / step, rest)


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
