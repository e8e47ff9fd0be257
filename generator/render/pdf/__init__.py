"""PDF: A4 by typst with the bundled fonts alone, tagged for PDF/UA-1, the same bytes for the same sheet."""

import json
from functools import lru_cache
from typing import Any

import typst

from generator.diagnostics import lacking
from generator.i18n.glyphs import FAMILY, FONTS, WEIGHTS
from generator.i18n.markup import LANG_TAGS
from generator.render.pdf import capacity, cover, night, people, role, steps
from generator.render.pdf.text_builder import TextBuilder
from generator.render.sheet import Sheet

_REMEMBERED = 11
"""After how many documents typst's Python package has dropped what one of them left behind."""
_NOTHING = {"main.typ": b""}


def render(sheet: Sheet) -> bytes:
    """The whole list, the two pages for the night, or one role's sheet."""
    build = TextBuilder(sheet)
    if sheet.night:
        return _typeset(sheet, "night.typ", {"head": cover.head(build), "night": night.night(build)})
    if sheet.role:
        return _typeset(
            sheet, "role.typ", {"head": cover.head(build), "role": role.role(build, sheet.role), "notes": build.s.notes}
        )
    return _typeset(sheet, "full.typ", _full(build))


def _full(build: TextBuilder) -> dict[str, Any]:
    return {
        "head": cover.head(build),
        "cover": cover.cover(build),
        "heads": steps.head(build),
        "steps": steps.steps(build),
        "settled": steps.settled(build),
        "estimates": capacity.estimates(build),
        "tables": capacity.tables(build),
        "plans": people.plans(build),
        "contacts": people.contacts(build),
        "messages": people.messages(build),
        "resources": people.resources(build),
        "retrospective": people.retrospective(build),
        "notes": build.s.notes,
    }


def _typeset(sheet: Sheet, main: str, content: dict[str, Any]) -> bytes:
    """Only names of our own templates reach typst's source; everything a file says travels as JSON."""
    sources = {name: source.encode("utf-8") for name, source in sheet.kit.templates.items() if name.endswith(".typ")}
    if main not in sources:
        raise lacking(f"templates: {main}")
    tag = LANG_TAGS[sheet.kit.lang]
    language, _, region = tag.partition("-")
    data = {"lang": language, "region": region.lower() or None, "font": FAMILY, **content}
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    files = {**sources, "main.typ": sources[main], "data.json": written}
    compiler = _compiler()
    pdf: bytes = compiler.compile(input=files, format="pdf", pdf_standards=["ua-1"])
    # What it has laid out is dropped once that many others came after it. No two sheets share enough to pay for what ten of them
    # hold (0.3 GB, and the time to look through it), so as many empty ones clear it at once.
    for _ in range(_REMEMBERED):
        compiler.compile(input=_NOTHING, format="svg")
    return pdf


@lru_cache(maxsize=1)
def _compiler() -> Any:
    # One a process: it reads the fonts once.
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    weights = {font.weight for font in fonts.fonts() if font.family == FAMILY}
    if not weights >= WEIGHTS:
        # typst would leave every text out, without a word.
        raise lacking(str(FONTS))
    return typst.Compiler(font_paths=fonts)
