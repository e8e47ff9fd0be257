"""The page people open first, and the shell of the live pages. And the manual's list of codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from generator.check.examples import EXAMPLES
from generator.library import Entry, plans, playbook_items
from generator.model.playbook import Playbook
from generator.model.text import Text
from generator.pages import addresses, shell
from generator.pages.history import newest
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site

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
    yield site.page(
        addresses.HOME,
        site.strings.site.nav.home,
        live=Markup(shell.HOME) if site.options.engagements else "",
        playbooks=tuple(_card(entry, links) for entry in site.playbooks.values()),
        newest=newest(links),
        changes=links.to(addresses.CHANGES),
        war_room=links.to(addresses.WAR_ROOM),
        doors=tuple(Door(links.role(id), site.roles[id].mission) for id in DOORS if id in site.roles),
        roles=links.to(addresses.ROLES),
        manual=links.to(addresses.HAND_WRITTEN[0]),
        stages=links.to(addresses.STAGES),
    )
    if site.options.engagements:
        yield site.page(addresses.ENGAGEMENTS, shell.TITLE, label=site.strings.site.nav.engagements)
    manuals = tuple(sorted(site.options.manuals, key=lambda manual: manual.code))
    yield site.page(addresses.RULES, site.strings.site.nav.rules, template="rules", manuals=manuals, examples=EXAMPLES)


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
