"""All engagements on one calendar: waves, on-site stays, tests, freezes, and what is due, as months and as a list of days."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from generator.diagnostics import Words
from generator.language.dates import short_day, weekday, zone
from generator.model.text import Text
from generator.pages.facets import facet
from generator.pages.item import SEVERITIES as CALLED
from generator.pages.live.frame import OVERVIEWS, EventRef, LivePage, Ways, World, event_ref, lead
from generator.tailor.checklist import Checklist
from generator.tailor.lines import Duty, FreezeWindow

AHEAD = timedelta(days=120)
DUES_AHEAD = timedelta(days=45)
"""Dues further away are on each sheet; here they would bury the rest."""
MONTHS = 4
SHOWN_DUES = 6
"""How many dues of a day stand open; the rest are one tap away."""
LISTED_DUES = 40
"""How many are listed at all, musts first; with hundreds of engagements the rest is on each sheet."""
CHIPS = 3
KINDS = ("wave", "start", "end", "onsite", "test", "freeze", "due")
SEVERITIES = ("must", "should", "may")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day. ``at`` is empty for a whole day; ``until`` is set where it lasts; ``severity`` of dues alone."""

    day: date
    order: tuple[int, str, str]
    kind: str
    label: str
    text: Text | Words | str
    ref: EventRef
    at: str = ""
    until: str = ""
    where: str = ""
    id: str = ""
    href: str = ""
    severity: str = ""
    owner: str = ""
    facets: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    anchor: str
    today: bool
    away: str
    entries: tuple[Entry, ...]
    dues: tuple[Entry, ...]
    more_dues: tuple[Entry, ...]
    unlisted: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month's grid; ``href`` leads to the list where that day has something. ``inside`` its own month."""

    day: date
    inside: bool
    today: bool
    past: bool
    href: str
    chips: tuple[Entry, ...]
    more: int
    musts: int
    dues: int


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    weeks: tuple[tuple[Cell, ...], ...]


def build(world: World) -> LivePage:
    uri = OVERVIEWS["calendar"]
    ways = Ways.at(world.site, uri)
    entries = sorted(
        (entry for one in world.alive for entry in _entries(one, ways)), key=lambda entry: (entry.day, entry.order)
    )
    days = tuple(_days(entries, world))
    months = tuple(_months({day.day: day for day in days}, world))
    return world.page(
        uri,
        "calendar",
        "calendar",
        days=days,
        months=months,
        weekdays=_weekdays(world),
        facets=_facets(entries, world),
        total=len(entries),
    )


def _entries(one: Checklist, ways: Ways) -> Iterator[Entry]:
    writer = _Writer(one, ways)
    last = one.today + AHEAD
    for wave in one.waves:
        if one.today.date() <= wave.peak.date() and wave.peak <= last:
            yield writer.moment("wave", wave.peak, wave.title, " ".join(wave.regions))
    if one.start.date() >= one.today.date() and one.start <= last:
        yield writer.moment("start", one.start, one.event)
    if one.end <= last:
        yield writer.moment("end", one.end, one.event)
    if one.onsite and one.onsite.leave >= one.today:
        yield writer.span(
            "onsite",
            one.onsite.arrive,
            one.onsite.leave,
            one.onsite.place,
            lead(one, "technical-service-manager") or "",
        )
    for test in one.tests:
        if test.verdict is None and test.on >= one.today.date():
            yield writer.day("test", test.on, test.note or "", test.id)
    for freeze in one.freeze:
        if freeze.ends >= one.today and freeze.begins <= last:
            yield writer.freeze(freeze)
    for duty in one.duties:
        if not duty.settled and one.today.date() <= duty.due.day <= (one.today + DUES_AHEAD).date():
            yield writer.due(duty)


