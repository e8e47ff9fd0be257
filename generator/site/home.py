"""The page people open first: doors for each role, and the playbooks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.library import Entry, plans, playbook_items
from generator.model.playbook import Playbook
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.history import newest
from generator.site.links import Links
from generator.site.live import home as live
from generator.site.page import PageSource
from generator.site.sources import knowledge_page

DOORS = (
    "account-manager", "architect", "technical-service-manager", "online-architect", "service-desk", "product-oncall",
)  # fmt: skip
"""The roles that the home page greets; the customer's and the directors' are found under roles."""


def build(context: SiteContext) -> Iterator[PageSource]:
    words = context.strings.site
    yield knowledge_page(
        context, addresses.HOME, words.title, "index", _values, label=words.nav.home, description=words.description,
        contents=False, sidebar=False, live=context.options.engagements,
    )  # fmt: skip


def _values(links: Links) -> dict[str, object]:
    context = links.context
    return {
        "live": live.values(links) if context.options.engagements else None,
        "playbooks": [(entry, *_counts(entry)) for entry in context.playbooks.values()],
        "newest": newest(links),
        "changes": links.to(addresses.CHANGES),
        "war_room": links.to(addresses.WAR_ROOM),
        "doors": [(links.role(id), context.roles[id].mission) for id in DOORS if id in context.roles],
        "roles": links.to(addresses.ROLES),
        "manual": links.to(addresses.HAND_WRITTEN[0]),
        "stages": links.to(addresses.STAGES),
    }


def _counts(entry: Entry[Playbook]) -> tuple[int, int, int]:
    """How many items a playbook has, how many of them are special attention, and how many plans."""
    found = list(playbook_items(entry))
    return len(found), sum("attention" in item.place.path for item in found), sum(1 for _ in plans(entry))
