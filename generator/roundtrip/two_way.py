"""A table without our hidden worksheet (.csv, what a chat tool exports): found by its heads, and compared with the tree as it is now."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from generator.diagnostics import LANGS, Bilingual, Refusal
from generator.model.engagement import further
from generator.roundtrip.fields import ITEM, Field, Returned, Untaken, current
from generator.roundtrip.leftovers import COMMENT
from generator.roundtrip.read_checklist import ChecklistReading, find_columns
from generator.roundtrip.read_json import LARGEST
from generator.roundtrip.read_rows import RowReading
from generator.roundtrip.unnamed import Unnamed
from generator.roundtrip.values import WordLookup
from generator.roundtrip.workbook import ID, MOST_ROWS, Table, digest
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


def find_table(sheet: Worksheet | CsvSheet, unnamed: Unnamed) -> Table | None:
    """Where the list stands; None where no row is one of heads, with that of the ids and a field's."""
    for row in range(1, min(HEADER_WITHIN, sheet.rows) + 1):
        texts = [sheet.text((row, column)) for column in range(1, sheet.columns + 1)]
        keys = {text: key for text in texts if texts.count(text) == 1 and (key := unnamed.key(text))}
        found = {key: text for text, key in reversed(keys.items())}
        if ID in found and any(name in found for name in ITEM):
            letters = {key: get_column_letter(texts.index(text) + 1) for key, text in found.items()}
            fields = {key: found[key] for key in (ID, *ITEM) if key in found}
            printed = [found["title"]] if "title" in found else [""]
            printed += [text for key, text in found.items() if key not in (ID, "title", *ITEM)]
            return Table(sheet.title, row, letters, fields, None, tuple(printed))
    return None


class CsvSheet:
    """A table of texts, as ``Worksheet`` is one of cells."""

    title = ""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        self.rows, self.columns = len(rows), min(max(map(len, rows), default=0), MOST_COLUMNS)

    find = Worksheet.find

    def value(self, at: Position) -> Any:
        row = self._rows[at[0] - 1]
        return row[at[1] - 1] if at[1] <= len(row) else None

    linked = value

    def text(self, at: Position) -> str:
        return " ".join((self.value(at) or "").split())

    def anchor(self, at: Position) -> Position:
        return at

    def is_covered(self, at: Position) -> bool:
        return False

    shares = is_covered

    def formula(self, at: Position) -> str:
        return ""

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
        if find_table(sheet, unnamed) is None:
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
    chosen, table = next(((one, found) for one in sheets if (found := find_table(one, unnamed))), (None, None))
    if chosen is None or table is None:
        return None
    above = [chosen.text((row, column)) for row in range(1, table.header) for column in range(1, chosen.columns + 1)]
    checklist = unnamed.whose([text for text in above if text])
    printed = {item.id: current(item, "zh") for item in checklist.duties}
    header, columns = find_columns(chosen, table)
    reading = RowReading(chosen, columns, printed, lookup_of(checklist.id), epoch)
    main = ChecklistReading(reading, table, header, _titles(chosen, table, checklist))
    main.read()
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


def _titles(sheet: Any, table: Table, checklist: Checklist) -> dict[str, list[str]]:
    """Each item's title as ``digest`` shortens it, in the language that the table is in; nothing where it has no titles."""
    head = table.printed_heads[0]
    column = column_index_from_string(table.columns["title"]) if head else 0
    texts = {digest(sheet.text((row, column))) for row in range(table.header + 1, sheet.rows + 1) if head}
    said = [{item.id: digest(item.item.title.plain(lang)) for item in checklist.duties} for lang in LANGS]
    best = max(said, key=lambda titles: sum(mark in texts for mark in titles.values()))
    return {id: [mark] for id, mark in best.items()} if head else {}


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
