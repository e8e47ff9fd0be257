"""A returned workbook, read only where our own sheet says (``workbook``): every entry is taken, or named with its cell and the reason."""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.export import SheetExport, foreign, is_id
from generator.roundtrip.fields import DATES, ITEM, TEXTS, Field, Returned, Untaken, Values
from generator.roundtrip.unzip import inspect
from generator.roundtrip.values import NotUnderstood, WordLookup, read_value
from generator.roundtrip.workbook import CALCULATED, CLOCK, HIDDEN, ID, LISTS, REPEATED, Table, digest
from generator.roundtrip.worksheet import Position, Worksheet

_DAMAGED = Bilingual("工作簿已损坏或不完整", "the workbook is damaged or incomplete")
_COMMENT = Bilingual("批注不会记录：写到“备注”一栏", "a comment is not recorded: write it into the note")
_PRINTED = Bilingual(
    "这一栏只供阅读，改动不会记录", "this column is for reading, and what is changed in it is not recorded"
)
_OWN_COLUMN = Bilingual(
    "自己加的一列不会记录：写到“备注”一栏", "a column of your own is not recorded: write it into the note"
)
_OWN_ROW = Bilingual("这一行没有清单上的编号，不会记录", "this row has no id of the list and is not recorded")
_ABOVE = Bilingual("表头上方的内容不会记录", "what stands above the heads is not recorded")

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d")


Otherwise = Callable[[list[Worksheet], Any], Returned | None]
"""How worksheets are read that have no hidden one of ours beside them, of the epoch of their dates; None where they hold no list."""


