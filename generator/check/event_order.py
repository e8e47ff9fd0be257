"""The moments of an engagement stand in the order in which they must come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry, Place
from generator.model import Engagement
from generator.model.engagement import Event
from generator.model.offset import Offset

CODE = "event-order"
MANUAL = Manual(
    CODE,
    Words("时间先后不对", "Moments out of order"),
    Words(
        "活动的开始早于结束，波次峰值不晚于结束，班次的 from 早于 to，到场早于离场，立项 opened 不晚于活动结束，复盘 held 不早于活动结束。多半是写错了日期或时区。",
        "An event starts before it ends; a wave peaks no later than its end; a shift's from comes before its to; people arrive before they leave; opened is no "
        "later and a retrospective no earlier than the event's end. Usually a slip in a date or an offset.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    for engagement in context.library.engagements.values():
        event = engagement.model.event
        if event.start < event.end:
            yield from _waves(engagement)
            yield from _stay(engagement)
            yield from _frame(engagement)
        else:  # What else is out of order may follow from it.
            message = Words("活动的结束不晚于开始", "the event does not end after its start")
            yield _diagnostic(engagement.place / "event" / "end", message)
        yield from _shifts(engagement)


def _waves(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    event = engagement.model.event
    for name, wave in event.waves.items():
        if wave.peak > event.end:
            message = Words(f"波次 {name} 的峰值在活动结束之后", f"the wave {name} peaks after the event's end")
            yield _diagnostic(engagement.place / "event" / "waves" / name / "peak", message)


def _shifts(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    for n, shift in enumerate(engagement.model.roster):
        if shift.to <= shift.from_:
            message = Words(
                f"{shift.who} 的班次：结束不晚于开始", f"the shift of {shift.who} does not end after it begins"
            )
            yield _diagnostic(engagement.place / "roster" / n / "to", message)


def _stay(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    stay = engagement.model.onsite
    if stay and _leaves_too_early(engagement.model.event, stay.arrive, stay.leave):
        message = Words("离场不晚于到场", "people do not leave after they arrive")
        yield _diagnostic(engagement.place / "onsite" / "leave", message)


def _frame(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    model, place = engagement.model, engagement.place
    last = _day(model.event, model.event.end)
    if model.opened > last:
        yield _diagnostic(place / "opened", Words("opened 在活动结束之后", "opened is later than the event's end"))
    if model.retrospective and model.retrospective.held < last:
        message = Words("复盘在活动结束之前", "the retrospective is earlier than the event's end")
        yield _diagnostic(place / "retrospective" / "held", message)


def _diagnostic(place: Place, message: Words) -> Diagnostic:
    return Diagnostic(CODE, place.value, message, Words("核对日期和时区。", "look at the dates and offsets"))


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
