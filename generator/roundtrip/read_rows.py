"""The rows of one table of a returned workbook: what is filled in, and which cells of it are not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.utils.datetime import from_excel

from generator.diagnostics import Bilingual
from generator.roundtrip.fields import (
    ADDED,
    DATES,
    GROWING,
    ITEM,
    MOMENTS,
    SECTIONS,
    TEXTS,
    Field,
    Untaken,
    Values,
    section,
)
from generator.roundtrip.leftovers import is_heading
from generator.roundtrip.values import NotUnderstood, WordLookup, read_value
from generator.roundtrip.workbook import ID, Table, follows_expected
from generator.roundtrip.worksheet import Position, Worksheet

_NO_ID = Bilingual("这一行没有编号，不会记录：写上编号", "this row has no id and is not recorded: write one")


@dataclass
class RowReading:
    """A table while it is read: ``columns`` are its id's and its fields' (from 1), ``printed`` what its entries were."""

    sheet: Worksheet
    columns: Mapping[str, int]
    printed: Mapping[str, Values]
    lookup: WordLookup
    epoch: Any
    found: dict[str, dict[Field, dict[Position, str]]] = field(default_factory=dict)
    """What each row of an entry says of its fields, and where."""
    given: dict[str, dict[Field, str]] = field(default_factory=dict)
    untaken: list[Untaken] = field(default_factory=list)
    cells: dict[tuple[str, Field], str] = field(default_factory=dict)
    shared: set[tuple[str, Field]] = field(default_factory=set)
    taken: set[Position] = field(default_factory=set)
    """Cells that are read, or named."""

    def entry(self, id: str, row: int) -> None:
        """Read what a row says of ``id``."""
        line = self.found.setdefault(id, {})
        for name in SECTIONS.get(section(id), ITEM):
            at = (row, self.columns.get(name, 0))
            if at[1] and not self.sheet.is_covered(at) and (value := self.value(id, name, at)) is not None:
                line.setdefault(name, {})[at] = value
                if self.sheet.shares(at):
                    self.shared.add((id, name))

    def settle(self) -> None:
        """Take what all rows of an entry agree on. Where they do not, nobody knows which is meant: none is taken, and each is named."""
        for id, line in self.found.items():
            self.given[id] = {name: next(iter(said.values())) for name, said in line.items()}
            for name, said in line.items():
                self.cells[id, name] = self.sheet.address(next(iter(said)))
                if len(set(said.values())) == 1:
                    continue
                base = self.printed.get(id, {}).get(name, "")
                for at in (at for at, value in said.items() if value != base):
                    self.name(at, id, Bilingual(f"{id} 有几行，写的不一样，都没有记录", f"{id} has several rows that say different things; none is recorded"))  # fmt: skip
                self.given[id][name] = base

    def value(self, id: str, name: Field, at: Position) -> str | None:
        """What a cell says; None where it leaves the field as it is, or is not understood and named."""
        self.taken.add(at)
        if name is Field.WORST and self.sheet.formula(at).upper() == follows_expected(id.partition(".")[2]).upper():
            return None
        try:
            typed = self.sheet.linked(at) if name in TEXTS else self.sheet.value(at)
            return self._meant(id, name, read_value(name, self._dated(name, typed), self.lookup, id))
        except NotUnderstood as fault:
            self.name(at, id, fault.reason, even_empty=True)
            return None

    def _meant(self, id: str, name: Field, value: str | None) -> str | None:
        """A value that was read, unless it is hardly meant. Raises ``NotUnderstood``."""
        base, days = self.printed.get(id, {}).get(name), self.lookup.days
        if name is Field.DUE and value and base == f"{value}T00:00":
            return base  # A cell knows no difference between a day and its first minute.
        # A test may be planned: it need not be past.
        asked = name if section(id) in ("", "facts") else Field.DUE
        if value and days and name in DATES | MOMENTS and value != base and (doubt := days.doubt(asked, value)):
            raise NotUnderstood(doubt)
        return value

    def name(self, at: Position, id: str, reason: Bilingual, *, even_empty: bool = False) -> None:
        """Name whatever stands in a cell that is not taken."""
        self.taken.add(at)
        if ((text := self.sheet.text(at)) or even_empty) and (even_empty or self.sheet.anchor(at) == at):
            self.untaken.append(Untaken(self.sheet.address(at), id, text, reason))

    def _dated(self, name: Field, cell: Any) -> Any:
        """The cell's value; a date whose cell has lost its format is a number of days."""
        if isinstance(cell, bool):
            return str(cell).upper()
        if name in DATES | MOMENTS and isinstance(cell, int | float):
            with suppress(ValueError, OverflowError):
                return from_excel(cell, self.epoch)
        return cell if isinstance(cell, str | int | float | date | datetime | None) else str(cell)


def read_entries(reading: RowReading, table: Table, header: int, end: int, page: Sequence[str]) -> None:
    """Read a table of ``SECTIONS`` between two rows; ``page`` are the worksheet's rows as printed, of which a heading ends the table."""
    sheet, id_column = reading.sheet, reading.columns[ID]
    for row in range(header + 1, end + 1):
        if is_heading(sheet, row, page):
            break
        text = sheet.text((row, id_column))
        fields = [(row, column) for name, column in reading.columns.items() if name != ID]
        if (id := f"{table.section}.{text}") in reading.printed:
            reading.entry(id, row)
        elif table.section in GROWING and any(map(sheet.text, fields)):
            if table.section == "tests" and not text:
                for at in fields:
                    reading.name(at, "", _NO_ID)
            else:
                reading.taken.add((row, id_column))
                reading.entry(id if table.section == "tests" else f"{ADDED}{row}", row)
    reading.settle()