def read_xlsx(
    content: bytes, lookup_of: Callable[[str], WordLookup], otherwise: Otherwise = lambda *_: None
) -> Returned:
    """What a filled workbook says; ``lookup_of`` gives the words of the engagement that it names; ``otherwise`` reads what names none.

    Raises ``Refusal`` where nothing of the file can be trusted; whatever it holds, nothing of it runs.
    """
    try:
        inspect(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
            formulas = load_workbook(io.BytesIO(content), keep_links=False)
        hidden = _hidden(values) if HIDDEN in values.sheetnames else None
    except Refusal:
        raise
    except Exception as error:
        # What openpyxl raises over a broken file is not for us to list; a stranger's file is never our bug.
        raise Refusal(_DAMAGED) from error
    if hidden:
        return _returned(values, formulas, hidden, lookup_of)
    sheets = [Worksheet(values[title], formulas[title]) for title in values.sheetnames]
    found = otherwise(sheets, values.epoch)
    if found is None:
        raise foreign()
    return found


@dataclass(frozen=True)
class _Hidden:
    """What the worksheets say that nobody sees."""

    export: SheetExport
    table: Table
    printed: Mapping[str, Values]
    digests: Mapping[str, list[str]]
    roles: tuple[tuple[str, str], ...]
    """The workbook's own words for roles, and their ids."""


def _hidden(values: Any) -> _Hidden:
    """Raises whatever a tampered worksheet leads to."""
    rows = [
        [cell.value for cell in row] for row in values[HIDDEN].iter_rows(max_row=min(values[HIDDEN].max_row, 5_010))
    ]
    export = SheetExport.from_json("".join(cell for cell in rows[0] if isinstance(cell, str)))
    table = Table.from_json(str(rows[1][0]))
    beside = _beside(rows[table.repeated - 1 :] if table.repeated else [])
    printed = {id: {**known, **beside.get(id, {})} for id, known in export.printed.items()}
    words = (
        [[cell.value for cell in row[:3]] for row in values[LISTS].iter_rows(max_row=500)]
        if LISTS in values.sheetnames
        else []
    )
    roles = tuple(
        (row[0], row[2]) for row in words if len(row) > 2 and isinstance(row[0], str) and isinstance(row[2], str)
    )
    return _Hidden(export, table, printed, _digests(rows, table), roles)


def _returned(values: Any, formulas: Any, hidden: _Hidden, lookup_of: Callable[[str], WordLookup]) -> Returned:
    export, table, printed = hidden.export, hidden.table, hidden.printed
    lookup = lookup_of(export.engagement).and_roles(hidden.roles)
    sheets = [Worksheet(values[title], formulas[title]) for title in values.sheetnames]
    alike = [sheet for sheet in sheets if table.heads and sheet.find(table.heads.values())] or sheets[:1]
    chosen = next((sheet for sheet in sheets if sheet.title == table.sheet), alike[0])
    reading, *copies = (
        Reading(sheet, table, printed, hidden.digests, lookup, values.epoch)
        for sheet in (chosen, *(one for one in alike if one is not chosen))
    )
    reading.read()
    absent = tuple(id for id in printed if id not in reading.given)
    if printed and len(absent) == len(printed):
        raise Refusal(
            Bilingual(
                "清单那一页里一项也找不到：列被移动或删除了",
                "no item is found on the checklist page: its columns were moved or removed",
            )
        )
    untaken = tuple(one for _, one in sorted(reading.untaken, key=lambda found: found[0]))
    untaken += tuple(one for copy in copies if table.heads for one in copy.beside(reading))
    return Returned(
        export.engagement, export.edition, export.fingerprint, printed, reading.given, absent, untaken, reading.cells, export.meanings,
    )  # fmt: skip


def _beside(rows: list[list[Any]]) -> dict[str, Values]:
    """As printed: what the cells beside the embedded JSON were written with, by item."""
    return {
        str(row[0]): {name: "" if cell is None else str(cell) for name, cell in zip(REPEATED, row[1:5], strict=False)}
        for row in rows
        if row and row[0] is not None
    }


def _digests(rows: list[list[Any]], table: Table) -> dict[str, list[str]]:
    """Of each item, what its printed cells were, as ``digest`` shortens them; nothing in a workbook from before."""
    if not table.repeated or not table.printed_heads:
        return {}
    return {
        str(row[0]): str(row[5]).split() for row in rows[table.repeated - 1 :] if len(row) > 5 and row[0] and row[5]
    }


@dataclass
class Reading:
    """One table of a workbook while it is read."""

    sheet: Any
    """A ``Worksheet``, or what has its methods."""
    table: Table
    printed: Mapping[str, Values]
    digests: Mapping[str, list[str]]
    lookup: WordLookup
    epoch: Any
    found: dict[str, dict[Field, dict[Position, str]]] = field(default_factory=dict)
    """What each row of an item says of its fields, and where."""
    given: dict[str, dict[Field, str]] = field(default_factory=dict)
    untaken: list[tuple[Position, Untaken]] = field(default_factory=list)
    cells: dict[tuple[str, Field], str] = field(default_factory=dict)

    def read(self) -> None:
        header, columns = self._columns()
        heads = self._printed_columns(header)
        self._sorted_apart(header, columns, heads)
        self._above(header)
        at = {column: name for name, column in columns.items()}
        for row in range(header, self.sheet.rows + 1):
            id = self.sheet.text((row, columns[ID]))
            if id in self.printed:
                self._item(id, row, columns)
                self._changed_print(id, row, heads)
            elif row > header:
                self._own_row(id, row, columns)
            for column in range(1, self.sheet.columns + 1):
                own = column not in at and column not in heads and self.table.printed_heads
                if own and (id in self.printed or row == header) and self.sheet.text((row, column)) not in CLOCK:
                    self._name((row, column), id if row > header else "", _OWN_COLUMN)
        for at_cell, text in self.sheet.comments():
            self._untaken(at_cell, self.sheet.text((at_cell[0], columns[ID])), text, _COMMENT)
        self._settle()

    def beside(self, other: Reading) -> Iterator[Untaken]:
        """Name what was filled in here and is not what ``other`` says, the one worksheet that is taken."""
        title = other.sheet.title
        try:
            self.read()
        except Refusal as refusal:
            yield Untaken(self.sheet.address((1, 1)), "", "", refusal.words)
        reason = Bilingual(
            f"这一页是“{title}”的副本，填在这里的没有记录：抄到“{title}”那一页",
            f'this page is a copy of "{title}" and is not recorded: fill in "{title}" itself',
        )
        for id, fields in self.found.items():
            for name, values in fields.items():
                for at, value in values.items():
                    if value not in (self.printed[id].get(name, ""), other.given.get(id, {}).get(name)):
                        yield Untaken(self.sheet.address(at), id, self.sheet.text(at), reason)
        yield from (one for _, one in self.untaken)

    def _item(self, id: str, row: int, columns: Mapping[str, int]) -> None:
        line = self.found.setdefault(id, {})
        for name in (name for name in ITEM if name in columns and not self.sheet.is_covered((row, columns[name]))):
            at = (row, columns[name])
            try:
                typed = self.sheet.linked(at) if name in TEXTS else self.sheet.value(at)
                value = self._meant(id, name, read_value(name, self._dated(name, typed), self.lookup))
            except NotUnderstood as fault:
                self._untaken(at, id, self.sheet.text(at), fault.reason)
                continue
            if value is not None:
                line.setdefault(name, {})[at] = value

    def _settle(self) -> None:
        """Take what all rows of an item agree on. Where they do not, nobody knows which is meant: none is taken, and each is named."""
        for id, line in self.found.items():
            self.given[id] = {name: next(iter(said.values())) for name, said in line.items()}
            for name, said in line.items():
                self.cells[id, name] = self.sheet.address(next(iter(said)))
                if len(set(said.values())) == 1:
                    continue
                base = self.printed[id].get(name, "")
                for at in (at for at, value in said.items() if value != base):
                    self._untaken(at, id, self.sheet.text(at), Bilingual(f"{id} 有几行，写的不一样，都没有记录", f"{id} has several rows that say different things; none is recorded"))  # fmt: skip
                self.given[id][name] = base

    def _meant(self, id: str, name: Field, value: str | None) -> str | None:
        """A value that was read, unless it is hardly meant. Raises ``NotUnderstood``."""
        base, days = self.printed[id].get(name), self.lookup.days
        if name is Field.DUE and value and base == f"{value}T00:00":
            return base  # A cell knows no difference between a day and its first minute.
        if value and days and name in DATES and value != base and (doubt := days.doubt(name, value)):
            raise NotUnderstood(doubt)
        return value

    def _above(self, header: int) -> None:
        """Name what was written above the table, but for the one day that the colours go by, behind its word."""
        for row in range(1, header if self.table.above else 0):
            texts = {column: self.sheet.text((row, column)) for column in range(1, self.sheet.columns + 1)}
            own = [column for column, text in texts.items() if digest(text) not in self.table.above]
            if self.table.above[1] in map(digest, texts.values()):
                days = [column for column in own if _INSTANT.match(texts[column])]
                own = [column for column in own if [column] != days]
            for column in own:
                self._name((row, column), "", _ABOVE)

    def _own_row(self, id: str, row: int, columns: Mapping[str, int]) -> None:
        """Name whatever stands in a row that is none of ours."""
        for column in range(1, self.sheet.columns + 1):
            known = column == columns[ID] and is_id(id)
            self._name(
                (row, column),
                id if is_id(id) else "",
                Bilingual(f"这张清单上没有打印过 {id}", f"the sheet never showed {id}") if known else _OWN_ROW,
            )

    def _changed_print(self, id: str, row: int, heads: Mapping[int, int]) -> None:
        """Name what was typed over a printed cell; ``heads`` are printed columns → their place among the digests."""
        was = self.digests.get(id, [])
        for column, n in heads.items():
            text = self.sheet.text((row, column))
            if n < len(was) and was[n] not in (CALCULATED, digest(text)) and not self.sheet.is_covered((row, column)):
                self._untaken((row, column), id, text, _PRINTED)

    def _sorted_apart(self, header: int, columns: Mapping[str, int], heads: Mapping[int, int]) -> None:
        """Refuse a table of which some columns were sorted and others were not: every line would be another item's."""
        ids = {row: self.sheet.text((row, columns[ID])) for row in range(header + 1, self.sheet.rows + 1)}
        for column, n in heads.items():
            was = {id: printed[n] for id, printed in self.digests.items() if n < len(printed)}
            count = Counter(was.values())
            others = {mark: id for id, mark in was.items() if count[mark] == 1 and mark != CALCULATED}
            shown = ((id, others.get(digest(self.sheet.text((row, column))))) for row, id in ids.items() if id in was)
            wrong = sum(other not in (None, id) for id, other in shown)
            if wrong > 1:
                head = self.table.printed_heads[n]
                raise Refusal(
                    Bilingual(
                        f"有 {wrong} 行的编号和“{head}”对不上：只有一部分列被排了序。恢复原来的顺序，或选中整张表再排",
                        f'in {wrong} rows the id and "{head}" do not belong together: only some columns were sorted. Undo it, or sort the whole table',
                    )
                )

    def _columns(self) -> tuple[int, dict[str, int]]:
        """How many rows the table's head takes, and where each column stands, from 1."""
        heads = self.table.heads
        if heads and (found := self.sheet.find(heads.values())):
            return found[0], dict(zip(heads, found[1], strict=True))
        if heads:
            raise Refusal(
                Bilingual(
                    "清单那一页的表头被改过：恢复表头再交回",
                    "the checklist's heads were changed: put them back and hand it in again",
                )
            )
        letters = self.table.columns
        return self.table.header, {
            name: column_index_from_string(letters[name]) for name in (ID, *ITEM) if name in letters
        }

    def _printed_columns(self, header: int) -> dict[int, int]:
        """Where printed columns stand → their place among ``Table.printed_heads``."""
        texts = {self.sheet.text((header, column)): column for column in range(self.sheet.columns, 0, -1)}
        found = ((texts.get(_one_line(head)), n) for n, head in enumerate(self.table.printed_heads))
        return {column: n for column, n in found if column is not None}

    def _name(self, at: Position, id: str, reason: Bilingual) -> None:
        """Name whatever stands in a cell that nothing is taken from."""
        if self.sheet.anchor(at) == at and (text := self.sheet.text(at)):
            self._untaken(at, id, text, reason)

    def _untaken(self, at: Position, id: str, typed: str, reason: Bilingual) -> None:
        self.untaken.append((at, Untaken(self.sheet.address(at), id, typed, reason)))

    def _dated(self, name: Field, cell: Any) -> Any:
        """The cell's value; a date whose cell has lost its format is a number of days."""
        if isinstance(cell, bool):
            return str(cell).upper()
        if name in DATES and isinstance(cell, int | float):
            with suppress(ValueError, OverflowError):
                return from_excel(cell, self.epoch)
        return cell if isinstance(cell, str | int | float | date | datetime | None) else str(cell)


def _one_line(text: str) -> str:
    return " ".join(text.split())
