"""Which of the lines that are said of an item stand in which cell."""

from collections.abc import Iterable

from generator.render.body import BodyLine
from generator.render.workbook.book import Book
from generator.render.workbook.cells import Prose
from generator.tailor.rows import ChecklistItem

DONE_WHEN = ("done_when", "evidence")
WHY = ("why_here", "to_confirm", "waits_for", "reassigned", "moved_by_hand", "waiver_expired", "why")
"""Why it stands on this customer's list, what is open about it, and what else its history says."""
OWN_COLUMNS = ("severity", "category", "evidence_given", "status_note")
UNLABELLED = ("how", "done_when", "why_here")
"""What a column's head names already."""


def how(book: Book, duty: ChecklistItem) -> Prose | None:
    """How it is done, and whatever has no other cell."""
    elsewhere = {*DONE_WHEN, *WHY, *OWN_COLUMNS}
    return _prose(book, (line for line in book.sheet.body.lines(duty) if line.name not in elsewhere))


def done_when(book: Book, duty: ChecklistItem) -> Prose | None:
    """When it is done, and the evidence to keep."""
    return _prose(book, (line for line in book.sheet.body.lines(duty) if line.name in DONE_WHEN))


def why(book: Book, duty: ChecklistItem) -> Prose | None:
    body = book.sheet.body
    told = [line for line in (*body.lines(duty), *body.others(duty), *body.due_notes(duty)) if line.name in WHY]
    return _prose(book, sorted(told, key=lambda line: WHY.index(line.name)))


def flags(book: Book, duty: ChecklistItem) -> Prose | None:
    """What is out of the ordinary about it, a line each; the reasons stand in their own cell."""
    body, f = book.sheet.body, book.s.field
    expired = [line for line in body.lines(duty) if line.name == "waiver_expired"]
    tags = [line for line in body.tags(duty) if line.name not in OWN_COLUMNS]
    told = [("", *([line.label] if line.label else line.said)) for line in (*body.due_notes(duty), *expired, *tags)]
    special = (f.overdue if duty.overdue else "", f.to_confirm if duty.to_confirm else "")
    return book.prose(*(("", word) for word in special), *told)


def _prose(book: Book, lines: Iterable[BodyLine]) -> Prose | None:
    def label(line: BodyLine) -> str:
        return book.label(line.label) if line.label and line.name not in UNLABELLED else ""

    return book.prose(*((label(line), *line.said) for line in lines))
