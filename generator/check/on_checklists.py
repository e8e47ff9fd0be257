"""What an engagement's own checklist shows: states without an item, work that is late, roles that nobody holds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache

from generator.check.context import Context
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic
from generator.grouping import grouped
from generator.library import RECORDS, Entry, Place, at_last, item_references, tombstones
from generator.model import Engagement
from generator.model.item import ItemSeverity as Gravity
from generator.model.item import Retired
from generator.tailor.duties import Open


def orphan_status(context: Context) -> Iterator[Diagnostic]:
    """A state of a running event belongs to an item that is on the checklist."""
    gone = cache(lambda book: tombstones(context.library.playbooks[book]))
    for id, standing in context.standings.items():
        engagement = context.library.engagements[id]
        if context.is_over(engagement.model.event):
            continue
        yield from _without_successor(engagement, gone(engagement.model.playbook))
        for id, reason in standing.orphans:
            message = Bilingual(
                f"{id} 有状态，却不在清单上：{reason.zh}", f"{id} has a state but is not on the checklist: {reason.en}"
            )
            hint = Bilingual(
                "核对事实；事实没错，这条状态留着就好。", "look at the facts; where they are right, the state may stay"
            )
            yield diagnostic("orphan-status", (engagement.place / "status" / id).key, message, hint)


def _without_successor(engagement: Entry[Engagement], gone: Mapping[str, Retired]) -> Iterator[Diagnostic]:
    """What is recorded of items that were retired and that nothing took over from."""
    for path, id in item_references(engagement.model):
        if path[0] in RECORDS and id in gone and at_last(id, gone) is None:
            day = gone[id].on.isoformat()
            message = Bilingual(
                f"{path[0]} 里的 {id} 已于 {day} 停用，没有替代，不在清单上",
                f"{id} under {path[0]} was retired on {day} without a successor and is not on the checklist",
            )
            hint = Bilingual(
                "记录留着就好；其实有别的事项接手的，把 id 改成那一项的。",
                "the record may stay; where another item did take over, give it that one's id",
            )
            yield diagnostic("orphan-status", Place(engagement.place.source, path).key, message, hint)


def waiver_expired(context: Context) -> Iterator[Diagnostic]:
    """A waiver that has run out is renewed, or its item is done."""
    for id, standing in context.standings.items():
        for duty in standing.open:
            if duty.expired and duty.expired.until:
                day = duty.expired.until.isoformat()
                message = Bilingual(f"{duty.id} 的豁免已于 {day} 到期", f"the waiver of {duty.id} ran out on {day}")
                hint = Bilingual("做掉它，或重新批豁免。", "do it, or have it waived again")
                place = context.library.engagements[id].place / "skip" / duty.id / "until"
                yield diagnostic("waiver-expired", place.value, message, hint)


MOST_NAMED = 8


def overdue(context: Context) -> Iterator[Diagnostic]:
    """What is due is done."""
    for id, standing in context.standings.items():
        late = sorted(
            (duty for duty in standing.open if duty.overdue),
            key=lambda duty: (list(Gravity).index(duty.item.severity), duty.due.day, duty.id),
        )
        if late:
            yield _overdue(context.library.engagements[id], late)


def _overdue(engagement: Entry[Engagement], late: Sequence[Open]) -> Diagnostic:
    names, rest = [duty.id for duty in late[:MOST_NAMED]], len(late) - MOST_NAMED
    zh = "、".join(names) + (f" 等 {len(late)} 项" if rest > 0 else "")
    en = ", ".join(names) + (f" and {rest} more" if rest > 0 else "")
    message = Bilingual(f"逾期未完成：{zh}", f"overdue: {en}")
    hint = Bilingual(
        "更新 status，或改期（move）、豁免（skip）并写理由。", "bring status up to date, or move or skip with a reason"
    )
    section = "status" if "status" in engagement.place.source.data else "opened"
    return diagnostic("overdue", (engagement.place / section).key, message, hint)


SOON = timedelta(days=7)
"""From when before the start whom an incident is escalated to must have a name."""


def team_gap(context: Context) -> Iterator[Diagnostic]:
    """Every open item of a running engagement has somebody who holds its role."""
    for engagement in context.library.engagements.values():
        event, now = engagement.model.event, context.now(engagement.model.event)
        if context.wanted(engagement.file) and now is not None and event.start - SOON <= now <= event.end:
            yield from _escalations(context, engagement)
    for id, standing in context.standings.items():
        waiting = grouped((duty.owner.id, duty) for duty in standing.open if duty.owner.nobody)
        if waiting:
            zh = "、".join(f"{role}（{len(owned)} 项）" for role, owned in waiting.items())
            en = ", ".join(f"{role} ({len(owned)} open)" for role, owned in waiting.items())
            message = Bilingual(f"这些角色没有人：{zh}", f"nobody holds these roles: {en}")
            hint = Bilingual(
                "在 team 写上姓名，或用 assign 交给别的角色。",
                "name somebody under team, or assign the items to another role",
            )
            yield diagnostic("team-gap", (context.library.engagements[id].place / "team").key, message, hint)


def _escalations(context: Context, engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    standard, model = context.library.standard, engagement.model
    held = {role for role, people in model.team.items() if people} | {shift.role for shift in model.roster}
    incidents = standard.model.incidents.values() if standard else ()
    missing = dict.fromkeys(step.to for incident in incidents for step in incident.escalate if step.to not in held)
    if missing:
        names = list(missing)
        message = Bilingual(
            f"升级要找的角色没有人：{'、'.join(names)}",
            f"nobody holds what incidents are escalated to: {', '.join(names)}",
        )
        hint = Bilingual("在 team 或 roster 写上姓名和电话。", "name somebody with a telephone under team or roster")
        yield diagnostic("team-gap", (engagement.place / "team").key, message, hint)
