"""The facts block: the customer's answers in named cells, from which the estimates are calculated."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from generator.i18n.units import unit
from generator.render.workbook.cells import Formula
from generator.render.workbook.cells import Value as Cell
from generator.render.workbook.fillable import LONGEST_LIST, Fillable, a_day, choose
from generator.render.workbook.page import Row, WorksheetPage, column_name
from generator.roundtrip.workbook import follows_expected
from generator.tailor.rows import FactLine

Answer = Fraction | str | bool
Case = Literal["expected", "worst"]
CASES: tuple[Case, ...] = ("expected", "worst")
NUMERIC: Mapping[Case, str] = {"expected": "expected_{}", "worst": "worst_{}"}
"""The names of a fact's cells; with an underscore inside, none can be taken for a cell such as ``db1``."""
EXPECTED, WORST = 3, 4
COLUMNS = {"value": EXPECTED, "worst": WORST, "by": 6, "on": 7}
MOST = 10**15


def write_facts(page: WorksheetPage) -> None:
    """A row a fact, the unanswered first, as on every sheet."""
    book, s, words, f = page.book, page.book.s.sheet, page.book.s.workbook, page.book.s.field
    page.section(f.facts)
    actual = book.checklist.retrospective.actual if book.checklist.retrospective else {}
    heads = [words.fact_id, f.fact, f.unit, f.value, f.worst, f.required, s.said_by, s.date]
    fillable = Fillable("facts", 0, COLUMNS, {"on": a_day(words.wrong_date)})
    header = page.heads([*heads, *([f.actual] if actual else [])], COLUMNS.values())
    first = page.row
    for line in (*book.sheet.unanswered, *book.sheet.answered):
        _write_fact(page, fillable, line, actual.get(line.id), bool(actual))
    page.fill(heads, header, fillable)
    criteria = is_whole(f"{column_name(EXPECTED)}{first + 1}")
    whole = {"type": "formula", "criteria": criteria, "format": book.paint("whole")}
    page.out.conditional_format(first, EXPECTED, page.row - 1, WORST, whole)


def is_whole(cell: str) -> str:
    """The condition under which a figure is shown without decimals."""
    return f"=AND(ISNUMBER({cell}),ROUND({cell},4)=INT({cell}))"


def _write_fact(
    page: WorksheetPage, fillable: Fillable, line: FactLine, actual: Answer | None, has_actual: bool
) -> None:
    s, fact, f = page.book.s.sheet, line.fact, page.book.s.field
    is_number = fact.type in ("number", "integer")
    unanswered = line.value is None
    answer = page.book.sheet.body.answer
    open_ = page.book.lines(f.required if fact.required else "", s.unanswered if unanswered else "")
    values: list[Cell] = [
        line.id, fact.ask, fact.unit and unit(fact.unit), answer(line.value), _worst(line) if is_number else None, open_, line.by, line.on,
    ]  # fmt: skip
    figure = ("figure",) if is_number else ("typed",)
    asked = ("apart", "yellow") if unanswered else ("apart",)
    styles: list[tuple[str, ...]] = [(), ("bold",), (), figure, figure, asked, (), ("iso",), figure]
    _validate(page, line)
    page.rows([Row([*values, *([answer(actual)] if has_actual else [])], styles)], fillable)


def _worst(line: FactLine) -> Formula | Fraction:
    """The worst case, or what follows the expected one where the customer gave none."""
    if line.worst is not None:
        return line.worst
    value = line.value
    return Formula(follows_expected(line.id), float(value) if isinstance(value, Fraction) else "")


def _validate(page: WorksheetPage, line: FactLine) -> None:
    """What an answer may be; a figure's cells get the names by which the estimates calculate."""
    words, fact = page.book.s.workbook, line.fact
    if fact.type not in ("number", "integer"):
        offered = [*map(str, page.book.s.value.answer.plain.values())] if fact.type == "boolean" else fact.choices
        if offered and sum(map(len, offered)) < LONGEST_LIST:
            rule = {"error_title": words.wrong, **choose(offered, words.wrong_choice)}
            page.out.data_validation(page.row, EXPECTED, page.row, EXPECTED, rule)
        return
    for case, column in zip(CASES, (EXPECTED, WORST), strict=True):
        cell = f"${column_name(column)}${page.row + 1}"
        page.book.file.define_name(NUMERIC[case].format(line.id), f"='{page.out.get_name()}'!{cell}")
    low, high = (default if limit is None else limit for limit, default in ((fact.min, -MOST), (fact.max, MOST)))
    rule = {
        "validate": "integer" if fact.type == "integer" else "decimal", "criteria": "between",
        "minimum": _bound(low), "maximum": _bound(high),
        "error_title": words.wrong, "error_message": words.wrong_figure,
    }  # fmt: skip
    page.out.data_validation(page.row, EXPECTED, page.row, WORST, rule)


def _bound(limit: Fraction | int) -> int | float:
    return int(limit) if limit == int(limit) else float(limit)
