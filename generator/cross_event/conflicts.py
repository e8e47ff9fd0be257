"""What collides across engagements: a person in two places at once, and peaks that fall into the same hours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.model.text import Text
from generator.schedule import LEADS_ON_SITE, Booking, double_booked
from generator.tailor.checklist import Checklist
from generator.tailor.rows import Wave

SAME_HOURS = timedelta(hours=2)
"""Two peaks no further apart load the same people and the same pools."""


@dataclass(frozen=True, slots=True)
class Stint:
    """A shift or a stay on site; ``place`` is set for a stay alone. ``title`` is the role on shift."""

    checklist: Checklist
    title: Text
    begins: datetime
    ends: datetime
    place: Text | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """One person in two engagements at once, from ``begins`` to ``ends``."""

    who: str
    first: Stint
    second: Stint
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Crest:
    checklist: Checklist
    wave: Wave


@dataclass(frozen=True, slots=True)
class Shared:
    """What several of the engagements of one rush use together: products, in a region, or (None) somewhere not named."""

    region: str | None
    products: tuple[str, ...]
    crests: tuple[Crest, ...]


@dataclass(frozen=True, slots=True)
class Rush:
    """Peaks of two engagements or more within ``SAME_HOURS``, by time; ``shared`` says where they press on one another."""

    crests: tuple[Crest, ...]
    shared: tuple[Shared, ...]

    @property
    def begins(self) -> datetime:
        return self.crests[0].wave.peak

    @property
    def length(self) -> timedelta:
        return self.crests[-1].wave.peak - self.begins

    @property
    def grave(self) -> bool:
        return bool(self.shared)


def clashes(checklists: Iterable[Checklist]) -> tuple[Clash, ...]:
    """People who are on shift for two engagements at once, or on two sites, from today on, by person and time.

    A shift and a stay are not compared: who is on site when, the roster says better.
    """
    made = tuple(checklists)
    shifts = double_booked(booking for one in made for booking in _shifts(one))
    stays = double_booked(booking for one in made for booking in _stays(one))
    found = [
        Clash(second.who, first.about, second.about, second.begins, min(first.ends, second.ends))
        for first, second in (*shifts, *stays)
        if first.about.checklist.id != second.about.checklist.id
    ]
    begins = {who: min(clash.begins for clash in found if clash.who == who) for who in {clash.who for clash in found}}
    return tuple(sorted(found, key=lambda clash: (begins[clash.who], clash.who, clash.begins, clash.ends)))


def _shifts(checklist: Checklist) -> Iterator[Booking[Stint]]:
    for shift in checklist.roster:
        if shift.ends > checklist.today:
            stint = Stint(checklist, shift.title, shift.begins, shift.ends)
            yield Booking(shift.who, shift.begins, shift.ends, stint)


def _stays(checklist: Checklist) -> Iterator[Booking[Stint]]:
    stay = checklist.onsite
    lead = next((role for role in checklist.team if role.id == LEADS_ON_SITE and role.people), None)
    if stay and lead and stay.leave > checklist.today:
        stint = Stint(checklist, lead.title, stay.arrive, stay.leave, stay.place)
        yield Booking(lead.people[0].name, stay.arrive, stay.leave, stint)


def rushes(checklists: Iterable[Checklist], products: Mapping[str, frozenset[str] | None]) -> tuple[Rush, ...]:
    """Peaks still to come that fall into the same hours, the gravest first.

    ``products`` says what each engagement uses, None where its file does not say: then it may use any. On the night of a season
    hundreds peak at once, so these are groups and not pairs; a peak may stand in two that overlap.
    """
    crests = sorted(
        (Crest(one, wave) for one in checklists for wave in one.waves if wave.peak >= one.today),
        key=lambda crest: (crest.wave.peak, crest.checklist.id),
    )
    found = (Rush(group, tuple(_shared(group, products))) for group in _windows(crests))
    return tuple(sorted(found, key=lambda rush: (not rush.grave, rush.begins)))


def _windows(crests: list[Crest]) -> Iterator[tuple[Crest, ...]]:
    """Every stretch of ``SAME_HOURS`` with two engagements or more that no other stretch holds whole."""
    end = 0
    for start, first in enumerate(crests):
        before = end
        while end < len(crests) and crests[end].wave.peak - first.wave.peak <= SAME_HOURS:
            end += 1
        # An engagement counts once, by its first peak of the stretch.
        group = {crest.checklist.id: crest for crest in reversed(crests[start:end])}
        if end > before and len(group) > 1:
            yield tuple(reversed(group.values()))


def _shared(group: tuple[Crest, ...], products: Mapping[str, frozenset[str] | None]) -> Iterator[Shared]:
    regions: list[str | None] = [*sorted({region for crest in group for region in crest.wave.regions})]
    for region in regions or [None]:
        # Whoever names no region may be in this one.
        here = [crest for crest in group if region in crest.wave.regions or not crest.wave.regions]
        used = [products.get(crest.checklist.id) for crest in here]
        named = sorted({product for own in used if own is not None for product in own})
        common = [product for product in named if sum(own is None or product in own for own in used) > 1]
        pressing = tuple(crest for crest, own in zip(here, used, strict=True) if own is None or own & set(common))
        if common and len(pressing) > 1:
            yield Shared(region, tuple(common), pressing)
