"""What supply has to prepare: additions still to be delivered, orders promised and releases, by product, unit and ISO week;
and capacity lines that pass 70 % at worst, with the test that will settle each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from generator.grouping import grouped
from generator.model.engagement import LoadTest
from generator.model.item import Category
from generator.model.text import Text
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, EstimateLine, Sizing

WEEKS = 26
"""How many weeks ahead, this one included; what comes later stands in the last."""


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week by its Monday; ``overdue`` is everything before this week."""

    monday: date
    overdue: bool = False

    @property
    def name(self) -> str:
        """``2026-W48``."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"


@dataclass(frozen=True, slots=True)
class Amounts:
    """Of one product, unit and week: what the expected and the worst case still lack by then, what is promised, what comes back."""

    week: Week
    lacking: Fraction
    lacking_at_worst: Fraction
    promised: Fraction
    released: Fraction


@dataclass(frozen=True, slots=True)
class OwnEstimate:
    """One estimate of one engagement."""

    checklist: Checklist
    line: EstimateLine


@dataclass(frozen=True, slots=True)
class Supply:
    """One product in one unit: nothing else may be added up. ``undated`` is ordered without a promised day."""

    product: str
    title: Text
    unit: str
    weeks: tuple[Amounts, ...]
    demands: tuple[OwnEstimate, ...]
    undated: Fraction

    def total(self, name: str) -> Fraction:
        """The sum over all weeks of ``lacking``, ``lacking_at_worst``, ``promised`` or ``released``."""
        return sum((getattr(amounts, name) for amounts in self.weeks), Fraction(0))

    @property
    def uncovered(self) -> Fraction:
        """What the expected case still lacks and nobody has ordered."""
        return max(Fraction(0), self.total("lacking") - self.total("promised") - self.undated)


def supply(checklists: Iterable[Checklist], today: date) -> tuple[Supply, ...]:
    """One a product and unit, by product and unit, all over the same weeks; a limit that cannot be ordered is no supply."""
    ordered = (OwnEstimate(one, line) for one in checklists for line in one.estimates if line.estimate.can_be_ordered)
    groups = grouped(((own.line.estimate.product, own.line.estimate.unit), own) for own in ordered)
    this_week = today - timedelta(days=today.weekday())
    sums = {key: _sums(group, today, this_week) for key, group in groups.items()}
    filled = [monday for own in sums.values() for monday in own]
    found = (_of_group(groups[key], sums[key], _axis(filled, this_week), this_week) for key in sorted(groups))
    return tuple(one for one in found if one.demands or one.total("released"))


Sums = dict[date, dict[str, Fraction]]


def _sums(group: list[OwnEstimate], today: date, this_week: date) -> Sums:
    """The amounts above nothing, by the week's Monday and name."""
    sums: Sums = {}
    for demand in group:
        for day, name, amount in _amounts(demand, today):
            if amount > 0:
                own = sums.setdefault(_column(day, this_week), {})
                own[name] = own.get(name, Fraction(0)) + amount
    return sums


def _axis(filled: list[date], this_week: date) -> list[date]:
    """Every Monday from the first to the last with an amount, this week's included."""
    first, last = min([*filled, this_week]), max([*filled, this_week])
    return [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]


def _of_group(group: list[OwnEstimate], sums: Sums, axis: list[date], this_week: date) -> Supply:
    line = group[0].line
    alive = [demand for demand in group if _asks(demand)]
    undated = [order for one in alive for order in one.line.orders if order.promised is None]
    return Supply(
        product=line.estimate.product,
        title=line.product,
        unit=line.estimate.unit,
        weeks=tuple(_amounts_of(monday, sums.get(monday, {}), this_week) for monday in axis),
        demands=tuple(sorted(alive, key=lambda demand: (demand.line.due.day, demand.checklist.id))),
        undated=sum((order.quantity - order.delivered for order in undated), Fraction(0)),
    )


def _asks(demand: OwnEstimate) -> bool:
    line, one = demand.line, demand.checklist
    wants = (line.worst.add if line.worst else 0) or (line.expected.add if line.expected else 0) or line.ordered
    return bool(wants) and one.end >= one.today


