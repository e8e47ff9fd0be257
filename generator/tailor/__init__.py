"""playbook + engagement → Checklist: one frozen value that holds every decision. See ``tailor``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from generator.library import Entry, Library
from generator.model.engagement import Engagement
from generator.model.item import Item
from generator.model.playbook import Plan
from generator.model.scalars import edition_order
from generator.tailor import lines as made
from generator.tailor.checklist import Checklist, StepPart
from generator.tailor.copies import CUSTOMER, TEAM, for_customer, for_role
from generator.tailor.duties import Tailored, in_order, tailor_items
from generator.tailor.estimates import tailor_estimates, tailor_orders, totals
from generator.tailor.fingerprint import fingerprint
from generator.tailor.frame import Frame
from generator.tailor.readiness import judge

__all__ = ["CUSTOMER", "TEAM", "Checklist", "for_customer", "for_role", "tailor"]


def tailor(library: Library, engagement: Entry[Engagement], today: date | datetime) -> Checklist:
    """The checklist of one engagement as of ``today``; the files it is made from (``library.inputs``) have no errors.

    A date is 00:00 in the event's own offset. Same library and ``today``, same checklist.
    """
    frame = Frame.of(library, engagement, today)
    tailored = tailor_items(frame)
    estimates = tailor_estimates(frame)
    facts = tuple(_facts(frame))
    risks = tuple(_risks(frame))
    made_from = frame.engagement
    event, book = made_from.event, frame.playbook
    accepted = made_from.edition
    older = accepted is not None and edition_order(accepted) < edition_order(book.edition)
    duties = in_order(tailored.duties, frame)
    whole = Checklist(
        id=frame.id,
        customer=made_from.customer,
        event=event.name,
        start=event.start,
        end=event.end.astimezone(frame.clock.zone),
        tentative=event.state == "tentative",
        opened=made_from.opened,
        today=frame.now,
        playbook=made_from.playbook,
        playbook_title=book.title,
        edition=book.edition,
        accepted_edition=accepted if older else None,
        level=_level(frame),
        waves=frame.waves,
        team=tuple(_team(frame, duties)),
        steps=tuple(_steps(frame, replace(tailored, duties=duties))),
        waived=in_order(tailored.waived, frame),
        left_out=tailored.left_out,
        facts=facts,
        estimates=estimates,
        totals=totals(estimates),
        orders=tailor_orders(frame, estimates),
        tests=made_from.tests,
        risks=risks,
        plans=tuple(_plans(frame, (*duties, *tailored.waived))),
        messages=book.messages,
        freeze=tuple(_freeze(frame)),
        incidents=tuple(_incidents(frame)),
        roster=tuple(_roster(frame)),
        onsite=_onsite(frame),
        resources=tuple(
            made.ResourceLine(resource, frame.product(resource.product)) for resource in made_from.resources
        ),
        contacts=made_from.contacts,
        retrospective=made_from.retrospective,
        readiness=judge(frame, duties, estimates, facts, risks),
        fingerprint="",
    )
    assert len(whole.duties) + len(whole.waived) + len(whole.left_out) == len(_live_items(frame)), (
        "an item was lost in tailoring"
    )
    return replace(whole, fingerprint=fingerprint(whole))


def _live_items(frame: Frame) -> list[Item]:
    """Every item that may apply, those of the playbook and the engagement's own."""
    written = (*(task for step in frame.playbook.steps for task in step.tasks), *frame.playbook.attention)
    return [item for item in (*written, *frame.engagement.extra) if isinstance(item, Item)]


def _steps(frame: Frame, tailored: Tailored) -> Iterator[StepPart]:
    for step in frame.playbook.steps:
        begins, ends = (frame.clock.day(offset) for offset in step.window)
        duties = tuple(duty for duty in tailored.duties if duty.step == step.step)
        title = frame.standard.steps[step.step].title
        yield StepPart(step.step, title, step.goal, begins, ends, duties, step.done_when)


def _team(frame: Frame, duties: tuple[made.Duty, ...]) -> Iterator[made.RoleRef]:
    """The team in the file's order, then whoever owns a duty without anybody holding the role."""
    yield from (frame.role(role) for role in frame.engagement.team)
    owners = {duty.owner.id: duty.owner for duty in duties}
    yield from (role for id, role in owners.items() if id not in frame.engagement.team)


def _facts(frame: Frame) -> Iterator[made.FactLine]:
    for name, fact in frame.playbook.facts.items():
        answer = frame.engagement.facts.get(name)
        if answer is None:
            yield made.FactLine(name, fact, None, None, None, None)
        else:
            yield made.FactLine(name, fact, answer.value, answer.worst, answer.by, answer.on)


def _risks(frame: Frame) -> Iterator[made.RiskLine]:
    for risk in frame.engagement.risks:
        overdue = risk.state == "open" and risk.due is not None and frame.now.date() > risk.due
        yield made.RiskLine(risk, frame.role(risk.owner), overdue)


def _plans(frame: Frame, present: tuple[made.Duty, ...]) -> Iterator[made.PlanLine]:
    """The plans that can be needed: not those of which every item that names them was left out."""
    needed = {duty.item.plan for duty in present}
    named = {item.plan for item in _live_items(frame)}
    for plan in frame.playbook.plans:
        if isinstance(plan, Plan) and (plan.id in needed or plan.id not in named):
            notify = tuple(frame.role(role) for role in plan.notify)
            yield made.PlanLine(plan, frame.role(plan.decider), frame.role(plan.executor), notify)


def _freeze(frame: Frame) -> Iterator[made.FreezeWindow]:
    for freeze in frame.playbook.freeze:
        yield made.FreezeWindow(
            customer_side=freeze.side == "customer",
            hard=freeze.kind == "hard",
            begins=frame.clock.at(freeze.from_),
            ends=frame.clock.until(freeze.to),
            exceptions_by=frame.role(freeze.exceptions_by) if freeze.exceptions_by else None,
        )


def _incidents(frame: Frame) -> Iterator[made.IncidentLine]:
    for name, incident in frame.standard.incidents.items():
        ladder = tuple((step.after, frame.roles[step.to].title) for step in incident.escalate)
        yield made.IncidentLine(name, incident, ladder)


def _roster(frame: Frame) -> Iterator[made.ShiftLine]:
    zone = frame.clock.zone
    for shift in sorted(frame.engagement.roster, key=lambda shift: (shift.from_, shift.role)):
        on_now = shift.from_ <= frame.now < shift.to
        begins, ends = shift.from_.astimezone(zone), shift.to.astimezone(zone)
        yield made.ShiftLine(shift.role, frame.shift_title(shift.role), shift.who, shift.contact, begins, ends, on_now)


def _onsite(frame: Frame) -> made.OnsiteStay | None:
    stay = frame.engagement.onsite
    return made.OnsiteStay(stay.place, frame.clock.at(stay.arrive), frame.clock.until(stay.leave)) if stay else None


def _level(frame: Frame) -> made.LevelLine | None:
    application = frame.engagement.application
    if application is None:
        return None
    level = frame.standard.levels[application.level]
    return made.LevelLine(
        id=application.level,
        title=level.title,
        approver=frame.roles[level.approver].title,
        ack=level.ack,
        onsite=level.onsite,
        submitted=application.submitted,
        scope=application.scope,
        approvals=tuple(made.ApprovalLine(frame.roles[a.role].title, a.decision, a.on) for a in application.approvals),
    )
