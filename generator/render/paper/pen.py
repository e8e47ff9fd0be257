"""How values read on paper: strings and runs of text, ready to be set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from generator.diagnostics import Bilingual, Lang
from generator.i18n import Strings, calendar_day, duration, figure, instant, percent, short_day
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

Ink = str | list[dict[str, Any]]
"""A plain string, or runs: ``t`` text, and where they hold ``b`` bold, ``c`` code, ``h`` an address, ``l`` another language."""
Part = dict[str, Any]

DASH = "—"
DOT = " · "


def letters(*inks: Ink) -> int:
    """How much room texts take: a Chinese letter counts twice."""
    texts = ("".join(run["t"] for run in ink) if isinstance(ink, list) else ink for ink in inks)
    return sum(2 if ord(sign) > 0x2E80 else 1 for text in texts for sign in text)


@dataclass(frozen=True)
class Pen:
    """Writes one sheet in its language."""

    sheet: Sheet

    @property
    def lang(self) -> Lang:
        return self.sheet.kit.lang

    @property
    def s(self) -> Strings:
        """The words that sheets of all formats share."""
        words: Strings = self.sheet.kit.strings.sheet
        return words

    @property
    def p(self) -> Strings:
        """The words of paper alone."""
        words: Strings = self.sheet.kit.strings.paper
        return words

    @property
    def v(self) -> Strings:
        """The few words that fields may hold."""
        words: Strings = self.sheet.kit.strings.value
        return words

    def ink(self, *said: Said | None) -> Ink:
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

    def part(self, name: str, *said: Said | None, kind: str = "") -> list[Part]:
        """A labelled line, or none where nothing is said."""
        words = tuple(one for one in said if one is not None)
        return [self.labelled(BodyLine(name, self.s[name], words, kind))] if any(words) else []

    def labelled(self, line: BodyLine) -> Part:
        """A line with its label apart."""
        return {"label": self._label(line), "text": self.ink(*line.said), "kind": line.kind}

    def said(self, line: BodyLine) -> Part:
        """A line as one text."""
        return {"text": self.ink(self._label(line) or None, *line.said), "kind": line.kind}

    def _label(self, line: BodyLine) -> str:
        return f"{line.label}{self.s.colon}" if line.label else ""

    def day(self, day: date | None) -> str:
        return calendar_day(day, self.lang) if day else DASH

    def short_day(self, day: date) -> str:
        return short_day(day, self.lang)

    def instant(self, moment: datetime) -> str:
        return instant(moment, self.lang)

    def clock(self, moment: datetime) -> str:
        return short_instant(moment, self.lang)

    def span(self, begins: datetime, ends: datetime) -> str:
        return span(begins, ends, self.lang)

    def hours(self, begins: datetime, ends: datetime) -> str:
        """``11-10 18:00–02:15``: a shift, which ends before the same hour of the next day."""
        end = f"{ends:%H:%M}" if ends - begins < timedelta(days=1) else f"{ends:%m-%d %H:%M}"
        return f"{begins:%m-%d %H:%M}–{end}"

    def length(self, length: timedelta) -> str:
        return duration(length, self.lang)

    def figure(self, value: Fraction | int | None) -> str:
        return figure(value)

    def percent(self, share: Fraction) -> str:
        return percent(share)

    def answer(self, value: Fraction | str | bool | None, measure: str | None) -> str:
        """A fact's value with its unit."""
        if value is None:
            return DASH
        if isinstance(value, bool):
            return str(self.v.answer["yes" if value else "no"])
        shown = figure(value) if isinstance(value, Fraction) else value
        return printable(f"{shown} {self.unit(measure)}" if measure else shown)

    def unit(self, written: str | None) -> str:
        """A unit in the reader's language, empty where there is none."""
        return unit(written).of(self.lang) if written else ""

    def names(self, role: RoleRef) -> str:
        return printable(self.sheet.body.names(role))

    def reach(self, role: RoleRef) -> list[str]:
        return [printable(person) for person in self.sheet.body.reach(role)]

    def due(self, duty: ChecklistItem) -> str:
        return self.clock(duty.due.instant) if duty.due.instant else self.day(duty.due.day)
