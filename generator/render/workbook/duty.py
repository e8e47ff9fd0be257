"""What the cells of one item say beyond a single value."""

from __future__ import annotations

from generator.render.workbook.book import Book
from generator.render.workbook.cells import Prose
from generator.tailor.lines import Duty


def how(book: Book, duty: Duty) -> Prose | None:
    """How it is done, with its patrol and its plan."""
    s, patrol, plan = book.s.sheet, duty.patrol, duty.plan
    rounds = ""
    if patrol:
        rounds = f"{s.every} {book.duration(patrol.every)}, {book.instant(patrol.begins)} – {book.instant(patrol.ends)}"
    return book.prose(
        ("", duty.item.how),
        (book.label(s.patrol), rounds),
        (book.label(s.plan), f"{plan.id} {book.said(plan.title)}" if plan else None),
    )


def done_when(book: Book, duty: Duty) -> Prose | None:
    """When it is done, and the evidence to keep."""
    return book.prose(("", duty.item.done_when), (book.label(book.s.sheet.evidence), duty.item.evidence))


def flags(book: Book, duty: Duty) -> Prose | None:
    """What is out of the ordinary about it, a line each."""
    s, due, waiver = book.s.sheet, duty.due, duty.waiver
    told = [
        s.is_overdue if duty.overdue else "",
        s.to_confirm if duty.to_confirm else "",
        s.late_start if duty.late_start else "",
        f"{s.moved_from} {book.day(due.moved_from)}" if due.moved_from else "",
        s.moved_by_hand if duty.move else "",
        s.provisional if due.provisional else "",
        f"{s.waiver_expired} {book.day(waiver.until)}" if waiver and waiver.until and duty.waiver_expired else "",
        s.internal if duty.item.audience == "internal" else "",
        s.attention if duty.attention else "",
        s.extra if duty.extra else "",
        f"{s.wave} {book.said(duty.wave.title)}" if duty.wave else "",
    ]
    return book.prose(*(("", flag) for flag in told))


def why(book: Book, duty: Duty) -> Prose | None:
    """Why it stands on this customer's list, what is open about it, and what else its history says."""
    s, waiver = book.s.sheet, duty.waiver
    return book.prose(
        *(("", words) for words in (*duty.because, *duty.to_confirm)),
        *((book.label(s.waits_for), f"{other.id} {book.said(other.title)}") for other in duty.waiting),
        (book.label(s.reassigned), duty.reassigned_from.title if duty.reassigned_from else None),
        (book.label(s.moved_by_hand), duty.move.because if duty.move else None),
        (book.label(s.waiver_expired), waiver.because if waiver and duty.waiver_expired else None),
        (book.label(s.why), duty.item.why),
    )
