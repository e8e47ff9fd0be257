"""The moments of an engagement: in order, in the past where they have happened, and none forgotten."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from generator.check.context import Context
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic
from generator.library import Entry, Place
from generator.model import Engagement
from generator.model.engagement import Event
from generator.model.offset import Offset
from generator.source import Path


def event_order(context: Context) -> Iterator[Diagnostic]:
    """The moments of an engagement stand in the order in which they must come."""
    for engagement in context.library.engagements.values():
        event = engagement.model.event
        if event.start < event.end:
            yield from _waves(context, engagement)
            yield from _stay(engagement)
            yield from _frame(engagement)
        else:  # What else is out of order may follow from it.
            message = Bilingual("活动的结束不晚于开始", "the event does not end after its start")
            yield _misplaced(engagement.place / "event" / "end", message)
        yield from _shifts(engagement)


def _waves(context: Context, engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    event = engagement.model.event
    playbook = context.library.playbooks.get(engagement.model.playbook)
    main = playbook.model.default_wave if playbook else None
    for name, wave in event.waves.items():
        place = engagement.place / "event" / "waves" / name / "peak"
        if wave.peak > event.end:
            message = Bilingual(f"波次 {name} 的峰值在活动结束之后", f"the wave {name} peaks after the event's end")
            yield _misplaced(place, message)
        elif name == main and wave.peak < event.start:
            message = Bilingual(
                f"默认波次 {name} 的峰值在活动开始之前", f"the default wave {name} peaks before the event's start"
            )
            yield diagnostic("event-order", place.value, message, _MOVED)


_MOVED = Bilingual(
    "改了开始时间，波次的 peak 也要跟着改。", "where the start was moved, the wave's peak moves along with it"
)


def _shifts(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    for n, shift in enumerate(engagement.model.roster):
        if shift.to <= shift.from_:
            message = Bilingual(
                f"{shift.who} 的班次：结束不晚于开始", f"the shift of {shift.who} does not end after it begins"
            )
            yield _misplaced(engagement.place / "roster" / n / "to", message)


def _stay(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    stay = engagement.model.onsite
    if stay and _leaves_too_early(engagement.model.event, stay.arrive, stay.leave):
        message = Bilingual("离场不晚于到场", "people do not leave after they arrive")
        yield _misplaced(engagement.place / "onsite" / "leave", message)


def _frame(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    model, place = engagement.model, engagement.place
    last = _day(model.event, model.event.end)
    if model.opened > last:
        yield _misplaced(place / "opened", Bilingual("opened 在活动结束之后", "opened is later than the event's end"))
    if model.retrospective and model.retrospective.held < last:
        message = Bilingual("复盘在活动结束之前", "the retrospective is earlier than the event's end")
        yield _misplaced(place / "retrospective" / "held", message)


def _misplaced(place: Place, message: Bilingual) -> Diagnostic:
    return diagnostic(
        "event-order", place.value, message, Bilingual("核对日期和时区。", "look at the dates and offsets")
    )


def _day(event: Event, instant: datetime) -> date:
    """A day as the event counts it: in its start's own offset."""
    return instant.astimezone(event.start.tzinfo).date()


def _leaves_too_early(event: Event, arrive: Offset, leave: Offset) -> bool:
    arrives, leaves = (
        (event.start if offset.anchor == "T" else event.end) + timedelta(minutes=offset.minutes)
        for offset in (arrive, leave)
    )
    if arrive.is_day or leave.is_day:
        return _day(event, leaves) < _day(event, arrives)
    return leaves <= arrives


def future_date(context: Context) -> Iterator[Diagnostic]:
    """What is said to have happened lies in the past."""
    for engagement in context.library.engagements.values():
        now = context.now(engagement.model.event)
        if now is None or not context.wanted(engagement.file):
            continue
        ahead = [(path, on) for path, on in _happened(engagement.model) if on is not None and on > now.date()]
        if ahead:
            path, on = ahead[0]
            n = len(ahead) - 1
            more = (f"；还有 {n} 处也是", f", and so are {n} more") if n else ("", "")
            today = now.date()
            message = Bilingual(f"{on} 还没到，今天是 {today}{more[0]}", f"{on} is later than today, {today}{more[1]}")
            hint = Bilingual("改成发生的那天；还没发生就删掉。", "write the day it happened, or remove it until then")
            place = engagement.place.source.value_at((*engagement.place.path, *path))
            yield diagnostic("future-date", place, message, hint)


def _happened(model: Engagement) -> Iterator[tuple[Path, date | None]]:
    for id, status in model.status.items():
        yield ("status", id, "on"), status.on
    for id, answer in model.facts.items():
        yield ("facts", id, "on"), answer.on


PATIENCE = timedelta(days=14)
"""Counted in days of the event's own place."""


def retrospective_missing(context: Context) -> Iterator[Diagnostic]:
    """Two weeks after an event its retrospective is held."""
    for engagement in context.library.engagements.values():
        event, now = engagement.model.event, context.now(engagement.model.event)
        if engagement.model.retrospective is not None or now is None:
            continue
        day = _day(event, event.end)
        if now.date() - day >= PATIENCE:
            message = Bilingual(
                f"活动已于 {day} 结束，还没有复盘", f"the event ended on {day} and has no retrospective"
            )
            hint = Bilingual(
                "补上 retrospective: {held: …, actual: …, improve: […]}。",
                "add retrospective: {held: …, actual: …, improve: […]}",
            )
            yield diagnostic("retrospective-missing", (engagement.place / "event" / "end").value, message, hint)
