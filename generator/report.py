"""Diagnostics → text for people and JSON for machines. A format is a function; only ``cli`` prints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from generator.diagnostics import Diagnostic, Lang, Severity, Words

Report = Callable[[Sequence[Diagnostic], Lang, bool], str]

FORMATS: dict[str, str] = {
    "text": "generator.report:text",
    "json": "generator.report:as_json",
}
"""Format → function of diagnostics, language and whether colours are wanted; without a newline at its end."""

_PAINT = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
_FAINT, _PLAIN = "\x1b[2m", "\x1b[0m"
_NOUNS = {Severity.ERROR: Words("个错误", "error"), Severity.WARNING: Words("个警告", "warning")}
_NOTHING = Words("没有发现问题", "no faults found")
# Control characters, line separators, halves of a character (from a file name that is no UTF-8), and the bidirectional
# controls, which let a terminal show a line in another order than it has.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def report(name: str) -> Report:
    """The function of a format, imported now."""
    module, function = FORMATS[name].split(":")
    return cast(Report, getattr(import_module(module), function))


def text(diagnostics: Sequence[Diagnostic], lang: Lang, colour: bool = False) -> str:
    """One line a diagnostic, then how many there are of each severity."""
    return "\n".join([*(_line(diagnostic, lang, colour) for diagnostic in diagnostics), summary(diagnostics, lang)])


def as_json(diagnostics: Sequence[Diagnostic], lang: Lang = "zh", colour: bool = False) -> str:
    """All diagnostics in both languages, whatever ``lang`` says: machines choose for themselves."""
    found = json.dumps([_plain(diagnostic) for diagnostic in diagnostics], ensure_ascii=False, indent=2)
    # JSON lets some of these stand; what it has escaped itself is no longer among them, and its own newlines stay.
    return "\n".join(_UNSHOWABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line) for line in found.split("\n"))


def summary(diagnostics: Sequence[Diagnostic], lang: Lang) -> str:
    """How many faults of each severity in how many files."""
    if not diagnostics:
        return _NOTHING.of(lang)
    counts = {severity: sum(found.severity is severity for found in diagnostics) for severity in Severity}
    files = len({diagnostic.at.file for diagnostic in diagnostics})
    said = [_count(number, severity, lang) for severity, number in counts.items() if number]
    if lang == "zh":
        return f"{'、'.join(said)}，涉及 {files} 个文件"
    return f"{', '.join(said)} in {files} {'file' if files == 1 else 'files'}"


def harmless(words: str) -> str:
    """Text of a file as a terminal may show it: control characters and the like become visible escapes."""
    return _UNSHOWABLE.sub(_escape, words)


def _line(diagnostic: Diagnostic, lang: Lang, colour: bool) -> str:
    said = harmless(diagnostic.message.of(lang))
    if diagnostic.hint:
        hint = harmless(diagnostic.hint.of(lang))
        said += f"（{hint.removesuffix('。')}）" if lang == "zh" else f" ({hint})"
    at, kind = harmless(str(diagnostic.at)), f"{diagnostic.severity}[{diagnostic.code}]"
    if colour:
        at, kind = f"{_FAINT}{at}{_PLAIN}", f"{_PAINT[diagnostic.severity]}{kind}{_PLAIN}"
    return f"{at}: {kind} {said}"


def _count(number: int, severity: Severity, lang: Lang) -> str:
    noun = _NOUNS[severity].of(lang)
    return f"{number} {noun}" + ("s" if lang == "en" and number != 1 else "")


def _plain(diagnostic: Diagnostic) -> dict[str, object]:
    hint = diagnostic.hint
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "file": diagnostic.at.file,
        "line": diagnostic.at.line,
        "column": diagnostic.at.column,
        "message": diagnostic.message._asdict(),
        "hint": hint._asdict() if hint else None,
    }


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
