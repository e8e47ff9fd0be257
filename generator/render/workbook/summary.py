"""Readiness: the verdict with its reasons, how each part stands, counts, and what is not on the checklist and why."""

from __future__ import annotations

from collections.abc import Iterator

from generator.render.body import COUNTS
from generator.render.sheet import letter
from generator.render.workbook.book import Book, capital
from generator.render.workbook.cells import Formula, Value
from generator.render.workbook.contract import Lists
from generator.render.workbook.page import Row, WorksheetPage
from generator.roundtrip.workbook import Table
from generator.tailor.rows import ChecklistItem, FreezeWindow

WIDTHS = (24, 60, 18, 18, 50)


def write(book: Book, lists: Lists, table: Table) -> None:
    c, s = book.checklist, book.s.sheet
    page = WorksheetPage(book, "readiness", WIDTHS)
    page.title(f"{s.readiness} · {book.title}")
    _write_verdict(page)
    page.section(s.event)
    page.rows([Row([label, value], [("bold",), ("left",)]) for label, value in _about(book)])
    _write_counts(page, lists, table)
    if not book.sheet.role:
        _write_parts(page)
    _write_not_listed(page)
    if c.retrospective and not book.sheet.role:
        _write_retrospective(page)
    page.out.freeze_panes(1, 0)
    page.out.repeat_rows(0)


def _write_verdict(page: WorksheetPage) -> None:
    book, readiness = page.book, page.book.checklist.readiness
    s = book.s.sheet
    look = "muted" if readiness.verdict == "ended" else readiness.whole.value
    page.put(page.row, 0, book.s.value.verdict[readiness.verdict.value], "cell", look, "verdict")
    page.out.set_row(page.row, 26)
    page.row += 1
    if readiness.reasons:
        page.heads([s.readiness, s.reasons, book.s.workbook.about])
        for reason in readiness.reasons:
            page.rows(
                [Row([book.s.value.colour[reason.colour.value], reason.words, reason.about], [(reason.colour.value,)])]
            )
    elif not book.sheet.hidden_reasons:
        page.line(s.no_reasons)
    if book.sheet.hidden_reasons:
        page.line(s.internal_reasons)


def _about(book: Book) -> Iterator[tuple[str, Value]]:
    c, s, level = book.checklist, book.s.sheet, book.checklist.level
    yield s.customer, c.customer
    yield s.event, c.event
    yield s.start, f"{book.instant(c.start)}{f' · {s.tentative}' if c.tentative else ''}"
    yield s.end, book.instant(c.end)
    if level:
        title = book.said(level.title)
        yield s.level, f"{letter(level.id, title)}{title} · {s.ack} {book.duration(level.ack)}"
    else:
        yield s.level, s.no_level
    if level and level.scope:
        yield s.scope, level.scope
    if level and level.approvals:
        told = (
            (book.said(a.role), book.s.value.decision[a.decision], book.day(a.on) if a.on else "")
            for a in level.approvals
        )
        yield s.approvals, book.prose(*(("", " ".join(words)) for words in told))
    waves = ((book.said(wave.title), book.instant(wave.peak), ", ".join(wave.regions)) for wave in c.waves)
    yield s.waves, book.prose(*(("", " ".join(words)) for words in waves))
    if not book.sheet.role and c.freeze:
        yield s.freeze, book.prose(*(("", _freeze(book, window)) for window in c.freeze))
    accepted = f" ({s.accepted_edition} {c.accepted_edition})" if c.accepted_edition else ""
    yield s.playbook, f"{book.said(c.playbook_title)} {c.edition}{accepted}"
    yield s.opened, book.day(c.opened)
    yield s.as_of, book.instant(c.today)
    commit = book.sheet.commit
    yield s.commit, f"{commit.id}{f' ({s.uncommitted})' if commit.dirty else ''}" if commit else "—"
    yield s.fingerprint, c.fingerprint
    if book.sheet.address:
        yield s.address, book.sheet.address


def _freeze(book: Book, window: FreezeWindow) -> str:
    s, by = book.s.sheet, window.exceptions_by
    side = book.s.value.side[window.side]
    kind = book.s.value.kind[window.kind]
    exceptions = f" · {s.exceptions_by} {book.said(by.title)}" if by else ""
    return f"{side} · {kind}{s.colon}{book.instant(window.begins)} – {book.instant(window.ends)}{exceptions}"


def _write_counts(page: WorksheetPage, lists: Lists, table: Table) -> None:
    """The counts as printed, and by state as the checklist is filled in now."""
    book, c, words = page.book, page.book.checklist, page.book.s.workbook
    s = book.s.sheet
    page.section(words.counts)
    page.rows([Row([capital(s[name]), getattr(c.counts, name)], [("bold",), ("count", "left")]) for name in COUNTS])
    if not c.duties:
        return
    column, first, last = table.columns["state"], table.header + 1, table.header + len(c.duties)
    cells = f"'{table.sheet}'!${column}${first}:${column}${last}"
    page.section(words.by_state)
    for state, word in lists.states.items():
        count = sum(duty.status.state == state for duty in c.duties)
        page.rows([Row([word, Formula(f"=COUNTIF({cells},A{page.row + 1})", count)], [("bold",), ("count", "left")])])


def _write_parts(page: WorksheetPage) -> None:
    book, c, s = page.book, page.book.checklist, page.book.s.sheet
    colours = dict(c.readiness.by_step)
    page.section(s.by_step)
    page.heads([s.steps, s.done_when_step, s["from"], s.to, s.goal])
    for step in c.steps:
        done = book.prose(*(("· ", text) for text in step.done_when))
        named = f"{book.said(step.title)} · {book.s.value.colour[colours[step.id].value]}"
        page.rows([Row([named, done, step.begins, step.ends, step.goal], [("bold", colours[step.id].value)])])
    page.section(s.by_category)
    page.rows(
        [
            Row(
                [book.s.value.category[category.value], book.s.value.colour[colour.value]], [("bold",), (colour.value,)]
            )
            for category, colour in c.readiness.by_category
        ]
    )


def _write_not_listed(page: WorksheetPage) -> None:
    """Waived, accepted and left out, each with its reason, so that nobody wonders."""
    book, c, s = page.book, page.book.checklist, page.book.s.sheet
    words = book.s.workbook

    def waived(duty: ChecklistItem) -> Row:
        waiver, by = duty.waiver, duty.waived_by
        return Row(
            [
                duty.id,
                duty.item.title,
                by.title if by else None,
                waiver.until if waiver else None,
                waiver.because if waiver else None,
            ],
            [("bold",)],
        )

    if c.waived:
        page.table(s.waived_list, [words.id, s.item, s.by, s.until, s.because], [waived(duty) for duty in c.waived])
    if c.accepted:
        rows = [Row([d.id, d.item.title, d.status.by, d.status.on, d.status.note], [("bold",)]) for d in c.accepted]
        page.table(s.accepted_list, [words.id, s.item, s.by, s.date, s.status_note], rows)
    if c.left_out:
        rows = [Row([line.id, line.title, None, None, line.reason], [("bold",)]) for line in c.left_out]
        page.table(f"{s.left_out_list} ({len(rows)})", [words.id, s.item, "", "", s.because], rows)


def _write_retrospective(page: WorksheetPage) -> None:
    book, s, found = page.book, page.book.s.sheet, page.book.checklist.retrospective
    assert found
    page.section(f"{s.retrospective} {book.day(found.held)}")
    page.rows([Row([s.kept, text], [("bold",)]) for text in found.kept])
    page.rows([Row([s.improve, line.text, line.item, None, line.change], [("bold",)]) for line in found.improve])
