"""The items by step: what is open as rows to tick and sign, what is settled in lines, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.render.body import BodyLine
from generator.render.paper.pen import DOT, Part, Pen, letters
from generator.tailor.checklist import StepPart
from generator.tailor.rows import ChecklistItem, RoleRef

LONG, LONG_BESIDE = 1200, 250
"""A row with more letters than these, in its middle or in a narrow column, may break across pages; a shorter one stays whole."""


def steps(pen: Pen) -> list[dict[str, Any]]:
    """The four steps with their open items."""
    return [_step(pen, step) for step in pen.sheet.checklist.steps]


def _step(pen: Pen, step: StepPart) -> dict[str, Any]:
    rows = [row(pen, duty) for duty in step.duties if not duty.settled]
    return {
        "title": pen.ink(step.title),
        "window": f"{pen.day(step.begins)} – {pen.day(step.ends)}",
        "goal": pen.ink(step.goal) if step.goal else "",
        "rows": rows,
        "empty": pen.p.nothing_open if step.duties else pen.s.none,
        "finished": finished(pen, step.duties),
        "done_when": {"title": pen.s.done_when_step, "lines": [pen.ink(text) for text in step.done_when]},
        "sign": [pen.p.sign_owner, pen.p.sign_verifier, pen.s.date],
    }


def head(pen: Pen) -> list[str]:
    """The heads of an item table's columns."""
    return ["✓", pen.p.id, pen.s.item, pen.s.owner, pen.s.due]


def finished(pen: Pen, duties: Iterable[ChecklistItem]) -> str:
    """``已完成 3：ECP-T01 ECP-T02 ECP-T03``: a count, with the ids in one line."""
    ids = [duty.id for duty in duties if duty.finished]
    return f"{pen.s.finished} {len(ids)}{pen.s.colon}{'  '.join(ids)}" if ids else ""


def row(pen: Pen, duty: ChecklistItem) -> Part:
    """One open item."""
    body, names = pen.sheet.body, pen.names(duty.owner)
    parts = [pen.labelled(line) for line in body.brief(duty)]
    others, notes = ([pen.said(line) for line in lines] for lines in (body.others(duty), body.due_notes(duty)))
    beside = max(letters(names, *(part["text"] for part in others)), letters(*(part["text"] for part in notes)))
    return {
        "id": duty.id,
        "state": "" if duty.status.state == "todo" else pen.v.state[duty.status.state],
        "blocked": duty.status.state == "blocked",
        "title": pen.ink(duty.item.title),
        "tags": [pen.said(line) for line in body.tags(duty)],
        "parts": parts,
        "owner": pen.ink(duty.owner.title),
        "names": names,
        "nobody": duty.owner.nobody,
        "others": others,
        "due": pen.due(duty),
        "late": pen.s.overdue if duty.overdue else "",
        "notes": notes,
        "long": letters(*(part["text"] for part in parts)) > LONG or beside > LONG_BESIDE,
    }


def settled(pen: Pen) -> list[dict[str, Any]]:
    """Waived, accepted and left-out items: a section each, a line an item, with the reason."""
    checklist = pen.sheet.checklist
    body = pen.sheet.body
    sections = [
        (pen.s.waived_list, [_line(pen, duty, body.waived(duty)) for duty in checklist.waived]),
        (pen.s.accepted_list, [_line(pen, duty, body.accepted(duty)) for duty in checklist.accepted]),
        (
            pen.s.left_out_list,
            [{"id": line.id, "text": pen.ink(line.title, DOT, line.reason)} for line in checklist.left_out],
        ),
    ]
    return [{"title": title, "count": str(len(lines)), "lines": lines} for title, lines in sections if lines]


def _line(pen: Pen, duty: ChecklistItem, lines: Iterable[BodyLine]) -> Part:
    told = [said for line in lines for said in (DOT, f"{line.label}{pen.s.colon}", *line.said)]
    return {"id": duty.id, "text": pen.ink(duty.item.title, *told)}


def who(pen: Pen, role: RoleRef) -> Part:
    """A role with the names behind it."""
    return {"role": pen.ink(role.title), "names": pen.names(role), "nobody": role.nobody}
