"""The rules that a whole tree of files must keep. ``RULES`` names the module of each; ``check`` runs them all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from generator.check.context import Context, everything
from generator.check.partitions import judge_share, together
from generator.check.registry import RULES, codes, rule, severity
from generator.diagnostics import Diagnostic
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


__all__ = ["RULES", "Context", "check", "codes", "everything", "judge_share", "rule", "severity", "together"]
