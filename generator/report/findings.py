"""What a report is made from: the faults, the text they stand in, and how they are to be said."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from generator.diagnostics import Bilingual, Diagnostic, Lang, Position, Severity

# Control characters, line separators, halves of a character (from a file name that is no UTF-8), and the bidirectional
# controls, which let a terminal show a line in another order than it has.
_STEERING = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_UNSHOWABLE = re.compile(f"[{_STEERING}]")
# In a line shown for its caret, what takes no room is shown too: the fault may be just that.
_UNSEEN = re.compile(f"[{_STEERING}\u00ad\u180e\u200b-\u200d\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def harmless(words: str) -> str:
    """Text of a file as a terminal may show it: control characters and the like become visible escapes."""
    return _UNSHOWABLE.sub(_escape, words)


def visible(line: str) -> list[str]:
    """Each character of a line as it is shown, those without a shape of their own as escapes."""
    return ["\\t" if character == "\t" else _UNSEEN.sub(_escape, character) for character in line]


def as_json(value: Any) -> str:
    """JSON that a terminal can show as well: every character is there, what steers is escaped."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    # JSON lets some of these stand; what it has escaped itself is no longer among them, and its own newlines stay.
    return "\n".join(
        _UNSHOWABLE.sub(lambda character: f"\\u{ord(character[0]):04x}", line) for line in written.split("\n")
    )


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


SEVERITIES = tuple(Severity)
_NOUNS = {
    Severity.ERROR: Bilingual("个错误", "error"),
    Severity.WARNING: Bilingual("个警告", "warning"),
    Severity.NOTE: Bilingual("条提示", "note"),
}
_NOTHING = Bilingual("没有发现问题", "no faults found")


class Manual(NamedTuple):
    """What the faults of one code mean and how they are mended."""

    code: str
    severity: Severity
    title: Bilingual
    text: Bilingual


@dataclass(frozen=True)
class Findings:
    """The faults of one run. ``texts`` holds the text of the files they are in, as far as it is to be had.

    ``colour`` and ``width`` (columns) are a terminal's; ``manuals`` are all codes there are, and ``manual_page`` is the
    address of the page that explains them, to which ``#code`` is added.
    """

    diagnostics: Sequence[Diagnostic]
    lang: Lang
    texts: Mapping[str, str] = field(default_factory=dict)
    colour: bool = False
    width: int = 120
    manuals: Sequence[Manual] = ()
    manual_page: str | None = None

    def line(self, at: Position) -> str | None:
        """The line of the file at a position, without its break; None where the file or the line is not to be had."""
        lines = self._lines.get(at.file, [])
        return lines[at.line - 1].removesuffix("\r") if at.line <= len(lines) else None

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        # Split once: a large file with many faults is not to be split for each of them.
        return {file: text.split("\n") for file, text in self.texts.items()}

    def fingerprints(self) -> list[str]:
        """One name a fault, the same as long as its line says the same, wherever the line moves to.

        Of faults that are alike in every respect the second has another name than the first, and so on.
        """
        seen: Counter[tuple[str, ...]] = Counter()
        names = []
        for found in self.diagnostics:
            line = self.line(found.at)
            alike = (found.at.file, found.code, "" if line is None else line.strip(), found.message.en)
            seen[alike] += 1
            whole = "\0".join((*alike, str(seen[alike])))
            names.append(hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:40])
        return names


def said(found: Diagnostic, lang: Lang) -> str:
    """A fault with its hint, on one line."""
    words = harmless(found.message.of(lang))
    if not found.hint:
        return words
    hint = harmless(found.hint.of(lang))
    return f"{words}（{hint.removesuffix('。')}）" if lang == "zh" else f"{words} ({hint})"


def summary(diagnostics: Sequence[Diagnostic], lang: Lang) -> str:
    """How many faults of each severity in how many files; notes alone are no fault."""
    if not diagnostics:
        return _NOTHING.of(lang)
    if all(found.severity is Severity.NOTE for found in diagnostics):
        notes = _count(len(diagnostics), Severity.NOTE, lang)
        return Bilingual(f"没有发现问题，另有 {notes}", f"no faults found; {notes}").of(lang)
    counts = {severity: sum(found.severity is severity for found in diagnostics) for severity in SEVERITIES}
    files = len({diagnostic.at.file for diagnostic in diagnostics})
    said = [_count(number, severity, lang) for severity, number in counts.items() if number]
    if lang == "zh":
        return f"{'、'.join(said)}，涉及 {files} 个文件"
    return f"{', '.join(said)} in {files} {'file' if files == 1 else 'files'}"


def _count(number: int, severity: Severity, lang: Lang) -> str:
    noun = _NOUNS[severity].of(lang)
    return f"{number} {noun}" + ("s" if lang == "en" and number != 1 else "")
