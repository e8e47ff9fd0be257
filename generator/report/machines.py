"""Diagnostics for machines: GitHub's workflow commands, GitLab's Code Quality report, SARIF, a JSON list."""

from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.diagnostics import Bilingual, Diagnostic, Lang, Position, Severity
from generator.report.findings import SEVERITIES, Findings, Manual, as_json, harmless, said, summary

MOST = 10
"""Annotations of one level that GitHub shows for a step; the others are in its log alone."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_IN_VALUE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_VALUE, ":": "%3A", ",": "%2C"}
_MORE = Bilingual(
    f"；每一级只有前 {MOST} 条会标在改动旁边，其余见上面的日志",
    f"; only the first {MOST} of a level are shown beside the change, the others are in the log above",
)


def as_github(findings: Findings) -> str:
    """GitHub's workflow commands, which it shows as annotations beside the changed lines.

    The worst first, since only the first few of each level are shown; then, for the log, how many there are.
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions: what a value may not hold as it is becomes a percent
    escape, in a property the colon and the comma too.
    """
    faults = sorted(findings.diagnostics, key=lambda found: SEVERITIES.index(found.severity))
    crowded = any(sum(found.severity is severity for found in faults) > MOST for severity in SEVERITIES)
    total = summary(faults, findings.lang) + (_MORE.of(findings.lang) if crowded else "")
    return "\n".join([*(_command(found, findings.lang) for found in faults), total])


def _command(found: Diagnostic, lang: Lang) -> str:
    at = found.at
    properties = {"file": at.file, "line": str(at.line), "col": str(at.column), "title": found.code}
    where = ",".join(f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in properties.items())
    # The log shows the words alone, so they say the place once more.
    lines = [f"{at} {found.message.of(lang)}", *([found.hint.of(lang)] if found.hint else [])]
    return f"::{_COMMANDS[found.severity]} {where}::{_escaped(chr(10).join(map(harmless, lines)), _IN_VALUE)}"


def _escaped(value: str, escapes: dict[str, str]) -> str:
    # A file's name reaches GitHub as it is; what cannot be shown and has no escape there is shown as ours.
    return "".join(escapes.get(sign) or harmless(sign) for sign in value)


_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def as_gitlab(findings: Findings) -> str:
    """GitLab's Code Quality report, which it shows in a merge request.

    https://docs.gitlab.com/ci/testing/code_quality/: a fault is new or old by its fingerprint, so that one holds while lines move.
    """
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


def as_list(findings: Findings) -> str:
    """A JSON list, in both languages: machines choose for themselves."""
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


SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_ROOT_IS = Bilingual("项目目录，mkdocs.yml 所在", "the project's folder, where mkdocs.yml stands")
_LANGUAGES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}


def as_sarif(findings: Findings) -> str:
    """SARIF 2.1.0, for hosts and editors that collect the findings of many tools.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/: columns are counted in code points, paths are relative to the root, and each code brings
    its manual in both languages.
    """
    codes = [manual.code for manual in findings.manuals]
    driver = {
        "name": "playbook",
        "version": __version__,
        "rules": [_rule(manual, findings) for manual in findings.manuals],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[findings.lang],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": _ROOT_IS.of(findings.lang)}}},
        "results": [
            _result(found, fingerprint, codes, findings.lang)
            for found, fingerprint in zip(findings.diagnostics, findings.fingerprints(), strict=True)
        ],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(manual: Manual, findings: Findings) -> dict[str, Any]:
    both = manual.text if findings.lang == "zh" else reversed(manual.text)
    rule = {
        "id": manual.code,
        "shortDescription": {"text": manual.title.of(findings.lang)},
        "fullDescription": {"text": manual.text.of(findings.lang)},
        "help": {"text": "\n\n".join(both)},
        "defaultConfiguration": {"level": manual.severity},
    }
    if findings.manual_page:
        rule["helpUri"] = f"{findings.manual_page}#{manual.code}"
    return rule


def _result(found: Diagnostic, fingerprint: str, codes: list[str], lang: Lang) -> dict[str, Any]:
    said = "\n".join(harmless(words.of(lang)) for words in (found.message, found.hint) if words)
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": found.severity,
        "message": {"text": said},
        "locations": [_location(found.at)],
        "partialFingerprints": {"playbookFault/v1": fingerprint},
    }
    if found.code in codes:
        result["ruleIndex"] = codes.index(found.code)
    if found.related:
        result["relatedLocations"] = [_location(at) for at in found.related]
    return result


def _location(at: Position) -> dict[str, Any]:
    path = quote(at.file, errors="surrogateescape")
    region = {"startLine": at.line, "startColumn": at.column}
    return {"physicalLocation": {"artifactLocation": {"uri": path, "uriBaseId": ROOT}, "region": region}}
