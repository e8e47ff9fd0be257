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

from generator.roundtrip.fields import ITEM, Field
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
    cells: list[Cell]
    item: bool = False
    hidden: bool = False


@dataclass(eq=False)
class Page:
    """``keys`` names each column of a checklist: an id, a field, a printed column, or nothing where somebody put one of their own."""

    title: str
    state: str
    rows: list[Row]
    keys: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column, from 0."""
    top: int = 0
    """The row of heads."""

    @property
    def items(self) -> list[int]:
        return [n for n, row in enumerate(self.rows) if row.item]

    def address(self, row: int, column: int) -> str:
        return f"{self.title}!{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        for first, left, last, right in self.merged:
            if first <= row <= last and left <= column <= right:
                return first, left
        return row, column

    def copied(self, title: str) -> Page:
        rows = [replace(row, cells=[replace(cell) for cell in row.cells]) for row in self.rows]
        return replace(self, title=title, rows=rows, keys=[*self.keys], merged=[*self.merged])


@dataclass(eq=False)
class Workbook:
    pages: list[Page]
    names: dict[str, str]
    checklist: Page
    refusable: str = ""
    """Why the whole of it may be refused."""

    @classmethod
    def of(cls, content: bytes) -> Workbook:
        results = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(content))
        where = json.loads(results[HIDDEN]["A2"].value)
        pages = [_page(results[title], formulas[title]) for title in results.sheetnames]
        page = next(page for page in pages if page.title == where["sheet"])
        letters = {letter: key for key, letter in where["columns"].items()}
        page.keys = [letters.get(openpyxl.utils.get_column_letter(n + 1), "") for n in range(len(page.rows[0].cells))]
        page.top = where["header"] - 1
        for row in page.rows[page.top + 1 :]:
            row.item = row.cells[page.keys.index(ID)].filled
        return cls(pages, {name: found.attr_text for name, found in formulas.defined_names.items()}, page)


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


# What is typed, and what it means; None where only a person can tell.

TYPED: dict[Field, Sequence[tuple[Any, str | None]]] = {
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
}  # fmt: skip


def meant(name: str, kind: int) -> Cell:
    """What is typed into a cell of this column; what is typed anywhere else means nothing."""
    if name not in TYPED:
        return Cell(("自己写的", "问过客户", 17, datetime(2026, 10, 9))[kind % 4], typed=True)
    value, meaning = TYPED[Field(name)][kind % len(TYPED[Field(name)])]
    return Cell(value, typed=True, meaning=meaning)


# What is done to the workbook; ``n`` and ``m`` say where, ``kind`` what.

Damage = Callable[[Workbook, int, int, int], None]
DAMAGES: dict[str, Damage] = {}
LAST = frozenset({"merge down", "merge across", "sort one column"})
"""Done after all else: Excel sorts and inserts nothing across merged cells."""


def damage(name: str) -> Callable[[Damage], Damage]:
    return lambda done: DAMAGES.setdefault(name, done)


def _pick(of: Sequence[Any], n: int) -> Any:
    return of[n % len(of)]


def _field(page: Page, m: int) -> int:
    return int(_pick([n for n, key in enumerate(page.keys) if key in TYPED], m))


def _printed(page: Page, m: int) -> int | None:
    found = [n for n, key in enumerate(page.keys) if key and key not in TYPED and key not in (ID, "people")]
    return _pick(found, m) if found else None


def _item(page: Page, n: int) -> int | None:
    return _pick(page.items, n) if page.items else None


@damage("type")
def _type(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row, column = _item(page, n), _field(page, m)
    if row is not None:
        page.rows[row].cells[column] = meant(page.keys[column], kind)


@damage("clear")
def _clear(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row, column = _item(page, n), _field(page, m)
    if row is not None:
        # An empty cell says nothing where a value has to be.
        emptied = page.keys[column] not in (STATE, OWNER, DUE) and page.rows[row].cells[column].filled
        page.rows[row].cells[column] = Cell(typed=emptied, meaning="" if emptied else None)


@damage("formula")
def _formula(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row, column = _item(page, n), _field(page, m)
    if row is not None:
        text = page.keys[column] in (BY, EVIDENCE, NOTE)
        result = 2 if kind % 2 else None
        page.rows[row].cells[column] = Cell(result, "=1+1", typed=True, meaning="2" if text else None)


@damage("link")
def _link(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row = _item(page, n)
    if row is not None:
        column = page.keys.index((EVIDENCE, NOTE)[m % 2])
        address = "https://example.com/r?x=1"
        page.rows[row].cells[column] = Cell("压测报告", link=address, typed=True, meaning=f"[压测报告]({address})")


@damage("comment")
def _comment(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row = _item(page, n)
    if row is not None:
        cell = page.rows[row].cells[m % len(page.keys)]
        page.rows[row].cells[m % len(page.keys)] = replace(cell, comment="等客户回话")


@damage("write over what is printed")
def _write_over(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row, column = _item(page, n), _printed(page, m)
    if row is not None and column is not None:
        page.rows[row].cells[column] = meant("", kind)


@damage("sort")
def _sort(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    at = page.items
    found = [page.rows[row] for row in at]
    found.sort(key=lambda row: str(row.cells[m % len(page.keys)].value), reverse=bool(kind % 2))
    for row, put in zip(at, found, strict=True):
        page.rows[row] = put


@damage("sort one column")
def _sort_one(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    column = page.keys.index(ID) if m % 2 else _titles(page)
    if column is None or len(page.items) < 2 or page.merged or book.refusable:
        return
    cells = [page.rows[row].cells[column] for row in page.items]
    for row, cell in zip(page.items, [*cells[1:], cells[0]], strict=True):
        page.rows[row].cells[column] = cell
    book.refusable = "sorted"


def _titles(page: Page) -> int | None:
    return page.keys.index("title") if "title" in page.keys else None


@damage("filter")
def _filter(book: Workbook, n: int, m: int, kind: int) -> None:
    row = _item(book.checklist, n)
    if row is not None:
        book.checklist.rows[row].hidden = True


@damage("insert a row")
def _insert_row(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    cells = [Cell() for _ in page.keys]
    if kind % 3:
        cells[m % len(cells)] = meant("", kind)
    at = n % (len(page.rows) + 1)
    page.rows.insert(at, Row(cells))
    page.top += at <= page.top


@damage("insert a column")
def _insert_column(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    at = m % (len(page.keys) + 1)
    page.keys.insert(at, "")
    for row in page.rows:
        row.cells.insert(at, Cell())
    if kind % 3:
        page.rows[n % len(page.rows)].cells[at] = meant("", kind)


@damage("delete a row")
def _delete_row(book: Workbook, n: int, m: int, kind: int) -> None:
    row = _item(book.checklist, n)
    if row is not None and len(book.checklist.items) > 1:
        del book.checklist.rows[row]


@damage("delete a printed column")
def _delete_column(book: Workbook, n: int, m: int, kind: int) -> None:
    column = _printed(book.checklist, m)
    if column is not None:
        for row in book.checklist.rows:
            del row.cells[column]
        del book.checklist.keys[column]


@damage("copy a row")
def _copy_row(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row = _item(page, n)
    if row is not None:
        page.rows.insert(row + 1, replace(page.rows[row], cells=[replace(cell) for cell in page.rows[row].cells]))


@damage("sign below")
def _sign(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    page.rows += [Row([Cell() for _ in page.keys]) for _ in range(1 + n % 3)]
    page.rows[-1].cells[m % len(page.keys)] = Cell(f"签字：示例庚 {kind % 9}", typed=True)


@damage("another id")
def _other_id(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row = _item(page, n)
    if row is not None:
        cell = page.rows[row].cells[page.keys.index(ID)]
        changed = (f" {cell.value} ", f"{cell.value}\n", None, "DEM-A99", str(cell.value).lower(), "见上")[kind % 6]
        cell.value, cell.typed = changed, changed is not None and kind % 6 > 2


@damage("write above the table")
def _above(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    rows = [row for row in page.rows[: page.top] if not row.cells[m % len(page.keys)].filled]
    if rows:
        _pick(rows, n).cells[m % len(page.keys)] = meant("", kind)


@damage("rename the page")
def _rename(book: Workbook, n: int, m: int, kind: int) -> None:
    title = ("我的清单", "清单 (终稿)", "Sheet1", "a'b")[kind % 4]
    if all(page.title != title for page in book.pages):
        book.checklist.title = title


@damage("copy the page")
def _copy_page(book: Workbook, n: int, m: int, kind: int) -> None:
    title = f"清单 ({len(book.pages)})"
    copy = book.checklist.copied(title)
    row, column = _item(copy, n), _field(copy, m)
    if row is not None:
        copy.rows[row].cells[column] = meant(copy.keys[column], kind)
    book.pages.insert(0 if kind % 2 else len(book.pages), copy)


@damage("merge down")
def _merge_down(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row = _item(page, n)
    if row is not None:
        last = row
        while last - row < 1 + kind % 3 and last + 1 < len(page.rows) and page.rows[last + 1].item:
            last += 1
        if last > row:
            column = _field(page, m)
            page.rows[row].cells[column] = meant(page.keys[column], kind)
            _merge(page, row, column, last, column)


@damage("merge across")
def _merge_across(book: Workbook, n: int, m: int, kind: int) -> None:
    page = book.checklist
    row, column = _item(page, n), _field(page, m)
    if row is not None:
        _merge(page, row, column, row, min(column + 1 + kind % 2, len(page.keys) - 1))


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
