"""Named things of one kind, matched by id: what came, what went, and what became of the rest; and items and plans, which carry their id for ever,
are retired and not deleted, and may move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from generator.diagnostics import Bilingual
from generator.diff import wording as w
from generator.diff.change import Change, Kind
from generator.diff.fields import Sides, differences
from generator.library import Entry, ids, is_plan, plans, playbook_items
from generator.model import Playbook
from generator.model.item import Item, Retired
from generator.model.playbook import Plan
from generator.model.text import Text


def things(
    before: Mapping[str, BaseModel], after: Mapping[str, BaseModel], part: str, file: str, sides: Sides
) -> Iterator[Change]:
    """Each thing added, changed and removed, in the order of ``after``, then what is gone."""
    for id, thing in after.items():
        if id not in before:
            yield came(subject(id, thing, part, file), sides)
        elif before[id] != thing:
            about = subject(id, thing, part, file)
            yield from differences(before[id], thing, sides, about, without=frozenset({"id"}))
    yield from (went(subject(id, thing, part, file), sides) for id, thing in before.items() if id not in after)


def subject(id: str, thing: Any, part: str, file: str, title: Bilingual | None = None) -> Change:
    """A change about ``thing`` that does not yet say what changed."""
    return Change(Kind.CHANGED, id, Bilingual("", ""), title or title_of(thing), part, file)


def came(about: Change, sides: Sides, words: Bilingual | None = None) -> Change:
    return replace(about, kind=Kind.ADDED, words=words or w.new(sides.vocabulary.noun(about.part)))


def went(about: Change, sides: Sides) -> Change:
    return replace(about, kind=Kind.REMOVED, words=w.removed(sides.vocabulary.noun(about.part)))


def title_of(thing: Any) -> Bilingual | None:
    """How a thing is called: its title, term or question, or when it is said."""
    named = (getattr(thing, key, None) for key in ("title", "term", "ask", "when", "customer"))
    return next((text.words for text in named if isinstance(text, Text)), None)


_PLACES = frozenset({"id", "step"})


@dataclass(frozen=True, slots=True)
class Piece:
    """An item, a plan or a tombstone where it stands; ``step`` is an item's."""

    id: str
    thing: Item | Plan | Retired
    step: str | None
    playbook: str
    file: str

    @property
    def part(self) -> str:
        return "plan" if is_plan(self.id) else "item"

    @property
    def about(self) -> Change:
        return subject(self.id, self.thing, self.part, self.file)

    @property
    def is_live(self) -> bool:
        return not isinstance(self.thing, Retired)


def pieces(entry: Entry[Playbook]) -> Iterator[Piece]:
    """The items, then the plans, then the tombstones of a playbook."""
    for found in playbook_items(entry):
        yield Piece(found.item.id, found.item, found.step, entry.id, entry.file)
    for _, plan in plans(entry):
        yield Piece(plan.id, plan, None, entry.id, entry.file)
    for id, _, retired in ids(entry):
        if retired:
            yield Piece(id, retired, None, entry.id, entry.file)


@dataclass(frozen=True)
class Books:
    """The sound playbooks of both sides by their ids."""

    before: Mapping[str, Entry[Playbook]]
    after: Mapping[str, Entry[Playbook]]

    @cached_property
    def renamed(self) -> dict[str, str]:
        """New id → old id of a playbook whose file changed its name: most of its items are the old one's."""
        found: dict[str, str] = {}
        for new in (id for id in self.after if id not in self.before):
            own = {piece.id for piece in pieces(self.after[new])}
            for old in (id for id in self.before if id not in self.after and id not in found.values()):
                was = {piece.id for piece in pieces(self.before[old])}
                if was and 2 * len(own & was) >= len(was):
                    found[new] = old
                    break
        return found

    def was(self, id: str) -> Entry[Playbook] | None:
        """What a playbook of ``after`` was before."""
        return self.before.get(self.renamed.get(id, id))

    @cached_property
    def then(self) -> Mapping[str, Piece]:
        """Every piece of ``before`` by its id."""
        return {piece.id: piece for entry in self.before.values() for piece in pieces(entry)}

    @cached_property
    def now(self) -> Mapping[str, Piece]:
        return {piece.id: piece for entry in self.after.values() for piece in pieces(entry)}


