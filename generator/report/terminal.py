"""Diagnostics for people: a line each that scripts and editors know too, the source below it, and a caret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diagnostics import Diagnostic, Lang, Severity
from generator.report.characters import harmless
from generator.report.excerpt import excerpt
from generator.report.findings import Findings, said, summary

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
