"""The workbook while it is written: its words, what it is called, and how cells look. A style is a few names together, such as
``("cell", "day", "fill")``."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from io import BytesIO
from typing import Any

import xlsxwriter

from generator.diagnostics import Lang
from generator.i18n import calendar_day, duration, instant
from generator.render.body import Said
from generator.render.sheet import Sheet
from generator.render.workbook import cells
from generator.render.workbook.cells import Prose
from generator.roundtrip.workbook import Table
from generator.tailor.rows import RoleRef

# Both come with Office and WPS; elsewhere the reader's own sans serif stands in.
FONTS: Mapping[Lang, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
SIZE: Mapping[Lang, float] = {"zh": 9, "en": 10}
INK, MUTED, LINE = "#1F2933", "#6B7280", "#C9CFD6"
DARK, FILL = "#1F4E79", "#8A5A00"
PALE_FILL = "#FFF9E8"

STYLES: Mapping[str, Mapping[str, Any]] = {
    "cell": {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE, "font_color": INK},
    "plain": {"valign": "top", "font_color": INK},
    "title": {"bold": True, "font_size": 15, "font_color": DARK},
    "section": {"bold": True, "font_size": 12, "font_color": DARK, "top": 2, "top_color": DARK},
    "muted": {"font_color": MUTED},
    "head": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "text_wrap": True, "valign": "vcenter",
        "border": 1, "border_color": LINE,
    },
    "head_fill": {"bg_color": FILL},
    "typed": {"num_format": "@"},
    "fill": {"bg_color": PALE_FILL, "locked": False},
    "bold": {"bold": True},
    "apart": {"align": "left", "indent": 1},
    "left": {"align": "left"},
    "verdict": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "iso": {"num_format": "yyyy-mm-dd", "align": "left"},
    "link": {"font_color": "#1155CC", "underline": 1},
    "figure": {"num_format": "#,##0.0###", "align": "right"},
    "count": {"num_format": "#,##0", "align": "right"},
    "share": {"num_format": "0.0%", "align": "right"},
    "red": {"bg_color": "#F8C9C4", "font_color": "#7F1D1D", "bold": True},
    "yellow": {"bg_color": "#FFE9A8", "font_color": "#5C4400"},
    "green": {"bg_color": "#CFE8D3", "font_color": "#14532D"},
}  # fmt: skip

# What a condition paints over a cell; a cell's font family and size cannot change there.
PAINT: Mapping[str, Mapping[str, Any]] = {
    "overdue": {"bg_color": "#F8C9C4", "font_color": "#7F1D1D"},
    "soon": {"bg_color": "#FFE9A8"},
    "settled": {"bg_color": "#ECEEF0", "font_color": "#7B8490"},
    "blocked": {"bold": True, "font_color": "#B91C1C"},
    "must": {"bold": True},
    "whole": {"num_format": "#,##0"},
    "over": {"bold": True, "bg_color": "#F8C9C4", "font_color": "#7F1D1D"},
    "add": {"bold": True, "bg_color": "#FFE9A8"},
}


def day_format(lang: Lang, *, time: bool) -> str:
    """The date with its weekday in the sheet's language, whatever the reader's system speaks. An instant's year is plain from the sheet."""
    # LibreOffice knows the language of a format only where it stands first, and Excel's shorter "aaa" differs by edition.
    if lang == "zh":
        return "[$-804]mm-dd aaaa hh:mm" if time else "[$-804]yyyy-mm-dd aaaa"
    return "[$-409]ddd mm-dd hh:mm" if time else "[$-409]ddd yyyy-mm-dd"


def properties(lang: Lang, names: tuple[str, ...]) -> dict[str, Any]:
    """The properties of a style; of two that disagree the later name wins."""
    found: dict[str, Any] = {"font_name": FONTS[lang], "font_size": SIZE[lang], "font_scheme": "none"}
    for name in names:
        if name in ("day", "instant"):
            found |= {"num_format": day_format(lang, time=name == "instant"), "align": "left"}
        else:
            found |= STYLES[name]
    return found


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
