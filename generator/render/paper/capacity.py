"""The figures: estimates with their bars, orders, load tests, risks and the customer's answers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from generator.render.paper.pen import DASH, DOT, Ink, Part, Pen, letters
from generator.render.paper.steps import LONG, who
from generator.tailor.rows import EstimateLine, ProductTotal, RiskLine, Sizing

Cell = Ink | Part
FULL_BAR = Fraction(5, 4)
"""A bar's whole length: a use of 125 %. What goes further ends in an arrow."""


def table(
    title: str, heads: list[str], rows: list[list[Any]], widths: list[str], numbers: tuple[int, ...] = ()
) -> list[dict[str, Any]]:
    """A titled table, or none without rows. ``widths`` are fractions of the page or ``auto``; ``numbers`` stand to the right."""
    if not rows:
        return []
    return [{"title": title, "heads": heads, "rows": rows, "widths": widths, "numbers": list(numbers)}]


def estimates(pen: Pen) -> dict[str, Any]:
    """Each estimate's figures and its use of what is there, expected and at worst, against the line it may reach."""
    checklist = pen.sheet.checklist
    return {
        "title": pen.s.estimates,
        "heads": [pen.s.estimate, pen.p.counts, pen.s.utilisation, pen.s.due],
        "rows": [_estimate(pen, line) for line in checklist.estimates],
        "totals_title": pen.s.totals,
        "totals": [_total(pen, total) for total in checklist.totals],
        "key": pen.p.bar_key,
    }


def _estimate(pen: Pen, line: EstimateLine) -> dict[str, Any]:
    estimate = line.estimate
    bars = [(pen.s.value, line.expected), (pen.s.worst, line.worst)]
    stock = f"{pen.s.ordered} {pen.figure(line.ordered)}{DOT}{pen.s.delivered} {pen.figure(line.delivered)}"
    return {
        "title": pen.ink(estimate.title),
        "sub": pen.ink(line.product, f"{DOT}{pen.v.mode[estimate.mode]}"),
        "formula": _formula(pen, line) if line.expected else "",
        "confirm": [pen.ink(words) for words in line.to_confirm],
        "figures": [
            [label, f"{pen.s.need} {sizing.need:,}{DOT}{pen.s.add} ", f"{sizing.add:,}"]
            for label, sizing in bars
            if sizing
        ],
        "have": f"{pen.s.have} {pen.figure(line.expected.have)} {pen.unit(estimate.unit)}" if line.expected else "",
        "stock": stock if line.ordered or line.delivered else "",
        "bars": [_bar(pen, label, sizing, estimate.use_at_most) for label, sizing in bars if sizing],
        "at_most": f"{pen.s.at_most} {pen.percent(estimate.use_at_most)}",
        "due": pen.day(line.due.day),
        "late": pen.s.overdue if line.overdue else "",
        "long": letters(pen.ink(estimate.title), *(pen.ink(words) for words in line.to_confirm)) > LONG,
    }


def _formula(pen: Pen, line: EstimateLine) -> Ink:
    # The font has no signs for rounding up, so paper says it in words.
    return pen.ink(line.formula.of(pen.lang).replace("⌈", pen.p.rounded_up).replace("⌉", ")"))


def _bar(pen: Pen, label: str, sizing: Sizing, at_most: Fraction) -> dict[str, Any]:
    return {
        "label": label,
        "length": round(float(min(sizing.utilisation / FULL_BAR, Fraction(1))), 4),
        "line": round(float(at_most / FULL_BAR), 4),
        "full": round(float(1 / FULL_BAR), 4),
        "beyond": sizing.utilisation > FULL_BAR,
        "over": sizing.utilisation > at_most,
        "text": pen.percent(sizing.utilisation),
    }


def _total(pen: Pen, total: ProductTotal) -> Ink:
    said = [
        f" {pen.s.add} {total.add:,} {pen.unit(total.unit)}{pen.p.open}{pen.s.worst} {total.add_at_worst:,}{pen.p.close}",
        f"{DOT}{pen.s.ordered} {pen.figure(total.ordered)}{DOT}{pen.s.delivered} {pen.figure(total.delivered)}",
    ]
    return pen.ink(total.product, *said)


