"""Whom to call and what to say: the team, who is on shift, how trouble is handed up, and resources by id and address."""

from __future__ import annotations

from generator.render.workbook.book import Book
from generator.render.workbook.page import Row, WorksheetPage

WIDTHS = (32, 24, 60, 24, 24, 30)


def write(book: Book) -> None:
    c, s = book.checklist, book.s.sheet
    page = WorksheetPage(book, "contacts", WIDTHS)
    page.title(f"{s.contacts} · {book.title}")
    _write_team(page)
    if c.roster:
        _write_roster(page)
    if c.onsite:
        page.section(s.onsite)
        page.rows([Row([s.place, c.onsite.place]), Row([s.arrive, c.onsite.arrive]), Row([s.leave, c.onsite.leave])])
    if c.contacts:
        lines = (
            (s.bridge, c.contacts.bridge),
            (s.customer_group, c.contacts.customer_group),
            (s.internal_group, c.contacts.internal_group),
        )
        page.section(s.contacts)
        page.rows([Row([label, value], [("bold",)]) for label, value in lines if value])
    if c.incidents and not book.sheet.role:
        _write_incidents(page)
    if c.messages and not book.sheet.role:
        texts = [Row([message.when, message.id, message.text], [("bold",)]) for message in c.messages]
        page.table(s.messages, [book.s.workbook.when, book.s.workbook.id, book.s.workbook.text], texts)
    if c.resources and not book.sheet.role:
        rows = [
            Row(
                [line.resource.id, line.product, line.resource.address, line.resource.region, None, line.resource.use],
                [("bold",)],
            )
            for line in c.resources
        ]
        page.table(s.resources, [book.s.workbook.id, s.product, s.address, s.region, "", s.use], rows)
    page.out.freeze_panes(1, 0)
    page.out.repeat_rows(0)


def _write_team(page: WorksheetPage) -> None:
    s, words = page.book.s.sheet, page.book.s.workbook
    rows = []
    for role in page.book.checklist.team:
        side = page.book.s.value.side[role.side]
        people = [(person.name, person.contact) for person in role.people] or [(s.nobody, None)]
        look = ("red",) if role.nobody else ()
        rows += [Row([role.title, name, contact, side], [("bold",), look]) for name, contact in people]
    page.table(s.team, [s.role, words.people, s.contact, words.side], rows)


def _write_roster(page: WorksheetPage) -> None:
    s = page.book.s.sheet
    rows = [
        Row([line.title, line.who, line.contact, line.begins, line.ends, s.on_now if line.now else None], [("bold",)])
        for line in page.book.checklist.roster
    ]
    page.table(s.roster, [s.role, s.who, s.contact, s["from"], s.to, ""], rows)


def _write_incidents(page: WorksheetPage) -> None:
    book, s, words = page.book, page.book.s.sheet, page.book.s.workbook
    rows = []
    for line in book.checklist.incidents:
        ladder = book.prose(*(("", f"{book.duration(after)} → {book.said(role)}") for after, role in line.escalate))
        incident = line.incident
        rows.append(
            Row(
                [incident.title, book.duration(incident.ack), ladder, book.duration(incident.update), line.id],
                [("bold",)],
            )
        )
    page.table(s.incidents, [words.incident, s.ack, s.escalate, s.update, words.id], rows)
