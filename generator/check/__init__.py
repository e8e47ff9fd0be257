"""The rules that a whole tree of files must keep. ``RULES`` names the module of each; ``check`` runs them all.

A tree can be judged in shares, each with all but the engagements, of which it has some; what only all of them show is gathered. Shares can
be judged side by side; put together, they give what one check of the whole tree gives.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import import_module
from typing import Any

from generator.check.context import Context, everything
from generator.check.registry import ACROSS, COMMON, ON_CHECKLISTS, RULES, codes, rule, severity
from generator.check.suppressions import Suppression, heeded, suppressions
from generator.diagnostics import Diagnostic, Severity, in_order, told
from generator.library import Library


def check(
    library: Library,
    base: Library | None = None,
    today: date | datetime | None = None,
    wanted: Callable[[str], bool] = everything,
    as_of: date | datetime | None = None,
) -> list[Diagnostic]:
    """Every fault of the tree: those found while reading it, and those of all rules, but for what a file allows itself.

    ``base`` is the tree that an edit began from: without it, what only an edit can break is not judged; without ``today``, what
    only time brings is not; ``as_of`` then says which events have ended. Of files that are not ``wanted`` some faults may be
    passed over, to save their cost.
    """
    context = Context(library, base, today, wanted, as_of=as_of)
    return together(context, [judge_share(context)])


def errors(library: Library, as_of: date | datetime | None = None) -> list[Diagnostic]:
    """The errors that ``check`` finds, and nothing else: half of its rules need not be asked."""
    context, found = Context(library, as_of=as_of), list(library.diagnostics)
    for code in RULES:
        found += rule(code)(context) if severity(code) is Severity.ERROR else ()
    return [fault for fault in told(found) if fault.severity is Severity.ERROR]


@dataclass(frozen=True, slots=True)
class Partition:
    """What a share gave: ``found`` by rules that look at one engagement at a time, ``gathered`` for the others by their code."""

    found: list[Diagnostic]
    gathered: dict[str, Any]
    suppressions: list[Suppression]
    broken: frozenset[str]


def judge_share(context: Context, *, first: bool = True) -> Partition:
    """Every rule over a share, but for the last word of those that look across engagements.

    What all shares have in common is judged in the ``first``, as far as its rules look at nothing else.
    """
    found = list(context.library.diagnostics)
    for code in RULES:
        if code not in ON_CHECKLISTS | ACROSS and (first or code not in COMMON):
            found += rule(code)(context)
    broken = frozenset(fault.at.file for fault in found if fault.severity is Severity.ERROR)
    context = replace(context, broken=broken)
    if context.today is not None and any(context.wanted(entry.file) for entry in context.library.engagements.values()):
        for code in ON_CHECKLISTS:
            found += rule(code)(context)
    gathered = {code: _part(code, "gather")(context) for code in RULES if code in ACROSS}
    return Partition(found, gathered, list(suppressions(context)), broken)


def together(context: Context, shares: Sequence[Partition]) -> list[Diagnostic]:
    """The faults of the whole tree. Of ``context``, everything counts but its engagements."""
    context = replace(context, broken=frozenset().union(*(share.broken for share in shares)))
    written = list(dict.fromkeys(silencer for share in shares for silencer in share.suppressions))
    return told(heeded(context, written, in_order(_all(context, shares))))


def _all(context: Context, shares: Sequence[Partition]) -> Iterator[Diagnostic]:
    for share in shares:
        yield from share.found
    for code in RULES:
        if code in ACROSS:
            yield from _part(code, "judge")(context, [share.gathered[code] for share in shares])


def _part(code: str, name: str) -> Any:
    return getattr(import_module(RULES[code].partition(":")[0]), name)


__all__ = ["RULES", "Context", "check", "codes", "errors", "everything", "judge_share", "rule", "severity", "together"]
