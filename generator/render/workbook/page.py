"""A worksheet while it is written, row by row: how a value of ours becomes a cell, and how it is printed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name

from generator.diagnostics import Bilingual
from generator.model.text import Text
from generator.render.workbook import cells
from generator.render.workbook.book import SIZE, Book, capital
from generator.render.workbook.cells import Formula, GrowingSheet, Prose, Value, height, lines
from generator.render.workbook.fillable import Fillable
from generator.roundtrip.workbook import ID, Table, held, mark

A4 = 9
HEADER_PART = 110
"""The most of a name in a printed header, which holds two of them in 255 characters."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one table row; ``styles`` are further styles, by column: mostly the first cell names what the row is about."""

    values: Sequence[Value]
    styles: Sequence[tuple[str, ...]] = (("bold",),)


class WorksheetPage:
    """A worksheet and the row that is written next."""

    def __init__(self, book: Book, name: str, widths: Sequence[float]) -> None:
        self.book = book
        self.out = out = book.file.add_worksheet(name, GrowingSheet)
        self.widths = widths
        self.row = 0
        self._lines: dict[int, int] = {}
        self.printed: dict[int, dict[int, str]] = {}
        book.pages[out.get_name()] = self.printed
        for column, width in enumerate(widths):
            out.set_column(column, column, width)
        self._print()

    def put(self, row: int, column: int, value: Value, *styles: str, filled: bool = False) -> None:
        """One cell, ``filled`` in by its reader. Text is written as text whatever it looks like; only an author's link leads anywhere."""
        style = self.book.style
        marked = mark(self._printed(value), filled=filled, calculated=isinstance(value, Formula))
        self.printed.setdefault(row, {})[column] = marked
        match value:
            case None:
                self.out.write_blank(row, column, None, style(*styles))
            case Formula(text, result):
                self.out.write_formula(row, column, text, style(*styles), result)
                self._measure(row, column, result if isinstance(result, str) else "")
            case datetime():
                self.out.write_datetime(row, column, self.book.local(value), style(*_with(styles, "instant")))
            case date():
                self.out.write_datetime(row, column, value, style(*_with(styles, "day")))
            case int() | Fraction():
                self.out.write_number(row, column, cells.plain_number(value), style(*_whole(styles, value)))
            case Text():
                self._text(row, column, self.book.lines(value), styles)
            case Prose():
                self._text(row, column, value, styles)
            case Bilingual() | str():
                self._text(row, column, Prose(self.book.said(value)), styles)

    def _printed(self, value: Value) -> str:
        """What whoever reads the cell back finds in it."""
        match value:
            case Formula(_, result):
                return held(result)
            case datetime():
                return held(self.book.local(value))
            case int() | Fraction():
                return held(cells.plain_number(value))
            case date():
                return held(value)
            case None:
                return ""
            case _:
                return self.book.held(value.text if isinstance(value, Prose) else self.book.said(value))

    def _text(self, row: int, column: int, prose: Prose | None, styles: tuple[str, ...]) -> None:
        text = self.book.held(prose.text) if prose else ""
        href = cells.address(prose.href) if prose else None
        if "cell" in styles or "head" in styles:
            self._measure(row, column, text)
        if text and href:
            self.out.write_url(row, column, href, self.book.style(*styles, "link"), text)
        elif text:
            self.out.write_string(row, column, text, self.book.style(*styles))
        else:
            self.out.write_blank(row, column, None, self.book.style(*styles))

    def _measure(self, row: int, column: int, text: str) -> None:
        """Give the row the height of its longest text."""
        count = lines(text, self.widths[column])
        if count > self._lines.get(row, 1):
            self._lines[row] = count
            self.out.set_row(row, height(count, SIZE[self.book.lang]))

    def title(self, text: str) -> None:
        self.put(self.row, 0, text, "title")
        self.out.set_row(self.row, 24)
        self.row += 1

    def line(self, value: Value, *styles: str) -> None:
        """A line that runs over the columns to its right."""
        self.put(self.row, 0, value, "plain", *styles)
        self.row += 1

    def section(self, heading: str) -> None:
        """A heading with a blank row above it."""
        self.row += 1
        for column in range(len(self.widths)):
            self.put(self.row, column, None, "section")
        self.put(self.row, 0, capital(heading), "section")
        self.out.set_row(self.row, 20)
        self.row += 1

    def heads(self, heads: Sequence[str], fills: Collection[int] = ()) -> int:
        """A row of column heads; ``fills`` are those that the reader fills in. Says its row."""
        for column, head in enumerate(heads):
            self.put(self.row, column, capital(head), "head", *(("head_fill",) if column in fills else ()))
        self.row += 1
        return self.row - 1

    def rows(self, rows: Iterable[Row], fillable: Fillable | None = None) -> None:
        for row in rows:
            for column, value in enumerate(row.values):
                own = row.styles[column] if column < len(row.styles) else ()
                marks = fillable.styles(column) if fillable else ()
                self.put(self.row, column, value, "cell", *own, *marks, filled=bool(marks))
            self.row += 1

    def filled(self, heads: Sequence[str], rows: Iterable[Row], fillable: Fillable | None) -> int:
        """A table that is filled in where ``fillable`` says so. Says the row of its heads."""
        header = self.heads(heads, fillable.columns.values() if fillable else ())
        self.rows(rows, fillable)
        if fillable:
            self.fill(heads, header, fillable)
        return header

    def fill(self, heads: Sequence[str], header: int, fillable: Fillable) -> None:
        """Say of the table that has just been written below ``header`` that it is filled in."""
        at = {ID: fillable.id, **fillable.columns}
        letters = {name: column_name(column) for name, column in at.items()}
        named = {name: capital(heads[column]) for name, column in at.items()}
        self.book.tables.append(Table(self.out.get_name(), header + 1, letters, named, section=fillable.section))
        for name, rule in fillable.rules.items():
            if self.row > header + 1:
                whole = {"error_title": self.book.s.workbook.wrong, "ignore_blank": True, **rule}
                self.out.data_validation(header + 1, at[name], self.row - 1, at[name], whole)

    def table(self, heading: str, heads: Sequence[str], rows: Sequence[Row], fillable: Fillable | None = None) -> None:
        """A section with a table, or the word for nothing."""
        self.section(heading)
        if rows:
            self.filled(heads, rows, fillable)
        else:
            self.line(self.book.s.sheet.none, "muted")

    def freeze(self, rows: int, columns: int = 0) -> None:
        """Keep the head in sight, on screen and on every printed page."""
        self.out.freeze_panes(rows, columns)
        self.out.repeat_rows(rows - 1)

    def _print(self) -> None:
        out, book, words = self.out, self.book, self.book.s.workbook
        out.set_landscape()
        out.set_paper(A4)
        out.fit_to_pages(1, 0)
        out.set_margins(left=0.25, right=0.25, top=0.65, bottom=0.55)
        out.hide_gridlines(2)
        f, c = book.s.field, book.checklist
        about = f"{f.fingerprint} {c.fingerprint} · {f.edition} {c.edition}"
        out.set_header(f"&L{_in_header(book.title)}&R{_in_header(book.copy)} · &A")
        out.set_footer(f"&L{_in_header(about)}&C{words.page}&R{_in_header(book.instant(c.today))}")


def column_name(column: int) -> str:
    """``A`` for the first column."""
    return str(xl_col_to_name(column))


def _with(styles: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return styles if {"day", "iso"} & set(styles) else (*styles, kind)


def _whole(styles: tuple[str, ...], value: int | Fraction) -> tuple[str, ...]:
    """A whole figure shows no decimals, unless somebody may type another over it."""
    whole = value == int(value) and "fill" not in styles
    return tuple("count" if style == "figure" else style for style in styles) if whole else styles


def _in_header(text: str) -> str:
    """A text inside a printed header: ``&`` begins a code there, and 255 characters are all that there is."""
    text = cells.held(text, "…")
    escaped = text.replace("&", "&&")
    while len(escaped.encode("utf-16-le")) > HEADER_PART * 2:
        text = text[:-1]
        escaped = text.replace("&", "&&") + "…"
    return escaped
