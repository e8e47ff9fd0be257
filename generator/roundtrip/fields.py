"""What a sheet lets its reader fill in, field by field, and what comes back of it. Every value is text, as on paper.

The order of ``Field`` is that of the sheets and of the report. Whoever writes, shows or reads a filled sheet asks here.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from generator.diagnostics import LANGS, Bilingual, Lang
from generator.model.inline import plain, raw_html_at, spans
from generator.model.text import Text
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem

_MARKS = "\\`*[]()>_"
_TAG = re.compile(r"<(?=[A-Za-z/!])")


class Field(StrEnum):
    """A field by its name in the file and in the embedded JSON."""

    STATE = "state"
    OWNER = "owner"
    DUE = "due"
    ON = "on"
    BY = "by"
    EVIDENCE = "evidence"
    NOTE = "note"
    VALUE = "value"
    WORST = "worst"
    PROMISED = "promised"
    DELIVERED = "delivered"
    ACCEPTED_BY = "accepted_by"
    TARGET = "target"
    REACHED = "reached"
    VERDICT = "verdict"
    ROLE = "role"
    WHO = "who"
    CONTACT = "contact"
    FROM = "from"
    TO = "to"
    TITLE = "title"
    """Of an item that somebody has added."""


ITEM = (Field.STATE, Field.OWNER, Field.DUE, Field.ON, Field.BY, Field.EVIDENCE, Field.NOTE)
SECTIONS: Mapping[str, tuple[Field, ...]] = {
    "facts": (Field.VALUE, Field.WORST, Field.BY, Field.ON),
    "orders": (Field.PROMISED, Field.DELIVERED),
    "tests": (Field.ON, Field.TARGET, Field.REACHED, Field.VERDICT, Field.NOTE),
    "risks": (Field.STATE, Field.DUE, Field.ACCEPTED_BY),
    "roster": (Field.ROLE, Field.WHO, Field.CONTACT, Field.FROM, Field.TO),
}
"""What can be filled in beside the items, by the engagement's key; an entry is called ``facts.coupon_inserts``."""
REQUIRED = frozenset(
    {Field.STATE, Field.OWNER, Field.VALUE, Field.DELIVERED, Field.ROLE, Field.WHO, Field.FROM, Field.TO}
)
"""What cannot be emptied: an empty cell leaves it as it is. So it is with an item's due."""
DATES = frozenset({Field.DUE, Field.ON, Field.PROMISED})
MOMENTS = frozenset({Field.FROM, Field.TO})
FIGURES = frozenset({Field.WORST, Field.DELIVERED, Field.TARGET, Field.REACHED})
CHOSEN = frozenset({Field.STATE, Field.VERDICT, Field.OWNER, Field.ROLE})
TEXTS = frozenset({Field.EVIDENCE, Field.NOTE})
"""Texts of an author: with markup, and in two languages."""
FREE = TEXTS | {Field.BY, Field.VALUE, Field.ACCEPTED_BY, Field.WHO, Field.CONTACT}
"""What may be worded as people like."""
TYPED = FREE - {Field.VALUE} | {Field.ROLE}
"""Kept as typed: without a format for text Excel makes a date of 1/2 and 1 of 100 %."""
GROWING = frozenset({"tests", "roster"})
"""The sections into which a row of one's own is taken."""
ADDED = "roster.+"
"""How a shift that somebody added is called while its sheet is read; its row follows."""
ONLINE = (Field.STATE, Field.BY, Field.ON, Field.EVIDENCE, Field.NOTE)
"""What the HTML sheet lets its reader fill in, in the order of its form."""

Values = Mapping[Field, str]
"""State and role by their ids, days as 2026-11-10, a moment on the event's clock as 2026-11-10T18:00, figures as 7000 or 0.7, yes and no as true and false.

Empty is an emptied field, a missing one was not filled in or not shown."""


def section(id: str) -> str:
    """The engagement's key to which an entry belongs; empty for an item."""
    return id.partition(".")[0] if "." in id else ""


