"""Tables that are filled in: how their columns are called, and what each lets itself be given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.i18n.vocabulary import Strings
from generator.roundtrip.fields import TYPED

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
LONGEST_LIST = 200
"""Characters of a drop-down's words, which Excel holds to 255 with what stands between them."""
BLANK = 3
"""Rows of a table that invites new ones."""
Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fillable:
    """Of which entries (a key of ``SECTIONS``) a table's rows are, where its id's column and those of its fields stand, and their rules."""

    section: str
    id: int
    columns: Mapping[str, int]
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def styles(self, column: int) -> tuple[str, ...]:
        """How the cells of a column that is filled in look; nothing for another one."""
        name = next((name for name, at in self.columns.items() if at == column), None)
        return () if name is None else ("fill", "typed") if name in TYPED else ("fill",)


def choose(words: Sequence[str], message: str) -> Rule:
    """The rule of a column in which one of a few words stands."""
    return {"validate": "list", "source": list(words), "error_message": message}


def a_day(message: str) -> Rule:
    """The rule of a column of days, or of instants."""
    bounds = {"minimum": FIRST_DAY, "maximum": LAST_DAY}
    return {"validate": "date", "criteria": "between", **bounds, "error_message": message}


_CALLED = {"title": "item", "note": "status_note", "why": "why_here"}
_COLUMNS = (
    "id", "step", "title", "how", "done_when", "owner", "people", "due", "state", "on", "by", "evidence", "note", "severity", "category",
    "with", "verifier", "why",
)  # fmt: skip


def heads(s: Strings) -> dict[str, str]:
    """Column → head; a due's without the zone."""
    return {key: s.field[_CALLED.get(key, key)] for key in _COLUMNS} | {"flags": s.workbook.flags}
