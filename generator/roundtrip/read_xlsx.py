"""A returned workbook, read only where our own sheet says (``workbook``): every entry is taken, or named with its cell and the reason."""

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.export import SheetExport, foreign
from generator.roundtrip.fields import SECTIONS, Field, Returned, Untaken, section
from generator.roundtrip.leftovers import COMMENT, FAR, OWN_SHEET, PRINTED, named, only_read, typed_over
from generator.roundtrip.read_checklist import ChecklistReading
from generator.roundtrip.read_rows import RowReading, read_entries
from generator.roundtrip.unzip import inspect
from generator.roundtrip.values import WordLookup
from generator.roundtrip.workbook import HIDDEN, ID, LISTS, MOST_ROWS, Table, digest
from generator.roundtrip.worksheet import HEADER_WITHIN, MOST_COLUMNS, Worksheet

_DAMAGED = Bilingual("工作簿已损坏或不完整", "the workbook is damaged or incomplete")


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
    if hidden is None:
        found = otherwise([Worksheet(values[title], formulas[title]) for title in values.sheetnames], values.epoch)
        if found is None:
            raise foreign()
        return found
    lookup = lookup_of(hidden.export.engagement).and_roles(hidden.roles)
    sheets = {
        sheet.title: Worksheet(sheet, formulas[sheet.title])
        for sheet in values.worksheets
        if sheet.title not in (HIDDEN, LISTS)
    }
    return _Workbook(sheets, hidden, lookup, values.epoch).returned()


@dataclass(frozen=True)
class _Hidden:
    """What the worksheets say that nobody sees."""

    export: SheetExport
    table: Table
    others: tuple[Table, ...]
    pages: Mapping[str, Sequence[str]]
    """Each worksheet's rows as printed, by its name."""
    roles: tuple[tuple[str, str], ...]
    """The workbook's own words for roles, and their ids."""


def _hidden(values: Any) -> _Hidden:
    """Raises whatever a tampered worksheet leads to."""
    told, *rest = _rows(values[HIDDEN])
    export = SheetExport.from_json("".join(cell for cell in told if isinstance(cell, str)))
    tables, names, *below = rest
    table, *others = [Table.from_json(str(cell)) for cell in tables if cell is not None]
    known = tuple(one for one in others if one.section in SECTIONS and one.heads.keys() == {ID, *SECTIONS[one.section]})
    pages = {
        str(name): [str(row[n]) for row in below if str(row[n] or "").strip()]
        for n, name in enumerate(names)
        if name is not None
    }
    words = [row[:3] for row in _rows(values[LISTS])] if LISTS in values.sheetnames else []
    roles = tuple((word, id) for word, _, id in words if isinstance(word, str) and isinstance(id, str))
    return _Hidden(export, table, known, pages, roles)


def _rows(sheet: Any) -> list[list[Any]]:
    last, right = min(sheet.max_row, MOST_ROWS + 10), min(max(sheet.max_column, 3), MOST_COLUMNS)
    return [[cell.value for cell in row] for row in sheet.iter_rows(max_row=last, max_col=right)]


