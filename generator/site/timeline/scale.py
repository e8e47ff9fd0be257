"""From offsets to a place on paper: days far from the event stand close together, the hours around it far apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from generator.model.offset import Offset, parse_offset

DAY = 1440
# The event's length differs from customer to customer, so between T and E only the order is true.
_EVENT = 1.5
# Days after the event are fewer and further apart than those before it: half the room is enough.
_AFTER = 0.5
LABELS = tuple(
    parse_offset(text)
    for text in (
        "T-0", "E+0", "T-90", "T-30", "T-7", "T-1", "E+14", "T-60", "T-14", "T-3", "T-45", "E+7", "E+3", "T-180", "T-365", "E+30", "E+90",
    )
)  # fmt: skip
"""The days that an axis names where it has room, in the order in which they are wanted."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """``left`` and ``right`` are where the earliest and the latest offset stand; every offset between keeps its order."""

    left: float
    right: float
    days_before: float
    days_after: float

    @property
    def _unit(self) -> float:
        return (self.right - self.left) / (sqrt(self.days_before) + _EVENT + _AFTER * sqrt(self.days_after))

    @property
    def start(self) -> float:
        return self.left + sqrt(self.days_before) * self._unit

    @property
    def end(self) -> float:
        return self.start + _EVENT * self._unit

    def at(self, offset: Offset) -> float:
        """Rising with the offset, separately from T and from E; what lies between both never leaves the space between them."""
        root = sqrt(abs(offset.minutes) / DAY)
        if offset.anchor == "T":
            within = (self.end - self.start) * root / (1 + root)
            return self.start + within if offset.minutes > 0 else self.start - root * self._unit
        within = (self.end - self.start) * root / (1 + root)
        return self.end - within if offset.minutes < 0 else self.end + _AFTER * root * self._unit


def scale(offsets: Iterable[Offset], left: float, right: float) -> TimeScale:
    """A scale that holds all ``offsets``."""
    found = tuple(offsets)
    before = max((-offset.minutes for offset in found if offset.anchor == "T"), default=0)
    after = max((offset.minutes for offset in found if offset.anchor == "E"), default=0)
    return TimeScale(left, right, max(before, 0) / DAY, max(after, 0) / DAY)


def ticks(of: TimeScale, apart: float) -> tuple[tuple[float, Offset], ...]:
    """The days that the axis names, from left to right, no two nearer than ``apart``; T and E always."""
    taken: list[tuple[float, Offset]] = []
    for offset in LABELS:
        x = of.at(offset)
        if of.left - 0.5 <= x <= of.right + 0.5 and (
            offset.amount == 0 or all(abs(x - other) >= apart for other, _ in taken)
        ):
            taken.append((x, offset))
    return tuple(sorted(taken, key=lambda tick: tick[0]))
