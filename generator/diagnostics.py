"""What is wrong with a file, as a value: where it stands, what it is called, and how to mend it.

A diagnostic is data. Nothing here prints: ``report`` turns diagnostics into text, annotations or JSON, and only ``cli`` turns
them into an exit code. Bad content is a Diagnostic, collected with all others; a bug is an exception.
"""

import difflib
import errno
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from generator.grouping import grouped

MOST_TOLD = 200
"""How many faults of one file are told: nobody reads more at once, and a file made of faults must not cost the machine."""

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


class Bilingual(NamedTuple):
    """One sentence of ours in both languages (a file's own text is ``model.Text``)."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Position(NamedTuple):
    """A place in a file: POSIX path from the root, 1-based line and column in code points."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault of the content. ``related`` names other places that belong to it (the first of two equal ids)."""

    code: str
    at: Position
    message: Bilingual
    hint: Bilingual | None = None
    severity: Severity = Severity.ERROR
    related: tuple[Position, ...] = ()


class Refusal(Exception):
    """What somebody handed in is not taken, or an edit is not made; ``words`` is the reason."""

    def __init__(self, words: Bilingual) -> None:
        super().__init__(words.en)
        self.words = words


def lacking(path: str) -> FileNotFoundError:
    """What to raise where a part of the installation itself is not there: a sheet without it would be empty, and nobody would say so."""
    words = "安装不完整，缺这一部分：请重新安装 / this part of the installation is missing: install it anew"
    return FileNotFoundError(errno.ENOENT, words, path)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file, line, column, code: the order of every report. Equal diagnostics are said once."""
    return sorted(dict.fromkeys(diagnostics), key=lambda d: (d.at, d.code, d.message))


def nearest(name: str, choices: Iterable[str]) -> Bilingual | None:
    """The hint of a name that looks like a slip of a known one; nothing where none is near."""
    folded = {choice.casefold(): choice for choice in choices}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    best = folded[near[0]] if near else None
    return Bilingual(f"是不是想写 “{best}”？", f'did you mean "{best}"?') if best else None


def told(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In order, and of each file at most ``MOST_TOLD``, errors before warnings before notes; how many more there are is a note."""
    found: list[Diagnostic] = []
    for of_file in grouped((one.at.file, one) for one in in_order(diagnostics)).values():
        if len(of_file) > MOST_TOLD:
            of_file = sorted(of_file, key=lambda one: list(Severity).index(one.severity))
            more = len(of_file) - MOST_TOLD
            words = Bilingual(
                f"这个文件还有 {more:,} 处问题没有列出", f"{more:,} more faults of this file are not listed"
            )
            rest = Diagnostic("too-large", of_file[MOST_TOLD].at, words, severity=Severity.NOTE)
            of_file = in_order([*of_file[:MOST_TOLD], rest])
        found += of_file
    return found


def did_you_mean(name: str, choices: Iterable[str]) -> Bilingual | None:
    """The hint of an unknown name: the nearest known one, or the short list of all, or nothing when there are too many."""
    known = sorted(set(choices))
    near = nearest(name, known)
    if near:
        return near
    if not known:
        return Bilingual("目前一个都还没有定义。", "none is defined yet")
    if len(known) <= 12:
        return Bilingual(f"可用的有：{'、'.join(known)}", f"known: {', '.join(known)}")
    return None
