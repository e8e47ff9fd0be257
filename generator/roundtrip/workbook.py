"""Where a filled workbook keeps what it is read back by: two very hidden worksheets beside those that people see.

``_playbook``: A1 is the ``SheetExport`` (a longer one goes on in B1, C1, …); A2 is the ``Table`` of the checklist, B2, C2, … those of ``SECTIONS``;
below a row of heads, from row 4 on, each item's id, ``REPEATED`` exactly as their cells were written, and the digests of its printed cells; from column
``PAGES`` on, below the name of each worksheet, its rows as printed, a digest a cell. ``_lists`` holds the words for roles (A), their people (B) and their ids (C).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from generator.roundtrip.fields import Field

HIDDEN, LISTS = "_playbook", "_lists"
ID = "id"
"""The column that says which item a row is about, beside those of ``Field``."""
REPEATED = (Field.ON, Field.BY, Field.EVIDENCE, Field.NOTE)
FIRST_REPEATED = 4
CLOCK = ("late", "instant")
"""What the hidden column beside the table tells the colours of a due beyond its cell: overdue by another rule, or at an hour even at midnight."""
CALCULATED = "-"
"""In place of the digest of a cell that calculates."""
PAGES = 7
FORMULA = "\0"
"""Before what a calculating cell came to, among texts as printed: no cell holds such a character."""
MOST_ROWS = 5_000
_LETTERS = re.compile("[A-Z]{1,2}")
PIECE = 32_000
"""The most of the JSON that one cell takes."""


def digest(text: str) -> str:
    """A printed cell's text in eight letters: enough to notice that it was typed over."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def row_digest(texts: Iterable[str]) -> str:
    """The digests of a printed row's cells; that of a formula's result behind ``CALCULATED``."""
    return " ".join(
        f"{CALCULATED}{digest(text[1:])}" if text.startswith(FORMULA) else digest(text) for text in texts if text
    )


def held(value: object) -> str:
    """What a cell holds, as one text, whoever has saved it since: a figure to twelve digits, a day as its first minute."""
    match value:
        case None:
            return ""
        case int() | float():
            return format(value, ".12g")
        case datetime():
            return (value + timedelta(seconds=30)).replace(tzinfo=None).isoformat(timespec="minutes")
        case date():
            return datetime.combine(value, time()).isoformat(timespec="minutes")
        case _:
            return str(value)


def follows_expected(fact: str) -> str:
    """The formula of a worst case that nobody has given: it is the expected one."""
    return f'=IF(ISNUMBER(expected_{fact}),expected_{fact},"")'


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table stands: its worksheet, its header row as Excel counts, its columns' letters and heads by field.

    A reader who puts a column of their own between ours moves the letters, but not the heads. Older workbooks have neither ``heads``
    nor ``repeated`` nor ``printed_heads``.
    """

    sheet: str
    header: int
    columns: Mapping[str, str]
    heads: Mapping[str, str] = field(default_factory=dict)
    repeated: int | None = FIRST_REPEATED
    printed_heads: tuple[str, ...] = ()
    """The heads of the columns that are only read, the item's title first, in the order of the digests."""
    section: str = ""
    """Of which entries it is: a key of ``SECTIONS``, or empty for the items."""

    def to_json(self) -> str:
        return json.dumps(
            {
                "sheet": self.sheet,
                "header": self.header,
                "columns": dict(self.columns),
                "heads": dict(self.heads),
                "printed": self.repeated,
                "only_read": list(self.printed_heads),
                **({"section": self.section} if self.section else {}),
            },
            ensure_ascii=True,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Table:
        """Raises ``ValueError``, ``TypeError`` or ``LookupError`` where ``text`` is something else."""
        data = json.loads(text)
        columns, heads = data["columns"], data.get("heads", {})
        only_read, repeated = data.get("only_read", []), data.get("printed")
        rows = (data["header"], FIRST_REPEATED if repeated is None else repeated)
        if not all(type(number) is int and 0 < number <= MOST_ROWS for number in rows):
            raise ValueError("a row that is none")
        section = data.get("section", "")
        if not all(
            isinstance(text, str) for text in (section, data["sheet"], *columns.values(), *heads.values(), *only_read)
        ):
            raise TypeError("a name that is no text")
        if not all(map(_LETTERS.fullmatch, columns.values())) or len(set(heads.values())) < len(heads):
            raise ValueError("a column that is none, or two in one")
        return cls(data["sheet"], data["header"], columns, heads, repeated, tuple(only_read), section)
