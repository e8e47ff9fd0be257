"""A playbook's editions, one after the other: what each changed against the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.diff.change import Change
from generator.diff.fields import Sides
from generator.diff.formatter import Formatter
from generator.diff.items import Books
from generator.diff.playbooks import of_playbooks
from generator.i18n.vocabulary import Vocabulary
from generator.library import Library, ids


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a playbook. ``begun`` and ``last`` are the ISO days of its first and its last commit."""

    edition: str
    begun: str
    last: str
    changes: tuple[Change, ...] = ()
    """Against the edition before it; of the first edition known, none."""
    first: frozenset[str] = frozenset()
    """The ids of items and plans that the very first edition began with; empty for every other."""


Changelog = Mapping[str, tuple[Edition, ...]]
"""Playbook → its editions, the newest first. A playbook that nothing is known of is not in it."""


@dataclass(frozen=True, slots=True)
class State:
    """A playbook as an edition's last commit left it. ``library`` holds it and what it shares with others, then."""

    begun: str
    last: str
    library: Library


def changelog(id: str, states: Sequence[State], whole: bool, vocabulary: Vocabulary) -> tuple[Edition, ...]:
    """The editions of the playbook ``id``, the newest first; ``states`` come with the oldest first.

    Where the states are not the ``whole`` of its life, the oldest serves as what to compare with and is not told.
    """
    if not states:
        return ()
    oldest = states[0]
    entry = oldest.library.playbooks[id]
    first = Edition(entry.model.edition, oldest.begun, oldest.last, (), frozenset(found for found, _, _ in ids(entry)))
    told = [_edition(id, before, after, vocabulary) for before, after in pairwise(states)]
    return (*reversed(told), first) if whole else tuple(reversed(told))


def _edition(id: str, before: State, after: State, vocabulary: Vocabulary) -> Edition:
    books = Books({id: before.library.playbooks[id]}, {id: after.library.playbooks[id]})
    sides = Sides(Formatter(before.library, vocabulary), Formatter(after.library, vocabulary))
    changes = tuple(change for change in of_playbooks(books, sides) if change.field != "edition")
    return Edition(after.library.playbooks[id].model.edition, after.begun, after.last, changes)
