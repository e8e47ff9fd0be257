"""Days as people type them into a sheet: in any order of use, with or without a year, with or without an hour."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from generator.diagnostics import Bilingual
from generator.roundtrip.fields import Field
from generator.tailor import Checklist

_SEPARATOR = r"\s*[-/.年月]\s*"
_WEEKDAY = r"(?:\s*[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)?"
_CLOCK = (
    r"(?:[T\s]*(?P<hour>\d{1,2})(?:[:点时](?P<minute>\d{2})?分?)(?::\d{2}(?:\.\d+)?)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_MONTHS = {
    name: n
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAYS = tuple(
    re.compile(day + _WEEKDAY + _CLOCK, re.ASCII | re.IGNORECASE)
    for day in (
        rf"(?P<year>\d{{4}}){_SEPARATOR}(?P<month>\d{{1,2}}){_SEPARATOR}(?P<day>\d{{1,2}})\s*[日号]?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"(?P<month>\d{{1,2}}){_SEPARATOR}(?P<day>\d{{1,2}})\s*[日号]?",
        rf"(?P<day>\d{{1,2}})\s+{_NAME}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?",
    )
)
_RELATIVE = re.compile(
    r"[昨今明后前]天|下周|上周|本周|周[一二三四五六日]|yesterday|today|tomorrow|next|last", re.IGNORECASE
)
_RANGE = re.compile(r"\d[日号]?\s*(?:~|～|–|—|至|到|to|\s-+\s)\s*\d", re.IGNORECASE)
FIRST, LAST = 2000, 2199
EARLY, LATE = timedelta(days=30), timedelta(days=200)
"""How long before an event is opened, and after its end, a day still makes sense."""


@dataclass(frozen=True, slots=True)
class EventDays:
    """The days that an engagement is about, by which a year is guessed and a slip is noticed."""

    opened: date
    start: date
    end: date
    today: date
    zone: tzinfo

    @classmethod
    def of(cls, checklist: Checklist) -> "EventDays":
        zone = checklist.zone
        today = checklist.today.astimezone(zone).date()
        return cls(checklist.opened, checklist.start.date(), checklist.end.date(), today, zone)

    def doubt(self, field: Field, value: str) -> Bilingual | None:
        """What is asked about a day that was read without fault but is hardly meant; None where it makes sense."""
        day = date.fromisoformat(value[:10])
        if field is Field.ON and day > self.today:
            return Bilingual(
                f"{day} 还没到（今天 {self.today}）：写做完的那一天",
                f"{day} is yet to come (today is {self.today}); write the day on which it was done",
            )
        if not self.opened - EARLY <= day <= self.end + LATE:
            return Bilingual(
                f"{day} 离这场活动（{self.start}）太远，是不是年份写错了",
                f"{day} is far from this event ({self.start}); is it another year that is meant?",
            )
        return None


def read_day(text: str, field: Field, days: EventDays | None) -> str:
    """``2026-11-10``, or ``2026-11-10T18:00`` on the event's clock where ``text`` has an hour.

    Raises ``ValueError`` with a bilingual reason (``args[0]``) where it is no day, several, or one that moves with its reader.
    """
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            try:
                return _read(found.groupdict(), field, days)
            except ValueError:
                break
    raise ValueError(_reason(text, days))


def _read(parts: dict[str, str | None], field: Field, days: EventDays | None) -> str:
    month = _MONTHS[(parts.get("name") or "").casefold()] if parts.get("name") else int(parts["month"] or 0)
    number = int(parts["day"] or 0)
    year = parts.get("year")
    if year is None and days is None:
        raise ValueError
    day = date(int(year), month, number) if year else _nearest(month, number, field, days)
    if not FIRST <= day.year <= LAST:
        raise ValueError
    if parts["hour"] is None:
        if parts["zone"]:
            raise ValueError
        return day.isoformat()
    moment = datetime(day.year, day.month, day.day, int(parts["hour"]), int(parts["minute"] or 0))
    if parts["zone"] and days:
        zone = parts["zone"].replace("Z", "+00:00")
        moment = datetime.fromisoformat(moment.isoformat() + zone).astimezone(days.zone).replace(tzinfo=None)
    return moment.isoformat(timespec="minutes")


def _nearest(month: int, number: int, field: Field, days: EventDays | None) -> date:
    """The day of the year that is meant: what was done is past, what is due lies around the event."""
    assert days is not None
    near = days.today if field is Field.ON else days.start
    found = [
        date(year, month, number) for year in (near.year - 1, near.year, near.year + 1) if _exists(year, month, number)
    ]
    if field is Field.ON:
        found = [day for day in found if day <= days.today] or found
    if not found:
        raise ValueError
    return min(found, key=lambda day: abs(day - near))


def _exists(year: int, month: int, number: int) -> bool:
    try:
        date(year, month, number)
    except ValueError:
        return False
    return True


def _reason(text: str, days: EventDays | None) -> Bilingual:
    shown = text[:40]
    example = days.today.isoformat() if days else "2026-11-10"
    if _RANGE.search(text):
        return Bilingual(
            f"“{shown}” 是一段日子，写一个日期，如 {example}",
            f'"{shown}" is a span of days; write one date, such as {example}',
        )
    if _RELATIVE.search(text):
        return Bilingual(
            f"“{shown}” 要看是哪天写的，写成日期，如 {example}",
            f'"{shown}" depends on the day it was written; write a date, such as {example}',
        )
    return Bilingual(f"“{shown}” 不是日期，按 年-月-日 写", f'"{shown}" is no date; write it as year-month-day')
