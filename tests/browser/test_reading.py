"""What helps a reader on pages of knowledge: words explained, items copied, the past unfolded, the war room searched, the lost led back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from waiting import until

from tests.sites import SearchRead

WORD = "p a.explained"
SAY = "() => navigator.clipboard.readText()"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def narrow(page: Any) -> bool:
    """Whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def tip_of(page: Any, n: int) -> Any:
    return page.locator(WORD).nth(n).locator("xpath=following-sibling::*[@role='tooltip']")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_word_is_explained_by_hover_and_focus_until_escape(watch: Any, address: str, lang: str) -> None:
    seen = watch()
    page = seen.page
    page.goto(f"{address}/{lang}/playbooks/ecommerce-promotion.html")
    word, tip = page.locator(WORD).first, tip_of(page, 0)
    assert not tip.is_visible()
    word.hover()
    assert tip.is_visible()
    assert tip.get_attribute("id") == word.get_attribute("aria-describedby")
    tip.hover()
    assert tip.is_visible(), "the pointer may move onto it"
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.mouse.move(2, 400)
    word.focus()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert word.evaluate("node => node === document.activeElement"), "Escape leaves the focus where it is"
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert tip.is_visible(), "who comes back is told again"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"glossary\.html#"))
    assert seen.complaints == []


def test_a_tap_explains_and_a_second_one_follows(watch: Any, address: str) -> None:
    seen = watch(width=390, height=844, has_touch=True, is_mobile=True)
    page = seen.page
    page.goto(f"{address}/en/playbooks/game-launch/plans.html")
    before = page.url
    for n in range(4):
        word, tip = page.locator(WORD).nth(n), tip_of(page, n)
        word.scroll_into_view_if_needed()
        word.tap()
        assert tip.is_visible()
        box = tip.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert not narrow(page)
        assert page.locator(".tip:visible").count() == 1, "the one before it is gone"
    assert page.url == before
    page.locator(WORD).nth(3).tap()
    page.wait_for_url(re.compile(r"glossary\.html#"))


def test_words_show_their_meaning_without_script(watch: Any, address: str) -> None:
    seen = watch(java_script_enabled=False)
    seen.page.goto(f"{address}/zh/playbooks/ecommerce-promotion.html")
    seen.page.locator(WORD).first.hover()
    assert tip_of(seen.page, 0).is_visible()
    assert seen.page.locator("[data-copy-card]").first.is_hidden(), "a button that does nothing is not shown"


def test_search_does_not_find_pages_by_the_meaning_of_their_words(site: Path) -> None:
    built = (site / "zh/playbooks/ecommerce-promotion.html").read_text("utf-8")
    told = re.search(r'role="tooltip"[^>]*><b>[^<]*</b> ([^<]{12})', built)
    assert told
    files = {path.relative_to(site / "zh").as_posix(): path.read_bytes() for path in site.glob("zh/search/*.js")}
    mine = [entry for entry in SearchRead(files).entries if entry.page == "playbooks/ecommerce-promotion.html"]
    assert len(mine) > 50
    assert not any(told[1] in entry.text for entry in mine)


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_an_item_is_copied_as_markdown_with_its_address(watch: Any, address: str, site: Path, scheme: str) -> None:
    base = address if scheme == "http" else site.as_uri()
    seen = watch(permissions=CLIPBOARD)
    page = seen.page
    page.goto(f"{base}/zh/playbooks/ecommerce-promotion.html#ecp-a03")
    page.locator('[data-copy-card="ecp-a03"]').click()
    status = page.locator(".copy-status")
    until(page, "document.querySelector('.copy-status').textContent === '已复制'")
    assert status.get_attribute("role") == "status"
    if scheme == "file":
        # A page from disk may write to the clipboard and not read it.
        page.goto(f"{address}/zh/stages.html")
    copied = page.evaluate(SAY)
    title, *rest = copied.strip().split("\n\n")
    assert title == f"### [ECP-A03 券库复制拓扑]({base}/zh/playbooks/ecommerce-promotion.html#ecp-a03)"
    assert re.search(r"^- \*\*完成标准\*\* ", copied, re.MULTILINE)
    assert re.search(r"\(" + re.escape(base) + r"/zh/cases/[a-z0-9-]+\.html\)", copied), (
        "links lead there from anywhere"
    )
    assert "改动记录" not in copied
    assert "编辑这一项" not in copied
    assert "\n\n\n" not in copied
    assert rest[0].startswith("必须 · 数据库")
    assert seen.complaints == []


def test_an_item_is_edited_at_its_own_line(watch: Any, address: str) -> None:
    page = watch().page
    page.goto(f"{address}/en/playbooks/game-launch.html")
    link = page.locator("#gml-a10 + .card .card-tools a").get_attribute("href")
    file, line = re.fullmatch(r"https://git\.example\.com/\S*/edit/main/(\S+)#L(\d+)", link).groups()
    written = (Path(__file__).resolve().parents[2] / file).read_text("utf-8").splitlines()
    assert written[int(line) - 1].strip() == "- id: GML-A10"


