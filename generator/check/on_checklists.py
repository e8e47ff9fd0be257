"""What an engagement's own checklist shows: states without an item, work that is late, roles that nobody holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from generator.check.context import Context
from generator.diagnostics import Bilingual, Diagnostic, RuleDoc, Severity
from generator.library import RECORDS, Entry, Place, at_last, item_references, tombstones
from generator.model import Engagement
from generator.model.item import ItemSeverity as Gravity
from generator.model.item import Retired
from generator.tailor.open_items import Open

ORPHAN_STATUS = RuleDoc(
    "orphan-status",
    Bilingual("状态没有对应的事项", "A state without its item"),
    "status 里的这一项按产品、等级、波次或条件不在这份清单上，做过的事谁也看不见。多半是事实填错了，或手册改了条件：核对事实。记录不用删：事实没错就留着，条件变回来时它还在；手册停用了这一项、又没有替代的，记录也留着。事件结束后不再提醒。",
    "An item under status is not on this checklist, because of its products, levels, wave or condition, so nobody sees what was done. Usually a fact is wrong, or the playbook changed its condition: "
    "look at the facts. No record need go: where the facts are right it stays, and counts again when the condition does; so does the record of an item that was retired without a successor. After the event nothing is said of it.",
    Severity.WARNING,
)


def orphan_status(context: Context) -> Iterator[Diagnostic]:
    """A state of a running event belongs to an item that is on the checklist."""
    for id, standing in context.standings.items():
        engagement = context.library.engagements[id]
        if context.is_over(engagement.model.event):
            continue
        yield from _without_successor(engagement, tombstones(context.library.playbooks[engagement.model.playbook]))
        for id, reason in standing.orphans:
            message = Bilingual(
                f"{id} 有状态，却不在清单上：{reason.zh}", f"{id} has a state but is not on the checklist: {reason.en}"
            )
            hint = Bilingual(
                "核对事实；事实没错，这条状态留着就好。", "look at the facts; where they are right, the state may stay"
            )
            yield ORPHAN_STATUS.fault((engagement.place / "status" / id).key, message, hint)


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
            yield ORPHAN_STATUS.fault(Place(engagement.place.source, path).key, message, hint)


WAIVER_EXPIRED = RuleDoc(
    "waiver-expired",
    Bilingual("豁免到期", "A waiver has run out"),
    "豁免过了 until，这一项已经回到清单上。做掉它，或重新批一次豁免，写明新的 until。",
    "The waiver is past its until, and the item is back on the checklist. Do it, or have it waived again with a new until.",
    Severity.NOTE,
)


def waiver_expired(context: Context) -> Iterator[Diagnostic]:
    """A waiver that has run out is renewed, or its item is done."""
    for id, standing in context.standings.items():
        for duty in standing.open:
            if duty.expired and duty.expired.until:
                day = duty.expired.until.isoformat()
                message = Bilingual(f"{duty.id} 的豁免已于 {day} 到期", f"the waiver of {duty.id} ran out on {day}")
                hint = Bilingual("做掉它，或重新批豁免。", "do it, or have it waived again")
                place = context.library.engagements[id].place / "skip" / duty.id / "until"
                yield WAIVER_EXPIRED.fault(place.value, message, hint)


OVERDUE = RuleDoc(
    "overdue",
    Bilingual("逾期未完成", "Overdue"),
    "清单上有事项过了期限还没做完，必做的排在前面。做完的把 status 改成 done；做不完的改期（move）或豁免（skip），都要写理由。一份客户文件只报一条。",
    "Items on the checklist are past their due and not done, what must be done first. Set the status of what is finished to done; move or skip the rest with a reason. One note for each engagement.",
    Severity.NOTE,
)
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
    return OVERDUE.fault((engagement.place / section).key, message, hint)


TEAM_GAP = RuleDoc(
    "team-gap",
    Bilingual("角色没有人", "A role that nobody holds"),
    "清单上还没做完的事项由这些角色负责，team 里却没有人，打印出来是空的。在 team 补上姓名，或用 assign 交给别的角色。手册加了新角色时也会出现。离开始不到 7 天时，事件升级要找的角色也要有人，在 team 里或在值班表上。",
    "Open items of the checklist belong to a role that has nobody in team, so the sheet has a blank there. Add a name under team, or give the items to another role with assign. It also appears when the "
    "playbook brings in a new role. From seven days before the start, each role that incidents are escalated to has somebody too, in the team or on the roster.",
    Severity.NOTE,
)
SOON = timedelta(days=7)
"""From when before the start whom an incident is escalated to must have a name."""


def team_gap(context: Context) -> Iterator[Diagnostic]:
    """Every open item of a running engagement has somebody who holds its role."""
    for engagement in context.library.engagements.values():
        event, now = engagement.model.event, context.now(engagement.model.event)
        if context.wanted(engagement.file) and now is not None and event.start - SOON <= now <= event.end:
            yield from _escalations(context, engagement)
    for id, standing in context.standings.items():
        waiting: dict[str, list[str]] = {}
        for duty in standing.open:
            if duty.owner.nobody:
                waiting.setdefault(duty.owner.id, []).append(duty.id)
        if waiting:
            zh = "、".join(f"{role}（{len(owned)} 项）" for role, owned in waiting.items())
            en = ", ".join(f"{role} ({len(owned)} open)" for role, owned in waiting.items())
            message = Bilingual(f"这些角色没有人：{zh}", f"nobody holds these roles: {en}")
            hint = Bilingual(
                "在 team 写上姓名，或用 assign 交给别的角色。",
                "name somebody under team, or assign the items to another role",
            )
            yield TEAM_GAP.fault((context.library.engagements[id].place / "team").key, message, hint)


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
        yield TEAM_GAP.fault((engagement.place / "team").key, message, hint)


MANUALS = (ORPHAN_STATUS, WAIVER_EXPIRED, OVERDUE, TEAM_GAP)
