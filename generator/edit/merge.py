"""Three ways into one: the sheet as printed, as it came back, and the tree as it is now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.diagnostics import Words
from generator.edit.operations import Edit, Remove, Set
from generator.edit.returned import Field, Returned, Values
from generator.model.engagement import Engagement
from generator.model.inline import plain, raw_html_at
from generator.model.text import Text
from generator.tailor import Checklist
from generator.tailor.lines import Duty

BECAUSE = Words("现场回填", "recorded from the returned sheet")
"""Why a due moved, where the sheet's note does not say."""

_TEXTS = (Field.EVIDENCE, Field.NOTE)
_STATUS = (Field.STATE, Field.ON, Field.BY, *_TEXTS)
_MARKS = "\\`*[]()>_"
_TAG = re.compile(r"<(?=[A-Za-z/!])")


@dataclass(frozen=True, slots=True)
class Change:
    """One field that will be another: ``old`` and ``new`` as ``returned.Values`` spells them."""

    id: str
    title: Text
    field: Field
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both sides changed. ``printed`` is None where the sheet does not say what it once showed."""

    id: str
    title: Text
    field: Field
    printed: str | None
    now: str
    given: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What to change, and what stands against it: conflicts, ids the sheet never showed, ids no longer on the list."""

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...] = ()
    unknown: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return not (self.conflicts or self.unknown or self.gone)


def merge(checklist: Checklist, returned: Returned) -> Merged:
    """Compare the three. ``checklist`` is the whole one, for the team, of the tree as it is now."""
    duties = {duty.id: duty for duty in checklist.duties}
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    gone = []
    for id, given in returned.given.items():
        printed = returned.printed.get(id)
        if printed is None:
            continue
        if id not in duties:
            if any(_differs(field, value, (printed.get(field, value),)) for field, value in given.items()):
                gone.append(id)
            continue
        for found in _compare(duties[id], printed, given):
            if isinstance(found, Change):
                changes.append(found)
            else:
                conflicts.append(found)
    unknown = tuple(id for id in returned.given if id not in returned.printed)
    return Merged(tuple(changes), tuple(conflicts), unknown, tuple(gone))


def _compare(duty: Duty, printed: Values, given: Values) -> Iterator[Change | Conflict]:
    for field in Field:
        if field not in given:
            continue
        theirs, base, ours = given[field], printed.get(field), _ours(duty, field)
        if (base is not None and not _differs(field, theirs, (base,))) or not _differs(field, theirs, ours):
            continue
        if base is None and theirs == "":
            continue  # Whether it was ever there, nobody knows: nothing is taken away.
        title = duty.item.title
        if (base is None and ours[0] == "") or (base is not None and not _differs(field, base, ours)):
            yield Change(duty.id, title, field, ours[0], theirs)
        else:
            yield Conflict(duty.id, title, field, base, ours[0], theirs)


def _ours(duty: Duty, field: Field) -> tuple[str, ...]:
    """A field as the tree has it now: of a text, each language's words."""
    status = duty.status
    if field in _TEXTS:
        text = status.evidence if field is Field.EVIDENCE else status.note
        return (text.of("zh"), text.of("en")) if text else ("",)
    known: dict[Field, str] = {
        Field.STATE: status.state,
        Field.OWNER: duty.owner.id,
        Field.DUE: duty.due.day.isoformat(),
        Field.ON: status.on.isoformat() if status.on else "",
        Field.BY: status.by or "",
    }
    return (known[field],)


def _differs(field: Field, value: str, others: tuple[str, ...]) -> bool:
    if field in (Field.STATE, Field.OWNER, Field.DUE, Field.ON):
        return value not in others
    # A cell may hold a text with its markup or without; neither that nor a line break is a change.
    meant = {_folded(value), _folded(plain(value))}
    return all(meant.isdisjoint({_folded(other), _folded(plain(other))}) for other in others)


def _folded(text: str) -> str:
    return " ".join(text.split())


def edits(merged: Merged, engagement: Engagement) -> list[Edit]:
    """The changes as edits of the engagement's file: states, dates, evidence into ``status``, owners into ``assign``, dues into ``move``."""
    found: list[Edit] = []
    by_id: dict[str, dict[Field, str]] = {}
    for change in merged.changes:
        by_id.setdefault(change.id, {})[change.field] = change.new
    for id, new in by_id.items():
        if Field.OWNER in new:
            found.append(Set(("assign", id), new[Field.OWNER]))
        if Field.DUE in new:
            found += _moved(id, new, id in engagement.move)
        found += _status(id, {field: new[field] for field in _STATUS if field in new}, id in engagement.status)
    return found


def _moved(id: str, new: Values, already: bool) -> Iterator[Edit]:
    because: Any = literal(new[Field.NOTE]) if new.get(Field.NOTE) else BECAUSE._asdict()
    if already:
        yield Set(("move", id, "due"), new[Field.DUE])
        yield Set(("move", id, "because"), because)
    else:
        yield Set(("move", id), {"due": new[Field.DUE], "because": because})


def _status(id: str, new: Values, already: bool) -> Iterator[Edit]:
    values = {field.value: literal(value) if field in _TEXTS else value for field, value in new.items()}
    if already:
        for name, value in values.items():
            yield Set(("status", id, name), value) if value else Remove(("status", id, name))
    elif values:
        yield Set(("status", id), {"state": "todo"} | {name: value for name, value in values.items() if value})


def literal(text: str) -> str:
    """What somebody typed, as a text may hold it: the markup of texts stays, what would open a tag is put into code."""
    text = _folded(text)
    if raw_html_at(text) is None:
        return text
    held = _TAG.sub("`<`", text)
    if raw_html_at(held) is None and plain(held) == plain(text):
        return held
    return _TAG.sub("`<`", "".join(f"\\{sign}" if sign in _MARKS else sign for sign in text))