def test_the_war_room_is_searched_by_what_is_seen(watch: Any, address: str) -> None:
    seen = watch(permissions=CLIPBOARD)
    page = seen.page
    page.goto(f"{address}/zh/war-room.html")
    rows = page.locator(".war-row")
    total = rows.count()
    assert total > 60
    page.locator("input[name=words]").fill("从库 延迟")
    assert page.locator("#war-ecp-p01").is_visible()
    few = page.locator(".war-row:visible").count()
    assert 0 < few < 15
    assert str(few) in page.locator(".facets .shown").text_content()
    page.locator("select[name=role]").select_option("customer-operations-lead")
    assert 0 < page.locator(".war-row:visible").count() <= few
    kept = page.url
    assert "words=" in kept
    assert "role=customer-operations-lead" in kept
    page.reload()
    assert page.locator("input[name=words]").input_value() == "从库 延迟"
    assert page.locator("#war-ecp-p01").is_visible()
    page.locator(".facets .clear").click()
    assert page.locator(".war-row:visible").count() == total
    page.locator("select[name=product]").select_option("udb")
    assert 0 < page.locator(".war-row:visible").count() < total
    page.locator(".facets .clear").click()
    message = page.locator(".war-row.message").first
    message.locator(".copy").click()
    until(page, "document.querySelector('.copy-status').textContent === '已复制'")
    assert page.evaluate(SAY) == message.locator("pre").text_content()
    assert seen.complaints == []


def test_a_word_is_no_find_because_of_its_tooltip(watch: Any, address: str) -> None:
    page = watch().page
    page.goto(f"{address}/zh/war-room.html")
    row = page.locator(".war-row:has(.tip)").first
    meaning = row.locator(".tip").first.text_content().split(" ", 1)[1]
    page.locator("input[name=words]").fill(meaning[:10])
    assert not row.is_visible()


@pytest.mark.parametrize("name", ["war-room", "changes", "stages", "index", "playbooks/game-launch"])
def test_no_page_scrolls_sideways_on_a_phone(watch: Any, address: str, site: Path, name: str) -> None:
    seen = watch(width=390, height=844)
    for lang in ("zh", "en"):
        if name == "changes" and not (site / lang / "changes.html").exists():
            pytest.skip("a copy without git's history has no such page")
        seen.page.goto(f"{address}/{lang}/{name}.html")
        assert not narrow(seen.page)
    assert seen.complaints == []


def test_the_closed_loop_leads_from_stage_to_stage(watch: Any, address: str) -> None:
    page = watch().page
    page.goto(f"{address}/en/stages.html")
    steps = page.locator("ol.loop > li")
    assert steps.count() == 8
    boxes = [steps.nth(n).bounding_box() for n in range(8)]
    assert boxes[3]["x"] == boxes[4]["x"]
    assert boxes[0]["x"] == boxes[7]["x"], "the last leads back to the first"
    for n in range(8):
        target = steps.nth(n).locator("a").get_attribute("href")
        assert page.locator(f"h3{target}").count() == 1


def test_a_lesson_stands_on_its_item_and_leads_to_its_event(watch: Any, address: str) -> None:
    page = watch().page
    page.goto(f"{address}/zh/playbooks/ecommerce-promotion.html")
    lesson = page.locator('.card a[href*="lessons.html#review-"]').first
    item = lesson.locator("xpath=ancestor::div[contains(@class,'card')]/preceding-sibling::h3[1]").get_attribute("id")
    lesson.click()
    page.wait_for_url(re.compile(r"lessons\.html#review-"))
    back = page.locator(f'article:target a[href$="#{item}"], #{page.url.split("#")[1]} a[href$="#{item}"]')
    assert back.count() >= 1


@pytest.mark.parametrize("place", ["zh/404.html", "404.html"])
def test_the_lost_are_led_back_and_their_id_is_searched_for(watch: Any, address: str, site: Path, place: str) -> None:
    seen = watch()
    page = seen.page

    # A host shows the page at whatever address was asked for.
    def shown(route: Any) -> None:
        route.fulfill(status=404, content_type="text/html", body=(site / place).read_text("utf-8"))

    page.route("**/zh/playbooks/gone.html", shown)
    page.goto(f"{address}/zh/playbooks/gone.html#ecp-a03")
    assert page.locator("h1").text_content() == "没有这一页"
    for link in page.locator("section[data-lang=zh] li a").all():
        assert re.fullmatch(re.escape(address) + r"/zh/[a-z-]+\.html", link.evaluate("node => node.href"))
        assert page.request.get(link.evaluate("node => node.href")).ok
    page.locator("section[data-lang=zh] [data-seek]").click()
    page.wait_for_url("**/zh/index.html?q=ECP-A03*")
    page.locator(".md-search-result__item").first.wait_for()
    assert "ECP-A03" in page.locator(".md-search-result__item").first.text_content()
