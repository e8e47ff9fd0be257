"""Live pages in a browser: looking addresses up, filters in the address, copying, from disk and by keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from waiting import until

PAGES = [
    "engagements.html", "calendar.html", "conflicts.html", "outlook.html", "lessons.html", "today/account-manager.html",
    "today/architect.html", "today/technical-service-manager.html", "today/service-desk.html", "today/product-oncall.html",
]  # fmt: skip
DESK = "today/service-desk.html"


@pytest.mark.parametrize("page", [*PAGES, "../engagements/star-eve/index.zh.html"])
def test_the_language_switch_of_a_live_page_keeps_the_page(watch: Any, address: str, page: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{page}")
    href = seen.page.locator("a.language-switch").evaluate("link => link.href")
    wanted = f"{address}/zh/{page}".replace("/zh/", "/en/") if ".zh." not in page else f"{address}/{page[3:]}"
    assert href == wanted.replace(".zh.", ".en.")
    assert seen.page.goto(href).ok


def test_an_engagements_page_opens_its_yaml(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/engagements/star-eve/index.zh.html")
    wanted = "https://git.example.com/assurance/playbooks/edit/main/playbooks/engagements/star-eve.yaml"
    assert seen.page.locator("a.edit").get_attribute("href") == wanted


def test_a_live_page_searches_and_keeps_the_palette(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/index.html")
    seen.page.locator("label[for=__palette_1]").click()
    seen.page.locator("label[for=__palette_2]").click()
    seen.page.goto(f"{address}/engagements/star-eve/index.zh.html")
    assert seen.page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    seen.page.locator("input.md-search__input").fill("日历")
    seen.page.wait_for_selector("a.md-search-result__link", timeout=20_000)
    links = seen.page.eval_on_selector_all("a.md-search-result__link", "links => links.map(link => link.href)")
    assert f"{address}/zh/calendar.html" in [link.split("?")[0] for link in links[:3]]


HEAP = """客户群 10:02：示例 192.0.2.101 全部超时！还有 198.51.100[.]20:443，
https://203.0.113.10/login 也慢，UDB-ROLE-1 报连接数；8.8.8.8 和 cache-nowhere-7 正常？"""


def test_the_desk_finds_customers_in_a_heap_of_text(watch: Any, site: Path) -> None:
    seen = watch(width=390)
    seen.page.goto((site / "zh" / DESK).as_uri())
    seen.page.locator("#heap").fill(HEAP)
    seen.page.wait_for_selector(".desk-card")
    titles = seen.page.locator(".desk-card h2").all_text_contents()
    assert titles[:2] == ["示例星途 · 全平台开服", "示例户外 · 黑色星期五"]
    assert seen.page.locator(".desk-card.unknown").text_content().count("8.8.8.8") == 1
    assert "cache-nowhere-7" in seen.page.locator(".desk-card.unknown").text_content()
    first = seen.page.locator(".desk-card").first
    assert {"lb-login-1", "udb-role-1"} <= set(first.locator("code").all_text_contents())
    assert "A 级" in first.text_content()
    assert seen.page.locator("#desk-said").text_content().startswith("认出 4 个，属于 2 场活动")
    assert seen.page.locator("#desk-said").get_attribute("aria-live") == "polite"
    assert [url for url in seen.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert seen.complaints == []


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("192.0.2.101", True), ("１９２.０.２.１０１", True), ("192。0。2。101", True), ("192.0.2.101:3306", True), ("(192.0.2.101)", True),
        ("udb-coupon-e1。", True), ("192.0.2.254", False), ("1192.0.2.101", False), ("192.0.2.101.5", False),
    ],
)  # fmt: skip
def test_the_desk_reads_an_address_however_it_is_pasted(watch: Any, address: str, pasted: str, found: bool) -> None:
    seen = watch()
    seen.page.goto(f"{address}/en/{DESK}")
    seen.page.locator("#heap").fill(pasted)
    until(seen.page, "document.getElementById('desk-said').textContent")
    assert seen.page.locator(".desk-card:not(.unknown)").count() == (1 if found else 0)


