"""Offsets → dates and instants: working days, the shift off holidays, when a due counts as overdue, and who is booked twice.

Days are judged in the event's own offset from UTC, which is its start's: a T-2 is the same day for everybody.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any, Generic, TypeVar

from generator.grouping import grouped
from generator.model.offset import Offset
from generator.model.shared import CalendarSource

About = TypeVar("About")
SHIFT_BEFORE_DAYS = 7
"""Only what is due earlier than T-7 moves off a holiday: in the last week the team works through."""
LEADS_ON_SITE = "technical-service-manager"
"""Whose lead goes on site where the file does not say who does."""


@lru_cache(maxsize=16)
def _country(base: str) -> Any:
    # holidays knows 调休, the working Saturdays that pay for a long holiday, and takes a while to import.
    import holidays

    return holidays.country_holidays(base)


@lru_cache(maxsize=5_000)
def _works(base: str, day: date) -> bool:
    # A season's engagements ask for the same few hundred days, thousands of times.
    return bool(_country(base).is_working_day(day))


_KNOWN = frozenset({"CN", "HK", "ID", "JP", "KR", "MO", "MY", "PH", "SG", "TH", "TW", "US", "VN"})
"""Countries that the package is sure to have, so that a check need not import it to say so."""


def known_country(base: str) -> bool:
    """Whether the holidays package has this country's calendar."""
    if base in _KNOWN:
        return True
    try:
        _country(base)
    except NotImplementedError:
        return False
    return True


@dataclass(frozen=True)
class Calendar:
    """Working days of one country, corrected by the tree's own calendars.yaml."""

    base: str
    confirmed_through: date
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, source: CalendarSource) -> "Calendar":
        """The same one for the same source, so that what was worked out for one event is there for the next."""
        return cls(source.base, source.confirmed_through, frozenset(source.off), frozenset(source.working))

    def is_working_day(self, day: date) -> bool:
        if day in self.working:
            return True
        return day not in self.off and _works(self.base, day)

    @lru_cache(maxsize=5_000)  # noqa: B019 (there are as many calendars as the tree has)
    def working_day_on_or_before(self, day: date) -> date:
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which itself does not count."""
        for _ in range(count):
            day += timedelta(days=1)
            while not self.is_working_day(day):
                day += timedelta(days=1)
        return day

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of ``day`` are not yet published."""
        return day > self.confirmed_through


@dataclass(frozen=True, slots=True)
class Due:
    """When an item is due: by the end of ``day``, or at ``instant`` (then ``day`` is the instant's day).

    ``moved_from`` is the day off that it was moved from; ``provisional`` says the holidays around it may still change.
    """

    day: date
    instant: datetime | None = None
    moved_from: date | None = None
    provisional: bool = False

    def deadline(self, zone: tzinfo) -> datetime:
        """The last instant that is still in time."""
        return self.instant or datetime.combine(self.day, time.max, zone)

    def is_past(self, now: datetime, zone: tzinfo) -> bool:
        """Whether it is overdue: a day the next day, an instant once passed."""
        return now > self.instant if self.instant else now.astimezone(zone).date() > self.day


@dataclass(frozen=True)
class Clock:
    """One event's frame of reference: its start and end, its waves' peaks and its calendar."""

    start: datetime
    end: datetime
    calendar: Calendar
    peaks: Mapping[str, datetime]

    @property
    def zone(self) -> tzinfo:
        return self.start.tzinfo or UTC

    def anchor(self, offset: Offset, wave: str | None = None) -> datetime:
        """The instant that an offset counts from: the end for E, the wave's peak or the start for T."""
        return self._end if offset.anchor == "E" else self._peak(wave)

    def _peak(self, wave: str | None) -> datetime:
        return self._peaks.get(wave or "", self.start)

    @cached_property
    def _peaks(self) -> dict[str, datetime]:
        return {wave: peak.astimezone(self.zone) for wave, peak in self.peaks.items()}

    @cached_property
    def _end(self) -> datetime:
        return self.end.astimezone(self.zone)

    def at(self, offset: Offset, wave: str | None = None) -> datetime:
        """The instant of an offset; of a day offset, the beginning of that day."""
        if offset.is_day:
            return datetime.combine(self.day(offset, wave), time.min, self.zone)
        return self.anchor(offset, wave) + timedelta(minutes=offset.minutes)

    def until(self, offset: Offset, wave: str | None = None) -> datetime:
        """The last instant of an offset: of a day offset, the end of that day."""
        return Due(self.day(offset, wave)).deadline(self.zone) if offset.is_day else self.at(offset, wave)

    def day(self, offset: Offset, wave: str | None = None) -> date:
        if offset.is_day:
            return self.anchor(offset, wave).date() + timedelta(days=offset.amount)
        return self.at(offset, wave).date()

    def due(self, offset: Offset, wave: str | None = None, *, shift: bool = True) -> Due:
        """The due of an offset. ``shift`` false keeps a hand-moved due where it was put."""
        if not offset.is_day:
            instant = self.at(offset, wave)
            return Due(instant.date(), instant)
        day = self.day(offset, wave)
        first_worked_through = self._peak(wave).date() - timedelta(days=SHIFT_BEFORE_DAYS)
        kept = self.calendar.working_day_on_or_before(day) if shift and day < first_worked_through else day
        return self.on(kept, moved_from=day if kept != day else None)

    def on(self, day: date, moved_from: date | None = None) -> Due:
        """A due on a given day."""
        return Due(day, None, moved_from, self.calendar.is_provisional(moved_from or day))


def day_of(moment: date | datetime) -> date:
    """The day of a date or an instant, wherever that is."""
    return moment.date() if isinstance(moment, datetime) else moment


def today_in(today: date | datetime, zone: tzinfo) -> datetime:
    """``--today`` as an instant: a date is 00:00 in the event's own offset."""
    if isinstance(today, datetime):
        return today.astimezone(zone)
    return datetime.combine(today, time.min, zone)


@dataclass(frozen=True, slots=True)
class Booking(Generic[About]):
    """Somebody's time from ``begins`` until just before ``ends``, and what it is given to."""

    who: str
    begins: datetime
    ends: datetime
    about: About


def double_booked(bookings: Iterable[Booking[About]]) -> Iterator[tuple[Booking[About], Booking[About]]]:
    """Every two bookings of one person that overlap, the earlier first. A person is a name; its width and blanks do not count."""
    people = grouped((" ".join(unicodedata.normalize("NFKC", one.who).split()), one) for one in bookings)
    for own in people.values():
        own.sort(key=lambda booking: (booking.begins, booking.ends))
        for place, first in enumerate(own):
            yield from ((first, second) for second in takewhile(_before(first), own[place + 1 :]))


def _before(first: Booking[Any]) -> Callable[[Booking[Any]], bool]:
    return lambda second: second.begins < first.ends
