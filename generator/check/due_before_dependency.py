"""An item is due no earlier than what it waits for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.library import items
from generator.model.item import Item

CODE = "due-before-dependency"
MANUAL = Manual(
    CODE,
    Words("比要等的事项先到期", "Due before what it waits for"),
    Words(
        "after 里的事项先做完，这一项才能开始，所以它的期限不能更早。改其中一个的 due，或去掉 after。两项按不同的波次算、或要看事件长短才知道先后的不判。",
        "What stands in after is finished first, so this item cannot be due earlier. Change one of the two dues, or remove the after. Items of different waves, and offsets whose order "
        "depends on how long the event is, are not judged.",
    ),
    Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    found = list(items(context.library))
    known: dict[tuple[str, str | None, str], Item] = {
        (one.playbook, one.engagement, one.item.id): one.item for one in found
    }
    for one in found:
        for n, id in enumerate(one.item.after):
            other = known.get((one.playbook, None, id)) or known.get((one.playbook, one.engagement, id))
            if other and other.wave == one.item.wave and one.item.due.before(other.due):
                message = Words(
                    f"{one.item.id} 的期限 {one.item.due} 早于它要等的 {id}（{other.due}）",
                    f"{one.item.id} is due {one.item.due}, before {id} that it waits for ({other.due})",
                )
                hint = Words("改其中一个的 due，或去掉这个 after。", "change one of the dues, or remove this after")
                yield Diagnostic(CODE, (one.place / "after" / n).value, message, hint, MANUAL.severity)
