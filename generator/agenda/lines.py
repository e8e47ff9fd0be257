"""What stands on the agenda: open items and risks that are overdue, due soon or blocked, and the people to chase."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from generator.grouping import grouped
from generator.model.item import Audience
from generator.model.text import Text
from generator.schedule import Due
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, Dependency, RiskLine, RoleRef

PRESSING_DAYS = 3
"""Whoever has nothing overdue, blocked or due within this many days is not chased; a weekend must not hide a Monday."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be done by somebody. ``days`` is how far away it is due; negative once that day has passed."""

    engagement: str
    customer: Text
    event: Text
    start: datetime
    end: datetime
    kind: Literal["item", "risk"]
    id: str
    title: Text
    owner: RoleRef
    chased: RoleRef
    """Whom to ask: the owner, or somebody of the team where nobody holds that role, or where the customer must not be told."""
    due: Due
    deadline: datetime
    days: int
    overdue: bool
    internal: bool
    state: str
    blocked: bool = False
    late_start: bool = False
    to_confirm: bool = False
    done_when: Text | None = None
    waiting: tuple[Dependency, ...] = ()

    @property
    def pressing(self) -> bool:
        return self.overdue or self.blocked or self.days <= PRESSING_DAYS


@dataclass(frozen=True, slots=True)
class Chase:
    """One person to chase, with the lines to ask about. A customer's person is asked about that customer's event alone."""

    name: str | None
    contact: str | None
    roles: tuple[RoleRef, ...]
    customer_side: bool
    lines: tuple[Line, ...]
    later: int
    """How many more lines of this person's are on the agenda, which can wait."""


@dataclass(frozen=True)
class Agenda:
    today: date
    days: int
    engagements: int
    overdue: tuple[Line, ...]
    due: tuple[Line, ...]
    blocked: tuple[Line, ...]
    """Blocked, though due later."""
    chases: tuple[Chase, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.overdue + self.due + self.blocked

    @cached_property
    def zoned(self) -> bool:
        """Whether hours need their zone, because not all of these events keep the same one."""
        return len({line.deadline.utcoffset() for line in self.lines}) > 1


def agenda(checklists: Iterable[Checklist], today: date, days: int, role: str | None = None) -> Agenda:
    """What is overdue, due within ``days`` or blocked in any of ``checklists`` (of ``role`` alone, if given), the oldest first."""
    checklists = tuple(checklists)
    found = sorted(
        (line for checklist in checklists for line in _lines(checklist) if role in (None, line.owner.id)),
        key=lambda line: (line.due.day, line.deadline, line.engagement, line.kind, line.id),
    )
    overdue = tuple(line for line in found if line.overdue)
    due = tuple(line for line in found if not line.overdue and line.days <= days)
    blocked = tuple(line for line in found if not line.overdue and line.days > days and line.blocked)
    return Agenda(today, days, len(checklists), overdue, due, blocked, tuple(_chases(overdue + due + blocked)))


def _lines(checklist: Checklist) -> Iterator[Line]:
    for duty in checklist.duties:
        if not duty.settled:
            yield _of_duty(checklist, duty)
    for risk in checklist.risks:
        if risk.risk.state == "open" and risk.risk.due:
            yield _of_risk(checklist, risk, Due(risk.risk.due))


def _of_duty(checklist: Checklist, duty: ChecklistItem) -> Line:
    common = _common(checklist, duty.owner, duty.due, duty.item.audience)
    return Line(
        **common,
        kind="item",
        id=duty.id,
        title=duty.item.title,
        overdue=duty.overdue,
        blocked=duty.status.state == "blocked",
        late_start=duty.late_start,
        to_confirm=bool(duty.to_confirm),
        state=duty.status.state,
        done_when=duty.item.done_when,
        waiting=duty.waiting,
    )


def _of_risk(checklist: Checklist, found: RiskLine, due: Due) -> Line:
    risk, common = found.risk, _common(checklist, found.owner, due, found.risk.audience)
    return Line(**common, kind="risk", id=risk.id, title=risk.text, overdue=found.overdue, state=risk.state)


def _common(checklist: Checklist, owner: RoleRef, due: Due, audience: Audience) -> dict[str, Any]:
    internal = audience == "internal"
    return {
        **{name: getattr(checklist, name) for name in ("customer", "event", "start", "end")},
        "engagement": checklist.id,
        "owner": owner,
        "chased": _chased(checklist, owner, internal),
        "due": due,
        "deadline": due.deadline(checklist.zone),
        "days": (due.day - checklist.today.date()).days,
        "internal": internal,
    }


def _chased(checklist: Checklist, owner: RoleRef, internal: bool) -> RoleRef:
    if owner.people and not (owner.customer_side and internal):
        return owner
    return next((role for role in checklist.team if role.people and not role.customer_side), owner)


def _chases(lines: tuple[Line, ...]) -> Iterator[Chase]:
    """One a person of ours over all engagements, one a customer's person and event; who has the most overdue stands first."""
    groups = grouped((_asked(line), line) for line in lines).values()
    chases = [_chase(group) for group in groups if any(line.pressing for line in group)]
    yield from sorted(chases, key=lambda chase: (-sum(line.overdue for line in chase.lines), chase.lines[0].deadline))


def _asked(line: Line) -> tuple[str | None, ...]:
    lead = line.chased.people[0] if line.chased.people else None
    who = (lead.name, lead.contact) if lead else (None, line.chased.id)
    return (*who, line.engagement if line.chased.customer_side or not lead else "")


def _chase(group: list[Line]) -> Chase:
    lines = tuple(line for line in group if line.pressing)
    first = lines[0].chased
    roles = {line.chased.id: line.chased for line in lines}
    lead = first.people[0] if first.people else None
    name, contact = (lead.name, lead.contact) if lead else (None, None)
    return Chase(name, contact, tuple(roles.values()), first.customer_side, lines, len(group) - len(lines))
