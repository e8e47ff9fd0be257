"""A role's own view of a sheet: all that the role's file shows, kept in the address, by keyboard, on paper, and whole without script."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TODAY
from pypdf import PdfReader
from waiting import until

ENGAGEMENT = "star-eve"
ROWS = "tr.duty"
VISIBLE = "nodes => nodes.filter(node => node.getClientRects().length).map(node => node.dataset.id || node.id)"


def sheet_address(site: Path, role: str, lang: str = "zh", copy: str = "") -> str:
    return (site / "engagements" / ENGAGEMENT / f"{ENGAGEMENT}{copy}.{lang}.html").as_uri() + f"#role={role}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Role files as the command makes them."""
    out = tmp_path_factory.mktemp("roles")
    for role in ("architect", "product-oncall", "customer-operations-lead", "sales"):
        command = [
            sys.executable,
            "-m",
            "generator",
            "--root",
            str(ROOT),
            "--today",
            TODAY,
            "-q",
            "checklist",
            ENGAGEMENT,
        ]
        made = subprocess.run([*command, "--role", role, "--format", "html", "--out", str(out)], check=False)
        assert made.returncode == 0
    return out / ENGAGEMENT


def shown(page: Any) -> dict[str, Any]:
    """What a reader sees, by part; of each item and plan its lines."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const seen = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.getClientRects().length);
          const lines = (node) => node.innerText.split("\\n").map((line) => line.trim()).filter(Boolean);
          const texts = (selector) => seen(selector).map((node) => node.innerText.trim());
          return {
            duties: Object.fromEntries(seen("tr.duty").map((row) => [row.dataset.id, lines(row)])),
            plans: Object.fromEntries(seen("article.plan").map((card) => [card.id, lines(card)])),
            counts: texts(".counts li"), nearest: texts("ul.nearest li"), none: texts(".none"), rest: texts(".rest"),
            waived: texts("li.waived"), risks: texts("tr.risk"), shifts: texts("tr.shift"), team: texts("tr[data-role]"),
            headings: texts("h2, h3").filter((text) => text), reasons: texts(".verdict li"), facts: texts("dl.facts dd"),
          };
        }"""
    )
    return found


@pytest.mark.parametrize(
    ("role", "copy"),
    [("architect", ""), ("product-oncall", ""), ("sales", ""), ("customer-operations-lead", ".customer")],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_view_shows_all_that_the_roles_file_shows(
    watch: Any, site: Path, files: Path, role: str, copy: str, lang: str
) -> None:
    seen = watch()
    page = seen.page
    page.goto((files / f"{ENGAGEMENT}.{role}{copy}.{lang}.html").as_uri())
    file = shown(page)
    page.goto(sheet_address(site, role, lang, copy))
    view = shown(page)
    assert view["duties"].keys() == file["duties"].keys()
    assert view["plans"] == file["plans"]
    for id, lines in file["duties"].items():
        # The title stands between its own badges and the marks of the view.
        assert not [line for line in lines if line not in "\n".join(view["duties"][id])], id
    for part in ("nearest", "none", "rest", "waived", "risks", "facts"):
        assert view[part] == file[part], part
    assert view["counts"] == [count for count in file["counts"] if not re.match("不适用|not applicable", count)]
    marked = re.compile(r"\s*(我的|mine)$", re.MULTILINE)
    for part in ("shifts", "team"):
        assert [marked.sub("", text.replace("我的\t", "\t").replace("mine\t", "\t")) for text in view[part]] == file[
            part
        ]
    own = {re.sub(r"\s*(我的|mine)$", "", text) for text in view["reasons"] if re.search("(我的|mine)$", text)}
    assert own >= set(file["reasons"])
    assert seen.complaints == []


def test_every_reason_stands_and_mine_are_marked(watch: Any, site: Path) -> None:
    page = watch().page
    page.goto(sheet_address(site, ""))
    every = shown(page)["reasons"]
    page.goto(sheet_address(site, "product-oncall"))
    reasons = shown(page)["reasons"]
    assert [re.sub(r"\s*我的$", "", text) for text in reasons] == every
    marked = [text for text in reasons if text.endswith("我的")]
    assert 0 < len(marked) < len(reasons)


def test_own_items_come_first_and_shared_ones_say_the_part(watch: Any, site: Path) -> None:
    page = watch().page
    page.goto(sheet_address(site, "architect"))
    found = page.eval_on_selector_all(
        f"#role-sheet {ROWS}",
        "rows => rows.map(row => [row.dataset.owner, row.dataset.verifier, row.dataset.with, row.querySelector('.badges').innerText])",
    )
    own = [owner == "architect" for owner, *_ in found]
    assert own == sorted(own, reverse=True)
    assert 0 < own.count(True) < len(own)
    for owner, verifier, helpers, badges in found:
        assert ("复核" in badges) == (verifier == "architect"), badges
        assert ("配合" in badges) == ("architect" in helpers.split())
        assert owner == "architect" or "复核" in badges or "配合" in badges
    first = page.locator("#role-sheet .reader")
    assert "架构师" in first.inner_text()
    assert "示例乙" in first.inner_text()


def test_it_is_chosen_by_keyboard_and_kept_in_the_address(watch: Any, site: Path) -> None:
    seen = watch()
    page = seen.page
    page.goto(sheet_address(site, "").split("#")[0])
    every = page.locator(ROWS).count()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.tools select')"):
            break
    while page.evaluate("document.activeElement.value") != "architect":
        page.keyboard.press("ArrowDown")
    until(page, "location.hash === '#role=architect'")
    mine = page.eval_on_selector_all(ROWS, VISIBLE)
    assert 0 < len(mine) < every
    assert page.evaluate("document.activeElement.matches('.tools select')"), "the focus stays where it was"
    assert "架构师" in page.title()
    assert str(len(mine)) in page.locator(".tools .say").inner_text()
    page.reload()
    assert page.eval_on_selector_all(ROWS, VISIBLE) == mine
    assert page.locator(".tools select").first.input_value() == "architect"
    # A link inside the sheet leads to its item, and the role stays.
    page.locator("ul.nearest a:visible").first.click()
    until(page, "location.hash === '#role=architect'")
    assert page.eval_on_selector_all(ROWS, VISIBLE) == mine
    page.locator(".tools select").first.select_option("")
    assert page.evaluate("location.hash") == ""
    assert len(page.eval_on_selector_all(ROWS, VISIBLE)) == every
    page.go_back()
    page.wait_for_selector("body.by-role")
    assert page.eval_on_selector_all(ROWS, VISIBLE) == mine
    assert seen.complaints == []


def test_ticks_belong_to_the_item_and_filters_to_the_view(watch: Any, site: Path) -> None:
    page = watch().page
    page.goto(sheet_address(site, "architect"))
    page.locator(f"#role-sheet {ROWS}").first.locator(".tick").check()
    id = page.locator(f"#role-sheet {ROWS}").first.get_attribute("data-id")
    total = page.locator(f"#role-sheet {ROWS}").count()
    assert page.locator(".tools .done").inner_text().endswith(f"/ {total}")
    page.get_by_label("只看未完成").check()
    left = len(page.eval_on_selector_all(ROWS, VISIBLE))
    assert f"{left} / {total}" in page.locator(".filtered").inner_text()
    page.get_by_label("只看未完成").uncheck()
    order = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.id)")
    page.locator(".tools select").first.select_option("")
    assert page.locator(f"tr.duty[data-id={id}] .tick").is_checked()
    back = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.id)")
    assert sorted(order) == sorted(back) != back
    page.goto(sheet_address(site, "").split("#")[0])
    page.reload()
    assert page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.id)") == back, "each row is home again"
    assert page.locator(".badge.mark").count() == 0


