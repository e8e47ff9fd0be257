"""A filled workbook as people damage it: a plain model of its pages, what is done to them, and by whose hand they are saved.

What somebody typed is a ``Cell`` that knows what it means; rows and columns may move as they like, it stays the same cell.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.utils
import xlsxwriter

from generator.roundtrip.fields import FIGURES, ITEM, Field
from generator.roundtrip.workbook import HIDDEN, ID

STATE, OWNER, DUE, ON, BY, EVIDENCE, NOTE = ITEM
SOFFICE = shutil.which("soffice")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(eq=False)
class Cell:
    """``formula`` has ``value`` as its stored result. ``typed`` is true for what somebody entered, which means ``meaning``: None
    where nobody can tell."""

    value: Any = None
    formula: str | None = None
    link: str | None = None
    comment: str | None = None
    typed: bool = False
    meaning: str | None = None

    @property
    def filled(self) -> bool:
        return self.value is not None or self.formula is not None


@dataclass(eq=False)
class Row:
    """``table`` says of which entries it is: a key of ``SECTIONS``, empty for the items, None for none."""

    cells: list[Cell]
    table: str | None = None
    hidden: bool = False


@dataclass(eq=False)
class Page:
    """``tables`` names each column of a table: an id, a field, a printed column, or nothing where somebody put one of their own."""

    title: str
    state: str
    rows: list[Row]
    tables: dict[str, list[str]] = field(default_factory=dict)
    heads: dict[str, Row] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column, from 0."""

    @property
    def width(self) -> int:
        return len(self.rows[0].cells)

    def entries(self, table: str) -> list[int]:
        return [n for n, row in enumerate(self.rows) if row.table == table]

    def key(self, row: int, column: int) -> str:
        table = self.rows[row].table
        return "" if table is None else self.tables[table][column]

    def address(self, row: int, column: int) -> str:
        return f"{self.title}!{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        for first, left, last, right in self.merged:
            if first <= row <= last and left <= column <= right:
                return first, left
        return row, column

    def copied(self, title: str) -> Page:
        rows = {row: replace(row, cells=[replace(cell) for cell in row.cells]) for row in self.rows}
        tables = {table: [*keys] for table, keys in self.tables.items()}
        heads = {table: rows[row] for table, row in self.heads.items() if row in rows}
        return replace(self, title=title, rows=[*rows.values()], tables=tables, heads=heads, merged=[*self.merged])


@dataclass(eq=False)
class Workbook:
    """``page`` and ``table`` are where the next damage is done."""

    pages: list[Page]
    names: dict[str, str]
    checklist: Page
    page: Page
    table: str = ""
    refusable: str = ""
    """Why the whole of it may be refused."""

    @classmethod
    def of(cls, content: bytes) -> Workbook:
        results = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(content))
        pages = {title: _page(results[title], formulas[title]) for title in results.sheetnames}
        tables = [json.loads(cell.value) for cell in results[HIDDEN][2] if cell.value]
        for where in tables:
            page, top, letters = (
                pages[where["sheet"]],
                where["header"],
                {at: key for key, at in where["columns"].items()},
            )
            heads = page.rows[top - 1]
            page.heads[where["section"]] = heads
            page.tables[where["section"]] = keys = []
            for n, cell in enumerate(heads.cells):
                # A column that is only read is called as it is called on the page.
                keys.append(
                    letters.get(
                        openpyxl.utils.get_column_letter(n + 1), f"only read: {cell.value}" if cell.filled else ""
                    )
                )
            for row in page.rows[top:]:
                if not row.cells[keys.index(ID)].filled or (
                    where["section"] and len([one for one in row.cells if one.filled]) < 2
                ):
                    break
                row.table = where["section"]
        checklist = pages[tables[0]["sheet"]]
        return cls(
            [*pages.values()],
            {name: found.attr_text for name, found in formulas.defined_names.items()},
            checklist,
            checklist,
        )

    def places(self) -> list[tuple[Page, str]]:
        """Where something can be filled in; the checklist, where most is, again and again."""
        found = [(page, table) for page in self.pages for table in page.tables if page.entries(table)]
        return [*[(self.checklist, "")] * 5, *(place for place in found if place[1])]


