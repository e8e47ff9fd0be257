"""The pages people open first: home, and the table of all engagements. And the manual's list of codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from generator.diagnostics import Words
from generator.library import Entry, plans, playbook_items
from generator.model.playbook import Playbook
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site
from generator.tailor.checklist import Checklist
from generator.tailor.lines import Duty

DOORS = (
    "account-manager",
    "architect",
    "technical-service-manager",
    "online-architect",
    "service-desk",
    "product-oncall",
)
"""The roles that the home page greets; the customer's and the directors' are found under roles."""


@dataclass(frozen=True, slots=True)
class EngagementLine:
    checklist: Checklist
    href: str
    playbook: Link
    when: Words
    live: bool
    ended: bool
    next: Duty | None


@dataclass(frozen=True, slots=True)
class PlaybookCard:
    playbook: Link
    summary: Text
    edition: str
    items: int
    attention: int
    plans: int


@dataclass(frozen=True, slots=True)
class Door:
    role: Link
    mission: Text | None


def build(site: Site) -> Iterator[Page]:
    links = Links(site, addresses.HOME)
    shown = tuple(line for line in lines(links) if not line.ended)
    yield site.page(
        addresses.HOME,
        site.strings.site.nav.home,
        engagements=site.options.engagements,
        lines=shown,
        all_engagements=links.to(addresses.ENGAGEMENTS),
        playbooks=tuple(_card(entry, links) for entry in site.playbooks.values()),
        doors=tuple(Door(links.role(id), site.roles[id].mission) for id in DOORS if id in site.roles),
        roles=links.to(addresses.ROLES),
        manual=links.to(addresses.HAND_WRITTEN[0]),
        stages=links.to(addresses.STAGES),
    )
    if site.options.engagements:
        yield site.page(
            addresses.ENGAGEMENTS,
            site.strings.site.nav.engagements,
            lines=tuple(lines(Links(site, addresses.ENGAGEMENTS))),
        )
    manuals = tuple(sorted(site.options.manuals, key=lambda manual: manual.code))
    yield site.page(addresses.RULES, site.strings.site.nav.rules, template="rules", manuals=manuals)


def lines(links: Links) -> Iterator[EngagementLine]:
    """Running and coming engagements by their start, then the ended ones, the latest first."""
    if not links.site.options.engagements:
        return
    found = sorted(links.site.checklists, key=lambda one: (one.start, one.id))
    yield from (_line(one, links) for one in found if one.end >= one.today)
    yield from (_line(one, links) for one in reversed(found) if one.end < one.today)


def _line(checklist: Checklist, links: Links) -> EngagementLine:
    waiting = [duty for duty in checklist.duties if not duty.settled and not duty.overdue]
    first = min(waiting, key=lambda duty: (duty.due.deadline(checklist.zone), duty.id), default=None)
    return EngagementLine(
        checklist=checklist,
        href=links.engagement(checklist.id),
        playbook=links.playbook(checklist.playbook),
        when=countdown(checklist),
        live=checklist.start <= checklist.today <= checklist.end,
        ended=checklist.end < checklist.today,
        next=first,
    )


def countdown(checklist: Checklist) -> Words:
    """How far away the event is, on the day the page was made."""
    if checklist.end < checklist.today:
        return Words("已结束", "ended")
    if checklist.start <= checklist.today:
        return Words("进行中", "live now")
    days = (checklist.start.date() - checklist.today.astimezone(checklist.zone).date()) // timedelta(days=1)
    if days == 0:
        return Words("今天", "today")
    return Words(f"还有 {days} 天", f"in {days} day{'' if days == 1 else 's'}")


def _card(entry: Entry[Playbook], links: Links) -> PlaybookCard:
    found = list(playbook_items(entry))
    attention = sum("attention" in item.place.path for item in found)
    return PlaybookCard(
        links.playbook(entry.id),
        entry.model.summary,
        entry.model.edition,
        len(found),
        attention,
        sum(1 for _ in plans(entry)),
    )
