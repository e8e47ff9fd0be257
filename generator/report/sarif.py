"""Diagnostics as SARIF 2.1.0, for hosts and editors that collect the findings of many tools.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/: columns are counted in code points, paths are relative to the root, and
each code brings its manual in both languages.
"""

from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.diagnostics import Bilingual, Diagnostic, Lang, Position
from generator.report.findings import Findings, Manual, as_json, harmless

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_ROOT_IS = Bilingual("项目目录，mkdocs.yml 所在", "the project's folder, where mkdocs.yml stands")
_LANGUAGES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}


def render(findings: Findings) -> str:
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
