"""playbook + engagement → Checklist: one frozen value that holds every decision. See ``tailor``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from generator.library import Entry, Library
from generator.model.engagement import Engagement, numbered
from generator.model.item import Item
from generator.model.playbook import Plan
from generator.model.scalars import edition_order
from generator.tailor import rows as made
from generator.tailor.checklist import Checklist, StepPart, for_role
from generator.tailor.context import TailorContext
from generator.tailor.duties import Tailored, in_order, tailor_items
from generator.tailor.estimates import tailor_estimates, tailor_orders, totals
from generator.tailor.fingerprint import fingerprint
from generator.tailor.readiness import judge
from generator.tailor.redaction import CUSTOMER, TEAM, for_customer

__all__ = ["CUSTOMER", "TEAM", "Checklist", "for_customer", "for_role", "tailor"]


def tailor(library: Library, engagement: Entry[Engagement], today: date | datetime) -> Checklist:
    """The checklist of one engagement as of ``today``; the files it is made from (``library.inputs``) have no errors.

    A date is 00:00 in the event's own offset. Same library and ``today``, same checklist.
    """
    context = TailorContext.of(library, engagement, today)
    tailored = tailor_items(context)
    estimates = tailor_estimates(context)
    facts = tuple(_facts(context))
    risks = tuple(_risks(context))
    made_from = context.engagement
    event, book = made_from.event, context.playbook
    accepted = made_from.edition
    older = accepted is not None and edition_order(accepted) < edition_order(book.edition)
    duties = in_order(tailored.duties, context)
    whole = Checklist(
        id=context.id, customer=made_from.customer, event=event.name, start=event.start,
        end=event.end.astimezone(context.clock.zone), tentative=event.state == "tentative", opened=made_from.opened,
        today=context.now, playbook=made_from.playbook, playbook_title=book.title, edition=book.edition,
        accepted_edition=accepted if older else None, level=_level(context), waves=context.waves,
        team=tuple(_team(context, duties)), steps=tuple(_steps(context, replace(tailored, duties=duties))),
        waived=in_order(tailored.waived, context), left_out=tailored.left_out, facts=facts, estimates=estimates,
        totals=totals(estimates), orders=tailor_orders(context, estimates), tests=made_from.tests, risks=risks,
        plans=tuple(_plans(context, (*duties, *tailored.waived))), messages=book.messages, freeze=tuple(_freeze(context)),
        incidents=tuple(_incidents(context)), roster=tuple(_roster(context)), onsite=_onsite(context),
        resources=tuple(made.ResourceLine(one, context.product(one.product)) for one in made_from.resources),
        contacts=made_from.contacts, retrospective=made_from.retrospective,
        readiness=judge(context, duties, estimates, facts, risks), fingerprint="",
    )  # fmt: skip
    assert len(whole.duties) + len(whole.waived) + len(whole.left_out) == len(_live_items(context)), (
        "an item was lost in tailoring"
    )
    return replace(whole, fingerprint=fingerprint(whole))


def _live_items(context: TailorContext) -> list[Item]:
    """Every item that may apply, those of the playbook and the engagement's own."""
    written = (*(task for step in context.playbook.steps for task in step.tasks), *context.playbook.attention)
    return [item for item in (*written, *context.engagement.extra) if isinstance(item, Item)]


def _steps(context: TailorContext, tailored: Tailored) -> Iterator[StepPart]:
    for step in context.playbook.steps:
        begins, ends = (context.clock.day(offset) for offset in step.window)
        duties = tuple(duty for duty in tailored.duties if duty.step == step.step)
        title = context.standard.steps[step.step].title
        yield StepPart(step.step, title, step.goal, begins, ends, duties, step.done_when)


def _team(context: TailorContext, duties: tuple[made.ChecklistItem, ...]) -> Iterator[made.RoleRef]:
    """The team in the file's order, then whoever owns a duty without anybody holding the role."""
    yield from (context.role(role) for role in context.engagement.team)
    owners = {duty.owner.id: duty.owner for duty in duties}
    yield from (role for id, role in owners.items() if id not in context.engagement.team)


def _facts(context: TailorContext) -> Iterator[made.FactLine]:
    for name, fact in context.playbook.facts.items():
        answer = context.engagement.facts.get(name)
        if answer is None:
            yield made.FactLine(name, fact, None, None, None, None)
        else:
            yield made.FactLine(name, fact, answer.value, answer.worst, answer.by, answer.on)


def _risks(context: TailorContext) -> Iterator[made.RiskLine]:
    for risk in context.engagement.risks:
        overdue = risk.state == "open" and risk.due is not None and context.now.date() > risk.due
        yield made.RiskLine(risk, context.role(risk.owner), overdue)


def _plans(context: TailorContext, present: tuple[made.ChecklistItem, ...]) -> Iterator[made.PlanLine]:
    """The plans that can be needed: not those of which every item that names them was left out."""
    needed = {duty.item.plan for duty in present}
    named = {item.plan for item in _live_items(context)}
    for plan in context.playbook.plans:
        if isinstance(plan, Plan) and (plan.id in needed or plan.id not in named):
            notify = tuple(context.role(role) for role in plan.notify)
            yield made.PlanLine(plan, context.role(plan.decider), context.role(plan.executor), notify)


def _freeze(context: TailorContext) -> Iterator[made.FreezeWindow]:
    for freeze in context.playbook.freeze:
        yield made.FreezeWindow(
            side=freeze.side,
            kind=freeze.kind,
            begins=context.clock.at(freeze.from_),
            ends=context.clock.until(freeze.to),
            exceptions_by=context.role(freeze.exceptions_by) if freeze.exceptions_by else None,
        )


def _incidents(context: TailorContext) -> Iterator[made.IncidentLine]:
    for name, incident in context.standard.incidents.items():
        ladder = tuple((step.after, context.roles[step.to].title) for step in incident.escalate)
        yield made.IncidentLine(name, incident, ladder)


def _roster(context: TailorContext) -> Iterator[made.ShiftLine]:
    zone = context.clock.zone
    roster = context.engagement.roster
    shifts = zip(numbered(shift.role for shift in roster), roster, strict=True)
    for id, shift in sorted(shifts, key=lambda one: (one[1].from_, one[1].role)):
        on_now = shift.from_ <= context.now < shift.to
        begins, ends = shift.from_.astimezone(zone), shift.to.astimezone(zone)
        yield made.ShiftLine(
            id, shift.role, context.shift_title(shift.role), shift.who, shift.contact, begins, ends, on_now
        )


def _onsite(context: TailorContext) -> made.OnsiteStay | None:
    stay = context.engagement.onsite
    return made.OnsiteStay(stay.place, context.clock.at(stay.arrive), context.clock.until(stay.leave)) if stay else None


def _level(context: TailorContext) -> made.LevelLine | None:
    application = context.engagement.application
    if application is None:
        return None
    level = context.standard.levels[application.level]
    return made.LevelLine(
        id=application.level,
        title=level.title,
        approver=context.roles[level.approver].title,
        ack=level.ack,
        onsite=level.onsite,
        submitted=application.submitted,
        scope=application.scope,
        approvals=tuple(
            made.ApprovalLine(context.roles[a.role].title, a.decision, a.on) for a in application.approvals
        ),
    )
