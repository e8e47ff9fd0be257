"""The whole of a comparison: what changed, whom it touches, and what could not be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from generator.diagnostics import Diagnostic
from generator.diff.change import Change, Kind
from generator.diff.impact import Impact, impact, same_inputs, urgency
from generator.diff.trees import edits, reordered
from generator.i18n.vocabulary import Vocabulary
from generator.library import Entry, Library, inputs, kind_of
from generator.model import Engagement
from generator.model.engagement import Event
from generator.schedule import today_in
from generator.tailor import Checklist
from generator.workspace import Workspace


class Named(Protocol):
    """A state of the tree as it was found: what it is called, and its files (POSIX path from the root → bytes)."""

    @property
    def name(self) -> str: ...
    @property
    def files(self) -> Mapping[str, bytes]: ...


@dataclass(frozen=True)
class Side:
    """One state of the tree: what it is called, and what was read and found wrong."""

    name: str
    workspace: Workspace

    @classmethod
    def of(cls, found: Named, today: date | datetime, like: Library | None = None) -> "Side":
        return cls(found.name, Workspace.of(found.files, today, like=like, forgiven=is_orphan))

    def checklist(self, entry: Entry[Engagement]) -> Checklist | None:
        """An engagement's checklist, or None where one of its inputs has an error."""
        return self.workspace.checklist(entry) if self.workspace.is_sound(entry) else None

    def faults_of(self, entry: Entry[Engagement]) -> tuple[Diagnostic, ...]:
        files = inputs(entry)
        return tuple(fault for fault in self.workspace.errors if fault.at.file in files)


def is_orphan(fault: Diagnostic) -> bool:
    """An engagement that speaks of an id which is gone has an error to mend, and a checklist all the same.

    It is the first thing that retiring an item does to a customer: to give up on its file would hide all else.
    """
    return fault.code in ("unknown-item", "unknown-plan") and kind_of(fault.at.file) == "engagement"


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
    vocabulary: Vocabulary
    changes: tuple[Change, ...]
    reordered: tuple[str, ...]
    """Files in which entries changed places and nothing else."""
    not_compared: tuple[NotCompared, ...]
    faults: tuple[Diagnostic, ...]
    """The errors of the later side by which files are not compared."""
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


def compare(before: Named, after: Named, today: date | datetime, vocabulary: Vocabulary) -> tuple[Review, Side]:
    """What became of ``before``, and whom that touches as of ``today``; and the later side, with its faults."""
    earlier = Side.of(before, today)
    later = Side.of(after, today, earlier.workspace.library)
    return review(earlier, later, today, vocabulary), later


def review(before: Side, after: Side, today: date | datetime, vocabulary: Vocabulary) -> Review:
    """Compare two states of the tree as of ``today``: same sides and ``today``, same review."""
    old, new = before.workspace, after.workspace
    unsound = frozenset(old.broken | new.broken)
    changes = edits(old.library, new.library, unsound, vocabulary)
    engagements = old.library.engagements
    pairs = [(engagements[id], now) for id, now in new.library.engagements.items() if id in engagements]
    live = [(then, now) for then, now in pairs if not is_over(now.model.event, today)]
    judged = [_judge(before, after, then, now, vocabulary) for then, now in live]
    touched = [found for found in judged if isinstance(found, Impact)]
    return Review(
        before=before.name,
        after=after.name,
        today=today,
        vocabulary=vocabulary,
        changes=changes,
        reordered=reordered(old.library, new.library, changes, unsound),
        faults=tuple(fault for fault in new.errors if not is_orphan(fault)),
        not_compared=tuple(NotCompared(file, old.broken[file], new.broken[file]) for file in sorted(unsound)),
        impacts=tuple(sorted(touched, key=urgency)),
        untouched=judged.count(True),
        unknown=judged.count(None),
        ended=len(pairs) - len(live),
    )


def is_over(event: Event, today: date | datetime) -> bool:
    return today_in(today, event.start.tzinfo or UTC) > event.end


def _judge(
    before: Side, after: Side, old: Entry[Engagement], new: Entry[Engagement], vocabulary: Vocabulary
) -> Impact | bool | None:
    """The impact; True where there is none, None where neither side has a checklist."""
    one, other = before.workspace, after.workspace
    sound = not (inputs(old) | inputs(new)) & (one.broken.keys() | other.broken.keys())
    if sound and same_inputs(one.library, other.library, old, new):
        return True
    then, now = before.checklist(old), after.checklist(new)
    if then is None and now is None:
        return None
    book = other.library.playbooks.get(new.model.playbook)
    return impact(then, now, new, after.faults_of(new), vocabulary, book) or True
