"""What people type, and where it should lead: the wanted page stands among the first three hits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe import Examiner
from kinds import VIEWS
from waiting import at_rest, until

from generator.site.search import SearchEntry, index_files

# Language, what is typed, and the address (in part) of a page that answers it.
QUERIES: dict[str, list[tuple[str, str]]] = {
    "zh": [
        ("券", r"coupon-database|ecp-a0?3|ecp-a39|ecp-p02|ecp-a47|glossary"),
        ("大促", r"ecommerce-promotion"),
        ("开服", r"game-launch|glossary.*kaifu"),
        ("优惠券", r"coupon-database|ecommerce-promotion"),
        ("UDB 主从", r"udb|ecp-a03|coupon"),
        ("券库复制", r"ecp-a03|ecp-a47"),
        ("资源报备", r"ecp-a02|gml-t12|glossary"),
        ("扩容", r"ecommerce-promotion|game-launch|stages"),
        ("压测", r"load-test|ecp-a05|ecp-t11|gml-t08|glossary"),
        ("全链路压测", r"ecp-a05|ecp-a24|gml-t20|glossary"),
        ("限流降级", r"ecp-a31|gml-a31|glossary"),
        ("封网", r"ecp-a41|gml-a40|glossary"),
        ("铁三角", r"glossary|roles|index"),
        ("售后4S", r"glossary"),
        ("CRE", r"glossary"),
        ("服务经理", r"glossary|technical-service-manager"),
        ("SNAT 端口", r"ecp-a14|gml-a21|natgw|ecp-p10"),
        ("高防切换", r"gml-a26|ecp-a27|ecp-p14|gml-p07"),
        ("大Key", r"ecp-a08|cache|gml-a23|glossary"),
        ("排队闸门", r"gml-a25|gml-p03|glossary"),
        ("实名", r"gml-a12|gml-p06|gml-a59|glossary"),
        ("未成年人", r"gml-a35|gml-p18|glossary"),
        ("回档", r"gml-a42|gml-p19|glossary"),
        ("合服", r"gml-a5[3-6]|gml-a67|gml-p21|glossary"),
        ("版号", r"gml-a05|glossary"),
        ("预下载", r"gml-a19|gml-p15|glossary"),
        ("短信报备", r"ecp-a13|ecp-a29"),
        ("支付限额", r"ecp-a12|ecp-a29"),
        ("班表", r"ecp-a38|gml-a38|glossary"),
        ("复盘", r"ecp-t29|gml-t29|glossary|stages"),
        ("备份策略", r"ecp-t19|gml-a42|udb|gitlab"),
        ("ECP-A03", r"ecp-a03"),
        ("gml-p01", r"gml-p01"),
        ("示例生鲜", r"fresh-double11"),
        ("示例星途", r"star-eve"),
        ("192.0.2.8", r"engagements/"),
        ("客户经理", r"account-manager"),
        ("产品值班", r"product-oncall"),
        ("八阶段", r"stages|glossary"),
        ("Pokémon", r"pokemon-go-launch"),
        ("双十一", r"fresh-double11|double11-2015|glossary"),
        ("待确认", r"glossary|manual|rules"),
    ],
    "en": [
        ("failover", r"ecp-a25|ecp-p05|gml-a27|gml-p10|glossary"),
        ("coupon", r"coupon-database|ecp-"),
        ("load test", r"ecp-a05|ecp-a24|ecp-t11|gml-t08|gml-t20|glossary|ecp-a20"),
        ("freeze", r"ecp-a41|gml-a40|glossary"),
        ("hot key", r"ecp-a08|gml-a23|ecp-p07|cache|glossary"),
        ("NAT gateway", r"natgw|gml-a21|ecp-a14"),
        ("queue gate", r"gml-a25|gml-p03|glossary"),
        ("real-name", r"gml-a12|gml-p06|gml-a59|glossary"),
        ("minors", r"gml-a35|gml-p18|glossary"),
        ("iron triangle", r"glossary|roles|index"),
        ("after-sales 4S", r"glossary"),
        ("resource order", r"ecp-a02|gml-t12|glossary"),
        ("roster", r"ecp-a38|gml-a38|glossary"),
        ("retrospective", r"ecp-t29|gml-t29|glossary|stages"),
        ("restore drill", r"ecp-t19|gml-a42|gitlab|glossary"),
        ("ECP-A14", r"ecp-a14"),
        ("Example Fresh", r"fresh-double11"),
        ("Example Outdoor", r"outdoor-blackfriday"),
        ("architect", r"roles/architect|roles/online-architect|today/architect"),
        ("wrong price", r"ecp-p18|ecp-a39|gml-p22|gml-a63"),
        ("DDoS", r"ecp-a27|gml-a26|ecp-p14|gml-p07|security|glossary"),
        ("DNS TTL", r"ecp-a43|gml-a44|dns|glossary"),
        ("Slack", r"slack-first-monday"),
        ("Double 11", r"fresh-double11|double11-2015|ecommerce-promotion|glossary"),
        ("replication lag", r"udb|coupon|ecp-a03|ecp-p01|glossary"),
        ("unknown-role", r"rules"),
    ],
}
MISSES_ALLOWED = 3
BOX, HIT = "input.md-search__input", "a.md-search-result__link"
ASSETS = Path(__file__).resolve().parents[2] / "site_config" / "assets"


@pytest.mark.parametrize("width", [1280, 390])
def test_what_people_type_leads_to_the_wanted_page(watch: Any, address: str, width: int) -> None:
    missed = []
    for lang, queries in QUERIES.items():
        seen = watch(width=width, height=900)
        seen.page.goto(f"{address}/{lang}/index.html")
        _open(seen.page)
        for query, wanted in queries:
            found = _found(seen.page, query)
            if not any(re.search(wanted, link) for page in found[:3] for link in page):
                missed.append((lang, query, [page[:2] for page in found[:3]]))
        assert seen.foreign(address) == []
    assert sum(map(len, QUERIES.values())) >= 60
    assert len(missed) <= MISSES_ALLOWED, missed


def test_nothing_of_search_is_fetched_before_somebody_searches(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/playbooks/game-launch.html")
    at_rest(seen.page)
    assert not any("/search/" in url or "find.js" in url for url in seen.requests)
    _open(seen.page)
    seen.page.locator(BOX).fill("合服")
    seen.page.wait_for_selector(HIT)
    assert any("/search/index.js" in url for url in seen.requests)


def test_a_search_fetches_little(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/index.html")
    at_rest(seen.page)
    weights: list[int] = []
    seen.page.on("response", lambda response: weights.append(len(response.body())))
    seen.page.locator(BOX).fill("全链路压测")
    seen.page.wait_for_selector(HIT)
    assert 0 < sum(weights) <= 300_000


@pytest.mark.parametrize(
    ("query", "held"),
    [("路压", "全链路压测"), ("链路压测", "全链路压测"), ("券", "券"), ("库复", "券库复制"), ("测报", "压测报告"), ("pokemon", "Pokémon")],
)  # fmt: skip
def test_a_phrase_is_found_from_its_middle(watch: Any, address: str, query: str, held: str) -> None:
    page = watch().page
    page.goto(f"{address}/zh/index.html")
    _open(page)
    assert _found(page, query)
    assert held in " ".join(page.locator(HIT).all_text_contents())


def test_search_by_keyboard_alone(watch: Any, address: str) -> None:
    seen = watch()
    page = seen.page
    page.goto(f"{address}/zh/roles.html")
    page.keyboard.press("/")
    page.keyboard.type("ECP-A03")
    page.wait_for_selector(HIT)
    page.keyboard.press("ArrowDown")
    assert "ecp-a03" in page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    assert not page.locator(HIT).first.is_visible()
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("s")
    assert page.locator(BOX).input_value() == "ECP-A03", "and no s behind it"
    page.wait_for_selector(HIT)
    # Enter in the box opens the first hit.
    page.keyboard.press("Enter")
    page.wait_for_url("**/playbooks/ecommerce-promotion.html?h=ECP-A03#ecp-a03")
    assert seen.complaints == []


def test_enter_waits_for_what_is_still_being_found(watch: Any, address: str) -> None:
    page = watch().page
    page.goto(f"{address}/en/roles.html")
    page.keyboard.press("f")
    page.keyboard.insert_text("GML-P01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/playbooks/game-launch/plans.html?h=GML-P01#gml-p01")


def test_more_hits_unfold_and_the_way_back_leads_to_them(watch: Any, address: str) -> None:
    seen = watch()
    page = seen.page
    page.goto(f"{address}/zh/roles.html")
    page.locator(BOX).fill("压测")
    page.wait_for_selector(HIT)
    before = page.locator(HIT).count()
    page.locator(".search-rest button").click()
    until(page, "before => document.querySelectorAll('a.md-search-result__link').length > before", before)
    page.locator(".md-search-result__item .search-more").first.click()
    assert "md-search-result__link" in page.evaluate("document.activeElement.className")
    assert page.url.endswith("roles.html?q=%E5%8E%8B%E6%B5%8B")
    page.locator(HIT).first.click()
    page.wait_for_url("**h=**")
    page.go_back()
    page.wait_for_selector(HIT)
    assert page.locator(BOX).input_value() == "压测"
    page.keyboard.press("Escape")
    assert page.url.endswith("roles.html")
    assert seen.complaints == []


def test_the_words_are_marked_where_a_hit_leads(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/playbooks/ecommerce-promotion.html?h=券库 UDB#ecp-a03")
    until(seen.page, "document.querySelectorAll('article mark').length > 3")
    marked = set(seen.page.locator("article mark").all_text_contents())
    assert {"券库", "UDB"} <= marked
    assert all(re.fullmatch("(券库|udb)+", text.lower()) for text in marked), marked
    assert seen.complaints == []


@pytest.mark.parametrize("place", ["", "file"])
@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_not_there_is_said_with_ways_on(watch: Any, address: str, site: Path, place: str, width: int) -> None:
    seen = watch(width=width, height=800)
    page = seen.page
    page.goto((site / "zh/stages.html").as_uri() if place else f"{address}/zh/stages.html")
    _open(page)
    assert page.locator(".search-help").is_visible()
    page.locator(BOX).fill("failover zzqx" if place else "zzqx")
    page.wait_for_selector(".search-none:visible" if not place else HIT)
    told = page.locator(".md-search-result__meta").inner_text()
    assert ("没有找到“zzqx”" in told) if not place else ("没有一页含有全部的词" in told)
    if not place:
        page.locator("[data-other]").click()
        page.wait_for_url("**/en/stages.html?q=zzqx")
        page.wait_for_selector(".search-none:visible")
    assert seen.complaints == []


def test_letters_on_their_way_to_chinese_are_no_query(watch: Any, address: str) -> None:
    page = watch().page
    page.goto(f"{address}/zh/stages.html")
    _open(page)
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "feng", "selectionStart": 4, "selectionEnd": 4})
    page.wait_for_timeout(400)
    assert page.locator(HIT).count() == 0
    session.send("Input.insertText", {"text": "封网"})
    page.wait_for_selector(HIT)


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_in_what_is_found(watch: Any, address: str, view: str) -> None:
    lang, scheme, width = VIEWS[view]
    page, examiner, found = watch(width=width, height=900, scheme=scheme, bypass_csp=True).page, Examiner(), []
    page.goto(f"{address}/{lang}/roles.html")
    _open(page)
    for query, shown in {"": ".search-help", "udb": HIT, "zzqx": ".search-none:visible"}.items():
        page.locator(BOX).fill(query)
        page.wait_for_selector(shown)
        page.wait_for_timeout(500)
        found += [(query, *fault) for fault in examiner.faults(page)]
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert found == []


def test_a_page_left_open_finds_its_way_into_a_site_built_anew(watch: Any, address: str) -> None:
    seen = watch()
    page = seen.page
    # The index of before names files that are no longer there.
    old = 'playbookFound("index",{"pages":"Q!Q!","titles":"!","texts":"!","weights":"d!Q!","wordFiles":[["","gone"]],"textFiles":[[0,"gone"]]});'
    page.route("**/search/index.js", lambda route: route.fulfill(body=old, content_type="text/javascript"))
    page.goto(f"{address}/zh/stages.html")
    _open(page)
    page.locator(BOX).fill("封网")
    page.wait_for_selector(HIT)


# The engine by itself, over an index of a few entries, from disk.

ENTRIES = [
    SearchEntry("a.html", "甲", "先做备份，策略后定"),
    SearchEntry("b.html", "乙", "备份策略由客户定"),
    SearchEntry("c.html", "丙", "策略和备份都有，备份两次，备份三次"),
    SearchEntry("d.html", "策略", "别的"),
    SearchEntry("e.html", "Load", "a load test, tests of load"),
    SearchEntry("f.html", "Other", "test the load of a"),
    SearchEntry("g.html", "10.1.2.3", "售后4S 与 UDB主从 与 ECP-A03 与 done_when"),
    SearchEntry("h.html", "Pokémon", "ＵＤＢ 𠮷野家 loading’s " + "x" * 90),
]


@pytest.fixture
def engine(watch: Any, tmp_path: Path) -> Any:
    """Asks for a query; answers with the pages found, in order."""
    for name, content in index_files(ENTRIES).items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    (tmp_path / "find.js").write_bytes((ASSETS / "find.js").read_bytes())
    (tmp_path / "page.html").write_text('<!doctype html><meta charset="utf-8"><script src="find.js"></script>')
    page = watch().page
    page.goto((tmp_path / "page.html").as_uri())

    def ask(query: str) -> str:
        found: str = page.evaluate(ASK, query)
        return found

    return ask


ASK = """async query => {
  const given = window.given = window.given || {};
  window.playbookFound = (name, data) => { given[name] = data; };
  const load = name => name in given ? Promise.resolve(given[name]) : new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `search/${name}.js`;
    script.onload = () => resolve(given[name]);
    script.onerror = reject;
    document.head.append(script);
  });
  const found = await playbookSearch.find(query, load);
  const hits = await playbookSearch.texts(load, found.data, found.pages.map(page => page.hits[0].entry));
  return (found.partly ? "~" : "") + hits.map(hit => hit.page[0]).join("");
}"""


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("备份策略", "bac"), ("份策", "b"), ("略", "dbac"), ("份", "cba"), ("load test", "ef"), ("loads", "efh"), ("test load", "ef"),
        ("10.1.2", "g"), ("4s", "g"), ("售后4S", "g"), ("后4S", "g"), ("UDB主", "g"), ("udb", "hg"), ("ecp a03", "g"), ("ECP-A", "g"), ("A03", "g"),
        ("when", "g"), ("pokemon", "h"), ("野家", "h"), ("𠮷", "h"), ("x" * 90, "h"), ("备份 zzz", "~cba"), ("zzz", "~"), ("，。", "~"),
        ("<img src=x>|,\"\\", "~"),
    ],
)  # fmt: skip
def test_a_query_is_cut_as_texts_are(engine: Any, query: str, pages: str) -> None:
    assert engine(query) == pages


def _open(page: Any) -> None:
    button = page.locator("label.md-header__button[for=__search]")
    (button if button.is_visible() else page.locator(BOX)).click()


def _found(page: Any, query: str) -> list[list[str]]:
    """The hits of this query in order: of each page the addresses that are shown."""
    box, meta = page.locator(BOX), page.locator(".md-search-result__meta")
    box.fill("")
    until(page, "() => !document.querySelector('a.md-search-result__link')")
    waiting = meta.inner_text()
    box.fill(query)
    until(page, "told => document.querySelector('.md-search-result__meta').innerText !== told", waiting)
    found: list[list[str]] = page.eval_on_selector_all(
        "li.md-search-result__item",
        "items => items.map(item => [...item.querySelectorAll('a')].map(link => link.href))",
    )
    return [[unquote(link) for link in links] for links in found]
