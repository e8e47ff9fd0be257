"""What the bundled fonts can print. typst draws a character that its font lacks as an empty box, without a warning."""

import re
import unicodedata
from functools import lru_cache

from generator import RESOURCES

FONTS = RESOURCES / "site_config" / "fonts"
"""The folder of the fonts that came with the generator; both weights cover the same characters."""
REGULAR = "NotoSansSC_400Regular.ttf"
FAMILY, WEIGHTS = "Noto Sans SC", frozenset((400, 700))

# The one character of GBK that has no glyph.
_NOT_IN_FONT = "≒"
# Variation selectors have no shape of their own, like control and format characters. Direction marks are among those: one of
# them could turn the rest of a line around.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LONG_RUN = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]{17,}")
_PIECE = re.compile(r"[^/@._?&=:,;+-]{1,12}[/@._?&=:,;+-]*|[/@._?&=:,;+-]+")
_BREAK = "\u200b"


def missing(text: str) -> list[tuple[int, str]]:
    """Where ``text`` holds a character that no bundled font can print, with the character."""
    if _common(text):
        return []
    return [(at, sign) for at, sign in enumerate(text) if not (_shapeless(sign) or _space(sign) or _covered(sign))]


def printable(text: str) -> str:
    """The text as paper can show it: a missing character as ``[U+1F600]``, and a way to break what has no space in it."""
    if not (_common(text) and text.isprintable()):
        text = _replaced(text)
    return _LONG_RUN.sub(_with_breaks, text)


def name(sign: str) -> str:
    """``U+1F600``."""
    return f"U+{ord(sign):04X}"


def _common(text: str) -> bool:
    # Reading the font's table takes 0.2 s, and GBK is all that most texts need; a test holds it against the font.
    if _NOT_IN_FONT in text:
        return False
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _covered(sign: str) -> bool:
    return _common(sign) or ord(sign) in _font()


@lru_cache(maxsize=1)
def _font() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / REGULAR, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _shapeless(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf") or _SELECTORS.match(sign) is not None


def _space(sign: str) -> bool:
    return unicodedata.category(sign) in ("Zs", "Zl", "Zp")


def _replaced(text: str) -> str:
    out: list[str] = []
    absent: list[str] = []
    for sign in f"{text}\0":
        if _shapeless(sign):
            # A line break or a tab is a space on paper; what only steers other characters leaves nothing.
            shown = " " if sign in "\n\r\t" else ""
        elif _covered(sign):
            shown = sign
        elif _space(sign):
            shown = " "
        else:
            absent.append(name(sign))
            continue
        if absent and (shown or sign == "\0"):
            out.append(f"[{' '.join(absent)}]")
            absent.clear()
        out.append(shown)
    return "".join(out)


def _with_breaks(run: re.Match[str]) -> str:
    return _BREAK.join(_PIECE.findall(run.group()))
