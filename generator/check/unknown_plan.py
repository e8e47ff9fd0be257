"""Every plan that an item names is a live plan of its playbook."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, unknown, value
from generator.check.retired import is_plan, still_used, successor, tombstones
from generator.check.written import lost
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry, ids, items, plans
from generator.model import Playbook

CODE = "unknown-plan"
MANUAL = Manual(
    CODE,
    Words("没有这个预案", "Unknown plan"),
    Words(
        "事项的 plan、停用预案的 replaced_by，写该手册 plans 里在用的预案 id。出事时按它去翻预案，指错了就翻不到。",
        "An item's plan and a retired plan's replaced_by name a live plan of the same playbook. It is what people turn to when something fails.",
    ),
)
_NOUN = Words("这个预案", "plan")


def check(context: Context) -> Iterator[Diagnostic]:
    references: dict[str, list[Reference]] = {id: [] for id in context.library.playbooks}
    for found in items(context.library):
        if found.playbook in references:
            references[found.playbook] += value(found.item.plan, found.place / "plan")
    for playbook in context.library.playbooks.values():
        for id, place, retired in ids(playbook):
            if retired and is_plan(id):
                references[playbook.id] += value(retired.replaced_by, successor(place))
        if not lost(playbook, "plans"):
            yield from _judge(context, playbook, references[playbook.id])


def _judge(context: Context, playbook: Entry[Playbook], references: list[Reference]) -> Iterator[Diagnostic]:
    live, gone = {plan.id for _, plan in plans(playbook)}, tombstones(playbook)
    for reference in references:
        if reference.name in gone and reference.name not in live:
            yield still_used(CODE, reference, gone)
        else:
            yield from unknown(context, CODE, _NOUN, reference, live)