def _page(results: Any, formulas: Any) -> Page:
    rows = []
    for row in formulas.iter_rows():
        cells = []
        for cell in row:
            result = results.cell(cell.row, cell.column)
            formula = cell.value if cell.data_type == "f" else None
            cells.append(Cell(result.value, formula, cell.hyperlink.target if cell.hyperlink else None))
        rows.append(Row(cells))
    merged = [
        (one.min_row - 1, one.min_col - 1, one.max_row - 1, one.max_col - 1) for one in formulas.merged_cells.ranges
    ]
    return Page(results.title, results.sheet_state, rows, merged=merged)


# What is typed, and what it means; None where only a person can tell, or ``check`` may forbid it.

A_DAY = [
    (datetime(2026, 10, 30), "2026-10-30"),
    ("10月31日", "2026-10-31"),
    ("2026/11/1", "2026-11-01"),
    (46328, "2026-11-02"),
    ("昨天", None),
    (datetime(2028, 1, 1), None),
]
A_FIGURE = [
    (8000, "8000"),
    ("１２０００", "12000"),
    ("9 100", "9100"),
    (8000.5, "8000.5"),
    ("8万", None),
    ("about 5", None),
    (datetime(2026, 10, 1), None),
    (True, None),
]
A_NAME = [("示例丁", "示例丁"), (" 示例 戊 ", "示例 戊"), (42, "42"), ("00123", "00123"), ("1/2", "1/2")]
AN_HOUR = [
    (datetime(2026, 11, 10, 17, 30), "2026-11-10T17:30"),
    ("11月10日 16:00", "2026-11-10T16:00"),
    ("11月10日", None),
    ("晚上", None),
]
TYPED: dict[tuple[str, str], Sequence[tuple[Any, str | None]]] = {
    **{("", name): said for name, said in {
        STATE: [("已完成", "done"), ("√", "done"), (" DONE ", "done"), (1, "done"), (True, "done"), ("进行中", "doing"), ("受阻", "blocked"), ("差不多", None), (0.5, None), (datetime(2026, 10, 1), None)],
        OWNER: [("客户负责人", "customer-lead"), ("示例丙", "technical-service-manager"), ("Account manager", "account-manager"), ("老王", None), (7, None)],
        DUE: [
            (datetime(2026, 11, 1), "2026-11-01"), ("11月2日", "2026-11-02"), ("2026/11/3", "2026-11-03"), (46330, "2026-11-04"), (datetime(2026, 11, 5, 18, 30), "2026-11-05T18:30"),
            ("11-06 9:00", "2026-11-06T09:00"), ("昨天", None), ("11月1日至11月5日", None), (datetime(2028, 11, 1), None), ("尽快", None),
        ],
        ON: [(datetime(2026, 10, 3), "2026-10-03"), ("10月4日", "2026-10-04"), ("２０２６－１０－０５", "2026-10-05"), (46301, "2026-10-06"), ("昨天", None), (datetime(2026, 12, 1), None)],
        BY: [("示例丁", "示例丁"), (" 示例 戊 ", "示例 戊"), (42, "42"), ("00123", "00123"), (1.5, "1.5"), ("123456789012345678", "123456789012345678"), ("1/2", "1/2"), ("=HYPERLINK(1)", "=HYPERLINK(1)")],
        EVIDENCE: [
            ("https://example.com/1?a=[b]#c", "https://example.com/1?a=[b]#c"), ("\\\\fs01\\压测\\(2026-11)", "\\\\fs01\\压测\\(2026-11)"), ("=1+1", "=1+1"), ("p99<200ms, a<b>c", "p99<200ms, a<b>c"),
            ("[x](y) **z** `q`", "[x](y) **z** `q`"), ("100%", "100%"), (100, "100"), ("-", "-"),
        ],
        NOTE: [("好", "好"), ("第一行\r\n第二行", "第一行 第二行"), ("tile_x0128_y", "tile_x0128_y"), ("'引号' \"双\"", "'引号' \"双\""), ("# 井号: {x}", "# 井号: {x}"), ("@all", "@all"), ("🙂", "🙂"), ("x" * 10_001, None), (3.0, "3"), ("TRUE", "TRUE")],
    }.items()},
    **{("facts", name): said for name, said in {
        "inserts": A_FIGURE, "tested": [(2000, "2000"), ("２１００", "2100"), ("two", None)], "have": [(3, "3"), ("三", None)],
        "flash_sale": [("否", "false"), ("No", "false"), (False, "false"), ("大概", None), (2, None)],
        "engine": [("PostgreSQL", "postgresql"), (" mysql", "mysql"), ("oracle", None)],
        "bottleneck": [("库存", "库存"), ("1_000", "1_000"), ("=1+1", "=1+1"), (12, "12"), ("a<b>c", "a<b>c")],
        Field.WORST: [(9500, "9500"), ("１３０００", "13000"), (9000.5, "9000.5"), ("1万多", None)],
        BY: A_NAME, ON: [(datetime(2026, 10, 3), "2026-10-03"), ("10月4日", "2026-10-04"), ("昨天", None), (datetime(2026, 12, 1), None)],
    }.items()},
    ("orders", Field.PROMISED): A_DAY, ("orders", Field.DELIVERED): [(2, "2"), ("３", "3"), ("都到了", None)],
    ("tests", ON): A_DAY, ("tests", Field.TARGET): A_FIGURE, ("tests", Field.REACHED): A_FIGURE,
    ("tests", Field.VERDICT): [("通过", "pass"), ("Pass", "pass"), ("fail", "fail"), ("还行", None)], ("tests", NOTE): [("好", "好"), ("1/2", "1/2"), ("# {x}", "# {x}"), ("a<b>c", "a<b>c")],
    ("risks", STATE): [("已缓解", "mitigated"), ("Open", "open"), ("已完成", None), (7, None)], ("risks", DUE): A_DAY, ("risks", Field.ACCEPTED_BY): A_NAME,
    ("roster", Field.ROLE): [("架构师", "architect"), ("数据库值班", "udb-oncall"), ("老王", None)], ("roster", Field.WHO): A_NAME, ("roster", Field.CONTACT): [("007", "007"), (13800000000, "13800000000")],
    ("roster", Field.FROM): AN_HOUR, ("roster", Field.TO): [(datetime(2026, 11, 11, 3, 0), "2026-11-11T03:00"), ("11月11日 4:00", "2026-11-11T04:00"), ("早上", None)],
}  # fmt: skip
"""By table and column; of a fact's value by its id."""
EMPTY_SAYS_NOTHING = {
    ("", STATE), ("", OWNER), ("", DUE), ("facts", Field.VALUE), ("orders", Field.DELIVERED), ("risks", STATE),
    ("roster", Field.ROLE), ("roster", Field.WHO), ("roster", Field.FROM), ("roster", Field.TO),
}  # fmt: skip
"""Where a value has to be."""
FRESH_ROWS: dict[str, dict[str, Cell]] = {
    "tests": {
        ID: Cell("LT9", typed=True, meaning="LT9"), ON: Cell("11月3日", typed=True, meaning="2026-11-03"),
        Field.TARGET: Cell(9100, typed=True, meaning="9100"), NOTE: Cell("加测", typed=True, meaning="加测"),
    },
    "roster": {
        Field.ROLE: Cell("架构师", typed=True, meaning="architect"), Field.WHO: Cell("示例辛", typed=True, meaning="示例辛"),
        Field.FROM: Cell(datetime(2026, 11, 11, 2), typed=True, meaning="2026-11-11T02:00"), Field.TO: Cell("11月11日 10:00", typed=True, meaning="2026-11-11T10:00"),
    },
}  # fmt: skip


