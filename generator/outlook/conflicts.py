"""What collides across engagements: a person in two places at once, and peaks that fall into the same hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from generator.model.text import Text
from generator.schedule import Booking, double_booked
from generator.tailor.checklist import Checklist
from generator.tailor.lines import Wave

SAME_HOURS = timedelta(hours=2)
"""Two peaks no further apart load the same people and the same pools."""
LEADS_ON_SITE = "technical-service-manager"
"""Whose lead goes on site where the file does not say who does."""


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
class Meeting:
    """Two peaks within the same hours. ``regions`` and ``products`` are what both use; ``grave`` where both are shared."""

    first: Crest
    second: Crest
    apart: timedelta
    regions: tuple[str, ...]
    products: tuple[str, ...]
    regions_known: bool

    @property
    def grave(self) -> bool:
        return bool(self.products) and (bool(self.regions) or not self.regions_known)


def clashes(checklists: Iterable[Checklist]) -> tuple[Clash, ...]:
    """People who are on shift for two engagements at once, or on two sites, from today on, by person and time.

    A shift and a stay are not compared: who is on site when, the roster says better.
    """
    made = tuple(checklists)
    shifts = double_booked(booking for one in made for booking in _shifts(one))
    stays = double_booked(booking for one in made for booking in _stays(one))
    found = [
        _clash(first, second)
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


def _clash(first: Booking[Stint], second: Booking[Stint]) -> Clash:
    return Clash(second.who, first.about, second.about, second.begins, min(first.ends, second.ends))


def meetings(checklists: Iterable[Checklist], products: Mapping[str, frozenset[str] | None]) -> tuple[Meeting, ...]:
    """Peaks of different engagements still to come and at most ``SAME_HOURS`` apart, the gravest first.

    ``products`` says what each engagement uses, None where its file does not say: then it may use any.
    """
    crests = sorted(
        (Crest(one, wave) for one in checklists for wave in one.waves if wave.peak >= one.today),
        key=lambda crest: (crest.wave.peak, crest.checklist.id),
    )
    found = (
        _meeting(first, second, products)
        for place, first in enumerate(crests)
        for second in takewhile(lambda later, first=first: _apart(first, later) <= SAME_HOURS, crests[place + 1 :])  # type: ignore[misc]
        if first.checklist.id != second.checklist.id
    )
    return tuple(sorted(found, key=lambda meeting: (not meeting.grave, meeting.first.wave.peak)))


def _apart(first: Crest, second: Crest) -> timedelta:
    return second.wave.peak - first.wave.peak


def _meeting(first: Crest, second: Crest, products: Mapping[str, frozenset[str] | None]) -> Meeting:
    one, other = products.get(first.checklist.id), products.get(second.checklist.id)
    both = one & other if one is not None and other is not None else one or other or frozenset()
    return Meeting(
        first,
        second,
        _apart(first, second),
        regions=tuple(region for region in first.wave.regions if region in second.wave.regions),
        products=tuple(sorted(both)),
        regions_known=bool(first.wave.regions and second.wave.regions),
    )
