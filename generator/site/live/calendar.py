"""All engagements on one calendar: waves, on-site stays, tests, freezes, and what is due, as months and as a list of days."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from datetime import date, timedelta

from generator.i18n.dates import weekday
from generator.site.context import SiteContext
from generator.site.facets import facet, people_facet
from generator.site.links import Links
from generator.site.live.calendar_entries import KINDS, calendar_entries
from generator.site.live.frame import event_facet
from generator.site.page import View

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
    by_day: dict[date, list[View]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    for day, found in by_day.items():
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
    words = context.strings.live
    used = {entry.kind for entry in entries}
    return (
        facet("kind", words.facets.kind, [(kind, words.kinds[kind]) for kind in KINDS if kind in used]),
        event_facet((entry.ref.checklist for entry in entries), context),
        facet("severity", words.facets.severity, context.strings.value.severity.plain.items()),
        people_facet("person", words.facets.person, (entry.owner for entry in entries)),
    )
