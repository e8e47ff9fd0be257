"""Every level that a file names is defined in shared/standard.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, unknown, values
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import items

CODE = "unknown-level"
MANUAL = Manual(
    CODE,
    Words("没有这个重保等级", "Unknown level"),
    Words(
        "事项的 levels、申请的 level、表达式里与 level 比较的值，都是 shared/standard.yaml 里的等级。",
        "An item's levels, an application's level and what an expression compares level with are levels of shared/standard.yaml.",
    ),
)
_NOUN = Words("这个重保等级", "level")


def check(context: Context) -> Iterator[Diagnostic]:
    if context.library.standard is None:
        return
    levels = context.library.standard.model.levels
    for found in items(context.library):
        for reference in values(found.item.levels, found.place / "levels"):
            yield from unknown(context, CODE, _NOUN, reference, levels)
    for engagement in context.library.engagements.values():
        application = engagement.model.application
        if application:
            reference = Reference(application.level, engagement.place / "application" / "level")
            yield from unknown(context, CODE, _NOUN, reference, levels)
