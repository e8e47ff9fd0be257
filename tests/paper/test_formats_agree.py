"""Every format of every sample engagement, in both languages, read back: the same items, dates, owners and counts."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader
from trees import sheet

from generator.diagnostics import LANGS, Lang
from generator.i18n import calendar_day
from generator.library import Library, load
from generator.publish.disk import read_tree
from generator.render import FORMATS, render
from generator.tailor import Checklist, tailor

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 23)
ENGAGEMENTS = sorted(path.stem for path in (ROOT / "playbooks" / "engagements").glob("*.yaml"))
ID = r"(?:[A-Z]{2,5}-[TA]\d{2,3}|X\d{2,})"
Row = tuple[str, str]
"""A due day as the sheet says it, and the owner's title."""


@cache
def real() -> Library:
    return load(read_tree(ROOT))


@cache
def checklist(engagement: str) -> Checklist:
    return tailor(real(), real().engagements[engagement], DAY)


class _Rows(HTMLParser):
    """Each item's row: what its owner and due cells begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._id, self._cell = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "tr":
            self._id = named.get("data-id") or ""
            if self._id:
                self.found[self._id] = {"owner": str(named["data-owner-title"]), "due": ""}
        if tag == "td":
            self._cell = named.get("class") or ""

    def handle_data(self, data: str) -> None:
        if self._id and self._cell == "c-due":
            self.found[self._id]["due"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._id = ""


def _day(text: str) -> str:
    found = re.search(r"\d{4}-\d{2}-\d{2}", text)
    assert found, text
    return found.group()


def from_html(content: bytes, _: Lang) -> dict[str, Row]:
    rows = _Rows()
    rows.feed(content.decode("utf-8"))
    return {id: (_day(row["due"]), row["owner"]) for id, row in rows.found.items()}


def from_md(content: bytes, lang: Lang) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for line in content.decode("utf-8").splitlines():
        if match := re.match(rf"- \[[ x]\] \*\*({ID})\*\* (.*)$", line):
            _, owner, due = (
                match[2].replace("\\", "").rsplit(" · ", 2) if match[2].count(" · ") == 2 else _long(match[2])
            )
            found[match[1]] = (_day(due), re.split(r" \(|（", owner)[0])
    return found


def _long(line: str) -> tuple[str, str, str]:
    """A title or a reason may hold the sign between the parts itself: the due is the part with the first date."""
    parts = line.replace("\\", "").split(" · ")
    at = next(n for n, part in enumerate(parts) if n > 1 and re.search(r"\d{4}-\d{2}-\d{2}", part))
    return parts[0], parts[at - 1], parts[at]


def from_xlsx(content: bytes, _: Lang) -> dict[str, Row]:
    workbook = load_workbook(io.BytesIO(content))
    place = json.loads(workbook["_playbook"]["A2"].value)
    page, columns = workbook[place["sheet"]], place["columns"]
    found = {}
    for row in range(place["header"] + 1, page.max_row + 1):
        id = page[f"{columns['id']}{row}"].value
        if isinstance(id, str) and re.fullmatch(ID, id):
            due = page[f"{columns['due']}{row}"].value
            found[id] = (
                (due.date() if isinstance(due, datetime) else due).isoformat(),
                page[f"{columns['owner']}{row}"].value,
            )
    return found


def from_ics(content: bytes, lang: Lang) -> dict[str, Row]:
    assert real().roles
    roles = real().roles.model.root
    found = {}
    for event in Calendar.from_ical(content).walk("VEVENT"):
        if event.get("x-playbook-kind") == "item" and event.get("status") != "CANCELLED":
            start: Any = event["dtstart"].dt
            own = (
                start.astimezone(_zone(str(event["x-playbook-engagement"]))).date()
                if isinstance(start, datetime)
                else start
            )
            found[str(event["x-playbook-id"])] = (
                own.isoformat(),
                roles[str(event["x-playbook-owner"])].title.plain(lang),
            )
    return found


def _zone(engagement: str) -> Any:
    return checklist(engagement).zone


READERS: Mapping[str, Any] = {"html": from_html, "md": from_md, "xlsx": from_xlsx, "ics": from_ics}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("engagement", ENGAGEMENTS)
def test_all_formats_hold_the_same(engagement: str, lang: Lang) -> None:
    found = checklist(engagement)
    expected = {duty.id: (duty.due.day.isoformat(), duty.owner.title.plain(lang)) for duty in found.duties}
    assert len(expected) == found.counts.total > 50
    assert READERS.keys() | {"pdf"} == FORMATS.keys()
    for format, reader in READERS.items():
        assert reader(render(sheet(real(), found, lang), format), lang) == expected, format


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("engagement", ENGAGEMENTS)
def test_paper_holds_the_same(engagement: str, lang: Lang) -> None:
    found = checklist(engagement)
    pages = PdfReader(io.BytesIO(render(sheet(real(), found, lang), "pdf"))).pages
    text = "".join("".join(page.extract_text() for page in pages[1:]).split())
    assert {duty.id for duty in found.duties} <= set(re.findall(ID, text))
    for duty in found.duties:
        if duty.settled:
            continue
        # Where its row stands: its id, and behind it, before the next step's signature, its owner and its day.
        day = duty.due.instant or duty.due.day
        shown = f"{day:%m-%d}" if duty.due.instant else calendar_day(duty.due.day, lang)
        owner = duty.owner.title.plain(lang)
        rows = [text[match.end() : match.end() + 1500] for match in re.finditer(re.escape(duty.id), text)]
        assert any("".join(shown.split()) in row and "".join(owner.split()) in row for row in rows), duty.id
