"""Knowledge pages in a browser: the drawn timeline, items as cards and as a table, filters in the address, matrix, duties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from waiting import at_rest, until

BOOK = "playbooks/ecommerce-promotion.html"
CARDS = "h3.card-title[data-row]:visible"
ROWS = ".as-a-table tr[data-row]:visible"
FILTERED = [
    "playbooks/ecommerce-promotion.html",
    "playbooks/game-launch/raci.html",
    "roles/technical-service-manager.html",
]


def _shown(page: Any) -> str:
    return str(page.locator(".facets .shown").text_content())


def test_a_pick_leaves_what_fits_says_how_many_and_stands_in_the_address(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{BOOK}")
    whole = seen.page.locator(CARDS).count()
    assert _shown(seen.page) == f"共 {whole} 项"
    assert seen.page.locator(".facets .shown").get_attribute("aria-live") == "polite"
    seen.page.locator("select[name=role]").select_option("architect")
    seen.page.locator("select[name=category]").select_option("database")
    few = seen.page.locator(CARDS).count()
    assert 0 < few < whole
    assert {(row["role"], row["category"]) for row in _rows(seen.page)} == {("architect", "database")}
    assert _shown(seen.page) == f"显示 {few} / {whole} 项"
    assert seen.page.url == f"{address}/zh/{BOOK}?role=architect&category=database"
    # A card goes with its heading, and tasks of the steps are no attention items.
    assert seen.page.locator("h3.card-title[data-row] + .card:visible").count() == few
    assert seen.page.locator("h3.card-title:not([data-row]):visible").count() > 20
    seen.page.reload()
    assert seen.page.locator(CARDS).count() == few
    seen.page.locator(".facets .clear").click()
    assert seen.page.locator(CARDS).count() == whole
    assert seen.page.url == f"{address}/zh/{BOOK}"
    assert seen.complaints == []


def _rows(page: Any) -> list[dict[str, str]]:
    found: list[dict[str, str]] = page.eval_on_selector_all(
        "[data-row]", "rows => rows.filter(row => !row.hidden).map(row => ({...row.dataset}))"
    )
    return found


def test_the_same_view_in_the_other_language_and_for_whom_it_is_sent_to(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{BOOK}?severity=must&stage=avoidance&view=table#attention")
    few = seen.page.locator(ROWS).count()
    assert few > 5
    assert seen.page.locator(CARDS).count() == 0
    seen.page.locator("a.language-switch").click()
    seen.page.wait_for_url(f"{address}/en/{BOOK}?stage=avoidance&severity=must&view=table#attention")
    assert seen.page.locator(ROWS).count() == few
    assert seen.page.locator("select[name=severity]").input_value() == "must"
    assert seen.page.locator("input[name=view][value=table]").is_checked()
    # An anchor alone goes along as well, on a page without filters too.
    seen.page.goto(f"{address}/en/glossary.html#zhongbao")
    assert (
        seen.page.locator("a.language-switch").evaluate("link => link.href") == f"{address}/zh/glossary.html#zhongbao"
    )


def test_facets_and_views_work_by_keyboard_alone(watch: Any, site: Path) -> None:
    seen = watch()
    seen.page.goto((site / "en" / BOOK).as_uri())
    seen.page.locator("input[name=view][value='']").focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.locator(ROWS).count() > 50
    assert seen.page.locator(CARDS).count() == 0
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.name") == "role"
    seen.page.keyboard.type("Arch")
    seen.page.keyboard.press("Tab")
    assert seen.page.url.endswith("?role=architect&view=table")
    assert {row["role"] for row in _rows(seen.page)} == {"architect"}
    seen.page.locator(".facets .clear").focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.name") == "role"
    assert seen.page.url.endswith("?view=table"), "how it is shown is no filter"
    assert seen.complaints == []


@pytest.mark.parametrize("query", ["?role=service-desk", "?view=table", "?view=table&severity=may"])
def test_a_link_to_an_item_shows_it_whatever_is_filtered(watch: Any, address: str, query: str) -> None:
    seen = watch(width=390, height=800)
    seen.page.goto(f"{address}/zh/{BOOK}{query}#ecp-a03")
    heading = seen.page.locator("#ecp-a03")
    assert heading.is_visible()
    assert seen.page.locator("#ecp-a03 + .card").is_visible()
    until(
        seen.page,
        "() => { const top = document.getElementById('ecp-a03').getBoundingClientRect().top; return 0 <= top && top < 400 }",
    )
    assert "ECP-A03" in _shown(seen.page)
    before = seen.page.locator(CARDS).count()
    # The next link shows that one instead.
    seen.page.evaluate("location.hash = '#ecp-a04'")
    until(
        seen.page,
        "() => document.getElementById('ecp-a04').offsetHeight && !document.getElementById('ecp-a03').offsetHeight",
    )
    assert seen.page.locator(CARDS).count() == before
    seen.page.go_back()
    until(
        seen.page,
        "() => document.getElementById('ecp-a03').offsetHeight && !document.getElementById('ecp-a04').offsetHeight",
    )
    # Whoever picks anew has moved on.
    seen.page.locator("select[name=role]").select_option("product-rnd")
    assert not heading.is_visible()
    assert "#" not in seen.page.url


def test_a_row_of_the_table_opens_its_card(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{BOOK}?view=table")
    seen.page.locator(".as-a-table a[href='#ecp-a05']").click()
    assert seen.page.locator("#ecp-a05 + .card").is_visible()
    assert seen.page.locator(CARDS).count() == 1
    assert seen.page.url.endswith("?view=table#ecp-a05")
    seen.page.locator("label:has(input[name=view][value=''])").click()
    assert seen.page.locator(CARDS).count() > 50
    assert seen.page.url.endswith(BOOK)


def test_what_search_left_in_the_address_stays_and_a_torn_one_does_no_harm(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{BOOK}?h=券&role=%E0%A4&step=nowhere&view=cube&__proto__=x")
    assert _shown(seen.page).startswith("共")
    seen.page.locator("select[name=step]").select_option("prepare")
    assert seen.page.evaluate("decodeURIComponent(location.search)").startswith("?h=券")
    assert "step=prepare" in seen.page.url
    assert seen.complaints == []


@pytest.mark.parametrize("page", FILTERED)
def test_everything_reads_without_script(watch: Any, address: str, page: str) -> None:
    seen = watch(java_script_enabled=False)
    seen.page.goto(f"{address}/zh/{page}")
    assert seen.page.locator("form.facets").is_hidden()
    rows = seen.page.locator("[data-row]")
    assert rows.count() == seen.page.locator("[data-row]:visible").count() > 100


@pytest.mark.parametrize("tail", ["", "?role=architect&view=table", "?role=architect#ecp-a20"])
def test_nothing_jumps_while_a_page_loads(watch: Any, address: str, tail: str) -> None:
    seen = watch()
    seen.page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    seen.page.goto(f"{address}/zh/{BOOK}{tail}")
    at_rest(seen.page)
    assert seen.page.evaluate("window.shift") < 0.02


@pytest.mark.parametrize("page", FILTERED)
@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_on_a_phone_nothing_is_wider_than_the_screen(
    watch: Any, address: str, page: str, lang: str, scheme: str
) -> None:
    seen = watch(width=390, height=800, scheme=scheme)
    for tail in ("", "?severity=must", "?view=table"):
        seen.page.goto(f"{address}/{lang}/{page}{tail}")
        assert seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert seen.foreign(address) == []
    assert seen.complaints == []


def test_bands_of_the_timeline_lead_to_their_steps_and_the_drawing_can_be_scrolled(watch: Any, address: str) -> None:
    seen = watch(width=390, height=800)
    seen.page.goto(f"{address}/en/{BOOK}")
    drawing = seen.page.locator(".scroll.timeline")
    assert drawing.get_attribute("tabindex") == "0"
    assert seen.page.locator("svg.timeline text").first.evaluate("text => text.getBoundingClientRect().height") > 9
    band = seen.page.get_by_role("link", name="All parties prepare").and_(seen.page.locator("a.band"))
    band.focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.url.endswith("#prepare")
    assert seen.page.locator("#prepare").is_visible()


def test_no_words_of_the_timeline_overlap_or_leave_it(watch: Any, address: str) -> None:
    for lang in ("zh", "en"):
        for book in ("ecommerce-promotion", "game-launch"):
            seen = watch()
            seen.page.goto(f"{address}/{lang}/playbooks/{book}.html")
            faults = seen.page.evaluate(
                """() => {
                  const frame = document.querySelector("svg.timeline").getBoundingClientRect();
                  const texts = [...document.querySelectorAll("svg.timeline text")].map(text => [text.textContent.trim(), text.getBoundingClientRect()]);
                  const found = texts.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1).map(([said]) => said);
                  texts.forEach(([one, a], n) => texts.slice(n + 1).forEach(([other, b]) => {
                    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                    if (wide > 1 && tall > 3) found.push(`${one} / ${other}`);
                  }));
                  return found;
                }"""
            )
            assert faults == [], (lang, book)


def test_the_head_and_the_items_of_the_matrix_stay_in_sight(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/en/playbooks/game-launch/raci.html")
    box = seen.page.locator(".scroll.raci")
    assert box.get_attribute("tabindex") == "0"
    box.evaluate("box => { box.scrollTop = 1500 }")
    head, frame = seen.page.locator("table.raci thead th").nth(3).bounding_box(), box.bounding_box()
    assert head
    assert frame
    assert abs(head["y"] - frame["y"]) < 3
    seen.page.locator("select[name=anyone]").select_option("customer-security-lead")
    lines = seen.page.locator("table.raci tr[data-row]:visible")
    assert 0 < lines.count() < 30
    assert seen.page.locator("table.raci tbody:visible").count() < 5, "a step without a line is gone with its heading"


def test_a_role_sees_its_own_items_of_one_playbook(watch: Any, address: str) -> None:
    seen = watch(width=390, height=800)
    seen.page.goto(f"{address}/zh/roles/architect.html")
    seen.page.locator("select[name=part]").select_option("owner")
    seen.page.locator("select[name=playbook]").select_option("game-launch")
    found = seen.page.locator("li.duty:visible")
    assert found.count() == 14
    assert all("负责" in text and "GML-" in text for text in found.all_text_contents())
    assert seen.page.url.endswith("?part=owner&playbook=game-launch")
