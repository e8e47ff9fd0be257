"""A state belongs to an item that is on the checklist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words

CODE = "orphan-status"
MANUAL = Manual(
    CODE,
    Words("状态没有对应的事项", "A state without its item"),
    Words(
        "status 里的这一项按产品、等级、波次或条件不在这份清单上，做过的事谁也看不见。多半是事实填错了，或手册改了条件：核对事实；确实不需要了就删掉这条状态。",
        "An item under status is not on this checklist, because of its products, levels, wave or condition, so nobody sees what was done. Usually a fact is wrong, or the playbook changed its condition: "
        "look at the facts; remove the state where the item is really not needed.",
    ),
    Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for engagement, standing in context.standings.items():
        for id, reason in standing.orphans:
            message = Words(
                f"{id} 有状态，却不在清单上：{reason.zh}", f"{id} has a state but is not on the checklist: {reason.en}"
            )
            hint = Words("核对事实；不需要了就删掉这条状态。", "look at the facts, or remove the state")
            place = context.library.engagements[engagement].place / "status" / id
            yield Diagnostic(CODE, place.key, message, hint, MANUAL.severity)