def tables(pen: Pen) -> list[dict[str, Any]]:
    """Orders, load tests, risks and answers, those that there are."""
    return [*_orders(pen), *_tests(pen), *_risks(pen), *_facts(pen)]


def _orders(pen: Pen) -> list[dict[str, Any]]:
    s, hidden = pen.s, pen.sheet.for_customer
    rows: list[list[Cell]] = []
    for line in pen.sheet.checklist.orders:
        order = line.order
        promised: Cell = {"text": pen.day(order.promised), "late": s.late if line.late else ""}
        stock: list[Cell] = [] if hidden else [pen.ink(order.zone or DASH), pen.ink(order.fallback or DASH)]
        rows.append([
            pen.ink(line.estimate.title),
            f"{pen.figure(order.quantity)} {pen.unit(line.estimate.unit)}",
            pen.figure(order.delivered),
            promised,
            pen.day(line.release.date() if line.release else None),
            *stock,
        ])  # fmt: skip
    heads = [s.estimate, s.quantity, s.delivered, s.promised, s.release, *([] if hidden else [s.zone, s.fallback])]
    widths = ["2", "auto", "auto", "auto", "auto", *([] if hidden else ["auto", "2"])]
    return table(s.orders, heads, rows, widths, (1, 2))


def _tests(pen: Pen) -> list[dict[str, Any]]:
    s = pen.s
    rows: list[list[Cell]] = []
    for test in pen.sheet.checklist.tests:
        failed = test.verdict == "fail"
        result: Cell = (
            {
                "text": pen.v.verdict[test.verdict] if test.verdict and not failed else "",
                "late": pen.v.verdict.fail if failed else "",
            }
            if test.verdict
            else DASH
        )
        rows.append([
            pen.ink(test.id),
            pen.day(test.on),
            pen.figure(test.target),
            pen.figure(test.reached),
            result,
            pen.ink(test.note) if test.note else "",
        ])  # fmt: skip
    return table(
        s.tests, [s.test, s.date, s.target, s.reached, s.result, s.status_note], rows, ["auto"] * 5 + ["1"], (2, 3)
    )


def _risks(pen: Pen) -> list[dict[str, Any]]:
    rows = [_risk(pen, line) for line in pen.sheet.checklist.risks]
    return table(
        pen.s.risks,
        [pen.p.id, pen.s.risk, pen.s.owner, pen.s.due, pen.s.result],
        rows,
        ["auto", "1", "28mm", "auto", "22mm"],
    )


def _risk(pen: Pen, line: RiskLine) -> list[Cell]:
    risk, s = line.risk, pen.s
    internal = f" [{s.internal}]" if risk.audience == "internal" else ""
    state = pen.v.state[risk.state] + (f"{DOT}{s.accepted_by} {risk.accepted_by}" if risk.accepted_by else "")
    return [
        {"strong": pen.ink(risk.id), "text": pen.v.level[risk.level]},
        pen.ink(risk.text, internal),
        who(pen, line.owner),
        {"text": pen.day(risk.due), "late": s.overdue if line.overdue else ""},
        pen.ink(state),
    ]


def _facts(pen: Pen) -> list[dict[str, Any]]:
    s = pen.s
    rows: list[list[Cell]] = []
    for line in (*pen.sheet.unanswered, *pen.sheet.answered):
        unit = line.fact.unit
        required = f" [{s.required}]" if line.fact.required and line.value is None else ""
        said = DOT.join([line.by or "", line.on.isoformat() if line.on else ""]).strip(DOT)
        value: Cell = pen.answer(line.value, unit) if line.value is not None else {"text": "", "warn": s.unanswered}
        worst = pen.answer(line.worst, unit) if line.worst is not None else ""
        rows.append([pen.ink(line.fact.ask, required), value, worst, pen.ink(said)])
    return table(s.facts, [s.fact, s.value, s.worst, s.said_by], rows, ["3", "1.3", "1.3", "1.3"])
