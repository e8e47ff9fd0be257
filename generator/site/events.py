"""All that pages of knowledge know of engagements: who holds which role, and what finished events taught. Whatever else an edit
of an engagement changes, no page of knowledge can be another for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    held = one.team if one.end >= one.today else ()
    holders = {role.id: tuple(person.name for person in role.people) for role in held if role.people}
    return ReportedEvent(one.id, one.customer, one.event, holders, tuple(lesson for lesson in improve if lesson.item))
