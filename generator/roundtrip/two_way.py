"""A table without our hidden worksheet (.csv, what a chat tool exports): found by its heads, and compared with the tree as it is now."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from generator.diagnostics import LANGS, Bilingual, Refusal
from generator.model.engagement import further
from generator.roundtrip.fields import ITEM, Field, Returned, Untaken, current
from generator.roundtrip.leftovers import COMMENT, OWN_COLUMN
from generator.roundtrip.read_checklist import ChecklistReading
from generator.roundtrip.read_json import LARGEST
from generator.roundtrip.read_rows import RowReading
from generator.roundtrip.unnamed import Unnamed
from generator.roundtrip.values import WordLookup
from generator.roundtrip.workbook import ID, MOST_ROWS, digest
from generator.roundtrip.worksheet import HEADER_WITHIN, MOST_COLUMNS, Position, Worksheet
from generator.tailor import Checklist

_LOWER = Bilingual(
    "文件里的状态更靠后：这张表没有打印时的底稿，不能把它改低；要改就在文件里改",
    "the file is further than this: a sheet that does not say what it was printed with lowers nothing; change it in the file if it must be",
)
_OTHER_PAGE = Bilingual(
    "这一页没有记录：这个工作簿没有隐藏的底稿，只读清单那一页",
    "nothing of this page is recorded: of a workbook without our hidden page only the checklist is read",
)


def find_heads(sheet: "Worksheet | CsvSheet", unnamed: Unnamed) -> tuple[int, dict[str, int]] | None:
    """The row of heads and the column of each that is known; None where no row has that of the ids and a field's."""
    for row in range(1, min(HEADER_WITHIN, sheet.rows) + 1):
        texts = [sheet.text((row, column)) for column in range(1, sheet.columns + 1)]
        keys = [unnamed.key(text) if texts.count(text) == 1 else None for text in texts]
        columns = {key: n for n, key in reversed([*enumerate(keys, 1)]) if key}
        if ID in columns and any(name in columns for name in ITEM):
            return row, columns
    return None


class CsvSheet:
    """A table of texts, as ``Worksheet`` is one of cells."""

    title = ""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        self.rows, self.columns = len(rows), min(max(map(len, rows), default=0), MOST_COLUMNS)

    def value(self, at: Position) -> Any:
        row = self._rows[at[0] - 1]
        return row[at[1] - 1] if at[1] <= len(row) else None

    entered = value

    def text(self, at: Position) -> str:
        return " ".join((self.value(at) or "").split())

    def row(self, row: int) -> list[Position]:
        return [(row, column) for column in range(1, self.columns + 1) if self.text((row, column))]

    def anchor(self, at: Position) -> Position:
        return at

    def is_covered(self, at: Position) -> bool:
        return False

    shares = calculates = is_covered

    def formula(self, at: Position) -> str:
        return ""

    link = formula

    def address(self, at: Position) -> str:
        """``K23``, as the one page of it is shown."""
        return f"{get_column_letter(at[1])}{at[0]}"

    def comments(self) -> tuple[()]:
        return ()


def read_csv(content: bytes, unnamed: Unnamed, lookup_of: Callable[[str], WordLookup]) -> Returned | None:
    """What a table of texts says, by whatever it is separated and in whichever encoding; None where it holds no list of ours.

    Raises ``Refusal`` for one that is out of bounds.
    """
    text = _decoded(content) if len(content) <= LARGEST else None
    for delimiter in ",;\t" if text else "":
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        sheet = CsvSheet(rows[:MOST_ROWS])
        if find_heads(sheet, unnamed) is None:
            continue
        if len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
            raise Refusal(
                Bilingual(
                    f"表太大：最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列",
                    f"the table is too large: {MOST_ROWS} rows and {MOST_COLUMNS} columns at most",
                )
            )
        return read_two_way([sheet], unnamed, lookup_of, WINDOWS_EPOCH)
    return None


def _decoded(content: bytes) -> str | None:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def read_two_way(
    sheets: Sequence[Any], unnamed: Unnamed, lookup_of: Callable[[str], WordLookup], epoch: Any
) -> Returned | None:
    """What the first worksheet says that holds a list of ours; None where none does. What else is written anywhere is named.

    ``printed`` of the result is what the tree says now: whatever differs is a change, and an empty cell is none.
    """
    chosen, found = next(((one, found) for one in sheets if (found := find_heads(one, unnamed))), (None, None))
    if chosen is None or found is None:
        return None
    header, heads = found
    checklist = unnamed.whose([chosen.text(at) for row in range(1, header) for at in chosen.row(row)])
    printed = {item.id: current(item, "zh") for item in checklist.duties}
    columns = {name: column for name, column in heads.items() if name in (ID, Field.TITLE, *ITEM)}
    titles = _titles(chosen, found, checklist)
    read_only = [heads[Field.TITLE]] if titles else []
    lookup = lookup_of(checklist.id)
    reading = RowReading(chosen, header, columns, printed, lookup, epoch, marks=titles, read_only=read_only)
    main = ChecklistReading(reading)
    main.read()
    for at in (at for row in range(header, chosen.rows + 1) for at in chosen.row(row)):
        if at not in reading.taken and at[1] not in heads.values():
            row_id = reading.id(at[0])
            reading.name(at, row_id if row_id in printed else "", OWN_COLUMN)
    if not reading.given:
        raise Refusal(Bilingual("表里一项也没有", "the table holds no item of the list"))
    given, lower = _certain(reading.given, printed)
    untaken = [*reading.untaken, *(Untaken(chosen.address(at), "", text, COMMENT) for at, text in chosen.comments())]
    untaken += [Untaken(reading.cells[id, name], id, value, _LOWER) for id, name, value in lower]
    others = [one for one in sheets if one is not chosen and any(one.text((row, 1)) for row in range(1, one.rows + 1))]
    untaken += [Untaken(one.address((1, 1)), "", "", _OTHER_PAGE) for one in others]
    absent = tuple(id for id in printed if id not in reading.given)
    return Returned(
        checklist.id, checklist.edition, checklist.fingerprint, printed, given, absent, tuple(untaken), reading.cells, own=tuple(main.own),
        shared=frozenset(reading.shared), based=False,
    )  # fmt: skip


def _titles(sheet: Any, found: tuple[int, Mapping[str, int]], checklist: Checklist) -> list[str]:
    """Each item's row as printed, of its id and title alone, in the language that the table is in; nothing where it has no titles."""
    header, heads = found
    if Field.TITLE not in heads:
        return []
    texts = {digest(sheet.text((row, heads[Field.TITLE]))) for row in range(header + 1, sheet.rows + 1)}
    said = [{item.id: digest(item.item.title.plain(lang)) for item in checklist.duties} for lang in LANGS]
    best = max(said, key=lambda titles: sum(one in texts for one in titles.values()))
    return [f"{digest(id)} {title}" for id, title in best.items()]


def _certain(
    given: Mapping[str, Mapping[Field, str]], printed: Mapping[str, Mapping[Field, str]]
) -> tuple[dict[str, dict[Field, str]], list[tuple[str, Field, str]]]:
    """What is filled in, and of items whose state the tree has further what the table would take back."""
    kept, lower = {}, []
    for id, line in given.items():
        now = printed[id]
        kept[id] = {name: value for name, value in line.items() if value}
        if further(now[Field.STATE], line.get(Field.STATE, now[Field.STATE])):
            for name in (Field.STATE, Field.ON, Field.BY):
                value = kept[id].pop(name, now[name])
                lower += [(id, name, value)] if value != now[name] else []
    return kept, lower
