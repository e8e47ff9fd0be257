"""What was merged, as edits of the engagement's file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generator.diagnostics import Bilingual, Diagnostic
from generator.edit.operations import Edit, Insert, Remove, Set, Words
from generator.model.engagement import Engagement, numbered
from generator.roundtrip.fields import CHOSEN, DATES, FIGURES, ITEM, MOMENTS, TEXTS, Field, Values, literal, section
from generator.roundtrip.merge import FieldChange, Merged
from generator.source import Path, Source
from generator.source import read as read_source
from generator.tailor import Checklist
from generator.tailor.rows import ChecklistItem

BECAUSE = Bilingual("现场回填", "recorded from the returned sheet")
"""Why a due moved, where the sheet's note does not say."""
_BY_ITEM = ("status", "assign", "move")
_STATUS = tuple(name for name in ITEM if name not in (Field.OWNER, Field.DUE))


def edits(merged: Merged, engagement: Engagement, checklist: Checklist, raw: Any) -> list[Edit]:
    """The changes as edits: of an item into ``status``, ``assign`` and ``move``, of anything else into its own entry.

    ``raw`` is the file's data as it is written: a fact's answer may stand there without its key.
    """
    found: list[Edit] = []
    by_id: dict[str, dict[Field, str]] = {}
    fresh: dict[str, list[dict[str, Any]]] = {}
    for change in merged.changes:
        by_id.setdefault(change.id, {})[change.field] = change.new
    for id, new in by_id.items():
        if key := section(id):
            path = place(id, raw)
            data = {name.value: _data(path, name, value, checklist) for name, value in new.items()}
            if key != "facts" and path[1] == len(getattr(engagement, key)):
                named = {"id": id.partition(".")[2]} if key == "tests" else {}
                fresh.setdefault(key, []).append(named | {name: value for name, value in data.items() if value != ""})
            else:
                found += _change(path, _at(raw, path), data)
            continue
        if Field.TITLE in new:
            entry, new = _own_item(id, new, checklist)
            fresh.setdefault("extra", []).append(entry)
        if Field.OWNER in new:
            found.append(Set(("assign", id), new[Field.OWNER]))
        if Field.DUE in new:
            item = next((item for item in checklist.duties if item.id == id), None)
            due = _due(new[Field.DUE], item, checklist)
            found += _moved(id, due, new.get(Field.NOTE, ""), id in engagement.move)
        found += _status(id, {name: new[name] for name in _STATUS if name in new}, id in engagement.status)
    for key, entries in fresh.items():
        found += _appended(key, entries, getattr(engagement, key))
    return found


def _own_item(id: str, new: Values, checklist: Checklist) -> tuple[dict[str, Any], dict[Field, str]]:
    """A new item, and what is said of it beside: it has its owner, and its due where an offset can say that."""
    due, exact = _offset(new[Field.DUE], checklist)
    entry = {"id": id, "title": Words(literal(new[Field.TITLE])), "owner": new[Field.OWNER], "due": due}
    said = {Field.OWNER} if exact else {Field.OWNER, Field.DUE}
    rest = {name: value for name, value in new.items() if name not in said}
    return {**entry, "severity": "should", "category": "operations"}, rest


def _at(raw: Any, path: Path) -> Any:
    for part in path:
        known = (isinstance(raw, dict) and part in raw) or (isinstance(raw, list) and isinstance(part, int))
        raw = raw[part] if known else None
    return raw


def place(id: str, data: Any) -> Path:
    """Where an entry of ``SECTIONS`` stands in a file's data; behind the last of its list where it is none of them yet."""
    key, _, name = id.partition(".")
    if key == "facts":
        return key, name
    entries = data.get(key, [])
    by = {"orders": "estimate", "roster": "role"}.get(key, "id")
    names = [str(entry.get(by) or "") for entry in entries]
    names = names if by == "id" else [*numbered(names)]
    return key, names.index(name) if name in names else len(names)


def _places(id: str, data: Any) -> list[Path]:
    """Where in a file's data a change of ``id`` may stand."""
    return [place(id, data)] if section(id) else [*((key, id) for key in _BY_ITEM), place(f"extra.{id}", data)]


def _change(path: Path, was: Any, new: Mapping[str, Any]) -> Iterator[Edit]:
    """An entry that is there; an answer without its key gets one where more is said than the answer."""
    if isinstance(was, dict):
        for name, value in new.items():
            if value != "" or name in was:
                yield Set((*path, name), value) if value != "" else Remove((*path, name))
        return
    whole = ({} if was is None else {"value": was}) | {name: value for name, value in new.items() if value != ""}
    yield Set(path, whole["value"] if whole.keys() == {"value"} else whole)


