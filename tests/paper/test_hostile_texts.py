"""Every text of every kind of file is hostile at once, and in every output it stays text.

Two trees are alike but for their texts: in one they hold what HTML, scripts, Jinja, typst, Markdown, spreadsheets and calendars act
upon, in the other harmless letters in the same places (a twin). What a reader of each format makes of both must have the same
structure (pages of the site: ``test_pages_inert``): the same tags and attributes, cells and formulas, events and properties.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import full
import markdown
import openpyxl
import planting
import pytest
import trees
from icalendar import Calendar
from payloads import hostile, twin
from pypdf import PdfReader

from generator.check import check
from generator.diagnostics import LANGS, Lang, Severity
from generator.library import load
from generator.publish.checking import manuals
from generator.publish.sheets import SheetVariant
from generator.publish.site_build import _variants
from generator.publish.snapshot import Snapshot
from generator.render import render
from generator.report import FORMATS as REPORTS
from generator.report import Findings, report
from generator.review import say
from generator.review.comparison import compare
from generator.tailor import CUSTOMER, Checklist
from tests import sites


@cache
def tree(kind: str) -> trees.Files:
    return full.files(hostile if kind == "hostile" else twin)


@cache
def made(kind: str) -> dict[str, Checklist]:
    return {checklist.id: checklist for checklist in sites.context(trees.library(tree(kind))).checklists}


@cache
def sheets(kind: str, engagement: str) -> dict[SheetVariant, bytes]:
    """The sheets of the site but for PDFs, written as the site's are, so that the customer's copy is cut once; of the roles, one of either side."""
    chosen = [
        variant
        for variant in _variants(made("twin")[engagement])
        if variant.format != "pdf" and variant.role in (None, "architect", "customer-lead")
    ]
    builder = trees.builder(trees.library(tree(kind)))
    with TemporaryDirectory() as folder:
        written = builder.write(Path(folder), made(kind)[engagement], chosen)
        return {variant: path.read_bytes() for variant, path in zip(chosen, written, strict=True)}


def sheet(kind: str, engagement: str, variant: SheetVariant) -> bytes:
    return sheets(kind, engagement)[variant]


def variants(format: str, lang: Lang) -> list[tuple[str, SheetVariant]]:
    """The sheets of the site in a format and language, for both engagements."""
    return [
        (id, variant)
        for id in made("twin")
        for variant in sheets("twin", id)
        if (variant.format, variant.lang) == (format, lang)
    ]


def test_every_key_of_every_kind_of_file_is_written() -> None:
    assert list(full.unwritten()) == []


def test_every_place_that_takes_text_is_planted_in_the_hostile_tree_or_refuses_it() -> None:
    """What the type of a field lets through is read by somebody, or names something else and then there is no such thing."""
    written = full.data()
    found = [(file, node) for file, data in written.items() for node in planting.file_nodes(file, data)]
    read = {node.owner for _, node in found if node.is_said}
    names = {
        planting.place(file, node.path) + "#key" * node.is_key
        for file, node in found
        if node.takes_text and node.owner not in read
    }
    assert len(read) > 60
    assert len(names) > 20
    sound = load(full.files(planting.plain))
    for place, plant in full.plantings():
        if place in names:
            faults = check(load(plant(hostile(place, False)[:400]), sound), today=trees.TODAY)
            assert [fault for fault in faults if fault.severity is Severity.ERROR], place


def test_the_hostile_tree_is_sound_and_its_twin_is_harmless() -> None:
    places: list[str] = []
    full.files(lambda place, rich: (places.append(place), "x")[1])
    assert len(places) > 400
    assert not any(re.search(r"[<{$#@|&]", twin(place, True)) for place in places)
    for kind in ("hostile", "twin"):
        trees.library(tree(kind))


class Shape(HTMLParser):
    """The tags of a page in order, with the names of their attributes, and every address; texts aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {' '.join(sorted(name for name, _ in attrs))}")
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.addresses += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "data", "poster")
        ]

    def handle_comment(self, data: str) -> None:
        self.tags.append("!--")

    def handle_decl(self, decl: str) -> None:
        self.tags.append(f"!{decl}")

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_alike(hostile_html: str, twin_html: str, what: str, *, withheld: bool = False) -> None:
    """Both have the same elements in the same order; where texts may be ``withheld`` for what they hold, at least none of its own."""
    one, other = Shape(hostile_html), Shape(twin_html)
    assert one.tags == other.tags or (withheld and not Counter(one.tags) - Counter(other.tags)), (
        what,
        Counter(one.tags) - Counter(other.tags),
        Counter(other.tags) - Counter(one.tags),
    )
    for address in one.addresses:
        assert re.match(r"(https?:|mailto:|data:,$|[^:]*$)", address), (what, address)
        assert "javascript" not in address.casefold(), (what, address)
    assert "1337" not in hostile_html.replace("fingerprint", ""), what


@pytest.mark.parametrize("lang", LANGS)
def test_in_html_sheets_texts_stay_text(lang: Lang) -> None:
    for id, variant in variants("html", lang):
        found = sheet("hostile", id, variant).decode()
        twin = sheet("twin", id, variant).decode()
        assert_alike(found, twin, variant.file_name(id), withheld=variant.audience == CUSTOMER)
        assert "pwned()" in found


EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.superfences",
    "pymdownx.details",
    "pymdownx.highlight",
]


@pytest.mark.parametrize("lang", LANGS)
def test_in_markdown_sheets_texts_stay_text(lang: Lang) -> None:
    for id, variant in variants("md", lang):
        texts = [sheet(kind, id, variant).decode() for kind in ("hostile", "twin")]
        assert "pwned()" in texts[0]
        one, other = (markdown.markdown(text, extensions=["tables", "sane_lists"]) for text in texts)
        assert_alike(one, other, variant.file_name(id), withheld=variant.audience == CUSTOMER)


@pytest.mark.parametrize("lang", LANGS)
def test_in_workbooks_texts_are_never_formulas_or_links_of_their_own(lang: Lang) -> None:
    for id, variant in variants("xlsx", lang):
        one, other = (_cells(sheet(kind, id, variant)) for kind in ("hostile", "twin"))
        if variant.audience == CUSTOMER:
            # A text is withheld for what it holds, so that rows may be fewer: nothing calculates or leads anywhere of its own.
            acts = [{re.sub(r"\d+", "#", str(cell[1:])) for cell in cells.values()} for cells in (one, other)]
            assert acts[0] <= acts[1], variant.file_name(id)
        else:
            assert one == other, variant.file_name(id)
        assert one


def _cells(content: bytes) -> dict[tuple[str, str], Any]:
    """Of every cell its type, its formula and its link; a formula holds nothing of a file's text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found: dict[tuple[str, str], Any] = {}
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                formula = cell.value if cell.data_type == "f" else None
                assert "evil" not in str(formula)
                assert "calc" not in str(formula)
                found[page.title, cell.coordinate] = (
                    cell.data_type,
                    formula,
                    cell.hyperlink.target if cell.hyperlink else None,
                )
    assert not book.defined_names or all("evil" not in str(name.value) for name in book.defined_names.values())
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_in_calendars_no_text_becomes_a_line_of_its_own(lang: Lang) -> None:
    for id, variant in variants("ics", lang):
        content = sheet("hostile", id, variant)
        assert not re.search(rb"(?m)^(X-EVIL|X:1)", content)
        assert _entries(content) == _entries(sheet("twin", id, variant)), variant.file_name(id)


def _entries(content: bytes) -> list[tuple[str, tuple[str, ...]]]:
    calendar = Calendar.from_ical(content)
    return [(part.name, tuple(sorted(part.keys()))) for part in calendar.walk()]


def test_in_pdfs_no_text_is_typst() -> None:
    builder = trees.builder(trees.library(tree("hostile")))
    paper = builder.sheet(made("hostile")["fresh"], SheetVariant("en", "pdf", "team"))
    reader = PdfReader(io.BytesIO(render(paper, "pdf")))
    text = re.sub("[\\s\u200b]", "", "".join(page.extract_text() for page in reader.pages))
    for said in ("{{7*191}}", "#eval(", "#{7*191}", "$x^2$", "@cite", "<script>window.pwned=1</script>"):
        assert said in text
    assert "1337" not in text
    links = {
        annotation.get_object()["/A"].get("/URI")
        for page in reader.pages
        for annotation in page.get("/Annots", ())
        if "/A" in annotation.get_object()
    }
    assert {link for link in links if link and not re.match(r"(https?|mailto):", link)} == set()


@pytest.mark.parametrize("format", list(REPORTS))
def test_in_reports_no_text_commands_a_terminal_or_a_host(format: str) -> None:
    found = check(load(tree("hostile")), today=date(2026, 10, 15))
    texts = {file: content.decode() for file, content in tree("hostile").items()}
    said = report(format)(Findings(found, "en", texts, manuals=manuals(trees.ROOT)))
    assert said
    if format == "github":
        assert all(
            line.startswith(("::warning ", "::notice ", "::error "))
            for line in said.splitlines()
            if line.startswith("::")
        )
        assert len(said.splitlines()) <= 2 * len(found) + 2
    if format in ("json", "sarif", "gitlab"):
        json.loads(said)
    assert "\x1b" not in said


@pytest.mark.parametrize("lang", LANGS)
def test_in_a_comment_on_a_change_texts_stay_text(lang: Lang) -> None:
    found, _ = compare(
        Snapshot("twin", tree("twin")), Snapshot("hostile", tree("hostile")), date(2026, 10, 15), trees.VOCABULARY
    )
    said = say("md")(found, lang)
    shape = Shape(markdown.markdown(said, extensions=["tables", "sane_lists", "md_in_html"]))
    tags = {tag.split()[0] for tag in shape.tags}
    assert len(shape.tags) > 50
    assert not tags & {"script", "img", "svg", "style", "title", "iframe", "h1", "pre", "label"}, tags
    assert not [address for address in shape.addresses if not re.match(r"(https?:|mailto:|[^:]*$)", address)]
    json.loads(say("json")(found, lang))
