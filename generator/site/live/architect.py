"""The architect's ten seconds: which capacity lines pass 70 % at worst, and which test will settle them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from generator.cross_event.capacity import Tight, capacity
from generator.cross_event.supply import OwnEstimate
from generator.diagnostics import Bilingual
from generator.site.facets import facet, joined, people_facet
from generator.site.links import Links
from generator.site.live.frame import event_facet, holders

ROLE = "architect"
WIDEST = Fraction(3, 2)
"""Where a bar ends: what is fuller is drawn to its end."""


def values(links: Links) -> dict[str, object]:
    context = links.context
    found = capacity(context.checklists)
    unsized = _by_event(found.unsized)
    words = context.strings.live.facets
    events = [*(one.checklist for one in found.tight), *(one.checklist for one in found.unsized)]
    products = {one.line.estimate.product: one.line.product for one in found.tight}
    facets = (
        people_facet("person", words.architect, (name for one in events for name in holders(one, ROLE))),
        event_facet(events, context),
        facet("product", words.product, sorted((id, context.plain(title)) for id, title in products.items())),
    )
    return {
        "found": found,
        "unsized": [(own, _attributes(own), _missing(own)) for own in unsized],
        "facets": facets,
        "attributes_of": _attributes,
        "width": width,
    }


def _by_event(found: tuple[OwnEstimate, ...]) -> list[list[OwnEstimate]]:
    groups: dict[str, list[OwnEstimate]] = {}
    for one in found:
        groups.setdefault(one.checklist.id, []).append(one)
    return sorted(groups.values(), key=lambda own: (own[0].checklist.start, own[0].checklist.id))


def _missing(own: list[OwnEstimate]) -> tuple[Bilingual, ...]:
    return tuple(dict.fromkeys(words for unsized in own for words in unsized.line.to_confirm))


def width(share: Fraction) -> str:
    """A share as a part of the bar, in per cent with one decimal."""
    return f"{float(min(share, WIDEST) / WIDEST * 100):.1f}"


def _attributes(own: Sequence[Tight | OwnEstimate]) -> dict[str, str]:
    """The attributes, by facet, of a row about lines of one engagement."""
    one = own[0].checklist
    products = joined(each.line.estimate.product for each in own)
    return {"person": joined(holders(one, ROLE)), "event": one.id, "product": products}
