"""The site as its readers meet it: both languages, desk and phone, light and dark, served and from disk."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from waiting import at_rest

ENGAGEMENT = "fresh-double11"
OTHER = str.maketrans({"z": "e", "h": "n", "e": "z", "n": "h"})
"""``zh`` to ``en`` and back."""


SEARCHES = [
    ("zh", "优惠券", r"coupon-database|ecommerce-promotion"),
    ("zh", "从库", r"ecommerce-promotion|glossary|coupon-database|udb"),
    ("zh", "扩容", r"glossary|stages|playbooks/"),
    ("zh", "驻场", r"stages|glossary|playbooks/"),
    ("zh", "资源报备", r"glossary|ecommerce-promotion|game-launch"),
    ("zh", "failover", r"glossary|playbooks/|products/"),
    ("en", "failover", r"glossary|playbooks/|products/"),
    ("en", "rollback", r"glossary|playbooks/"),
    ("zh", "示例生鲜", r"engagements/fresh-double11/"),
    ("en", "Example Fresh", r"engagements/fresh-double11/"),
]


def _search(page: Any, query: str) -> list[str]:
    """What a reader sees for a query: the addresses of the hits, in order."""
    button = page.locator("label.md-header__button[for=__search]")
    if button.is_visible():
        button.click()
    else:
        page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill(query)
    page.wait_for_selector("a.md-search-result__link", timeout=20_000)
    links: list[str] = page.eval_on_selector_all("a.md-search-result__link", "links => links.map(link => link.href)")
    return links


@pytest.mark.parametrize(("lang", "query", "wanted"), SEARCHES)
def test_search_finds(watch: Any, address: str, lang: str, query: str, wanted: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/{lang}/index.html")
    found = _search(seen.page, query)
    assert any(re.search(wanted, unquote(link)) for link in found[:3]), found[:5]
    assert seen.foreign(address) == []
    # A hit leads to a page that is there.
    best = next(link for link in found if re.search(wanted, unquote(link)))
    assert seen.page.goto(best).ok


def test_search_on_a_phone_and_from_disk(watch: Any, site: Path) -> None:
    seen = watch(width=390, height=800)
    seen.page.goto((site / "zh" / "index.html").as_uri())
    assert any("fresh-double11" in link for link in _search(seen.page, "示例生鲜")[:3])
    assert [url for url in seen.requests if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.parametrize(
    "page", ["index.html", "playbooks/game-launch.html", "roles/architect.html", "manual/rules.html"]
)
def test_the_language_switch_keeps_the_page(watch: Any, address: str, page: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{page}")
    href = seen.page.locator("a[hreflang=en]").first.evaluate("link => link.href")
    assert href == f"{address}/en/{page}"
    seen.page.goto(href)
    assert seen.page.locator("a[hreflang=zh]").first.evaluate("link => link.href") == f"{address}/zh/{page}"


def test_every_page_leads_to_itself_in_the_other_language(site: Path) -> None:
    pages = [path for lang in ("zh", "en") for path in (site / lang).rglob("*.html") if path.name != "404.html"]
    pages += site.glob("engagements/*/index.*.html")
    assert len(pages) > 100
    for page in pages:
        switch = re.search(r'<a class="[^"]*language-switch" href="([^"]+)"', page.read_text(encoding="utf-8"))
        assert switch, page
        there = (page.parent / unquote(switch[1])).resolve()
        own = page.relative_to(site).as_posix()
        other = re.sub(r"^(zh|en)/|(?<=/index\.)(zh|en)(?=\.html$)", lambda lang: lang[0].translate(OTHER), own)
        assert there == (site / other).resolve(), own
        assert there.is_file(), own


def test_the_front_door_leads_to_the_readers_language(watch: Any, address: str) -> None:
    for locale, lang in (("zh-CN", "zh"), ("en-US", "en")):
        seen = watch(locale=locale)
        seen.page.goto(f"{address}/index.html")
        seen.page.wait_for_url(f"{address}/{lang}/index.html")


def test_the_pencil_opens_the_yaml(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/playbooks/game-launch.html")
    assert seen.page.locator("a.md-content__button[href$='playbooks/game-launch.yaml']").count() == 1


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        for name in ("id", "name"):
            if named.get(name):
                self.anchors.add(str(named[name]))
        for name in ("href", "src"):
            if named.get(name) and not (tag == "link" and named.get("rel") == "canonical"):
                self.links.append(str(named[name]))


def test_no_internal_link_or_anchor_is_broken(site: Path) -> None:
    parsed: dict[Path, _Links] = {}
    for file in site.rglob("*.html"):
        parsed[file] = _Links()
        parsed[file].feed(file.read_text(encoding="utf-8"))
    assert len(parsed) > 60
    broken = []
    for file, found in parsed.items():
        if file.name == "404.html":
            continue
        for link in found.links:
            path, anchor = urldefrag(link)
            if re.match(r"[a-z]+:", path):
                continue
            target = (file.parent / unquote(path)).resolve() if path else file
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                broken.append(f"{file.relative_to(site)}: {link}")
            elif (
                anchor
                and not anchor.startswith("__")
                and "=" not in anchor
                and target.suffix == ".html"
                and unquote(anchor) not in parsed[target].anchors
            ):
                broken.append(f"{file.relative_to(site)}: no anchor {link}")
    assert broken == []


@pytest.mark.parametrize(
    "page", ["zh/index.html", "en/playbooks/game-launch.html", "engagements/star-eve/index.zh.html"]
)
def test_a_first_view_weighs_little(watch: Any, address: str, page: str) -> None:
    seen, weights = watch(), []
    seen.page.on("response", lambda response: weights.append(len(gzip.compress(response.body()))))
    seen.page.goto(f"{address}/{page}")
    at_rest(seen.page)
    assert 20_000 < sum(weights) <= 500_000


def test_a_page_reads_without_script(watch: Any, address: str) -> None:
    seen = watch(java_script_enabled=False)
    seen.page.goto(f"{address}/zh/playbooks/ecommerce-promotion.html#ecp-a03")
    assert seen.page.locator("#ecp-a03").is_visible()
