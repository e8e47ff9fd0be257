"""The rules that a whole tree of files must keep. ``RULES`` names the module of each; ``check`` runs them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from generator.check.context import Context, everything
from generator.check.registry import ON_CHECKLISTS, RULES, manuals, rule
from generator.check.silencers import heeded
from generator.diagnostics import Diagnostic, Severity, told
from generator.library import Library


def check(
    library: Library,
    base: Library | None = None,
    today: date | datetime | None = None,
    wanted: Callable[[str], bool] = everything,
) -> list[Diagnostic]:
    """Every fault of the tree: those found while reading it, and those of all rules, but for what a file allows itself.

    ``base`` is the tree that an edit began from: without it, what only an edit can break is not judged; without ``today``, what
    only time brings is not. Of files that are not ``wanted`` some faults may be passed over, to save their cost.
    """
    context = Context(library, base, today, wanted)
    found = list(library.diagnostics)
    for code in RULES:
        if code not in ON_CHECKLISTS:
            found += rule(code)(context)
    broken = frozenset(fault.at.file for fault in found if fault.severity is Severity.ERROR)
    context = replace(context, broken=broken)
    if today is not None and any(wanted(entry.file) for entry in library.engagements.values()):
        for code in ON_CHECKLISTS:
            found += rule(code)(context)
    return told(heeded(context, found))


__all__ = ["RULES", "Context", "check", "manuals", "rule"]
