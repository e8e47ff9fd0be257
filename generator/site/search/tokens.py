"""What a text is looked up by. The script in the browser (site_config/assets/find.js) cuts a query in the same way.

Chinese has no words here: from each of its characters a token of two begins, and the last of a run is a token alone, so that
any phrase is found from its middle, and one character by whatever begins with it. Of everything else a word is a token, and
what is written together (``ecp-a03``) is one as a whole beside its parts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters of which a few are a word, as Chinese, Japanese and Korean write them."""
_WORD = rf"[^\W_{HAN}]+"
_RUNS = re.compile(rf"[{HAN}]+|{_WORD}(?:[-_.:/@+'’]{_WORD})*")
_PARTS = re.compile(_WORD)
_FIGURES = re.compile(r"[\d\W_]+")
_MARKS = re.compile("[\u0300-\u036f]")
LONGEST = 32
"""A word of more characters is looked up by its parts, and a part by as many."""
SheetVariant = tuple[tuple[str, int], ...]
_PLACE = 1
"""How many places what stands between two runs takes up, so that no phrase reaches across it."""


def folded(text: str) -> str:
    """The text as it is compared: small letters without accents, and one form of each character."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text))).lower().replace("’", "'")


def runs(text: str) -> Iterator[tuple[int, SheetVariant]]:
    """Every run of a text: its place, and its tokens with theirs from there. Two tokens may share one place."""
    place, end = 0, 0
    for run in _RUNS.finditer(folded(text)):
        begin, said = run.start(), run[0]
        if begin != end:
            place += _PLACE
        end = begin + len(said)
        cut, width = _cut(said)
        yield place, cut
        place += width


@lru_cache(maxsize=50_000)
def _cut(run: str) -> tuple[SheetVariant, int]:
    """The tokens of a run, each with its place in it, and how many places the run takes up."""
    if run[0] >= "\u3005" and not _PARTS.match(run):
        return tuple((run[at : at + 2], at) for at in range(len(run))), len(run)
    parts = _PARTS.findall(run)
    if len(parts) == 1 or _FIGURES.fullmatch(run):
        # A part of an address or a date alone says nothing.
        return ((run[:LONGEST], 0),), 1
    whole = ((run, 0),) if len(run) <= LONGEST else ()
    return (*whole, *((part[:LONGEST], at) for at, part in enumerate(parts))), len(parts)
