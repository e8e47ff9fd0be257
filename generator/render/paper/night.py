"""The night sheet: two pages to stand by. What does not fit is counted there, never lost silently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from generator.model.engagement import Person
from generator.render import night as shared
from generator.render.night import Moment
from generator.render.paper import people
from generator.render.paper.capacity import Cell, table
from generator.render.paper.cover import facts, verdict
from generator.render.paper.pen import DASH, Part, Pen
from generator.render.paper.steps import who
from generator.tailor.rows import RoleRef, ShiftLine

EVE, NEXT_SHIFTS = timedelta(hours=12), timedelta(hours=36)
"""Shifts are shown from now on, or from the eve of the start, over the hours that follow; later ones are counted."""
DAY = timedelta(days=1)
ROUND = 12
"""Boxes of a patrol in one row."""


def night(pen: Pen) -> dict[str, Any]:
    """The first page says who and when; the second what then, and is written on."""
    p = pen.p
    return {
        "verdict": verdict(pen),
        "facts": facts(pen)[:4],
        "rooms": people.rooms(pen),
        "first": [*_shifts(pen), *people.incidents(pen), *_countdown(pen), *_patrols(pen)],
        "second": [*_plans(pen), *_messages(pen)],
        "log": {"title": p.log, "heads": [p.log_time, p.log_what, p.log_who, p.log_action, p.log_result]},
        "handover": {"title": p.handover, "lines": [[p.hands_over, p.takes_over, p.log_time, p.still_open]] * 2},
    }


def _shifts(pen: Pen) -> list[dict[str, Any]]:
    """Who is on and who follows, two shifts of a role beside each other; the team where no roster was written."""
    checklist = pen.sheet.checklist
    ahead = shared.shifts(pen.sheet)
    until = max(checklist.today, checklist.start - EVE) + NEXT_SHIFTS
    by_role: dict[str, list[ShiftLine]] = {}
    for shift in ahead:
        if shift.begins < until:
            by_role.setdefault(shift.role, []).append(shift)
    pairs = [own[n : n + 2] for own in by_role.values() for n in range(0, len(own), 2)]
    if not pairs:
        return _team(pen)
    rows: list[list[Cell]] = [
        [pen.ink(pair[0].title), *(_shift(pen, shift) for shift in pair), *[""] * (2 - len(pair))] for pair in pairs
    ]
    found = table(pen.s.roster, [pen.s.role, pen.p.first_shift, pen.p.next_shift], rows, ["1", "2.4", "2.4"])
    return [{**found[0], "counts": [len(pair) for pair in pairs], "later": len(ahead) - sum(map(len, pairs))}]


def _shift(pen: Pen, shift: ShiftLine) -> Cell:
    cell: Part = {
        "before": pen.hours(shift.begins, shift.ends),
        "strong": pen.ink(shift.who),
        "text": pen.ink(shift.contact or DASH),
    }
    return {**cell, "mark": pen.s.on_now} if shift.now else cell


def _team(pen: Pen) -> list[dict[str, Any]]:
    rows: list[list[Cell]] = [
        [
            pen.ink(role.title),
            {"text": "", "warn": pen.s.nobody} if role.nobody else pen.names(role),
            pen.ink(_first_contact(role.people)),
        ]
        for role in pen.sheet.checklist.team
    ]
    title = f"{pen.s.team}{pen.p.open}{pen.p.no_roster}{pen.p.close}"
    return table(title, [pen.s.role, pen.p.name, pen.s.contact], rows, ["1.2", "1.4", "1.6"])


def _first_contact(people: Iterable[Person]) -> str:
    return next((person.contact for person in people if person.contact), DASH)


def _countdown(pen: Pen) -> list[dict[str, Any]]:
    rows = [_moment(pen, moment) for moment in shared.countdown(pen.sheet)]
    heads = ["", pen.p.log_time, pen.p.to_peak, pen.s.item, pen.s.owner]
    return table(pen.p.countdown, heads, rows, ["auto", "auto", "auto", "1", "50mm"])


def _moment(pen: Pen, moment: Moment) -> list[Cell]:
    at = moment.at.astimezone(pen.sheet.checklist.zone)
    gap: Cell = (
        {"strong": pen.p.peak_now, "text": ""} if moment.peak else "" if moment.whole_day else moment.to_peak or ""
    )
    return [
        # What somebody has to do is ticked; a peak, a start and an end come by themselves.
        {"box": moment.owner is not None},
        pen.short_day(at.date()) if moment.whole_day else pen.clock(at),
        gap,
        {"strong": pen.ink(moment.label), "text": pen.ink(moment.what)},
        who(pen, moment.owner) if moment.owner else "",
    ]


def _plans(pen: Pen) -> list[dict[str, Any]]:
    """What is seen → what is done, who decides and who does it; emergencies first."""
    rows: list[list[Cell]] = [
        [
            pen.ink(line.plan.trigger),
            {"strong": line.plan.id, "text": pen.ink(line.plan.title)},
            _lead(pen, line.decider),
            _lead(pen, line.executor),
            pen.length(line.plan.takes) if line.plan.takes else DASH,
        ]
        for line in shared.plans(pen.sheet)
    ]
    heads = [pen.s.trigger, pen.s.plan, pen.s.decider, pen.s.executor, pen.s.takes]
    return table(pen.p.plans_by_trigger, heads, rows, ["2.5", "1.3", "1.1", "1.1", "auto"])


def _lead(pen: Pen, role: RoleRef) -> Cell:
    """A role with the one who is called first."""
    return who(pen, replace(role, people=role.people[:1]))


def _patrols(pen: Pen) -> list[dict[str, Any]]:
    """A box for every round; where there are too many to print, the span and the interval."""
    rows: list[list[Cell]] = []
    counts: list[int] = []
    for duty in shared.patrols(pen.sheet):
        patrol = duty.patrol
        if patrol is None or patrol.ends < pen.sheet.checklist.today:
            continue
        form = "%m-%d" if patrol.every >= DAY else "%H:%M"
        times = [f"{moment:{form}}" for moment in patrol.moments]
        chunks = [times[n : n + ROUND] for n in range(0, len(times), ROUND)] or [[]]
        label: Cell = {"strong": duty.id, "text": pen.ink(duty.item.title)}
        span = f"{pen.s.every} {pen.length(patrol.every)}  {pen.span(patrol.begins, patrol.ends)}"
        rows.append([label, {"text": span, "boxes": chunks[0]}])
        rows += [["", {"text": "", "boxes": chunk}] for chunk in chunks[1:]]
        counts += [max(len(chunk), 1) for chunk in chunks]
    found = table(pen.p.patrols, [pen.s.patrol, pen.p.tick], rows, ["1", "3.4"])
    return [{**part, "counts": counts} for part in found]


def _messages(pen: Pen) -> list[dict[str, Any]]:
    rows: list[list[Cell]] = [
        [{"strong": pen.ink(message.when), "text": ""}, pen.ink(message.text)]
        for message in shared.first_answers(pen.sheet)
    ]
    return table(pen.p.first_answers, [pen.p.time, pen.s.messages], rows, ["1", "3.4"])
