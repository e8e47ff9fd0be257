"""PDF sheets, read back as a reader's program would: no lost row, no empty box, two pages for the night, the same bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from fontTools.ttLib import TTFont
from pypdf.generic import ContentStream
from trees import LONG_AFTER, ROOT, TODAY, Data, book, builder, engagement, files, item, library, tailored

from generator.diagnostics import Lang
from generator.i18n import glyphs
from generator.library import Library, load
from generator.publish.disk import read_tree
from generator.publish.sheets import SheetVariant
from generator.render import render
from generator.render.pdf import cover, timeline
from generator.render.pdf.text_builder import TextBuilder
from generator.render.sheet import Sheet
from generator.tailor import Checklist, tailor

REAL_DAY = datetime.fromisoformat("2026-11-23T00:00+08:00").date()
ID = re.compile(r"\b(?:[A-Z]{2,5}-[TAP]|X)[0-9]{2,3}\b")
HARD = "镕喆 𠮷 😀👨\u200d👩\u200d👧 שלום عربى \u202eabc " + "x" * 300
LONG_NAME = "示" * 30 + "N" * 30


def sheet(found: Library, checklist: Checklist, lang: Lang = "zh", **variant: Any) -> Sheet:
    options = {"audience": "team", **variant}
    return builder(found).sheet(checklist, SheetVariant(lang, "pdf", **options))


def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in opened(pdf).pages)


def close(text: str) -> str:
    """Without spaces and line breaks, which a reader's program may see anywhere."""
    return re.sub(r"[\s\u200b]+", "", text)


@cache
def real() -> Library:
    return load(read_tree(ROOT))


@cache
def crowded(count: int) -> tuple[Library, Checklist]:
    """``count`` open items, hard names and texts among them, some settled ones, a roster, plans and patrols."""
    extras = [
        item(
            f"X{n:02d}",
            title=LONG_NAME if n % 7 == 0 else f"事项 {n}",
            step=("collect", "apply", "prepare", "onsite")[n % 4],
            due=f"T-{20 + n % 60}",
            how=HARD if n % 5 == 0 else "做" * (1 + n % 9 * 40),
            done_when="做完" * (n % 4 + 1),
        )
        for n in range(10, 10 + count)
    ]
    plans = [
        {"id": f"DEM-P{n:02d}", "kind": "emergency", "title": f"预案 {n}", "trigger": HARD, "decider": "architect", "executor": "architect", "action": ["做"]}
        for n in range(1, 30)
    ]  # fmt: skip
    patrols = [
        item(f"DEM-A{n}", step="onsite", repeat={"every": "5m", "from": "T-2h", "to": "T+10h"}) for n in range(20, 26)
    ]
    roster = [
        {"role": "architect", "who": LONG_NAME, "contact": HARD, "from": f"2026-11-{day}T{hour:02d}:00+08:00", "to": f"2026-11-{day}T{hour + 5:02d}:15+08:00"}
        for day in (10, 11)
        for hour in range(0, 18, 1)
    ]  # fmt: skip
    changes: Data = {
        "customer": {"zh": "镕喆𠮷😀" * 15, "en": "W" * 60},
        "event": {"name": {"zh": "长" * 60, "en": "Long name " * 6}},
        "team": {"architect": [{"name": LONG_NAME, "contact": "a@example.com"}] * 3},
        "extra": extras,
        "roster": roster,
        "skip": {"DEM-A81": {"because": "不涉及", "by": "architect"}},
        "status": {"DEM-A82": {"state": "done"}, "DEM-A83": {"state": "accepted", "note": "现状可以"}},
    }
    playbook = book([*patrols, item("DEM-A30", products=["cache"])], plans=plans)
    found = library(files(playbook, fresh=engagement(products=["udb"], **changes)))
    return found, tailor(found, found.engagements["fresh"], TODAY)


# Characters.


