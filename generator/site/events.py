"""All that pages of knowledge know of engagements: who holds which role, and what finished events taught. Whatever else an edit
of an engagement changes, no page of knowledge can be another for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.engagement import Improvement
from generator.model.text import Text
from generator.tailor.checklist import Checklist


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """One engagement. ``holders`` are people's names by role, empty once it is over."""

    id: str
    customer: Text
    event: Text
    holders: Mapping[str, tuple[str, ...]]
    improve: tuple[Improvement, ...]


def reported(checklists: Sequence[Checklist]) -> tuple[ReportedEvent, ...]:
    """The engagements that pages of knowledge report something of."""
    return tuple(event for one in checklists if (event := _event(one)).holders or event.improve)


def _event(one: Checklist) -> ReportedEvent:
    improve = one.retrospective.improve if one.retrospective else ()
    holders = dict(_holders(one)) if one.end >= one.today else {}
    return ReportedEvent(one.id, one.customer, one.event, holders, tuple(lesson for lesson in improve if lesson.item))


def _holders(one: Checklist) -> Iterator[tuple[str, tuple[str, ...]]]:
    for role in one.team:
        if role.people:
            yield role.id, tuple(person.name for person in role.people)
