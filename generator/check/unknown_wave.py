"""Every wave that a file names is one of its playbook's waves."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, keys, unknown, value
from generator.check.written import lost
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import items

CODE = "unknown-wave"
MANUAL = Manual(
    CODE,
    Words("没有这个波次", "Unknown wave"),
    Words(
        "事项的 wave、客户文件 event.waves 的键，都是该手册 waves 里的波次。写错了，事项的日期会从另一个时刻算起，或整条消失。",
        "An item's wave and the keys of an engagement's event.waves are waves of the playbook. With a wrong one an item counts from another instant, or vanishes.",
    ),
)
_NOUN = Words("这个波次", "wave")


def check(context: Context) -> Iterator[Diagnostic]:
    references: dict[str, list[Reference]] = {id: [] for id in context.library.playbooks}
    for found in items(context.library):
        if found.playbook in references:
            references[found.playbook] += value(found.item.wave, found.place / "wave")
    for engagement, playbook in context.engagements():
        references[playbook.id] += keys(engagement.model.event.waves, engagement.place / "event" / "waves")
    for playbook in context.library.playbooks.values():
        if not lost(playbook, "waves"):
            for reference in references[playbook.id]:
                yield from unknown(context, CODE, _NOUN, reference, playbook.model.waves)
