"""Orders, risks and plans: a line each, to be filtered and chased."""

from collections.abc import Sequence
from typing import get_args

from generator.i18n.units import unit
from generator.model.engagement import RiskState
from generator.render.workbook.book import Book
from generator.render.workbook.fillable import Fillable, a_day, choose
from generator.render.workbook.page import Row, WorksheetPage
from generator.tailor.rows import OrderLine, PlanLine, RiskLine

RISK_STYLES = {"high": ("red",), "medium": ("yellow",), "low": ()}


def write_orders(book: Book) -> None:
    c, f, words = book.checklist, book.s.field, book.s.workbook
    if book.sheet.role and not c.orders:
        return
    heads = [f.id, f.estimate, f.quantity, f.unit, f.promised, f.delivered, f.release, words.flags]
    heads += [] if book.sheet.for_customer else [f.zone, f.fallback]
    rows = [_order(book, line) for line in c.orders]
    fillable = Fillable("orders", 0, {"promised": 4, "delivered": 5}, {"promised": a_day(words.wrong_date)})
    _write(book, "orders", (16, 28, 11, 11, 15, 13, 16, 14, 16, 34), heads, rows, 2, fillable)


def _order(book: Book, line: OrderLine) -> Row:
    order, estimate = line.order, line.estimate
    quantity, release = (order.quantity, unit(estimate.unit)), line.release.date() if line.release else None
    stock = [] if book.sheet.for_customer else [order.zone, order.fallback]
    late = book.s.sheet.late if line.late else None
    return Row(
        [line.id, estimate.title, *quantity, order.promised, order.delivered, release, late, *stock],
        [("bold",), (), ("figure",), ("apart",), (), ("figure",), (), ("red",) if line.late else ()],
    )


def write_risks(book: Book) -> None:
    f, words = book.s.field, book.s.workbook
    heads = [f.id, f.severity, f.risk, f.owner, f.due, f.state, f.accepted_by, words.flags]
    states = [str(book.s.value.state[state]) for state in get_args(RiskState)]
    rules = {"due": a_day(words.wrong_date), "state": choose(states, words.wrong_choice)}
    fillable = Fillable("risks", 0, {"due": 4, "state": 5, "accepted_by": 6}, rules)
    rows = [_risk(book, line) for line in book.checklist.risks]
    _write(book, "risks", (10, 9, 60, 20, 16, 12, 18, 16), heads, rows, 1, fillable)


def _risk(book: Book, line: RiskLine) -> Row:
    risk, f, value = line.risk, book.s.field, book.s.value
    flags = book.lines(f.overdue if line.overdue else "", f.internal if risk.audience == "internal" else "")
    level, state, overdue = value.level[risk.level], value.state[risk.state], ("red",) if line.overdue else ()
    return Row(
        [risk.id, level, risk.text, book.who(line.owner), risk.due, state, risk.accepted_by, flags],
        [("bold",), RISK_STYLES[risk.level], (), (), overdue, (), (), overdue],
    )


def write_plans(book: Book) -> None:
    f = book.s.field
    heads = [f.id, f.plan, f.trigger, f.decider, f.executor, f.notify, f.action]
    heads += [f.takes, f.effect, f.verify, f.rollback, f.kind]
    rows = [_plan(book, line) for line in book.checklist.plans]
    _write(book, "plans", (10, 20, 28, 16, 16, 20, 42, 9, 22, 26, 26, 9), heads, rows, 2)


def _plan(book: Book, line: PlanLine) -> Row:
    plan = line.plan
    who = [book.who(line.decider), book.who(line.executor), book.lines(*(role.title for role in line.notify))]
    numbered = book.prose(*((f"{n}. ", text) for n, text in enumerate(plan.action, 1)))
    kind = book.lines(book.s.value.kind[plan.kind], book.s.field.internal if plan.audience == "internal" else "")
    takes = book.duration(plan.takes) if plan.takes else None
    results = [plan.effect, plan.verify, plan.rollback]
    return Row([plan.id, plan.title, plan.trigger, *who, numbered, takes, *results, kind], [("bold",), ("bold",)])


def _write(
    book: Book,
    name: str,
    widths: Sequence[float],
    heads: list[str],
    rows: list[Row],
    frozen: int,
    fillable: Fillable | None = None,
) -> None:
    """A worksheet of one list, called as what it lists is; ``frozen`` columns stay in sight."""
    page = WorksheetPage(book, book.s.field[name], widths)
    page.title(f"{book.s.field[name]} · {book.title}")
    header = page.filled(heads, rows, fillable)
    page.out.autofilter(header, 0, max(header, page.row - 1), len(heads) - 1)
    page.freeze(header + 1, frozen)
    if not rows:
        page.line(book.s.sheet.none, "muted")