@pytest.mark.parametrize("copy", ["", ".customer"])
def test_one_printout_holds_the_role_and_nothing_else(watch: Any, site: Path, copy: str) -> None:
    page = watch().page
    page.goto(sheet_address(site, "architect", "en", copy))
    mine = set(page.eval_on_selector_all(ROWS, VISIBLE))
    every = set(page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.id)"))
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = "\n".join(one.extract_text() for one in pages)
    items = text.split("What I own")[1]
    assert not [id for id in mine if id not in items]
    others = [id for id in every - mine if re.search(rf"{id}\b", items)]
    waits = page.locator("#role-sheet").inner_text()
    assert not [id for id in others if id not in waits], "others are named only as what mine wait for"
    assert "Role sheet: Architect" in text
    assert "Role\nStep" not in text, "tools are not printed"


def test_without_script_the_list_is_whole(watch: Any, site: Path) -> None:
    page = watch(java_script_enabled=False).page
    page.goto(sheet_address(site, "architect"))
    assert len(page.eval_on_selector_all(ROWS, VISIBLE)) == page.locator(ROWS).count() > 60
    assert page.locator("section.whole").first.is_visible()


@pytest.mark.parametrize("role", ["nobody", "%3Cimg%20src=x%3E", "__proto__", "%", '"]'])
def test_a_role_that_takes_no_part_is_said_and_the_list_is_whole(watch: Any, site: Path, role: str) -> None:
    seen = watch()
    page = seen.page
    page.goto(sheet_address(site, role))
    assert len(page.eval_on_selector_all(ROWS, VISIBLE)) == page.locator(ROWS).count()
    assert "没有角色" in page.locator(".tools .say").inner_text()
    assert page.locator("img").count() == 0
    assert seen.complaints == []


def test_the_teams_copy_says_that_it_is_none_for_the_customer(watch: Any, site: Path) -> None:
    page = watch().page
    page.goto(sheet_address(site, "customer-operations-lead"))
    assert f"{ENGAGEMENT}.customer.zh.html" in page.locator("#role-sheet .warn").first.inner_text()
    page.goto(sheet_address(site, "customer-operations-lead", copy=".customer"))
    assert "团队版" not in page.locator("body").inner_text()


def test_on_a_phone_nothing_is_wider_than_the_screen(watch: Any, site: Path) -> None:
    for lang in ("zh", "en"):
        page = watch(width=390, height=844, scheme="dark").page
        page.goto(sheet_address(site, "architect", lang))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("#role-sheet").is_visible()


@pytest.mark.parametrize(
    ("file", "view"),
    [
        ("architect", "{e}.zh.html#role=architect"),
        ("customer-operations-lead.customer", "{e}.customer.zh.html#role=customer-operations-lead"),
    ],
)
def test_a_roles_file_of_an_earlier_site_is_led_to_the_view(
    watch: Any, address: str, site: Path, file: str, view: str
) -> None:
    page = watch().page
    folder = site / "engagements" / ENGAGEMENT
    assert not (folder / f"{ENGAGEMENT}.{file}.zh.html").exists()
    assert (folder / f"{ENGAGEMENT}.{file}.zh.ics").exists()
    gone = f"{address}/engagements/{ENGAGEMENT}/{ENGAGEMENT}.{file}.zh.html"
    page.route(gone, lambda route: route.fulfill(content_type="text/html", body=(site / "404.html").read_text("utf-8")))
    page.goto(gone)
    page.locator("section[data-lang=zh] [data-view]").click()
    page.wait_for_selector("body.by-role")
    assert page.url == f"{address}/engagements/{ENGAGEMENT}/{view.format(e=ENGAGEMENT)}"
