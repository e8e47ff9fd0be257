"""Entries of ``{…}`` and ``[…]``: commas, and lines of their own where the others have them."""

from __future__ import annotations

import re

from generator.edit.text import Splice, first_of_line, line_break, stop
from generator.source import Node

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
