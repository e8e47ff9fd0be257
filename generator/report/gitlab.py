"""Diagnostics as GitLab's Code Quality report, which it shows in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/: a fault is new or old by its fingerprint, so that one holds while lines move.
"""

from __future__ import annotations

from generator.diagnostics import Diagnostic, Lang, Severity
from generator.report.findings import Findings
from generator.report.signs import as_json, harmless

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(findings: Findings) -> str:
    return as_json(
        [
            {
                "description": _description(found, findings.lang),
                "check_name": found.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[found.severity],
                "location": {"path": found.at.file, "lines": {"begin": found.at.line}},
            }
            for found, fingerprint in zip(findings.diagnostics, findings.fingerprints(), strict=True)
        ]
    )


def _description(found: Diagnostic, lang: Lang) -> str:
    said = harmless(found.message.of(lang))
    if not found.hint:
        return said
    hint = harmless(found.hint.of(lang))
    return f"{said}（{hint.removesuffix('。')}）" if lang == "zh" else f"{said} ({hint})"
