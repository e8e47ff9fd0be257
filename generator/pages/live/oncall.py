"""Product on-call's ten seconds: the assured events on my product, how full it gets, its plans, and what must not be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from generator.model.shared import Limit
from generator.outlook.capacity import utilisation
from generator.pages import addresses
from generator.pages.facets import facet
from generator.pages.live.frame import TODAY, EventRef, LivePage, Ways, World, event_ref
from generator.pages.live.gates import Shift, shifts_of
from generator.pages.page import Link
from generator.tailor.checklist import Checklist
from generator.tailor.lines import EstimateLine, FreezeWindow, Wave

AHEAD = timedelta(days=30)
TONIGHT = timedelta(hours=24)
LIMITS = 6
SHIFTS = 3
TIGHT = Fraction(7, 10)


@dataclass(frozen=True, slots=True)
class Share:
    """An estimate on the product, and how full it gets at worst with what has been delivered; None while it cannot be told."""

    line: EstimateLine
    worst: Fraction | None
    tight: bool


@dataclass(frozen=True, slots=True)
class Frozen:
    window: FreezeWindow
    now: bool


@dataclass(frozen=True, slots=True)
class Event:
    """An engagement as the product sees it. ``sure`` is false where its file does not say whether it uses the product."""

    checklist: Checklist
    ref: EventRef
    sure: bool
    tonight: bool
    waves: tuple[Wave, ...]
    shares: tuple[Share, ...]
    plans: tuple[Link, ...]
    freezes: tuple[Frozen, ...]
    shifts: tuple[Shift, ...]
    resources: int


@dataclass(frozen=True, slots=True)
class Part:
    """One product. ``later`` counts the events that begin after ``AHEAD``."""

    id: str
    product: Link
    events: tuple[Event, ...]
    tonight: int
    later: int
    limits: tuple[Limit, ...]
    sweep: str
    facets: dict[str, str]


def build(world: World) -> LivePage:
    uri = TODAY["product_oncall"]
    ways = Ways.at(world.site, uri)
    parts = tuple(_part(id, world, ways) for id in world.site.products)
    facets = (
        facet(
            "product",
            world.site.strings.live.facets.my_product,
            [(part.id, world.site.plain(part.product.text)) for part in parts],
        ),
    )
    return world.page(uri, "product_oncall", "oncall", parts=parts, facets=facets, days=AHEAD.days)


def _part(id: str, world: World, ways: Ways) -> Part:
    product = world.site.products[id]
    using = [one for one in world.alive if _uses(one, id, world) is not False]
    near = [one for one in using if one.start <= one.today + AHEAD]
    events = tuple(_event(one, id, product.oncall, world, ways) for one in near)
    return Part(
        id=id,
        product=ways.product(id),
        events=events,
        tonight=sum(event.tonight for event in events),
        later=len(using) - len(near),
        limits=product.limits[:LIMITS],
        sweep=ways.to(addresses.product(id)),
        facets={"product": id},
    )


def _uses(one: Checklist, product: str, world: World) -> bool | None:
    """Whether the engagement uses the product; None where its file does not say."""
    named = world.products(one)
    return None if named is None else product in named


def _event(one: Checklist, product: str, oncall: str | None, world: World, ways: Ways) -> Event:
    waves = tuple(wave for wave in one.waves if wave.peak >= one.today)
    shifts = [shift for shift in one.roster if shift.ends > one.today and shift.role in (oncall, "product-oncall")]
    return Event(
        checklist=one,
        ref=event_ref(one, ways),
        sure=bool(_uses(one, product, world)),
        tonight=any(wave.peak <= one.today + TONIGHT for wave in waves) or one.start <= one.today,
        waves=waves,
        shares=tuple(_share(line) for line in one.estimates if line.estimate.product == product),
        plans=tuple(_plans(one, product, ways)),
        freezes=tuple(
            Frozen(window, window.begins <= one.today)
            for window in one.freeze
            if not window.customer_side and window.ends >= one.today
        ),
        shifts=shifts_of(shifts, SHIFTS, one.today, ways.site.lang),
        resources=sum(line.resource.product == product for line in one.resources),
    )


def _share(line: EstimateLine) -> Share:
    worst = utilisation(line.worst, line.delivered) if line.worst else None
    return Share(line, worst, worst is not None and worst > TIGHT)


def _plans(one: Checklist, product: str, ways: Ways) -> Iterator[Link]:
    """The plans of items on this product."""
    for id in dict.fromkeys(duty.plan.id for duty in one.duties if duty.plan and product in duty.item.products):
        yield ways.spot(id)
