"""Estimates that calculate: facts in named cells, and from them need, addition and utilisation, at expected and worst."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from generator.expressions import Value, evaluate, parse
from generator.expressions.nodes import Number
from generator.grouping import grouped
from generator.i18n.units import unit
from generator.model.engagement import TestVerdict
from generator.render.workbook.book import Book
from generator.render.workbook.cells import Formula
from generator.render.workbook.cells import Value as Cell
from generator.render.workbook.facts import CASES, NUMERIC, Case, is_whole, write_facts
from generator.render.workbook.fillable import BLANK, Fillable, a_day, choose
from generator.render.workbook.formulas import figure, quoted, rounded_up
from generator.render.workbook.page import Row, WorksheetPage, column_name
from generator.roundtrip.fields import as_typed
from generator.tailor.rows import EstimateLine, ProductTotal, Sizing

WIDTHS = (21, 26, 13, 11, 11, 9, 11, 11, 11, 10, 10, 9, 9, 9, 9, 13, 17, 28)
AT_MOST, DEMAND, PER_UNIT, HAVE, NEED, ADD, USE, ORDERED, DELIVERED, SHORT = (column_name(n) for n in range(5, 15))
FIRST_FIGURE, LAST_FIGURE, USE_COLUMN, ADD_COLUMN = 6, 14, 11, 10


def write(book: Book) -> None:
    c, s, words, f = book.checklist, book.s.sheet, book.s.workbook, book.s.field
    if book.sheet.role and not (c.estimates or c.facts):
        return
    page = WorksheetPage(book, book.s.field.estimates, WIDTHS)
    page.title(f"{f.estimates} · {book.title}")
    page.line(words.live, "muted")
    rows = _write_lines(page) if c.estimates else {}
    if c.totals:
        _write_totals(page, rows)
    if c.tests or book.invites:
        _write_tests(page)
    if c.facts:
        write_facts(page)
    if not (c.estimates or c.facts):
        page.line(s.none, "muted")


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts come to in one case, for the figures as printed."""

    case: Case
    values: Mapping[str, Value | None]

    @classmethod
    def of(cls, book: Book, case: Case) -> "Known":
        values: dict[str, Value | None] = {line.id: line.value for line in book.checklist.facts}
        if case == "worst":
            values |= {line.id: line.worst for line in book.checklist.facts if line.worst is not None}
        return cls(case, values)


def _write_lines(page: WorksheetPage) -> dict[str, dict[Case, int]]:
    """Two rows an estimate, one a case. Says their rows, as Excel counts."""
    book, s, words, f = page.book, page.book.s.sheet, page.book.s.workbook, page.book.s.field
    heads = [
        f.id, f.estimate, f.product, f.mode, words.case, s.at_most, f.demand, f.per_unit, f.have, f.need, f.add,
        f.utilisation, f.ordered, f.delivered, f.short, f.unit, f.due, words.open_when_printed,
    ]  # fmt: skip
    header = page.heads(heads)
    known = {case: Known.of(book, case) for case in CASES}
    found: dict[str, dict[Case, int]] = {}
    for line in book.checklist.estimates:
        for case in CASES:
            found.setdefault(line.estimate.id, {})[case] = page.row + 1
            page.rows([_line(book, line, known[case], page.row + 1)])
    page.out.autofilter(header, 0, page.row - 1, len(heads) - 1)
    page.freeze(1, 2)
    _paint(page, header + 1, page.row - 1)
    return found


def _line(book: Book, line: EstimateLine, known: Known, row: int) -> Row:
    f, estimate = book.s.field, line.estimate
    absent = quoted(f.to_confirm)
    sizing = line.expected if known.case == "expected" else line.worst
    add = f"{ADD}{row}"
    short = max(Fraction(0), sizing.add - line.delivered) if sizing else None
    figures = [_figure(book, text, known) for text in (estimate.demand, estimate.per_unit, estimate.have)]
    formula = line.formula if sizing is line.expected else ""
    told = book.lines(f.overdue if line.overdue else "", *line.to_confirm, formula)
    values: list[Cell] = [
        estimate.id, estimate.title, line.product, book.s.value.mode[estimate.mode], book.s.field["worst" if known.case == "worst" else "value"], estimate.use_at_most, *figures,
        *_sized(sizing, row, f.to_confirm), line.ordered, line.delivered,
        _formula(f"=IF(ISNUMBER({add}),MAX(0,{add}-{DELIVERED}{row}),{absent})", short, f.to_confirm), unit(estimate.unit),
        line.due.instant or line.due.day, told,
    ]  # fmt: skip
    styles: list[tuple[str, ...]] = [
        ("bold",), ("bold",), (), (), (), ("share", "fill"), *[("figure",)] * 3, ("count",), ("count",), ("share",), *[("figure",)] * 3, ("apart",),
    ]  # fmt: skip
    return Row(values, styles)


