"""One worksheet as people left it: what each cell means, whatever was merged, linked, calculated or commented."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote

from openpyxl.utils import get_column_letter

from generator.diagnostics import Bilingual
from generator.roundtrip.values import NotUnderstood
from generator.roundtrip.workbook import ID, MOST_ROWS, held

MOST_COLUMNS, HEADER_WITHIN = 64, 60
OURS = "playbook record: "
"""How what we put into a comment begins."""
Position = tuple[int, int]
"""Row and column, both from 1."""

_BRACKETS = str.maketrans("[]", "［］")
_ESCAPE = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")
"""How a file spells a control character, and the underscore of a text that only looks like that; ``_x0041_`` is nobody's but its author's."""
_ADDRESS = re.compile(r"(https?|mailto)(?=:\S)", re.ASCII | re.IGNORECASE)
_UNLINKED = re.compile(r"[\s()<>\"]")
_CALLED = re.compile(r'=HYPERLINK\("([^"]+)"', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.')


def linked(words: str, address: str) -> str | None:
    """``[words](address)``; None where a file's text cannot link to such an address."""
    if _ADDRESS.match(address) is None:
        return None
    target = _UNLINKED.sub(lambda sign: quote(sign[0], safe=""), address)
    return f"[{words.translate(_BRACKETS)}]({_ADDRESS.sub(lambda one: one[0].lower(), target, count=1)})"


class Worksheet:
    """``values`` is the worksheet with the results that formulas had, ``formulas`` the same one with the formulas themselves."""

    def __init__(self, values: Any, formulas: Any) -> None:
        self.title: str = values.title
        self._values, self._formulas = values, formulas
        # The only way to the cells that are there: openpyxl's iterators make one for each that is not.
        there = sorted(
            {at for part in (values, formulas) for at, cell in part._cells.items() if cell.value is not None}
        )
        filled = [at for at in there if at[0] <= MOST_ROWS and at[1] <= MOST_COLUMNS]
        self._by_row = {row: list(cells) for row, cells in groupby(filled, key=lambda at: at[0])}
        self.far = [at for at in there if at[0] > MOST_ROWS or at[1] > MOST_COLUMNS]
        """Cells beyond the last row and column that are read."""
        merged_to = [(merged.max_row, merged.max_col) for merged in values.merged_cells.ranges]
        self.rows = min(max((row for row, _ in (*filled, *merged_to)), default=1), MOST_ROWS)
        self.columns = min(max((column for _, column in (*filled, *merged_to)), default=1), MOST_COLUMNS)
        self._anchors: dict[Position, Position] = {}
        self._tall = {(one.min_row, one.min_col) for one in values.merged_cells.ranges if one.max_row > one.min_row}
        for merged in values.merged_cells.ranges:
            for row in range(merged.min_row, min(merged.max_row, self.rows) + 1):
                for column in range(merged.min_col, min(merged.max_col, self.columns) + 1):
                    self._anchors[row, column] = (merged.min_row, merged.min_col)

    def find(
        self, heads: Mapping[str, str], within: int = HEADER_WITHIN, ids: Collection[str] = ()
    ) -> tuple[int, dict[str, int]] | None:
        """The row down to ``within`` that has more than half of the heads, and the columns of those that it has once; None where there is none.

        A column of ids whose head is lost is known by its ``ids``.
        """
        header, columns = 0, dict[str, int]()
        for row, cells in ((row, cells) for row, cells in self.filled() if row <= within):
            texts = [self.text(at) for at in cells]
            there = {key: cells[texts.index(head)][1] for key, head in heads.items() if texts.count(head) == 1}
            if len(there) > len(columns):
                header, columns = row, there
        below = (at for row, cells in self.filled() for at in cells if row > header and at[1] not in columns.values())
        held = Counter(at[1] for at in below if self.text(at) in ids) if ID not in columns else Counter[int]()
        for column, _ in held.most_common(1):
            columns[ID] = column
        return (header, columns) if ID in columns and 2 * len(columns) > len(heads) else None

    def anchor(self, at: Position) -> Position:
        """Where the value of a cell stands: its own place, or the first of its merged range."""
        return self._anchors.get(at, at)

    def is_covered(self, at: Position) -> bool:
        """Whether a column to its left was merged over this one, which then says nothing."""
        return self.anchor(at)[1] != at[1]

    def address(self, at: Position) -> str:
        """``清单!K23``; of a merged range its first cell."""
        row, column = self.anchor(at)
        return f"{self.title[:31]}!{get_column_letter(column)}{row}"

    def value(self, at: Position) -> Any:
        """What a cell means: a merged range's value in every cell of it. Raises ``NotUnderstood`` for a formula without a result."""
        anchor = self.anchor(at)
        value = self._cell(self._values, anchor)
        if value in (None, "") and self._is_formula(anchor):
            raise NotUnderstood(
                Bilingual(
                    "这里是公式，文件里没有它的结果：改成算好的值",
                    "this is a formula whose result the file lacks: put the value itself",
                )
            )
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value) if isinstance(value, str) else value

    def text(self, at: Position) -> str:
        """A cell as plain text, on one line; a formula without a result as it stands."""
        try:
            value = self.value(at)
        except NotUnderstood:
            value = self._cell(self._formulas, self.anchor(at))
        if isinstance(value, datetime | date):
            return value.isoformat()
        return "" if value is None else " ".join(str(value).split())

    def entered(self, at: Position) -> Any:
        """As ``value``; a part of a hundred as it is shown, ``45%``."""
        value = self.value(at)
        shown = _QUOTED.sub("", self._values.cell(*self.anchor(at)).number_format)
        return f"{held(value * 100)}%" if "%" in shown and isinstance(value, int | float) else value

    def link(self, at: Position) -> str:
        """The address behind a cell's words; empty where there is none, or where they say it."""
        link = self._values.cell(*self.anchor(at)).hyperlink
        called = _CALLED.match(self.formula(at))
        found = called[1] if called else f"{link.target or ''}#{link.location or ''}".rstrip("#") if link else ""
        said = found.casefold().removeprefix("mailto:").rstrip("/")
        return "" if said in self.text(at).casefold() else found

    def filled(self) -> Iterator[tuple[int, Sequence[Position]]]:
        """Each row in which something stands, and where."""
        yield from self._by_row.items()

    def row(self, row: int) -> Sequence[Position]:
        """Where something stands in a row."""
        return self._by_row.get(row, ())

    def held(self, at: Position) -> str:
        """A cell as ``workbook.held`` spells it."""
        try:
            return held(self.value(at))
        except NotUnderstood:
            return ""

    def shares(self, at: Position) -> bool:
        """Whether a merged range gives several rows one value."""
        return self._anchors.get(at) in self._tall

    def calculates(self, at: Position) -> bool:
        return self._is_formula(self._anchors.get(at, at))

    def formula(self, at: Position) -> str:
        """The formula of a cell without blanks; empty where there is none."""
        cell = self._formulas.cell(*self._anchors.get(at, at))
        return "".join(str(cell.value).split()) if cell.data_type == "f" else ""

    def comments(self) -> Iterator[tuple[Position, str]]:
        """Every comment that somebody put beside a cell, without what ``annotate`` had put there."""
        for at, cell in sorted(self._values._cells.items()):
            text = cell.comment.text.split(OURS)[0] if cell.comment else ""
            if text.strip():
                yield at, " ".join(text.split())

    def _is_formula(self, at: Position) -> bool:
        return bool(self._formulas.cell(*at).data_type == "f")

    @staticmethod
    def _cell(sheet: Any, at: Position) -> Any:
        return sheet.cell(*at).value
