"""One worksheet as people left it: what each cell means, whatever was merged, linked, calculated or commented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter

from generator.diagnostics import Bilingual
from generator.roundtrip.values import NotUnderstood
from generator.roundtrip.workbook import MOST_ROWS

MOST_COLUMNS, HEADER_WITHIN = 64, 60
Position = tuple[int, int]
"""Row and column, both from 1."""

_BRACKETS = str.maketrans("[]", "［］")
_ESCAPE = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")
"""How a file spells a control character, and the underscore of a text that only looks like that; ``_x0041_`` is nobody's but its author's."""
_ADDRESS = re.compile(r"(?:https?|mailto):[^\s()<>\"]+", re.ASCII)


class Worksheet:
    """``values`` is the worksheet with the results that formulas had, ``formulas`` the same one with the formulas themselves."""

    def __init__(self, values: Any, formulas: Any) -> None:
        self.title: str = values.title
        self._values, self._formulas = values, formulas
        self.rows, self.columns = min(values.max_row, MOST_ROWS), min(values.max_column, MOST_COLUMNS)
        self._anchors: dict[Position, Position] = {}
        for merged in values.merged_cells.ranges:
            for row in range(merged.min_row, min(merged.max_row, self.rows) + 1):
                for column in range(merged.min_col, min(merged.max_col, self.columns) + 1):
                    self._anchors[row, column] = (merged.min_row, merged.min_col)

    def find(self, heads: Iterable[str]) -> tuple[int, list[int]] | None:
        """The row in which each head stands once, and their columns; None where there is none."""
        wanted = [" ".join(head.split()) for head in heads]
        for row in range(1, min(HEADER_WITHIN, self.rows) + 1):
            texts = [self.text((row, column)) for column in range(1, self.columns + 1)]
            if all(texts.count(head) == 1 for head in wanted):
                return row, [texts.index(head) + 1 for head in wanted]
        return None

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

    def linked(self, at: Position) -> Any:
        """As ``value``; a link behind words as ``[words](address)``."""
        value = self.value(at)
        link = self._values.cell(*self.anchor(at)).hyperlink
        target = (link.target or "") if link else ""
        if not isinstance(value, str) or not _ADDRESS.fullmatch(target) or target in value:
            return value
        return f"[{value.translate(_BRACKETS)}]({target})"

    def comments(self) -> Iterator[tuple[Position, str]]:
        """Every comment that somebody put beside a cell."""
        for row in self._values.iter_rows(max_row=self.rows, max_col=self.columns):
            for cell in row:
                if cell.comment:
                    yield (cell.row, cell.column), " ".join(str(cell.comment.text).split())

    def _is_formula(self, at: Position) -> bool:
        return bool(self._formulas.cell(*at).data_type == "f")

    @staticmethod
    def _cell(sheet: Any, at: Position) -> Any:
        return sheet.cell(*at).value
