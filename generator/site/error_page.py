"""The page that a preview shows while the tree is broken: each fault with its line, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.diagnostics import Diagnostic
from generator.i18n import Strings
from generator.i18n.templates import environment


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A fault and the line of the file that it is in, cut at its column."""

    found: Diagnostic
    before: str
    after: str


def error_page(
    found: Sequence[Diagnostic], files: Mapping[str, bytes], other: str, strings: Strings, templates: Mapping[str, str]
) -> str:
    """One HTML page. ``files`` are the bytes the faults are in; ``other`` is what went wrong without being a fault of a file."""
    faults = [_fault(diagnostic, files.get(diagnostic.at.file, b"")) for diagnostic in found]
    return (
        environment(templates, "html", "zh", strings)
        .get_template("error_page.html.j2")
        .render(faults=faults, other=other)
    )


def _fault(diagnostic: Diagnostic, content: bytes) -> ShownFault:
    lines = content.decode("utf-8", "replace").split("\n")
    line = lines[diagnostic.at.line - 1].rstrip("\r") if diagnostic.at.line <= len(lines) else ""
    cut = diagnostic.at.column - 1
    return ShownFault(diagnostic, line[max(0, cut - 120) : cut], line[cut : cut + 200])
