"""What collides across engagements, in words: people in two places, and peaks in the same hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from generator.diagnostics import Lang
from generator.outlook.conflicts import Clash, Meeting, clashes, meetings
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


@dataclass(frozen=True, slots=True)
class MeetingView:
    meeting: Meeting
    first: EventRef
    second: EventRef
    products: tuple[Link, ...]


def build(world: World) -> LivePage:
    uri = OVERVIEWS["conflicts"]
    ways = Ways.at(world.site, uri)
    used = {one.id: world.products(one) for one in world.checklists}
    met = tuple(_meeting(meeting, ways) for meeting in meetings(world.checklists, used))
    return world.page(
        uri,
        "conflicts",
        "conflicts",
        people=_people(clashes(world.checklists), ways),
        grave=tuple(view for view in met if view.meeting.grave),
        mild=tuple(view for view in met if not view.meeting.grave),
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


def _meeting(meeting: Meeting, ways: Ways) -> MeetingView:
    return MeetingView(
        meeting,
        event_ref(meeting.first.checklist, ways),
        event_ref(meeting.second.checklist, ways),
        tuple(ways.product(id) for id in meeting.products),
    )
