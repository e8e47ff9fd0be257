"""Text in a drawing cannot wrap: what would run out of it is cut, and stands whole in the text beside it."""

from __future__ import annotations

import unicodedata

# Of the size of the type: what a sign takes at most in the fonts that readers have.
_WIDE, _NARROW, _CAPITAL = 1.0, 0.56, 0.7


def width(text: str, size: float) -> float:
    """How wide a line of ``text`` is at most, in the units of ``size``."""
    return sum(_sign(sign) for sign in text) * size


def _sign(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WFA":
        return _WIDE
    return _CAPITAL if sign.isupper() else _NARROW


def fitted(text: str, room: float, size: float) -> str:
    """``text``, or as much of it as ``room`` holds with an ellipsis; empty where not even two signs would stand."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…" if len(kept) > 1 else ""
