"""The night sheet: two pages to stand by. What does not fit is counted there, never lost silently."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from generator.grouping import grouped
from generator.render import night as shared
from generator.render.night import Moment
from generator.render.pdf import people
from generator.render.pdf.cover import facts, verdict
from generator.render.pdf.text_builder import DASH, Cell, Part, TextBuilder
from generator.tailor.rows import RoleRef, ShiftLine

EVE, NEXT_SHIFTS = timedelta(hours=12), timedelta(hours=36)
"""Shifts are shown from now on, or from the eve of the start, over the hours that follow; later ones are counted."""
DAY = timedelta(days=1)
ROUND = 12
"""Boxes of a patrol in one row."""


def night(build: TextBuilder) -> dict[str, Any]:
    """The first page says who and when; the second what then, and is written on."""
    p, n = build.p, build.n
    return {
        "verdict": verdict(build),
        "facts": facts(build)[:4],
        "rooms": people.rooms(build),
        "first": [*_shifts(build), *people.incidents(build), *_countdown(build), *_patrols(build)],
        "second": [*_plans(build), *_messages(build)],
        "log": {"title": n.log, "heads": [n.log_time, p.log_what, n.log_who, n.log_action, n.log_result]},
        "handover": {"title": p.handover, "lines": [[p.hands_over, p.takes_over, n.log_time, n.still_open]] * 2},
    }


def _shifts(build: TextBuilder) -> list[Part]:
    """Who is on and who follows, two shifts of a role beside each other; the team where no roster was written."""
    ahead, f, p = shared.shifts(build.sheet), build.f, build.p
    until = max(build.checklist.today, build.checklist.start - EVE) + NEXT_SHIFTS
    by_role = grouped((shift.role, shift) for shift in ahead if shift.begins < until)
    pairs = [own[n : n + 2] for own in by_role.values() for n in range(0, len(own), 2)]
    if not pairs:
        return _team(build)
    rows: list[list[Cell]] = [
        [pair[0].title, *(_shift(build, shift) for shift in pair), *[""] * (2 - len(pair))] for pair in pairs
    ]
    (found,) = build.table(f.roster, [f.role, p.first_shift, p.next_shift], rows, "1 2.4 2.4")
    return [{**found, "counts": [len(pair) for pair in pairs], "later": len(ahead) - sum(map(len, pairs))}]


def _shift(build: TextBuilder, shift: ShiftLine) -> Part:
    # A shift ends before the same hour of the next day.
    end = f"{shift.ends:%H:%M}" if shift.ends - shift.begins < DAY else f"{shift.ends:%m-%d %H:%M}"
    before, mark = f"{shift.begins:%m-%d %H:%M}–{end}", {"mark": build.s.on_now} if shift.now else {}
    return {"before": before, "strong": build.rich(shift.who), "text": build.rich(shift.contact or DASH), **mark}


def _team(build: TextBuilder) -> list[Part]:
    f, p, rows = build.f, build.p, list[list[Cell]]()
    for role in build.checklist.team:
        contact = next((person.contact for person in role.people if person.contact), None)
        rows.append([role.title, {"text": "", "warn": f.nobody} if role.nobody else build.names(role), contact])
    return build.table(f"{f.team}{p.open}{p.no_roster}{p.close}", [f.role, f.name, f.contact], rows, "1.2 1.4 1.6")


def _countdown(build: TextBuilder) -> list[Part]:
    n, p, rows = build.n, build.p, [_moment(build, moment) for moment in shared.countdown(build.sheet)]
    heads = ["", n.log_time, p.to_peak, build.f.item, build.f.owner]
    return build.table(n.countdown, heads, rows, "auto auto auto 1 50mm")


def _moment(build: TextBuilder, moment: Moment) -> list[Cell]:
    at = moment.at.astimezone(build.checklist.zone)
    gap = "" if moment.whole_day else moment.to_peak or ""
    return [
        # What somebody has to do is ticked; a peak, a start and an end come by themselves.
        {"box": moment.owner is not None},
        build.short_day(at.date()) if moment.whole_day else build.clock(at),
        {"strong": build.p.peak_now, "text": ""} if moment.peak else gap,
        {"strong": build.rich(moment.label), "text": build.rich(moment.what)},
        moment.owner or "",
    ]


def _plans(build: TextBuilder) -> list[Part]:
    """What is seen → what is done, who decides and who does it; emergencies first."""
    f, rows = build.f, list[list[Cell]]()
    for line in shared.plans(build.sheet):
        what = {"strong": line.plan.id, "text": build.rich(line.plan.title)}
        rows.append([line.plan.trigger, what, _lead(line.decider), _lead(line.executor), line.plan.takes])
    heads = [f.trigger, f.plan, f.decider, f.executor, f.takes]
    return build.table(build.p.plans_by_trigger, heads, rows, "2.5 1.3 1.1 1.1 auto")


def _lead(role: RoleRef) -> RoleRef:
    """A role with the one who is called first."""
    return replace(role, people=role.people[:1])


def _patrols(build: TextBuilder) -> list[Part]:
    """A box for every round; where there are too many to print, the span and the interval."""
    rows: list[list[Cell]] = []
    counts: list[int] = []
    for duty in shared.patrols(build.sheet):
        patrol = duty.patrol
        if patrol is None or patrol.ends < build.checklist.today:
            continue
        form = "%m-%d" if patrol.every >= DAY else "%H:%M"
        times = [f"{moment:{form}}" for moment in patrol.moments]
        chunks = [times[n : n + ROUND] for n in range(0, len(times), ROUND)] or [[]]
        span = f"{build.f.every} {build.length(patrol.every)}  {build.span(patrol.begins, patrol.ends)}"
        rows.append([{"strong": duty.id, "text": build.rich(duty.item.title)}, {"text": span, "boxes": chunks[0]}])
        rows += [["", {"text": "", "boxes": chunk}] for chunk in chunks[1:]]
        counts += [max(len(chunk), 1) for chunk in chunks]
    found = build.table(build.n.patrols, [build.f.patrol, build.p.tick], rows, "1 3.4")
    return [{**part, "counts": counts} for part in found]


def _messages(build: TextBuilder) -> list[Part]:
    rows: list[list[Cell]] = [
        [{"strong": build.rich(message.when), "text": ""}, message.text]
        for message in shared.first_answers(build.sheet)
    ]
    return build.table(build.n.first_answers, [build.f.time, build.f.messages], rows, "1 3.4")
