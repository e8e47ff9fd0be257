"""What the builders of live pages share: the links of one page, its navigation, and rows that a reader can filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from generator.diagnostics import Lang, Words
from generator.language import short_day
from generator.language.dates import zone
from generator.language.plain import line as plain_line
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.shell import prefix_of
from generator.pages.site import Links, Site
from generator.tailor.checklist import Checklist


@dataclass(frozen=True, slots=True)
class LivePage:
    """One page that depends on engagements. ``uri`` and ``other`` are as ``Shell.fill`` takes them; ``lead`` is what search finds and the page's description."""

    uri: str
    title: str
    lead: str
    content: str
    other: str


@dataclass(frozen=True)
class World:
    """All that live pages are made of: the site with its HTML templates, and the day that they are made for."""

    site: Site
    today: date | datetime

    @property
    def day(self) -> date:
        return self.today.date() if isinstance(self.today, datetime) else self.today

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        return self.site.checklists

    @property
    def alive(self) -> tuple[Checklist, ...]:
        """The engagements that are not over, by their start."""
        return tuple(
            sorted((one for one in self.checklists if one.end >= one.today), key=lambda one: (one.start, one.id))
        )

    def products(self, one: Checklist) -> frozenset[str] | None:
        """What the engagement uses, None where its file does not say."""
        named = self.site.library.engagements[one.id].model.products
        return None if named is None else frozenset(named)

    def page(self, uri: str, place: str, template: str, **values: object) -> LivePage:
        """The page at ``uri`` in the language's root; ``place`` names it in the navigation and in ``live.pages``."""
        words = self.site.strings.live.pages[place]
        ways = Ways.at(self.site, uri)
        content = self.site.templates.get_template(f"{template}.html.j2").render(
            title=words.title, lead=words.lead, here=place, groups=groups(ways), as_of=self.today, world=self, **values
        )
        other = f"{addresses.to_root(uri)}../{self.site.other_lang}/{uri}"
        return LivePage(uri, words.title, words.lead, content, other)


@dataclass(frozen=True)
class Ways(Links):
    """Links from a page that may stand outside of its language's root."""

    prefix: str

    @classmethod
    def at(cls, site: Site, uri: str) -> Ways:
        return cls(site, uri, prefix_of(uri, site.lang))

    def to(self, target: str, fragment: str = "") -> str:
        stem = target.removesuffix(".md").removesuffix(".html")
        return f"{self.prefix}{stem}.html" + (f"#{fragment}" if fragment else "")

    def engagement(self, id: str) -> str:
        return self.prefix + self.site.options.engagements_base + addresses.engagement(id, self.site.lang)

    def item(self, id: str) -> str:
        """The item in its playbook; empty where it is an engagement's own."""
        return self.spot(id).href


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry of the navigation among live pages."""

    place: str
    title: str
    href: str


def groups(ways: Ways) -> tuple[tuple[str, tuple[Stop, ...]], ...]:
    """The navigation among live pages, in its two groups: whoever opens them has a role, or looks at the whole."""
    words = ways.site.strings.live
    return tuple(
        (words.groups[name], tuple(Stop(place, words.pages[place].name, ways.to(uri)) for place, uri in places.items()))
        for name, places in (("today", TODAY), ("all", OVERVIEWS))
    )


TODAY: Mapping[str, str] = {
    "account_manager": "today/account-manager.html",
    "architect": "today/architect.html",
    "service_manager": "today/technical-service-manager.html",
    "service_desk": "today/service-desk.html",
    "product_oncall": addresses.ONCALL,
}
"""The ten-second pages by their place in the navigation."""
OVERVIEWS: Mapping[str, str] = {
    "dashboard": "engagements.html",
    "calendar": "calendar.html",
    "conflicts": "conflicts.html",
    "outlook": "outlook.html",
    "lessons": addresses.LESSONS,
}


@dataclass(frozen=True, slots=True)
class EventRef:
    """An engagement as other pages name it."""

    id: str
    customer: Text
    event: Text
    href: str
    level: str
    verdict: str
    countdown: Words
    live: bool


def event_ref(one: Checklist, ways: Ways) -> EventRef:
    return EventRef(
        id=one.id,
        customer=one.customer,
        event=one.event,
        href=ways.engagement(one.id),
        level=one.level.id if one.level else "",
        verdict=one.readiness.verdict,
        countdown=countdown(one),
        live=one.start <= one.today <= one.end,
    )


def countdown(one: Checklist) -> Words:
    """How far away the event is, on the day the page was made."""
    if one.end < one.today:
        return Words("已结束", "ended")
    if one.start <= one.today:
        return Words("进行中", "live now")
    days = (one.start.date() - one.today.astimezone(one.zone).date()).days
    if days == 0:
        return Words("今天", "today")
    return Words(f"还有 {days} 天", f"in {days} day{'' if days == 1 else 's'}")


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


def lead(one: Checklist, role: str) -> str | None:
    """The name of whoever leads a role."""
    return next((held.people[0].name for held in one.team if held.id == role and held.people), None)


def named(one: Checklist, site: Site) -> str:
    """Customer and event as a line of plain text."""
    return f"{plain_line(one.customer, site.lang)} · {plain_line(one.event, site.lang)}"
