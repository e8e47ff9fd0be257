"""The night sheet: two pages to stand by. What does not fit is counted there, never lost silently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from generator.model.engagement import Person
from generator.render.paper import people
from generator.render.paper.capacity import Cell, table
from generator.render.paper.cover import facts, verdict
from generator.render.paper.pen import DASH, Part, Pen
from generator.render.paper.steps import who
from generator.tailor.checklist import Checklist, Duty, RoleRef, ShiftLine

FIRST_ANSWERS = ("first-answer", "progress", "your-side")
BEFORE = timedelta(days=3)
"""How long before the first wave's peak the countdown begins."""
AFTER = timedelta(days=1)
EVE, NEXT_SHIFTS = timedelta(hours=12), timedelta(hours=36)
"""Shifts are shown from now on, or from the eve of the start, over the hours that follow; later ones are counted."""
HOURS, DAY = timedelta(hours=48), timedelta(days=1)
WAVE, EDGE, FREEZE, ONSITE, DUTY = range(5)
"""What comes first of what falls on one moment; from the freeze on, it is ticked."""
ROUND = 12
"""Boxes of a patrol in one row."""


def night(pen: Pen) -> dict[str, Any]:
    """The first page says who, when and what then; the second is written on."""
    return {
        "verdict": verdict(pen),
        "facts": facts(pen)[:4],
        "rooms": people.rooms(pen),
        "first": [*_shift(pen), *people.incidents(pen), *_countdown(pen), *_patrols(pen)],
        "second": [*_plans(pen), *_messages(pen)],
        "log": {"title": pen.p.log, "heads": [pen.p.log_time, pen.p.log_what, pen.p.log_who, pen.p.log_action, pen.p.log_result]},
        "handover": {"title": pen.p.handover, "lines": [[pen.p.hands_over, pen.p.takes_over, pen.p.log_time, pen.p.still_open]] * 2},
    }


def _shift(pen: Pen) -> list[dict[str, Any]]:
    """Who is on and who follows, two shifts of a role beside each other; the team where no roster was written."""
    checklist = pen.sheet.checklist
    ahead = [shift for shift in checklist.roster if shift.ends > checklist.today]
    until = max(checklist.today, checklist.start - EVE) + NEXT_SHIFTS
    by_role: dict[str, list[ShiftLine]] = {}
    for shift in ahead:
        if shift.begins < until:
            by_role.setdefault(shift.role, []).append(shift)
    pairs = [own[n : n + 2] for own in by_role.values() for n in range(0, len(own), 2)]
    if pairs:
        rows = [[pen.ink(pair[0].title), *(_on_shift(pen, shift) for shift in pair), *[""] * (2 - len(pair))] for pair in pairs]
        found = table(pen.s.roster, [pen.s.role, pen.p.first_shift, pen.p.next_shift], rows, ["1", "2.4", "2.4"])
        later = len(ahead) - sum(map(len, pairs))
        return [{**found[0], "counts": [len(pair) for pair in pairs], "later": later}]
    return _team(pen)


def _on_shift(pen: Pen, shift: ShiftLine) -> Cell:
    cell: Part = {"before": pen.hours(shift.begins, shift.ends), "strong": pen.ink(shift.who), "text": pen.ink(shift.contact or DASH)}
    return {**cell, "mark": pen.s.on_now} if shift.now else cell


def _team(pen: Pen) -> list[dict[str, Any]]:
    rows: list[list[Cell]] = [
        [pen.ink(role.title), {"text": "", "warn": pen.s.nobody} if role.nobody else pen.names(role), pen.ink(_first_contact(role.people))]
        for role in pen.sheet.checklist.team
    ]
    return table(f"{pen.s.team}{pen.p.open}{pen.p.no_roster}{pen.p.close}", [pen.s.role, pen.p.name, pen.s.contact], rows, ["1.2", "1.4", "1.6"])


