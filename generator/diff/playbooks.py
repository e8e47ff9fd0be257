"""What an edit of playbooks means: their items, plans and all their other parts, followed from file to file;
and a playbook's editions, one after the other: what each changed against the one before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.diagnostics import Bilingual
from generator.diff.change import Change, Kind
from generator.diff.fields import Sides, differences, listed
from generator.diff.formatter import Formatter
from generator.diff.items import Books, came, of_pieces, pieces, subject, things, went
from generator.i18n.vocabulary import Vocabulary
from generator.library import Entry, Library, ids
from generator.model import Playbook
from generator.model.playbook import Estimate, Freeze, Message
from generator.model.text import Text

_PARTS = frozenset({"waves", "facts", "steps", "roles", "attention", "estimates", "plans", "messages", "freeze"})
"""What a playbook holds beside its own few keys; each is compared by the ids inside it."""


def of_playbooks(books: Books, whole: Sides) -> Iterator[Change]:
    """Every change of the playbooks, in the order of their ids; an item is followed into the playbook where it stands now."""
    for id, new in books.after.items():
        old = books.was(id)
        sides = whole.within(old.model if old else None, new.model)
        if old is None:
            yield came(subject(id, new.model, "playbook", new.file), sides, _counted(new.model))
            # What came out of another playbook is not new with this one.
            yield from of_pieces((), [piece for piece in pieces(new) if piece.id in books.then], books, sides)
        elif old.model != new.model or id in books.renamed:
            yield from _of_playbook(old, new, books, sides)
    for id, gone in books.before.items():
        if id not in books.after and id not in books.renamed.values():
            yield went(subject(id, gone.model, "playbook", gone.file), whole)


def _of_playbook(old: Entry[Playbook], new: Entry[Playbook], books: Books, sides: Sides) -> Iterator[Change]:
    a, b, file = old.model, new.model, new.file
    about = subject(new.id, b, "playbook", file)
    if old.id != new.id:
        words = Bilingual(f"文件改名：{old.id} → {new.id}", f"the file was renamed: {old.id} → {new.id}")
        yield replace(about, kind=Kind.RENAMED, words=words)
    yield from differences(a, b, sides, about, without=_PARTS)
    yield from things(a.facts, b.facts, "fact", file, sides)
    yield from things(a.waves, b.waves, "wave", file, sides)
    yield from _of_steps(a, b, file, sides)
    yield from of_pieces(tuple(pieces(old)), tuple(pieces(new)), books, sides)
    yield from things(_by_id(a.estimates), _by_id(b.estimates), "estimate", file, sides)
    yield from things(_by_id(a.messages), _by_id(b.messages), "message", file, sides)
    yield from _of_responsibilities(a, b, file, sides)
    yield from _of_freeze(a, b, file, sides)


def _by_id(entries: Iterable[Estimate | Message]) -> dict[str, Estimate | Message]:
    return {entry.id: entry for entry in entries}


def _counted(book: Playbook) -> Bilingual:
    items = sum(len(step.tasks) for step in book.steps) + len(book.attention)
    return Bilingual(
        f"新增手册：{items} 个事项，{len(book.plans)} 个预案", f"new playbook: {items} items, {len(book.plans)} plans"
    )


def _of_steps(a: Playbook, b: Playbook, file: str, sides: Sides) -> Iterator[Change]:
    old, new = ({step.step: step for step in book.steps} for book in (a, b))
    for id, step in (old | new).items():
        about = subject(id, step, "step", file, sides.after.step(id))
        if id in old and id in new:
            yield from differences(old[id], step, sides, about, without=frozenset({"tasks", "step"}))
        else:
            yield came(about, sides) if id in new else went(about, sides)


def _of_responsibilities(a: Playbook, b: Playbook, file: str, sides: Sides) -> Iterator[Change]:
    for role in [*b.roles, *(role for role in a.roles if role not in b.roles)]:
        about = subject(role, None, "responsibility", file, sides.after.role(role))
        if role not in a.roles:
            yield came(about, sides)
        elif role not in b.roles:
            yield went(about, sides)
        else:
            yield from _of_duties(a.roles[role], b.roles[role], sides, about)


def _of_duties(
    old: Mapping[str, tuple[Text, ...]], new: Mapping[str, tuple[Text, ...]], sides: Sides, about: Change
) -> Iterator[Change]:
    for step in [*new, *(step for step in old if step not in new)]:
        label = sides.after.step(step)
        named = Bilingual(f"职责（{label.zh}）", f"responsibilities ({label.en})")
        yield from listed(named, step, old.get(step, ()), new.get(step, ()), sides, about)


def _of_freeze(a: Playbook, b: Playbook, file: str, sides: Sides) -> Iterator[Change]:
    """Freezes have no ids: equal ones aside, those of one side and kind are the same, then those of one side."""
    old, new = [one for one in a.freeze if one not in b.freeze], [one for one in b.freeze if one not in a.freeze]
    for freeze in new:
        same = next((o for o in old if (o.side, o.kind) == (freeze.side, freeze.kind)), None)
        match = same or next((o for o in old if o.side == freeze.side), None)
        about = subject(f"freeze-{freeze.side}", freeze, "freeze", file, _called(freeze, sides.after))
        if match is None:
            said = sides.after.said("freeze", freeze)
            yield came(about, sides, Bilingual(f"新增封网：{said.zh}", f"new freeze: {said.en}"))
        else:
            old.remove(match)
            yield from differences(match, freeze, sides, about)
    for freeze in old:
        yield went(subject(f"freeze-{freeze.side}", freeze, "freeze", file, _called(freeze, sides.before)), sides)


def _called(freeze: Freeze, lexicon: Formatter) -> Bilingual:
    side, kind = lexicon.said("side", freeze.side), lexicon.said("kind", freeze.kind)
    return Bilingual(f"{side.zh}{kind.zh}", f"{kind.en}, {side.en}")


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
