"""A condition can fail."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.constant import constants
from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words

CODE = "always-applies"
MANUAL = Manual(
    CODE,
    Words("条件永远成立", "Always applies"),
    Words(
        "按事实的 min、max、选项，这个 when 在任何客户那里都成立，写了等于没写。要么数字写错，要么删掉 when。",
        "Given the fact's min, max or choices, this when is true for every customer and says nothing. Either the figure is wrong, or the when can go.",
    ),
    Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for place, outcome, fact in constants(context):
        if outcome:
            message = Words(f"{fact} 无论怎么回答，条件都成立", f"whatever the answer to {fact}, the condition is true")
            hint = Words("改数字，或删掉 when。", "change the figure, or remove the when")
            yield Diagnostic(CODE, place.value, message, hint, MANUAL.severity)
