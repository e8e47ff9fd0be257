"""Diagnostics → what people read and what machines take. A format is a function from value to text; only ``cli`` prints."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from generator.report.findings import Findings, Manual, harmless, summary
from generator.report.terminal import text

Report = Callable[[Findings], str]

FORMATS: dict[str, str] = {
    "text": "generator.report.terminal:render",
    "github": "generator.report.machines:as_github",
    "gitlab": "generator.report.machines:as_gitlab",
    "sarif": "generator.report.machines:as_sarif",
    "json": "generator.report.machines:as_list",
}
"""Format → function of the findings, whose text has no newline at its end."""


def report(name: str) -> Report:
    """The function of a format, imported now."""
    module, function = FORMATS[name].split(":")
    return cast(Report, getattr(import_module(module), function))


__all__ = ["FORMATS", "Findings", "Manual", "Report", "harmless", "report", "summary", "text"]
