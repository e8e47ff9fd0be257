"""Who gets which cut of a checklist: the customer's copy without anything internal, and one role's sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generator.model.engagement import Contacts
from generator.tailor.checklist import Checklist, Readiness, StepPart
from generator.tailor.lines import Duty, OrderLine, PlanLine, RoleRef

CUSTOMER, TEAM = "customer", "team"


def for_customer(checklist: Checklist, triangle: frozenset[str]) -> Checklist:
    """The customer's copy: no internal items, plans, messages or risks, no approvals, no stock, no internal groups or people.

    Of our side it names the ``triangle`` and whoever owns something the customer can see. Colours and verdict stay as they
    are, because a customer's copy may not look better than the team's; ``reasons`` keeps those that may be told.
    """
    steps = tuple(_keep(step, lambda duty: duty.item.audience == "both") for step in checklist.steps)
    shown = {duty.id for step in steps for duty in step.duties}
    visible = {duty.owner.id for step in steps for duty in step.duties} | triangle
    visible |= {role.id for role in checklist.team if role.customer_side}

    def masked(role: RoleRef) -> RoleRef:
        return role if role.customer_side or role.id in visible else replace(role, people=(), withheld=True)

    def cut(duty: Duty) -> Duty:
        return replace(
            duty,
            owner=masked(duty.owner),
            with_=tuple(map(masked, duty.with_)),
            verifier=duty.verifier and masked(duty.verifier),
            reassigned_from=duty.reassigned_from and masked(duty.reassigned_from),
            waived_by=duty.waived_by and masked(duty.waived_by),
            after=tuple(other for other in duty.after if other.id in shown),
            plan=duty.plan if duty.plan and duty.plan.audience == "both" else None,
        )

    def acted(line: PlanLine) -> PlanLine:
        return replace(
            line, decider=masked(line.decider), executor=masked(line.executor), notify=tuple(map(masked, line.notify))
        )

    level, contacts, retrospective = checklist.level, checklist.contacts, checklist.retrospective
    return replace(
        checklist,
        # Which edition our team has accepted is no matter of the customer's.
        accepted_edition=None,
        steps=tuple(replace(step, duties=tuple(map(cut, step.duties))) for step in steps),
        waived=tuple(cut(duty) for duty in checklist.waived if duty.item.audience == "both"),
        left_out=tuple(line for line in checklist.left_out if not line.internal),
        team=tuple(role for role in checklist.team if role.id in visible),
        level=replace(level, approvals=()) if level else None,
        estimates=tuple(replace(line, orders=()) for line in checklist.estimates),
        orders=tuple(map(_without_stock, checklist.orders)),
        risks=tuple(
            replace(line, owner=masked(line.owner)) for line in checklist.risks if line.risk.audience == "both"
        ),
        plans=tuple(acted(line) for line in checklist.plans if line.plan.audience == "both"),
        messages=tuple(message for message in checklist.messages if message.audience != "internal"),
        freeze=tuple(
            replace(line, exceptions_by=line.exceptions_by and masked(line.exceptions_by)) for line in checklist.freeze
        ),
        roster=tuple(line for line in checklist.roster if line.role in visible),
        incidents=(),
        contacts=Contacts(bridge=contacts.bridge, customer_group=contacts.customer_group) if contacts else None,
        retrospective=retrospective.model_copy(update={"kept": (), "improve": ()}) if retrospective else None,
        readiness=_told(checklist.readiness),
    )


def _without_stock(line: OrderLine) -> OrderLine:
    return replace(line, order=line.order.model_copy(update={"zone": None, "fallback": None}))


def _told(readiness: Readiness) -> Readiness:
    return replace(readiness, reasons=tuple(reason for reason in readiness.reasons if not reason.internal))


def for_role(checklist: Checklist, role: str) -> Checklist:
    """One role's sheet: what it owns, verifies or helps with, and the plans that these name or in which it acts."""

    def mine(duty: Duty) -> bool:
        verifier = (duty.verifier.id,) if duty.verifier else ()
        return role in (duty.owner.id, *verifier, *(other.id for other in duty.with_))

    steps = tuple(_keep(step, mine) for step in checklist.steps)
    owned = {duty.id for step in steps for duty in step.duties}
    referred = {duty.plan.id for step in steps for duty in step.duties if duty.plan}
    return replace(
        checklist,
        steps=tuple(replace(step, done_when=()) for step in steps if step.duties),
        waived=tuple(duty for duty in checklist.waived if mine(duty)),
        left_out=(),
        facts=(),
        estimates=(),
        totals=(),
        orders=(),
        tests=(),
        risks=tuple(line for line in checklist.risks if line.owner.id == role),
        plans=tuple(
            line
            for line in checklist.plans
            if line.plan.id in referred
            or role in (line.decider.id, line.executor.id, *(other.id for other in line.notify))
        ),
        retrospective=None,
        readiness=replace(
            checklist.readiness,
            reasons=tuple(reason for reason in checklist.readiness.reasons if reason.about in owned),
        ),
    )


def _keep(step: StepPart, wanted: Callable[[Duty], bool]) -> StepPart:
    return replace(step, duties=tuple(duty for duty in step.duties if wanted(duty)))
