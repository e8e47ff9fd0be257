"""The workbook while it is written: its styles, its words, and what it is called."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from io import BytesIO

import xlsxwriter

from generator.i18n import calendar_day, duration, instant
from generator.render.body import Said
from generator.render.sheet import Sheet
from generator.render.workbook import cells
from generator.render.workbook.cells import Prose
from generator.render.workbook.styles import FONTS, PAINT, SIZE, properties
from generator.roundtrip.workbook import Table
from generator.tailor.rows import RoleRef

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Book:
    """The whole file. Nothing that a sheet says is written but through ``Page.put``."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.checklist = sheet.checklist
        self.lang = sheet.kit.lang
        self.s = sheet.kit.strings
        said = (calendar_day, instant, duration)
        self.day, self.instant, self.duration = (partial(one, lang=self.lang) for one in said)
        self._bytes = BytesIO()
        # Without "none" the reader's theme would put its own font in.
        font = {"font_name": FONTS[self.lang], "font_size": SIZE[self.lang], "font_scheme": "none"}
        self.file = xlsxwriter.Workbook(self._bytes, {**OPTIONS, "default_format_properties": font})
        self.style = cache(lambda *names: self.file.add_format(properties(self.lang, names)))
        self.pages: dict[str, Mapping[int, Mapping[int, str]]] = {}
        """By worksheet, row and column: the marks of its cells as printed."""
        self.tables: list[Table] = []
        """Where beside the checklist something can be filled in."""
        # What a condition does to a cell.
        self.paint = cache(lambda name: self.file.add_format(dict(PAINT[name])))

    def said(self, value: Said) -> str:
        return cells.said(value, self.lang)

    def held(self, text: str) -> str:
        return cells.held(text, f"…{self.s.workbook.cut}")

    def prose(self, *parts: tuple[Said | None, ...]) -> Prose | None:
        """Lines of label and text."""
        return cells.prose(parts, self.lang)

    def lines(self, *said: Said | None) -> Prose | None:
        return self.prose(*(("", one) for one in said))

    def label(self, word: str) -> str:
        """A word before what it names: ``证据：``."""
        return f"{capital(word)}{self.s.sheet.colon}"

    def local(self, moment: datetime) -> datetime:
        """An instant as the event's own clock shows it: a cell knows no zone."""
        return moment.astimezone(self.checklist.zone).replace(tzinfo=None)

    def who(self, role: RoleRef) -> str:
        """A role and who holds it."""
        return f"{self.said(role.title)}\n{self.sheet.body.names(role)}".rstrip()

    @property
    def invites(self) -> bool:
        """Whether whoever reads this copy adds tests and shifts to it."""
        return not (self.sheet.role or self.sheet.for_customer)

    @property
    def title(self) -> str:
        """Customer and event, for one line."""
        return cells.single_line(f"{self.said(self.checklist.customer)} · {self.said(self.checklist.event)}")

    @property
    def copy(self) -> str:
        """Whose copy this is."""
        words, role = self.s.sheet, self.sheet.role
        copy = words.customer_copy if self.sheet.for_customer else words.team_copy
        return (
            f"{copy} · {words.role_copy}{words.colon}{cells.single_line(self.said(role.title))}" if role else str(copy)
        )

    def bytes(self) -> bytes:
        """The finished file; closing it is what writes it."""
        made = self.checklist.today.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        words = f"{self.s.field.fingerprint} {self.checklist.fingerprint}"
        self.file.set_properties(
            {"title": self.held(self.title), "subject": self.s.sheet.title, "comments": words, "created": made}
        )
        self.file.close()
        return self._bytes.getvalue()


def capital(word: str) -> str:
    return word[:1].upper() + word[1:]
