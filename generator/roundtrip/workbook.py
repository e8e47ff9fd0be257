"""Where a filled workbook keeps what it is read back by: two very hidden worksheets beside those that people see.

``_playbook``: row 1 is the ``SheetExport`` in pieces; row 2 the ``Table`` of the checklist and those of ``SECTIONS``, a cell each; row 3 the names of the
worksheets and, below each, its rows as printed: the ``mark`` of each cell. ``_lists`` holds the words for roles (A), their people (B) and their ids (C).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

HIDDEN, LISTS = "_playbook", "_lists"
ID = "id"
"""The column that says which item a row is about, beside those of ``Field``."""
FILLED, CALCULATED = "+", "-"
"""Before the mark of a cell that is filled in, and of one that calculates."""
MOST_ROWS = 5_000
PIECE = 32_000
"""The most of the JSON that one cell takes."""


def digest(text: str) -> str:
    """A printed cell's text in eight letters: enough to notice that it was typed over."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def mark(text: str, *, filled: bool = False, calculated: bool = False) -> str:
    """The mark of a cell among those of its row as printed; empty for an empty cell."""
    return f"{FILLED if filled else CALCULATED if calculated else ''}{digest(text)}" if text or calculated else ""


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
    """Where a table stands: its worksheet, its header row as Excel counts, its columns' letters, and of those that are filled in the heads.

    By the heads it is found again: rows and columns of a reader's own move all else.
    """

    sheet: str
    header: int
    columns: Mapping[str, str]
    heads: Mapping[str, str]
    section: str = ""
    """Of which entries it is: a key of ``SECTIONS``, or empty for the items."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Table":
        """Raises ``ValueError``, ``TypeError`` or ``LookupError`` where ``text`` is something else."""
        data = json.loads(text)
        heads = {key: " ".join(head.split()) for key, head in data["heads"].items()}
        if not all(isinstance(data[name], str) for name in ("sheet", "section")) or len(set(heads.values())) < len(
            heads
        ):
            raise ValueError("a name that is none, or two columns in one")
        return cls(data["sheet"], data["header"], data["columns"], heads, data["section"])