def test_both_weights_hold_the_same_characters_and_all_of_gbk_but_one() -> None:
    covered = []
    for path in sorted(glyphs.FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            covered.append(frozenset(font.getBestCmap()))
    regular, bold = covered
    assert regular == bold
    gbk = {
        bytes(pair).decode("gbk", "ignore")
        for high in range(0x81, 0xFF)
        for pair in ((high, low) for low in range(0x40, 0xFF))
    }
    assert len(gbk) > 20_000
    assert {sign for sign in gbk if len(sign) == 1 and ord(sign) not in regular and sign.isprintable()} == {"≒"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("镕喆 ≥ → é – “”", []),
        ("甲𠮷乙", [(1, "𠮷")]),
        ("≒", [(0, "≒")]),
        ("a😀b😀", [(1, "😀"), (3, "😀")]),
        ("Łódź", [(0, "Ł"), (3, "ź")]),
        ("一行\n两行\u200b\ufe0f\u2009\u202e", []),
        ("e\u0301", []),
    ],
)
def test_what_no_font_can_print_is_found_where_it_stands(text: str, found: list[tuple[int, str]]) -> None:
    assert glyphs.missing(text) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("镕喆", "镕喆"),
        ("甲𠮷乙", "甲[U+20BB7]乙"),
        ("👨\u200d👩", "[U+1F468 U+1F469]"),
        ("a\nb\u2009c\u202ed", "a b cd"),
        ("x" * 30, "\u200b".join(["x" * 12, "x" * 12, "x" * 6])),
        ("a.short@example.com", "a.\u200bshort@\u200bexample.\u200bcom"),
        ("很" * 60, "很" * 60),
    ],
)
def test_what_paper_shows_instead(text: str, shown: str) -> None:
    assert glyphs.printable(text) == shown


# Whole sheets.


@pytest.mark.parametrize(("id", "lang"), [("star-eve", "en")])
def test_a_sample_engagement_holds_every_item_on_paper(id: str, lang: Lang) -> None:
    checklist = tailor(real(), real().engagements[id], REAL_DAY)
    pdf = render(sheet(real(), checklist, lang), "pdf")
    reader = opened(pdf)
    text = words(pdf)
    expected = {
        *(duty.id for duty in (*checklist.duties, *checklist.waived)),
        *(line.id for line in checklist.left_out),
        *(line.plan.id for line in checklist.plans),
    }
    assert expected - set(ID.findall(text)) == set()
    for duty in checklist.duties:
        if not duty.settled:
            assert close(duty.item.title.plain(lang)) in close(text), duty.id
    assert reader.trailer["/Root"]["/Lang"] == ("zh-CN" if lang == "zh" else "en")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert "[U+" not in text, "our own words, and those of the samples, need no replacement"
    assert checklist.fingerprint in reader.pages[0].extract_text()
    page = (
        f"第 {len(reader.pages)} / {len(reader.pages)} 页"
        if lang == "zh"
        else f"page {len(reader.pages)} / {len(reader.pages)}"
    )
    assert close(page) in close(reader.pages[-1].extract_text())


@pytest.mark.parametrize(("count", "lang"), [(1, "en"), (200, "zh")])
def test_no_row_is_lost_and_the_cover_is_one_page(count: int, lang: Lang) -> None:
    found, checklist = crowded(count)
    pdf = render(sheet(found, checklist, lang), "pdf")
    text = words(pdf)
    assert len(checklist.duties) >= count + 10
    everything = [
        *(duty.id for duty in (*checklist.duties, *checklist.waived)),
        *(line.id for line in checklist.left_out),
    ]
    assert set(everything) - set(ID.findall(text)) == set()
    rows = [duty for duty in checklist.duties if not duty.settled]
    assert close(text).count("做完") >= len([duty for duty in rows if duty.item.done_when])
    hard = sum(duty.item.how is not None and duty.item.how.of(lang) == HARD for duty in rows)
    assert close(text).count("x" * 300) >= hard > 0
    # The second page begins with what the cover had no room for, or with the first step.
    second = opened(pdf).pages[1].extract_text()
    strings = builder(found).kits[lang].strings
    first_step = checklist.steps[0].title.of(lang)
    assert (strings.paper.other_reasons in second) or (first_step in second)
    assert strings.field.team in opened(pdf).pages[0].extract_text()


def test_what_is_longer_than_a_page_goes_on_on_the_next() -> None:
    long = "".join(f"第{n}句。" for n in range(1200))
    who = engagement(
        extra=[item("X01", title="标题", how=long, step="onsite", due=LONG_AFTER)],
        move={"X01": {"due": "E+10", "because": long}},
    )
    plan = {
        "id": "DEM-P01",
        "kind": "emergency",
        "title": "预案",
        "trigger": "有事",
        "decider": "architect",
        "executor": "architect",
        "action": [long],
    }
    found = library(files(book(plans=[plan]), fresh=who))
    pdf = render(sheet(found, tailored(who, book(plans=[plan]))), "pdf")
    text = close(words(pdf))
    told = [text.count(f"第{n}句。") for n in range(1200)]
    # A sentence across two pages has a footer in its middle: at most one in each of two columns.
    assert set(told) <= {2, 3}
    assert told.count(2) <= 2 * len(opened(pdf).pages)


