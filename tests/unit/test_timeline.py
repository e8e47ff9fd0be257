"""A playbook's timeline: places keep the order of offsets, everything that has a time is drawn, and the words say the same."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import LANGS, Lang
from generator.library import playbook_items
from generator.model.item import Task
from generator.model.offset import Offset, parse_offset
from generator.site import Page
from generator.site.timeline.drawing import fitted, width
from generator.site.timeline.scale import scale, ticks
from tests import trees
from tests.sites import Seen, build
from tests.unit.test_pages import real, real_pages

OFFSETS = st.builds(
    lambda anchor, unit, amount: Offset(anchor, amount, unit),
    st.sampled_from(["T", "E"]),
    st.sampled_from(["d", "h", "m"]),
    st.integers(-700, 700),
)


@given(st.lists(OFFSETS, min_size=2, max_size=12))
def test_places_keep_the_order_of_offsets(offsets: list[Offset]) -> None:
    of = scale(offsets, 8, 752)
    assert of.left - 1e-6 <= of.start < of.end <= of.right + 1e-6
    for one in offsets:
        assert of.left - 1e-6 <= of.at(one) <= of.right + 1e-6
        for other in offsets:
            if one.before(other) and other.minutes != one.minutes:
                assert of.at(one) < of.at(other), (str(one), str(other))


@pytest.mark.parametrize("furthest", ["T-2", "T-30", "T-90", "T-365", "T-730"])
def test_the_axis_names_days_apart_and_always_the_start_and_the_end(furthest: str) -> None:
    of = scale([parse_offset(furthest), parse_offset("E+14")], 8, 752)
    named = ticks(of, 34)
    assert {"T-0", "E+0"} <= {str(offset) for _, offset in named}
    assert all(after - before >= 34 for (before, _), (after, _) in pairwise(named))


def test_the_axis_of_a_whole_playbook_names_the_days_that_people_speak_of() -> None:
    of = scale([parse_offset("T-90"), parse_offset("E+14")], 8, 752)
    assert {"T-90", "T-30", "T-7", "T-1", "T-0", "E+0", "E+14"} <= {str(offset) for _, offset in ticks(of, 34)}


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("短句", 60, "短句"),
        ("客户业务关键场景", 60, "客户业务…"),
        ("x" * 40, 60, "xxxxxxx…"),
        ("封网", 12, ""),
        ("", 0, ""),
    ],
)
def test_words_in_a_drawing_are_cut_to_their_room(text: str, room: float, kept: str) -> None:
    assert fitted(text, room, 12) == kept
    assert width(fitted(text, room, 12), 12) <= room


def _book(uri: str, pages: dict[str, Page]) -> str:
    return pages[uri].body


def _drawing(html: str) -> str:
    (found,) = re.findall(r"<svg class=\"timeline\".*?</svg>", html, re.DOTALL)
    return str(found)


@pytest.mark.parametrize("lang", LANGS)
def test_every_step_stage_wave_and_freeze_of_the_samples_is_drawn_and_told(lang: Lang) -> None:
    standard = real().standard
    assert standard is not None
    for entry in real().playbooks.values():
        page, book = _book(f"playbooks/{entry.id}.html", real_pages(lang)), entry.model
        drawing = _drawing(page)
        drawn, told = Seen(drawing), Seen(page.replace(drawing, ""))
        for step in book.steps:
            assert f"#{step.step}" in drawn.links
            assert standard.model.steps[step.step].title.plain(lang) in drawn.text
            assert f"{step.window[0]} … {step.window[1]}" in drawn.text
            assert f"{step.window[0]} … {step.window[1]}" in told.text
            for stage in step.stages:
                assert standard.model.stages[stage].title.plain(lang) in drawn.text
                assert standard.model.stages[stage].title.plain(lang) in told.text
        for wave in book.waves.values():
            assert wave.title.plain(lang) in drawn.text
            assert wave.title.plain(lang) in told.text
        assert drawing.count('<g class="wave') == len(book.waves)
        assert drawing.count('<g class="freeze') == len(book.freeze) > 0
        for freeze in book.freeze:
            assert f"{freeze.from_} … {freeze.to}" in told.text
        assert drawing.count("<title id=") == 1
        assert drawing.count("<desc id=") == 1


def test_bars_and_words_count_every_item_once() -> None:
    for entry in real().playbooks.values():
        page = _book(f"playbooks/{entry.id}.html", real_pages("zh"))
        found = list(playbook_items(entry))
        of_the_event = [one.item for one in found if not one.item.wave]
        bars = [tuple(map(int, pair)) for pair in re.findall(r"：(\d+) 项任务，(\d+) 项特别关注</title>", page)]
        assert sum(tasks for tasks, _ in bars) == sum(isinstance(item, Task) for item in of_the_event)
        assert sum(tasks + attention for tasks, attention in bars) == len(of_the_event) > 50
        (words,) = re.findall(r"<table class=\"dues\">.*?</table>", page, re.DOTALL)
        named = re.findall(r">([A-Z]+-[TA]\d+)</a>", words)
        assert sorted(named) == sorted(one.item.id for one in found)


def _places(tree: trees.Files, mark: str) -> list[tuple[float, float]]:
    drawing = _drawing(_book("playbooks/demo.html", build(tree)))
    found: list[tuple[float, float]] = []
    for attributes in re.findall(mark, drawing):
        named = {name: float(value) for name, value in re.findall(r'\b(x|width)="([\d.]+)"', attributes)}
        found.append((named["x"], named["x"] + named.get("width", 0)))
    return found


def test_a_band_stands_over_its_window_and_nothing_leaves_the_drawing() -> None:
    freeze: list[dict[str, Any]] = [{"side": "vendor", "kind": "hard", "from": "T-400", "to": "E+100"}]
    tree = trees.files(
        trees.book([trees.item("DEM-A01", due="T-300"), trees.item("DEM-A02", due="E+90")], freeze=freeze)
    )
    bands = _places(tree, r"<a class=\"band\"[\s\S]*?<rect ([^>]*)/>")
    assert len(bands) == 4
    assert [begin for begin, _ in bands] == sorted(begin for begin, _ in bands)
    (frozen,) = _places(tree, r"<g class=\"freeze[\s\S]*?<rect ([^>]*)/>")
    assert frozen == (8, 752), "the widest offsets set the scale"
    for begin, end in bands:
        assert 8 <= begin < end <= 752


def test_a_playbook_without_waves_or_freezes_has_its_timeline_too() -> None:
    page = _book("playbooks/demo.html", build(trees.files(trees.book([trees.item("DEM-A01")], waves={}, freeze=[]))))
    drawing = _drawing(page)
    assert drawing.count('<a class="band"') == 4
    assert 'class="wave' not in drawing
    assert 'class="freeze' not in drawing


def test_a_hostile_title_stays_text_in_the_drawing() -> None:
    evil = '`</title><script>alert(1)</script>` " onload="x {: onclick=a } **c** ]]>'
    text = {"zh": evil}
    waves = {"main": {"title": text, "default": True}, "next": {"title": text}}
    tree = trees.files(
        trees.book([trees.item("DEM-A01", title=text), trees.item("DEM-A02", wave="next")], title=text, waves=waves)
    )
    for lang in LANGS:
        seen = Seen(_drawing(_book("playbooks/demo.html", build(tree, lang))))
        assert not {"script", "span", "strong", "code"} & set(seen.tags), "HTML would end the drawing"
        assert not any(name.startswith("on") for name in seen.attributes)
        assert "<script>alert(1)</script>" in seen.text
