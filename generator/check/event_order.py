"""The moments of an engagement stand in the order in which they must come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry
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
        yield from _event(engagement)
        yield from _people(engagement)
        yield from _frame(engagement)


def _event(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    event, place = engagement.model.event, engagement.place / "event"
    if event.end <= event.start:
        message = Words("活动的结束不晚于开始", "the event does not end after its start")
        yield Diagnostic(
            CODE, (place / "end").value, message, Words("核对日期和时区。", "look at the dates and offsets")
        )
        return
    for name, wave in event.waves.items():
        if wave.peak > event.end:
            message = Words(f"波次 {name} 的峰值在活动结束之后", f"the wave {name} peaks after the event's end")
            yield Diagnostic(CODE, (place / "waves" / name / "peak").value, message)


def _people(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    model, place = engagement.model, engagement.place
    for n, shift in enumerate(model.roster):
        if shift.to <= shift.from_:
            message = Words(
                f"{shift.who} 的班次：结束不晚于开始", f"the shift of {shift.who} does not end after it begins"
            )
            yield Diagnostic(CODE, (place / "roster" / n / "to").value, message)
    if model.onsite and _leaves_too_early(model.event, model.onsite.arrive, model.onsite.leave):
        message = Words("离场不晚于到场", "people do not leave after they arrive")
        yield Diagnostic(CODE, (place / "onsite" / "leave").value, message)


def _frame(engagement: Entry[Engagement]) -> Iterator[Diagnostic]:
    model, place = engagement.model, engagement.place
    last = _day(model.event, model.event.end)
    if model.opened > last:
        message = Words("opened 在活动结束之后", "opened is later than the event's end")
        yield Diagnostic(CODE, (place / "opened").value, message)
    if model.retrospective and model.retrospective.held < last:
        message = Words("复盘在活动结束之前", "the retrospective is earlier than the event's end")
        yield Diagnostic(CODE, (place / "retrospective" / "held").value, message)


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
