"""The items by step: what is open as rows to tick and sign, what is settled in lines, so that nothing is lost."""

from collections.abc import Iterable
from typing import Any

from generator.render.body import BodyLine
from generator.render.pdf.text_builder import DOT, Part, TextBuilder, letters
from generator.tailor.checklist import StepPart
from generator.tailor.rows import ChecklistItem

LONG, LONG_BESIDE = 1200, 250
"""A row with more letters than these, in its middle or in a narrow column, may break across pages; a shorter one stays whole."""


def steps(build: TextBuilder) -> list[dict[str, Any]]:
    """The four steps with their open items."""
    return [_step(build, step) for step in build.checklist.steps]


def _step(build: TextBuilder, step: StepPart) -> dict[str, Any]:
    return {
        "title": build.rich(step.title),
        "window": f"{build.day(step.begins)} – {build.day(step.ends)}",
        "goal": build.rich(step.goal) if step.goal else "",
        "rows": [row(build, duty) for duty in step.duties if not duty.settled],
        "empty": build.p.nothing_open if step.duties else build.s.none,
        "finished": finished(build, step.duties),
        "done_when": {"title": build.s.done_when_step, "lines": [build.rich(text) for text in step.done_when]},
        "sign": [build.p.sign_owner, build.p.sign_verifier, build.s.date],
    }


def head(build: TextBuilder) -> list[str]:
    """The heads of an item table's columns."""
    return ["✓", build.f.id, build.f.item, build.f.owner, build.f.due]


def finished(build: TextBuilder, duties: Iterable[ChecklistItem]) -> str:
    """``已完成 3：ECP-T01 ECP-T02 ECP-T03``: a count, with the ids in one line."""
    ids = [duty.id for duty in duties if duty.finished]
    return f"{build.f.finished} {len(ids)}{build.s.colon}{'  '.join(ids)}" if ids else ""


def row(build: TextBuilder, duty: ChecklistItem) -> Part:
    """One open item."""
    body, names, due = build.sheet.body, build.names(duty.owner), build.due(duty)
    parts = [build.labelled(line) for line in body.brief(duty)]
    others, notes = ([build.said(line) for line in lines] for lines in (body.others(duty), body.due_notes(duty)))
    beside = max(letters(names, *(part["text"] for part in others)), letters(*(part["text"] for part in notes)))
    return {
        "id": duty.id,
        "state": "" if duty.status.state == "todo" else build.v.state[duty.status.state],
        "blocked": duty.status.state == "blocked",
        "title": build.rich(duty.item.title),
        "tags": [build.said(line) for line in body.tags(duty)],
        "parts": parts,
        "owner": build.rich(duty.owner.title),
        "names": names,
        "nobody": duty.owner.nobody,
        "others": others,
        "due": due["text"],
        "late": due["late"],
        "notes": notes,
        "long": letters(*(part["text"] for part in parts)) > LONG or beside > LONG_BESIDE,
    }


def settled(build: TextBuilder) -> list[dict[str, Any]]:
    """Waived, accepted and left-out items: a section each, a line an item, with the reason."""
    checklist, body, s = build.checklist, build.sheet.body, build.s
    left_out = [{"id": line.id, "text": build.rich(line.title, DOT, line.reason)} for line in checklist.left_out]
    sections = [
        (s.waived_list, [_line(build, duty, body.waived(duty)) for duty in checklist.waived]),
        (s.accepted_list, [_line(build, duty, body.accepted(duty)) for duty in checklist.accepted]),
        (s.left_out_list, left_out),
    ]
    return [{"title": title, "count": str(len(lines)), "lines": lines} for title, lines in sections if lines]


def _line(build: TextBuilder, duty: ChecklistItem, lines: Iterable[BodyLine]) -> Part:
    told = [said for line in lines for said in (DOT, f"{line.label}{build.s.colon}", *line.said)]
    return {"id": duty.id, "text": build.rich(duty.item.title, *told)}