def test_a_missing_character_is_never_a_box() -> None:
    found, checklist = crowded(1)
    pdf = render(sheet(found, checklist), "pdf")
    assert "[U+20BB7U+1F600]" in close(words(pdf))
    shown = 0
    reader = opened(pdf)
    for page in reader.pages:
        contents = page.get_contents()
        assert contents is not None
        for operands, operator in ContentStream(contents, reader).operations:
            if operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else operands
                for part in parts:
                    codes = getattr(part, "original_bytes", part if isinstance(part, bytes) else b"")
                    # Two bytes a glyph; glyph 0 is the font's empty box.
                    glyphs_shown = [codes[n : n + 2] for n in range(0, len(codes), 2)]
                    shown += len(glyphs_shown)
                    assert b"\0\0" not in glyphs_shown
    assert shown > 1000


def test_what_a_file_says_stays_text() -> None:
    said = "#import $x$ *a* _b_ <l> @ref \\ // = h `c` #{1+1} https://example.com"
    who = engagement(
        extra=[
            item(
                "X01", title={"zh": "标题", "en": "t"}, how=said.replace("<l>", "< l >"), due=LONG_AFTER, step="onsite"
            )
        ]
    )
    found = library(files(fresh=who))
    text = close(words(render(sheet(found, tailored(who)), "pdf")))
    assert "#import$x$*a*_b_<l>@ref\\//=hc#{1+1}https://example.com" in text


def test_a_customers_copy_holds_nothing_internal() -> None:
    canary = "CANARY"
    who = engagement(
        application={
            "level": "A",
            "approvals": [{"role": "duty-director", "decision": "approved", "on": "2026-08-27"}],
        },
        contacts={"bridge": "桥", "customer_group": "客户群", "internal_group": canary},
        extra=[item("X01", title=canary, audience="internal", step="onsite", due=LONG_AFTER)],
        risks=[
            {"id": "R1", "level": "low", "text": canary, "owner": "architect", "state": "open", "audience": "internal"}
        ],
        roster=[
            {"role": "duty-director", "who": canary, "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"}
        ],
    )
    found = library(files(fresh=who))
    checklist = tailored(who)
    for night in (False, True):
        assert canary in words(render(sheet(found, checklist, night=night), "pdf"))
        text = words(render(sheet(found, checklist, audience="customer", night=night), "pdf"))
        assert canary not in text
        assert "2026-08-27" not in text
        assert "客户群" in text


# The night and the roles.


@pytest.mark.parametrize(("count", "lang"), [(1, "zh"), (200, "zh"), (200, "en")])
def test_the_night_sheet_is_two_pages_however_much_there_is(count: int, lang: Lang) -> None:
    found, checklist = crowded(count)
    pdf = render(sheet(found, checklist, lang, night=True), "pdf")
    assert len(opened(pdf).pages) == 2
    strings = builder(found).kits[lang].strings
    first, second = (close(page.extract_text()) for page in opened(pdf).pages)
    assert close(strings.night.countdown) in first
    assert close(strings.paper.handover) in second
    # What did not fit is counted.
    rest = re.escape(close(strings.paper.more_on_full)).replace(re.escape("{n}"), r"\d+")
    assert re.search(rest, first)
    assert re.search(rest, second)


def test_the_night_sheet_of_an_engagement_that_says_nothing_is_two_pages() -> None:
    found = library(files(fresh=engagement()))
    for variant in ({}, {"audience": "customer"}):
        pdf = render(sheet(found, tailored(), night=True, **variant), "pdf")
        assert len(opened(pdf).pages) == 2


@pytest.mark.parametrize("id", ["star-eve", "beauty-week"])
def test_a_sample_night_names_who_is_on_and_what_to_do(id: str) -> None:
    checklist = tailor(real(), real().engagements[id], REAL_DAY)
    pdf = render(sheet(real(), checklist, night=True), "pdf")
    assert len(opened(pdf).pages) == 2
    text = close(words(pdf))
    on_shift = next(shift for shift in checklist.roster if shift.ends > checklist.today)
    emergency = next(line for line in checklist.plans if line.plan.kind == "emergency")
    assert close(on_shift.who) in text
    assert close(on_shift.contact or "") in text
    assert close(emergency.plan.trigger.plain("zh")) in text
    assert checklist.incidents[0].id in text


