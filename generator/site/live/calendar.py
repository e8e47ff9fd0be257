"""All engagements on one calendar: waves, on-site stays, tests, freezes, and what is due, as months and as a list of days."""

from calendar import Calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from generator.diagnostics import Bilingual
from generator.i18n.dates import short_day, weekday, zone
from generator.model.text import Text
from generator.site.context import SiteContext
from generator.site.facets import facet, joined, people_facet
from generator.site.links import Links
from generator.site.live.frame import event_facet, event_ref, lead
from generator.site.page import View
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, FreezeWindow

MONTHS = 4
SHOWN_DUES = 6
"""How many dues of a day stand open; the rest are one tap away."""
LISTED_DUES = 40
"""How many are listed at all, musts first; with hundreds of engagements the rest is on each sheet."""
CHIPS = 3


def values(links: Links) -> dict[str, object]:
    context = links.context
    entries = sorted(
        (entry for one in context.alive for entry in calendar_entries(one, links)),
        key=lambda entry: (entry.day, entry.order),
    )
    days = tuple(_days(entries, context))
    months = tuple(_months({day.day: day for day in days}, context))
    return {
        "days": days,
        "months": months,
        "weekdays": [weekday(date(2026, 11, 23) + timedelta(days=number), context.lang) for number in range(7)],
        "facets": _facets(entries, context),
        "total": len(entries),
    }


def _days(entries: list[View], context: SiteContext) -> Iterator[View]:
    for day, own in groupby(entries, key=lambda entry: entry.day):
        found = list(own)
        dues = tuple(entry for entry in found if entry.kind == "due")
        yield View(
            day=day,
            anchor=f"d-{day.isoformat()}",
            today=day == context.day,
            away=_away((day - context.day).days, context),
            entries=tuple(entry for entry in found if entry.kind != "due"),
            dues=dues[:SHOWN_DUES],
            more_dues=dues[SHOWN_DUES:LISTED_DUES],
            unlisted=max(0, len(dues) - LISTED_DUES),
        )


def _away(days: int, context: SiteContext) -> str:
    words = context.strings.live.away
    return str(words.today if days <= 0 else words.tomorrow if days == 1 else words.later.format_map({"days": days}))


def _months(days: dict[date, View], context: SiteContext) -> Iterator[View]:
    if not days:
        return
    last = max((day.day for day in days.values()), default=context.day)
    year, month = context.day.year, context.day.month
    for _ in range(MONTHS):
        if (year, month) > (last.year, last.month):
            return
        weeks = Calendar().monthdatescalendar(year, month)
        title = context.strings.live.month.format_map({"year": year, "month": month, "padded": f"{month:02d}"})
        grid = [[_cell(day, month, days.get(day), context) for day in week] for week in weeks]
        yield View(title=title, weeks=grid)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _cell(day: date, month: int, found: View | None, context: SiteContext) -> View:
    """A day of a month's grid; ``href`` leads to the list where that day has something. ``inside`` its own month."""
    inside = day.month == month
    found = found if inside else None
    # One chip an event and kind: a freeze of both sides is one thing to see.
    chips = tuple({(one.kind, one.ref.checklist.id): one for one in (found.entries if found else ())}.values())
    dues = (*found.dues, *found.more_dues) if found else ()
    return View(
        day=day,
        inside=inside,
        today=day == context.day,
        past=day < context.day,
        href=f"#{found.anchor}" if found else "",
        chips=chips[:CHIPS],
        more=max(0, len(chips) - CHIPS),
        musts=sum(entry.severity == "must" for entry in dues),
        dues=len(dues) + (found.unlisted if found else 0),
    )


def _facets(entries: list[View], context: SiteContext) -> tuple[object, ...]:
    words, f = context.strings.live, context.strings.field
    kinds = f.plain | words.kinds.plain
    used = {entry.kind for entry in entries}
    return (
        facet("kind", f.kind, [(kind, kinds[kind]) for kind in KINDS if kind in used]),
        event_facet((entry.ref.checklist for entry in entries), context),
        facet("severity", f.severity, context.strings.value.severity.plain.items()),
        people_facet("person", words.facets.person, (entry.owner for entry in entries)),
    )


AHEAD = timedelta(days=120)
DUES_AHEAD = timedelta(days=45)
"""Dues further away are on each sheet; here they would bury the rest."""
KINDS = ("wave", "start", "end", "onsite", "test", "freeze", "due")
SEVERITIES = ("must", "should", "may")


