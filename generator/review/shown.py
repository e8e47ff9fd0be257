"""A file's words as a review shows them: one line, and nothing hidden in it."""

from __future__ import annotations

import re

from generator.diagnostics import Lang, Words
from generator.language.plain import line
from generator.model.text import Text

# Zero width and bidirectional controls let two texts look alike, or a line read in another order than it has.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def shown(value: Text | Words | str, lang: Lang) -> str:
    """One line of plain text; what nobody could see in it is spelled out."""
    return visible(line(value, lang))


def visible(text: str) -> str:
    """The text with what nobody could see in it spelled out; its blanks stay as they are."""
    text = re.sub(r"[\t-\r\x1c-\x1f\x85]", " ", text)
    text = _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return "".join(sign for sign in text if sign == " " or sign.isprintable() or sign == "\u3000")
