"""Nothing in a YAML file runs: hostile text through Markdown, the engagement page and the theme, and what the theme is given."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.diagnostics import LANGS, Lang
from generator.pages.live import home_block, live_pages
from generator.pages.shell import CONTENT, DESCRIPTION, TITLE, Shell
from tests import trees
from tests.sites import SearchRead, Seen, build, live_world, seen

EVIL = '**x** `</title><script>alert(1)</script>` _y_ {: onclick=alert } &lt;i&gt; [l](https://e.example/?a="b) | # - 1. ![i](x) \\*'


def _hostile() -> trees.Files:
    """A tree in which every text that a page shows holds what could act in Markdown, HTML, an attribute or a title."""
    text = {"zh": EVIL, "en": EVIL}
    prose = dict.fromkeys(("title", "why", "how", "done_when", "evidence"), text)
    items = [trees.item("DEM-A01", **prose, when="load > 5"), trees.item("DEM-A02", **prose)]
    items += [{"id": "DEM-A03", "retired": {"on": "2026-09-01", "because": text, "replaced_by": "DEM-A01"}}]
    book = trees.book(
        items,
        title=text, summary=text, maintainers=[EVIL],
        facts={"load": {"ask": text, "type": "number", "unit": EVIL}},
        estimates=[{
            "id": "load", "title": text, "product": "udb", "demand": "load", "per_unit": "1", "have": "10", "use_at_most": 0.7,
            "unit": EVIL, "due": "T-20", "until": "E+7",
        }],
        plans=[{
            "id": "DEM-P01", "kind": "emergency", "title": text, "trigger": text, "decider": "architect",
            "executor": "architect", "action": [text], "effect": text, "verify": text, "rollback": text,
        }],
        messages=[{"id": "hello", "when": text, "text": text}],
    )  # fmt: skip
    shared = {"glossary": {"evil": {"term": text, "also": [EVIL], "text": text, "not": text}}}
    who = trees.engagement(customer=text, event={"name": text}, team={"architect": [{"name": EVIL, "contact": EVIL}]})
    who["resources"] = [{"id": EVIL, "product": "udb", "address": EVIL, "region": EVIL, "use": text}]
    who["roster"] = [
        {"role": "udb-oncall", "who": EVIL, "contact": EVIL, "from": trees.START, "to": trees.END},
        {"role": "architect", "who": EVIL, "contact": EVIL, "from": trees.START, "to": trees.END},
    ]
    who["team"]["technical-service-manager"] = [{"name": EVIL, "contact": EVIL}]
    who["onsite"] = {"place": text, "arrive": "T-6h", "leave": "E+4h"}
    who["contacts"] = {"bridge": EVIL, "customer_group": EVIL, "internal_group": EVIL}
    who["risks"] = [
        {"id": EVIL, "level": "high", "text": text, "owner": "architect", "state": "open", "due": "2026-10-01"}
    ]
    who["tests"] = [{"id": EVIL, "on": "2026-10-20", "note": text}]
    who["facts"] = {"load": {"value": 9, "worst": 12}}
    who["orders"] = [{"estimate": "load", "zone": EVIL, "quantity": 4, "promised": "2026-10-20", "fallback": text}]
    over = trees.engagement(
        customer=text, event={"name": text, "start": "2026-09-01T20:00+08:00", "end": "2026-09-02T20:00+08:00"}
    )
    over["roster"] = [{"role": "udb-oncall", "who": EVIL, "from": trees.START, "to": trees.END}]
    over["retrospective"] = {
        "held": "2026-09-04",
        "actual": {"load": 10},
        "kept": [text],
        "improve": [{"text": text, "item": "DEM-A01", "change": EVIL}, {"text": text}],
    }
    other = {**who, "roster": who["roster"]}
    return trees.files(book, shared, evil=who, over=over, other=other)


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_a_file_acts(lang: Lang) -> None:
    tree = _hostile()
    for page in build(tree, lang):
        found = seen(page)
        assert not {"script", "i", "img", "em"} & set(found.tags), page.uri
        assert not any(name.startswith("on") for name in found.attributes), page.uri
    book = next(page for page in build(tree, lang) if page.uri == "playbooks/demo.md")
    assert "<script>alert(1)</script>" in seen(book).text
    assert "{: onclick=alert }" in seen(book).text


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_a_file_acts_on_a_live_page(lang: Lang) -> None:
    shell = Shell(
        f'<meta charset="utf-8"><title>{TITLE} - x</title><meta content="{DESCRIPTION}"><body>{CONTENT}', lang
    )
    made = live_world(_hostile(), lang)
    data = 2
    for page in live_pages(made):
        html = shell.fill(page.uri, page.title, page.lead, page.content, page.other)
        found = Seen(html)
        # The service desk's two pieces of data.
        assert found.tags["script"] == (data if "service-desk" in page.uri else 0), page.uri
        assert found.tags["style"] == 0, page.uri
        assert not {"img", "em"} & set(found.tags), page.uri
        assert not any(name.startswith("on") for name in found.attributes), page.uri
        assert html.replace("</title>", "", 1).count("</title>") == html.count("<title id="), page.uri
    assert not {"script", "img", "em"} & set(Seen(home_block(made)).tags)


def test_what_a_customer_writes_is_never_taken_for_a_mark_of_the_shell() -> None:
    shell = Shell(f'<meta charset="utf-8"><title>{TITLE}</title><meta content="{DESCRIPTION}">{CONTENT}', "zh")
    assert shell.fill("x.html", CONTENT, TITLE, f"<p>{TITLE}</p>", "").endswith(
        f'<title>&lt;!--PLAYBOOK-LIVE-CONTENT--&gt;</title><meta content="{TITLE}"><p>{TITLE}</p>'
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile tree through MkDocs, as one language of a site of two."""
    root = tmp_path_factory.mktemp("site")
    trees.written(root, _hostile())
    for name in ("templates", "site_config"):
        shutil.copytree(trees.ROOT / name, root / name)
    options = "\n  playbook: {today: 2026-10-15, engagements_base: ../engagements/}\n"
    config = (
        (trees.ROOT / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("\n  generator: false\n", f"\n  generator: false{options}")
    )
    assert "playbook:" in config
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    _mkdocs(root)
    return root


@pytest.fixture(scope="module")
def alone(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same tree through MkDocs as it stands, one language by itself."""
    root = tmp_path_factory.mktemp("alone")
    shutil.copytree(built, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build"))
    shutil.copy(trees.ROOT / "mkdocs.yml", root)
    _mkdocs(root)
    return root / "build/mkdocs"


def _mkdocs(root: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    run = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(run, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_acts_in_the_theme_either(built: Path) -> None:
    for page in (built / "build/mkdocs").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text, page
        assert "onclick" not in Seen(text).attributes, page
        # A drawing's marks have titles of their own, in the body.
        head, _, body = text.partition("</head>")
        assert head.count("</title>") == 1, page
        assert body.count("<title") == body.count("</title>"), page


def test_the_theme_is_given_what_it_needs(built: Path) -> None:
    page = (built / "build/mkdocs/playbooks/demo/plans.html").read_text(encoding="utf-8")
    assert 'href="../../../en/playbooks/demo/plans.html"' in page, "the switch keeps the page"
    assert "/edit/main/playbooks/demo.yaml" in page, "the pencil opens the YAML"
    assert 'new URL("../../..",location)' in page or 'new URL("../../../",location)' in page, (
        "one palette for both languages"
    )
    assert not re.search(r'<(?:script|link)[^>]+(?:src|href)="https?:', page)
    assert not (built / "build/mkdocs/sitemap.xml").exists()


def test_a_build_by_itself_is_searched_whole(alone: Path) -> None:
    """``mkdocs build`` and ``serve`` have engagements, live pages and knowledge in one index."""
    files = {path.relative_to(alone).as_posix(): path.read_bytes() for path in alone.glob("search/*.js")}
    entries = SearchRead(files).entries
    found = {entry.location: entry for entry in entries}
    assert {
        "engagements/evil/index.zh.html",
        "today/architect.html",
        "playbooks/demo.html#dem-a01",
        "glossary.html#evil",
    } <= found.keys()
    assert EVIL in found["engagements/evil/index.zh.html"].text
    assert not [entry for entry in entries if entry.page == "engagements.html" and entry.anchor]
    assert not (alone / "assets/javascripts/workers").exists()


def test_beside_another_language_the_index_is_left_to_publishing(built: Path) -> None:
    assert not (built / "build/mkdocs/search").exists()


def test_two_builds_are_the_same_bytes(built: Path) -> None:
    folder = built / "build/mkdocs"
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    _mkdocs(built)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
