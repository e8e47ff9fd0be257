"""Every item that a file names is a live task, attention item or extra that it may speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.check.context import Context
from generator.check.references import Reference, keys, unknown, value, values
from generator.check.retired import is_plan, still_used, successor, tombstones
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry, ids, plans, playbook_items
from generator.model import Engagement, Playbook
from generator.model.item import Extra, Retired

CODE = "unknown-item"
MANUAL = Manual(
    CODE,
    Words("没有这个事项", "Unknown item"),
    Words(
        "after、replaced_by、status、move、skip、assign 和复盘 improve 的 item，都要写该手册里在用的任务或特别关注事项的 id，客户文件里还可以写自己的 X01。停用的 id 换成替代它的 id；预案不是事项，没有状态。",
        "after, replaced_by, status, move, skip, assign and a retrospective's improve name a live task or attention item of the playbook, in an engagement also "
        "its own X01. Write the successor of a retired id. A plan is no item and has no state.",
    ),
)
_NOUN = Words("这个事项", "item")
_NO_STATE = Words(
    "这是预案的 id；这里只写任务和特别关注事项。", "that is a plan; only tasks and attention items stand here"
)


def check(context: Context) -> Iterator[Diagnostic]:
    by_playbook = {playbook.id: _Names.of(playbook) for playbook in context.library.playbooks.values()}
    for playbook in context.library.playbooks.values():
        names = by_playbook[playbook.id]
        for found in playbook_items(playbook):
            for reference in values(found.item.after, found.place / "after"):
                yield from names.judge(context, reference)
        for reference in _successors(playbook):
            yield from names.judge(context, reference)
    for engagement, playbook in context.engagements():
        names = by_playbook[playbook.id].and_of(engagement.model.extra)
        for reference in _in_engagement(engagement):
            yield from names.judge(context, reference)


class _Names:
    """The ids that may be meant by a reference, and what is known of the others."""

    def __init__(self, live: frozenset[str], plan_ids: frozenset[str], gone: Mapping[str, Retired]) -> None:
        self._live, self._plans, self._gone = live, plan_ids, gone

    @classmethod
    def of(cls, playbook: Entry[Playbook]) -> _Names:
        live = frozenset(found.item.id for found in playbook_items(playbook))
        return cls(live, frozenset(plan.id for _, plan in plans(playbook)), tombstones(playbook))

    def and_of(self, extras: tuple[Extra, ...]) -> _Names:
        return _Names(self._live | {extra.id for extra in extras}, self._plans, self._gone)

    def judge(self, context: Context, reference: Reference) -> Iterator[Diagnostic]:
        if reference.name in self._gone and reference.name not in self._live:
            yield still_used(CODE, reference, self._gone)
            return
        hint = _NO_STATE if reference.name in self._plans else None
        yield from unknown(context, CODE, _NOUN, reference, self._live, hint)


def _successors(playbook: Entry[Playbook]) -> Iterator[Reference]:
    for id, place, retired in ids(playbook):
        if retired and not is_plan(id):
            yield from value(retired.replaced_by, successor(place))


def _in_engagement(engagement: Entry[Engagement]) -> Iterator[Reference]:
    model, place = engagement.model, engagement.place
    for section, names in (
        ("assign", model.assign),
        ("move", model.move),
        ("skip", model.skip),
        ("status", model.status),
    ):
        yield from keys(names, place / section)
    for n, extra in enumerate(model.extra):
        yield from values(extra.after, place / "extra" / n / "after")
    for n, improvement in enumerate(model.retrospective.improve if model.retrospective else ()):
        yield from value(improvement.item, place / "retrospective" / "improve" / n / "item")
