"""What supply has to prepare, by product, unit and week: a drawn chart, its text alternative, and the table below it."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from functools import partial

from generator.cross_event.supply import Amounts, Supply, supply
from generator.i18n import figure
from generator.i18n.units import unit
from generator.site.facets import facet
from generator.site.links import Links
from generator.site.page import View

HEIGHT = 96
"""Of the chart above its base line, in the drawing's own units; releases hang below."""
BELOW = 34
BASE = HEIGHT + 18
COLUMN = 46
BAR = 16


def values(links: Links) -> dict[str, object]:
    context = links.context
    # What is still lacking stands first: that is what supply has to act on.
    found = sorted(
        supply(context.checklists, context.day),
        key=lambda one: tuple(not one.total(name) for name in ("lacking", "lacking_at_worst", "promised")),
    )
    names = sorted((one.product, context.plain(one.title)) for one in found)
    return {
        "views": [(one, _anchor(one), _chart(one, links)) for one in found],
        "facets": (facet("product", context.strings.field.product, names),),
        "week": partial(_week, links=links),
    }


def _anchor(one: Supply) -> str:
    return f"{one.product}-{'-'.join(f'{ord(sign):x}' for sign in one.unit)}"


def _week(amounts: Amounts, links: Links) -> str:
    if amounts.week.overdue:
        return str(links.context.strings.field.overdue)
    ends = amounts.week.monday + timedelta(days=6)
    return f"{amounts.week.name} ({amounts.week.monday:%m-%d}–{ends:%m-%d})"


def _chart(one: Supply, links: Links) -> View:
    highest = max((max(week.lacking_at_worst, week.lacking, week.promised) for week in one.weeks), default=Fraction(0))
    lowest = max((week.released for week in one.weeks), default=Fraction(0))
    scale = float(max(highest, lowest, Fraction(1)))
    columns = [_column(place, week, scale, links) for place, week in enumerate(one.weeks)]
    return View(
        width=max(len(columns), 1) * COLUMN,
        height=HEIGHT + BELOW + 68,
        base=BASE,
        columns=columns,
        alternative=" ".join(_sentences(one, links)),
    )


def _column(place: int, week: Amounts, scale: float, links: Links) -> View:
    """One week of a chart. The bar of what is lacking stands inside the worst case's, whose label says the higher figure."""
    middle = place * COLUMN + COLUMN / 2
    at_worst = week.lacking_at_worst if week.lacking_at_worst > week.lacking else Fraction(0)
    bars = (
        _up("worst", middle - BAR - 1, at_worst, scale, figure(at_worst)),
        _up("lacking", middle - BAR - 1, week.lacking, scale, "" if at_worst else figure(week.lacking)),
        _up("promised", middle + 1, week.promised, scale, figure(week.promised)),
        _down(middle, week.released, scale),
    )
    label = str(links.context.strings.field.overdue) if week.week.overdue else week.week.name[5:]
    day = "" if week.week.overdue else f"{week.week.monday:%m-%d}"
    return View(middle=middle, label=label, day=day, bars=[bar for bar in bars if bar])


def _up(kind: str, x: float, amount: Fraction, scale: float, label: str) -> View | None:
    """One bar; ``kind`` is its class, ``label`` its amount, centred at ``middle`` on the line ``text``."""
    if not amount:
        return None
    height = max(2.0, round(float(amount) / scale * HEIGHT, 1))
    top = round(BASE - height, 1)
    middle, text = round(x + BAR / 2, 1), round(top - 3, 1)
    return View(kind=kind, x=round(x, 1), y=top, width=BAR, height=height, middle=middle, text=text, label=label)


def _down(middle: float, amount: Fraction, scale: float) -> View | None:
    if not amount:
        return None
    height = max(2.0, round(float(amount) / scale * BELOW, 1))
    x, text = round(middle - BAR, 1), round(BASE + height + 12, 1)
    label = figure(amount)
    return View(kind="released", x=x, y=BASE + 1.0, width=BAR * 2, height=height, middle=middle, text=text, label=label)


def _sentences(one: Supply, links: Links) -> Iterator[str]:
    """The chart in words: every week that has an amount."""
    words = links.context.strings.outlook
    for week in one.weeks:
        parts = [
            words.said[name].format_map({"amount": figure(amount), "unit": unit(one.unit).of(links.context.lang)})
            for name, amount in (
                ("lacking", week.lacking), ("worst", week.lacking_at_worst), ("promised", week.promised), ("released", week.released),
            )
            if amount
        ]  # fmt: skip
        if parts:
            yield f"{_week(week, links)}{links.context.strings.site.colon}{links.context.strings.agenda.joint.join(parts)}."
