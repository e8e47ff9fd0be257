"""The whole of a comparison: what changed, whom it touches, and what could not be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from generator.diagnostics import Diagnostic, Severity
from generator.diff.change import Change, Kind
from generator.diff.impact import Impact, impact, same_inputs, urgency
from generator.diff.trees import edits, reordered
from generator.library import Entry, Library, inputs, kind_of
from generator.model import Engagement
from generator.schedule import today_in
from generator.tailor import Checklist, tailor


@dataclass(frozen=True)
class Side:
    """One state of the tree: what it is called, what was read, and every fault of it."""

    name: str
    library: Library
    diagnostics: Sequence[Diagnostic]

    @cached_property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(found for found in self.diagnostics if found.severity is Severity.ERROR)

    @cached_property
    def broken(self) -> Counter[str]:
        """File → how many errors it has that keep it from being compared."""
        return Counter(fault.at.file for fault in self.errors if not _is_orphan(fault))

    def checklist(self, entry: Entry[Engagement], today: date | datetime) -> Checklist | None:
        """An engagement's checklist, or None where one of its inputs has an error."""
        return None if inputs(entry) & self.broken.keys() else tailor(self.library, entry, today)

    def faults_of(self, entry: Entry[Engagement]) -> tuple[Diagnostic, ...]:
        files = inputs(entry)
        return tuple(fault for fault in self.errors if fault.at.file in files)


def _is_orphan(fault: Diagnostic) -> bool:
    """An engagement that speaks of an id which is gone has an error to mend, and a checklist all the same.

    It is the first thing that retiring an item does to a customer: to give up on its file would hide all else.
    """
    return fault.code == "unknown-item" and kind_of(fault.at.file) == "engagement"


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A file with errors; ``before`` and ``after`` are how many on each side."""

    file: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Review:
    """``before`` and ``after`` are how the sides are called. Engagements that both have: live ones, and how many have ended."""

    before: str
    after: str
    today: date | datetime
    changes: tuple[Change, ...]
    reordered: tuple[str, ...]
    """Files in which entries changed places and nothing else."""
    not_compared: tuple[NotCompared, ...]
    impacts: tuple[Impact, ...]
    """The live ones that the edit touches, the most urgent first."""
    untouched: int
    unknown: int
    """Live ones without a checklist on either side."""
    ended: int

    @property
    def live(self) -> int:
        return len(self.impacts) + self.untouched + self.unknown

    @property
    def meaningful(self) -> tuple[Change, ...]:
        """The changes that are more than layout."""
        return tuple(change for change in self.changes if change.kind is not Kind.FORMATTING)

    @property
    def formatted(self) -> tuple[str, ...]:
        return tuple(change.file for change in self.changes if change.kind is Kind.FORMATTING)


def review(before: Side, after: Side, today: date | datetime) -> Review:
    """Compare two states of the tree as of ``today``: same sides and ``today``, same review."""
    unsound = frozenset(before.broken | after.broken)
    changes = edits(before.library, after.library, unsound)
    pairs = list(_pairs(before, after))
    live = [(old, new) for old, new in pairs if not _is_over(new, today)]
    judged = [_judge(before, after, old, new, today) for old, new in live]
    touched = [found for found in judged if isinstance(found, Impact)]
    return Review(
        before=before.name,
        after=after.name,
        today=today,
        changes=changes,
        reordered=reordered(before.library, after.library, changes, unsound),
        not_compared=tuple(NotCompared(file, before.broken[file], after.broken[file]) for file in sorted(unsound)),
        impacts=tuple(sorted(touched, key=urgency)),
        untouched=judged.count(True),
        unknown=judged.count(None),
        ended=len(pairs) - len(live),
    )


def _pairs(before: Side, after: Side) -> Iterator[tuple[Entry[Engagement], Entry[Engagement]]]:
    for id, new in after.library.engagements.items():
        old = before.library.engagements.get(id)
        if old is not None:
            yield old, new


def _is_over(entry: Entry[Engagement], today: date | datetime) -> bool:
    event = entry.model.event
    return today_in(today, event.start.tzinfo or UTC) > event.end


def _judge(
    before: Side, after: Side, old: Entry[Engagement], new: Entry[Engagement], today: date | datetime
) -> Impact | bool | None:
    """The impact; True where there is none, None where neither side has a checklist."""
    sound = not (inputs(old) | inputs(new)) & (before.broken.keys() | after.broken.keys())
    if sound and same_inputs(before.library, after.library, old, new):
        return True
    then, now = before.checklist(old, today), after.checklist(new, today)
    if then is None and now is None:
        return None
    return impact(then, now, new, after.faults_of(new)) or True
