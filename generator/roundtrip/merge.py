"""Three ways into one: the sheet as printed, as it came back, and the tree as it is now."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.diagnostics import LANGS, Bilingual
from generator.model.engagement import further
from generator.model.inline import plain
from generator.model.text import Text
from generator.roundtrip.extras import with_extras
from generator.roundtrip.fields import (
    ADDED,
    FREE,
    GROWING,
    ITEM,
    SECTIONS,
    TEXTS,
    Field,
    Record,
    Returned,
    Untaken,
    Values,
    literal,
    meaning,
    records,
    section,
)
from generator.tailor import Checklist

TAKEN, BOTH, LOWERED = "taken", "both", "lowered"
_SENTENCE_END = re.compile(r"[\n。；！？…;]|[.!?](?=\s|$)")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that will be another: ``old`` and ``new`` as ``Values`` spells them.

    ``reworded`` is true where the item means something else since the sheet was printed, ``shared`` where one merged cell says it of several.
    """

    id: str
    title: Text
    field: Field
    old: str
    new: str
    reworded: bool = False
    shared: bool = False
    at: str = ""
    """Its cell."""


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

    def settled(self, settle: Callable[[Conflict], bool | None]) -> "Merged":
        """Each conflict settled for the sheet, where ``settle`` returns true, or for the tree, where it returns false."""
        taken: dict[tuple[str, Field], FieldChange] = {}
        left = []
        for one in self.conflicts:
            key, theirs = (one.id, one.field), settle(one)
            if theirs is None or (theirs and key in taken and taken[key].new != one.given):
                left.append(one)  # Of two rows that both want the field, the second stays open.
            elif theirs:
                taken[key] = FieldChange(one.id, one.title, one.field, one.now, one.given, at=one.at)
        kept = (one for one in self.changes if (one.id, one.field) not in taken)
        return Merged((*kept, *taken.values()), tuple(left), self.untaken)


def merge(
    checklist: Checklist, returned: Returned, renamed: Mapping[str, str] | None = None, *, extra: bool = False
) -> Merged:
    """Compare the three. ``checklist`` is the whole one, for the team, of the tree as it is now.

    ``renamed`` leads from an item of an earlier edition to what replaced it; with ``extra`` a row that somebody added becomes an item.
    """
    returned = (
        with_extras(checklist, returned)
        if extra
        else replace(returned, untaken=(*returned.untaken, *(cell for row in returned.own for cell in row.typed)))
    )
    known = {record.id: record for record in records(checklist)}
    meanings = {item.id: meaning(item) for item in checklist.duties}
    found: list[FieldChange | Conflict | Untaken] = [*returned.untaken]
    onto = {id: (renamed or {}).get(id, id) for id in returned.given}
    for id, given in returned.given.items():
        now = onto[id] if onto[id] != id else _found(id, returned.given, known)
        record = known.get(now)
        if record is None and id not in returned.printed and (section(id) in GROWING or Field.TITLE in given):
            record = known[now] = _new(now, given)
        was = returned.meanings.get(id)
        reworded = id in returned.printed and (now != id or was not in (None, meanings.get(id)))
        if record is None:
            found += _gone(id, returned)
            continue
        rivals = [returned.given[one] for one, to in onto.items() if to == now and one != id]
        outcomes = _entry(id, record, returned, reworded)
        found += (_beside(one, rivals, given) for one in outcomes) if now != id and rivals else outcomes
    # What two rows say alike of one item is one change.
    changes = {(one.id, one.field): one for one in found if isinstance(one, FieldChange)}
    return Merged(
        tuple(changes.values()),
        tuple(one for one in found if isinstance(one, Conflict)),
        tuple(one for one in found if isinstance(one, Untaken)),
    )


def _gone(id: str, returned: Returned) -> Iterator[Untaken]:
    """What was filled in of an entry that is there no longer."""
    printed = returned.printed.get(id, {})
    for name, value in returned.given[id].items():
        if _differs(name, value, (printed.get(name, value),)):
            yield Untaken(returned.at(id, name), id, value, _GONE)


def _entry(id: str, record: Record, returned: Returned, reworded: bool) -> Iterator[FieldChange | Conflict | Untaken]:
    """What becomes of each field that was filled in of an entry, which the tree has as ``record``."""
    printed, given = returned.printed.get(id, {}), returned.given[id]
    for name, outcome in _compare(record, printed, given):
        at, theirs, ours = returned.at(id, name), given[name], _ours(record, name)[0]
        if outcome is TAKEN:
            shared = (id, name) in returned.shared
            yield FieldChange(record.id, record.title, name, ours, theirs, reworded, shared, at)
        elif outcome is BOTH:
            yield Conflict(at, record.id, record.title, name, printed.get(name), ours, theirs)
        else:
            yield Untaken(at, id, theirs, _VERIFIED)