def own(kind: int) -> Cell:
    """What is typed where nothing is asked; nobody can tell what it means."""
    return Cell(("自己写的", "问过客户", 17, datetime(2026, 10, 9))[kind % 4], typed=True)


def meant(page: Page, row: int, column: int, kind: int) -> Cell:
    """What is typed into a cell of a table."""
    table, key = page.rows[row].table or "", page.key(row, column)
    name = (
        str(page.rows[row].cells[page.tables[table].index(ID)].value) if (table, key) == ("facts", Field.VALUE) else key
    )
    said = TYPED.get((table, name))
    if said is None:
        return own(kind)
    value, meaning = said[kind % len(said)]
    return Cell(value, typed=True, meaning=meaning)


# What is done to the workbook, at its ``page`` and ``table``; ``n`` and ``m`` say where there, ``kind`` what.

Damage = Callable[[Workbook, int, int, int], None]
DAMAGES: dict[str, Damage] = {}
LAST = frozenset({"merge down", "merge across", "sort one column"})
"""Done after all else: Excel sorts and inserts nothing across merged cells."""


def damage(name: str) -> Callable[[Damage], Damage]:
    return lambda done: DAMAGES.setdefault(name, done)


def _pick(of: Sequence[Any], n: int) -> Any:
    return of[n % len(of)]


