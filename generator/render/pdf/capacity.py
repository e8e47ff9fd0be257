"""The figures: estimates with their bars, orders, load tests, risks and the customer's answers."""

from fractions import Fraction
from typing import Any

from generator.i18n import figure, percent
from generator.render.pdf.steps import LONG
from generator.render.pdf.text_builder import DOT, Cell, Part, RichText, TextBuilder, letters
from generator.tailor.rows import EstimateLine, FactLine, OrderLine, ProductTotal, RiskLine, Sizing

FULL_BAR = Fraction(5, 4)
"""A bar's whole length: a use of 125 %. What goes further ends in an arrow."""


def estimates(build: TextBuilder) -> dict[str, Any]:
    """Each estimate's figures and its use of what is there, expected and at worst, against the line it may reach."""
    return {
        "title": build.f.estimates,
        "heads": [build.f.estimate, build.p.counts, build.f.utilisation, build.f.due],
        "rows": [_estimate(build, line) for line in build.checklist.estimates],
        "totals_title": build.s.totals,
        "totals": [_total(build, total) for total in build.checklist.totals],
        "key": build.p.bar_key,
    }


def _estimate(build: TextBuilder, line: EstimateLine) -> dict[str, Any]:
    estimate, s, f = line.estimate, build.s, build.f
    cases = [(label, case) for label, case in ((f.value, line.expected), (f.worst, line.worst)) if case]
    formula = line.formula.of(build.lang).replace("⌈", build.p.rounded_up)
    title, confirm = build.rich(estimate.title), [build.rich(words) for words in line.to_confirm]
    return {
        "title": title,
        "sub": build.rich(line.product, f"{DOT}{build.v.mode[estimate.mode]}"),
        # The font has no signs for rounding up, so paper says it in words.
        "formula": build.rich(formula.replace("⌉", ")")) if line.expected else "",
        "confirm": confirm,
        "figures": [[label, f"{f.need} {case.need:,}{DOT}{f.add} ", f"{case.add:,}"] for label, case in cases],
        "have": f"{f.have} {figure(line.expected.have)} {build.unit(estimate.unit)}" if line.expected else "",
        "stock": _stock(build, line) if line.ordered or line.delivered else "",
        "bars": [_bar(label, case, estimate.use_at_most) for label, case in cases],
        "at_most": f"{s.at_most} {percent(estimate.use_at_most)}",
        "due": build.day(line.due.day),
        "late": f.overdue if line.overdue else "",
        "long": letters(title, *confirm) > LONG,
    }


def _stock(build: TextBuilder, line: EstimateLine | ProductTotal) -> str:
    return f"{build.f.ordered} {figure(line.ordered)}{DOT}{build.f.delivered} {figure(line.delivered)}"


def _bar(label: str, sizing: Sizing, at_most: Fraction) -> dict[str, Any]:
    return {
        "label": label,
        "length": round(float(min(sizing.utilisation / FULL_BAR, Fraction(1))), 4),
        "line": round(float(at_most / FULL_BAR), 4),
        "full": round(float(1 / FULL_BAR), 4),
        "beyond": sizing.utilisation > FULL_BAR,
        "over": sizing.utilisation > at_most,
        "text": percent(sizing.utilisation),
    }


def _total(build: TextBuilder, total: ProductTotal) -> RichText:
    worst = f"{build.p.open}{build.f.worst} {total.add_at_worst:,}{build.p.close}"
    added = f" {build.f.add} {total.add:,} {build.unit(total.unit)}{worst}"
    return build.rich(total.product, added, DOT, _stock(build, total))


def tables(build: TextBuilder) -> list[Part]:
    """Orders, load tests, risks and answers, those that there are."""
    return [*_orders(build), *_tests(build), *_risks(build), *_facts(build)]


def _orders(build: TextBuilder) -> list[Part]:
    f, ours = build.f, not build.sheet.for_customer
    heads = [f.estimate, f.quantity, f.delivered, f.promised, f.release, *([f.zone, f.fallback] if ours else [])]
    rows = [_order(build, line) for line in build.checklist.orders]
    return build.table(f.orders, heads, rows, "2 auto auto auto auto" + " auto 2" * ours, (1, 2))


def _order(build: TextBuilder, line: OrderLine) -> list[Cell]:
    order, ours = line.order, not build.sheet.for_customer
    quantity = f"{figure(order.quantity)} {build.unit(line.estimate.unit)}"
    promised = {"text": build.day(order.promised), "late": build.s.late if line.late else ""}
    release = line.release.date() if line.release else None
    stock = [order.zone, order.fallback] if ours else []
    return [line.estimate.title, quantity, order.delivered, promised, release, *stock]


def _tests(build: TextBuilder) -> list[Part]:
    s, verdict, f = build.s, build.v.verdict, build.f
    results: dict[str | None, Cell] = {"pass": verdict["pass"], "fail": {"text": "", "late": verdict.fail}, None: None}
    rows: list[list[Cell]] = [
        [test.id, test.on, test.target, test.reached, results[test.verdict], test.note or ""]
        for test in build.checklist.tests
    ]
    heads = [s.test, s.date, f.target, f.reached, s.result, f.status_note]
    return build.table(f.tests, heads, rows, "auto auto auto auto auto 1", (2, 3))


def _risks(build: TextBuilder) -> list[Part]:
    heads = [build.f.id, build.f.risk, build.f.owner, build.f.due, build.s.result]
    rows = [_risk(build, line) for line in build.checklist.risks]
    return build.table(build.f.risks, heads, rows, "auto 1 28mm auto 22mm")


def _risk(build: TextBuilder, line: RiskLine) -> list[Cell]:
    risk, f = line.risk, build.f
    state = build.v.state[risk.state] + (f"{DOT}{f.accepted_by} {risk.accepted_by}" if risk.accepted_by else "")
    return [
        {"strong": build.rich(risk.id), "text": build.v.level[risk.level]},
        build.rich(risk.text, f" [{f.internal}]" if risk.audience == "internal" else ""),
        line.owner,
        {"text": build.day(risk.due), "late": f.overdue if line.overdue else ""},
        state,
    ]


def _facts(build: TextBuilder) -> list[Part]:
    s, f = build.s, build.f
    rows = [_fact(build, line) for line in (*build.sheet.unanswered, *build.sheet.answered)]
    return build.table(f.facts, [f.fact, f.value, f.worst, s.said_by], rows, "3 1.3 1.3 1.3")


def _fact(build: TextBuilder, line: FactLine) -> list[Cell]:
    unanswered, unit = line.value is None, line.fact.unit
    required = f" [{build.f.required}]" if line.fact.required and unanswered else ""
    value = {"text": "", "warn": build.s.unanswered} if unanswered else build.answer(line.value, unit)
    worst = build.answer(line.worst, unit) if line.worst is not None else ""
    said = DOT.join([line.by or "", line.on.isoformat() if line.on else ""]).strip(DOT)
    return [build.rich(line.fact.ask, required), value, worst, said]
