"""Whom to call and what to say: the team, who is on shift, how trouble is handed up, and resources by id and address."""

from __future__ import annotations

from generator.render.workbook.book import Book
from generator.render.workbook.page import Row, WorksheetPage
from generator.tailor.rows import IncidentLine

WIDTHS = (32, 24, 60, 24, 24, 30)


def write(book: Book) -> None:
    c, s = book.checklist, book.s.sheet
    page = WorksheetPage(book, "contacts", WIDTHS)
    page.title(f"{s.contacts} · {book.title}")
    _write_team(page)
    if c.roster:
        rows = [
            Row([line.title, line.who, line.contact, line.begins, line.ends, s.on_now if line.now else None])
            for line in c.roster
        ]
        page.table(s.roster, [s.role, s.who, s.contact, s["from"], s.to, ""], rows)
    if stay := c.onsite:
        page.section(s.onsite)
        page.rows([Row([s.place, stay.place], ()), Row([s.arrive, stay.arrive], ()), Row([s.leave, stay.leave], ())])
    if c.contacts:
        named = ((s[name], getattr(c.contacts, name)) for name in ("bridge", "customer_group", "internal_group"))
        page.section(s.contacts)
        page.rows([Row([label, value]) for label, value in named if value])
    if not book.sheet.role:
        _write_references(page)
    page.freeze(1)


def _write_team(page: WorksheetPage) -> None:
    s, words = page.book.s.sheet, page.book.s.workbook
    rows = []
    for role in page.book.checklist.team:
        side, style = page.book.s.value.side[role.side], ("red",) if role.nobody else ()
        people = [(person.name, person.contact) for person in role.people] or [(s.nobody, None)]
        rows += [Row([role.title, name, contact, side], [("bold",), style]) for name, contact in people]
    page.table(s.team, [s.role, words.people, s.contact, words.side], rows)


def _write_references(page: WorksheetPage) -> None:
    """How trouble is handed up, words ready to send, and resources: what a role's sheet does without."""
    c, s, words = page.book.checklist, page.book.s.sheet, page.book.s.workbook
    if c.incidents:
        heads = [words.incident, s.ack, s.escalate, s.update, words.id]
        page.table(s.incidents, heads, [_incident(page.book, line) for line in c.incidents])
    if c.messages:
        texts = [Row([message.when, message.id, message.text]) for message in c.messages]
        page.table(s.messages, [words.when, words.id, words.text], texts)
    if c.resources:
        found = [(line.product, line.resource) for line in c.resources]
        rows = [Row([one.id, product, one.address, one.region, None, one.use]) for product, one in found]
        page.table(s.resources, [words.id, s.product, s.address, s.region, "", s.use], rows)


def _incident(book: Book, line: IncidentLine) -> Row:
    incident = line.incident
    ladder = book.lines(*(f"{book.duration(after)} → {book.said(role)}" for after, role in line.escalate))
    return Row([incident.title, book.duration(incident.ack), ladder, book.duration(incident.update), line.id])