def test_hostile_text_in_the_desk_stays_text(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{DESK}")
    seen.page.locator("#heap").fill('<img src=x onerror="window.hit=1"> evil-7.example.com')
    seen.page.wait_for_selector(".desk-card.unknown")
    assert seen.page.locator("#desk-found img").count() == 0
    assert seen.page.evaluate("window.hit") is None


def test_a_link_carries_what_to_look_up(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/{DESK}#q=192.0.2.101")
    assert seen.page.locator("#heap").input_value() == "192.0.2.101"
    assert "示例户外" in seen.page.locator(".desk-card h2").first.text_content()


def test_a_filter_is_kept_in_the_address_and_can_be_shared(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/engagements.html")
    whole = seen.page.locator("[data-row]:visible").count()
    seen.page.locator("select[name=verdict]").select_option("escalate")
    escalate = seen.page.locator("[data-row]:visible").count()
    assert 0 < escalate < whole
    assert seen.page.evaluate("location.hash") == "#verdict=escalate"
    assert str(escalate) in seen.page.locator(".facets .shown").text_content()
    seen.page.locator("select[name=person]").select_option("示例甲")
    shared = seen.page.url
    other = watch(width=390)
    other.page.goto(shared)
    assert other.page.locator("select[name=person]").input_value() == "示例甲"
    assert other.page.locator("[data-row]:visible").count() == seen.page.locator("[data-row]:visible").count()
    # The switch keeps the view too.
    assert seen.page.locator("a.language-switch").evaluate("link => link.href").endswith(re.sub(r".*#", "#", shared))
    seen.page.locator(".facets .clear").click()
    assert seen.page.locator("[data-row]:visible").count() == whole
    assert seen.page.evaluate("location.hash") == ""


def test_filters_work_by_keyboard_and_from_disk(watch: Any, site: Path) -> None:
    seen = watch()
    seen.page.goto((site / "zh" / "engagements.html").as_uri())
    tile = seen.page.locator("[data-set=verdict][data-value=escalate]")
    tile.focus()
    seen.page.keyboard.press("Enter")
    assert tile.get_attribute("aria-pressed") == "true"
    assert seen.page.url.endswith("#verdict=escalate")
    seen.page.keyboard.press("Enter")
    assert tile.get_attribute("aria-pressed") == "false"
    assert seen.complaints == []


def test_a_products_link_opens_on_that_product_alone(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.goto(f"{address}/zh/today/product-oncall.html#product=natgw")
    assert seen.page.locator("section.product:visible h2").all_text_contents()[0].strip().startswith("NAT")
    assert seen.page.locator("section.product:visible").count() == 1


def test_the_message_to_chase_with_is_copied_by_one_click(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.page.goto(f"{address}/zh/today/account-manager.html")
    button = seen.page.locator(".chase .copy").first
    said = seen.page.locator(".chase pre").first.text_content()
    button.click()
    until(seen.page, "document.querySelector('.chase .copy').textContent === '已复制'")
    assert seen.page.evaluate("navigator.clipboard.readText()") == said
    assert said.startswith("示例")


@pytest.mark.parametrize("page", PAGES)
def test_a_live_page_reads_without_script(watch: Any, address: str, page: str) -> None:
    seen = watch(java_script_enabled=False)
    seen.page.goto(f"{address}/zh/{page}")
    assert seen.page.locator("h1").is_visible()
    assert seen.page.locator("form.facets:visible").count() == 0
    assert seen.page.locator("[data-row]:visible, .conflict, .inventory, .review").count() > 0


def test_who_is_on_shift_follows_the_clock(watch: Any, address: str) -> None:
    seen = watch()
    seen.page.clock.set_fixed_time("2026-11-23T08:30:00+08:00")
    seen.page.goto(f"{address}/zh/today/technical-service-manager.html")
    beauty = seen.page.locator(".watch", has_text="示例美妆")
    on_shift = beauty.locator("li.now").all_text_contents()
    assert any("示例申" in line and "技术服务经理" in line for line in on_shift), on_shift
    assert not any("11-22" in line for line in beauty.locator("ul.shifts li:visible").all_text_contents())
    assert beauty.locator("ul.shifts li:visible").count() == 6
    # A page of another time stays as it was made, rather than empty.
    old = watch()
    old.page.clock.set_fixed_time("2028-01-01T00:00:00+08:00")
    old.page.goto(f"{address}/zh/today/technical-service-manager.html")
    assert old.page.locator(".watch", has_text="示例美妆").locator("ul.shifts li:visible").count() == 6
