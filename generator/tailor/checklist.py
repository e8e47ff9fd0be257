"""The Checklist: one engagement's tailored items and all that a sheet shows of them, finished and frozen.

Every decision is taken here; a template only places these values. ``Text`` comes from a file, ``Bilingual`` are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any

from generator.diagnostics import Bilingual
from generator.model.engagement import Contacts, LoadTest, Retrospective
from generator.model.item import Category
from generator.model.playbook import Message
from generator.model.text import Text
from generator.tailor import rows


class Colour(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Verdict(StrEnum):
    ESCALATE = "escalate"
    CONDITIONS = "conditions"
    READY = "ready"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class StepPart:
    """One of the four steps with this engagement's duties in the order of their dues."""

    id: str
    title: Text
    goal: Text | None
    begins: date
    ends: date
    duties: tuple[rows.ChecklistItem, ...]
    done_when: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why readiness is not green. ``about`` is the id it speaks of; ``category`` and ``step`` where it belongs, if anywhere."""

    colour: Colour
    about: str
    words: Bilingual
    category: Category | None = None
    step: str | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """Red, yellow or green, whole and by part. A part without anything to judge is absent."""

    whole: Colour
    by_category: tuple[tuple[Category, Colour], ...]
    by_step: tuple[tuple[str, Colour], ...]
    reasons: tuple[Reason, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Counts:
    """Counted, never typed. ``total`` = finished + open + accepted, over the duties shown; waived ones stand apart."""

    total: int
    finished: int
    accepted: int
    open: int
    overdue: int
    blocked: int
    to_confirm: int
    waived: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Checklist:
    id: str
    customer: Text
    event: Text
    start: datetime
    end: datetime
    tentative: bool
    opened: date
    today: datetime
    playbook: str
    playbook_title: Text
    edition: str
    accepted_edition: str | None
    """The edition the team last accepted, where it is older than the tree's; sheets use the tree's."""
    level: rows.LevelLine | None
    waves: tuple[rows.Wave, ...]
    team: tuple[rows.RoleRef, ...]
    steps: tuple[StepPart, ...]
    waived: tuple[rows.ChecklistItem, ...]
    left_out: tuple[rows.LeftOut, ...]
    facts: tuple[rows.FactLine, ...]
    estimates: tuple[rows.EstimateLine, ...]
    totals: tuple[rows.ProductTotal, ...]
    orders: tuple[rows.OrderLine, ...]
    tests: tuple[LoadTest, ...]
    risks: tuple[rows.RiskLine, ...]
    plans: tuple[rows.PlanLine, ...]
    messages: tuple[Message, ...]
    freeze: tuple[rows.FreezeWindow, ...]
    incidents: tuple[rows.IncidentLine, ...]
    roster: tuple[rows.ShiftLine, ...]
    onsite: rows.OnsiteStay | None
    resources: tuple[rows.ResourceLine, ...]
    contacts: Contacts | None
    retrospective: Retrospective | None
    readiness: Readiness
    fingerprint: str
    """``E-`` and ten base32 characters over the tailored content, whoever reads it and whenever."""

    @property
    def zone(self) -> tzinfo:
        zone = self.start.tzinfo
        assert zone is not None
        return zone

    @property
    def duties(self) -> tuple[rows.ChecklistItem, ...]:
        """All items on the list, step by step."""
        return tuple(duty for step in self.steps for duty in step.duties)

    @property
    def accepted(self) -> tuple[rows.ChecklistItem, ...]:
        return tuple(duty for duty in self.duties if duty.status.state == "accepted")

    @property
    def counts(self) -> Counts:
        duties = self.duties
        finished = sum(duty.finished for duty in duties)
        accepted = len(self.accepted)
        return Counts(
            total=len(duties),
            finished=finished,
            accepted=accepted,
            open=len(duties) - finished - accepted,
            overdue=sum(duty.overdue for duty in duties),
            blocked=sum(duty.status.state == "blocked" for duty in duties),
            to_confirm=sum(bool(duty.to_confirm) for duty in duties),
            waived=len(self.waived),
            left_out=len(self.left_out),
        )


LEFT_TO_OTHERS: Mapping[str, Any] = dict.fromkeys(("left_out", "facts", "estimates", "totals", "orders", "tests"), ())


def for_role(checklist: Checklist, role: str) -> Checklist:
    """A checklist cut to one role: what it owns, verifies or helps with, and the plans that these name or in which it acts."""

    def mine(line: rows.ChecklistItem | rows.PlanLine) -> bool:
        return role in {one.id for one in line.roles}

    steps = tuple(replace(step, duties=tuple(filter(mine, step.duties)), done_when=()) for step in checklist.steps)
    owned = {duty.id for step in steps for duty in step.duties}
    referred = {duty.plan.id for step in steps for duty in step.duties if duty.plan}
    reasons = tuple(reason for reason in checklist.readiness.reasons if reason.about in owned)
    return replace(
        checklist,
        steps=tuple(step for step in steps if step.duties),
        waived=tuple(filter(mine, checklist.waived)),
        risks=tuple(line for line in checklist.risks if line.owner.id == role),
        plans=tuple(line for line in checklist.plans if line.plan.id in referred or mine(line)),
        retrospective=None,
        readiness=replace(checklist.readiness, reasons=reasons),
        **LEFT_TO_OTHERS,
    )
