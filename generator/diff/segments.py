"""What changed in a text, word by word: Chinese by its words, everything else by its words, figures and signs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Literal

Sign = Literal["=", "-", "+"]

_PIECES = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff]+"  # Chinese, segmented below
    r"|[^\W_\u3400-\u9fff\uf900-\ufaff]+(?:[.,:/_'%-]+[^\W_\u3400-\u9fff\uf900-\ufaff]+)*%?"  # words, figures, ids such as T-45 and 0.7
    r"|\s+|."
)
_WORD = re.compile(r"\w")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ALIKE = 0.3
"""Below this share of common words the two are told one after the other: threads of them help nobody."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that stayed (``=``), went (``-``) or came (``+``)."""

    sign: Sign
    text: str


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Both texts in one row of runs; without ``+`` it is ``before``, without ``-`` it is ``after``. Empty where they are the same."""
    if before == after:
        return ()
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = sum(len("".join(old[a : a + n]).strip()) for a, _, n in matcher.get_matching_blocks())
    if kept < _ALIKE * max(len(before), len(after)):
        return tuple(run for run in (Run("-", before), Run("+", after)) if run.text)
    found = [
        ("".join(old[a:b]), "".join(new[c:d]), operation == "equal") for operation, a, b, c, d in matcher.get_opcodes()
    ]
    return tuple(_in_a_row(found))


def _words(text: str) -> list[str]:
    return [word for piece in _PIECES.findall(text) for word in _segmented(piece)]


def _segmented(piece: str) -> list[str]:
    if len(piece) < 2 or not _CHINESE.match(piece):
        return [piece]
    return list(_tokenizer().cut(piece, HMM=False))


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    # jieba takes up to a second to load, and only a changed Chinese text has use for it.
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()


def _in_a_row(found: list[tuple[str, str, bool]]) -> Iterator[Run]:
    """Changes with nothing but signs and blanks between them are one: ``4 → 8 个、每`` reads better than by the sign."""
    old = new = ""
    for n, (before, after, same) in enumerate(found):
        between = same and (old or new) and n + 1 < len(found) and not _WORD.search(before)
        if not same or between:
            old, new = old + before, new + after
            continue
        yield from _changed(old, new)
        old = new = ""
        yield Run("=", before)
    yield from _changed(old, new)


def _changed(old: str, new: str) -> Iterator[Run]:
    if old:
        yield Run("-", old)
    if new:
        yield Run("+", new)


def shortened(row: tuple[Run, ...], keep: int = 18) -> tuple[Run, ...]:
    """The row with what stayed cut down to ``keep`` signs around each change, so that a long text can be read at a glance."""
    return tuple(
        Run("=", _cut(run.text, keep, first=n == 0, last=n == len(row) - 1)) if run.sign == "=" else run
        for n, run in enumerate(row)
    )


def _cut(text: str, keep: int, *, first: bool, last: bool) -> str:
    head, tail = (
        "" if first else _whole_words(text[:keep], text, 1),
        "" if last else _whole_words(text[-keep:], text, -1),
    )
    return text if len(head) + len(tail) + 1 >= len(text) else f"{head}…{tail}"


def _whole_words(part: str, whole: str, way: int) -> str:
    """The part without the Latin word that its cut end would halve."""
    if len(part) == len(whole):
        return part
    edge = re.compile(r"[A-Za-z0-9.,_-]+$" if way > 0 else r"^[A-Za-z0-9.,_-]+")
    return edge.sub("", part) or part
