"""Every order belongs to an estimate of its playbook."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, unknown
from generator.check.written import lost
from generator.diagnostics import Diagnostic, Manual, Words

CODE = "unknown-estimate"
MANUAL = Manual(
    CODE,
    Words("没有这项测算", "Unknown estimate"),
    Words(
        "资源报备 orders 的 estimate 写该手册 estimates 里的 id；对不上，就没人知道报备够不够。",
        "An order's estimate is an id of the playbook's estimates; without it nobody can tell whether what was ordered is enough.",
    ),
)
_NOUN = Words("这项测算", "estimate")


def check(context: Context) -> Iterator[Diagnostic]:
    for engagement, playbook in context.engagements():
        known = [estimate.id for estimate in playbook.model.estimates]
        for n, order in enumerate(engagement.model.orders):
            if not lost(playbook, "estimates"):
                reference = Reference(order.estimate, engagement.place / "orders" / n / "estimate")
                yield from unknown(context, CODE, _NOUN, reference, known)
