"""Pages: every address and anchor there, every link sound, everything in both languages."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.check import codes
from generator.diagnostics import LANGS, Lang
from generator.library import Library, ids, plans, playbook_items
from generator.publish.disk import read_tree
from generator.site import Page, PageOptions, SiteContext, addresses, plan
from generator.site.addresses import HAND_WRITTEN
from generator.site.live.frame import OVERVIEWS, TODAY
from generator.site.pictures import sized
from generator.site.standalone import language_chooser
from tests import trees
from tests.sites import TEMPLATES, WORDS, Seen, build, context, seen

FRESH = "../engagements/fresh/index.zh.html"


@cache
def real() -> Library:
    """The tree of this repository."""
    return trees.library(read_tree(trees.ROOT))


@cache
def real_context(lang: Lang) -> SiteContext:
    return context(real(), lang)


@cache
def real_pages(lang: Lang) -> dict[str, Page]:
    return {uri: source.make() for uri, source in plan(real_context(lang)).items()}


@pytest.mark.parametrize("lang", LANGS)
def test_every_item_and_plan_stands_at_its_address(lang: Lang) -> None:
    found = real()
    made = {uri: set(seen(page).ids) for uri, page in real_pages(lang).items()}
    for entry in found.playbooks.values():
        for id, place, _ in ids(entry):
            uri = f"playbooks/{entry.id}/plans.html" if "plans" in place.path else f"playbooks/{entry.id}.html"
            assert id.lower() in made[uri], id
    assert found.glossary is not None
    assert set(found.glossary.model.root) <= made["glossary.html"]
    assert found.standard is not None
    assert set(found.standard.model.stages) | set(found.standard.model.steps) <= made["stages.html"]
    assert set(codes()) <= made["manual/rules.html"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_deep_link_survives_another_order(lang: Lang) -> None:
    found = trees.book(
        [trees.item(f"DEM-A0{n}", due="T-30") for n in (1, 2, 3)],
        {"apply": [trees.item(f"DEM-T0{n}", due="T-50") for n in (1, 2, 3)]},
    )
    turned = trees.changed(found, attention=found["attention"][::-1])
    for step in turned["steps"]:
        step["tasks"] = step["tasks"][::-1]
    before, after = (
        {(uri, id) for uri, page in build(trees.files(one), lang).items() for id in seen(page).ids}
        for one in (found, turned)
    )
    assert {("playbooks/demo.html", "dem-a01"), ("playbooks/demo.html", "dem-t03")} <= before
    assert before == after


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_leads_to_a_page_and_an_anchor(lang: Lang) -> None:
    made = {uri: seen(page) for uri, page in real_pages(lang).items()}
    known = {uri: set(page.ids) for uri, page in made.items()} | {uri: set() for uri in HAND_WRITTEN}
    followed = 0
    for uri, page in made.items():
        # An engagement's page stands beside the language's folder: both below one site.
        here = PurePosixPath(f"site/{lang}") / uri
        for link in page.links:
            if re.match(r"https?:|mailto:|tel:", link):
                continue
            path, _, anchor = link.partition("#")
            target = os.path.normpath(here.parent / path) if path else os.path.normpath(here)
            named = os.path.relpath(target, f"site/{lang}")
            assert named in known, f"{uri}: {link}"
            assert not anchor or anchor in known[named], f"{uri}: {link}"
            followed += 1
    assert followed > 2700


@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_sound_html(lang: Lang) -> None:
    for uri, page in real_pages(lang).items():
        found = seen(page)
        assert [id for id, count in Counter(found.ids).items() if count > 1] == [], uri
        assert found.nested_links == 0, uri
        assert found.tags["h1"] == 1, uri
        assert "content" in found.ids, uri
        assert "data-search-exclude" not in page.body, uri


@pytest.mark.parametrize("lang", LANGS)
def test_contents_list_the_headings_that_people_link_to(lang: Lang) -> None:
    for uri, page in real_pages(lang).items():
        linked = re.findall(r'<a class="headerlink" href="#([^"]*)"', page.body)
        hidden = uri in (addresses.HOME, addresses.WAR_ROOM) or page.live
        assert [one.id for one in page.contents] == ([] if hidden else linked), uri
        assert all(one.title and one.level in (2, 3) for one in page.contents), uri


def test_a_page_is_made_when_it_is_asked_for() -> None:
    sources = plan(replace(real_context("zh"), sources={}))
    assert [source.title for source in sources.values()] == [page.title for page in real_pages("zh").values()]
    with pytest.raises(FileNotFoundError):
        sources[addresses.HOME].make()


def test_both_languages_have_the_same_live_pages() -> None:
    zh, en = ([uri for uri, page in real_pages(lang).items() if page.live] for lang in LANGS)
    assert [uri.replace(".zh.", ".en.") for uri in zh] == en
    assert len(zh) == 1 + len(TODAY) + len(OVERVIEWS) + len(real().engagements)


def test_hand_written_pages_are_there_in_both_languages() -> None:
    for lang in LANGS:
        for uri in HAND_WRITTEN:
            assert (
                (trees.ROOT / "site_config/pages" / lang / uri)
                .with_suffix(".md")
                .read_text(encoding="utf-8")
                .startswith("# ")
            )


def test_both_languages_have_the_same_pages_and_words() -> None:
    zh, en = (list(real_pages(lang)) for lang in LANGS)
    assert [uri.replace(".zh.", ".en.") for uri in zh] == en
    assert _paths("zh") == _paths("en")
    han = re.compile(r"[一-鿿]")
    unpaired = [uri for uri, page in real_pages("en").items() if not uri.startswith("cases") and han.search(page.title)]
    assert unpaired == []


def _paths(lang: Lang) -> set[str]:
    return set(_dotted(WORDS[lang].site.plain, ""))


def _dotted(words: Any, path: str) -> Any:
    for name, value in words.items():
        yield from _dotted(value, f"{path}.{name}") if isinstance(value, dict) else [f"{path}.{name}"]


def test_the_pencil_of_each_page_opens_a_file_that_exists() -> None:
    pencils = {uri: page.edit for uri, page in real_pages("zh").items()}
    assert pencils["playbooks/game-launch.html"] == "playbooks/game-launch.yaml"
    assert pencils["roles/architect.html"] == "playbooks/shared/roles.yaml"
    assert {edit for edit in pencils.values() if edit} <= real().files


def test_counts_on_the_pages_are_those_of_the_tree() -> None:
    found = real()
    for entry in found.playbooks.values():
        page = real_pages("zh")[f"playbooks/{entry.id}.html"]
        assert page.body.count('<div class="card item') == len(list(playbook_items(entry)))
        plan_page = real_pages("zh")[f"playbooks/{entry.id}/plans.html"]
        assert plan_page.body.count('<div class="card plan') == len(list(plans(entry)))


@pytest.mark.parametrize(
    ("source", "target", "anchor", "href"),
    [
        ("index.html", "playbooks/x.html", "", "playbooks/x.html"),
        ("playbooks/x/plans.html", "playbooks/x.html", "ecp-a01", "../../playbooks/x.html#ecp-a01"),
        ("roles/a.html", "roles/a.html", "top", "#top"),
        ("roles/a.html", "roles/a.html", "", "a.html"),
        ("roles/a.html", "roles.html", "", "../roles.html"),
        ("../engagements/e/index.zh.html", "roles.html", "x", "../../zh/roles.html#x"),
        ("roles/a.html", "../engagements/e/index.zh.html", "", "../../engagements/e/index.zh.html"),
    ],
)
def test_relative_addresses(source: str, target: str, anchor: str, href: str) -> None:
    assert addresses.relative(source, target, "zh", anchor) == href


@pytest.mark.parametrize(
    ("uri", "other"),
    [
        ("index.html", "../en/index.html"),
        ("today/architect.html", "../../en/today/architect.html"),
        ("../engagements/e/index.zh.html", "index.en.html"),
    ],
)
def test_the_same_page_in_the_other_language(uri: str, other: str) -> None:
    assert addresses.in_other_language(uri, "zh") == other


def test_without_engagements_no_page_names_a_customer_or_leads_to_live_pages() -> None:
    without = replace(real_context("zh"), options=PageOptions(engagements=False))
    made = {uri: source.make() for uri, source in plan(without).items()}
    assert addresses.ENGAGEMENTS not in made
    names = [one.customer.plain("zh") for one in without.checklists]
    for uri, page in made.items():
        assert not [name for name in names if name in page.body], uri
        assert not [link for link in seen(page).links if re.search(r"today/|calendar\.html|engagements", link)], uri
    assert "home-live" in real_pages("zh")[addresses.HOME].body


def test_an_engagements_page_says_what_is_late_and_what_comes_next() -> None:
    items = [
        trees.item("DEM-A01", due="T-60"),
        trees.item("DEM-A02", due="T-20"),
        trees.item("DEM-A03", due="T-3"),
        trees.item("DEM-A04", due="T-18"),
    ]
    who = trees.engagement(status={"DEM-A04": {"state": "done"}})
    html = build(trees.files(trees.book(items), fresh=who))[FRESH].body
    assert _ids_in(html, "overdue") == ["DEM-A01"]
    assert _ids_in(html, "next") == ["DEM-A02"]
    assert "playbooks/demo.html#dem-a01" in html
    assert "示例甲" in html
    assert "am@example.com" in html


def _ids_in(html: str, section: str) -> list[str]:
    part = html.split(f'<section id="{section}">')[1].split("</section>")[0]
    return list(dict.fromkeys(re.findall(r">(DEM-A\d+)<", part)))


def test_an_engagements_page_asks_for_nothing_foreign_and_lists_its_sheets() -> None:
    names = [
        "fresh.zh.html",
        "fresh.zh.md",
        "fresh.en.html",
        "fresh.customer.zh.html",
        "fresh.architect.zh.ics",
        "fresh.zh.exe",
    ]
    options = PageOptions(sheets={"fresh": tuple(names)}, edit_base="https://git.example.com/edit/main/")
    html = build(trees.files(fresh=trees.engagement()), options=options)[FRESH].body
    found = Seen(html)
    assert [link for link in found.links if link.startswith("fresh.")] == [
        "fresh.zh.html", "fresh.zh.md", "fresh.customer.zh.html", "fresh.zh.html#role=architect", "fresh.architect.zh.ics",
    ]  # fmt: skip
    edit = "https://git.example.com/edit/main/playbooks/engagements/fresh.yaml"
    assert {link for link in found.links if link.startswith("http")} == {edit}
    assert "../../zh/engagements.html" in found.links
    assert re.findall(r"url\(|@import", html) == []


def test_search_finds_an_engagement_by_all_its_names() -> None:
    who = trees.engagement(resources=[{"id": "udb-x", "product": "udb", "address": "192.0.2.8"}])
    one = trees.tailored(who)
    (entry,) = build(trees.files(fresh=who), "en")["../engagements/fresh/index.en.html"].found
    assert entry.location == "../engagements/fresh/index.en.html"
    assert entry.title == "Example Fresh · Double 11"
    for wanted in ("示例生鲜", "双十一", "udb-x", "192.0.2.8", "示例乙", one.fingerprint):
        assert wanted in entry.text


def test_the_front_door_offers_both_languages_without_script() -> None:
    found = Seen(language_chooser(WORDS, TEMPLATES))
    assert found.links == ["zh/index.html", "en/index.html"]


def test_a_picture_says_how_large_it_is() -> None:
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + (760).to_bytes(4, "big") + (90).to_bytes(4, "big")
    files = {"assets/a.png": png, "assets/b.png": b"GIF89a"}
    found = sized(
        '<p><img alt="x &gt; y" class="p" src="assets/a.png" /><img src="assets/b.png"><img src="c.png"><img width="3" src="assets/a.png">',
        files.get,
    )
    assert found == (
        '<p><img alt="x &gt; y" class="p" src="assets/a.png" width="760" height="90" /><img src="assets/b.png"><img src="c.png">'
        '<img width="3" src="assets/a.png">'
    )
