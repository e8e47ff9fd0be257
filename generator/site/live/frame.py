"""What the builders of live pages share: their addresses, their navigation, and how an engagement is named."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial

from generator.diagnostics import Bilingual, Lang
from generator.i18n import short_day
from generator.i18n.dates import zone
from generator.i18n.plain import line as plain_line
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.facets import facet
from generator.site.links import Links, Values, live_page
from generator.site.page import PageSource, View
from generator.site.search.entry import SearchEntry
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem


def groups(links: Links) -> tuple[tuple[str, dict[str, str]], ...]:
    """The navigation among live pages, in its two groups: whoever opens them has a role, or looks at the whole. Place → address."""
    named = (("today", TODAY), ("all", OVERVIEWS))
    return tuple((name, {place: links.to(uri) for place, uri in places.items()}) for name, places in named)


def overview(context: SiteContext, place: str, values: Values) -> PageSource:
    """A page over all engagements from the template called as its ``place``, by which ``live.pages`` of the strings names it."""
    uri = (TODAY | OVERVIEWS)[place]
    words = context.strings.live.pages[place]
    found = SearchEntry(uri, words.title, f"{words.name} {words.lead}")

    def whole(links: Links) -> Mapping[str, object]:
        framed = {"title": words.title, "lead": words.lead, "here": place, "as_of": context.today}
        return {**framed, "groups": groups(links), "ref": partial(event_ref, links=links), **values(links)}

    label, description = words.name, words.lead
    return live_page(context, uri, words.title, place, whole, label=label, description=description, found=lambda: found)


TODAY: dict[str, str] = {
    "account_manager": "today/account-manager.html",
    "architect": "today/architect.html",
    "service_manager": "today/technical-service-manager.html",
    "service_desk": "today/service-desk.html",
    "product_oncall": addresses.ONCALL,
}
"""The ten-second pages by their place in the navigation."""
OVERVIEWS: dict[str, str] = {
    "dashboard": "engagements.html",
    "calendar": "calendar.html",
    "conflicts": "conflicts.html",
    "outlook": "outlook.html",
    "lessons": addresses.LESSONS,
}


def event_ref(one: Checklist, links: Links) -> View:
    """An engagement as other pages name it."""
    return View(
        checklist=one,
        href=links.engagement(one.id),
        level=one.level.id if one.level else "",
        countdown=countdown(one),
        live=one.start <= one.today <= one.end,
    )


def event_facet(events: Iterable[Checklist], context: SiteContext) -> View:
    """The engagements that can be picked, by customer and event."""
    names = [(one.id, f"{context.plain(one.customer)} · {context.plain(one.event)}") for one in events]
    return facet("event", context.strings.field.event, names)


def countdown(one: Checklist) -> Bilingual:
    """How far away the event is, on the day the page was made."""
    if one.end < one.today:
        return Bilingual("已结束", "ended")
    if one.start <= one.today:
        return Bilingual("进行中", "live now")
    days = (one.start.date() - one.today.astimezone(one.zone).date()).days
    if days == 0:
        return Bilingual("今天", "today")
    return Bilingual(f"还有 {days} 天", f"in {days} day{'' if days == 1 else 's'}")


def span(begins: datetime, ends: datetime, lang: Lang) -> str:
    """``11-24 周二 04:00 → 14:15 (UTC+8)``; with the day of its end where that is another."""
    until = "" if ends.date() == begins.date() else f"{short_day(ends.date(), lang)} "
    return f"{short_day(begins.date(), lang)} {begins:%H:%M} → {until}{ends:%H:%M} ({zone(begins)})"


def state(one: Checklist) -> str:
    """``live``, ``coming`` or ``ended``."""
    return "ended" if one.end < one.today else "live" if one.start <= one.today else "coming"


def people(one: Checklist) -> Iterator[str]:
    """Everybody on our side who holds a role in the engagement."""
    yield from (person.name for role in one.team if not role.customer_side for person in role.people)


def holders(one: Checklist, role: str) -> tuple[str, ...]:
    """The names of those who hold a role."""
    return next((tuple(person.name for person in held.people) for held in one.team if held.id == role), ())


def lead(one: Checklist, role: str) -> str | None:
    """The name of whoever leads a role."""
    return next(iter(holders(one, role)), None)


def in_due_order(duties: Iterable[ChecklistItem], one: Checklist) -> list[ChecklistItem]:
    """Items of an engagement, what is due first standing first."""
    return sorted(duties, key=lambda duty: (duty.due.deadline(one.zone), duty.id))


def named(one: Checklist, context: SiteContext) -> str:
    """Customer and event as a line of plain text."""
    return f"{plain_line(one.customer, context.lang)} · {plain_line(one.event, context.lang)}"
