"""An item is due within the window of its step."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.library import items
from generator.model.playbook import Step

CODE = "outside-window"
MANUAL = Manual(
    CODE,
    Words("期限在步骤窗口之外", "Due outside its step's window"),
    Words(
        "事项的 due 要落在所属步骤的 window 里，两端都算；不在里面，要么期限写错，要么放错了步骤。按波次算的事项（wave）和要看事件长短才知道先后的不判。",
        "An item's due lies in its step's window, both ends included; if not, either the due or the step is wrong. Items of a wave, and offsets whose order depends on how long the event "
        "is, are not judged.",
    ),
    Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    steps: dict[tuple[str, str], Step] = {}
    for playbook in context.library.playbooks.values():
        for each in playbook.model.steps:
            # Of a step that stands twice, which is a fault of its own, the first counts.
            steps.setdefault((playbook.id, each.step), each)
    for found in items(context.library):
        step = steps.get((found.playbook, found.step or ""))
        if step is None or found.item.wave:
            continue
        due, (begins, ends) = found.item.due, step.window
        if due.before(begins) or ends.before(due):
            window = f"{begins} … {ends}"
            message = Words(
                f"期限 {due} 不在 {step.step} 的窗口 {window} 里",
                f"the due {due} is outside the window of {step.step}, {window}",
            )
            hint = Words(
                "改期限，或放到窗口合适的步骤。", "change the due, or move the item to a step whose window holds it"
            )
            yield Diagnostic(CODE, (found.place / "due").value, message, hint, MANUAL.severity)