class _Writer:
    """One engagement's entries."""

    def __init__(self, one: Checklist, ways: Ways) -> None:
        self.one, self.ways, self.ref = one, ways, event_ref(one, ways)
        self.words = ways.site.strings.live.kinds

    def moment(self, kind: str, at: datetime, text: Text, where: str = "") -> Entry:
        local = at.astimezone(self.one.zone)
        return self._entry(kind, local.date(), text, at=_hour(local), where=where, sort=f"{local:%H:%M}")

    def span(self, kind: str, begins: datetime, ends: datetime, text: Text, owner: str) -> Entry:
        begins, ends = begins.astimezone(self.one.zone), ends.astimezone(self.one.zone)
        day = max(begins.date(), self.one.today.date())
        return self._entry(
            kind, day, text, at=_hour(begins), until=self._until(ends), owner=owner, sort=f"{begins:%H:%M}"
        )

    def day(self, kind: str, day: date, text: Text | str, id: str) -> Entry:
        return self._entry(kind, day, text, id=id)

    def freeze(self, freeze: FreezeWindow) -> Entry:
        kind = Words("硬封网", "hard freeze") if freeze.hard else Words("软封网", "soft freeze")
        side = Words("客户侧", "customer's side") if freeze.customer_side else Words("我方", "our side")
        begins = freeze.begins.astimezone(self.one.zone)
        return self._entry(
            "freeze",
            max(begins.date(), self.one.today.date()),
            Words(f"{side.zh}{kind.zh}", f"{kind.en}, {side.en}"),
            until=self._until(freeze.ends.astimezone(self.one.zone)),
            sort=side.en,
        )

    def due(self, duty: Duty) -> Entry:
        moment = duty.due.instant.astimezone(self.one.zone) if duty.due.instant else None
        owner = duty.owner.people[0].name if duty.owner.people else self.ways.site.plain(duty.owner.title)
        return self._entry(
            "due",
            duty.due.day,
            duty.item.title,
            at=_hour(moment) if moment else "",
            id=duty.id,
            href=self.ways.item(duty.id),
            severity=duty.item.severity,
            owner=owner,
            sort=f"{SEVERITIES.index(duty.item.severity)}{moment or ''}",
        )

    def _entry(self, kind: str, day: date, text: Text | Words | str, *, sort: str = "", **more: str) -> Entry:
        severity = more.get("severity", "")
        facets = {"kind": kind, "event": self.one.id, "severity": severity or "-", "person": more.get("owner", "")}
        order = (KINDS.index(kind), sort, f"{self.one.id} {more.get('id', '')}")
        return Entry(day, order, kind, self.words[kind], text, self.ref, facets=facets, **more)

    def _until(self, ends: datetime) -> str:
        return f"{short_day(ends.date(), self.ways.site.lang)} {ends:%H:%M}"


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M} {zone(moment)}"


def _days(entries: list[Entry], world: World) -> Iterator[Day]:
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    for day, found in by_day.items():
        dues = tuple(entry for entry in found if entry.kind == "due")
        yield Day(
            day=day,
            anchor=f"d-{day.isoformat()}",
            today=day == world.day,
            away=_away((day - world.day).days, world),
            entries=tuple(entry for entry in found if entry.kind != "due"),
            dues=dues[:SHOWN_DUES],
            more_dues=dues[SHOWN_DUES:LISTED_DUES],
            unlisted=max(0, len(dues) - LISTED_DUES),
        )


def _away(days: int, world: World) -> str:
    words = world.site.strings.live.away
    return str(words.today if days <= 0 else words.tomorrow if days == 1 else words.later.format_map({"days": days}))


def _months(days: dict[date, Day], world: World) -> Iterator[Month]:
    if not days:
        return
    last = max((day.day for day in days.values()), default=world.day)
    year, month = world.day.year, world.day.month
    for _ in range(MONTHS):
        if (year, month) > (last.year, last.month):
            return
        weeks = Calendar().monthdatescalendar(year, month)
        title = world.site.strings.live.month.format_map({"year": year, "month": month, "padded": f"{month:02d}"})
        yield Month(title, tuple(tuple(_cell(day, month, days.get(day), world) for day in week) for week in weeks))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _cell(day: date, month: int, found: Day | None, world: World) -> Cell:
    inside = day.month == month
    # One chip an event and kind: a freeze of both sides is one thing to see.
    chips = tuple({(entry.kind, entry.ref.id): entry for entry in (found.entries if found and inside else ())}.values())
    dues = (*found.dues, *found.more_dues) if found and inside else ()
    unlisted = found.unlisted if found and inside else 0
    return Cell(
        day=day,
        inside=inside,
        today=day == world.day,
        past=day < world.day,
        href=f"#{found.anchor}" if found and inside else "",
        chips=chips[:CHIPS],
        more=max(0, len(chips) - CHIPS),
        musts=sum(entry.severity == "must" for entry in dues),
        dues=len(dues) + unlisted,
    )


def _weekdays(world: World) -> tuple[str, ...]:
    monday = date(2026, 11, 23)
    return tuple(weekday(monday + timedelta(days=number), world.site.lang) for number in range(7))


def _facets(entries: list[Entry], world: World) -> tuple[object, ...]:
    words = world.site.strings.live
    used = {entry.kind for entry in entries}
    names = sorted({entry.owner for entry in entries if entry.owner})
    plain = world.site.plain
    return (
        facet("kind", words.facets.kind, [(kind, words.kinds[kind]) for kind in KINDS if kind in used]),
        facet(
            "event",
            words.facets.event,
            [(entry.ref.id, f"{plain(entry.ref.customer)} · {plain(entry.ref.event)}") for entry in entries],
        ),
        facet(
            "severity",
            words.facets.severity,
            [(kind.value, called.of(world.site.lang)) for kind, called in CALLED.items()],
        ),
        facet("person", words.facets.person, [(name, name) for name in names]),
    )
