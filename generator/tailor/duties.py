"""Every item of the playbook and the engagement's extras → duties on the list, waived duties, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.model.engagement import Move, Skip, Status
from generator.model.item import Attention, Extra, Item, Task
from generator.model.offset import Offset
from generator.schedule import Due
from generator.tailor.applies import Condition, conditions
from generator.tailor.frame import Frame, owner_of
from generator.tailor.lines import SETTLED, Dependency, Duty, LeftOut, Patrol

MOST_ROUNDS = 300
"""A patrol of more rounds than a grid can hold is printed as its span and interval."""

_UNTOUCHED = Status(state="todo")


@dataclass(frozen=True, slots=True)
class Tailored:
    """The duties on the list and waived, each in no particular order, and the items left out in the playbook's."""

    duties: tuple[Duty, ...]
    waived: tuple[Duty, ...]
    left_out: tuple[LeftOut, ...]


def tailor_items(frame: Frame) -> Tailored:
    """Judge each item against the engagement."""
    shown: list[Duty] = []
    waived: list[Duty] = []
    left_out: list[LeftOut] = []
    for item, step in items(frame):
        found = list(conditions(frame, item))
        failed = next((condition for condition in found if condition.holds is False), None)
        if failed:
            left_out.append(LeftOut(item.id, item.title, failed.words, item.audience == "internal"))
            continue
        duty = _duty(frame, item, step, found)
        (waived if duty.waiver and not duty.waiver_expired else shown).append(duty)
    return Tailored(_with_dependencies(shown), tuple(waived), tuple(left_out))


@dataclass(frozen=True, slots=True)
class Term:
    """When an item is due in this engagement, and where it stands."""

    due: Due
    status: Status
    late_start: bool
    overdue: bool


def term(frame: Frame, item: Item) -> Term:
    """The term of an item, by the engagement's own move and status."""
    engagement = frame.engagement
    due = _due(frame, item, engagement.move.get(item.id))
    status = engagement.status.get(item.id, _UNTOUCHED)
    late = due.day < engagement.opened
    past = frame.now.date() >= frame.second_day_open if late else due.is_past(frame.now, frame.clock.zone)
    return Term(due, status, late, past and status.state not in SETTLED)


def items(frame: Frame) -> Iterator[tuple[Item, str]]:
    for step in frame.playbook.steps:
        for task in step.tasks:
            if isinstance(task, Task):
                yield task, step.step
    for attention in frame.playbook.attention:
        if isinstance(attention, Attention):
            yield attention, attention.step
    for extra in frame.engagement.extra:
        yield extra, extra.step or _step_of(frame, _due(frame, extra, None).day)


def _step_of(frame: Frame, day: date) -> str:
    """The step whose window holds a day: of several the last begun; before them all, the first."""
    begun = [step.step for step in frame.playbook.steps if frame.clock.day(step.window[0]) <= day]
    return begun[-1] if begun else frame.playbook.steps[0].step


def _duty(frame: Frame, item: Item, step: str, found: Sequence[Condition]) -> Duty:
    engagement = frame.engagement
    waiver = engagement.skip.get(item.id)
    owner = owner_of(frame, item)
    when = term(frame, item)
    return Duty(
        item=item,
        step=step,
        attention=isinstance(item, Attention),
        extra=isinstance(item, Extra),
        owner=frame.role(owner),
        with_=tuple(frame.role(role) for role in item.with_ if role != owner),
        verifier=frame.role(item.verifier) if item.verifier else None,
        reassigned_from=frame.role(item.owner) if owner != item.owner else None,
        due=when.due,
        move=engagement.move.get(item.id),
        wave=frame.wave(item.wave),
        because=tuple(condition.words for condition in found if condition.holds),
        to_confirm=tuple(condition.words for condition in found if condition.holds is None),
        status=when.status,
        overdue=when.overdue,
        late_start=when.late_start,
        after=(),
        patrol=_patrol(frame, item),
        plan=frame.plans.get(item.plan or ""),
        waiver=waiver,
        waived_by=frame.role(waiver.by) if waiver else None,
        waiver_expired=expired(frame, waiver),
    )


def _due(frame: Frame, item: Item, move: Move | None) -> Due:
    if move is None:
        return frame.clock.due(item.due, item.wave)
    if isinstance(move.due, Offset):
        return frame.clock.due(move.due, item.wave, shift=False)
    return frame.clock.on(move.due)


def expired(frame: Frame, waiver: Skip | None) -> bool:
    return waiver is not None and waiver.until is not None and frame.now.date() > waiver.until


def _patrol(frame: Frame, item: Item) -> Patrol | None:
    if item.repeat is None:
        return None
    begins, ends = (frame.clock.at(item.repeat.from_, item.wave), frame.clock.until(item.repeat.to, item.wave))
    every = max(item.repeat.every, timedelta(seconds=1))
    rounds = int((ends - begins) / every) + 1 if ends >= begins else 0
    moments = tuple(begins + every * n for n in range(rounds)) if rounds <= MOST_ROUNDS else ()
    return Patrol(every, begins, ends, moments)


def _with_dependencies(duties: list[Duty]) -> tuple[Duty, ...]:
    standing: Mapping[str, Duty] = {duty.id: duty for duty in duties}

    def dependencies(duty: Duty) -> tuple[Dependency, ...]:
        found = (standing[id] for id in duty.item.after if id in standing)
        return tuple(Dependency(other.id, other.item.title, other.settled) for other in found)

    # Copying a duty takes as long as making one, and most wait for nothing.
    return tuple(replace(duty, after=found) if (found := dependencies(duty)) else duty for duty in duties)


def in_order(duties: tuple[Duty, ...], frame: Frame) -> tuple[Duty, ...]:
    """By deadline, then by id: the order in which a step is worked through."""
    return tuple(sorted(duties, key=lambda duty: (duty.due.deadline(frame.clock.zone), duty.id)))
