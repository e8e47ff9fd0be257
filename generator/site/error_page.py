"""The page that a preview shows while the tree is broken: each fault with its line, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.diagnostics import Diagnostic
from generator.i18n import Strings
from generator.i18n.templates import environment
from generator.site.page import View


def error_page(
    found: Sequence[Diagnostic], files: Mapping[str, bytes], other: str, strings: Strings, templates: Mapping[str, str]
) -> str:
    """One HTML page. ``files`` are the bytes the faults are in; ``other`` is what went wrong without being a fault of a file."""
    faults = [_fault(diagnostic, files.get(diagnostic.at.file, b"")) for diagnostic in found]
    page = environment(templates, "html", "zh", strings).get_template("error_page.html.j2")
    return page.render(faults=faults, other=other)


def _fault(diagnostic: Diagnostic, content: bytes) -> View:
    """A fault and the line of the file that it is in, cut at its column."""
    lines = content.decode("utf-8", "replace").split("\n")
    line = lines[diagnostic.at.line - 1].rstrip("\r") if diagnostic.at.line <= len(lines) else ""
    cut = diagnostic.at.column - 1
    return View(found=diagnostic, before=line[max(0, cut - 120) : cut], after=line[cut : cut + 200])
