"""Diagnostics as a JSON list, in both languages: machines choose for themselves."""

from generator.diagnostics import Diagnostic
from generator.report.characters import as_json
from generator.report.findings import Findings


def render(findings: Findings) -> str:
    return as_json([_plain(diagnostic) for diagnostic in findings.diagnostics])


def _plain(diagnostic: Diagnostic) -> dict[str, object]:
    hint = diagnostic.hint
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        **diagnostic.at._asdict(),
        "message": diagnostic.message._asdict(),
        "hint": hint._asdict() if hint else None,
    }
