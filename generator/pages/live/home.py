"""The live part of the home page: live and next events, and the doors to the ten-second pages with today's figures."""

from __future__ import annotations

from dataclasses import dataclass

from generator.outlook.capacity import capacity
from generator.outlook.lookup import owned
from generator.pages import addresses
from generator.pages.live import chasing
from generator.pages.live.dashboard import Row, row
from generator.pages.live.frame import OVERVIEWS, TODAY, Ways, World
from generator.tailor.checklist import Verdict
from generator.tailor.lines import Wave

EVENTS = 6
"""How many events the home page shows; all are on the dashboard."""


@dataclass(frozen=True, slots=True)
class Door:
    """``figure`` says what waits behind the door today; ``count`` colours it."""

    name: str
    question: str
    figure: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Next:
    row: Row
    wave: Wave | None


def block(world: World) -> str:
    """HTML for the place that the home page leaves."""
    ways = Ways.at(world.site, "index.html")
    shown = world.alive[:EVENTS]
    return world.site.templates.get_template("home.html.j2").render(
        doors=_doors(world, ways),
        events=tuple(
            Next(row(one, ways), next((wave for wave in one.waves if wave.peak >= one.today), None)) for one in shown
        ),
        more=len(world.alive) - len(shown),
        dashboard=ways.to(OVERVIEWS["dashboard"]),
        calendar=ways.to(OVERVIEWS["calendar"]),
        roles=ways.to(addresses.ROLES),
        as_of=world.today,
    )


def _doors(world: World, ways: Ways) -> tuple[Door, ...]:
    counts = {
        "account_manager": chasing.chased(world),
        "architect": len(capacity(world.checklists).tight),
        "service_manager": sum(one.readiness.verdict is Verdict.ESCALATE for one in world.alive),
        "service_desk": len(owned(world.alive)),
        "product_oncall": sum((one.start - one.today).days < 7 for one in world.alive),
    }
    words, names = world.site.strings.live.doors, world.site.strings.live.pages
    return tuple(
        Door(
            name=names[place].name,
            question=words[place].question,
            figure=words[place].figure.format_map({"count": count}),
            count=count,
            href=ways.to(TODAY[place]),
        )
        for place, count in counts.items()
    )