def _sized(sizing: Sizing | None, row: int, absent: str) -> list[Formula]:
    """need, add and utilisation from the cells to their left; the words for an open question where one is missing or not positive."""
    none = quoted(absent)
    inputs = f"{AT_MOST}{row}:{HAVE}{row}"
    at_most, demand, per_unit, have, need = (f"{name}{row}" for name in (AT_MOST, DEMAND, PER_UNIT, HAVE, NEED))
    units = rounded_up(f"{demand}/({per_unit}*{at_most})")
    formulas = (
        f"=IF(COUNT({inputs})<4,{none},IF(MIN({inputs})<=0,{none},MAX(1,{units})))",
        f"=IF(ISNUMBER({need}),MAX(0,{rounded_up(f'({need}-{have})')}),{none})",
        f"=IF(ISNUMBER({need}),{demand}/({per_unit}*{have}),{none})",
    )
    known = (sizing.need, sizing.add, sizing.utilisation) if sizing else (None, None, None)
    return [_formula(text, value, absent) for text, value in zip(formulas, known, strict=True)]


def _figure(book: Book, text: str, known: Known) -> Cell:
    node, absent = parse(text), book.s.field.to_confirm
    if isinstance(node, Number):
        return node.value
    value = evaluate(node, known.values)
    formula = figure(node, NUMERIC[known.case].format, quoted(absent))
    return _formula(formula, value if isinstance(value, Fraction) else None, absent)


def _formula(text: str, value: Fraction | int | None, absent: str) -> Formula:
    return Formula(text, absent if value is None else float(value))


def _paint(page: WorksheetPage, first: int, last: int) -> None:
    """Whole figures without decimals; what is over its limit; what has to be added."""
    row, paint = first + 1, page.book.paint

    def when(column: int, end: int, criteria: str, name: str) -> None:
        rule = {"type": "formula", "criteria": criteria, "format": paint(name)}
        page.out.conditional_format(first, column, last, end, rule)

    when(USE_COLUMN, USE_COLUMN, f"=AND(ISNUMBER(${USE}{row}),${USE}{row}>${AT_MOST}{row})", "over")
    when(ADD_COLUMN, ADD_COLUMN, f"=AND(ISNUMBER(${ADD}{row}),${ADD}{row}>0)", "add")
    for column, end in ((FIRST_FIGURE, USE_COLUMN - 1), (USE_COLUMN + 1, LAST_FIGURE)):
        when(column, end, is_whole(f"{column_name(column)}{row}"), "whole")


def _write_totals(page: WorksheetPage, rows: Mapping[str, Mapping[Case, int]]) -> None:
    """Sums by product and unit, of the cells above."""
    s, f = page.book.s.sheet, page.book.s.field
    ordered = (line.estimate for line in page.book.checklist.estimates if line.estimate.can_be_ordered)
    groups = grouped(((estimate.product, estimate.unit), estimate.id) for estimate in ordered)

    def cells(total: ProductTotal, ids: list[str]) -> Row:
        def added(case: Case, value: int) -> Formula:
            return Formula(f"=SUM({','.join(f'{ADD}{rows[id][case]}' for id in ids)})", value)

        sums = (added("expected", total.add), added("worst", total.add_at_worst))
        values: list[Cell] = [total.product, unit(total.unit), *sums, total.ordered, total.delivered]
        return Row(values, [(), (), ("count",), ("count",), ("figure",), ("figure",)])

    heads = [f.product, f.unit, f"{f.add} · {f.value}", f"{f.add} · {f.worst}", f.ordered, f.delivered]
    found = [cells(total, ids) for total, ids in zip(page.book.checklist.totals, groups.values(), strict=True)]
    page.table(s.totals, heads, found)


def _write_tests(page: WorksheetPage) -> None:
    """The tests, and blank rows for those to come."""
    book, s, f, words, rows = page.book, page.book.s.sheet, page.book.s.field, page.book.s.workbook, []
    verdicts = {verdict: str(book.s.value.verdict[verdict]) for verdict in get_args(TestVerdict)}
    for test in book.checklist.tests:
        styles = [("bold",), (), ("iso",), ("figure",), ("figure",), ("red",) if test.verdict == "fail" else ()]
        note = as_typed(test.note.of(book.lang)) if test.note else None
        rows.append(Row([test.id, note, test.on, test.target, test.reached, verdicts.get(test.verdict or "")], styles))
    rows += [Row([None] * 6, [("bold",), (), ("iso",), ("figure",), ("figure",)])] * (BLANK if book.invites else 0)
    columns = {"note": 1, "on": 2, "target": 3, "reached": 4, "verdict": 5}
    rules = {"on": a_day(words.wrong_date), "verdict": choose([*verdicts.values()], words.wrong_choice)}
    heads = [s.test, f.status_note, s.date, f.target, f.reached, s.result]
    page.table(f.tests, heads, rows, Fillable("tests", 0, columns, rules))
