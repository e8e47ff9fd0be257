"""Lines, ends and cuts of a text, and entries of ``{…}`` and ``[…]``: nothing here knows what the text means."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.source import Node


class Splice(NamedTuple):
    """``new`` in place of the text from ``start`` to ``end``."""

    start: int
    end: int
    new: str


def spliced(text: str, pieces: Iterable[Splice]) -> str:
    """The text with pieces exchanged that do not overlap."""
    for start, end, new in sorted(pieces, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def stop(text: str, mark: Node) -> int:
    """The index behind a value's last character: the parser counts blank lines below a folded text to it."""
    if mark.children and text[mark.index] not in "{[":
        return stop(text, list(mark.children.values())[-1])
    if mark.end > mark.index and text[mark.index] in "|>":
        header = re.match(r"[|>][-+0-9]*", text[mark.index : mark.end])
        if header and "+" not in header[0]:
            return mark.index + len(re.sub(r"(\r?\n[ ]*)+\Z", "", text[mark.index : mark.end]))
    return mark.end


def next_line(text: str, index: int) -> int:
    """The beginning of the line after ``index``, which is ``index`` itself behind a line break; or the end of the text."""
    if index and text[index - 1] == "\n":
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def first_of_line(text: str, index: int) -> bool:
    """Whether nothing but spaces stands before ``index`` on its line."""
    return not text[text.rfind("\n", 0, index) + 1 : index].strip(" ")


def line_break(text: str, index: int) -> str:
    """How lines end around ``index``: as the line before it does, else as the next."""
    found = text.rfind("\n", 0, index)
    if found < 0:
        found = text.find("\n", index)
    return "\r\n" if found > 0 and text[found - 1] == "\r" else "\n"


def lines_inserted(text: str, at: int, lines: Sequence[str]) -> Splice:
    """New lines at the beginning of a line, or behind a last line that has no break."""
    ending = line_break(text, at)
    if at and text[at - 1] != "\n":
        return Splice(at, at, "".join(ending + line for line in lines))
    return Splice(at, at, "".join(line + ending for line in lines))


_QUOTED = re.compile(r"'(?:[^']|'')*'" r'|"(?:[^"\\]|\\.)*"', re.DOTALL)


def key_end(text: str, start: int, key: str) -> int:
    """The index behind a key as it is written, in quotes or without."""
    quoted = _QUOTED.match(text, start)
    return quoted.end() if quoted else start + len(key)


_TO_COMMA = re.compile(r"(\s|#[^\n]*\n)*,")
_AFTER_LAST = re.compile(r"[ ]*(,?)[ ]*(#[^\n]*)?\r?$")


def appended(text: str, mark: Node, last_begin: int, new: str) -> list[Splice]:
    """A new last entry inside braces: on a line of its own where the others stand so."""
    end = stop(text, list(mark.children.values())[-1])
    if not first_of_line(text, last_begin):
        return [Splice(end, end, f", {new}")]
    margin = text[text.rfind("\n", 0, last_begin) + 1 : last_begin]
    line_end = text.find("\n", end)
    behind = _AFTER_LAST.match(text[end:line_end]) if line_end >= 0 else None
    if behind is None:
        return [Splice(end, end, f",{line_break(text, end)}{margin}{new}")]
    comma = behind[1]
    own = [] if comma else [Splice(end, end, ",")]
    return [*own, Splice(line_end + 1, line_end + 1, f"{margin}{new}{comma}{line_break(text, end)}")]


def removed_in_braces(text: str, start: int, end: int, before: int | None, last: bool) -> list[Splice]:
    """An entry out of braces, with the comma that is then one too many. ``before`` is where the entry before it ends."""
    comma = _comma(text, end)
    cut = _without(text, start, end if comma is None else comma + 1)
    if before is None or not last or (comma is not None and cut.start < start):
        return [cut]
    if "#" not in text[before:start]:
        return [Splice(before, end, "")]
    spare = _comma(text, before)
    if spare is None:
        raise LookupError(start)
    return [
        Splice(spare, spare + 1, ""),
        _without(text, start, end) if first_of_line(text, start) else Splice(spare + 1, end, ""),
    ]


def _without(text: str, start: int, end: int) -> Splice:
    """A cut that takes its whole line along where nothing else but a comment is on it, else the spaces behind it."""
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)]
    if first_of_line(text, start) and re.fullmatch(r"[ ]*(#.*)?\r?", rest) and line_end >= 0:
        return Splice(text.rfind("\n", 0, start) + 1, line_end + 1, "")
    return Splice(start, end + len(rest) - len(rest.lstrip(" ")), "")


def _comma(text: str, at: int) -> int | None:
    """The comma behind a value inside braces, past spaces and comments, or None where another thing comes first."""
    found = _TO_COMMA.match(text, at)
    return found.end() - 1 if found else None
