"""The facts block: the customer's answers in named cells, from which the estimates are calculated."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from generator.i18n.units import unit
from generator.render.workbook.cells import Formula
from generator.render.workbook.cells import Value as Cell
from generator.render.workbook.page import Row, WorksheetPage, column_name
from generator.tailor.rows import FactLine

Answer = Fraction | str | bool
Case = Literal["expected", "worst"]
CASES: tuple[Case, ...] = ("expected", "worst")
NUMERIC: Mapping[Case, str] = {"expected": "expected_{}", "worst": "worst_{}"}
"""The names of a fact's cells; with an underscore inside, none can be taken for a cell such as ``db1``."""
EXPECTED, WORST = 3, 4
MOST = 10**15


def write_facts(page: WorksheetPage) -> None:
    """A row a fact, the unanswered first, as on every sheet."""
    book, s, words, f = page.book, page.book.s.sheet, page.book.s.workbook, page.book.s.field
    page.section(f.facts)
    actual = book.checklist.retrospective.actual if book.checklist.retrospective else {}
    heads = [words.fact_id, f.fact, f.unit, f.value, f.worst, f.required, s.said_by, s.date]
    page.heads([*heads, *([f.actual] if actual else [])], frozenset({EXPECTED, WORST}))
    first = page.row
    for line in (*book.sheet.unanswered, *book.sheet.answered):
        _write_fact(page, line, actual.get(line.id), bool(actual))
    criteria = is_whole(f"{column_name(EXPECTED)}{first + 1}")
    whole = {"type": "formula", "criteria": criteria, "format": book.paint("whole")}
    page.out.conditional_format(first, EXPECTED, page.row - 1, WORST, whole)


def is_whole(cell: str) -> str:
    """The condition under which a figure is shown without decimals."""
    return f"=AND(ISNUMBER({cell}),ROUND({cell},4)=INT({cell}))"


def _write_fact(page: WorksheetPage, line: FactLine, actual: Answer | None, has_actual: bool) -> None:
    s, fact, f = page.book.s.sheet, line.fact, page.book.s.field
    is_number = fact.type in ("number", "integer")
    unanswered = line.value is None
    answer = page.book.sheet.body.answer
    expected: Cell = s.unanswered if unanswered and not is_number else answer(line.value)
    values: list[Cell] = [
        line.id, fact.ask, fact.unit and unit(fact.unit), expected, _worst(line) if is_number else None, f.required if fact.required else None,
        s.unanswered if unanswered and is_number else line.by, line.on,
    ]  # fmt: skip
    figure = ("figure", "fill") if is_number else ()
    who = ("yellow",) if unanswered else ()
    styles: list[tuple[str, ...]] = [(), ("bold",), (), figure, figure, ("apart",), who, ("iso",), figure[:1]]
    if is_number:
        _name(page, line)
    page.rows([Row([*values, *([answer(actual)] if has_actual else [])], styles)])


def _worst(line: FactLine) -> Formula | Fraction:
    """The worst case, or what follows the expected one where the customer gave none."""
    if line.worst is not None:
        return line.worst
    expected = NUMERIC["expected"].format(line.id)
    value = line.value
    return Formula(f'=IF(ISNUMBER({expected}),{expected},"")', float(value) if isinstance(value, Fraction) else "")


def _name(page: WorksheetPage, line: FactLine) -> None:
    words, fact = page.book.s.workbook, line.fact
    for case, column in zip(CASES, (EXPECTED, WORST), strict=True):
        cell = f"${column_name(column)}${page.row + 1}"
        page.book.file.define_name(NUMERIC[case].format(line.id), f"='{page.out.get_name()}'!{cell}")
    low, high = (default if limit is None else limit for limit, default in ((fact.min, -MOST), (fact.max, MOST)))
    rule: dict[str, Any] = {
        "validate": "integer" if fact.type == "integer" else "decimal", "criteria": "between",
        "minimum": _bound(low), "maximum": _bound(high),
        "error_title": words.wrong, "error_message": words.wrong_figure,
    }  # fmt: skip
    page.out.data_validation(page.row, EXPECTED, page.row, WORST, rule)


def _bound(limit: Fraction | int) -> int | float:
    return int(limit) if limit == int(limit) else float(limit)
