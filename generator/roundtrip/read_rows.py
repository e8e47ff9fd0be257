"""The rows of one table of a returned workbook: what is filled in, and which cells of it are not understood."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from openpyxl.utils.datetime import from_excel

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.fields import (
    ADDED,
    DATES,
    GROWING,
    ITEM,
    MOMENTS,
    REQUIRED,
    SECTIONS,
    TEXTS,
    TYPED,
    Field,
    Untaken,
    Values,
    section,
)
from generator.roundtrip.leftovers import is_heading
from generator.roundtrip.values import NotUnderstood, WordLookup, read_value
from generator.roundtrip.workbook import CALCULATED, ID, digest, follows_expected
from generator.roundtrip.worksheet import Position, Worksheet, linked

_NO_ID = Bilingual("这一行没有编号，不会记录：写上编号", "this row has no id and is not recorded: write one")
_NO_TEXT = Bilingual(
    "这里是公式，结果不是文字：直接写上要记的话",
    "this is a formula whose result is no text: write what is to be recorded",
)


@dataclass
class RowReading:
    """A table while it is read: ``columns`` are its id's and its fields' (from 1), ``printed`` what its entries were."""

    sheet: Worksheet
    header: int
    columns: Mapping[str, int]
    printed: Mapping[str, Values]
    lookup: WordLookup
    epoch: Any
    key: str = ""
    """Of which entries it is: a key of ``SECTIONS``, or empty for the items."""
    marks: Sequence[str] = ()
    """The worksheet's rows as printed (``workbook.mark``)."""
    read_only: Collection[int] = ()
    """The columns whose heads are ours and that are not filled in."""
    begins: int = 0
    """The row of the heads among the ``marks``."""
    found: dict[str, dict[Field, dict[Position, str]]] = field(default_factory=dict)
    """What each row of an entry says of its fields, and where."""
    given: dict[str, dict[Field, str]] = field(default_factory=dict)
    untaken: list[Untaken] = field(default_factory=list)
    cells: dict[tuple[str, Field], str] = field(default_factory=dict)
    shared: set[tuple[str, Field]] = field(default_factory=set)
    taken: set[Position] = field(default_factory=set)
    """Cells that are read, or named."""

    @cached_property
    def as_printed(self) -> dict[str, int]:
        """Each entry's row among the ``marks``."""
        ids = {digest(id.removeprefix(f"{self.key}.")): id for id in self.printed}
        found: dict[str, int] = {}
        for n, row in enumerate(self.marks[self.begins :], self.begins):
            if id := next((ids[one] for one in row.split() if one in ids), None):
                found.setdefault(id, n)
        return found

    @property
    def ids(self) -> dict[int, str]:
        """The entry that each row is about, as far as something of it was read."""
        return {at[0]: id for id, fields in self.found.items() for cells in fields.values() for at in cells}

    @property
    def known(self) -> dict[int, int]:
        """Each row of an entry, and its row among the ``marks``."""
        return {row: self.as_printed[id] for row, id in self.ids.items() if id in self.as_printed}

    def refuse_sorted_apart(self, end: int) -> None:
        """Raises ``Refusal`` for a table of which some columns were sorted and others were not: every line would be another entry's."""
        sheet = self.sheet
        was = {id: {one.lstrip(CALCULATED) for one in self.marks[n].split()} for id, n in self.as_printed.items()}
        count = Counter(one for row in was.values() for one in row)
        others = {one: id for id, row in was.items() for one in row if count[one] == 1}
        ids = {row: self.id(row) for row in range(self.header + 1, end)}
        for column in self.read_only:
            cells = {(row, column): id for row, id in ids.items() if id in was and not sheet.calculates((row, column))}
            shown = [(id, others.get(digest(sheet.text(at)))) for at, id in cells.items()]
            wrong = sum(other not in (None, id) for id, other in shown)
            if wrong > 1:
                head = sheet.text((self.header, column))
                raise Refusal(
                    Bilingual(
                        f"“{sheet.title}”有 {wrong} 行的编号和“{head}”对不上：只有一部分列被排了序。恢复原来的顺序，或选中整张表再排",
                        f'in {wrong} rows of "{sheet.title}" the id and "{head}" do not belong together: only some columns were sorted. Undo it, or sort the whole table',
                    )
                )

    def id(self, row: int) -> str:
        """The id that a row bears, by which its entry is called."""
        text = self.sheet.text((row, self.columns[ID]))
        return f"{self.key}.{text}" if self.key else text

    def entry(self, id: str, row: int) -> None:
        """Read what a row says of ``id``."""
        line = self.found.setdefault(id, {})
        for name in SECTIONS.get(section(id), ITEM):
            at = (row, self.columns.get(name, 0))
            if at[1] and not self.sheet.is_covered(at) and (value := self.value(id, name, at)) is not None:
                line.setdefault(name, {})[at] = value
                if self.sheet.shares(at):
                    self.shared.add((id, name))

    def added(self, row: int) -> None:
        """Read a shift of somebody's own; one that lacks what makes it a shift is named whole."""
        self.entry(id := f"{ADDED}{row}", row)
        if heads := [self.columns[name] for name in self.columns if name in REQUIRED and name not in self.found[id]]:
            lacks = "、".join(f"“{self.sheet.text((self.header, column))}”" for column in heads)
            for at in (at for cells in self.found.pop(id).values() for at in cells):
                self.name(at, "", Bilingual(f"这一班没有记录，还缺 {lacks}：补上再交回", f"this shift is not recorded, it lacks {lacks}: fill it in"))  # fmt: skip

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
                    self.name(at, id, Bilingual(f"{id} 有几行，写的不一样，都没有记录", f"{id} has several rows that say different things; none is recorded"), even_empty=True)  # fmt: skip
                self.given[id][name] = base

    def value(self, id: str, name: Field, at: Position) -> str | None:
        """What a cell says; None where it leaves the field as it is, or is not understood and named."""
        self.taken.add(at)
        if name is Field.WORST and self.sheet.formula(at).upper() == follows_expected(id.partition(".")[2]).upper():
            return None
        try:
            typed = self.sheet.entered(at)
            if name in TYPED and self.sheet.calculates(at) and not isinstance(typed, str):
                raise NotUnderstood(_NO_TEXT)
            if isinstance(typed, str) and (address := self.sheet.link(at)):
                whole = linked(typed, address) if name in TEXTS else None
                if whole is None:
                    self.name(at, id, Bilingual(f"文字记了，链接 {address} 没有记录：只有“证据”“备注”能带 https 或 mailto 链接", f"its words are taken, its link {address} is not: evidence and notes alone carry links, by https or mailto"))  # fmt: skip
                typed = whole or typed
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


def read_entries(reading: RowReading, end: int) -> None:
    """Read a table of ``SECTIONS`` down to row ``end``, or to the next heading. Raises ``Refusal`` where only part of it was sorted."""
    sheet, key, id_column = reading.sheet, reading.key, reading.columns[ID]
    end = next((row for row in range(reading.header + 1, end) if is_heading(sheet, row, reading.marks)), end)
    reading.refuse_sorted_apart(end)
    for row in range(reading.header + 1, end):
        fields = [(row, column) for name, column in reading.columns.items() if name != ID]
        if (id := reading.id(row)) in reading.printed:
            reading.entry(id, row)
        elif key in GROWING and any(map(sheet.text, fields)):
            if key == "roster":
                reading.added(row)
            elif sheet.text((row, id_column)) and reading.value("", Field.WHO, (row, id_column)):
                reading.entry(id, row)
            else:
                # An id that nobody can see as it is was named as it was read.
                for at in fields:
                    reading.name(at, "", _NO_ID)
    reading.settle()
