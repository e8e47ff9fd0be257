"""Orders, risks and plans: a line each, to be filtered and chased."""

from __future__ import annotations

from generator.i18n.units import unit
from generator.render.workbook.book import Book
from generator.render.workbook.cells import Value
from generator.render.workbook.page import Row, WorksheetPage

RISK_LOOKS = {"high": ("red",), "medium": ("yellow",), "low": ()}


def write_orders(book: Book) -> None:
    c, s, words = book.checklist, book.s.sheet, book.s.workbook
    if book.sheet.role and not c.orders:
        return
    page = WorksheetPage(book, "orders", (16, 28, 11, 11, 15, 13, 16, 14, 16, 34))
    page.title(f"{s.orders} · {book.title}")
    ours = not book.sheet.for_customer
    heads = [
        words.id, s.estimate, s.quantity, words.unit, s.promised, s.delivered, s.release, words.flags, *([s.zone, s.fallback] if ours else []),
    ]  # fmt: skip
    header = page.heads(heads)
    for line in c.orders:
        order = line.order
        values = [
            line.estimate.id, line.estimate.title, order.quantity, unit(line.estimate.unit), order.promised, order.delivered,
            line.release.date() if line.release else None, s.late if line.late else None, *([order.zone, order.fallback] if ours else []),
        ]  # fmt: skip
        page.rows(
            [Row(values, [("bold",), (), ("figure",), ("apart",), (), ("figure",), (), ("red",) if line.late else ()])]
        )
    page.out.autofilter(header, 0, max(header, page.row - 1), len(heads) - 1)
    page.freeze(header + 1, 2)
    if not c.orders:
        page.line(s.none, "muted")


def write_risks(book: Book) -> None:
    c, s, words = book.checklist, book.s.sheet, book.s.workbook
    page = WorksheetPage(book, "risks", (10, 9, 60, 20, 16, 12, 18, 16))
    page.title(f"{s.risks} · {book.title}")
    header = page.heads([words.id, words.severity, s.risk, s.owner, s.due, words.state, s.accepted_by, words.flags])
    for line in c.risks:
        risk = line.risk
        flags = book.prose(
            ("", s.overdue if line.overdue else ""), ("", s.internal if risk.audience == "internal" else "")
        )
        values = [
            risk.id, book.s.value.level[risk.level], risk.text, book.who(line.owner), risk.due, book.s.value.state[risk.state], risk.accepted_by, flags,
        ]  # fmt: skip
        overdue = ("red",) if line.overdue else ()
        page.rows([Row(values, [("bold",), RISK_LOOKS[risk.level], (), (), overdue, (), (), overdue])])
    page.out.autofilter(header, 0, max(header, page.row - 1), 7)
    page.freeze(header + 1, 1)
    if not c.risks:
        page.line(s.none, "muted")


def write_plans(book: Book) -> None:
    c, s, words = book.checklist, book.s.sheet, book.s.workbook
    page = WorksheetPage(book, "plans", (10, 20, 28, 16, 16, 20, 42, 9, 22, 26, 26, 9))
    page.title(f"{s.plans} · {book.title}")
    heads = [
        words.id, s.plan, s.trigger, s.decider, s.executor, s.notify, s.action, s.takes, s.effect, s.verify, s.rollback, words.kind,
    ]  # fmt: skip
    header = page.heads(heads)
    for line in c.plans:
        plan = line.plan
        numbered = book.prose(*((f"{n}. ", text) for n, text in enumerate(plan.action, 1)))
        notify = book.prose(*(("", role.title) for role in line.notify))
        kind = book.prose(("", book.s.value.kind[plan.kind]), ("", s.internal if plan.audience == "internal" else ""))
        values: list[Value] = [
            plan.id, plan.title, plan.trigger, book.who(line.decider), book.who(line.executor), notify, numbered,
            book.duration(plan.takes) if plan.takes else None, plan.effect, plan.verify, plan.rollback, kind,
        ]  # fmt: skip
        page.rows([Row(values, [("bold",), ("bold",)])])
    page.out.autofilter(header, 0, max(header, page.row - 1), len(heads) - 1)
    page.freeze(header + 1, 2)
    if not c.plans:
        page.line(s.none, "muted")
