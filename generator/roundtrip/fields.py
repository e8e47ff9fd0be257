"""What a sheet lets its reader fill in, field by field, and what comes back of it. Every value is text, as on paper.

The order of ``Field`` is that of the sheets and of the report. Whoever writes, shows or reads a filled sheet asks here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.diagnostics import LANGS, Bilingual, Lang
from generator.model.inline import plain, raw_html_at, spans
from generator.tailor.rows import ChecklistItem

_MARKS = "\\`*[]()>_"
_TAG = re.compile(r"<(?=[A-Za-z/!])")


class Field(StrEnum):
    """A field of an item by its name in the file and in the embedded JSON."""

    STATE = "state"
    OWNER = "owner"
    DUE = "due"
    ON = "on"
    BY = "by"
    EVIDENCE = "evidence"
    NOTE = "note"


REQUIRED = frozenset({Field.STATE, Field.OWNER, Field.DUE})
"""What cannot be emptied: an empty cell leaves it as it is."""
DATES = frozenset({Field.DUE, Field.ON})
TEXTS = frozenset({Field.EVIDENCE, Field.NOTE})
"""Texts of an author: with markup, and in two languages."""
ONLINE = (Field.STATE, Field.BY, Field.ON, Field.EVIDENCE, Field.NOTE)
"""What the HTML sheet lets its reader fill in, in the order of its form."""

Values = Mapping[Field, str]
"""State and role by their ids, days as 2026-11-10, a due by the hour as 2026-11-10T18:00; empty is an emptied field, a missing one was not filled in or not shown."""


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

    def at(self, id: str, name: Field) -> str:
        """Where a value stands, as people call it."""
        return self.cells.get((id, name), f"{id} {name.value}")


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
