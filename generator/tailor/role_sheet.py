"""One role's sheet: what it owns, verifies or helps with, and the plans that these name or in which it acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, PlanLine

LEFT_TO_OTHERS: Mapping[str, Any] = dict.fromkeys(("left_out", "facts", "estimates", "totals", "orders", "tests"), ())


def for_role(checklist: Checklist, role: str) -> Checklist:
    """A checklist cut to what one role has to do or to know."""

    def mine(line: ChecklistItem | PlanLine) -> bool:
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
