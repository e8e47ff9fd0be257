"""What collides across engagements, in words: people in two places, and peaks in the same hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from generator.diagnostics import Lang
from generator.outlook.conflicts import Clash, Crest, Rush, Shared, clashes, rushes
from generator.pages.live.frame import OVERVIEWS, EventRef, LivePage, Ways, World, event_ref, span
from generator.pages.page import Link

HANDOVER = timedelta(minutes=30)
"""So short an overlap can be bridged by a handover, if somebody knows of it."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """One overlap in words: when both hold, and each of the two."""

    clash: Clash
    both: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person in two engagements, with every overlap; ``brief`` where each is no longer than a handover."""

    who: str
    first: EventRef
    second: EventRef
    overlaps: tuple[Overlap, ...]
    brief: bool


SHOWN = 12
"""How many of a rush's events are named; on the night of a season there are hundreds."""
PEOPLE = 200
RUSHES = 60


@dataclass(frozen=True, slots=True)
class CrestView:
    crest: Crest
    ref: EventRef


@dataclass(frozen=True, slots=True)
class SharedView:
    shared: Shared
    products: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RushView:
    """``more`` counts the events that are not named."""

    rush: Rush
    crests: tuple[CrestView, ...]
    more: int
    shared: tuple[SharedView, ...]


def build(world: World) -> LivePage:
    uri = OVERVIEWS["conflicts"]
    ways = Ways.at(world.site, uri)
    used = {one.id: world.products(one) for one in world.checklists}
    people = _people(clashes(world.checklists), ways)
    found = rushes(world.checklists, used)
    grave = [_rush(rush, ways) for rush in found if rush.grave]
    mild = [_rush(rush, ways) for rush in found if not rush.grave]
    return world.page(
        uri,
        "conflicts",
        "conflicts",
        people=people[:PEOPLE],
        people_count=len(people),
        grave=grave[:RUSHES],
        grave_count=len(grave),
        mild=mild[:RUSHES],
        mild_count=len(mild),
    )


def _people(found: tuple[Clash, ...], ways: Ways) -> tuple[Person, ...]:
    """Overlaps by person and pair of engagements, those that nobody can bridge first."""
    groups: dict[tuple[str, frozenset[str]], list[Clash]] = {}
    for clash in found:
        groups.setdefault((clash.who, frozenset((clash.first.checklist.id, clash.second.checklist.id))), []).append(
            clash
        )
    people = (
        Person(
            who=own[0].who,
            first=event_ref(own[0].first.checklist, ways),
            second=event_ref(own[0].second.checklist, ways),
            overlaps=tuple(_overlap(clash, ways.site.lang) for clash in own),
            brief=all(clash.ends - clash.begins <= HANDOVER for clash in own),
        )
        for own in groups.values()
    )
    return tuple(sorted(people, key=lambda person: (person.brief, person.overlaps[0].clash.begins)))


def _overlap(clash: Clash, lang: Lang) -> Overlap:
    first, second = (span(stint.begins, stint.ends, lang) for stint in (clash.first, clash.second))
    return Overlap(clash, span(clash.begins, clash.ends, lang), first, second)


def _rush(rush: Rush, ways: Ways) -> RushView:
    return RushView(
        rush,
        crests=tuple(CrestView(crest, event_ref(crest.checklist, ways)) for crest in rush.crests[:SHOWN]),
        more=max(0, len(rush.crests) - SHOWN),
        shared=tuple(SharedView(shared, tuple(ways.product(id) for id in shared.products)) for shared in rush.shared),
    )
