"""The HTML sheet in use: ticks and notes are kept by item id, leave in a file and come back; filters print what they show."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

ENGAGEMENT = "star-eve"
ROOT = Path(__file__).resolve().parents[2]
ENGAGEMENTS = sorted(path.stem for path in (ROOT / "playbooks" / "engagements").glob("*.yaml"))


@pytest.fixture
def sheet(site: Path) -> str:
    return (site / "engagements" / ENGAGEMENT / f"{ENGAGEMENT}.en.html").as_uri()


def _row(page: Any, id: str) -> Any:
    return page.locator(f"tr.duty[data-id={id}]")


def _open_ids(page: Any) -> list[str]:
    ids: list[str] = page.eval_on_selector_all("tr.duty:not(.finished)", "rows => rows.map(row => row.dataset.id)")
    return ids


def test_ticks_and_notes_stay_and_travel(watch: Any, sheet: str, tmp_path: Path) -> None:
    seen = watch(accept_downloads=True)
    page = seen.page
    page.goto(sheet)
    first, second = _open_ids(page)[:2]
    finished = int(re.match(r"(\d+) of", page.locator(".tools .done").inner_text())[1])

    # By keyboard alone: focus, space.
    _row(page, first).locator(".tick").focus()
    page.keyboard.press("Space")
    _row(page, second).locator("summary").click()
    _row(page, second).locator("textarea").fill("seen <b>twice</b>")
    _row(page, second).locator("textarea").blur()
    assert page.locator(".tools .done").inner_text().startswith(f"{finished + 1} of")

    page.reload()
    assert _row(page, first).locator(".tick").is_checked()
    assert "seen <b>twice</b>" in _row(page, second).locator(".written").inner_text()

    with page.expect_download() as download:
        page.get_by_role("button", name="Export to a file").click()
    file = tmp_path / "export.json"
    download.value.save_as(file)
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["format"] == 1
    assert data["engagement"] == ENGAGEMENT
    assert data["changes"][first]["state"] == "done"
    assert data["changes"][second] == {"note": "seen <b>twice</b>"}
    assert set(data["changes"]) == {first, second} <= set(data["items"])

    elsewhere = watch().page
    elsewhere.goto(sheet)
    elsewhere.locator(".tools input[type=file]").set_input_files(file)
    elsewhere.get_by_role("button", name="Import", exact=True).click()
    elsewhere.wait_for_selector("text=2 items imported")
    assert _row(elsewhere, first).locator(".tick").is_checked()
    assert seen.complaints == []


def test_a_foreign_or_broken_file_changes_nothing(watch: Any, sheet: str, tmp_path: Path) -> None:
    page = watch().page
    page.goto(sheet)
    first = _open_ids(page)[0]
    data = json.loads(page.locator("#playbook-sheet").text_content())
    files = {
        "foreign.json": json.dumps({**data, "engagement": "somebody-else", "changes": {first: {"state": "done"}}}),
        "broken.json": "{",
    }
    for name, said in (("foreign.json", "nothing was imported"), ("broken.json", "cannot be read")):
        file = tmp_path / name
        file.write_text(files[name], encoding="utf-8")
        page.locator(".tools input[type=file]").set_input_files(file)
        page.wait_for_selector(f".tools .say:has-text('{said}')")
        assert not _row(page, first).locator(".tick").is_checked()
    hostile = {first: {"state": "<img>", "note": 5, "on": "soon", "__proto__": "x"}, "ZZ-A01": {"state": "done"}}
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps({**data, "changes": hostile}), encoding="utf-8")
    page.locator(".tools input[type=file]").set_input_files(file)
    page.wait_for_selector(".tools .say:has-text('0 items imported; 1 more')")
    assert not _row(page, first).locator(".tick").is_checked()


def test_a_filter_shows_counts_and_prints_what_it_shows(watch: Any, sheet: str) -> None:
    page = watch().page
    page.goto(sheet)
    page.get_by_label("Step").select_option("prepare")
    page.get_by_label("open only").check()
    shown: list[str] = page.eval_on_selector_all("tr.duty:not([hidden])", "rows => rows.map(row => row.dataset.id)")
    every: list[str] = page.eval_on_selector_all("tr.duty", "rows => rows.map(row => row.dataset.id)")
    assert len(shown) < len(every)
    assert page.eval_on_selector_all(
        "tr.duty:not([hidden])", "rows => rows.every(row => row.dataset.step === 'prepare')"
    )
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)
    assert f"{len(shown)} of {len(every)}" in text
    page.get_by_label("open only").uncheck()
    page.get_by_label("Step").select_option("")
    assert page.locator("tr.duty:not([hidden])").count() == len(every)


def test_it_reads_without_script(watch: Any, sheet: str) -> None:
    page = watch(java_script_enabled=False).page
    page.goto(sheet)
    assert page.locator("tr.duty").count() > 20
    assert page.locator(".tools").count() == 0
    assert page.locator("tr.duty .box").first.is_visible()


@pytest.mark.parametrize("engagement", ENGAGEMENTS)
def test_the_night_sheet_is_two_pages(watch: Any, site: Path, engagement: str) -> None:
    page = watch(java_script_enabled=False).page
    for lang in ("zh", "en"):
        page.goto((site / "engagements" / engagement / f"{engagement}.night.{lang}.html").as_uri())
        assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 2


def test_the_night_sheet_is_read_on_a_phone(watch: Any, site: Path) -> None:
    """Whoever is paged at three in the morning sees every shift in whole words, without scrolling sideways."""
    page = watch(width=390, height=844, scheme="dark").page
    page.goto((site / "engagements" / ENGAGEMENT / f"{ENGAGEMENT}.night.en.html").as_uri())
    shifts = page.locator("tr.shift")
    assert shifts.count() > page.locator("tr.shift:not(.rest)").count() > 5
    assert shifts.last.is_visible()
    assert page.locator(".more:visible").count() == 0
    assert (
        page.eval_on_selector_all(".scroll", "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).length")
        == 0
    )
    # A name of three characters stands on one line.
    name = shifts.first.locator("td").nth(1).bounding_box()
    assert name
    assert name["width"] > name["height"]
