"""Whom to call and what to say: the team, who is on shift, how trouble is handed up, and resources by id and address."""

from generator.render.workbook.book import Book
from generator.render.workbook.fillable import BLANK, Fillable, a_day
from generator.render.workbook.page import Row, WorksheetPage
from generator.tailor.rows import IncidentLine

WIDTHS = (32, 24, 60, 24, 24, 30, 12)


def write(book: Book) -> None:
    c, f = book.checklist, book.s.field
    page = WorksheetPage(book, book.s.workbook.sheet.contacts, WIDTHS)
    page.title(f"{f.contacts} · {book.title}")
    _write_team(page)
    if c.roster or book.invites:
        _write_roster(page)
    if stay := c.onsite:
        page.section(f.onsite)
        page.rows([Row([f.place, stay.place], ()), Row([f.arrive, stay.arrive], ()), Row([f.leave, stay.leave], ())])
    if c.contacts:
        named = ((f[name], getattr(c.contacts, name)) for name in ("bridge", "customer_group", "internal_group"))
        page.section(f.contacts)
        page.rows([Row([label, value]) for label, value in named if value])
    if not book.sheet.role:
        _write_references(page)
    page.freeze(1)


def _write_team(page: WorksheetPage) -> None:
    f = page.book.s.field
    rows = []
    for role in page.book.checklist.team:
        side, style = page.book.s.value.side[role.side], ("red",) if role.nobody else ()
        people = [(person.name, person.contact) for person in role.people] or [(f.nobody, None)]
        rows += [Row([role.title, name, contact, side], [("bold",), style]) for name, contact in people]
    page.table(f.team, [f.role, f.people, f.contact, f.side], rows)


def _write_roster(page: WorksheetPage) -> None:
    """Who is on shift, and blank rows for more."""
    book, s, f, words = page.book, page.book.s.sheet, page.book.s.field, page.book.s.workbook
    rows = [
        Row([line.title, line.who, line.contact, line.begins, line.ends, line.id, s.on_now if line.now else None])
        for line in book.checklist.roster
    ]
    blank = Row([None] * 7, [(), (), (), ("instant",), ("instant",)])
    day = a_day(words.wrong_date)
    columns = {"role": 0, "who": 1, "contact": 2, "from": 3, "to": 4}
    fillable = Fillable("roster", 5, columns, {"from": day, "to": day})
    heads = [f.role, f.who, f.contact, f["from"], f.to, f.id, words.flags]
    page.table(f.roster, heads, rows + [blank] * (BLANK if book.invites else 0), fillable)


def _write_references(page: WorksheetPage) -> None:
    """How trouble is handed up, words ready to send, and resources: what a role's sheet does without."""
    c, f = page.book.checklist, page.book.s.field
    if c.incidents:
        heads = [f.incident, f.ack, f.escalate, f.update, f.id]
        page.table(f.incidents, heads, [_incident(page.book, line) for line in c.incidents])
    if c.messages:
        texts = [Row([message.when, message.id, message.text]) for message in c.messages]
        page.table(f.messages, [page.book.s.own.Message.when, f.id, f.text], texts)
    if c.resources:
        found = [(line.product, line.resource) for line in c.resources]
        rows = [Row([one.id, product, one.address, one.region, None, one.use]) for product, one in found]
        page.table(f.resources, [f.id, f.product, f.address, f.region, "", f.use], rows)


def _incident(book: Book, line: IncidentLine) -> Row:
    incident = line.incident
    ladder = book.lines(*(f"{book.duration(after)} → {book.said(role)}" for after, role in line.escalate))
    return Row([incident.title, book.duration(incident.ack), ladder, book.duration(incident.update), line.id])