def _beside(
    found: FieldChange | Conflict | Untaken, rivals: Sequence[Values], given: Values
) -> FieldChange | Conflict | Untaken:
    """What an old item's row says of its successor, which other rows of the sheet are about too: where these say something else, it is asked about.

    When and by whom goes with the state.
    """
    if not isinstance(found, FieldChange):
        return found
    for rival in rivals:
        theirs = rival.get(found.field, "")
        apart = (
            found.field in (Field.ON, Field.BY)
            and Field.STATE in rival
            and rival[Field.STATE] != given.get(Field.STATE, rival[Field.STATE])
        )
        if (theirs or apart) and _differs(found.field, found.new, (theirs,)):
            return Conflict(found.at, found.id, found.title, found.field, found.old, theirs, found.new)
    return found


def _found(id: str, rows: Mapping[str, Values], known: Mapping[str, Record]) -> str:
    """The entry that a line is about: of a shift that somebody added, the one of its role that begins then, by its person if there are several, or the next."""
    if not id.startswith(ADDED):
        return id
    given = rows[id]
    role = f"roster.{given.get(Field.ROLE, '')}"
    same = [one for one in known.values() if one.id.partition("/")[0] == role]
    begun = {one.id: _ours(one, Field.WHO) for one in same if given.get(Field.FROM) in _ours(one, Field.FROM)}
    mine = [one for one, who in begun.items() if given.get(Field.WHO) in who]
    named = {line.get(Field.WHO) for line in rows.values() if line.get(Field.ROLE) == given.get(Field.ROLE)}
    free = [one for one, who in begun.items() if named.isdisjoint(who)]
    return next(iter((*mine, *free)), f"{role}/{len(same) + 1}" if same else role)


def _new(id: str, given: Values) -> Record:
    """An entry that its sheet's reader has added."""
    name = literal(given.get(Field.TITLE) or id.partition(".")[2] or section(id))
    return Record(id, Text(zh=name, en=name), dict.fromkeys(LANGS, dict.fromkeys(given, "")))


_GONE = Bilingual(
    "现在的清单上没有这一项了（已豁免、不适用或已删除）", "no longer on the list (waived, not applicable or removed)"
)
_VERIFIED = Bilingual(
    "已复核的事项，状态、日期、经手、证据不会被交回的清单改低、清空或换掉；要改就在文件里改",
    "a verified item is never lowered by a returned sheet, nor its day, name and evidence taken away or replaced; change it in the file if it must be",
)


def _compare(item: Record, printed: Values, given: Values) -> Iterator[tuple[Field, str]]:
    """What becomes of each field that the sheet changed. When and by whom goes with the state: where ours is further, theirs is history."""
    now = _ours(item, Field.STATE)[0]
    theirs, base = given.get(Field.STATE, now), printed.get(Field.STATE, now)
    ours_is_further = base != now and further(now, theirs) and not further(base, theirs)
    theirs_is_further = further(theirs, now) and further(now, base)
    lowers = now == "verified" and not ours_is_further and _changed(item, Field.STATE, theirs, printed.get(Field.STATE))
    for name in SECTIONS.get(section(item.id), (Field.TITLE, *ITEM)):
        if name not in given or not _changed(item, name, given[name], printed.get(name)):
            continue
        alone = _untouched(item, name, printed.get(name))
        with_state = name in (Field.STATE, Field.ON, Field.BY)
        proof = name in (Field.ON, Field.BY, Field.EVIDENCE)
        if (lowers and (proof or name is Field.STATE)) or (
            proof and now == "verified" and alone and _ours(item, name)[0]
        ):
            yield name, LOWERED
        elif alone or (with_state and theirs_is_further):
            yield name, TAKEN
        elif not (with_state and ours_is_further) and not _held(item, name, given[name]):
            yield name, BOTH


def _changed(item: Record, name: Field, theirs: str, base: str | None) -> bool:
    """Whether the sheet says something that neither it nor the tree said before."""
    if base is None and theirs == "":
        return False  # Whether it was ever there, nobody knows: nothing is taken away.
    return (base is None or _differs(name, theirs, (base,))) and _differs(name, theirs, _ours(item, name))


def _untouched(item: Record, name: Field, base: str | None) -> bool:
    """Whether the tree still says what the sheet was printed with."""
    ours = _ours(item, name)
    return ours[0] == "" if base is None else not _differs(name, base, ours)


def _held(item: Record, name: Field, theirs: str) -> bool:
    """Whether the tree's text holds all of theirs, sentence by sentence: somebody has added to it since."""
    if name not in TEXTS or not (said := _sentences(theirs)):
        return False
    ours = [_sentences(text) for text in _ours(item, name)]
    return any(text[n : n + len(said)] == said for text in ours for n in range(len(text)))


def _sentences(text: str) -> list[str]:
    return [said for part in _SENTENCE_END.split(plain(text)) if (said := _folded(part))]


def _ours(item: Record, field: Field) -> tuple[str, ...]:
    """A field as the tree has it now: of a text, each language's words."""
    return tuple(dict.fromkeys(item.shown[lang].get(field, "") for lang in LANGS))


def _differs(field: Field, value: str, others: tuple[str, ...]) -> bool:
    if field not in FREE:
        return value not in others
    # A cell may hold a text with its markup or without; neither that nor a line break is a change.
    meant = {_folded(value), _folded(plain(value))}
    return all(meant.isdisjoint({_folded(other), _folded(plain(other))}) for other in others)


def _folded(text: str) -> str:
    return " ".join(text.split())
