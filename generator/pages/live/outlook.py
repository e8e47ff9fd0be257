"""What supply has to prepare, by product, unit and week: a drawn chart, its text alternative, and the table below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from generator.language import figure
from generator.language.units import unit
from generator.outlook.supply import Amounts, Demand, Supply, supply
from generator.pages.facets import facet
from generator.pages.live.frame import OVERVIEWS, EventRef, LivePage, Ways, World, event_ref
from generator.pages.page import Link

HEIGHT = 96
"""Of the chart above its base line, in the drawing's own units; releases hang below."""
BELOW = 34
BASE = HEIGHT + 18
COLUMN = 46
BAR = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``kind`` is its class, ``label`` its amount, centred at ``middle`` on the line ``text``."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    text: float
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """One week of a chart."""

    x: float
    middle: float
    label: str
    day: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    base: int
    columns: tuple[Column, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    label: str
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class DemandRow:
    demand: Demand
    ref: EventRef


@dataclass(frozen=True, slots=True)
class View:
    supply: Supply
    anchor: str
    product: Link
    chart: Chart
    weeks: tuple[WeekRow, ...]
    demands: tuple[DemandRow, ...]
    lacking: Fraction
    lacking_at_worst: Fraction
    promised: Fraction
    released: Fraction
    facets: dict[str, str]


def build(world: World) -> LivePage:
    uri = OVERVIEWS["outlook"]
    ways = Ways.at(world.site, uri)
    views = tuple(_view(one, ways) for one in supply(world.checklists, world.day))
    names = [(view.supply.product, world.site.plain(view.supply.title)) for view in views]
    facets = (facet("product", world.site.strings.live.facets.product, names),)
    # What is still lacking stands first: that is what supply has to act on.
    ordered = sorted(views, key=lambda view: (not view.lacking, not view.lacking_at_worst, not view.promised))
    return world.page(uri, "outlook", "outlook", views=tuple(ordered), facets=facets)


def _view(one: Supply, ways: Ways) -> View:
    totals = {name: one.total(name) for name in ("lacking", "lacking_at_worst", "promised", "released")}
    return View(
        supply=one,
        anchor=f"{one.product}-{'-'.join(f'{ord(sign):x}' for sign in one.unit)}",
        product=ways.product(one.product),
        chart=_chart(one, ways),
        weeks=tuple(WeekRow(_week(amounts, ways), amounts) for amounts in one.weeks if _filled(amounts)),
        demands=tuple(DemandRow(demand, event_ref(demand.checklist, ways)) for demand in one.demands),
        facets={"product": one.product},
        **totals,
    )


def _filled(amounts: Amounts) -> bool:
    return any((amounts.lacking, amounts.lacking_at_worst, amounts.promised, amounts.released))


def _week(amounts: Amounts, ways: Ways) -> str:
    if amounts.week.overdue:
        return str(ways.site.strings.outlook.overdue)
    ends = amounts.week.monday + timedelta(days=6)
    return f"{amounts.week.name} ({amounts.week.monday:%m-%d}–{ends:%m-%d})"


def _chart(one: Supply, ways: Ways) -> Chart:
    highest = max((max(week.lacking_at_worst, week.lacking, week.promised) for week in one.weeks), default=Fraction(0))
    lowest = max((week.released for week in one.weeks), default=Fraction(0))
    scale = float(max(highest, lowest, Fraction(1)))
    columns = tuple(_column(place, week, scale, ways) for place, week in enumerate(one.weeks))
    return Chart(
        width=max(len(columns), 1) * COLUMN,
        height=HEIGHT + BELOW + 68,
        base=BASE,
        columns=columns,
        alternative=" ".join(_sentences(one, ways)),
    )


def _column(place: int, week: Amounts, scale: float, ways: Ways) -> Column:
    left = place * COLUMN
    middle = left + COLUMN / 2
    at_worst = week.lacking_at_worst if week.lacking_at_worst > week.lacking else Fraction(0)
    lacking = _up("lacking", middle - BAR - 1, week.lacking, scale)
    bars = (
        _up("worst", middle - BAR - 1, at_worst, scale),
        # Inside the worst case's bar, whose label says the higher figure.
        replace(lacking, label="") if lacking and at_worst else lacking,
        _up("promised", middle + 1, week.promised, scale),
        _down(middle, week.released, scale),
    )
    label = str(ways.site.strings.outlook.overdue) if week.week.overdue else week.week.name[5:]
    day = "" if week.week.overdue else f"{week.week.monday:%m-%d}"
    return Column(left, middle, label, day, tuple(bar for bar in bars if bar))


def _up(kind: str, x: float, amount: Fraction, scale: float) -> Bar | None:
    if not amount:
        return None
    height = max(2.0, round(float(amount) / scale * HEIGHT, 1))
    top = round(BASE - height, 1)
    return Bar(kind, round(x, 1), top, BAR, height, round(x + BAR / 2, 1), round(top - 3, 1), figure(amount))


def _down(middle: float, amount: Fraction, scale: float) -> Bar | None:
    if not amount:
        return None
    height = max(2.0, round(float(amount) / scale * BELOW, 1))
    label = round(BASE + height + 12, 1)
    return Bar("released", round(middle - BAR, 1), BASE + 1.0, BAR * 2, height, middle, label, figure(amount))


def _sentences(one: Supply, ways: Ways) -> Iterator[str]:
    """The chart in words: every week that has an amount."""
    words = ways.site.strings.outlook
    for week in one.weeks:
        parts = [
            words.said[name].format_map({"amount": figure(amount), "unit": unit(one.unit).of(ways.site.lang)})
            for name, amount in (
                ("lacking", week.lacking), ("worst", week.lacking_at_worst), ("promised", week.promised), ("released", week.released),
            )
            if amount
        ]  # fmt: skip
        if parts:
            yield f"{_week(week, ways)}{ways.site.strings.site.colon}{ways.site.strings.agenda.joint.join(parts)}."
