"""Where an engagement stands, for those who ask only that: what is open and when, and which states have lost their item.

A checklist says the same and much more (in words, with figures, estimates and a verdict), and takes five times as long.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from generator.diagnostics import Bilingual
from generator.library import Entry, Library
from generator.model.engagement import Engagement, Skip
from generator.model.item import Item
from generator.schedule import Due
from generator.tailor.conditions import conditions
from generator.tailor.context import TailorContext, owner_of
from generator.tailor.duties import expired, items, term
from generator.tailor.rows import SETTLED, RoleRef


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