def _is_field(key: str) -> bool:
    return key in set(Field) - {Field.TITLE}


def _field(book: Workbook, m: int) -> int:
    return int(_pick([n for n, key in enumerate(book.page.tables[book.table]) if _is_field(key)], m))


def _printed(book: Workbook, m: int) -> int | None:
    keys = book.page.tables[book.table]
    found = [n for n, key in enumerate(keys) if key and not _is_field(key) and key not in (ID, "people")]
    return _pick(found, m) if found else None


def _entry(book: Workbook, n: int) -> int | None:
    found = book.page.entries(book.table)
    return _pick(found, n) if found else None


@damage("type")
def _type(book: Workbook, n: int, m: int, kind: int) -> None:
    row = _entry(book, n)
    if row is not None:
        column = _field(book, m)
        book.page.rows[row].cells[column] = meant(book.page, row, column, kind)


@damage("add a row")
def _add_row(book: Workbook, n: int, m: int, kind: int) -> None:
    page, table = next(
        place for place in [*book.places(), (book.page, "")] if place[1] == ("tests", "roster")[n % 2] or not place[1]
    )
    found = page.entries(table)
    if table and found and found[-1] + 1 < len(page.rows):
        row = page.rows[found[-1] + 1]
        if row.table is None and not any(cell.filled for cell in row.cells):
            row.table = table
            for name, cell in FRESH_ROWS[table].items():
                if name in page.tables[table]:
                    row.cells[page.tables[table].index(name)] = replace(cell)


@damage("clear")
def _clear(book: Workbook, n: int, m: int, kind: int) -> None:
    row, column = _entry(book, n), _field(book, m)
    if row is not None:
        cells = book.page.rows[row].cells
        # An empty cell says nothing where a value has to be.
        emptied = (book.table, book.page.key(row, column)) not in EMPTY_SAYS_NOTHING and cells[column].filled
        cells[column] = Cell(typed=emptied, meaning="" if emptied else None)


@damage("formula")
def _formula(book: Workbook, n: int, m: int, kind: int) -> None:
    row, column = _entry(book, n), _field(book, m)
    if row is not None:
        text = book.page.key(row, column) in FIGURES | {Field.VALUE}
        result = 2 if kind % 2 else None
        book.page.rows[row].cells[column] = Cell(result, "=1+1", typed=True, meaning="2" if text else None)


@damage("link")
def _link(book: Workbook, n: int, m: int, kind: int) -> None:
    row, keys = _entry(book, n), book.page.tables[book.table]
    names = [name for name in (EVIDENCE, NOTE) if name in keys]
    if row is not None and names:
        address = "https://example.com/r?x=1"
        cell = Cell("压测报告", link=address, typed=True, meaning=f"[压测报告]({address})")
        book.page.rows[row].cells[keys.index(_pick(names, m))] = cell


@damage("comment")
def _comment(book: Workbook, n: int, m: int, kind: int) -> None:
    row = _entry(book, n)
    if row is not None:
        cells, column = book.page.rows[row].cells, m % book.page.width
        cells[column] = replace(cells[column], comment="等客户回话")


@damage("write over what is printed")
def _write_over(book: Workbook, n: int, m: int, kind: int) -> None:
    row, column = _entry(book, n), _printed(book, m)
    if row is not None and column is not None:
        book.page.rows[row].cells[column] = own(kind)


@damage("write anywhere")
def _write_anywhere(book: Workbook, n: int, m: int, kind: int) -> None:
    page = _pick([page for page in book.pages if page.state == "visible"], kind)
    rows = [row for row in page.rows if row.table is None and row not in page.heads.values()]
    if rows:
        row = _pick(rows, n)
        column = m % len(row.cells)
        row.cells[column] = Cell(f"写在别处 {kind}", typed=True)