def _amounts(demand: OwnEstimate, today: date) -> Iterator[tuple[date, str, Fraction]]:
    line, one = demand.line, demand.checklist
    if one.end >= one.today:
        yield line.due.day, "lacking", line.short
        yield line.due.day, "lacking_at_worst", line.short_at_worst
        for order in line.orders:
            if order.promised is not None:
                yield order.promised, "promised", max(Fraction(0), order.quantity - order.delivered)
    for made in one.orders:
        # What an event gives back counts also once the event itself is over.
        if made.order.estimate == line.estimate.id and made.release and made.release.date() >= today:
            yield made.release.date(), "released", made.order.delivered


def _column(day: date, this_week: date) -> date:
    """The Monday of the day's week; of what is past, the Monday before this one; of what is far off, the last column's."""
    monday = day - timedelta(days=day.weekday())
    return min(max(monday, this_week - timedelta(weeks=1)), this_week + timedelta(weeks=WEEKS - 1))


def _amounts_of(monday: date, sums: dict[str, Fraction], this_week: date) -> Amounts:
    amounts = [sums.get(name, Fraction(0)) for name in ("lacking", "lacking_at_worst", "promised", "released")]
    return Amounts(Week(monday, overdue=monday < this_week), *amounts)


TIGHT = Fraction(7, 10)
"""In a peak the alarm stands at 60 to 70 % of a limit: from here on somebody must have looked."""


@dataclass(frozen=True, slots=True)
class Tight:
    """A line above ``TIGHT`` at worst, counting what has been delivered. Shares are demand ÷ capacity.

    ``coming`` is the worst case once all that is ordered has come. ``test`` or else ``duty`` will settle it; neither: nobody
    has planned to.
    """

    checklist: Checklist
    line: EstimateLine
    expected: Fraction
    worst: Fraction
    coming: Fraction
    test: LoadTest | None
    duty: ChecklistItem | None

    @property
    def grade(self) -> str:
        """``red`` where more is asked for than there is, else ``amber``."""
        return "red" if self.worst > 1 else "amber"


@dataclass(frozen=True, slots=True)
class Capacity:
    """``unsized`` cannot be worked out yet; ``eased`` counts the lines that only deliveries have brought below ``TIGHT``."""

    tight: tuple[Tight, ...]
    unsized: tuple[OwnEstimate, ...]
    eased: int


def capacity(checklists: Iterable[Checklist]) -> Capacity:
    """The lines of the engagements that are not over, the fullest first."""
    alive = [one for one in checklists if one.end >= one.today]
    sized = [(one, line, line.expected, line.worst) for one in alive for line in one.estimates]
    tight: list[Tight] = []
    eased = 0
    for one, line, expected, worst in sized:
        if expected is None or worst is None:
            continue
        share = utilisation(worst, line.delivered)
        if share > TIGHT:
            coming = utilisation(worst, max(line.ordered, line.delivered))
            test = _test(one)
            duty = None if test else _duty(one)
            tight.append(Tight(one, line, utilisation(expected, line.delivered), share, coming, test, duty))
        eased += share <= TIGHT < worst.utilisation
    unsized = tuple(OwnEstimate(one, line) for one, line, expected, _ in sized if expected is None)
    ordered = sorted(tight, key=lambda found: (-found.worst, found.checklist.start, found.line.estimate.id))
    return Capacity(tuple(ordered), unsized, eased)


def utilisation(sizing: Sizing, more: Fraction) -> Fraction:
    """OwnEstimate as a share of what there is and ``more`` of it."""
    return sizing.demand / (sizing.per_unit * (sizing.have + more))


def _test(one: Checklist) -> LoadTest | None:
    planned = [test for test in one.tests if test.verdict is None and test.on >= one.today.date()]
    return min(planned, key=lambda test: test.on, default=None)


def _duty(one: Checklist) -> ChecklistItem | None:
    found = [duty for duty in one.duties if duty.item.category is Category.LOAD_TEST and not duty.settled]
    in_time = (duty for duty in found if duty.due.deadline(one.zone) <= one.start)
    return min(in_time, key=lambda duty: duty.due.day, default=None)
