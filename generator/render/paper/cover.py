"""The first page: what a director reads in ten seconds."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from generator.render.paper.pen import DASH, DOT, Ink, Part, Pen
from generator.render.paper.timeline import timeline
from generator.render.sheet import letter
from generator.tailor.rows import ChecklistItem, RoleRef

COUNTS = ("total", "finished", "open", "overdue", "blocked", "accepted", "to_confirm", "waived", "left_out")


def cover(pen: Pen) -> dict[str, Any]:
    """Customer, event and verdict; readiness, timeline, team; what is overdue and what comes next."""
    checklist = pen.sheet.checklist
    titles = {step.id: step.title for step in checklist.steps}
    return {
        "verdict": verdict(pen),
        "facts": facts(pen),
        "counts": [{"label": pen.s[name], "value": str(getattr(checklist.counts, name))} for name in COUNTS],
        "by_category": {
            "title": pen.s.by_category,
            "marks": [
                _mark(pen, pen.v.category[category.value], colour.value)
                for category, colour in checklist.readiness.by_category
            ],
        },
        "by_step": {
            "title": pen.s.by_step,
            "marks": [
                _mark(pen, pen.plain(titles[id]), colour.value)
                for id, colour in checklist.readiness.by_step
                if id in titles
            ],
        },
        "timeline": timeline(pen),
        "team": {
            "title": pen.s.team,
            "rows": [row for role in checklist.team for row in team_rows(pen, role)],
            "empty": pen.s.none,
        },
        "overdue": {
            "title": pen.s.overdue_list,
            "rows": [_line(pen, duty) for duty in pen.sheet.overdue],
            "empty": pen.s.nothing_overdue,
        },
        "next": {
            "title": pen.s.next_list,
            "rows": [_line(pen, duty) for duty in pen.sheet.upcoming],
            "empty": pen.s.nothing_next,
        },
    }


def head(pen: Pen) -> dict[str, Any]:
    """What every page of a sheet names: whose it is, which copy, which edition of what."""
    sheet, checklist = pen.sheet, pen.sheet.checklist
    copy = pen.s.customer_copy if sheet.for_customer else pen.s.team_copy
    edition = f"{pen.plain(checklist.playbook_title)} {checklist.edition}"
    return {
        "customer": pen.ink(checklist.customer),
        "event": pen.ink(checklist.event),
        "title": f"{pen.plain(checklist.customer)}{DOT}{pen.plain(checklist.event)}",
        "kind": pen.p.night if sheet.night else pen.s.role_copy if sheet.role else pen.s.title,
        "copy": copy,
        "edition": edition,
        "commit": f"{pen.s.commit} {_commit(pen)}",
        "as_of": f"{pen.s.as_of} {pen.instant(checklist.today)}",
        "fingerprint": checklist.fingerprint,
        "code": code(sheet.address or checklist.fingerprint),
        "code_alt": pen.p.code_alt.replace("{fingerprint}", checklist.fingerprint),
        "code_text": pen.p.code_address if sheet.address else pen.p.code_fingerprint,
        "page": pen.p.page,
        "more": pen.p.more_on_full if sheet.night else pen.p.more,
    }


def _commit(pen: Pen) -> str:
    commit = pen.sheet.commit
    if commit is None:
        return DASH
    return f"{commit.id}{pen.p.open}{pen.s.uncommitted}{pen.p.close}" if commit.dirty else commit.id


def code(content: str) -> str:
    """A QR code as SVG: dark modules alone, so that it prints on any ground."""
    import segno

    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, svgns=True, nl=False, light="#fff"
    )
    return out.getvalue().decode("ascii")


def verdict(pen: Pen) -> dict[str, Any]:
    """The verdict with all its reasons; the colour is said in words too."""
    readiness = pen.sheet.checklist.readiness
    ended = readiness.verdict.value == "ended"
    notes = []
    if not readiness.reasons and not pen.sheet.hidden_reasons:
        notes.append(pen.s.no_reasons)
    if pen.sheet.hidden_reasons:
        notes.append(pen.s.internal_reasons)
    return {
        "word": pen.v.verdict[readiness.verdict.value],
        "colour": "none" if ended else readiness.whole.value,
        "reasons": [
            {
                "colour": reason.colour.value,
                "word": pen.v.colour[reason.colour.value],
                "about": reason.about if reason.about in pen.sheet.ids else "",
                "text": pen.ink(reason.words),
            }
            for reason in readiness.reasons
        ],
        "rest_title": pen.p.other_reasons,
        "notes": notes,
    }


def facts(pen: Pen) -> list[Part]:
    """Start, end, waves, level and origin as label and value."""
    checklist, s = pen.sheet.checklist, pen.s
    start = pen.instant(checklist.start) + (f"{DOT}{s.tentative}" if checklist.tentative else "")
    rows: list[tuple[str, list[Ink]]] = [
        (s.start, [start]),
        (s.end, [pen.instant(checklist.end)]),
        (s.waves, [_wave(pen, n) for n in range(len(checklist.waves))] or [s.none]),
        (s.level, [_level(pen)]),
        (s.playbook, [_edition(pen)]),
        (s.opened, [pen.day(checklist.opened)]),
    ]
    return [{"label": label, "lines": lines} for label, lines in rows]


def _wave(pen: Pen, n: int) -> Ink:
    wave = pen.sheet.checklist.waves[n]
    regions = f"{DOT}{', '.join(wave.regions)}" if wave.regions else ""
    return pen.ink(wave.title, f" {pen.instant(wave.peak)}{regions}")


def _level(pen: Pen) -> Ink:
    level = pen.sheet.checklist.level
    if level is None:
        return str(pen.s.no_level)
    before = letter(level.id, pen.plain(level.title))
    return pen.ink(before, level.title, f"{DOT}{pen.s.ack} {pen.length(level.ack)}")


def _edition(pen: Pen) -> Ink:
    checklist = pen.sheet.checklist
    older = f"{DOT}{pen.s.accepted_edition} {checklist.accepted_edition}" if checklist.accepted_edition else ""
    return pen.ink(checklist.playbook_title, f" {checklist.edition}{older}")


def team_rows(pen: Pen, role: RoleRef) -> Iterable[Part]:
    """One row a person, the role named on the first."""
    side = pen.v.side[role.side]
    people = [(person.name, person.contact or DASH) for person in role.people] or [(pen.s.nobody, "")]
    for n, (name, contact) in enumerate(people):
        yield {
            "role": pen.ink(role.title) if n == 0 else "",
            "side": side if n == 0 else "",
            "name": pen.ink(name),
            "contact": pen.ink(contact),
            "nobody": role.nobody,
        }


def _mark(pen: Pen, text: str, colour: str) -> Part:
    return {"text": text, "colour": colour, "word": pen.v.colour[colour]}


def _line(pen: Pen, duty: ChecklistItem) -> Part:
    return {
        "id": duty.id,
        "text": pen.ink(duty.item.title),
        "who": pen.ink(duty.owner.title),
        "day": pen.short_day(duty.due.day),
    }
