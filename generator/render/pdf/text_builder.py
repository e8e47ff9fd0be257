"""How values read on paper: strings and runs of text, ready to be set."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from generator.diagnostics import Bilingual
from generator.i18n import calendar_day, duration, figure, instant, short_day
from generator.i18n.dates import short_instant, span
from generator.i18n.glyphs import printable
from generator.i18n.markup import LANG_TAGS
from generator.i18n.plain import plain
from generator.i18n.units import unit
from generator.model.inline import spans
from generator.model.text import Text
from generator.render.body import BodyLine, Said
from generator.render.sheet import Sheet
from generator.tailor.rows import ChecklistItem, RoleRef

RichText = str | list[dict[str, Any]]
"""A plain string, or runs: ``t`` text, and where they hold ``b`` bold, ``c`` code, ``h`` an address, ``l`` another language."""
Part = dict[str, Any]
Cell = Said | Part | list[dict[str, Any]] | RoleRef | date | timedelta | Fraction | int | None
"""What a table may be handed for a cell: a value, or runs and parts that are ready."""

DASH = "—"
DOT = " · "


def letters(*texts: RichText) -> int:
    """How much room texts take: a Chinese letter counts twice."""
    plain = ("".join(run["t"] for run in text) if isinstance(text, list) else text for text in texts)
    return sum(2 if ord(character) > 0x2E80 else 1 for text in plain for character in text)


class TextBuilder:
    """Says one sheet's values in its language: ``s``, ``p`` and ``n`` are words of sheets, paper and the night, ``f`` names fields, ``v`` their values."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.checklist, self.lang = sheet, sheet.checklist, sheet.kit.lang
        strings = sheet.kit.strings
        self.s, self.p, self.n = strings.sheet, strings.paper, strings.night
        self.f, self.v = strings.field, strings.value
        said = (short_day, instant, short_instant, span, duration)
        self.short_day, self.instant, self.clock, self.span, self.length = (
            partial(one, lang=self.lang) for one in said
        )

    def rich(self, *said: Said | None) -> RichText:
        """What is said, one after the other, as runs; a single plain one as a string."""
        runs = [run for one in said if one is not None for run in self._runs(one)]
        return "".join(run["t"] for run in runs) if all(len(run) == 1 for run in runs) else runs

    def _runs(self, said: Said) -> Iterable[dict[str, Any]]:
        if not isinstance(said, Text):
            yield {"t": printable(said.of(self.lang) if isinstance(said, Bilingual) else said)}
            return
        really = said.lang_of(self.lang)
        other = {} if really == self.lang else {"l": LANG_TAGS[really]}
        for piece in spans(said.of(self.lang)):
            style: dict[str, Any] = {"b": True} if piece.bold else {}
            style |= {"c": True} if piece.code else {}
            style |= {"h": piece.href} if piece.href else {}
            yield {"t": printable(piece.text), **style, **other}

    def plain(self, said: Said) -> str:
        """The words alone, for a place that has no styles."""
        return printable(plain(said, self.lang))

    def part(self, name: str, *said: Said | None) -> list[Part]:
        """A labelled line, or none where nothing is said."""
        words = tuple(one for one in said if one is not None)
        return [self.labelled(BodyLine(name, self.f[name], words))] if any(words) else []

    def labelled(self, line: BodyLine) -> Part:
        """A line with its label apart."""
        return {"label": self._label(line), "text": self.rich(*line.said), "kind": line.kind}

    def said(self, line: BodyLine) -> Part:
        """A line as one text."""
        return {"text": self.rich(self._label(line) or None, *line.said), "kind": line.kind}

    def _label(self, line: BodyLine) -> str:
        return f"{line.label}{self.s.colon}" if line.label else ""

    def table(
        self, title: str, heads: list[str], rows: list[list[Cell]], widths: str, numbers: tuple[int, ...] = ()
    ) -> list[Part]:
        """A titled table, or none without rows. ``widths`` are fractions of the page or ``auto``; ``numbers`` stand to the right."""
        cells = [[self._cell(value) for value in row] for row in rows]
        found = {"title": title, "heads": heads, "rows": cells, "widths": widths.split(), "numbers": list(numbers)}
        return [found] if rows else []

    def _cell(self, value: Cell) -> RichText | Part:
        match value:
            case RoleRef():
                return self.who(value)
            case date():
                return self.day(value)
            case timedelta():
                return self.length(value)
            case Fraction() | int() | None:
                return figure(value)
            case dict() | list():
                return value
        return self.rich(value)

    def who(self, role: RoleRef) -> Part:
        """A role with the names behind it."""
        return {"role": self.rich(role.title), "names": self.names(role), "nobody": role.nobody}

    def due(self, duty: ChecklistItem) -> Part:
        """When an item is due, and whether that has passed."""
        at = self.clock(duty.due.instant) if duty.due.instant else self.day(duty.due.day)
        return {"text": at, "late": self.f.overdue if duty.overdue else ""}

    def day(self, day: date | None) -> str:
        return calendar_day(day, self.lang) if day else DASH

    def answer(self, value: Fraction | str | bool | None, measure: str | None) -> str:
        """A fact's value with its unit."""
        value = self.sheet.body.answer(value)
        shown = value if isinstance(value, str) else figure(value)
        return printable(f"{shown} {self.unit(measure)}" if measure and value is not None else shown)

    def unit(self, written: str | None) -> str:
        """A unit in the reader's language, empty where there is none."""
        return unit(written).of(self.lang) if written else ""

    def names(self, role: RoleRef) -> str:
        return printable(self.sheet.body.names(role))

    def reach(self, role: RoleRef) -> list[str]:
        return [printable(person) for person in self.sheet.body.reach(role)]
