"""The page people open first: doors for each role, and the playbooks."""

from generator.cross_event.lookup import owned
from generator.cross_event.supply import capacity
from generator.library import Entry, plans, playbook_items
from generator.model.playbook import Playbook
from generator.site import addresses
from generator.site.history import newest
from generator.site.links import Links
from generator.site.live import account_manager
from generator.site.live.dashboard import row
from generator.site.live.frame import OVERVIEWS, TODAY
from generator.tailor.checklist import Verdict

DOORS = (
    "account-manager", "architect", "technical-service-manager", "online-architect", "service-desk", "product-oncall",
)  # fmt: skip
"""The roles that the home page greets; the customer's and the directors' are found under roles."""


def values(links: Links) -> dict[str, object]:
    context = links.context
    return {
        "live": _live(links) if context.options.engagements else None,
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


EVENTS = 6
"""How many events the home page shows; all are on the dashboard."""


def _live(links: Links) -> dict[str, object]:
    """What the home page shows of engagements, as _live for its template."""
    context = links.context
    shown = context.alive[:EVENTS]
    return {
        "doors": _doors(links),
        "events": tuple(
            (row(one, links), next((wave for wave in one.waves if wave.peak >= one.today), None)) for one in shown
        ),
        "more": len(context.alive) - len(shown),
        "dashboard": links.to(OVERVIEWS["dashboard"]),
        "calendar": links.to(OVERVIEWS["calendar"]),
        "roles": links.to(addresses.ROLES),
    }


def _doors(links: Links) -> tuple[tuple[str, int, str], ...]:
    """Each ten-second page, how much waits behind its door today, and its address."""
    context = links.context
    counts = {
        "account_manager": account_manager.chased(context),
        "architect": len(capacity(context.checklists).tight),
        "service_manager": sum(one.readiness.verdict is Verdict.ESCALATE for one in context.alive),
        "service_desk": len(owned(context.alive)),
        "product_oncall": sum((one.start - one.today).days < 7 for one in context.alive),
    }
    return tuple((place, count, links.to(TODAY[place])) for place, count in counts.items())
