"""The glossary: one page, each term at its own anchor, in the order a reader of the language looks for."""

from bisect import bisect
from itertools import groupby

from generator.diagnostics import Lang
from generator.site.links import Links

OTHERS = "#"
# GB 2312 lists its 3,755 common characters by pinyin: where each initial begins, up to the last of them (D7F9).
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_BEGINS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
_LAST = 0xD7F9


def values(links: Links) -> dict[str, object]:
    context = links.context
    terms = sorted(context.glossary.items(), key=lambda pair: _order(pair[1].term.plain(context.lang), context.lang))
    grouped = groupby(terms, key=lambda pair: initial(pair[1].term.plain(context.lang)))
    return {"letters": [(letter, list(pairs)) for letter, pairs in grouped], "count": len(terms)}


def _order(term: str, lang: Lang) -> tuple[str, bytes]:
    letter = initial(term)
    return "~" if letter == OTHERS else letter, term.casefold().encode("gb18030" if lang == "zh" else "utf-8")


def initial(term: str) -> str:
    """The letter a term is looked up under: its own, or its first character's in pinyin."""
    first = term[:1].upper()
    if first.isascii() and first.isalpha():
        return first
    try:
        code = int.from_bytes(term[:1].encode("gb2312"), "big")
    except UnicodeEncodeError:
        return OTHERS
    return _LETTERS[bisect(_BEGINS, code) - 1] if _BEGINS[0] <= code <= _LAST else OTHERS