@damage("sort")
def _sort(book: Workbook, n: int, m: int, kind: int) -> None:
    page, at = book.page, book.page.entries(book.table)
    found = [page.rows[row] for row in at]
    found.sort(key=lambda row: str(row.cells[m % page.width].value), reverse=bool(kind % 2))
    for row, put in zip(at, found, strict=True):
        page.rows[row] = put


@damage("sort one column")
def _sort_one(book: Workbook, n: int, m: int, kind: int) -> None:
    page, at, keys = book.page, book.page.entries(book.table), book.page.tables[book.table]
    titles = [n for n, key in enumerate(keys) if key in ("title", "only read: 问题", "only read: 风险")]
    if book.table not in ("", "facts") or not titles or len(at) < 3 or page.merged or book.refusable:
        return
    column = keys.index(ID) if m % 2 else titles[0]
    cells = [page.rows[row].cells[column] for row in at]
    for row, cell in zip(at, [*cells[1:], cells[0]], strict=True):
        page.rows[row].cells[column] = cell
    book.refusable = "sorted"


@damage("filter")
def _filter(book: Workbook, n: int, m: int, kind: int) -> None:
    row = _entry(book, n)
    if row is not None:
        book.page.rows[row].hidden = True


@damage("insert a row")
def _insert_row(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.page
    cells = [Cell() for _ in range(page.width)]
    if kind % 3:
        cells[m % len(cells)] = own(kind)
    page.rows.insert(n % (len(page.rows) + 1), Row(cells))


@damage("insert a column")
def _insert_column(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.page
    at = m % (page.width + 1)
    for keys in page.tables.values():
        keys.insert(at, "")
    for row in page.rows:
        row.cells.insert(at, Cell())
    if kind % 3:
        page.rows[n % len(page.rows)].cells[at] = own(kind)


@damage("delete a row")
def _delete_row(book: Workbook, n: int, m: int, kind: int) -> None:
    row = _entry(book, n)
    if row is not None and len(book.page.entries(book.table)) > 1:
        del book.page.rows[row]


@damage("delete a column")
def _delete_column(book: Workbook, n: int, m: int, kind: int) -> None:
    column = _field(book, n) if kind % 4 == 0 and "" in book.page.tables else _printed(book, m)
    if (
        column is not None
        and len(book.page.tables) == 1
        and len([*filter(_is_field, book.page.tables[book.table])]) > 2
    ):
        for row in book.page.rows:
            del row.cells[column]
        del book.page.tables[book.table][column]


@damage("rename a column")
def _rename_column(book: Workbook, n: int, m: int, kind: int) -> None:
    keys, heads = book.page.tables[book.table], book.page.heads[book.table]
    known = [n for n, key in enumerate(keys) if key == ID or _is_field(key)]
    column = _pick(known, m)
    # Of a table that has lost half of its heads nobody knows where it is.
    if len(known) > 5 and heads in book.page.rows and not any(heads.cells[n].typed for n in known):
        heads.cells[column] = Cell(f"改名 {kind}", typed=True)
        keys[column] = ID if keys[column] == ID else ""


@damage("copy a row")
def _copy_row(book: Workbook, n: int, m: int, kind: int) -> None:
    page, row = book.page, _entry(book, n)
    # What is another row of a list without ids is another entry.
    if row is not None and book.table != "roster":
        page.rows.insert(row + 1, replace(page.rows[row], cells=[replace(cell) for cell in page.rows[row].cells]))


@damage("sign below")
def _sign(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.page
    page.rows += [Row([Cell() for _ in range(page.width)]) for _ in range(1 + n % 3)]
    page.rows[-1].cells[m % page.width] = Cell(f"签字：示例庚 {kind % 9}", typed=True)


@damage("another id")
def _other_id(book: Workbook, n: int, m: int, kind: int) -> None:
    row = _entry(book, n)
    # A test of another name is another test.
    if row is not None and book.table not in ("tests", "roster"):
        cell = book.page.rows[row].cells[book.page.tables[book.table].index(ID)]
        before = str(cell.value).strip()
        changed = (f" {cell.value} ", f"{cell.value}\n", None, "DEM-A99", str(cell.value).swapcase(), "见上")[kind % 6]
        cell.value, cell.typed = changed, changed is not None and changed.strip() != before


@damage("rename the page")
def _rename(book: Workbook, n: int, m: int, kind: int) -> None:
    title = ("我的清单", "清单 (终稿)", "Sheet1", "a'b")[kind % 4]
    if all(page.title != title for page in book.pages) and not any(page.title in TITLES for page in book.pages):
        book.page.title = title


TITLES = ("我的清单", "清单 (终稿)", "Sheet1", "a'b")
"""Of one renamed page it is plain which it was."""


@damage("copy the page")
def _copy_page(book: Workbook, n: int, m: int, kind: int) -> None:
    copy = book.checklist.copied(f"清单 ({len(book.pages)})")
    fields = [n for n, key in enumerate(copy.tables[""]) if _is_field(key)]
    if found := copy.entries(""):
        row, column = _pick(found, n), _pick(fields, m)
        copy.rows[row].cells[column] = meant(copy, row, column, kind)
    book.pages.insert(0 if kind % 2 else len(book.pages), copy)


@damage("merge down")
def _merge_down(book: Workbook, n: int, m: int, kind: int) -> None:
    page, row = book.page, _entry(book, n)
    # What one answer means, it does not mean of another question.
    if row is not None and book.table != "facts":
        last = row
        while last - row < 1 + kind % 3 and last + 1 < len(page.rows) and page.rows[last + 1].table == book.table:
            last += 1
        if last > row:
            column = _field(book, m)
            page.rows[row].cells[column] = meant(page, row, column, kind)
            _merge(page, row, column, last, column)


@damage("merge across")
def _merge_across(book: Workbook, n: int, m: int, kind: int) -> None:
    row, column = _entry(book, n), _field(book, m)
    if row is not None:
        _merge(book.page, row, column, row, min(column + 1 + kind % 2, book.page.width - 1))


def _merge(page: Page, first: int, left: int, last: int, right: int) -> None:
    """As Excel does: what stands at the top left is kept, the rest is gone."""
    apart = all(last < one[0] or one[2] < first or right < one[1] or one[3] < left for one in page.merged)
    if apart and (first, left) != (last, right):
        page.merged.append((first, left, last, right))
        kept = page.rows[first].cells[left]
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                if page.rows[row].cells[column] is not kept:
                    page.rows[row].cells[column] = Cell()


# By whose hand it is saved.


def by_xlsxwriter(book: Workbook) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, OPTIONS)
    looks = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for page in book.pages:
        sheet = made.add_worksheet(page.title)
        for first, left, last, right in page.merged:
            sheet.merge_range(first, left, last, right, "")
        for n, row in enumerate(page.rows):
            if row.hidden:
                sheet.set_row(n, None, None, {"hidden": True})
            for column, cell in enumerate(row.cells):
                _write(sheet, n, column, cell, looks)
        {"hidden": sheet.hide, "veryHidden": sheet.very_hidden}.get(page.state, lambda: None)()
    for name, place in book.names.items():
        made.define_name(name, f"={place}")
    made.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, looks: Any) -> None:
    if cell.formula is not None:
        sheet.write_formula(row, column, cell.formula, None, "" if cell.value is None else cell.value)
    elif cell.link:
        sheet.write_url(row, column, cell.link, None, str(cell.value))
    elif isinstance(cell.value, date):
        sheet.write_datetime(row, column, cell.value, looks)
    elif cell.value is not None:
        write = sheet.write_string if isinstance(cell.value, str) else sheet.write
        write(row, column, cell.value)
    if cell.comment:
        sheet.write_comment(row, column, cell.comment, {"author": "示例"})


def by_openpyxl(book: Workbook) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = openpyxl.load_workbook(io.BytesIO(by_xlsxwriter(book)))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def by_libreoffice(books: Sequence[Workbook], folder: Path) -> Iterator[bytes]:
    """All of them in one run of it: its start takes longer than a hundred workbooks."""
    names = [f"{n}.xlsx" for n in range(len(books))]
    for name, book in zip(names, books, strict=True):
        (folder / name).write_bytes(by_xlsxwriter(book))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
    for name in names:
        yield (folder / "out" / name).read_bytes()
