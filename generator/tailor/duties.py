"""Every item of the playbook and the engagement's extras → duties on the list, waived duties, and what is left out.

And where an engagement stands, for those who ask only that: what is open and when, and which states have lost their item. A checklist says the
same and much more (in words, with figures, estimates and a verdict), and takes five times as long.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from generator.diagnostics import Bilingual
from generator.library import Entry, Library
from generator.model.engagement import Engagement, Move, Skip, Status
from generator.model.item import Attention, Extra, Item, Task
from generator.model.offset import Offset
from generator.schedule import Due
from generator.tailor.conditions import Condition, conditions
from generator.tailor.context import TailorContext, owner_of
from generator.tailor.rows import SETTLED, ChecklistItem, Dependency, LeftOut, Patrol, RoleRef

MOST_ROUNDS = 300
"""A patrol of more rounds than a grid can hold is printed as its span and interval."""

_UNTOUCHED = Status(state="todo")


@dataclass(frozen=True, slots=True)
class Tailored:
    """The duties on the list and waived, each in no particular order, and the items left out in the playbook's."""

    duties: tuple[ChecklistItem, ...]
    waived: tuple[ChecklistItem, ...]
    left_out: tuple[LeftOut, ...]


def tailor_items(context: TailorContext) -> Tailored:
    """Judge each item against the engagement."""
    shown: list[ChecklistItem] = []
    waived: list[ChecklistItem] = []
    left_out: list[LeftOut] = []
    for item, step in items(context):
        found = list(conditions(context, item))
        failed = next((condition for condition in found if condition.holds is False), None)
        if failed:
            left_out.append(LeftOut(item.id, item.title, failed.words, item.audience == "internal"))
            continue
        duty = _duty(context, item, step, found)
        (waived if duty.waiver and not duty.waiver_expired else shown).append(duty)
    return Tailored(_with_dependencies(shown), tuple(waived), tuple(left_out))


@dataclass(frozen=True, slots=True)
class ConditionTerm:
    """When an item is due in this engagement, and where it stands."""

    due: Due
    status: Status
    late_start: bool
    past: bool


def term(context: TailorContext, item: Item) -> ConditionTerm:
    """The term of an item, by the engagement's own move and status."""
    engagement = context.engagement
    due = _due(context, item, engagement.move.get(item.id))
    status = engagement.status.get(item.id, _UNTOUCHED)
    late = due.day < engagement.opened
    past = context.now.date() >= context.second_day_open if late else due.is_past(context.now, context.clock.zone)
    return ConditionTerm(due, status, late, past)


def items(context: TailorContext) -> Iterator[tuple[Item, str]]:
    for step in context.playbook.steps:
        for task in step.tasks:
            if isinstance(task, Task):
                yield task, step.step
    for attention in context.playbook.attention:
        if isinstance(attention, Attention):
            yield attention, attention.step
    for extra in context.engagement.extra:
        yield extra, extra.step or context.step_on(_due(context, extra, None).day)


def _duty(context: TailorContext, item: Item, step: str, found: Sequence[Condition]) -> ChecklistItem:
    engagement = context.engagement
    waiver = engagement.skip.get(item.id)
    owner = owner_of(context, item)
    when = term(context, item)
    return ChecklistItem(
        item=item,
        step=step,
        attention=isinstance(item, Attention),
        extra=isinstance(item, Extra),
        owner=context.role(owner),
        with_=tuple(context.role(role) for role in item.with_ if role != owner),
        verifier=context.role(item.verifier) if item.verifier else None,
        reassigned_from=context.role(item.owner) if owner != item.owner else None,
        due=when.due,
        move=engagement.move.get(item.id),
        wave=context.wave(item.wave),
        because=tuple(condition.words for condition in found if condition.holds),
        to_confirm=tuple(condition.words for condition in found if condition.holds is None),
        status=when.status,
        past=when.past,
        late_start=when.late_start,
        after=(),
        patrol=_patrol(context, item),
        plan=context.plans.get(item.plan or ""),
        waiver=waiver,
        waived_by=context.role(waiver.by) if waiver else None,
        waiver_expired=expired(context, waiver),
    )


