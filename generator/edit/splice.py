"""Changes spliced into a text, proved by reading what came out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.edit import fragments
from generator.edit.operations import Edit, Insert, Remove, Rename, Set, applied, same
from generator.edit.text import (
    Splice,
    appended,
    first_of_line,
    key_end,
    line_break,
    lines_inserted,
    next_line,
    removed_in_braces,
    spliced,
    stop,
)
from generator.source import Node, Path, Source, read


class Refused(Exception):
    """A change that cannot be made without touching more than it should. ``path`` is where."""

    def __init__(self, path: Path) -> None:
        super().__init__(".".join(map(str, path)))
        self.path = path


def edit(text: str, file: str, changes: Iterable[Edit], order: Sequence[str] = ()) -> str:
    """The text after all changes. ``order`` is the usual order of the file's own keys, for those that are added.

    Raises ``Refused`` for a change after which the text would not mean exactly what was meant.
    """
    return _edited(_read(text, file, ()), tuple(changes), order).text


def _edited(source: Source, changes: tuple[Edit, ...], order: Sequence[str]) -> Source:
    """All changes at once where they keep clear of each other; else by halves, down to one alone. Each reading takes its time."""
    if not changes:
        return source
    try:
        meant = source.data
        for change in changes:
            meant = applied(meant, change)
        edited = _read(spliced(source.text, _together(source, changes, order)), source.file, changes[0].path)
        if not same(edited.data, meant):
            raise Refused(changes[0].path)
        return edited
    except (LookupError, TypeError, UnicodeEncodeError, Refused) as error:
        if len(changes) == 1:
            raise Refused(changes[0].path) from error
    middle = len(changes) // 2
    return _edited(_edited(source, changes[:middle], order), changes[middle:], order)


def _together(source: Source, changes: tuple[Edit, ...], order: Sequence[str]) -> list[Splice]:
    """The pieces of all changes. Raises ``LookupError`` where two of them meet, but for entries added to one collection in turn."""
    found: dict[tuple[int, int], tuple[Path, str]] = {}
    for change in changes:
        for start, end, new in _At.of(source, change.path, order).pieces(change):
            parent, before = found.get((start, end), (change.path[:-1], ""))
            if parent != change.path[:-1] or (before and start < end):
                raise LookupError(change.path)
            found[start, end] = parent, before + new
    places = sorted(found)
    if any(after[0] < place[1] or after[0] == place[0] for place, after in pairwise(places)):
        raise LookupError(changes[0].path)
    return [Splice(*place, found[place][1]) for place in places]


def _read(text: str, file: str, path: Path) -> Source:
    source, faults = read(text.encode("utf-8"), file)
    if source is None or faults:
        raise Refused(path)
    return source


@dataclass(frozen=True)
class _At:
    """Where a change is made: the nearest collection that is there, and what remains of the path below it."""

    source: Source
    mark: Node
    data: Any
    column: int
    """The column of the key that leads to the collection: what is put below it stands further in."""
    flow: bool
    """Whether the collection stands inside braces, itself aside."""
    rest: Path
    order: Sequence[str]

    @classmethod
    def of(cls, source: Source, path: Path, order: Sequence[str]) -> "_At":
        mark, data, column, flow, depth = source.mark, source.data, -1, False, 0
        while (
            depth < len(path) - 1
            and (child := mark.children.get(path[depth]))
            and isinstance(data[path[depth]], dict | list)
        ):
            flow = flow or _is_flow(source, mark)
            column = source.position(mark.keys.get(str(path[depth]), child.index)).column - 1
            mark, data, depth = child, data[path[depth]], depth + 1
        return cls(source, mark, data, column, flow, path[depth:], order if depth == 0 else ())

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def braces(self) -> bool:
        return _is_flow(self.source, self.mark)

    @property
    def key(self) -> str | int:
        return self.rest[0]

    def pieces(self, change: Edit) -> list[Splice]:
        """What to cut out and put in. Raises ``LookupError`` where the path leads nowhere."""
        if isinstance(change, Set):
            value = change.value
            for key in reversed(self.rest[1:]):
                value = {key: value}
            return self._replaced(value) if self.key in self.mark.children else self._added(str(self.key), value)
        if isinstance(change, Rename):
            start = self.mark.keys[str(self.key)]
            new = fragments.scalar(change.key, self.braces or self.flow)
            return [Splice(start, key_end(self.text, start, str(self.key)), new)]
        return self._inserted(int(self.key), change.value) if isinstance(change, Insert) else self._removed(change)

    # Replacing.

    def _replaced(self, value: Any) -> list[Splice]:
        child = self.mark.children[self.key]
        inside = self.braces or self.flow
        new = fragments.flow(value) if isinstance(value, dict | list) else fragments.scalar(value, inside)
        start, end = child.index, stop(self.text, child)
        between = self.text[:start].rsplit(":", 1)[-1]
        if not isinstance(value, dict | list) and not between.strip() and "\n" in between:
            # What stood below its key as a block goes where one word stands: behind the key.
            return [Splice(start - len(between), end, f" {new}")]
        if start == end:
            return [Splice(start, start, new if self.text[start - 1 : start].isspace() else f" {new}")]
        old = self.text[start:end]
        # The comment behind the sign of a folded text stays, though the sign goes.
        comment = re.match(r"[|>][-+0-9]*( +#[^\n\r]*)", old) if old[0] in "|>" else None
        ending = re.search(r"(\r?\n[ ]*)*\Z", old) if old[0] in "|>" else None
        return [Splice(start, end, new + (comment[1] if comment else "") + (ending[0] if ending else ""))]

    # Adding to a mapping.

    def _added(self, key: str, value: Any) -> list[Splice]:
        if not isinstance(self.data, dict):
            raise LookupError(key)
        if self.braces:
            return self._added_in_braces(key, value)
        column = self.source.position(self.mark.index).column - 1
        # A section that has to be made for its entry will get more of them.
        block = True if len(self.rest) > 1 else self._siblings_are_blocks()
        lines = fragments.entry(key, value, column, self._step(), block)
        before = self._predecessor(key)
        at = next_line(self.text, stop(self.text, self.mark.children[before]))
        # A file that sets its sections apart by blank lines goes on doing so.
        if self.order and len(lines) > 1 and self.text[at : at + 2].lstrip("\r")[:1] == "\n":
            lines = ["", *lines]
        return [lines_inserted(self.text, at, lines)]

    def _added_in_braces(self, key: str, value: Any) -> list[Splice]:
        pair = f"{fragments.scalar(key, True)}: {fragments.flow(value)}"
        if self.mark.children:
            return appended(self.text, self.mark, list(self.mark.keys.values())[-1], pair)
        start, end = self.mark.index, self.mark.end
        if self.flow or self.column < 0 or self.text[start:end].strip("{} "):
            return [Splice(start + 1, start + 1, pair)]
        # `status: {}` becomes a block: in braces its entries would soon be one endless line.
        lines = fragments.entry(key, value, self.column + self._step(), self._step(), None)
        while self.text[start - 1].isspace():
            start -= 1
        return [Splice(start, end, "".join(line_break(self.text, start) + line for line in lines))]

    def _predecessor(self, key: str) -> str:
        """The entry that a new one comes after: the nearest that usually stands before it, else the last."""
        ahead = self.order[: self.order.index(key)] if key in self.order else ()
        return next((name for name in reversed(ahead) if name in self.mark.keys), list(self.mark.keys)[-1])

    def _step(self) -> int:
        """How far the file's own blocks stand in."""
        for child in self.source.mark.children.values():
            if child.keys and not _is_flow(self.source, child):
                return max(self.source.position(child.index).column - 1, 1)
        return 2

    def _siblings_are_blocks(self) -> bool | None:
        nested = [child for child in self.mark.children.values() if child.children]
        return not _is_flow(self.source, nested[-1]) if nested and not self.order else None

    # Lists.

    def _inserted(self, at: int, value: Any) -> list[Splice]:
        if not isinstance(self.data, list) or len(self.rest) > 1:
            raise LookupError(at)
        text, children = self.text, self.mark.children
        new = fragments.flow(value)
        if self.braces:
            if at < len(children):
                return [Splice(children[at].index, children[at].index, f"{new}, ")]
            if children:
                return appended(text, self.mark, children[at - 1].index, new)
            return [Splice(self.mark.index + 1, self.mark.index + 1, new)]
        column = self.source.position(self.mark.index).column - 1
        if at == 0:
            first = self.mark.index
            return [Splice(first, first, f"- {new}{line_break(text, first)}{' ' * column}")]
        return [lines_inserted(text, next_line(text, stop(text, children[at - 1])), [f"{' ' * column}- {new}"])]

    # Removing.

    def _removed(self, change: Remove) -> list[Splice]:
        if len(self.rest) > 1 or self.key not in self.mark.children:
            raise LookupError(change.path)
        names = list(self.mark.children)
        here = names.index(self.key)
        start, end = self._begin(self.key), stop(self.text, self.mark.children[self.key])
        if self.braces:
            before = stop(self.text, self.mark.children[names[here - 1]]) if here else None
            return removed_in_braces(self.text, start, end, before, last=here + 1 == len(names))
        if len(names) == 1:
            return [Splice(start, end, "[]" if isinstance(self.data, list) else "{}")]
        if first_of_line(self.text, start):
            return [Splice(self.text.rfind("\n", 0, start) + 1, next_line(self.text, end), "")]
        # The first entry of a mapping behind a dash: what follows takes its place, unless a comment stands between.
        following = self._begin(names[here + 1])
        line_end = next_line(self.text, end)
        if "#" not in self.text[line_end:following]:
            return [Splice(start, following, "")]
        return [Splice(start - 1, line_end, line_break(self.text, line_end))]

    def _begin(self, key: str | int) -> int:
        """The first character of an entry: its key, or its dash in a block list."""
        if key in self.mark.keys:
            return self.mark.keys[str(key)]
        index = self.mark.children[key].index
        return index if self.braces else self.text.rfind("-", 0, index)


def _is_flow(source: Source, mark: Node) -> bool:
    return source.text[mark.index : mark.index + 1] in ("{", "[") and mark.end > mark.index
