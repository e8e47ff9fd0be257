"""How high a row must be for its wrapped texts. Excel fits rows by itself, LibreOffice and previewers do not."""

import math
import unicodedata
from functools import lru_cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

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
