"""Diagnostics as GitLab's Code Quality report, which it shows in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/: a fault is new or old by its fingerprint, so that one holds while lines move.
"""

from generator.diagnostics import Severity
from generator.report.characters import as_json
from generator.report.findings import Findings, said

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(findings: Findings) -> str:
    return as_json(
        [
            {
                "description": said(found, findings.lang),
                "check_name": found.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[found.severity],
                "location": {"path": found.at.file, "lines": {"begin": found.at.line}},
            }
            for found, fingerprint in zip(findings.diagnostics, findings.fingerprints(), strict=True)
        ]
    )
