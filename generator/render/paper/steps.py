"""The items by step: what is open as rows to tick and sign, what is settled in lines, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.render.paper.pen import DOT, Part, Pen, Said, letters
from generator.tailor.checklist import StepPart
from generator.tailor.lines import Duty, LeftOut, RoleRef

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


def finished(pen: Pen, duties: Iterable[Duty]) -> str:
    """``已完成 3：ECP-T01 ECP-T02 ECP-T03``: a count, with the ids in one line."""
    ids = [duty.id for duty in duties if duty.finished]
    return f"{pen.s.finished} {len(ids)}{pen.s.colon}{'  '.join(ids)}" if ids else ""


def row(pen: Pen, duty: Duty) -> Part:
    """One open item."""
    parts, names = _parts(pen, duty), pen.names(duty.owner)
    others, notes = list(_others(pen, duty)), list(_notes(pen, duty))
    beside = max(letters(names, *others), letters(*(note["text"] for note in notes)))
    return {
        "id": duty.id,
        "state": "" if duty.status.state == "todo" else pen.s.state[duty.status.state],
        "blocked": duty.status.state == "blocked",
        "title": pen.ink(duty.item.title),
        "tags": tags(pen, duty),
        "parts": parts,
        "owner": pen.ink(duty.owner.title),
        "names": names,
        "nobody": duty.owner.nobody,
        "others": others,
        "due": pen.due(duty),
        "late": pen.s.is_overdue if duty.overdue else "",
        "notes": notes,
        "long": letters(*(part["text"] for part in parts)) > LONG or beside > LONG_BESIDE,
    }


def tags(pen: Pen, duty: Duty) -> list[Part]:
    """Severity, category and what is special about an item."""
    item = duty.item
    found = [(pen.s.severity[item.severity.value], item.severity.value), (pen.s.category[item.category.value], "")]
    found += [(pen.s.attention, "")] if duty.attention else []
    found += [(pen.s.extra, "")] if duty.extra else []
    found += [(pen.plain(duty.wave.title), "")] if duty.wave else []
    found += [(pen.s.internal, "internal")] if item.audience == "internal" else []
    return [{"text": text, "kind": kind} for text, kind in found]


def _parts(pen: Pen, duty: Duty) -> list[Part]:
    item, status = duty.item, duty.status
    parts = [*pen.part("how", item.how), *pen.part("done_when", item.done_when)]
    parts += [part for words in duty.because for part in pen.part("why_here", words)]
    parts += [{"label": "", "text": pen.ink(words), "kind": "warn"} for words in duty.to_confirm]
    parts += pen.part("evidence", item.evidence)
    waiting = [
        said
        for n, other in enumerate(duty.waiting)
        for said in (pen.p.semicolon if n else "", f"{other.id} ", other.title)
    ]
    parts += pen.part("waits_for", *waiting)
    if duty.plan:
        parts += pen.part("plan", f"{duty.plan.id} ", duty.plan.title)
    if duty.patrol:
        patrol = duty.patrol
        parts += pen.part(
            "patrol", f"{pen.s.every} {pen.length(patrol.every)}{DOT}{pen.span(patrol.begins, patrol.ends)}"
        )
    parts += pen.part("status_note", status.note)
    parts += [{**part, "label": pen.p.evidence_given} for part in pen.part("evidence", status.evidence)]
    if duty.waiver_expired and duty.waiver:
        expired = [
            {**part, "label": f"{pen.s.waiver_expired} "}
            for part in pen.part("because", pen.day(duty.waiver.until), DOT, duty.waiver.because, kind="warn")
        ]
        parts += expired
    return parts


def _others(pen: Pen, duty: Duty) -> Iterable[str]:
    if duty.reassigned_from:
        yield f"{pen.s.reassigned} {pen.plain(duty.reassigned_from.title)}"
    if duty.with_:
        yield f"{pen.label('with')}{pen.p.comma.join(pen.plain(role.title) for role in duty.with_)}"
    if duty.verifier:
        yield f"{pen.label('verifier')}{pen.plain(duty.verifier.title)}"


def _notes(pen: Pen, duty: Duty) -> Iterable[Part]:
    """What is special about a due: moved, late from the start, provisional."""
    due, s = duty.due, pen.s
    if due.moved_from:
        yield {"text": pen.p.moved_from.replace("{day}", pen.short_day(due.moved_from)), "kind": ""}
    if duty.move:
        yield {"text": pen.ink(pen.label("moved_by_hand"), duty.move.because), "kind": ""}
    if duty.late_start:
        yield {"text": s.late_start, "kind": "warn"}
    if due.provisional:
        yield {"text": s.provisional, "kind": "warn"}


def settled(pen: Pen) -> list[dict[str, Any]]:
    """Waived, accepted and left-out items: a section each, a line an item, with the reason."""
    checklist = pen.sheet.checklist
    sections = [
        (pen.s.waived_list, [_waived(pen, duty) for duty in checklist.waived]),
        (pen.s.accepted_list, [_accepted(pen, duty) for duty in checklist.accepted]),
        (pen.s.left_out_list, [_left_out(pen, line) for line in checklist.left_out]),
    ]
    return [{"title": title, "count": str(len(lines)), "lines": lines} for title, lines in sections if lines]


def _waived(pen: Pen, duty: Duty) -> Part:
    assert duty.waiver
    by: list[Said] = [DOT, f"{pen.s.by} ", duty.waived_by.title] if duty.waived_by else []
    until = f"{DOT}{pen.s.until} {pen.day(duty.waiver.until)}" if duty.waiver.until else ""
    return {"id": duty.id, "text": pen.ink(duty.item.title, DOT, duty.waiver.because, *by, until)}


def _accepted(pen: Pen, duty: Duty) -> Part:
    by = f"{DOT}{pen.s.by} {duty.status.by}" if duty.status.by else ""
    note: list[Said] = [DOT, duty.status.note] if duty.status.note else []
    return {"id": duty.id, "text": pen.ink(duty.item.title, *note, by)}


def _left_out(pen: Pen, line: LeftOut) -> Part:
    return {"id": line.id, "text": pen.ink(line.title, DOT, line.reason)}


def who(pen: Pen, role: RoleRef) -> Part:
    """A role with the names behind it."""
    return {"role": pen.ink(role.title), "names": pen.names(role), "nobody": role.nobody}