@dataclass(frozen=True, slots=True)
class Untaken:
    """Something typed that is not taken: ``at`` is its cell (``清单!K23``), or its item and field where a sheet has no cells.

    ``reason`` tells why, and what to write instead.
    """

    at: str
    id: str
    typed: str
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row of the checklist that somebody has added: what may become an item of it, its cells, and those that cannot be part of one."""

    given: Values
    typed: tuple[Untaken, ...]
    unfit: tuple[Untaken, ...]
    cells: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned sheet: what it was printed with, what it was given, and what of that could not be understood (``untaken``)."""

    engagement: str
    edition: str
    fingerprint: str
    printed: Mapping[str, Values]
    given: Mapping[str, Values]
    absent: tuple[str, ...] = ()
    """Items that the sheet once showed and whose lines it has lost: nothing is known of them."""
    untaken: tuple[Untaken, ...] = ()
    cells: Mapping[tuple[str, Field], str] = field(default_factory=dict)
    """Where a value stands, by item and field."""

    meanings: Mapping[str, str] = field(default_factory=dict)
    """What each item meant when the sheet was made, as ``meaning`` shortens it; nothing on sheets from before it was written."""

    own: tuple[OwnRow, ...] = ()
    shared: frozenset[tuple[str, Field]] = frozenset()
    """Values that one merged cell gives to several rows."""
    lang: Lang | None = None
    """In which language the sheet is, where it says so."""

    based: bool = True
    """Whether ``printed`` is what the sheet was made with; else it is what the tree says now, and somebody has to agree to what differs."""

    def at(self, id: str, name: Field) -> str:
        """Where a value stands, as people call it."""
        return self.cells.get((id, name), f"{id} {name.value}")


@dataclass(frozen=True, slots=True)
class Record:
    """What a sheet shows of an item, or of one entry of ``SECTIONS``, to be filled in."""

    id: str
    title: Text
    shown: Mapping[Lang, Values]


def records(checklist: Checklist) -> Iterator[Record]:
    """Everything of which a sheet of ``checklist`` lets its reader fill something in."""
    for item in checklist.duties:
        yield Record(item.id, item.item.title, {lang: current(item, lang) for lang in LANGS})
    for fact in checklist.facts:
        yield _record(f"facts.{fact.id}", fact.fact.ask, (fact.value, fact.worst, fact.by, fact.on))
    for line in checklist.orders:
        yield _record(f"orders.{line.id}", line.estimate.title, (line.order.promised, line.order.delivered))
    for test in checklist.tests:
        values = (test.on, test.target, test.reached, test.verdict, test.note)
        yield _record(f"tests.{test.id}", Text.model_construct(zh=test.id, en=test.id), values)
    for risk in (line.risk for line in checklist.risks):
        yield _record(f"risks.{risk.id}", risk.text, (risk.state, risk.due, risk.accepted_by))
    for shift in checklist.roster:
        moments = (shift.begins.replace(tzinfo=None), shift.ends.replace(tzinfo=None))
        yield _record(f"roster.{shift.id}", shift.title, (shift.role, shift.who, shift.contact, *moments))


def _record(id: str, title: Text, values: Iterable[object]) -> Record:
    held = tuple(zip(SECTIONS[section(id)], values, strict=True))
    return Record(id, title, {lang: {name: _spelt(value, lang) for name, value in held} for lang in LANGS})


def _spelt(value: object, lang: Lang) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Fraction() | int():
            return figure(value)
        case Text():
            return as_typed(value.of(lang))
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def figure(value: Fraction | float) -> str:
    """A figure as digits: as many of them as a cell holds, which keeps fifteen and a little."""
    found = float(value)
    return str(int(found)) if found.is_integer() else format(Decimal(repr(found)), "f")


def current(item: ChecklistItem, lang: Lang) -> dict[Field, str]:
    """What each field of an item holds, in one language, as somebody would type it."""
    status, due = item.status, item.due
    return {
        Field.STATE: status.state,
        Field.OWNER: item.owner.id,
        Field.DUE: due.instant.isoformat(timespec="minutes")[:16] if due.instant else due.day.isoformat(),
        Field.ON: status.on.isoformat() if status.on else "",
        Field.BY: status.by or "",
        Field.EVIDENCE: as_typed(status.evidence.of(lang)) if status.evidence else "",
        Field.NOTE: as_typed(status.note.of(lang)) if status.note else "",
    }


def meaning(item: ChecklistItem) -> str:
    """What an item asks for, in eight letters: another one when its texts are others."""
    asked = item.item
    texts = (asked.title, asked.how, asked.done_when)
    told = "\n".join(text.of(lang) for text in texts if text for lang in LANGS)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def literal(text: str) -> str:
    """What somebody typed, as a file's text may hold it: its markup stays, a backslash is one, and what would open a tag is put into code."""
    text = " ".join(text.split()).replace("\\", "\\\\")
    if raw_html_at(text) is None:
        return text
    held = _TAG.sub("`<`", text)
    if raw_html_at(held) is None and plain(held) == plain(text):
        return held
    escaped = "".join(f"\\{sign}" if sign in _MARKS else sign for sign in text.replace("\\\\", "\\"))
    return _TAG.sub("`<`", escaped)


def as_typed(text: str) -> str:
    """A file's text as somebody would type it: without escapes where it holds no other markup."""
    bare = plain(text)
    return bare if spans(literal(bare)) == spans(text) else text
