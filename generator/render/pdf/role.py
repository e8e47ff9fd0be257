"""A role's sheet: what it owns by date, what it verifies or helps with, and the plans in which it acts."""

from typing import Any

from generator.render.pdf import people, steps
from generator.render.pdf.cover import facts, verdict
from generator.render.pdf.text_builder import Cell, TextBuilder
from generator.tailor.rows import ChecklistItem, PlanLine, RoleRef


def role(build: TextBuilder, reader: RoleRef) -> dict[str, Any]:
    """Own dates first; the reader's own share in every other item."""
    checklist, s, p, f = build.checklist, build.s, build.p, build.f
    ordered = sorted(checklist.duties, key=lambda duty: (duty.due.deadline(checklist.zone), duty.id))
    still = [duty for duty in ordered if not duty.settled]
    own = [steps.row(build, duty) for duty in still if duty.owner.id == reader.id]
    others = [_shared(build, reader, duty) for duty in still if duty.owner.id != reader.id]
    plans = sorted(checklist.plans, key=lambda line: reader.id not in (line.decider.id, line.executor.id))
    acts = [_plan(build, reader.id, line) for line in plans]
    team = {"lines": people.rooms(build), "tables": people.team_in_pairs(build)}
    return {
        "reader": build.rich(reader.title),
        "people": build.reach(reader),
        "verdict": verdict(build),
        "facts": facts(build)[:4],
        "heads": steps.head(build),
        "own": {"title": p.own, "rows": own, "empty": p.nothing_open},
        "finished": steps.finished(build, ordered),
        "shared": build.table(p.shared, ["", f.due, f.item, p.part, f.owner], others, "auto auto 1 auto 34mm"),
        "plans": build.table(f.plans, [f.plan, f.trigger, f.action, p.part], acts, "1.2 1.4 2 auto"),
        "settled": steps.settled(build),
        "contacts": {"title": p.contacts_and_escalation, **team},
        "roster": people.roster(build, [shift for shift in checklist.roster if shift.role == reader.id]),
        "sign": [s.signature, s.date],
    }


def _shared(build: TextBuilder, reader: RoleRef, duty: ChecklistItem) -> list[Cell]:
    verifies = duty.verifier is not None and duty.verifier.id == reader.id
    what = {"strong": duty.id, "text": build.rich(duty.item.title)}
    return [{"box": True}, build.due(duty), what, build.f.verifier if verifies else build.f["with"], duty.owner]


def _plan(build: TextBuilder, me: str, line: PlanLine) -> list[Cell]:
    plan, f = line.plan, build.f
    part = f.decider if line.decider.id == me else f.executor if line.executor.id == me else f.notify
    acts = me in (line.decider.id, line.executor.id)
    actions = [said for n, text in enumerate(plan.action, 1) for said in (f"{'  ' if n > 1 else ''}{n}. ", text)]
    what = {"strong": plan.id, "text": build.rich(plan.title)}
    return [what, plan.trigger, build.rich(*actions) if acts else None, part]
