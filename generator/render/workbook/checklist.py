"""The worksheet that a team works in: an item a row, what is filled in marked by its head, and colours that follow.

Which of the lines that are said of an item stand in which cell is told here too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from generator.diagnostics import Lang
from generator.i18n.dates import zone
from generator.render.body import COUNTS, BodyLine
from generator.render.workbook.book import Book, capital
from generator.render.workbook.cells import Formula, Prose, Value
from generator.render.workbook.contract import Lists
from generator.render.workbook.fillable import a_day, choose, heads
from generator.render.workbook.formulas import quoted
from generator.render.workbook.page import WorksheetPage, column_name
from generator.roundtrip.fields import ITEM, Field, current
from generator.roundtrip.workbook import ID, Table
from generator.tailor.rows import SETTLED, ChecklistItem

AS_OF = "as_of"
"""The cell by which the colours tell what is overdue."""
FILLED = frozenset[str](ITEM)
TYPED = frozenset[str]({Field.BY, Field.EVIDENCE, Field.NOTE})
"""Kept as typed: without a format for text Excel makes a date of 1/2 and 1 of 100 %."""
TOP, FROZEN, OWNER = 5, 3, "F"
"""The first row of items as Excel counts, the columns that stay in sight, the owner's column."""


WIDTHS: Mapping[Lang, Sequence[float]] = {
    "zh": (9, 6, 16, 38, 30, 9, 8, 17, 11, 7, 17, 7, 14, 15, 5, 7, 10, 9, 25),
    "en": (9, 10, 17, 38, 30, 11, 8, 15, 13, 10, 15, 8, 14, 15, 8, 12, 11, 11, 25),
}


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    head: str
    value: Callable[[ChecklistItem], Value]
    styles: tuple[str, ...] = ()


def write(book: Book, lists: Lists) -> Table:
    """Write the sheet; returns where everything stands, for whoever reads it back."""
    columns = _columns(book, lists)
    page = WorksheetPage(book, book.s.workbook.sheet.checklist, WIDTHS[book.lang])
    _banner(page)
    fills = frozenset(n for n, column in enumerate(columns) if column.key in FILLED)
    header = page.heads([column.head for column in columns], fills)
    for duty in book.checklist.duties:
        for n, column in enumerate(columns):
            marks = (style for style, keys in (("fill", FILLED), ("typed", TYPED)) if column.key in keys)
            page.put(page.row, n, column.value(duty), "cell", *column.styles, *marks, filled=column.key in FILLED)
        page.put(page.row, len(columns), _clock(duty))
        page.row += 1
    page.out.set_column(len(columns), len(columns), 2, None, {"hidden": True})
    # With the hidden column, so that a sorted row takes it along.
    page.out.autofilter(header, 0, max(header, page.row - 1), len(columns))
    page.out.freeze_panes(header + 1, FROZEN)
    page.out.repeat_rows(header)
    page.out.print_area(0, 0, page.row - 1, len(columns) - 1)
    letters = {column.key: column_name(n) for n, column in enumerate(columns)}
    # By what is filled in and the title, after which a row of one's own is called.
    heads = {column.key: capital(column.head) for column in columns if column.key in (ID, Field.TITLE, *FILLED)}
    if page.row > header + 1:
        first, last = header + 1, page.row - 1
        _validate(page, lists, {column.key: n for n, column in enumerate(columns)}, first, last)
        _paint(page, letters | {"clock": column_name(len(columns))}, first, last)
    return Table(page.out.get_name(), header + 1, letters, heads)


