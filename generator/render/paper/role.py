"""A role's sheet: what it owns by date, what it verifies or helps with, and the plans in which it acts."""

from __future__ import annotations

from typing import Any

from generator.render.paper import people, steps
from generator.render.paper.capacity import Cell, table
from generator.render.paper.cover import facts, verdict
from generator.render.paper.pen import DASH, Pen
from generator.tailor.rows import ChecklistItem, PlanLine


def role(pen: Pen) -> dict[str, Any]:
    """Own dates first; the reader's own share in every other item."""
    checklist, reader = pen.sheet.checklist, pen.sheet.role
    assert reader, "a role's sheet has a reader"
    ordered = sorted(checklist.duties, key=lambda duty: (duty.due.deadline(checklist.zone), duty.id))
    still = [duty for duty in ordered if not duty.settled]
    own = [duty for duty in still if duty.owner.id == reader.id]
    other = [duty for duty in still if duty.owner.id != reader.id]
    plans = sorted(checklist.plans, key=lambda line: reader.id not in (line.decider.id, line.executor.id))
    return {
        "reader": pen.ink(reader.title),
        "people": pen.reach(reader),
        "verdict": verdict(pen),
        "facts": facts(pen)[:4],
        "heads": steps.head(pen),
        "own": {"title": pen.p.own, "rows": [steps.row(pen, duty) for duty in own], "empty": pen.p.nothing_open},
        "finished": steps.finished(pen, ordered),
        "shared": table(
            pen.p.shared,
            ["", pen.s.due, pen.s.item, pen.p.part, pen.s.owner],
            [_shared(pen, duty) for duty in other],
            ["auto", "auto", "1", "auto", "34mm"],
        ),
        "plans": table(
            pen.s.plans,
            [pen.s.plan, pen.s.trigger, pen.s.action, pen.p.part],
            [_plan(pen, line) for line in plans],
            ["1.2", "1.4", "2", "auto"],
        ),
        "settled": steps.settled(pen),
        "contacts": {
            "title": pen.p.contacts_and_escalation,
            "lines": people.rooms(pen),
            "tables": people.team_in_pairs(pen),
        },
        "roster": people.roster(pen, [shift for shift in checklist.roster if shift.role == reader.id]),
        "sign": [pen.s.signature, pen.s.date],
    }


def _shared(pen: Pen, duty: ChecklistItem) -> list[Cell]:
    reader = pen.sheet.role
    verifies = reader is not None and duty.verifier is not None and duty.verifier.id == reader.id
    due: Cell = {"text": pen.due(duty), "late": pen.s.overdue if duty.overdue else ""}
    what: Cell = {"strong": duty.id, "text": pen.ink(duty.item.title)}
    return [{"box": True}, due, what, pen.s.verifier if verifies else pen.s["with"], steps.who(pen, duty.owner)]


def _plan(pen: Pen, line: PlanLine) -> list[Cell]:
    reader = pen.sheet.role
    plan, me = line.plan, reader.id if reader else ""
    part = pen.s.decider if line.decider.id == me else pen.s.executor if line.executor.id == me else pen.s.notify
    acts = me in (line.decider.id, line.executor.id)
    actions = [said for n, text in enumerate(plan.action, 1) for said in (f"{'  ' if n > 1 else ''}{n}. ", text)]
    return [
        {"strong": plan.id, "text": pen.ink(plan.title)},
        pen.ink(plan.trigger),
        pen.ink(*actions) if acts else DASH,
        part,
    ]
