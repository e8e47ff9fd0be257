"""The line a fault is in, with a caret below the very column, however long the line and wide its signs."""

from __future__ import annotations

from typing import NamedTuple

from generator.columns import width
from generator.report.characters import visible

CUT = "…"


class Excerpt(NamedTuple):
    """Two lines of equal beginning: the source, and the caret's."""

    source: str
    caret: str


def excerpt(line: str, column: int, room: int) -> Excerpt:
    """The part of ``line`` around its 1-based ``column`` that fits into ``room`` columns of a terminal.

    A column behind the line's end (something is missing there) has its caret behind the last sign.
    """
    signs = visible(line)
    at = min(column - 1, len(signs))
    start, end = _window([width(sign) for sign in signs], at, max(room, 20))
    head, tail = CUT if start else "", CUT if end < len(signs) else ""
    before = head + "".join(signs[start:at])
    return Excerpt(f"{before}{''.join(signs[at:end])}{tail}".rstrip(), f"{_blank(before)}^")


def _window(widths: list[int], at: int, room: int) -> tuple[int, int]:
    """From which sign to which: all of them if they fit, else two thirds of the room before the caret, the rest behind it."""
    behind = at == len(widths)  # The caret itself takes a column there.
    if sum(widths) + behind <= room:
        return 0, len(widths)
    room -= 2
    start, used = at, 1 if behind else widths[at]
    while start and used + widths[start - 1] <= room * 2 // 3:
        start -= 1
        used += widths[start]
    end = min(at + 1, len(widths))
    while end < len(widths) and used + widths[end] <= room:
        used += widths[end]
        end += 1
    while start and used + widths[start - 1] <= room:
        start -= 1
        used += widths[start]
    return start, end


def _blank(shown: str) -> str:
    """As much empty room as the text takes: a full-width blank for each full-width sign, so that any font keeps the column."""
    return "".join({0: "", 1: " ", 2: "\u3000"}[width(sign)] for sign in shown)
