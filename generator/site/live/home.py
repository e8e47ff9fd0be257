"""The live part of the home page: live and next events, and the doors to the ten-second pages with today's figures."""

from __future__ import annotations

from generator.cross_event.capacity import capacity
from generator.cross_event.lookup import owned
from generator.site import addresses
from generator.site.links import Links
from generator.site.live import account_manager
from generator.site.live.dashboard import row
from generator.site.live.frame import OVERVIEWS, TODAY
from generator.tailor.checklist import Verdict

EVENTS = 6
"""How many events the home page shows; all are on the dashboard."""


def values(links: Links) -> dict[str, object]:
    """What the home page shows of engagements, as values for its template."""
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
