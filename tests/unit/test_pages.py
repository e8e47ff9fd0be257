"""Pages: every address and anchor there, every link sound, everything in both languages."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pytest

from generator import pages
from generator.check import manuals
from generator.diagnostics import LANGS, Lang
from generator.library import Library, ids, load, plans, playbook_items
from generator.pages import Page, PageOptions, Section, sized
from generator.pages.addresses import HAND_WRITTEN, relative
from generator.pages.live import OVERVIEWS, TODAY, LivePage, World, live_pages, world
from generator.pages.shell import CONTENT, DESCRIPTION, HOME, OTHER, TITLE, Shell
from generator.publish.disk import read_tree
from generator.tailor import Checklist, tailor
from tests import trees
from tests.sites import LIVE, OPTIONS, TEMPLATES, WORDS, Seen, build, live, live_world, seen

FRESH = "../engagements/fresh/index.zh.html"


@cache
def real() -> Library:
    """The tree of this repository."""
    return trees.library(read_tree(trees.ROOT))


@cache
def real_checklists() -> tuple[Checklist, ...]:
    return tuple(tailor(real(), entry, trees.TODAY) for entry in real().engagements.values())


@cache
def real_world(lang: Lang) -> World:
    return world(real(), real_checklists(), lang, WORDS[lang], LIVE, OPTIONS, trees.TODAY)


@cache
def real_live(lang: Lang) -> dict[str, LivePage]:
    return {page.uri: page for page in live_pages(real_world(lang))}


@cache
def real_pages(lang: Lang) -> tuple[Page, ...]:
    return pages.build(real(), pages.told(real_checklists()), lang, WORDS[lang], TEMPLATES, OPTIONS)


@pytest.mark.parametrize("lang", LANGS)
def test_every_item_and_plan_stands_at_its_address(lang: Lang) -> None:
    found = real()
    made = {page.uri: set(seen(page).ids) for page in real_pages(lang)}
    for entry in found.playbooks.values():
        for id, place, _ in ids(entry):
            uri = f"playbooks/{entry.id}/plans.md" if "plans" in place.path else f"playbooks/{entry.id}.md"
            assert id.lower() in made[uri], id
    assert found.glossary is not None
    assert set(found.glossary.model.root) <= made["glossary.md"]
    assert found.standard is not None
    assert set(found.standard.model.stages) | set(found.standard.model.steps) <= made["stages.md"]
    assert {manual.code for manual in manuals()} <= made["manual/rules.md"]


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
        {(page.uri, id) for page in build(trees.files(one), lang) for id in seen(page).ids} for one in (found, turned)
    )
    assert {("playbooks/demo.md", "dem-a01"), ("playbooks/demo.md", "dem-t03")} <= before
    assert before == after


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_leads_to_a_page_and_an_anchor(lang: Lang) -> None:
    made = {page.uri: seen(page) for page in real_pages(lang)}
    known = {uri.removesuffix(".md") + ".html": set(page.ids) for uri, page in made.items()}
    known |= {uri.removesuffix(".md") + ".html": set() for uri in HAND_WRITTEN}
    known |= {uri: set(Seen(page.content).ids) for uri, page in real_live(lang).items()}
    engagements = {f"../engagements/{one.id}/index.{lang}.html" for one in real_checklists()}
    followed = 0
    for uri, page in made.items():
        for link in page.links:
            if re.match(r"https?:|mailto:", link):
                continue
            path, _, anchor = link.partition("#")
            target = os.path.normpath(PurePosixPath(uri).parent / path) if path else uri.removesuffix(".md") + ".html"
            if target in engagements:
                continue
            assert target in known, f"{uri}: {link}"
            assert not anchor or anchor in known[target], f"{uri}: {link}"
            followed += 1
    assert followed > 2000


@pytest.mark.parametrize("lang", LANGS)
def test_pages_are_sound_html(lang: Lang) -> None:
    for page in real_pages(lang):
        found = seen(page)
        assert [id for id, count in Counter(found.ids).items() if count > 1] == [], page.uri
        assert found.nested_links == 0, page.uri
        assert found.tags["h1"] == 1, page.uri


@pytest.mark.parametrize("lang", LANGS)
def test_live_pages_are_sound_html_and_every_link_leads_somewhere(lang: Lang) -> None:
    made = {page.uri: Seen(page.content) for page in live_pages(real_world(lang))}
    known = {page.uri.removesuffix(".md") + ".html": set(seen(page).ids) for page in real_pages(lang)}
    known |= {uri: set(page.ids) for uri, page in made.items()}
    followed = 0
    for uri, page in made.items():
        assert [id for id, count in Counter(page.ids).items() if count > 1] == [], uri
        assert page.nested_links == 0, uri
        assert page.tags["h1"] == 1, uri
        # An engagement's page stands beside the language's folder: both below one site.
        here = PurePosixPath(f"site/{lang}") / uri
        for link in page.links:
            if re.match(r"https?:|mailto:|tel:", link):
                continue
            path, _, anchor = link.partition("#")
            target = os.path.normpath(here.parent / path) if path else os.path.normpath(here)
            named = os.path.relpath(target, f"site/{lang}")
            assert named in known, f"{uri}: {link}"
            assert not anchor or anchor in known[named] or named == "engagements.html", f"{uri}: {link}"
            followed += 1
    assert followed > 700
    assert len(made) == len(TODAY) + len(OVERVIEWS) + len(real_checklists())


def test_both_languages_have_the_same_live_pages() -> None:
    zh, en = ([page.uri for page in live_pages(real_world(lang))] for lang in LANGS)
    assert [uri.replace(".zh.", ".en.") for uri in zh] == en


def test_the_navigation_holds_every_page_once() -> None:
    made = real_pages("zh")
    listed = list(_leaves(pages.navigation(made, WORDS["zh"])))
    assert sorted(listed) == sorted([*(page.uri for page in made), *HAND_WRITTEN])
    assert listed[0] == "index.md"


def _leaves(entries: Any) -> Any:
    for entry in entries:
        if isinstance(entry, Section):
            yield from _leaves(entry.children)
        else:
            yield entry.uri


def test_hand_written_pages_are_there_in_both_languages() -> None:
    for lang in LANGS:
        for uri in HAND_WRITTEN:
            assert (trees.ROOT / "site_config/pages" / lang / uri).read_text(encoding="utf-8").startswith("# ")


def test_both_languages_have_the_same_pages_and_words() -> None:
    assert [page.uri for page in real_pages("zh")] == [page.uri for page in real_pages("en")]
    assert _paths("zh") == _paths("en")
    han = re.compile(r"[一-鿿]")
    unpaired = [page.uri for page in real_pages("en") if not page.uri.startswith("cases") and han.search(page.title)]
    assert unpaired == []


def _paths(lang: Lang) -> set[str]:
    return set(_dotted(WORDS[lang].site.plain, ""))


def _dotted(words: Any, path: str) -> Any:
    for name, value in words.items():
        yield from _dotted(value, f"{path}.{name}") if isinstance(value, dict) else [f"{path}.{name}"]


def test_the_pencil_of_each_page_opens_a_file_that_exists() -> None:
    pencils = {page.uri: page.edit for page in real_pages("zh")}
    assert pencils["playbooks/game-launch.md"] == "playbooks/game-launch.yaml"
    assert pencils["roles/architect.md"] == "playbooks/shared/roles.yaml"
    assert {edit for edit in pencils.values() if edit} <= real().files


def test_counts_on_the_pages_are_those_of_the_tree() -> None:
    found = real()
    for entry in found.playbooks.values():
        page = next(page for page in real_pages("zh") if page.uri == f"playbooks/{entry.id}.md")
        assert page.markdown.count('<div class="card item') == len(list(playbook_items(entry)))
        plan_page = next(page for page in real_pages("zh") if page.uri == f"playbooks/{entry.id}/plans.md")
        assert plan_page.markdown.count('<div class="card plan') == len(list(plans(entry)))


@pytest.mark.parametrize(
    ("source", "target", "anchor", "href"),
    [
        ("index.md", "playbooks/x.md", "", "playbooks/x.html"),
        ("playbooks/x/plans.md", "playbooks/x.md", "ecp-a01", "../x.html#ecp-a01"),
        ("roles/a.md", "roles/a.md", "top", "#top"),
        ("roles/a.md", "roles.md", "", "../roles.html"),
    ],
)
def test_relative_addresses(source: str, target: str, anchor: str, href: str) -> None:
    assert relative(source, target, anchor) == href


def test_without_engagements_no_page_names_a_customer() -> None:
    made = pages.build(
        real(), pages.told(real_checklists()), "zh", WORDS["zh"], TEMPLATES, PageOptions(engagements=False)
    )
    assert "engagements.md" not in {page.uri for page in made}
    for one in real_checklists():
        for page in made:
            assert one.customer.plain("zh") not in page.markdown, page.uri


def test_without_engagements_nothing_leads_to_live_pages() -> None:
    made = pages.build(
        real(), pages.told(real_checklists()), "zh", WORDS["zh"], TEMPLATES, PageOptions(engagements=False)
    )
    for page in made:
        assert "PLAYBOOK-LIVE" not in page.markdown, page.uri
        assert not [link for link in seen(page).links if re.search(r"today/|calendar\.html|engagements", link)], (
            page.uri
        )
    assert not [uri for uri in _leaves(pages.navigation(made, WORDS["zh"])) if uri == "engagements.md"]
    assert HOME in next(page.markdown for page in real_pages("zh") if page.uri == "index.md")


SHELL = (
    '<meta charset="utf-8">'
    f'<title>{TITLE} - x</title><meta name="description" content="{DESCRIPTION}"><link href="assets/a.css"><a href="index.html">x</a><a href="#x">y</a><a href="https://h/x">z</a>'
    f'<a href="../en/{OTHER}">EN</a><script>__md_scope=new URL("../",location)</script>'
    '<script id="__config" type="application/json">{"base": ".", "features": []}</script>'
    f"<main>{CONTENT}</main>"
)


@pytest.mark.parametrize(
    ("uri", "prefix", "scope"),
    [
        ("calendar.html", "", "../"),
        ("today/x.html", "../", "../../"),
        ("../engagements/e/index.zh.html", "../../zh/", "../../"),
    ],
)
def test_a_shell_moves_its_addresses_to_where_the_page_stands(uri: str, prefix: str, scope: str) -> None:
    page = Shell(SHELL, "zh").fill(uri, "a & b", 'c"d', '<p><a href="stays.html">c</a></p>', "other.html")
    assert Seen(page).links == [
        f"{prefix}assets/a.css", f"{prefix}index.html", "#x", "https://h/x", "other.html", "stays.html",
    ]  # fmt: skip
    assert "<title>a &amp; b - x</title>" in page
    assert 'content="c&#34;d"' in page
    assert f'new URL("{scope}",location)' in page
    config = json.loads(re.findall(r"json\">(.*?)</script>", page)[0])
    assert config == {"base": f"{prefix}.", "features": []}


def test_a_shell_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=CONTENT):
        Shell(SHELL.replace(CONTENT, ""), "zh")


def test_an_engagements_page_says_what_is_late_and_what_comes_next() -> None:
    items = [
        trees.item("DEM-A01", due="T-60"),
        trees.item("DEM-A02", due="T-20"),
        trees.item("DEM-A03", due="T-3"),
        trees.item("DEM-A04", due="T-18"),
    ]
    who = trees.engagement(status={"DEM-A04": {"state": "done"}})
    html = live(trees.files(trees.book(items), fresh=who))[FRESH]
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
        "fresh.architect.zh.html",
        "fresh.zh.exe",
    ]
    options = PageOptions(sheets={"fresh": tuple(names)}, edit_base="https://git.example.com/edit/main/")
    made = live_world(trees.files(fresh=trees.engagement()), options=options)
    html = next(page.content for page in live_pages(made) if page.uri == FRESH)
    found = Seen(html)
    assert [link for link in found.links if link.startswith("fresh.")] == [
        "fresh.zh.html", "fresh.zh.md", "fresh.customer.zh.html", "fresh.architect.zh.html",
    ]  # fmt: skip
    edit = "https://git.example.com/edit/main/playbooks/engagements/fresh.yaml"
    assert {link for link in found.links if link.startswith("http")} == {edit}
    assert "../../zh/engagements.html" in found.links
    assert re.findall(r"url\(|@import", html) == []


def test_search_finds_an_engagement_by_all_its_names() -> None:
    who = trees.engagement(resources=[{"id": "udb-x", "product": "udb", "address": "192.0.2.8"}])
    one = trees.tailored(who)
    (entry,) = pages.search_entries([one], "en", WORDS["en"], "../engagements/")
    assert entry.location == "../engagements/fresh/index.en.html"
    assert entry.title == "Example Fresh · Double 11"
    for wanted in ("示例生鲜", "双十一", "udb-x", "192.0.2.8", "示例乙", one.fingerprint):
        assert wanted in entry.text


def test_faults_are_shown_wherever_a_reader_may_be() -> None:
    tree = trees.files(fresh=trees.engagement())
    ok = {page.uri for page in build(tree)}
    tree["playbooks/demo.yaml"] = b"title: [\n"
    shown = pages.fault_pages(load(tree), "demo.yaml:2:1 <b>", "zh", WORDS["zh"], TEMPLATES)
    assert {page.uri for page in shown} >= ok
    assert all("demo.yaml:2:1 &lt;b&gt;" in page.markdown for page in shown)


def test_the_front_door_offers_both_languages_without_script() -> None:
    found = Seen(pages.root_page(WORDS, TEMPLATES))
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
