"""Three ways into one: the sheet as printed, as it came back, and the tree as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generator.diagnostics import LANGS, Bilingual
from generator.edit.operations import Edit, Remove, Set
from generator.model.engagement import Engagement
from generator.model.inline import plain
from generator.model.text import Text
from generator.roundtrip.fields import TEXTS, Field, Returned, Untaken, Values, current, literal, meaning
from generator.tailor import Checklist
from generator.tailor.rows import ChecklistItem

BECAUSE = Bilingual("现场回填", "recorded from the returned sheet")
"""Why a due moved, where the sheet's note does not say."""

_STATUS = (Field.STATE, Field.ON, Field.BY, Field.EVIDENCE, Field.NOTE)
TAKEN, BOTH, LOWERED = "taken", "both", "lowered"
LADDER = ("todo", "doing", "done", "verified")
"""States of which the later one is the further; the others stand beside it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that will be another: ``old`` and ``new`` as ``Values`` spells them.

    ``reworded`` is true where the item means something else since the sheet was printed.
    """

    id: str
    title: Text
    field: Field
    old: str
    new: str
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both sides changed, at a cell. ``printed`` is None where the sheet does not say what it once showed."""

    at: str
    id: str
    title: Text
    field: Field
    printed: str | None
    now: str
    given: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What to change, what both sides changed, and what is not taken."""

    changes: tuple[FieldChange, ...]
    conflicts: tuple[Conflict, ...] = ()
    untaken: tuple[Untaken, ...] = ()

    def settled(self, theirs: Callable[[Conflict], bool]) -> Merged:
        """Each conflict settled for the sheet, where ``theirs`` returns true, or else for the tree."""
        taken = (FieldChange(one.id, one.title, one.field, one.now, one.given) for one in self.conflicts if theirs(one))
        return Merged((*self.changes, *taken), (), self.untaken)


def merge(checklist: Checklist, returned: Returned, renamed: Mapping[str, str] | None = None) -> Merged:
    """Compare the three. ``checklist`` is the whole one, for the team, of the tree as it is now.

    ``renamed`` leads from an item of an earlier edition to what replaced it.
    """
    items = {item.id: item for item in checklist.duties}
    changes: list[FieldChange] = []
    conflicts: list[Conflict] = []
    untaken = list(returned.untaken)
    for id, given in returned.given.items():
        printed, item = returned.printed[id], items.get((renamed or {}).get(id, id))
        if item is None:
            typed = [name for name, value in given.items() if _differs(name, value, (printed.get(name, value),))]
            untaken += (Untaken(returned.at(id, name), id, given[name], _GONE) for name in typed)
            continue
        was = returned.meanings.get(id)
        reworded = item.id != id or was not in (None, meaning(item))
        for name, outcome in _compare(item, printed, given):
            theirs, ours = given[name], _ours(item, name)[0]
            if outcome is TAKEN:
                changes.append(FieldChange(item.id, item.item.title, name, ours, theirs, reworded))
            elif outcome is BOTH:
                conflicts.append(
                    Conflict(returned.at(id, name), item.id, item.item.title, name, printed.get(name), ours, theirs)
                )
            else:
                untaken.append(Untaken(returned.at(id, name), id, theirs, _VERIFIED))
    return Merged(tuple(changes), tuple(conflicts), tuple(untaken))


_GONE = Bilingual(
    "现在的清单上没有这一项了（已豁免、不适用或已删除）", "no longer on the list (waived, not applicable or removed)"
)
_VERIFIED = Bilingual(
    "已复核的事项，状态、日期、经手、证据都不会被交回的清单改低；要改就在文件里改",
    "a verified item is never lowered by a returned sheet, nor its day, name and evidence taken away; change it in the file if it must be",
)


def _compare(item: ChecklistItem, printed: Values, given: Values) -> Iterator[tuple[Field, str]]:
    """What becomes of each field that the sheet changed. When and by whom goes with the state: where ours is further, theirs is history."""
    now = item.status.state
    theirs, base = given.get(Field.STATE, now), printed.get(Field.STATE, now)
    ours_is_further = base != now and _further(now, theirs) and not _further(base, theirs)
    theirs_is_further = _further(theirs, now) and _further(now, base)
    lowers = now == "verified" and not ours_is_further and _changed(item, Field.STATE, theirs, printed.get(Field.STATE))
    for name in Field:
        if name not in given or not _changed(item, name, given[name], printed.get(name)):
            continue
        alone = _untouched(item, name, printed.get(name))
        with_state = name in (Field.STATE, Field.ON, Field.BY)
        if lowers and name in (Field.STATE, Field.ON, Field.BY, Field.EVIDENCE):
            yield name, LOWERED
        elif alone or (with_state and theirs_is_further):
            yield name, TAKEN
        elif not (with_state and ours_is_further) and not _held(item, name, given[name]):
            yield name, BOTH


