"""One role's sheet: what it owns, verifies or helps with, and the plans that these name or in which it acts."""

from __future__ import annotations

from dataclasses import replace

from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem


def for_role(checklist: Checklist, role: str) -> Checklist:
    """A checklist cut to what one role has to do or to know."""

    def mine(duty: ChecklistItem) -> bool:
        verifier = (duty.verifier.id,) if duty.verifier else ()
        return role in (duty.owner.id, *verifier, *(other.id for other in duty.with_))

    steps = tuple(replace(step, duties=tuple(filter(mine, step.duties))) for step in checklist.steps)
    owned = {duty.id for step in steps for duty in step.duties}
    referred = {duty.plan.id for step in steps for duty in step.duties if duty.plan}
    return replace(
        checklist,
        steps=tuple(replace(step, done_when=()) for step in steps if step.duties),
        waived=tuple(filter(mine, checklist.waived)),
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