def _columns(book: Book, lists: Lists) -> list[Column]:
    head = heads(book.s)
    steps = {step.id: step.title for step in book.checklist.steps}
    order = {duty.id: n for n, duty in enumerate(book.checklist.duties)}

    def people(duty: ChecklistItem) -> Formula:
        # It follows the owner that a reader chooses.
        owner = f"{OWNER}{TOP + order[duty.id]}"
        return Formula(f'=IFERROR(VLOOKUP({owner},{lists.owners_and_people},2,FALSE)&"","")', lists.people(duty.owner))

    return [
        Column("id", head["id"], lambda d: d.id, ("bold",)),
        Column("step", head["step"], lambda d: steps[d.step]),
        Column("title", head["title"], lambda d: d.item.title, ("bold",)),
        Column("how", head["how"], lambda d: how(book, d)),
        Column("done_when", head["done_when"], lambda d: done_when(book, d)),
        Column("owner", head["owner"], lambda d: lists.owner(d.owner)),
        Column("people", head["people"], people),
        Column("due", f"{head['due']} ({zone(book.checklist.start)})", lambda d: d.due.instant or d.due.day),
        Column("flags", head["flags"], lambda d: flags(book, d)),
        Column("state", head["state"], lambda d: book.s.value.state[d.status.state]),
        Column("on", head["on"], lambda d: d.status.on),
        Column("by", head["by"], lambda d: d.status.by),
        Column("evidence", head["evidence"], lambda d: current(d, book.lang)[Field.EVIDENCE] or None),
        Column("note", head["note"], lambda d: current(d, book.lang)[Field.NOTE] or None),
        Column("severity", head["severity"], lambda d: book.s.value.severity[d.item.severity.value]),
        Column("category", head["category"], lambda d: book.s.value.category[d.item.category.value]),
        Column("with", head["with"], lambda d: "\n".join(lists.owner(role) for role in d.with_) or None),
        Column("verifier", head["verifier"], lambda d: lists.owner(d.verifier) if d.verifier else None),
        Column("why", head["why"], lambda d: why(book, d)),
    ]


def _banner(page: WorksheetPage) -> None:
    """Three lines above the table: what this is, how it stands, and how it is to be filled in."""
    book, c, s, f = page.book, page.book.checklist, page.book.s.sheet, page.book.s.field
    page.title(f"{book.title} · {s.title} · {book.copy}")
    page.put(1, 0, f.as_of, "plain")
    page.put(1, 2, c.today, "cell", "fill", "day")
    help_ = {"validate": "any", "input_title": capital(f.as_of), "input_message": book.s.workbook.as_of_help}
    page.out.data_validation(1, 2, 1, 2, help_)
    book.file.define_name(AS_OF, f"='{page.out.get_name()}'!$C$2")
    counts = " · ".join(f"{f[name]} {getattr(c.counts, name)}" for name in COUNTS[:5])
    span = f"{f.start} {book.instant(c.start)} – {f.end} {book.instant(c.end)}"
    page.put(1, 3, f"{book.s.value.verdict[c.readiness.verdict]} · {span} · {counts}", "plain", "bold")
    page.put(2, 0, book.s.workbook.legend, "plain", "muted")
    page.row = TOP - 2


def _clock(duty: ChecklistItem) -> str | None:
    """What the colours must know of a due beyond its cell."""
    if duty.late_start and not duty.overdue:
        return "late"
    instant = duty.due.instant
    return "instant" if instant and instant.timetz().replace(tzinfo=None) == time.min else None


def _validate(page: WorksheetPage, lists: Lists, at: Mapping[str, int], first: int, last: int) -> None:
    words = page.book.s.workbook
    error = {"error_title": words.wrong, "ignore_blank": True}
    rules = {
        "state": choose(list(lists.states.values()), words.wrong_state),
        "owner": {"validate": "list", "source": lists.owners_range, "error_message": words.wrong_owner},
    }
    day = a_day(words.wrong_date)
    for key, rule in {**rules, "due": day, "on": day}.items():
        page.out.data_validation(first, at[key], last, at[key], {**rule, **error})


def _paint(page: WorksheetPage, at: Mapping[str, str], first: int, last: int) -> None:
    """Grey what is settled, red what is overdue, yellow what is due within seven days; the whole row."""
    words, row = page.book.s.value.state, first + 1
    state, due, clock = (f"${at[key]}{row}" for key in ("state", "due", "clock"))
    settled = ",".join(f"{state}={quoted(words[name])}" for name in SETTLED)
    passed = f'IF(OR(MOD({due},1)>0,{clock}="instant"),{AS_OF}>{due},{AS_OF}>={due}+1)'
    rules = {
        "settled": f"=OR({settled})",
        "overdue": f'=AND(ISNUMBER({due}),{clock}<>"late",{passed})',
        "soon": f"=AND(ISNUMBER({due}),INT({due})-INT({AS_OF})<=7)",
    }
    book, end = page.book, len(at) - 2
    blocked = f"={state}={quoted(words['blocked'])}"
    column = ord(at["state"]) - ord("A")
    rule = {"type": "formula", "criteria": blocked, "format": book.paint("blocked")}
    page.out.conditional_format(first, column, last, column, rule)
    for name, criteria in rules.items():
        rule = {"type": "formula", "criteria": criteria, "format": book.paint(name), "stop_if_true": True}
        page.out.conditional_format(first, 0, last, end, rule)


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
