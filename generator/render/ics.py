"""iCalendar (RFC 5545): dues as whole days with reminders; waves, freezes, stays and shifts as timed events.

A second import updates what the first one made: an event's UID names its item and engagement and nothing else, SEQUENCE rises
day by day. A finished item keeps its event, marked and without reminders; a waived one is cancelled. An item that has left the
list is not cancelled, because a calendar that never had it would only be told of it.

Programs find ``X-PLAYBOOK-KIND`` (event, wave, freeze, onsite, shift, item, patrol, risk), ``X-PLAYBOOK-ENGAGEMENT`` and, of
items, patrols and risks, ``X-PLAYBOOK-ID`` and ``X-PLAYBOOK-OWNER`` (a role's id), of items and risks ``X-PLAYBOOK-STATE``.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from generator.i18n.plain import line
from generator.render.calendar_events import CalendarEvent, calendar_events
from generator.render.sheet import Sheet
from generator.schedule import day_of

HOST = "assurance-playbook"
EPOCH = date(2020, 1, 1)
_LONGEST = 74
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def render(sheet: Sheet) -> bytes:
    """One engagement's calendar, or one role's."""
    c, words, lang = sheet.checklist, sheet.kit.strings, sheet.kit.lang
    name = [line(c.customer, lang), line(c.event, lang), words.calendar.title]
    name += [line(sheet.role.title, lang)] if sheet.role else []
    name += [words.sheet.customer_copy] if sheet.for_customer else []
    return merged([sheet], " · ".join(name))


def merged(sheets: Iterable[Sheet], name: str, days: int | None = None) -> bytes:
    """Several engagements in one calendar; with ``days``, what is open and due, or takes place, by that many days from today."""
    sheets = tuple(sheets)
    lang = sheets[0].kit.lang.upper() if sheets else "ZH"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{HOST}//playbook//{lang}", "METHOD:PUBLISH"]
    lines += [f"{key}:{_text(name)}" for key in ("NAME", "X-WR-CALNAME")]
    lines += [f"X-PLAYBOOK-FINGERPRINT:{_text(sheet.checklist.fingerprint)}" for sheet in sheets]
    for sheet in sheets:
        for event in calendar_events(sheet):
            if days is None or _near(event, sheet.checklist.today.date(), timedelta(days=days)):
                lines += _lines(event, sheet)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line.encode("utf-8")) + b"\r\n" for line in lines)


def folded(line: bytes) -> bytes:
    """A line as the standard wants it, no longer than 75 octets."""
    pieces, begin = [], 0
    while len(line) - begin > _LONGEST:
        end = begin + _LONGEST
        # Neither within a letter nor behind what escapes the next one.
        while line[end] & 0xC0 == 0x80:
            end -= 1
        if line[end - 1] in b"\\^" and end - 1 > begin:
            end -= 1
        pieces.append(line[begin:end])
        begin = end
    return b"\r\n ".join([*pieces, line[begin:]])


def _near(event: CalendarEvent, today: date, within: timedelta) -> bool:
    begins, ends = day_of(event.begins), day_of(event.ends or event.begins)
    return begins <= today + within and (event.open if event.kind in ("item", "risk") else ends >= today)


def _lines(event: CalendarEvent, sheet: Sheet) -> Iterator[str]:
    c, today, summary = sheet.checklist, sheet.checklist.today.date(), _text(event.summary)
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{summary}"
    yield f"DTSTART{_moment(event.begins)}"
    if event.ends:
        yield f"DTEND{_moment(event.ends)}"
    yield f"DTSTAMP{_moment(datetime.combine(today, time.min, UTC))}"
    yield f"UID:{_text(f'{event.key}.{c.id}@{HOST}')}"
    yield f"SEQUENCE:{max(0, (today - EPOCH).days)}"
    yield f"DESCRIPTION:{_text(chr(10).join(event.notes))}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.priority:
        yield f"PRIORITY:{event.priority}"
    yield f"STATUS:{event.status}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    if sheet.address:
        yield f"URL:{line(sheet.address, sheet.kit.lang)}"
    for key, value in sorted((("engagement", c.id), ("kind", event.kind), *event.marks)):
        yield f"X-PLAYBOOK-{key.upper()}:{_text(value)}"
    for before in event.alarms:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}")
        yield from (f"TRIGGER:{_duration(before)}", "END:VALARM")
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A text as RFC 5545 escapes it (3.3.11); whatever ends a line elsewhere has become a space in ``i18n.plain``."""
    return value.translate(_ESCAPED)


def _moment(moment: date | datetime) -> str:
    """What follows the name of a property: a day, or an instant in UTC."""
    if isinstance(moment, datetime):
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _duration(before: timedelta) -> str:
    minutes, seconds = divmod(int(abs(before).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    # Seconds may follow hours only behind minutes, be they none (3.3.6).
    parts = ((hours, "H", hours), (minutes, "M", minutes or (hours and seconds)), (seconds, "S", seconds))
    clock = "".join(f"{count}{unit}" for count, unit, wanted in parts if wanted)
    day = f"{days}D" if days or not clock else ""
    return f"{'-' if before < timedelta() else ''}P{day}{'T' * bool(clock)}{clock}"
