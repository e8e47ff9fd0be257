"""Where every value and key of a file stands: a tree parallel to the data, so that the data itself carries no positions."""

import bisect
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.diagnostics import Position

Path = tuple[str | int, ...]
_QUOTES = ("'", '"', "|", ">")
"""How a scalar begins that is no plain one."""


class Node:
    """One node: the index of its first character, that after its last and, for a collection, its children.

    Indices count code points from the start of the text. ``end`` of a block collection is that of its last value; of a ``|`` or
    ``>`` text it is where the parser stopped, blank lines behind the text included.
    """

    def __init__(self, source: "Source", data: Any, at: int) -> None:
        self._source = source
        self._data = data
        self._at = at

    @property
    def index(self) -> int:
        return self._source.offsets[self._at]

    @property
    def end(self) -> int:
        return self._source.offsets[self._at + 1]

    @property
    def plain(self) -> bool:
        """Whether it is a plain scalar on one line: only there does a column inside the value equal a column inside the file."""
        written = self._source.text[self.index : self.end]
        return not isinstance(self._data, dict | list) and not written.startswith(_QUOTES) and "\n" not in written

    @cached_property
    def children(self) -> dict[str | int, "Node"]:
        before = isinstance(self._data, dict)
        found, at = {}, self._at + 2
        for key, value in _entries(self._data):
            found[key] = Node(self._source, value, at + before)
            at += before + _width(value)
        return found

    @cached_property
    def keys(self) -> dict[str, int]:
        """Where the keys of a mapping stand."""
        if not isinstance(self._data, dict):
            return {}
        return {str(key): self._source.offsets[child._at - 1] for key, child in self.children.items()}


def _entries(data: Any) -> Iterable[tuple[str | int, Any]]:
    return data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()


def _width(data: Any) -> int:
    """How many places a value takes."""
    if isinstance(data, dict):
        return 2 + len(data) + sum(map(_width, data.values()))
    return 2 + sum(map(_width, data)) if isinstance(data, list) else 2


@dataclass(frozen=True)
class Source:
    """One file as read: its text, its plain data (dict, list, str, int, Decimal, bool, None) and where that stands.

    ``offsets`` holds, for each value in the order of the text, the index of its first character and that after its last; before a
    value of a mapping, the index of its key. Most files are sound, and nobody asks: marks are made when somebody does.
    ``empty_values`` is true where some key has nothing behind it.
    """

    file: str
    text: str
    data: Any = None
    offsets: Sequence[int] = (0, 0)
    empty_values: bool = False

    @cached_property
    def mark(self) -> Node:
        """The mark of the whole."""
        return Node(self, self.data, 0)

    @cached_property
    def _line_starts(self) -> list[int]:
        # Editors count lines by \n alone; libyaml would also count U+0085, U+2028 and U+2029.
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def position(self, index: int) -> Position:
        """The 1-based line and column of a code-point index; the end of the text is its last line's end."""
        line = bisect.bisect_right(self._line_starts, index)
        return Position(self.file, line, index - self._line_starts[line - 1] + 1)

    def nearest(self, path: Path) -> Node:
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

    def without(self, paths: frozenset[Path]) -> "Source":
        """A copy without the values at ``paths``, data and marks alike, so that the rest keeps its own positions."""
        if not paths:
            return self
        places = array("I")
        data = _kept(self.data, self.mark, paths, (), places)
        return Source(self.file, self.text, data, places, self.empty_values)


def _kept(data: Any, mark: Node, paths: frozenset[Path], here: Path, places: "array[int]") -> Any:
    """What of a value is not at ``paths``; where that stands is put behind ``places``."""
    places.extend((mark.index, mark.end))
    kept: dict[str | int, Any] = {}
    for key, value in _entries(data):
        if (*here, key) in paths:
            continue
        if mark.keys:
            places.append(mark.keys[str(key)])
        kept[key] = _kept(value, mark.children[key], paths, (*here, key), places)
    return kept if isinstance(data, dict) else list(kept.values()) if isinstance(data, list) else data