def test_a_roles_sheet_begins_with_its_own_dates_and_fits_one_page_when_small() -> None:
    own = item("DEM-A01", owner="architect", due="T-20", step="prepare")
    later = item("DEM-A02", owner="architect", due="T-10", step="prepare")
    other = item("DEM-A03", owner="account-manager", verifier="architect", due="T-30", step="prepare")
    quiet = {f"DEM-A{n}": {"because": "不涉及", "by": "architect"} for n in range(81, 92)}
    who = engagement(skip=quiet)
    found = library(files(book([later, other, own]), fresh=who))
    checklist = tailored(who, book([later, other, own]))
    pdf = render(sheet(found, checklist, role="architect"), "pdf")
    assert len(opened(pdf).pages) == 1
    text = words(pdf)
    assert text.index("DEM-A01") < text.index("DEM-A02") < text.index("DEM-A03")


# What is drawn.


def test_the_timeline_runs_forward_within_its_line() -> None:
    checklist = tailor(real(), real().engagements["outdoor-blackfriday"], REAL_DAY)
    drawn = timeline.timeline(TextBuilder(sheet(real(), checklist)))
    scale = timeline.Scale.of(checklist)
    hours = [scale.stops[0] + timedelta(hours=n) for n in range(0, 24 * 130, 12)]
    places = [scale.at(hour) for hour in hours]
    assert places == sorted(places)
    assert places[0] == 0.0
    assert places[-1] == 1.0
    bars = [bar for lane in drawn["lanes"] for bar in lane["bars"]]
    assert all(0 <= bar["from"] <= bar["to"] <= 1 for bar in bars)
    assert [bar["kind"] for bar in bars].count("step") == 4
    assert len(drawn["waves"]) == 3
    # Labels of waves that are near each other stand on rows of their own.
    for one in drawn["waves"]:
        for two in drawn["waves"]:
            if one is not two and one["row"] == two["row"]:
                assert one["text"] != two["text"]
                assert abs(one["left"] - two["left"]) > timeline.LETTER * 10


def test_a_code_leads_to_the_address_or_holds_the_fingerprint() -> None:
    import segno

    found = library(files(fresh=engagement()))
    checklist = tailored()
    placed = sheet(found, checklist)
    assert placed.address == "https://playbooks.example.com/engagements/fresh/index.zh.html"
    assert cover.head(TextBuilder(placed))["code"] == cover.code(placed.address)
    alone = replace(placed, address=None)
    assert cover.head(TextBuilder(alone))["code"] == cover.code(checklist.fingerprint)
    assert cover.code("a") != cover.code("b")
    dark = sum(sum(row) for row in segno.make(checklist.fingerprint, error="m", micro=False).matrix)
    assert dark > 100


AGAIN = """
import sys, hashlib
sys.path[:0] = [{unit!r}, {tests!r}]
from test_pdf import digest
sys.stdout.write(digest())
"""


def digest() -> str:
    import hashlib

    found, checklist = crowded(1)
    variants: list[dict[str, Any]] = [{}, {"night": True}, {"role": "architect"}]
    return " ".join(
        hashlib.sha256(render(sheet(found, checklist, **variant), "pdf")).hexdigest() for variant in variants
    )


def test_the_same_sheet_has_the_same_bytes_in_every_process() -> None:
    here = Path(__file__).parent
    code = AGAIN.format(unit=str(here), tests=str(here.parent))
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == digest() == digest()


MANY = """
import sys
from pathlib import Path
sys.path[:0] = [{unit!r}, {tests!r}]
from test_pdf import REAL_DAY, real, render, sheet, tailor
for id in sorted(real().engagements):
    for audience in ("team", "customer"):
        render(sheet(real(), tailor(real(), real().engagements[id], REAL_DAY), audience=audience), "pdf")
# Not ru_maxrss, which begins with what the process had that started this one.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
sys.stdout.write(str(int(peak.split()[1]) // 1024))
"""


def test_a_process_that_made_many_sheets_has_forgotten_them() -> None:
    here = Path(__file__).parent
    code = MANY.format(unit=str(here), tests=str(here.parent))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 250, "megabytes; typst alone would keep 400 of sixteen sheets"
