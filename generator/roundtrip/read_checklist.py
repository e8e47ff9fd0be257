"""The checklist of a returned workbook: its table found by its heads, read row by row, and what else stands in it named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.export import is_id
from generator.roundtrip.fields import ITEM, Field, OwnRow, Untaken
from generator.roundtrip.read_rows import RowReading
from generator.roundtrip.workbook import CALCULATED, CLOCK, ID, Table, digest
from generator.roundtrip.worksheet import Worksheet

_PRINTED = Bilingual(
    "这一栏只供阅读，改动不会记录", "this column is for reading, and what is changed in it is not recorded"
)
_OWN_COLUMN = Bilingual(
    "自己加的一列不会记录：写到“备注”一栏", "a column of your own is not recorded: write it into the note"
)
_OWN_ROW = Bilingual(
    "这一行没有清单上的编号，没有记录；加上 --extra，有名称的一行就记成新的事项",
    "this row has no id of the list and is not recorded; with --extra, a row that has a title becomes an item",
)
_NO_PART = Bilingual("新的事项不带这一栏，没有记录", "an item that is added takes nothing from this column")


def find_columns(sheet: Worksheet, table: Table) -> tuple[int, dict[str, int]]:
    """How many rows the table's head takes, and where each column stands, from 1. Raises ``Refusal``."""
    heads = table.heads
    if heads and (found := sheet.find(heads.values())):
        return found[0], dict(zip(heads, found[1], strict=True))
    if heads:
        raise Refusal(
            Bilingual(
                "清单那一页的表头被改过：恢复表头再交回",
                "the checklist's heads were changed: put them back and hand it in again",
            )
        )
    return table.header, {
        name: column_index_from_string(table.columns[name]) for name in (ID, *ITEM) if name in table.columns
    }


@dataclass
class ChecklistReading:
    """``digests`` are those of each item's printed cells, in the order of ``Table.printed_heads``."""

    rows: RowReading
    table: Table
    header: int
    digests: Mapping[str, list[str]]
    own: list[OwnRow] = field(default_factory=list)

    def read(self) -> None:
        """Raises ``Refusal`` where only part of it was sorted."""
        rows, sheet, columns = self.rows, self.rows.sheet, self.rows.columns
        heads = self._printed_columns()
        self._sorted_apart(heads)
        known = {*columns.values(), *heads}
        for row in range(self.header, sheet.rows + 1):
            id = sheet.text((row, columns[ID]))
            if id in rows.printed:
                rows.entry(id, row)
                self._changed_print(id, row, heads)
            elif row > self.header:
                self._own_row(id, row, next((column for column, n in heads.items() if n == 0), None))
                continue
            for column in range(1, sheet.columns + 1):
                if column not in known and self.table.printed_heads and sheet.text((row, column)) not in CLOCK:
                    rows.name((row, column), id if row > self.header else "", _OWN_COLUMN)
        rows.settle()

    def beside(self, other: RowReading) -> Iterator[Untaken]:
        """Name what was filled in here, in a copy, and is not what ``other`` says, the one worksheet that is taken."""
        title, sheet = other.sheet.title, self.rows.sheet
        try:
            self.read()
        except Refusal as refusal:
            yield Untaken(sheet.address((1, 1)), "", "", refusal.words)
        reason = Bilingual(
            f"这一页是“{title}”的副本，填在这里的没有记录：抄到“{title}”那一页",
            f'this page is a copy of "{title}" and is not recorded: fill in "{title}" itself',
        )
        for id, fields in self.rows.found.items():
            for name, values in fields.items():
                for at, value in values.items():
                    if value not in (self.rows.printed[id].get(name, ""), other.given.get(id, {}).get(name)):
                        yield Untaken(sheet.address(at), id, sheet.text(at), reason)
        yield from self.rows.untaken
        yield from (cell for row in self.own for cell in row.typed)

    def _own_row(self, id: str, row: int, title_column: int | None) -> None:
        """What stands in a row that is none of ours; with a title, it may become an item."""
        rows, sheet = self.rows, self.rows.sheet
        there = [
            (row, column)
            for column in range(1, sheet.columns + 1)
            if sheet.anchor((row, column)) == (row, column) and sheet.text((row, column))
        ]
        rows.taken.update(there)
        shown = id if is_id(id) else ""
        never = Bilingual(f"这张清单上没有打印过 {id}", f"the sheet never showed {id}")
        typed = [
            Untaken(
                sheet.address(at), shown, sheet.text(at), never if shown and at[1] == rows.columns[ID] else _OWN_ROW
            )
            for at in there
        ]
        title = sheet.text((row, title_column)) if title_column else ""
        if shown or not title:
            rows.untaken += typed
            return
        before, given = len(rows.untaken), {Field.TITLE: title}
        at = {name: (row, rows.columns[name]) for name in ITEM if name in rows.columns}
        given |= {name: value for name, cell in at.items() if (value := rows.value("", name, cell))}
        unfit = rows.untaken[before:]
        del rows.untaken[before:]
        parts = {*at.values(), (row, title_column)}
        unfit += [Untaken(sheet.address(one), "", sheet.text(one), _NO_PART) for one in there if one not in parts]
        cells = {name: sheet.address(cell) for name, cell in at.items()} | {
            Field.TITLE: sheet.address((row, title_column or 1))
        }
        self.own.append(OwnRow(given, tuple(typed), tuple(unfit), cells))

    def _changed_print(self, id: str, row: int, heads: Mapping[int, int]) -> None:
        """Name what was typed over a printed cell; ``heads`` are printed columns → their place among the digests."""
        was = self.digests.get(id, [])
        for column, n in heads.items():
            if (
                n < len(was)
                and was[n] not in (CALCULATED, digest(self.rows.sheet.text((row, column))))
                and not self.rows.sheet.is_covered((row, column))
            ):
                self.rows.name((row, column), id, _PRINTED, even_empty=True)

    def _sorted_apart(self, heads: Mapping[int, int]) -> None:
        """Refuse a table of which some columns were sorted and others were not: every line would be another item's."""
        sheet, columns = self.rows.sheet, self.rows.columns
        ids = {row: sheet.text((row, columns[ID])) for row in range(self.header + 1, sheet.rows + 1)}
        for column, n in heads.items():
            was = {id: printed[n] for id, printed in self.digests.items() if n < len(printed)}
            count = Counter(was.values())
            others = {mark: id for id, mark in was.items() if count[mark] == 1 and mark != CALCULATED}
            shown = ((id, others.get(digest(sheet.text((row, column))))) for row, id in ids.items() if id in was)
            wrong = sum(other not in (None, id) for id, other in shown)
            if wrong > 1:
                head = self.table.printed_heads[n]
                raise Refusal(
                    Bilingual(
                        f"有 {wrong} 行的编号和“{head}”对不上：只有一部分列被排了序。恢复原来的顺序，或选中整张表再排",
                        f'in {wrong} rows the id and "{head}" do not belong together: only some columns were sorted. Undo it, or sort the whole table',
                    )
                )

    def _printed_columns(self) -> dict[int, int]:
        """Where printed columns stand → their place among ``Table.printed_heads``."""
        sheet = self.rows.sheet
        texts = {sheet.text((self.header, column)): column for column in range(sheet.columns, 0, -1)}
        found = ((texts.get(" ".join(head.split())), n) for n, head in enumerate(self.table.printed_heads))
        return {column: n for column, n in found if column is not None}