def calendar_entries(one: Checklist, links: Links) -> Iterator[View]:
    writer = _EntryWriter(one, links)
    last = one.today + AHEAD
    for wave in one.waves:
        if one.today.date() <= wave.peak.date() and wave.peak <= last:
            yield writer.moment("wave", wave.peak, wave.title, " ".join(wave.regions))
    if one.start.date() >= one.today.date() and one.start <= last:
        yield writer.moment("start", one.start, one.event)
    if one.end <= last:
        yield writer.moment("end", one.end, one.event)
    if one.onsite and one.onsite.leave >= one.today:
        owner = lead(one, "technical-service-manager") or ""
        yield writer.span("onsite", one.onsite.arrive, one.onsite.leave, one.onsite.place, owner)
    for test in one.tests:
        if test.verdict is None and test.on >= one.today.date():
            yield writer.entry("test", test.on, test.note or "", id=test.id)
    for freeze in one.freeze:
        if freeze.ends >= one.today and freeze.begins <= last:
            yield writer.freeze(freeze)
    for duty in one.duties:
        if not duty.settled and one.today.date() <= duty.due.day <= (one.today + DUES_AHEAD).date():
            yield writer.due(duty)


class _EntryWriter:
    """One engagement's entries."""

    def __init__(self, one: Checklist, links: Links) -> None:
        self.one, self.links, self.ref = one, links, event_ref(one, links)
        strings = links.context.strings
        self.words = strings.field.plain | strings.live.kinds.plain

    def moment(self, kind: str, at: datetime, text: Text, where: str = "") -> View:
        local = at.astimezone(self.one.zone)
        return self.entry(kind, local.date(), text, f"{local:%H:%M}", at=_hour(local), where=where)

    def span(self, kind: str, begins: datetime, ends: datetime, text: Text, owner: str) -> View:
        begins, ends = begins.astimezone(self.one.zone), ends.astimezone(self.one.zone)
        day = max(begins.date(), self.one.today.date())
        return self.entry(kind, day, text, f"{begins:%H:%M}", at=_hour(begins), until=self._until(ends), owner=owner)

    def freeze(self, freeze: FreezeWindow) -> View:
        kind = Bilingual("硬封网", "hard freeze") if freeze.kind == "hard" else Bilingual("软封网", "soft freeze")
        side = Bilingual("客户侧", "customer's side") if freeze.side == "customer" else Bilingual("我方", "our side")
        day = max(freeze.begins.astimezone(self.one.zone).date(), self.one.today.date())
        words = Bilingual(f"{side.zh}{kind.zh}", f"{kind.en}, {side.en}")
        return self.entry("freeze", day, words, side.en, until=self._until(freeze.ends.astimezone(self.one.zone)))

    def due(self, duty: ChecklistItem) -> View:
        moment = duty.due.instant.astimezone(self.one.zone) if duty.due.instant else None
        owner = duty.owner.people[0].name if duty.owner.people else self.links.context.plain(duty.owner.title)
        return self.entry(
            "due",
            duty.due.day,
            duty.item.title,
            f"{SEVERITIES.index(duty.item.severity)}{moment or ''}",
            at=_hour(moment) if moment else "",
            id=duty.id,
            href=self.links.item(duty.id).href,
            severity=duty.item.severity,
            owner=owner,
        )

    def entry(self, kind: str, day: date, text: Text | Bilingual | str, sort: str = "", **more: str) -> View:
        """One line of a day. ``at`` is empty for a whole day; ``until`` is set where it lasts; ``severity`` of dues alone."""
        own = dict.fromkeys(("at", "until", "where", "id", "href", "severity", "owner"), "") | more
        return View(
            day=day,
            order=(KINDS.index(kind), sort, f"{self.one.id} {own['id']}"),
            kind=kind,
            label=self.words[kind],
            text=text,
            ref=self.ref,
            facets={
                "kind": kind,
                "event": self.one.id,
                "severity": own["severity"] or "-",
                "person": joined((own["owner"],)),
            },
            **own,
        )

    def _until(self, ends: datetime) -> str:
        return f"{short_day(ends.date(), self.links.context.lang)} {ends:%H:%M}"


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M} {zone(moment)}"
