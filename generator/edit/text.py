"""Lines, ends and cuts of a text: nothing here knows what the text means."""

from __future__ import annotations

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