def _first_contact(people: Iterable[Person]) -> str:
    return next((person.contact for person in people if person.contact), DASH)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the countdown."""

    at: datetime
    rank: int
    what: Cell
    owner: Cell
    day_only: bool = False


def _countdown(pen: Pen) -> list[dict[str, Any]]:
    checklist = pen.sheet.checklist
    moments = sorted(_moments(pen), key=lambda moment: (moment.at, moment.rank))
    peaks = [wave.peak for wave in checklist.waves] or [checklist.start]
    first, last = min(peaks) - BEFORE, checklist.end + AFTER
    rows: list[list[Cell]] = []
    for moment in moments:
        if not max(first, checklist.today) <= moment.at <= last:
            continue
        shown = pen.short_day(moment.at.date()) if moment.day_only else pen.clock(moment.at.astimezone(checklist.zone))
        gap: Cell = "" if moment.day_only else _relative(pen, moment.at, peaks)
        if moment.rank == WAVE:
            gap = {"strong": pen.p.peak_now, "text": ""}
        rows.append([{"box": moment.rank >= FREEZE}, shown, gap, moment.what, moment.owner])
    heads = ["", pen.p.log_time, pen.p.to_peak, pen.s.item, pen.s.owner]
    return table(pen.p.countdown, heads, rows, ["auto", "auto", "auto", "1", "50mm"])


def _moments(pen: Pen) -> Iterable[Moment]:
    checklist, s = pen.sheet.checklist, pen.s
    for wave in checklist.waves:
        yield Moment(wave.peak, WAVE, {"strong": pen.ink(wave.title, f" {s.peak}"), "text": ", ".join(wave.regions)}, "")
    yield Moment(checklist.start, EDGE, {"strong": s.start, "text": ""}, "")
    yield Moment(checklist.end, EDGE, {"strong": s.end, "text": ""}, "")
    for freeze in checklist.freeze:
        side = s.customer_side if freeze.customer_side else s.our_side
        kind = s.freeze_hard if freeze.hard else s.freeze_soft
        owner: Cell = who(pen, freeze.exceptions_by) if freeze.exceptions_by else ""
        yield Moment(freeze.begins, FREEZE, f"{side}{pen.p.comma}{kind} {pen.p.begins}", owner)
        yield Moment(freeze.ends, FREEZE, f"{side}{pen.p.comma}{kind} {pen.p.ends}", owner)
    if checklist.onsite:
        place = checklist.onsite.place
        yield Moment(checklist.onsite.arrive, ONSITE, pen.ink(f"{s.arrive}{s.colon}", place), "")
        yield Moment(checklist.onsite.leave, ONSITE, pen.ink(f"{s.leave}{s.colon}", place), "")
    yield from (_of_duty(pen, checklist, duty) for duty in checklist.duties if not duty.settled)


def _of_duty(pen: Pen, checklist: Checklist, duty: Duty) -> Moment:
    what: Cell = {"strong": duty.id, "text": pen.ink(duty.item.title)}
    at = duty.due.deadline(checklist.zone).replace(microsecond=0)
    return Moment(at, DUTY, what, who(pen, duty.owner), day_only=duty.due.instant is None)


def _relative(pen: Pen, at: datetime, peaks: list[datetime]) -> str:
    """``-2:30`` to the next peak, or ``+1:00`` past the last; days where the hours would be many."""
    peak = next((peak for peak in peaks if peak >= at), peaks[-1])
    sign, gap = ("−", peak - at) if at <= peak else ("+", at - peak)
    if not gap:
        return "0:00"
    if gap > HOURS:
        return f"{sign}{gap.days} {pen.s.days}"
    minutes = int(gap.total_seconds()) // 60
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def _plans(pen: Pen) -> list[dict[str, Any]]:
    """What is seen → what is done, who decides and who does it; emergencies first."""
    lines = sorted(pen.sheet.checklist.plans, key=lambda line: line.plan.kind != "emergency")
    rows: list[list[Cell]] = [
        [
            pen.ink(line.plan.trigger),
            {"strong": line.plan.id, "text": pen.ink(line.plan.title)},
            _lead(pen, line.decider),
            _lead(pen, line.executor),
            pen.length(line.plan.takes) if line.plan.takes else DASH,
        ]
        for line in lines
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
    for duty in pen.sheet.checklist.duties:
        if duty.patrol is None or duty.settled or duty.patrol.ends < pen.sheet.checklist.today:
            continue
        form = "%m-%d" if duty.patrol.every >= DAY else "%H:%M"
        label: Cell = {"strong": duty.id, "text": pen.ink(duty.item.title)}
        times = [f"{moment:{form}}" for moment in duty.patrol.moments]
        span = f"{pen.s.every} {pen.length(duty.patrol.every)}  {pen.span(duty.patrol.begins, duty.patrol.ends)}"
        chunks = [times[n : n + ROUND] for n in range(0, len(times), ROUND)]
        rows.append([label, {"text": span, "boxes": chunks[0] if chunks else []}])
        rows += [["", {"text": "", "boxes": chunk}] for chunk in chunks[1:]]
        counts += [max(len(chunk), 1) for chunk in chunks or [[]]]
    return [{**part, "counts": counts} for part in table(pen.p.patrols, [pen.s.patrol, pen.p.tick], rows, ["1", "3.4"])]


def _messages(pen: Pen) -> list[dict[str, Any]]:
    cards: list[Part] = people.messages(pen, FIRST_ANSWERS)["cards"]
    rows: list[list[Cell]] = [[{"strong": card["when"], "text": ""}, card["text"]] for card in cards]
    return table(pen.p.first_answers, [pen.p.when, pen.s.messages], rows, ["1", "3.4"])
