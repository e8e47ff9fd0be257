"""What the night sheet shows, for the formats that templates place: the countdown, the plans, the patrols, the first answers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from generator.model.playbook import Message
from generator.model.text import Text
from generator.render.sheet import Sheet
from generator.tailor.rows import ChecklistItem, PlanLine, RoleRef, ShiftLine

FIRST_ANSWERS = ("first-answer", "progress", "your-side")
BEFORE = timedelta(days=3)
"""How long before the first wave's peak the countdown begins."""
AFTER = timedelta(days=1)
DAYS_FROM = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Most:
    """How many of each fit on two pages of A4; the rest is counted there."""

    shifts: int = 10
    moments: int = 8
    plans: int = 7
    patrols: int = 4
    rounds: int = 48
    log: int = 14


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the countdown. ``label`` is ours and ``what`` a file's; ``to_peak`` is ``-2:30``, or None at a peak itself."""

    at: datetime
    label: str
    what: Text | str
    owner: RoleRef | None = None
    peak: bool = False
    whole_day: bool = False
    to_peak: str | None = None


def countdown(sheet: Sheet) -> tuple[Moment, ...]:
    """What happens from three days before the first peak until a day after the end, in order, from now on."""
    checklist = sheet.checklist
    peaks = [wave.peak for wave in checklist.waves] or [checklist.start]
    first, last = max(min(peaks) - BEFORE, checklist.today), checklist.end + AFTER
    shown = sorted((moment for moment in _moments(sheet) if first <= moment.at <= last), key=lambda moment: moment.at)
    return tuple(_counted(moment, peaks, sheet.kit.strings.sheet.days) for moment in shown)


def _counted(moment: Moment, peaks: list[datetime], days: str) -> Moment:
    return moment if moment.peak else replace(moment, to_peak=relative(moment.at, peaks, days))


def relative(at: datetime, peaks: list[datetime], days: str) -> str:
    """``−2:30`` before the nearest peak, or ``+1:00`` past it; in days where the hours would be many."""
    peak = min(peaks, key=lambda peak: abs(peak - at))
    sign, gap = ("−", peak - at) if at <= peak else ("+", at - peak)
    # A day ends a second before the next begins, and nobody counts to 27:59.
    minutes = round(gap.total_seconds() / 60)
    if not minutes:
        return "0:00"
    if gap > DAYS_FROM:
        return f"{sign}{gap.days} {days}"
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def _moments(sheet: Sheet) -> Iterator[Moment]:
    strings, checklist = sheet.kit.strings, sheet.checklist
    s, f, value = strings.sheet, strings.field, strings.value
    for wave in checklist.waves:
        yield Moment(wave.peak, f"{f.peak} {', '.join(wave.regions)}".strip(), wave.title, peak=True)
    yield Moment(checklist.start, f.start, "")
    yield Moment(checklist.end, f.end, "")
    for freeze in checklist.freeze:
        said = f"{value.side[freeze.side]} {value.kind[freeze.kind]}"
        yield Moment(freeze.begins, f"{said} {s.begins}", "", freeze.exceptions_by)
        yield Moment(freeze.ends.replace(microsecond=0), f"{said} {s.ends}", "", freeze.exceptions_by)
    if stay := checklist.onsite:
        yield Moment(stay.arrive, f.arrive, stay.place)
        yield Moment(stay.leave.replace(microsecond=0), f.leave, stay.place)
    for duty in checklist.duties:
        if not duty.settled:
            at = duty.due.deadline(checklist.zone).replace(microsecond=0)
            yield Moment(at, duty.id, duty.item.title, duty.owner, whole_day=duty.due.instant is None)


def shifts(sheet: Sheet) -> tuple[ShiftLine, ...]:
    """Who is on now or comes next, in that order; whoever has gone home is left out."""
    return tuple(shift for shift in sheet.checklist.roster if shift.ends > sheet.checklist.today)


def plans(sheet: Sheet) -> tuple[PlanLine, ...]:
    """Emergencies first: on the night they are looked up by what is seen."""
    return tuple(sorted(sheet.checklist.plans, key=lambda line: line.plan.kind != "emergency"))


def patrols(sheet: Sheet) -> tuple[ChecklistItem, ...]:
    return tuple(duty for duty in sheet.checklist.duties if duty.patrol and not duty.settled)


def first_answers(sheet: Sheet) -> tuple[Message, ...]:
    """The messages of the first minutes, in the order in which they are needed."""
    found = {message.id: message for message in sheet.checklist.messages}
    return tuple(found[id] for id in FIRST_ANSWERS if id in found)


def values(sheet: Sheet) -> dict[str, Any]:
    """What the templates place."""
    return {
        "shifts": shifts(sheet),
        "countdown": countdown(sheet),
        "plans": plans(sheet),
        "patrols": patrols(sheet),
        "messages": first_answers(sheet),
        "most": Most(),
    }
