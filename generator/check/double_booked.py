"""Nobody is in two places at once, over all engagements."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from generator.check.context import Context
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic, Position
from generator.library import Entry
from generator.model import Engagement
from generator.schedule import LEADS_ON_SITE, Booking, Calendar, Clock, double_booked


class Spot(NamedTuple):
    """Where a booking stands: ``at`` is where a fault is reported, ``value`` where another one's fault leads."""

    at: Position
    value: Position


Bookings = tuple[list[Booking[Spot]], list[Booking[Spot]]]
"""Of shifts, and of stays on site."""


def gather(context: Context) -> Bookings:
    """Every booking of a share of the engagements."""
    return list(_shifts(context)), list(_stays(context))


def judge(_: Context, gathered: Sequence[Bookings]) -> Iterator[Diagnostic]:
    for kind in (0, 1):
        bookings = sorted((one for share in gathered for one in share[kind]), key=lambda one: one.about.value.file)
        for first, second in double_booked(bookings):
            if first.about.value.file != second.about.value.file:
                yield _diagnostic(first, second)


def check(context: Context) -> Iterator[Diagnostic]:
    return judge(context, [gather(context)])


def _shifts(context: Context) -> Iterator[Booking[Spot]]:
    for engagement in context.library.engagements.values():
        now = context.now(engagement.model.event)
        for n, shift in enumerate(engagement.model.roster):
            if shift.from_ < shift.to and (now is None or shift.to > now):
                at = (engagement.place / "roster" / n / "who").value
                yield Booking(shift.who, shift.from_, shift.to, Spot(at, at))


def _stays(context: Context) -> Iterator[Booking[Spot]]:
    for engagement in context.library.engagements.values():
        stay, leads = engagement.model.onsite, engagement.model.team.get(LEADS_ON_SITE)
        if stay and leads:
            clock, now = _clock(engagement), context.now(engagement.model.event)
            begins, ends = clock.at(stay.arrive), clock.until(stay.leave)
            if begins < ends and (now is None or ends > now):
                place = engagement.place / "onsite"
                yield Booking(leads[0].name, begins, ends, Spot(place.key, place.value))


def _clock(engagement: Entry[Engagement]) -> Clock:
    """A clock for moments alone: working days play no part in them."""
    event = engagement.model.event
    return Clock(event.start, event.end, Calendar("CN", date.max), {})


def _diagnostic(first: Booking[Spot], second: Booking[Spot]) -> Diagnostic:
    other = first.about.value
    since, until = second.begins, min(first.ends, second.ends).astimezone(second.begins.tzinfo)
    span = f"{since:%m-%d %H:%M} … {until:%m-%d %H:%M}"
    message = Bilingual(
        f"{second.who} 在 {span} 还排在 {other.file}:{other.line}",
        f"{second.who} is also booked by {other.file}:{other.line}, {span}",
    )
    hint = Bilingual("换一个人，或错开时间。", "name somebody else, or move one of the two")
    return diagnostic("double-booked", second.about.at, message, hint, related=(other,))