def of_pieces(old: Sequence[Piece], new: Sequence[Piece], books: Books, sides: Sides) -> Iterator[Change]:
    """The changes of one playbook's pieces, as seen from all ``books``, so that what moved to another neither came nor went."""
    vanished = [piece for piece in old if piece.is_live and piece.id not in books.now]
    for piece in new:
        was = books.then.get(piece.id)
        if was is not None:
            yield from _became(was, piece, books, sides)
        elif not piece.is_live:
            words = Bilingual("新增停用记录", "a tombstone for an id that was not here")
            yield replace(piece.about, kind=Kind.RETIRED, words=words)
        else:
            twin = next((gone for gone in vanished if _is_twin(gone, piece)), None)
            if twin is None:
                yield came(piece.about, sides, _new(piece, sides))
            else:
                vanished.remove(twin)
                yield from _renamed(twin, piece, sides)
    yield from (replace(piece.about, kind=Kind.REMOVED, words=w.DELETED) for piece in vanished)
    for piece in old:
        if not piece.is_live and piece.id not in books.now:
            words = Bilingual("停用记录被删掉", "its tombstone was deleted")
            yield replace(piece.about, kind=Kind.REMOVED, words=words)


def _became(was: Piece, piece: Piece, books: Books, sides: Sides) -> Iterator[Change]:
    if was.is_live and isinstance(piece.thing, Retired):
        about = subject(piece.id, was.thing, piece.part, piece.file)
        yield replace(about, kind=Kind.RETIRED, words=w.retired(piece.thing))
        return
    if not was.is_live and piece.is_live:
        yield came(piece.about, sides, Bilingual("停用的 id 又用了", "a retired id is in use again"))
        return
    yield from _moved(was, piece, books, sides)
    yield from differences(was.thing, piece.thing, sides, piece.about, without=_PLACES)


def _moved(was: Piece, piece: Piece, books: Books, sides: Sides) -> Iterator[Change]:
    # To stay in a playbook under a new id is no move.
    if books.renamed.get(piece.playbook, piece.playbook) != was.playbook:
        words = w.turned(Bilingual("移到另一本手册", "moved to another playbook"), sides.before.playbook(was.playbook), sides.after.playbook(piece.playbook))  # fmt: skip
        yield replace(piece.about, kind=Kind.MOVED, words=words, field="playbook")
    if piece.is_live and piece.step and was.step and piece.step != was.step:
        words = w.turned(Bilingual("移到另一步", "moved to another step"), sides.before.step(was.step), sides.after.step(piece.step))  # fmt: skip
        yield replace(piece.about, kind=Kind.MOVED, words=words, field="step")


def _renamed(gone: Piece, piece: Piece, sides: Sides) -> Iterator[Change]:
    words = Bilingual(
        f"id 由 {gone.id} 改为 {piece.id}：记在旧 id 下的状态不再算数",
        f"its id was {gone.id}: what is recorded under that one no longer counts",
    )
    yield replace(piece.about, kind=Kind.RENAMED, words=words, field="id")
    yield from differences(gone.thing, piece.thing, sides, piece.about, without=_PLACES)


def _is_twin(gone: Piece, piece: Piece) -> bool:
    """Whether a new piece is a vanished one under another id: of the same kind and title."""
    same = type(gone.thing) is type(piece.thing)
    return same and getattr(gone.thing, "title", None) == getattr(piece.thing, "title", ())


def _new(piece: Piece, sides: Sides) -> Bilingual | None:
    if not isinstance(piece.thing, Item):
        return None
    item, lexicon = piece.thing, sides.after
    owner, severity = lexicon.role(item.owner), lexicon.said("severity", item.severity)
    return Bilingual(
        f"新增：{owner.zh}，{item.due} 到期，{severity.zh}", f"new: {owner.en}, due {item.due}, {severity.en}"
    )
