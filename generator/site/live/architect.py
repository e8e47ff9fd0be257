"""The architect's ten seconds: which capacity lines pass 70 % at worst, and which test will settle them."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from generator.cross_event.supply import OwnEstimate, Tight, capacity
from generator.site.facets import facet, joined, people_facet
from generator.site.links import Links
from generator.site.live.frame import event_facet, holders

ROLE = "architect"
WIDEST = Fraction(3, 2)
"""Where a bar ends: what is fuller is drawn to its end."""


def values(links: Links) -> dict[str, object]:
    context = links.context
    found = capacity(context.checklists)
    unsized = sorted(found.unsized, key=lambda one: (one.checklist.start, one.checklist.id))
    by_event = [list(own) for _, own in groupby(unsized, key=lambda one: one.checklist.id)]
    words = context.strings.live.facets
    events = [*(one.checklist for one in found.tight), *(one.checklist for one in found.unsized)]
    products = {one.line.estimate.product: one.line.product for one in found.tight}
    facets = (
        people_facet("person", words.architect, (name for one in events for name in holders(one, ROLE))),
        event_facet(events, context),
        facet(
            "product",
            context.strings.field.product,
            sorted((id, context.plain(title)) for id, title in products.items()),
        ),
    )
    return {
        "found": found,
        "unsized": [
            (own, _attributes(own), tuple(dict.fromkeys(words for one in own for words in one.line.to_confirm)))
            for own in by_event
        ],
        "facets": facets,
        "attributes_of": _attributes,
        "width": width,
    }


def width(share: Fraction) -> str:
    """A share as a part of the bar, in per cent with one decimal."""
    return f"{float(min(share, WIDEST) / WIDEST * 100):.1f}"


def _attributes(own: Sequence[Tight | OwnEstimate]) -> dict[str, str]:
    """The attributes, by facet, of a row about lines of one engagement."""
    one = own[0].checklist
    products = joined(each.line.estimate.product for each in own)
    return {"person": joined(holders(one, ROLE)), "event": one.id, "product": products}
