"""Diagnostics for people: a line each that scripts and editors know too, the source below it, and a caret."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.columns import width
from generator.diagnostics import Diagnostic, Lang, Severity
from generator.report.findings import Findings, harmless, said, summary, visible

_PAINT = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_FAINT, _PLAIN = "\x1b[2m", "\x1b[0m"


def text(diagnostics: Sequence[Diagnostic], lang: Lang) -> str:
    """The faults a line each, without their sources: for where there is no room for more."""
    return render(Findings(diagnostics, lang))


def render(findings: Findings) -> str:
    """Each fault with its line, notes behind all others, then how many there are of each severity."""
    ordered = sorted(findings.diagnostics, key=lambda found: found.severity is Severity.NOTE)
    lines = [line for found in ordered for line in _lines(found, findings)]
    return "\n".join([*lines, summary(findings.diagnostics, findings.lang)])


def _lines(found: Diagnostic, findings: Findings) -> Iterator[str]:
    yield _headline(found, findings)
    line = findings.line(found.at)
    if line is None or not line.strip():
        return
    paint, faint, plain = (_PAINT[found.severity], _FAINT, _PLAIN) if findings.colour else ("", "", "")
    number = f"{found.at.line:>5}"
    source, caret = excerpt(line, found.at.column, findings.width - len(number) - 3)
    yield f"{faint}{number} |{plain} {source}"
    yield f"{faint}{' ' * len(number)} |{plain} {caret[:-1]}{paint}^{plain}"


def _headline(found: Diagnostic, findings: Findings) -> str:
    at, kind = harmless(str(found.at)), f"{found.severity}[{found.code}]"
    if findings.colour:
        at, kind = f"{_FAINT}{at}{_PLAIN}", f"{_PAINT[found.severity]}{kind}{_PLAIN}"
    return f"{at}: {kind} {said(found, findings.lang)}"


CUT = "…"


class Excerpt(NamedTuple):
    """Two lines of equal beginning: the source, and the caret's."""

    source: str
    caret: str


def excerpt(line: str, column: int, room: int) -> Excerpt:
    """The part of ``line`` around its 1-based ``column`` that fits into ``room`` columns of a terminal.

    A column behind the line's end (something is missing there) has its caret behind the last sign.
    """
    signs = visible(line)
    at = min(column - 1, len(signs))
    start, end = _window([width(sign) for sign in signs], at, max(room, 20))
    head, tail = CUT if start else "", CUT if end < len(signs) else ""
    before = head + "".join(signs[start:at])
    return Excerpt(f"{before}{''.join(signs[at:end])}{tail}".rstrip(), f"{_blank(before)}^")


def _window(widths: list[int], at: int, room: int) -> tuple[int, int]:
    """From which sign to which: all of them if they fit, else two thirds of the room before the caret, the rest behind it."""
    behind = at == len(widths)  # The caret itself takes a column there.
    if sum(widths) + behind <= room:
        return 0, len(widths)
    room -= 2
    start, used = at, 1 if behind else widths[at]
    while start and used + widths[start - 1] <= room * 2 // 3:
        start -= 1
        used += widths[start]
    end = min(at + 1, len(widths))
    while end < len(widths) and used + widths[end] <= room:
        used += widths[end]
        end += 1
    while start and used + widths[start - 1] <= room:
        start -= 1
        used += widths[start]
    return start, end


def _blank(shown: str) -> str:
    """As much empty room as the text takes: a full-width blank for each full-width sign, so that any font keeps the column."""
    return "".join({0: "", 1: " ", 2: "\u3000"}[width(sign)] for sign in shown)