def _appended(key: str, entries: list[dict[str, Any]], there: Any) -> Iterator[Edit]:
    """New entries of a list behind those that are there."""
    if not there:
        yield Set((key,), entries)
    else:
        yield from (Insert((key, len(there) + n), entry) for n, entry in enumerate(entries))


def _data(path: Path, name: Field, value: str, checklist: Checklist) -> Any:
    """A value as the file holds it: what should be a figure and is none stays text, of which ``check`` says what is wrong."""
    kind = next((line.fact.type for line in checklist.facts if line.id == path[1]), "") if name is Field.VALUE else ""
    if name in FIGURES or kind in ("number", "integer"):
        return _figure(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if name in MOMENTS and value:
        return datetime.fromisoformat(value).replace(tzinfo=checklist.zone).isoformat(timespec="minutes")
    return _said(name, value)


def _said(name: Field, value: str) -> str:
    text = literal(value) if name in TEXTS else value
    return text if name in (*DATES, *CHOSEN) else Words(text)


def _figure(value: str) -> Any:
    try:
        found = Decimal(value)
    except ArithmeticError:
        return Words(value)
    # What no file can hold stays text, of which ``check`` says so.
    if not found.is_finite() or abs(found.adjusted()) > 30:
        return Words(value)
    return int(found) if found == found.to_integral_value() else found


def _offset(due: str, checklist: Checklist) -> tuple[str, bool]:
    """The due of a new item as an offset, and whether the day itself has to be said too: before T-7 a day off would move it."""
    if "T" in due:
        return _due(due, None, checklist), False
    days = (date.fromisoformat(due) - checklist.start.date()).days
    return f"T{days:+d}" if days else "T-0", days < -7


def _due(value: str, item: ChecklistItem | None, checklist: Checklist) -> str:
    """A due as a file spells it: a day, or by the hour an offset from the start of use."""
    if "T" not in value:
        return value
    start = item.wave.peak if item and item.wave else checklist.start
    moment = datetime.fromisoformat(value).replace(tzinfo=checklist.zone)
    minutes = round((moment - start).total_seconds() / 60)
    amount, unit = (minutes // 60, "h") if minutes % 60 == 0 else (minutes, "m")
    return f"T{amount:+d}{unit}"


def _moved(id: str, due: str, note: str, already: bool) -> Iterator[Edit]:
    because: Any = Words(literal(note)) if note else BECAUSE._asdict()
    if already:
        yield Set(("move", id, "due"), due)
        yield Set(("move", id, "because"), because)
    else:
        yield Set(("move", id), {"due": due, "because": because})


def _status(id: str, new: Values, already: bool) -> Iterator[Edit]:
    values = {name.value: _said(name, value) for name, value in new.items()}
    if already:
        for name, value in values.items():
            yield Set(("status", id, name), value) if value else Remove(("status", id, name))
    elif values:
        yield Set(("status", id), {"state": "todo"} | {name: value for name, value in values.items() if value})


def against(
    changes: Sequence[FieldChange], after: bytes, file: str, faults: Sequence[Diagnostic]
) -> Iterator[tuple[FieldChange, Bilingual]]:
    """The changes of which the faults of an edited file speak, and what they say.

    A fault of one field speaks of that alone, unless the entry is a new item, which is nothing without it; any other of all of its entry's.
    """
    # As it is written: what the library holds is without what is unsound.
    source, _ = read_source(after, file)
    assert source
    new = {one.id for one in changes if one.field is Field.TITLE}
    told: dict[FieldChange, dict[Bilingual, None]] = {}
    for fault in faults:
        at = {
            one: [path for path in _places(one.id, source.data) if _stands_in(source, path, fault)] for one in changes
        }
        whole = [one for one, paths in at.items() if paths]
        fields = [one for one in whole if any(_stands_in(source, (*path, one.field.value), fault) for path in at[one])]
        # What is missing is told at the first key that is there.
        for one in whole if not fields or fault.code == "missing-key" or fields[0].id in new else fields:
            hint = fault.hint or Bilingual("", "")
            said = Bilingual(
                f"{fault.message.zh}。{hint.zh}".rstrip("。"), f"{fault.message.en}; {hint.en}".rstrip("; ")
            )
            told.setdefault(one, {})[said] = None
    for one, reasons in told.items():
        yield one, Bilingual("；".join(said.zh for said in reasons), "; ".join(said.en for said in reasons))


def _stands_in(source: Source, path: Path, fault: Diagnostic) -> bool:
    """Whether a fault stands in the entry at ``path``, its key included."""
    parent, node = source.nearest(path[:-1]), source.nearest(path)
    if node is parent or parent.children.get(path[-1]) is not node:
        return False
    begins = parent.keys.get(str(path[-1]), node.index)
    return source.position(begins) <= fault.at <= source.position(node.end)
