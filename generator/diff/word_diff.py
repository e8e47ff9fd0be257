"""What changed in a text: Chinese by its characters, no lone one of which stays between changes; all else by words, figures and signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Sign = Literal["=", "-", "+"]

_CHINESE = r"\u3400-\u9fff\uf900-\ufaff"
_PIECES = re.compile(
    rf"[{_CHINESE}]"
    rf"|[^\W_{_CHINESE}]+(?:[.,:/_'%-]+[^\W_{_CHINESE}]+)*%?"  # words, figures, ids such as T-45 and 0.7
    r"|\s+|."
)
# Most Chinese words have two characters: one alone that two texts share beside a change is half of another word in each.
_LONE_FIRST = re.compile(rf"[{_CHINESE}](?![{_CHINESE}])")
_LONE_LAST = re.compile(rf"(?<![{_CHINESE}])[{_CHINESE}]$")
_CLAUSES = re.compile(r"[^，。；：！？,.;:!?\n]*[，。；：！？,.;:!?\n]|[^，。；：！？,.;:!?\n]+")
_MOST = 90_000
"""How many pairs of pieces are compared: what people change is shorter, and longer texts made to be alike would take minutes."""
_WORD = re.compile(r"\w")
_ALIKE = 0.3
"""Below this share of common words the two are told one after the other: threads of them help nobody."""


Stretch = tuple[str, str, bool]
"""A piece of the one text, that of the other, and whether they are the same."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that stayed (``=``), went (``-``) or came (``+``)."""

    sign: Sign
    text: str


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Both texts in one row of runs; without ``+`` it is ``before``, without ``-`` it is ``after``. Empty where they are the same."""
    if before == after:
        return ()
    found = list(_whole(_stretches(before, after)))
    kept = sum(len(text.strip()) for text, _, same in found if same)
    if kept < _ALIKE * max(len(before), len(after)):
        return tuple(run for run in (Run("-", before), Run("+", after)) if run.text)
    return tuple(_in_a_row(found))


def _stretches(before: str, after: str) -> list[Stretch]:
    """What the texts share and where they differ, in order: by pieces, or where that is too much by clauses, or by their ends alone."""
    for pattern in (_PIECES, _CLAUSES):
        old, new = pattern.findall(before), pattern.findall(after)
        head = _shared(old, new)
        tail = _shared(old[head:][::-1], new[head:][::-1])
        old_part, new_part = old[head : len(old) - tail], new[head : len(new) - tail]
        if len(old_part) * len(new_part) <= _MOST:
            opcodes = SequenceMatcher(None, old_part, new_part, autojunk=False).get_opcodes()
            break
    else:
        opcodes = [("replace", 0, len(old_part), 0, len(new_part))]
    parts = [
        ("".join(old_part[a:b]), "".join(new_part[c:d]), operation == "equal") for operation, a, b, c, d in opcodes
    ]
    first, last = "".join(old[:head]), "".join(old[len(old) - tail :])
    return [part for part in ((first, first, True), *parts, (last, last, True)) if part[0] or part[1]]


def _shared(one: list[str], other: list[str]) -> int:
    """How many pieces two lists have in common at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _whole(found: list[Stretch]) -> Iterator[Stretch]:
    """The stretches with no Chinese word halved, as far as can be told without a dictionary."""
    for n, (before, after, same) in enumerate(found):
        if not same:
            yield before, after, same
            continue
        first = _LONE_FIRST.match(before) if n else None
        rest = before[first.end() :] if first else before
        # What a text begins with may well be a word of its own.
        last = _LONE_LAST.search(rest) if n + 1 < len(found) and (n or len(rest) > 1) else None
        middle = rest[: last.start()] if last else rest
        for text, stays in ((first[0] if first else "", False), (middle, True), (last[0] if last else "", False)):
            if text:
                yield text, text, stays


def _in_a_row(found: list[Stretch]) -> Iterator[Run]:
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
    head = "" if first else _whole_words(text[:keep], text, 1)
    tail = "" if last else _whole_words(text[-keep:], text, -1)
    return text if len(head) + len(tail) + 1 >= len(text) else f"{head}…{tail}"


def _whole_words(part: str, whole: str, way: int) -> str:
    """The part without the Latin word that its cut end would halve."""
    if len(part) == len(whole):
        return part
    edge = re.compile(r"[A-Za-z0-9.,_-]+$" if way > 0 else r"^[A-Za-z0-9.,_-]+")
    return edge.sub("", part) or part