@dataclass(frozen=True)
class _Workbook:
    """A returned workbook's worksheets, read one after the other."""

    sheets: Mapping[str, Worksheet]
    hidden: _Hidden
    lookup: WordLookup
    epoch: Any

    def returned(self) -> Returned:
        export, printed = self.hidden.export, self.hidden.export.printed
        at_home = self._at_home()
        sheet = at_home.get(self.hidden.table.sheet)
        main = self._checklist(sheet) if sheet else None
        if main is None:
            raise Refusal(
                Bilingual(
                    "清单那一页的表头被改过：恢复表头再交回",
                    "the checklist's heads were changed: put them back and hand it in again",
                )
            )
        main.read()
        items = [id for id in printed if not section(id)]
        if items and not main.rows.given.keys() & set(items):
            raise Refusal(
                Bilingual(
                    "清单那一页里一项也找不到：列被移动或删除了",
                    "no item is found on the checklist page: its columns were moved or removed",
                )
            )
        entries = self._entries(at_home)
        readings = [main.rows, *entries.values()]
        given = {id: line for one in readings for id, line in one.given.items()}
        untaken = [entry for one in readings for entry in one.untaken]
        untaken += self._left(at_home, main, entries)
        cells = {at: cell for one in readings for at, cell in one.cells.items()}
        absent = tuple(id for id in items if id not in given)
        return Returned(
            export.engagement, export.edition, export.fingerprint, printed, given, absent, tuple(untaken), cells, export.meanings,
            tuple(main.own), frozenset().union(*(one.shared for one in readings)), export.lang,
        )  # fmt: skip

    def _at_home(self) -> dict[str, Worksheet]:
        """Our worksheets by the names that they were made with; a renamed one is known by its tables, or by having none of them."""
        tables = (self.hidden.table, *self.hidden.others)
        ours = dict.fromkeys((self.hidden.table.sheet, *self.hidden.pages))
        spare = [sheet for title, sheet in self.sheets.items() if title not in ours]
        holds = {sheet: {one.sheet for one in tables if sheet.find(one.heads, MOST_ROWS)} or {""} for sheet in spare}
        found = {}
        for name in ours:
            wanted = name if any(one.sheet == name for one in tables) else ""
            sheet = self.sheets.get(name) or next((one for one, held in holds.items() if wanted in held), None)
            if sheet:
                found[name] = sheet
                holds.pop(sheet, None)
        return found

    def _reading(self, sheet: Worksheet, table: Table, within: int) -> RowReading | None:
        """What is to read a table; None where the worksheet has none of its heads."""
        printed = {id: values for id, values in self.hidden.export.printed.items() if section(id) == table.section}
        found = sheet.find(table.heads, within, {id.removeprefix(f"{table.section}.") for id in printed})
        if found is None:
            return None
        header, columns = found
        marks = self.hidden.pages.get(table.sheet, ())
        rows, heads = [{*row.split()} for row in marks], {*map(digest, table.heads.values())}
        fields = {column for name, column in columns.items() if name != Field.TITLE}
        ours = set[str]().union(*rows)
        read_only = {at[1] for at in sheet.row(header) if digest(sheet.text(at)) in ours} - fields
        begins = next((n for n, row in enumerate(rows) if heads <= row), 0)
        return RowReading(
            sheet, header, columns, printed, self.lookup, self.epoch, table.section, marks, read_only, begins
        )

    def _checklist(self, sheet: Worksheet) -> ChecklistReading | None:
        heads = self.hidden.table.heads
        if rows := self._reading(sheet, self.hidden.table, HEADER_WITHIN):
            return ChecklistReading(rows, [heads[name] for name in heads if name not in (*rows.columns, Field.TITLE)])
        return None

    def _entries(self, at_home: Mapping[str, Worksheet]) -> dict[str, RowReading]:
        """The tables beside the checklist by their sections, each read down to the next one on its worksheet."""
        places = ((at_home.get(table.sheet), table) for table in self.hidden.others)
        found = [reading for sheet, table in places if sheet and (reading := self._reading(sheet, table, MOST_ROWS))]
        for one in found:
            below = (other.header for other in found if other.sheet is one.sheet and other.header > one.header)
            read_entries(one, min(below, default=one.sheet.rows + 1))
        return {one.key: one for one in found}

    def _left(
        self, at_home: Mapping[str, Worksheet], main: ChecklistReading, entries: Mapping[str, RowReading]
    ) -> Iterator[Untaken]:
        """What stands where nothing is taken from, worksheet by worksheet."""
        names = {sheet.title: name for name, sheet in at_home.items()}
        for title, sheet in self.sheets.items():
            name = names.get(title)
            if sheet is main.rows.sheet:
                yield from main.left()
            elif name and name in self.hidden.pages:
                tables = [table for table in self.hidden.others if table.sheet == name]
                there = [entries.get(table.section) for table in tables]
                lost = any(
                    one is None or len(one.columns) < len(table.heads) for table, one in zip(tables, there, strict=True)
                )
                printed = only_read(self.hidden.pages[name], filled=lost)
                taken = {at for one in there if one for at in one.taken}
                known = {row: n for one in there if one for row, n in one.known.items()}
                yield from named(sheet, typed_over(sheet, printed, taken, known), lambda _: PRINTED)
            elif copy := self._checklist(sheet):
                yield from copy.beside(main.rows)
            else:
                yield from named(sheet, [at for _, cells in sheet.filled() for at in cells], lambda _: OWN_SHEET)
            yield from named(sheet, sheet.far, lambda _: FAR)
            for at, text in sheet.comments():
                yield Untaken(sheet.address(at), "", text, COMMENT)