def _changed(item: ChecklistItem, name: Field, theirs: str, base: str | None) -> bool:
    """Whether the sheet says something that neither it nor the tree said before."""
    if base is None and theirs == "":
        return False  # Whether it was ever there, nobody knows: nothing is taken away.
    return (base is None or _differs(name, theirs, (base,))) and _differs(name, theirs, _ours(item, name))


def _untouched(item: ChecklistItem, name: Field, base: str | None) -> bool:
    """Whether the tree still says what the sheet was printed with."""
    ours = _ours(item, name)
    return ours[0] == "" if base is None else not _differs(name, base, ours)


def _held(item: ChecklistItem, name: Field, theirs: str) -> bool:
    """Whether the tree's text holds all of theirs: somebody has added to it since."""
    ours = (_folded(plain(text)) for text in _ours(item, name))
    return name in TEXTS and theirs != "" and any(_folded(plain(theirs)) in text for text in ours)


def _further(one: str, other: str) -> bool:
    return one in LADDER and other in LADDER and LADDER.index(one) > LADDER.index(other)


def _ours(item: ChecklistItem, field: Field) -> tuple[str, ...]:
    """A field as the tree has it now: of a text, each language's words."""
    return tuple(dict.fromkeys(current(item, lang)[field] for lang in LANGS))


def _differs(field: Field, value: str, others: tuple[str, ...]) -> bool:
    if field not in (Field.BY, *TEXTS):
        return value not in others
    # A cell may hold a text with its markup or without; neither that nor a line break is a change.
    meant = {_folded(value), _folded(plain(value))}
    return all(meant.isdisjoint({_folded(other), _folded(plain(other))}) for other in others)


def _folded(text: str) -> str:
    return " ".join(text.split())


def edits(merged: Merged, engagement: Engagement, checklist: Checklist) -> list[Edit]:
    """The changes as edits of the engagement's file: states, dates, evidence into ``status``, owners into ``assign``, dues into ``move``."""
    found: list[Edit] = []
    by_id: dict[str, dict[Field, str]] = {}
    for change in merged.changes:
        by_id.setdefault(change.id, {})[change.field] = change.new
    for id, new in by_id.items():
        if Field.OWNER in new:
            found.append(Set(("assign", id), new[Field.OWNER]))
        if Field.DUE in new:
            due = _due(new[Field.DUE], next(item for item in checklist.duties if item.id == id), checklist)
            found += _moved(id, due, new.get(Field.NOTE, ""), id in engagement.move)
        found += _status(id, {field: new[field] for field in _STATUS if field in new}, id in engagement.status)
    return found


def _due(value: str, item: ChecklistItem, checklist: Checklist) -> str:
    """A due as a file spells it: a day, or by the hour an offset from the start of use."""
    if "T" not in value:
        return value
    start = item.wave.peak if item.wave else checklist.start
    moment = datetime.fromisoformat(value).replace(tzinfo=checklist.zone)
    minutes = round((moment - start).total_seconds() / 60)
    amount, unit = (minutes // 60, "h") if minutes % 60 == 0 else (minutes, "m")
    return f"T{amount:+d}{unit}"


def _moved(id: str, due: str, note: str, already: bool) -> Iterator[Edit]:
    because: Any = literal(note) if note else BECAUSE._asdict()
    if already:
        yield Set(("move", id, "due"), due)
        yield Set(("move", id, "because"), because)
    else:
        yield Set(("move", id), {"due": due, "because": because})


def _status(id: str, new: Values, already: bool) -> Iterator[Edit]:
    values = {field.value: literal(value) if field in TEXTS else value for field, value in new.items()}
    if already:
        for name, value in values.items():
            yield Set(("status", id, name), value) if value else Remove(("status", id, name))
    elif values:
        yield Set(("status", id), {"state": "todo"} | {name: value for name, value in values.items() if value})
