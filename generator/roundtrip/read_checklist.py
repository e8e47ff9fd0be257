"""The checklist of a returned workbook: read row by row, and what else stands in it named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.export import is_id
from generator.roundtrip.fields import ITEM, Field, OwnRow, Untaken
from generator.roundtrip.leftovers import ABOVE, OWN_COLUMN, PRINTED, named, only_read, typed_over
from generator.roundtrip.read_rows import RowReading
from generator.roundtrip.workbook import ID, digest
from generator.roundtrip.worksheet import Position

_INSTANT = re.compile(r"=|\d{4}-\d\d-\d\d")
_OWN_ROW = Bilingual(
    "这一行没有清单上的编号，没有记录；加上 --extra，有名称的一行就记成新的事项",
    "this row has no id of the list and is not recorded; with --extra, a row that has a title becomes an item",
)
_NO_PART = Bilingual("新的事项不带这一栏，没有记录", "an item that is added takes nothing from this column")


@dataclass
class ChecklistReading:
    """``lost`` are heads of columns that are filled in, which nobody finds any more."""

    rows: RowReading
    lost: Sequence[str] = ()
    own: list[OwnRow] = field(default_factory=list)

    def read(self) -> None:
        """Raises ``Refusal`` where only part of it was sorted."""
        rows, end = self.rows, self.rows.sheet.rows + 1
        rows.refuse_sorted_apart(end)
        for row in range(rows.header + 1, end):
            if (id := rows.id(row)) in rows.printed:
                rows.entry(id, row)
            else:
                self._own_row(id, row)
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
        yield from self.left()

    def left(self) -> Iterator[Untaken]:
        """What stands where nothing is taken from."""
        rows, sheet = self.rows, self.rows.sheet
        over = typed_over(sheet, only_read(rows.marks, filled=bool(self.lost)), rows.taken, rows.known)
        as_of = self._as_of(over)
        yield from named(sheet, [at for at in over if at != as_of], self._reason, rows.ids)

    def _reason(self, at: Position) -> Bilingual:
        if at[0] < self.rows.header:
            return ABOVE
        if at[1] in (*self.rows.read_only, self.rows.columns[ID]):
            return PRINTED
        if not self.lost:
            return OWN_COLUMN
        heads = Bilingual("、".join(f"“{one}”" for one in self.lost), ", ".join(f'"{one}"' for one in self.lost))
        return Bilingual(
            f"找不到表头{heads.zh}，这一栏没有记录：把表头改回原样再交回",
            f"the head {heads.en} is not found, and this column is not recorded: put the head back and hand it in again",
        )

    def _as_of(self, over: Sequence[Position]) -> Position | None:
        """The one day by which the colours go, behind its word, which a reader may set."""
        sheet, marks = self.rows.sheet, self.rows.marks
        word = marks[1].split()[0] if len(marks) > 1 else ""
        rows = {at[0] for at in over if word in (digest(sheet.text(one)) for one in sheet.row(at[0]))}
        days = [at for row in rows for at in sheet.row(row) if _INSTANT.match(sheet.text(at))]
        return days[0] if len(days) == 1 else None

    def _own_row(self, id: str, row: int) -> None:
        """What stands in a row that is none of ours; with a title, it may become an item."""
        rows, sheet = self.rows, self.rows.sheet
        there = [at for at in sheet.row(row) if sheet.text(at)]
        rows.taken.update(there)
        shown = id if is_id(id) else ""
        never = Bilingual(f"这张清单上没有打印过 {id}", f"the sheet never showed {id}")
        typed = [
            Untaken(
                sheet.address(at), shown, sheet.text(at), never if shown and at[1] == rows.columns[ID] else _OWN_ROW
            )
            for at in there
        ]
        at = {name: (row, rows.columns[name]) for name in (Field.TITLE, *ITEM) if name in rows.columns}
        title = sheet.text(at[Field.TITLE]) if Field.TITLE in at else ""
        if shown or not title:
            rows.untaken += typed
            return
        before, given = len(rows.untaken), {Field.TITLE: title}
        given |= {name: value for name, cell in at.items() if name in ITEM and (value := rows.value("", name, cell))}
        unfit = rows.untaken[before:]
        del rows.untaken[before:]
        unfit += [Untaken(sheet.address(one), "", sheet.text(one), _NO_PART) for one in there if one not in at.values()]
        self.own.append(
            OwnRow(given, tuple(typed), tuple(unfit), {name: sheet.address(cell) for name, cell in at.items()})
        )
