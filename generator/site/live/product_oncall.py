"""Product on-call's ten seconds: the assured events on my product, how full it gets, its plans, and what must not be changed."""

from datetime import timedelta
from fractions import Fraction

from generator.cross_event.supply import utilisation
from generator.model.shared import Product
from generator.site.context import SiteContext
from generator.site.facets import facet
from generator.site.links import Links
from generator.site.live.service_manager import shifts_of
from generator.site.page import View
from generator.tailor.checklist import Checklist

AHEAD = timedelta(days=30)
TONIGHT = timedelta(hours=24)
LIMITS = 6
SHIFTS = 3
TIGHT = Fraction(7, 10)


def values(links: Links) -> dict[str, object]:
    context = links.context
    parts = tuple(_part(id, product, context) for id, product in context.products.items())
    titles = [(part.id, context.plain(part.product.title)) for part in parts]
    facets = (facet("product", context.strings.live.facets.my_product, titles),)
    return {"parts": parts, "facets": facets, "days": AHEAD.days, "tight": TIGHT, "most": LIMITS}


def _part(id: str, product: Product, context: SiteContext) -> View:
    """One product. ``later`` counts the events that begin after ``AHEAD``."""
    using = [one for one in context.alive if _uses(one, id, context) is not False]
    near = [one for one in using if one.start <= one.today + AHEAD]
    events = tuple(_event(one, id, product.oncall, context) for one in near)
    return View(
        id=id,
        product=product,
        events=events,
        tonight=sum(event.tonight for event in events),
        later=len(using) - len(near),
    )


def _uses(one: Checklist, product: str, context: SiteContext) -> bool | None:
    """Whether the engagement uses the product; None where its file does not say."""
    named = context.products_of(one)
    return None if named is None else product in named


def _event(one: Checklist, product: str, oncall: str | None, context: SiteContext) -> View:
    """An engagement as the product sees it. ``sure`` is false where its file does not say whether it uses the product; ``shares`` are
    the estimates on it, each with how full it gets at worst with what has been delivered, None while it cannot be worked out."""
    waves = tuple(wave for wave in one.waves if wave.peak >= one.today)
    shifts = [shift for shift in one.roster if shift.ends > one.today and shift.role in (oncall, "product-oncall")]
    return View(
        checklist=one,
        sure=bool(_uses(one, product, context)),
        tonight=any(wave.peak <= one.today + TONIGHT for wave in waves) or one.start <= one.today,
        waves=waves,
        shares=tuple(
            (line, utilisation(line.worst, line.delivered) if line.worst else None)
            for line in one.estimates
            if line.estimate.product == product
        ),
        plans=tuple(dict.fromkeys(duty.plan.id for duty in one.duties if duty.plan and product in duty.item.products)),
        freezes=tuple(window for window in one.freeze if window.side == "vendor" and window.ends >= one.today),
        shifts=shifts_of(shifts, SHIFTS, one.today, context.lang),
        resources=sum(line.resource.product == product for line in one.resources),
    )
