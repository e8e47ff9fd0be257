"""Where an engagement stands, for those who ask only that: what is open and when, and which states have lost their item.

A checklist says the same and much more (in words, with figures, estimates and a verdict), and takes five times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from generator.diagnostics import Words
from generator.library import Entry, Library
from generator.model.engagement import Engagement, Skip
from generator.model.item import Item
from generator.schedule import Due
from generator.tailor.applies import conditions
from generator.tailor.duties import expired, items, term
from generator.tailor.frame import Frame, owner_of
from generator.tailor.lines import SETTLED, RoleRef


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
    orphans: tuple[tuple[str, Words], ...]


def standing(library: Library, engagement: Entry[Engagement], today: date | datetime) -> Standing:
    """Where an engagement stands as of ``today``; as with ``tailor``, its files have no errors."""
    frame = Frame.of(library, engagement, today)
    return Standing(tuple(_open(frame)), tuple(_orphans(frame)))


def _open(frame: Frame) -> Iterator[Open]:
    """What is open of an event that is not over yet."""
    if frame.now > frame.clock.end:
        return
    found = [(term(frame, item), item) for item, _ in items(frame) if _stands_open(frame, item)]
    for when, item in sorted(found, key=lambda one: (one[0].due.deadline(frame.clock.zone), one[1].id)):
        yield Open(item, frame.role(owner_of(frame, item)), when.due, when.overdue, frame.engagement.skip.get(item.id))


def _stands_open(frame: Frame, item: Item) -> bool:
    status, waiver = frame.engagement.status.get(item.id), frame.engagement.skip.get(item.id)
    if (status is not None and status.state in SETTLED) or (waiver is not None and not expired(frame, waiver)):
        return False
    return all(condition.holds is not False for condition in conditions(frame, item))


def _orphans(frame: Frame) -> Iterator[tuple[str, Words]]:
    states = frame.engagement.status
    for item, _ in items(frame) if states else ():
        if item.id in states:
            failed = next((condition for condition in conditions(frame, item) if condition.holds is False), None)
            if failed:
                yield item.id, failed.words
