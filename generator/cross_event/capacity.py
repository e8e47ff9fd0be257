"""Capacity lines that pass 70 % at worst, and the test that will settle each."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from generator.cross_event.supply import OwnEstimate
from generator.model.engagement import LoadTest
from generator.model.item import Category
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, EstimateLine, Sizing

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
