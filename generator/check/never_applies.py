"""A condition can come true."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.constant import constants
from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words

CODE = "never-applies"
MANUAL = Manual(
    CODE,
    Words("条件永远不成立", "Never applies"),
    Words(
        "按事实的 min、max、选项，这个 when 在任何客户那里都不成立，这一项谁的清单上都不会有。多半是数字或单位写错，或者范围写窄了。",
        "Given the fact's min, max or choices, this when is false for every customer, so the item is on nobody's checklist. Usually a slip in the figure or its unit, or bounds that are too narrow.",
    ),
    Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for place, outcome, fact in constants(context):
        if not outcome:
            message = Words(
                f"{fact} 无论怎么回答，条件都不成立", f"whatever the answer to {fact}, the condition is false"
            )
            hint = Words(
                "核对数字，以及这个事实的 min、max、choices。",
                "look at the figure, and at the fact's min, max or choices",
            )
            yield Diagnostic(CODE, place.value, message, hint, MANUAL.severity)
