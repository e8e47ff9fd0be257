"""iCalendar (RFC 5545): dues as whole days with reminders; waves, freezes, stays and shifts as timed entries.

A second import updates what the first one made: an entry's UID names its item and engagement and nothing else, SEQUENCE rises
day by day. A finished item keeps its entry, marked and without reminders; a waived one is cancelled. An item that has left the
list is not cancelled, because a calendar that never had it would only be told of it.

Programs find ``X-PLAYBOOK-KIND`` (event, wave, freeze, onsite, shift, item, patrol, risk), ``X-PLAYBOOK-ENGAGEMENT`` and, of
items, patrols and risks, ``X-PLAYBOOK-ID`` and ``X-PLAYBOOK-OWNER`` (a role's id), of items and risks ``X-PLAYBOOK-STATE``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, vText

from generator.language.plain import line
from generator.render.entries import Entry, entries
from generator.render.sheet import Sheet

HOST = "assurance-playbook"
EPOCH = date(2020, 1, 1)
_LONGEST = 74


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
    calendar = Calendar()
    lang = sheets[0].kit.lang.upper() if sheets else "ZH"
    calendar.add("prodid", f"-//{HOST}//playbook//{lang}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, vText(name))
    for sheet in sheets:
        c = sheet.checklist
        calendar.add("x-playbook-fingerprint", vText(c.fingerprint))
        for entry in entries(sheet):
            if days is None or _near(entry, c.today.date(), timedelta(days=days)):
                calendar.add_component(_event(entry, sheet))
    return b"".join(folded(line.encode("utf-8")) + b"\r\n" for line in calendar.content_lines() if line)


def folded(line: bytes) -> bytes:
    """A line as the standard wants it, no longer than 75 octets: what icalendar makes of it, which looks at every letter."""
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


def _near(entry: Entry, today: date, within: timedelta) -> bool:
    begins, ends = (
        moment.date() if isinstance(moment, datetime) else moment
        for moment in (entry.begins, entry.ends or entry.begins)
    )
    return begins <= today + within and (entry.open if entry.kind in ("item", "risk") else ends >= today)


def _event(entry: Entry, sheet: Sheet) -> Event:
    c = sheet.checklist
    today = c.today.date()
    event = Event()
    event.add("uid", f"{entry.key}.{c.id}@{HOST}")
    event.add("dtstamp", datetime.combine(today, time.min, UTC))
    event.add("sequence", max(0, (today - EPOCH).days))
    event.add("dtstart", _moment(entry.begins))
    if entry.ends:
        event.add("dtend", _moment(entry.ends))
    event.add("summary", entry.summary)
    event.add("description", "\n".join(entry.notes))
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.priority:
        event.add("priority", entry.priority)
    if entry.place:
        event.add("location", entry.place)
    if sheet.address:
        event.add("url", line(sheet.address, sheet.kit.lang))
    for key, value in (("kind", entry.kind), ("engagement", c.id), *entry.marks):
        event.add(f"x-playbook-{key}", vText(value))
    for before in entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event


def _moment(moment: date | datetime) -> date | datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
