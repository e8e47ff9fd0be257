"""A file taken apart: entries with the comments that belong to them, values as they are written.

A comment directly above an entry, or above it after a blank line, belongs to that entry; one on its line too; one further
to the right than the entry, below it, belongs to what is inside. The comments that begin a file belong to the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from generator.edit.text import key_end, stop
from generator.source import Node, Path, Source


class Unusual(Exception):
    """A file that cannot be formatted without a doubt. ``index`` is where, as far as that is known."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A comment line with the column of its ``#``, or a blank one: its column is None."""

    text: str = ""
    column: int | None = None


@dataclass(slots=True)
class Leaf:
    """A value as written: a scalar, or braces with all that is in them; ``column`` is that of the entry it belongs to."""

    text: str
    column: int
    path: Path
    mark: Node


@dataclass(slots=True)
class SourceEntry:
    """``key`` is None for an entry of a list. ``beside`` is the comment on the entry's first line, with its blanks."""

    key: str | None
    written: str
    above: list[SourceLine]
    value: "Leaf | Block | None" = None
    beside: str = ""
    between: list[SourceLine] = field(default_factory=list)
    behind: str = ""


@dataclass(slots=True)
class Block:
    """A mapping or list in block style. ``below`` are the comment lines behind its last entry."""

    path: Path
    listed: bool
    column: int
    entries: list[SourceEntry]
    below: list[SourceLine] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    source: Source
    head: list[SourceLine]
    root: Block | Leaf
    behind: str

    def comments(self) -> list[str]:
        """Every comment, as it is written."""
        own = [line.text for line in self.head if line.column is not None]
        return [*own, *_comments(self.root), *([self.behind.strip()] if self.behind else [])]


def _comments(value: Leaf | Block | None) -> Iterator[str]:
    if isinstance(value, Leaf) and "\n" in value.text:
        # Inside braces on several lines, which are copied; a text's own lines may look alike and are copied, too.
        yield from (line.strip() for line in value.text.split("\n") if line.strip().startswith("#"))
    if not isinstance(value, Block):
        return
    for entry in value.entries:
        yield from (line.text for line in (*entry.above, *entry.between) if line.column is not None)
        yield from (comment.strip() for comment in (entry.beside, entry.behind) if comment)
        yield from _comments(entry.value)
    yield from (line.text for line in value.below if line.column is not None)


def value_text(source: Source, mark: Node) -> str:
    """A value as it is written."""
    return source.text[mark.index : max(stop(source.text, mark), mark.index)]


