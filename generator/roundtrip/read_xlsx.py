"""A returned workbook, read only where our own sheet says (``workbook``): every entry is taken, or named with its cell and the reason."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.export import SheetExport, foreign
from generator.roundtrip.fields import SECTIONS, Returned, Untaken, Values, section
from generator.roundtrip.leftovers import ABOVE, COMMENT, FAR, OWN_SHEET, PRINTED, named, typed_over
from generator.roundtrip.read_checklist import ChecklistReading, find_columns
from generator.roundtrip.read_rows import RowReading, read_entries
from generator.roundtrip.unzip import inspect
from generator.roundtrip.values import WordLookup
from generator.roundtrip.workbook import FIRST_REPEATED, HIDDEN, LISTS, MOST_ROWS, PAGES, REPEATED, Table, digest
from generator.roundtrip.worksheet import Position, Worksheet

_INSTANT = re.compile(r"=|\d{4}-\d\d-\d\d")
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
    printed: Mapping[str, Values]
    digests: Mapping[str, list[str]]
    pages: Mapping[str, Sequence[str]]
    """Each worksheet's rows as printed, by its name."""
    roles: tuple[tuple[str, str], ...]
    """The workbook's own words for roles, and their ids."""


def _hidden(values: Any) -> _Hidden:
    """Raises whatever a tampered worksheet leads to."""
    last = min(values[HIDDEN].max_row, MOST_ROWS + 10)
    rows = [[cell.value for cell in row] for row in values[HIDDEN].iter_rows(max_row=last)]
    export = SheetExport.from_json("".join(cell for cell in rows[0] if isinstance(cell, str)))
    table, *others = [Table.from_json(str(cell)) for cell in rows[1] if cell is not None]
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
    known = tuple(
        one for one in others if one.section in SECTIONS and one.heads.keys() == {"id", *SECTIONS[one.section]}
    )
    return _Hidden(export, table, known, printed, _digests(rows, table), _pages(rows), roles)


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


def _pages(rows: list[list[Any]]) -> dict[str, Sequence[str]]:
    """Each worksheet's rows as printed; nothing in a workbook from before."""
    names = rows[FIRST_REPEATED - 2][PAGES:] if len(rows) >= FIRST_REPEATED else []
    below = [row[PAGES:] for row in rows[FIRST_REPEATED - 1 :]]
    return {
        str(name): [str(row[n]) for row in below if n < len(row) and row[n] is not None]
        for n, name in enumerate(names)
        if name is not None
    }


@dataclass(frozen=True)
class _Workbook:
    """A returned workbook's worksheets, read one after the other."""

    sheets: Mapping[str, Worksheet]
    hidden: _Hidden
    lookup: WordLookup
    epoch: Any

    def returned(self) -> Returned:
        export, printed = self.hidden.export, self.hidden.printed
        at_home = self._at_home()
        checklist = at_home.get(self.hidden.table.sheet) or next(iter(self.sheets.values()))
        header, columns = find_columns(checklist, self.hidden.table)
        main = ChecklistReading(self._reading(checklist, columns, ""), self.hidden.table, header, self.hidden.digests)
        main.read()
        items = [id for id in printed if not section(id)]
        if items and not main.rows.given.keys() & set(items):
            raise Refusal(
                Bilingual(
                    "清单那一页里一项也找不到：列被移动或删除了",
                    "no item is found on the checklist page: its columns were moved or removed",
                )
            )
        readings = [main.rows, *self._entries(at_home)]
        given = {id: line for one in readings for id, line in one.given.items()}
        untaken = [entry for one in readings for entry in one.untaken]
        untaken += self._left(at_home, checklist, header, readings)
        cells = {at: cell for one in readings for at, cell in one.cells.items()}
        absent = tuple(id for id in items if id not in given)
        return Returned(
            export.engagement, export.edition, export.fingerprint, printed, given, absent, tuple(untaken), cells, export.meanings,
            tuple(main.own), frozenset().union(*(one.shared for one in readings)), export.lang,
        )  # fmt: skip

    def _at_home(self) -> dict[str, Worksheet]:
        """Our worksheets by the names that they were made with; of renamed ones each takes the first that is left over."""
        names = dict.fromkeys((self.hidden.table.sheet, *self.hidden.pages))
        spare = [sheet for title, sheet in self.sheets.items() if title not in names]
        heads = self.hidden.table.heads.values()
        # The checklist is the one that has its heads, though somebody put a page of their own before it.
        spare.sort(key=lambda sheet: not heads or sheet.find(heads) is None)
        found = ((name, self.sheets.get(name) or (spare.pop(0) if spare else None)) for name in names)
        return {name: sheet for name, sheet in found if sheet}

    def _reading(self, sheet: Worksheet, columns: Mapping[str, int], key: str) -> RowReading:
        printed = {id: values for id, values in self.hidden.printed.items() if section(id) == key}
        return RowReading(sheet, columns, printed, self.lookup, self.epoch)

    def _entries(self, at_home: Mapping[str, Worksheet]) -> Iterator[RowReading]:
        """The tables beside the checklist, each down to the next one on its worksheet."""
        places = []
        for table in self.hidden.others:
            sheet = at_home.get(table.sheet)
            found = sheet.find(table.heads.values(), MOST_ROWS) if sheet else None
            if sheet and found:
                places.append((sheet, found[0], dict(zip(table.heads, found[1], strict=True)), table))
        for sheet, header, columns, table in places:
            end = min((other[1] - 1 for other in places if other[0] is sheet and other[1] > header), default=sheet.rows)
            reading = self._reading(sheet, columns, table.section)
            read_entries(reading, table, header, end, self.hidden.pages.get(table.sheet, ()))
            yield reading

    def _left(
        self, at_home: Mapping[str, Worksheet], checklist: Worksheet, header: int, readings: Sequence[RowReading]
    ) -> Iterator[Untaken]:
        """What stands where nothing is taken from, worksheet by worksheet."""
        names = {sheet.title: name for name, sheet in at_home.items()}
        for title, sheet in self.sheets.items():
            taken = {at for one in readings if one.sheet is sheet for at in one.taken}
            printed = self.hidden.pages.get(names.get(title, ""))
            if title not in names:
                heads = self.hidden.table.heads
                if heads and sheet.find(heads.values()):
                    header_there, columns = find_columns(sheet, self.hidden.table)
                    copy = self._reading(sheet, columns, "")
                    yield from ChecklistReading(copy, self.hidden.table, header_there, self.hidden.digests).beside(
                        readings[0]
                    )
                else:
                    yield from named(sheet, [at for _, cells in sheet.filled() for at in cells], OWN_SHEET)
            elif printed is not None and sheet is checklist:
                over = sorted(typed_over(sheet, printed, taken, header - 1))
                yield from named(sheet, [at for at in over if at != self._as_of(sheet, printed, over)], ABOVE)
            elif printed is not None:
                yield from named(sheet, sorted(typed_over(sheet, printed, taken)), PRINTED)
            yield from named(sheet, sheet.far, FAR)
            for at, text in sheet.comments():
                yield Untaken(sheet.address(at), "", text, COMMENT)

    @staticmethod
    def _as_of(sheet: Worksheet, printed: Sequence[str], over: Sequence[Position]) -> Position | None:
        """The one day by which the checklist's colours go, behind its word, which a reader may set."""
        word = printed[1].split()[0] if len(printed) > 1 else ""
        rows = {at[0] for at in over if word in map(digest, map(sheet.text, sheet.row(at[0])))}
        days = [at for row in rows for at in sheet.row(row) if _INSTANT.match(sheet.text(at))]
        return days[0] if len(days) == 1 else None
