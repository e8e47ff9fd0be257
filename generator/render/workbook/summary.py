"""Readiness: the verdict with its reasons, how each part stands, counts, and what is not on the checklist and why."""

from collections.abc import Iterator

from generator.render.body import COUNTS
from generator.render.sheet import letter
from generator.render.workbook.book import Book, capital
from generator.render.workbook.cells import Formula, Value
from generator.render.workbook.contract import Lists
from generator.render.workbook.page import Row, WorksheetPage
from generator.roundtrip.workbook import Table
from generator.tailor.rows import ChecklistItem, FreezeWindow, LevelLine

WIDTHS = (24, 60, 18, 18, 50)


def write(book: Book, lists: Lists, table: Table) -> None:
    page = WorksheetPage(book, book.s.field.readiness, WIDTHS)
    page.title(f"{book.s.field.readiness} · {book.title}")
    _write_verdict(page)
    page.section(book.s.field.event)
    page.rows([Row([label, value], [("bold",), ("left",)]) for label, value in _about(book)])
    _write_counts(page, lists, table)
    if not book.sheet.role:
        _write_parts(page)
    _write_not_listed(page)
    if not book.sheet.role:
        _write_retrospective(page)
    page.freeze(1)


def _write_verdict(page: WorksheetPage) -> None:
    book, s, readiness, f = page.book, page.book.s.sheet, page.book.checklist.readiness, page.book.s.field
    style = "muted" if readiness.verdict == "ended" else readiness.whole
    page.put(page.row, 0, book.s.value.verdict[readiness.verdict], "cell", style, "verdict")
    page.out.set_row(page.row, 26)
    page.row += 1
    if readiness.reasons:
        page.heads([f.readiness, s.reasons, book.s.workbook.about])
        page.rows(
            Row([book.s.value.colour[reason.colour], reason.words, reason.about], [(reason.colour,)])
            for reason in readiness.reasons
        )
    elif not book.sheet.hidden_reasons:
        page.line(s.no_reasons)
    if book.sheet.hidden_reasons:
        page.line(s.internal_reasons)


def _about(book: Book) -> Iterator[tuple[str, Value]]:
    c, s, f = book.checklist, book.s.sheet, book.s.field
    yield f.customer, c.customer
    yield f.event, c.event
    yield f.start, f"{book.instant(c.start)}{f' · {s.tentative}' if c.tentative else ''}"
    yield f.end, book.instant(c.end)
    if c.level:
        yield from _level(book, c.level)
    else:
        yield f.level, s.no_level
    waves = ((book.said(wave.title), book.instant(wave.peak), ", ".join(wave.regions)) for wave in c.waves)
    yield f.waves, book.lines(*map(" ".join, waves))
    if not book.sheet.role and c.freeze:
        yield f.freeze, book.lines(*(_freeze(book, window) for window in c.freeze))
    accepted = f" ({f.accepted_edition} {c.accepted_edition})" if c.accepted_edition else ""
    yield f.playbook, f"{book.said(c.playbook_title)} {c.edition}{accepted}"
    yield f.opened, book.day(c.opened)
    yield f.as_of, book.instant(c.today)
    commit = book.sheet.commit
    yield s.commit, f"{commit.id}{f' ({s.uncommitted})' if commit.dirty else ''}" if commit else "—"
    yield f.fingerprint, c.fingerprint
    if book.sheet.address:
        yield f.address, book.sheet.address


def _level(book: Book, level: LevelLine) -> Iterator[tuple[str, Value]]:
    f, title = book.s.field, book.said(level.title)
    yield f.level, f"{letter(level.id, title)}{title} · {f.ack} {book.duration(level.ack)}"
    if level.scope:
        yield f.scope, level.scope
    told = (
        (book.said(a.role), book.s.value.decision[a.decision], book.day(a.on) if a.on else "") for a in level.approvals
    )
    if level.approvals:
        yield f.approvals, book.lines(*map(" ".join, told))


def _freeze(book: Book, window: FreezeWindow) -> str:
    s, value, by, f = book.s.sheet, book.s.value, window.exceptions_by, book.s.field
    exceptions = f" · {f.exceptions_by} {book.said(by.title)}" if by else ""
    span = f"{book.instant(window.begins)} – {book.instant(window.ends)}"
    return f"{value.side[window.side]} · {value.kind[window.kind]}{s.colon}{span}{exceptions}"


def _write_counts(page: WorksheetPage, lists: Lists, table: Table) -> None:
    """The counts as printed, and by state as the checklist is filled in now."""
    c, f, words = page.book.checklist, page.book.s.field, page.book.s.workbook
    styles = [("bold",), ("count", "left")]
    page.section(words.counts)
    page.rows([Row([capital(f[name]), getattr(c.counts, name)], styles) for name in COUNTS])
    if not c.duties:
        return
    column, first, last = table.columns["state"], table.header + 1, table.header + len(c.duties)
    cells = f"'{table.sheet}'!${column}${first}:${column}${last}"
    page.section(words.by_state)
    for state, word in lists.states.items():
        count = sum(duty.status.state == state for duty in c.duties)
        page.rows([Row([word, Formula(f"=COUNTIF({cells},A{page.row + 1})", count)], styles)])


def _write_parts(page: WorksheetPage) -> None:
    book, c, s, value, f = page.book, page.book.checklist, page.book.s.sheet, page.book.s.value, page.book.s.field
    colours = dict(c.readiness.by_step)
    page.section(f.by_step)
    page.heads([s.steps, s.done_when_step, f["from"], f.to, f.goal])
    for step in c.steps:
        done = book.prose(*(("· ", text) for text in step.done_when))
        named = f"{book.said(step.title)} · {value.colour[colours[step.id]]}"
        page.rows([Row([named, done, step.begins, step.ends, step.goal], [("bold", colours[step.id])])])
    page.section(f.by_category)
    page.rows(
        Row([value.category[category], value.colour[colour]], [("bold",), (colour,)])
        for category, colour in c.readiness.by_category
    )


def _write_not_listed(page: WorksheetPage) -> None:
    """Waived, accepted and left out, each with its reason, so that nobody wonders."""
    c, s, id, f = page.book.checklist, page.book.s.sheet, page.book.s.field.id, page.book.s.field
    if c.waived:
        page.table(s.waived_list, [id, f.item, f.by, f.until, f.because], [_waived(duty) for duty in c.waived])
    if c.accepted:
        rows = [Row([d.id, d.item.title, d.status.by, d.status.on, d.status.note]) for d in c.accepted]
        page.table(s.accepted_list, [id, f.item, f.by, s.date, f.status_note], rows)
    if c.left_out:
        rows = [Row([line.id, line.title, None, None, line.reason]) for line in c.left_out]
        page.table(f"{s.left_out_list} ({len(rows)})", [id, f.item, "", "", f.because], rows)


def _waived(duty: ChecklistItem) -> Row:
    waiver, by = duty.waiver, duty.waived_by
    why = [waiver.until, waiver.because] if waiver else [None, None]
    return Row([duty.id, duty.item.title, by.title if by else None, *why])


def _write_retrospective(page: WorksheetPage) -> None:
    f, found = page.book.s.field, page.book.checklist.retrospective
    if found:
        page.section(f"{f.retrospective} {page.book.day(found.held)}")
        page.rows([Row([f.kept, text]) for text in found.kept])
        page.rows([Row([f.improve, line.text, line.item, None, line.change]) for line in found.improve])
