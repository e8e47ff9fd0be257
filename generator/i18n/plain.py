"""Plain text for places without markup: a calendar entry, a chat message, a terminal. One text stays one line."""

import unicodedata

from generator.columns import width
from generator.diagnostics import Bilingual, Lang
from generator.model.text import Text


def plain(value: Text | Bilingual | str, lang: Lang) -> str:
    """The words alone."""
    return value if isinstance(value, str) else value.plain(lang) if isinstance(value, Text) else value.of(lang)


def line(value: Text | Bilingual | str, lang: Lang) -> str:
    """The value without markup, control characters and line breaks, so that nothing in it can begin a line of its own."""
    # split() also parts at the separators that some readers take for line breaks (U+0085, U+2028).
    text = " ".join(plain(value, lang).split())
    if text.isprintable():
        return text
    return "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cs"))


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it up to ``columns``."""
    return text + " " * (columns - width(text))