def taken_apart(source: Source) -> Parts:
    """Raises ``Unusual`` where the text holds what the marks do not explain."""
    return _Reader(source).parts()


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source, self._text = source, source.text
        self._followers: dict[int, dict[str | int, str | int]] = {}

    def parts(self) -> Parts:
        mark = self._source.mark
        _, lines = self._lines(0, self._line_begin(mark.index), mark.index)
        lines = _from_comment(lines)
        # What stands before the first blank line belongs to the file, whatever its first key is.
        blank = next((n + 1 for n, line in enumerate(lines) if line.column is None), len(lines))
        head, above = lines[:blank], _from_comment(lines[blank:])
        root, behind, rest = self._value((), mark, -1, above)
        if isinstance(root, Leaf):
            head = [*lines, *(line for line in rest if line.column is not None)]
        return Parts(self._source, head, root, behind)

    def _line_begin(self, index: int) -> int:
        begin = self._text.rfind("\n", 0, index) + 1
        if self._text[begin:index].strip(" "):
            raise Unusual(index)
        return begin

    def _value(
        self, path: Path, mark: Node, column: int, above: list[SourceLine]
    ) -> tuple[Leaf | Block, str, list[SourceLine]]:
        """A value, the comment on its last line, and the lines behind it. ``column`` is its entry's, ``above`` is for its first entry."""
        if mark.children and self._text[mark.index] not in "{[":
            return self._block(path, mark, column, above)
        end = max(stop(self._text, mark), mark.index)
        beside, lines = self._lines(end, self._next(path, end), end)
        return Leaf(self._text[mark.index : end], column, path, mark), beside, lines

    def _next(self, path: Path, end: int) -> int:
        """Where the next entry begins, whichever block it belongs to; or the end of the text."""
        mark, found = self._source.mark, len(self._text)
        for part in path:
            behind = self._behind(mark, part)
            if behind is not None:
                found = self._begin(mark, behind)
            mark = mark.children[part]
        return found

    def _behind(self, mark: Node, key: str | int) -> str | int | None:
        """The entry that follows another of the same collection; None behind the last."""
        if id(mark) not in self._followers:
            self._followers[id(mark)] = dict(pairwise(mark.children))
        return self._followers[id(mark)].get(key)

    def _begin(self, mark: Node, key: str | int) -> int:
        """The first sign of an entry: its key, or its dash."""
        if isinstance(key, str):
            return mark.keys[key]
        at = mark.children[key].index
        previous = mark.children[key - 1] if key else None
        # Comments may stand between a dash and its value, and hold dashes of their own.
        begin = stop(self._text, previous) if previous else mark.index
        for found in re.finditer(r"#[^\n]*|-(?=[ \n]|$)", self._text[begin : max(at, begin) + 1]):
            if found[0] == "-":
                return begin + found.start()
        raise Unusual(at)

    def _block(
        self, path: Path, mark: Node, outer: int, above: list[SourceLine]
    ) -> tuple[Block, str, list[SourceLine]]:
        listed = not mark.keys
        block = Block(path, listed, self._column(self._begin(mark, next(iter(mark.children)))), [])
        for key, child in mark.children.items():
            entry, above = self._entry((*path, key), mark, key, child, above, block.column)
            block.entries.append(entry)
        inside = _inside(above, outer)
        block.below, rest = above[:inside], above[inside:]
        return block, "", rest

    def _entry(
        self, path: Path, parent: Node, key: str | int, child: Node, above: list[SourceLine], column: int
    ) -> tuple[SourceEntry, list[SourceLine]]:
        begin = self._begin(parent, key)
        if self._column(begin) != column:
            raise Unusual(begin)
        end = begin + 1 if isinstance(key, int) else key_end(self._text, begin, key)
        entry = SourceEntry(None if isinstance(key, int) else key, self._text[begin:end], above)
        if isinstance(key, str):
            colon = re.compile(r" *:").match(self._text, end)
            if colon is None:
                raise Unusual(begin)
            end = colon.end()
        start = child.index
        is_block = bool(child.children) and self._text[start] not in "{["
        if is_block:
            start = self._begin(child, next(iter(child.children)))
        entry.beside, entry.between = self._lines(end, max(start, end), begin) if start > end else ("", [])
        first = entry.between if is_block else []
        entry.between = [] if is_block else entry.between
        entry.value, entry.behind, rest = self._value(path, child, column, first)
        return entry, rest

    def _column(self, index: int) -> int:
        return index - (self._text.rfind("\n", 0, index) + 1)

    def _lines(self, start: int, end: int, at: int) -> tuple[str, list[SourceLine]]:
        """What stands between two things: the comment beside the first, with its blanks, and the lines below that."""
        found = self._text[start:end].split("\n")
        fresh = start == 0 or self._text[start - 1] == "\n"
        beside = "" if fresh else found.pop(0).rstrip(" ")
        if end < len(self._text) or (found and not found[-1].strip(" ")):
            # The last piece is the margin of what comes next.
            if found and found[-1].strip(" "):
                raise Unusual(at)
            found = found[:-1]
        if beside.strip(" ") and not beside.lstrip(" ").startswith("#"):
            raise Unusual(at)
        return (beside if beside.strip(" ") else ""), [_line(line, at) for line in found]


def _line(text: str, at: int) -> SourceLine:
    bare = text.strip(" ")
    if not bare:
        return SourceLine()
    if not bare.startswith("#") and not re.match(r"(---|\.\.\.)( +#.*)?$", text):
        raise Unusual(at)
    return SourceLine(bare, len(text) - len(text.lstrip(" ")))


def _from_comment(lines: list[SourceLine]) -> list[SourceLine]:
    return lines[next((n for n, line in enumerate(lines) if line.column is not None), len(lines)) :]


def _inside(lines: list[SourceLine], outer: int) -> int:
    """How many of the lines behind a block stand further right than the entry that holds it."""
    count = 0
    for n, line in enumerate(lines):
        if line.column is not None:
            if line.column <= outer:
                break
            count = n + 1
    return count
