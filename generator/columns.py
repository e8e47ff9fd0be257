"""How wide a text is on a terminal. On the lowest floor, so that what only shows a line need not load a parser."""

import unicodedata


def width(text: str) -> int:
    """How many columns of a terminal the text takes: a Chinese character two, a combining mark none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
