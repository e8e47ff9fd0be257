"""The architect's ten seconds: which capacity lines pass 70 % at worst, and which test will settle them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.diagnostics import Words
from generator.model.text import Text
from generator.outlook.capacity import Tight, Unsized, capacity
from generator.pages.facets import facet, joined
from generator.pages.live.frame import TODAY, EventRef, LivePage, Ways, World, event_ref
from generator.pages.page import Link
from generator.tailor.checklist import Checklist

ROLE = "architect"
WIDEST = Fraction(3, 2)
"""Where a bar ends: what is fuller is drawn to its end."""


@dataclass(frozen=True, slots=True)
class Line:
    """A tight line with its bar: widths in per cent of the whole, ``mark`` where the share allowed stands."""

    tight: Tight
    ref: EventRef
    product: Link
    grade: str
    expected_width: str
    worst_width: str
    mark: str
    duty_href: str
    facets: dict[str, str]


@dataclass(frozen=True, slots=True)
class Unknown:
    """An engagement with lines that cannot be worked out: how many, which, and what is missing."""

    ref: EventRef
    lines: tuple[Text, ...]
    missing: tuple[Words, ...]
    facets: dict[str, str]


def build(world: World) -> LivePage:
    uri = TODAY["architect"]
    ways = Ways.at(world.site, uri)
    found = capacity(world.checklists)
    lines = tuple(_line(tight, ways) for tight in found.tight)
    unsized = tuple(_unknown(own, ways) for own in _by_event(found.unsized))
    words = world.site.strings.live.facets
    rows: list[Line | Unknown] = [*lines, *unsized]
    names = sorted({name for row in rows for name in row.facets["person"].split("|") if name})
    facets = (
        facet("person", words.architect, [(name, name) for name in names]),
        facet(
            "event",
            words.event,
            [(row.ref.id, f"{world.site.plain(row.ref.customer)} · {world.site.plain(row.ref.event)}") for row in rows],
        ),
        facet(
            "product",
            words.product,
            sorted((line.facets["product"], world.site.plain(line.product.text)) for line in lines),
        ),
    )
    return world.page(uri, "architect", "capacity", lines=lines, unsized=unsized, eased=found.eased, facets=facets)


def _line(tight: Tight, ways: Ways) -> Line:
    estimate = tight.line.estimate
    return Line(
        tight=tight,
        ref=event_ref(tight.checklist, ways),
        product=ways.product(estimate.product),
        grade="red" if tight.worst > 1 else "amber",
        expected_width=width(tight.expected),
        worst_width=width(tight.worst),
        mark=width(estimate.use_at_most),
        duty_href=ways.item(tight.duty.id) if tight.duty else "",
        facets=_facets(tight.checklist, estimate.product),
    )


def _by_event(found: tuple[Unsized, ...]) -> list[list[Unsized]]:
    groups: dict[str, list[Unsized]] = {}
    for one in found:
        groups.setdefault(one.checklist.id, []).append(one)
    return sorted(groups.values(), key=lambda own: (own[0].checklist.start, own[0].checklist.id))


def _unknown(own: list[Unsized], ways: Ways) -> Unknown:
    one = own[0].checklist
    products = joined(unsized.line.estimate.product for unsized in own)
    return Unknown(
        ref=event_ref(one, ways),
        lines=tuple(unsized.line.estimate.title for unsized in own),
        missing=tuple(dict.fromkeys(words for unsized in own for words in unsized.line.to_confirm)),
        facets=_facets(one, products),
    )


def width(share: Fraction) -> str:
    """A share as a part of the bar, in per cent with one decimal."""
    return f"{float(min(share, WIDEST) / WIDEST * 100):.1f}"


def _facets(one: Checklist, product: str) -> dict[str, str]:
    held = next((role.people for role in one.team if role.id == ROLE), ())
    return {"person": joined(person.name for person in held), "event": one.id, "product": product}