def _due(context: TailorContext, item: Item, move: Move | None) -> Due:
    if move is None:
        return context.clock.due(item.due, item.wave)
    if isinstance(move.due, Offset):
        return context.clock.due(move.due, item.wave, shift=False)
    return context.clock.on(move.due)


def expired(context: TailorContext, waiver: Skip | None) -> bool:
    return waiver is not None and waiver.until is not None and context.now.date() > waiver.until


def _patrol(context: TailorContext, item: Item) -> Patrol | None:
    if item.repeat is None:
        return None
    begins, ends = (context.clock.at(item.repeat.from_, item.wave), context.clock.until(item.repeat.to, item.wave))
    every = max(item.repeat.every, timedelta(seconds=1))
    rounds = int((ends - begins) / every) + 1 if ends >= begins else 0
    moments = tuple(begins + every * n for n in range(rounds)) if rounds <= MOST_ROUNDS else ()
    return Patrol(every, begins, ends, moments)


def _with_dependencies(duties: list[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    standing: Mapping[str, ChecklistItem] = {duty.id: duty for duty in duties}

    def dependencies(duty: ChecklistItem) -> tuple[Dependency, ...]:
        found = (standing[id] for id in duty.item.after if id in standing)
        return tuple(Dependency(other.id, other.item.title, other.settled) for other in found)

    # Copying a duty takes as long as making one, and most wait for nothing.
    return tuple(replace(duty, after=found) if (found := dependencies(duty)) else duty for duty in duties)


def in_order(duties: tuple[ChecklistItem, ...], context: TailorContext) -> tuple[ChecklistItem, ...]:
    """By deadline, then by id: the order in which a step is worked through."""
    return tuple(sorted(duties, key=lambda duty: (duty.due.deadline(context.clock.zone), duty.id)))


@dataclass(frozen=True, slots=True)
class Open:
    """An item that stands on the list and is not settled. ``expired`` is its waiver, where that has run out."""

    item: Item
    owner: RoleRef
    due: Due
    overdue: bool
    expired: Skip | None

    @property
    def id(self) -> str:
        return self.item.id


@dataclass(frozen=True, slots=True)
class Standing:
    """``open`` in the order of a checklist; ``orphans`` are items with a state that are left out, and why."""

    open: tuple[Open, ...]
    orphans: tuple[tuple[str, Bilingual], ...]


def standing(library: Library, engagement: Entry[Engagement], today: date | datetime) -> Standing:
    """Where an engagement stands as of ``today``; as with ``tailor``, its files have no errors."""
    context = TailorContext.of(library, engagement, today)
    return Standing(tuple(_open(context)), tuple(_orphans(context)))


def _open(context: TailorContext) -> Iterator[Open]:
    """What is open of an event that is not over yet."""
    if context.now > context.clock.end:
        return
    found = [(term(context, item), item) for item, _ in items(context) if _stands_open(context, item)]
    for when, item in sorted(found, key=lambda one: (one[0].due.deadline(context.clock.zone), one[1].id)):
        yield Open(
            item, context.role(owner_of(context, item)), when.due, when.past, context.engagement.skip.get(item.id)
        )


def _stands_open(context: TailorContext, item: Item) -> bool:
    status, waiver = context.engagement.status.get(item.id), context.engagement.skip.get(item.id)
    if (status is not None and status.state in SETTLED) or (waiver is not None and not expired(context, waiver)):
        return False
    return all(condition.holds is not False for condition in conditions(context, item))


def _orphans(context: TailorContext) -> Iterator[tuple[str, Bilingual]]:
    states = context.engagement.status
    for item, _ in items(context) if states else ():
        if item.id in states:
            failed = next((condition for condition in conditions(context, item) if condition.holds is False), None)
            if failed:
                yield item.id, failed.words
