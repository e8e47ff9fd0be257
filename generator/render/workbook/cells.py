"""What stands in a cell: any text of a file or of ours as plain text that Excel can hold, and nothing in it acts; and how high
a row must be for its wrapped texts: Excel fits rows by itself, LibreOffice and previewers do not."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

from generator.diagnostics import Bilingual, Lang
from generator.model.inline import spans
from generator.model.text import Text
from generator.render.body import Said

LONGEST = 32_767
"""The most that a cell can hold, in UTF-16 units."""
LONGEST_ADDRESS = 2_079
# What XML 1.0 cannot hold at all, and lone halves of a pair. A carriage return is a line break here.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|\x85|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and what it comes to as printed; a reader that cannot calculate shows that."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of several parts, with the address that it leads to where it names exactly one."""

    text: str
    href: str | None = None


Value = Text | Bilingual | str | int | Fraction | date | datetime | Formula | Prose | None


def said(value: Said, lang: Lang) -> str:
    """Plain text; an author's link keeps its address behind its words, since paper cannot be clicked."""
    if isinstance(value, Bilingual):
        return value.of(lang)
    return (
        "".join(_with_address(span.text, span.href) for span in spans(value.of(lang)))
        if isinstance(value, Text)
        else value
    )


def prose(parts: Iterable[tuple[Said | None, ...]], lang: Lang) -> Prose | None:
    """Lines of a label and what is said behind it, without those that say nothing; None when none is left."""
    told = [[value for value in line if value] for line in parts if any(line[1:])]
    links = {href for line in told for value in line if isinstance(value, Text) for href in _links(value, lang)}
    text = "\n".join("".join(said(value, lang) for value in line) for line in told)
    return Prose(text, links.pop() if len(links) == 1 else None) if told else None


def held(text: str, more: str) -> str:
    """The text as a cell can hold it: illegal characters shown by their code points, an overlong one cut, which ``more`` says."""
    text = _ILLEGAL.sub(lambda sign: f"[U+{ord(sign.group()):04X}]", _BREAK.sub("\n", text))
    if len(text) * 2 <= LONGEST or _units(text) <= LONGEST:
        return text
    room = LONGEST - _units(more)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + more


def address(href: str | None) -> str | None:
    """The address where a cell can lead to it; a longer one is readable in the text all the same."""
    return href if href and len(href.encode()) * 3 <= LONGEST_ADDRESS else None


def single_line(text: str) -> str:
    return " ".join(text.split())


def plain_number(value: Fraction | int) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _links(text: Text, lang: Lang) -> set[str]:
    return {span.href for span in spans(text.of(lang)) if span.href}


def _with_address(text: str, href: str | None) -> str:
    plain = href.removeprefix("mailto:") if href else None
    return text if plain is None or text in (href, plain) else f"{text} ({plain})"


HIGHEST = 409
"""The most that Excel allows, in points."""
PADDING = 4
# Words are not broken at the very edge, so a line holds a little less than fits.
_FILLED = 0.95
_LATIN, _CHINESE = 0.93, 1.9
"""The width of a character, in digits of the font."""


# xlsxwriter has no types, so its class is Any to mypy.
class GrowingSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose rows have a height and still grow with what is typed: none of them is called custom."""

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        super()._xml_start_tag_unencoded(tag, _without_custom(tag, attributes))

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        super()._xml_empty_tag_unencoded(tag, _without_custom(tag, attributes))


def _without_custom(tag: str, attributes: Any) -> Any:
    # xlsxwriter calls every given height custom, and has no option for it.
    return [(name, value) for name, value in attributes if name != "customHeight"] if tag == "row" else attributes


@lru_cache(maxsize=4096)
def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column so many digits wide."""
    room = max(1.0, (width - 0.5) * _FILLED)
    return sum(max(1, math.ceil(_length(line) / room)) + _unbroken(line, room) for line in text.split("\n"))


def height(count: int, size: float) -> float:
    """The height of so many lines of a font, in points."""
    return min(HIGHEST, round(count * size * 1.3) + PADDING)


def _unbroken(line: str, room: float) -> bool:
    """Whether a word is longer than a line, such as an address: where it is broken costs another line."""
    longest = room * 1.2 / _LATIN
    return len(line) > longest and any(len(word) > longest for word in line.split())


def _length(line: str) -> float:
    if line.isascii():
        return len(line) * _LATIN
    return sum(_CHINESE if unicodedata.east_asian_width(sign) in "WFA" else _LATIN for sign in line)
