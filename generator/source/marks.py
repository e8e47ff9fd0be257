"""Where every value and key of a file stands: a tree parallel to the data, so that the data itself carries no positions."""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.diagnostics import Position

Path = tuple[str | int, ...]
_QUOTES = ("'", '"', "|", ">")
"""How a scalar begins that is no plain one."""


@dataclass(slots=True)
class Mark:
    """One node: the index of its first character, that after its last and, for a collection, its children.

    Indices count code points from the start of the text. ``plain`` is true for a plain scalar on one line: only there
    does a column inside the value equal a column inside the file. ``end`` of a block collection is that of its last value;
    of a ``|`` or ``>`` text it is where the parser stopped, blank lines behind the text included.
    """

    index: int
    plain: bool = False
    children: dict[str | int, Mark] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    end: int = 0


@dataclass(frozen=True)
class Source:
    """One file as read: its text, its plain data (dict, list, str, int, Decimal, bool, None) and where that stands.

    ``places`` holds, for each value in the order of the text, the index of its first character and that after its last; before a
    value of a mapping, the index of its key. Most files are sound, and nobody asks: the tree of marks is made when somebody does.
    ``holes`` is true where some key has nothing behind it.
    """

    file: str
    text: str
    data: Any = None
    places: Sequence[int] = (0, 0)
    holes: bool = False

    @cached_property
    def mark(self) -> Mark:
        """The mark of the whole."""
        return _grown(self.data, iter(self.places), self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        # Editors count lines by \n alone; libyaml would also count U+0085, U+2028 and U+2029.
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def position(self, index: int) -> Position:
        """The 1-based line and column of a code-point index; the end of the text is its last line's end."""
        line = bisect.bisect_right(self._line_starts, index)
        return Position(self.file, line, index - self._line_starts[line - 1] + 1)

    def nearest(self, path: Path) -> Mark:
        """The mark at ``path``, or of its nearest ancestor that the file has (a default value stands nowhere)."""
        mark = self.mark
        for part in path:
            child = mark.children.get(part)
            if child is None:
                break
            mark = child
        return mark

    def value_at(self, path: Path) -> Position:
        """The first character of the value at ``path``."""
        return self.position(self.nearest(path).index)

    def key_at(self, path: Path) -> Position:
        """The first character of the key that leads to ``path`` (its value's where the parent is a list)."""
        parent = self.nearest(path[:-1])
        index = parent.keys.get(str(path[-1])) if path else None
        return self.position(parent.index if index is None else index) if path else self.value_at(path)

    def first_key_at(self, path: Path) -> Position:
        """Where a missing key is reported: the first key of its mapping, or the mapping itself while it is empty."""
        mark = self.nearest(path)
        return self.position(next(iter(mark.keys.values()), mark.index))

    def inside(self, path: Path, offset: int) -> Position:
        """A place ``offset`` code points into the value where that can be told, else the value's first character."""
        mark = self.nearest(path)
        return self.position(mark.index + offset if mark.plain else mark.index)

    def without(self, paths: frozenset[Path]) -> Source:
        """A copy without the values at ``paths``, data and marks alike, so that the rest keeps its own positions."""
        if not paths:
            return self
        data, mark = _pruned(self.data, self.mark, paths, ())
        return Source(self.file, self.text, data, array("I", _places(mark)), self.holes)


def _grown(data: Any, places: Iterator[int], text: str) -> Mark:
    mark = Mark(next(places), end=next(places))
    if isinstance(data, dict):
        for key, value in data.items():
            mark.keys[key] = next(places)
            mark.children[key] = _grown(value, places, text)
    elif isinstance(data, list):
        for n, value in enumerate(data):
            mark.children[n] = _grown(value, places, text)
    else:
        written = text[mark.index : mark.end]
        mark.plain = not written.startswith(_QUOTES) and "\n" not in written
    return mark


def _places(mark: Mark) -> Iterator[int]:
    yield from (mark.index, mark.end)
    for key, child in mark.children.items():
        if mark.keys:
            yield mark.keys[str(key)]
        yield from _places(child)


def _pruned(data: Any, mark: Mark, paths: frozenset[Path], here: Path) -> tuple[Any, Mark]:
    if isinstance(data, dict):
        kept = {
            key: _pruned(data[key], mark.children[key], paths, (*here, key))
            for key in data
            if (*here, key) not in paths
        }
        keys = {key: mark.keys[key] for key in kept}
        return (
            {key: value for key, (value, _) in kept.items()},
            Mark(mark.index, mark.plain, {key: child for key, (_, child) in kept.items()}, keys, mark.end),
        )
    if isinstance(data, list):
        entries = [
            _pruned(entry, mark.children[n], paths, (*here, n))
            for n, entry in enumerate(data)
            if (*here, n) not in paths
        ]
        children: dict[str | int, Mark] = dict(enumerate(child for _, child in entries))
        return [value for value, _ in entries], Mark(mark.index, children=children, end=mark.end)
    return data, mark
