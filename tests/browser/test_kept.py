"""What is typed into an HTML sheet stays: in two tabs, over a newer list, in a saved page, in a full browser; and the page agrees with it."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe import Examiner
from filling import A1, A2, A3, A4, A5, A6, PARTS, Computer, Filled, address, serve, write_sheet
from playwright.sync_api import Browser
from trees import ROOT
from waiting import until

from generator.cli import main

DONE = {"state": "done", "on": "2026-10-01", "by": "示例乙"}
VERIFIED = {"state": "verified", "on": "2026-10-03", "by": "示例甲", "evidence": "https://example.com/a"}
NEXT_DAY = date(2026, 11, 2)
Open = Callable[..., Filled]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    """The address of a sheet; the same file each time, so that a newer one takes the place of an older."""
    return lambda status=None, name="fresh.html", **how: write_sheet(tmp_path / name, status, **how)


@pytest.fixture(scope="module")
def computers(browser: Browser) -> Iterator[list[Computer]]:
    contexts = [browser.new_context() for _ in range(2)]
    yield [Computer(context) for context in contexts]
    for context in contexts:
        context.close()


@pytest.fixture
def tabs(computers: list[Computer]) -> Iterator[Open]:
    """Opens tabs of one browser; nothing may complain in any of them."""
    yield from _quietly(computers[0])


@pytest.fixture
def elsewhere(computers: list[Computer]) -> Iterator[Open]:
    """Opens tabs on another computer."""
    yield from _quietly(computers[1])


def _quietly(computer: Computer) -> Iterator[Open]:
    yield computer
    computer.clear()
    assert computer.complaints == []


# Kept as typed.


def test_text_is_kept_with_every_key(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet())
    note = tab.field(A1, "note")
    note.press_sequentially("two words ")
    assert note.input_value() == "two words ", "a blank at the end stays while somebody types"
    tab.page.reload()
    assert tab.field(A1, "note").input_value() == "two words "
    assert "two words" in tab.row(A1).locator(".written").inner_text()
    assert tab.export()["changes"] == {A1: {"note": "two words "}}


def test_a_long_text_is_kept_and_its_limit_is_seen(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet())
    limit = tab.row(A1).locator(".field", has=tab.page.locator("textarea")).locator(".limit")
    tab.field(A1, "note").fill("长" * 9_999 + "😀")
    assert limit.inner_text() == "10000 / 10000"
    assert tab.field(A1, "note").get_attribute("aria-invalid") == "false"
    tab.field(A1, "note").fill("长" * 10_003)
    assert "3 characters too many" in limit.inner_text()
    assert tab.field(A1, "note").get_attribute("aria-invalid") == "true"
    tab.page.reload()
    assert tab.export()["changes"] == {A1: {"note": "长" * 10_003}}, "too long for the record, and yet not lost"


def test_half_a_date_takes_nothing_away(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A1: DONE}))
    day = tab.field(A1, "on")
    assert day.input_value() == "2026-10-01", "the form begins with what the list says"
    day.focus()
    tab.page.keyboard.press("Delete")
    assert tab.export()["changes"] == {}


def test_what_is_emptied_is_a_change_and_what_is_typed_again_is_none(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A1: VERIFIED}))
    tab.field(A1, "evidence").fill("")
    assert tab.export()["changes"] == {A1: {"evidence": ""}}
    assert "Evidence: —" in tab.row(A1).locator(".written").inner_text()
    tab.field(A1, "evidence").fill(" https://example.com/a ")
    assert tab.export()["changes"] == {}
    assert tab.row(A1).locator(".written").is_hidden()


def test_to_untick_and_tick_again_is_no_change(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A1: VERIFIED, A2: DONE, A3: {"state": "accepted", "by": "示例甲"}}))
    words = {A1: "verified", A2: "done", A3: "accepted"}
    for id in words:
        tab.tick(id, False)
        assert tab.word(id) == "to do"
    assert tab.export()["changes"] == {id: {"state": "todo"} for id in words}
    tab.page.reload()
    for id, word in words.items():
        tab.tick(id)
        assert tab.word(id) == word
    assert tab.export()["changes"] == {}


def test_a_day_of_ones_own_comes_back_with_the_tick(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A2: {"state": "doing", "on": "2026-10-02"}}))
    for id, state in ((A1, "verified"), (A2, "done")):
        tab.state(id, state)
        tab.field(id, "on").fill("2026-10-20")
        tab.tick(id, False)
        tab.tick(id)
        assert tab.field(id, "on").input_value() == "2026-10-20"
    assert tab.export()["changes"] == {
        A1: {"state": "verified", "on": "2026-10-20"},
        A2: {"state": "done", "on": "2026-10-20"},
    }


def test_each_entry_carries_what_it_was_made_on(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A1: DONE}))
    tab.state(A1, "blocked")
    tab.field(A2, "note").fill("新")
    assert tab.export()["bases"] == {A1: {"state": "done"}, A2: {"note": ""}}


# Two tabs.


def test_two_tabs_share_one_store(tabs: Open, sheet: Any) -> None:
    place = sheet()
    one, other = tabs(place), tabs(place)
    one.tick(A1)
    until(other.page, f"document.querySelector('[data-id={A1}] .tick').checked")
    other.field(A1, "note").fill("from the other")
    other.tick(A2)
    one.field(A1, "evidence").fill("from the one")
    until(other.page, f"document.querySelector('[data-id={A1}]').innerText.includes('from the one')")
    expected = {A1: {"state": "done", "evidence": "from the one", "note": "from the other"}, A2: {"state": "done"}}
    for tab in (one, other):
        found = tab.export()["changes"]
        assert {
            id: {name: text for name, text in change.items() if name != "on"} for id, change in found.items()
        } == expected


def test_the_teams_words_are_not_on_the_customers_copy(tabs: Open, sheet: Any) -> None:
    team, customer = tabs(sheet()), tabs(sheet(name="customer.html", audience="customer"))
    team.field(A3, "note").fill("among us")
    customer.page.reload()
    assert "among us" not in customer.page.content()
    english, chinese = tabs(sheet(name="en.html")), tabs(sheet(name="zh.html", lang="zh"))
    assert english.field(A3, "note").input_value() == chinese.field(A3, "note").input_value() == "among us"


# In a browser that mislays its store.

KEPT = "JSON.stringify(localStorage)"
PUT = "text => { localStorage.clear(); Object.assign(localStorage, JSON.parse(text)); }"


def test_a_store_that_is_gone_at_a_reload_takes_nothing_along(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A2: DONE}))
    tab.tick(A1)
    tab.tick(A2, False)
    tab.field(A3, "note").fill("before")
    expected, own = tab.export()["changes"], tab.page.evaluate(KEPT)
    for _ in range(2):
        tab.page.evaluate(PUT, "{}")
        tab.page.reload()
        assert tab.export()["changes"] == expected
        assert tab.page.locator(".ask").count() == 0
    tab.tick(A4)
    tab.field(A3, "note").fill("after")
    tab.page.evaluate(PUT, own)
    for _ in range(2):
        tab.page.reload()
        assert tab.is_ticked(A4), "what was ticked meanwhile"
        assert tab.page.locator(".ask .choice").count() == 1, "until somebody chooses"
        assert (tab.field(A3, "note").input_value(), "after" in tab.page.locator(".ask").inner_text()) == (
            "before",
            True,
        )
    tab.choose(f"{A3}/note", "there")
    tab.go()
    tab.page.reload()
    assert (tab.field(A3, "note").input_value(), tab.page.locator(".ask").count()) == ("after", 0)


def test_what_is_forgotten_stays_forgotten(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet())
    tab.tick(A1)
    tab.page.once("dialog", lambda dialog: dialog.accept())
    tab.page.get_by_role("button", name="Clear what is kept here").click()
    assert not tab.is_ticked(A1)
    tab.page.reload()
    assert tab.export()["changes"] == {}


# Over a newer list.


def test_what_the_list_has_by_now_goes(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet())
    for id in (A1, A2):
        tab.state(id, "done")
    tab.field(A1, "note").fill("all  good")
    tab.field(A2, "note").fill("half")
    sheet(
        {A1: {"state": "done", "note": "all good"}, A2: {"state": "done", "note": "half, and more"}, A3: DONE},
        day=NEXT_DAY,
    )
    tab.page.reload()
    assert "2 items kept on this computer are on the checklist by now" in tab.said()
    assert tab.page.locator(".ask").count() == 0
    assert tab.export()["changes"] == {}


@pytest.mark.parametrize(("lang", "side"), [("zh", "here"), ("en", "there")])
def test_what_differs_is_shown_with_both_values(tabs: Open, sheet: Any, lang: str, side: str) -> None:
    tab = tabs(sheet(lang=lang))
    tab.state(A1, "blocked")
    tab.field(A1, "note").fill("Mine")
    tab.field(A2, "by").fill("示例丁")
    status = {A1: {"state": "doing", "note": "Theirs"}}
    sheet(status, day=NEXT_DAY, lang=lang)
    tab.page.reload()
    ask = tab.page.locator(".ask")
    assert ask.locator(".choice").count() == 2
    for value in (("受阻", "进行中") if lang == "zh" else ("blocked", "in progress")) + ("Mine", "Theirs"):
        assert ask.get_by_text(value, exact=True).count() == 1, value
    assert tab.field(A1, "note").input_value() == "Theirs", "until somebody chooses, the newer list counts"
    assert not ask.locator("input:checked").count()
    found = tab.export()
    assert found["changes"][A1] == {"state": "blocked", "note": "Mine"}, "nothing is lost meanwhile"
    assert found["bases"][A1] == {"state": "todo", "note": ""}
    tab.choose(f"{A1}/note", side)
    tab.go()
    assert ask.locator(".choice").count() == 1
    found = tab.export()
    if side == "here":
        assert (found["changes"][A1]["note"], found["bases"][A1]["note"]) == ("Mine", "Theirs")
        assert tab.field(A1, "note").input_value() == "Mine"
    else:
        assert "note" not in found["changes"][A1]
    tab.state(A1, "done")
    assert ask.count() == 0, "who edits the row itself has chosen"
    found = tab.export()
    assert (found["changes"][A1]["state"], found["bases"][A1]["state"]) == ("done", "doing")
    assert found["changes"][A2] == {"by": "示例丁"}


def test_the_further_state_is_proposed(tabs: Open, sheet: Any) -> None:
    cases = {
        A1: ("doing", "done", "there", "done"),
        A2: ("done", "doing", "here", "done"),
        A3: ("blocked", "verified", "there", "verified"),
        A4: ("blocked", "doing", "", "in progress"),
    }
    tab = tabs(sheet())
    for id, (mine, *_) in cases.items():
        tab.state(id, mine)
    sheet({id: {"state": now} for id, (_, now, *_) in cases.items()}, day=NEXT_DAY)
    tab.page.reload()
    for id, (_, now, leaning, shown) in cases.items():
        choice = tab.page.locator(f".ask [data-key='{id}/state']")
        assert [one.input_value() for one in choice.locator("input:checked").all()] == ([leaning] if leaning else [])
        assert tab.word(id) == shown
        assert ("Verified on the checklist" in choice.inner_text()) == (now == "verified")


def test_an_older_sheet_settles_nothing(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A1: DONE}, day=NEXT_DAY))
    tab.tick(A1, False)
    sheet()
    tab.page.reload()
    assert not tab.is_ticked(A1)
    found = tab.export()
    assert (found["changes"], found["bases"]) == ({A1: {"state": "todo"}}, {A1: {"state": "done"}})


def test_another_language_is_no_other_value(tabs: Open, sheet: Any) -> None:
    both = {"state": "doing", "note": {"zh": "在做", "en": "under way"}}
    tab = tabs(sheet({A1: both}, lang="zh"))
    tab.field(A1, "note").fill("做完了")
    sheet({A1: both}, day=NEXT_DAY, lang="en")
    tab.page.reload()
    assert tab.page.locator(".ask").count() == 0
    assert tab.field(A1, "note").input_value() == "做完了"


def test_entries_of_an_earlier_edition_are_marked_and_those_of_gone_items_go_along(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet())
    for id in (A1, A2, A4):
        tab.tick(id)
    sheet(day=NEXT_DAY, edition="2026.4")
    tab.page.reload()
    assert "from an earlier version" in tab.said()
    assert "1 items are no longer on this checklist" in tab.said()
    marked = [id for id in (A1, A2) if tab.row(id).get_by_text("reworded: look again").is_visible()]
    assert marked == [A2]
    found = tab.export()
    assert found["changes"].keys() == {A1, A2, A4}
    assert found["items"][A4] == {"state": "todo", "owner": "account-manager", "due": "2026-10-30"}


def test_ticks_of_a_sheet_from_before_are_taken_over(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A2: {"state": "doing"}, A3: DONE}))
    older = {
        A1: {"state": "done", "on": "2026-10-07"},
        A2: {"state": "blocked"},
        A3: {"state": "done", "note": 5},
        "__proto__": {"state": "done"},
    }
    tab.page.evaluate(
        "text => localStorage.setItem('playbook:fresh', text)", json.dumps({"fingerprint": "E-OLD", "changes": older})
    )
    tab.page.reload()
    assert (tab.is_ticked(A1), tab.word(A2)) == (True, "in progress")
    assert "from an earlier version" in tab.said()
    found = tab.export()
    assert found["changes"] == {A1: {"state": "done", "on": "2026-10-07"}}
    tab.choose(f"{A2}/state", "there")
    tab.go()
    assert (tab.word(A2), tab.page.locator(".ask").count()) == ("blocked", 0)
    tab.tick(A1, False)
    tab.page.reload()
    assert not tab.is_ticked(A1), "they are taken over once"


def test_what_was_verified_since_stays_verified(tabs: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Export, record, verify by hand, make the sheet again, tick another item in the same browser, export, record."""
    root = tmp_path / "root"
    shutil.copytree(ROOT / "tests" / "cases" / "_tree", root)
    (root / "mkdocs.yml").write_text("site_name: x\n")
    file, returned = root / "playbooks/engagements/fresh.yaml", tmp_path / "returned.json"

    def run(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--root", str(root), "--lang", "en", "--today", "2026-10-15"])
        return code, "".join(capsys.readouterr())

    def fill(id: str, state: str) -> Filled:
        assert run("checklist", "fresh", "--format", "html", "--out", str(tmp_path / "out"))[0] == 0
        tab = Filled(page, address(tmp_path / "out/fresh/fresh.en.html"))
        tab.state(id, state)
        with page.expect_download() as download:
            page.get_by_role("button", name="Export to a file").click()
        download.value.save_as(returned)
        return tab

    page = tabs("about:blank").page
    fill(A2, "doing")
    assert run("record", str(returned))[0] == 0
    before = file.read_text("utf-8")
    assert f"{A2}: {{state: doing}}" in before
    file.write_text(before.replace(f"{A2}: {{state: doing}}", f"{A2}: {{state: verified, on: 2026-10-14}}"), "utf-8")
    tab = fill(A3, "done")
    assert tab.page.locator(f".ask [data-key='{A2}/state']").count() == 1
    code, said = run("record", str(returned))
    assert (code, [line for line in said.splitlines() if A2 in line]) == (0, [])
    after = file.read_text("utf-8")
    assert f"{A2}: {{state: verified, on: 2026-10-14}}" in after
    assert f"{A3}: {{state: done}}" in after


# From a file.


def test_an_import_shows_first_what_it_would_change(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A3: DONE}))
    printed = json.loads(tab.page.locator("#playbook-sheet").text_content())
    tab.field(A2, "note").fill("mine")
    changes = {
        A1: {"state": "doing", "by": "示例戊"},
        A2: {"note": "theirs"},
        A3: {"state": "done"},
        A4: {"state": "doing"},
        "ZZ-A01": {"state": "done"},
    }
    file = printed | {
        "changes": changes,
        "bases": {A4: {"state": "blocked"}},
        "edition": "2026.1",
        "fingerprint": "E-OTHER",
        "meanings": {A1: "else"},
    }
    tab.hand_in(file)
    text = tab.page.locator(".ask").inner_text()
    for said in (
        "returned.json",
        "another version",
        "2026.1",
        "E-OTHER",
        "ZZ-A01",
        "1 items would change",
        "to do → in progress",
        "示例戊",
        "mine",
        "theirs",
    ):
        assert said in text, said
    assert tab.page.locator(".ask .takes .badge").count() == 1, "what was reworded since is marked"
    assert tab.page.evaluate("document.activeElement.closest('.ask') !== null")
    assert [box.get_attribute("data-key") for box in tab.page.locator(".choice").all()] == [f"{A2}/note", f"{A4}/state"]
    assert tab.word(A1) == "to do", "nothing is changed before somebody agrees"
    tab.page.get_by_role("button", name="Cancel").click()
    assert "Nothing was imported" in tab.said()
    assert tab.export()["changes"] == {A2: {"note": "mine"}}
    tab.hand_in(file)
    tab.choose(f"{A2}/note", "there")
    tab.go()
    assert tab.said() == "2 items imported; 1 more are not on this checklist and were left."
    assert tab.word(A1) == "in progress"
    found = tab.export()
    assert found["changes"] == {A1: {"state": "doing", "by": "示例戊"}, A2: {"note": "theirs"}}
    tab.hand_in(printed | {"changes": {A1: {"state": "doing"}, A3: {"state": "done"}}})
    assert "2 items of the file are here already" in tab.said()


def test_an_import_tells_state_name_and_day_together(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet({A3: {"state": "blocked", "on": "2026-08-21"}}))
    printed = json.loads(tab.page.locator("#playbook-sheet").text_content())
    tab.state(A1, "blocked")
    tab.field(A2, "note").fill("mine")
    tab.hand_in(printed | {"changes": {A1: {"by": "示例午"}, A2: {"note": "theirs"}, A3: {"by": "示例午"}}})
    choice = tab.page.locator(f".ask [data-key='{A1}/state']")
    sides = choice.locator(".text").all_inner_texts()
    assert sides[0].startswith("blocked")
    assert sides[1] == "blocked · 示例午" + sides[0].removeprefix("blocked")
    names = ["State", "By"] + (["Date"] if " · " in sides[0] else [])
    assert choice.locator("legend").inner_text().strip().endswith(" · ".join(names)), choice.locator(
        "legend"
    ).inner_text()
    assert tab.page.locator(f".ask [data-key='{A2}/note'] legend").inner_text().strip().endswith(" · Note")
    assert re.search(
        r"State · By · \w+: blocked · (.+) → blocked · 示例午 · \1", tab.page.locator(".ask .takes").inner_text()
    )


@pytest.mark.parametrize("bad", ["{", {"format": "else"}], ids=["unreadable", "foreign"])
def test_a_bad_file_closes_the_import_before_it(tabs: Open, sheet: Any, bad: Any) -> None:
    tab = tabs(sheet())
    printed = json.loads(tab.page.locator("#playbook-sheet").text_content())
    tab.hand_in(printed | {"changes": {A1: {"state": "doing"}}})
    assert tab.page.locator(".ask").count() == 1
    tab.hand_in(bad)
    until(tab.page, "document.querySelector('.say').textContent")
    assert tab.page.locator(".ask").count() == 0
    tab.hand_in(printed | {"changes": {A1: {"state": "doing"}}})
    tab.go()
    assert tab.word(A1) == "in progress"


# A saved page.


def test_a_saved_page_opens_again_as_it_was(tabs: Open, elsewhere: Open, sheet: Any, tmp_path: Path) -> None:
    view = "#role=architect"
    place = sheet({A3: {"state": "accepted"}})
    tab = tabs(place + view)
    tab.tick(A1)
    tab.tick(A3, False)
    tab.field(A2, "note").fill("</script><b>bold</b>")
    tab.page.get_by_label("open only").check()
    saved = tmp_path / "saved.html"
    saved.write_text(f"<!doctype html>\n{tab.page.evaluate('document.documentElement.outerHTML')}", "utf-8")
    tab.page.get_by_label("open only").uncheck()
    expected = tab.page.evaluate(PARTS)

    again = elsewhere(address(saved) + view)
    for _ in range(2):
        assert again.page.locator(".tools").count() == again.page.locator("progress").count() == 1
        assert (
            again.page.locator("tr.duty").count()
            == again.page.locator(".tick").count()
            == again.page.locator("details.fill").count()
        )
        assert again.page.evaluate(PARTS) == expected
        assert again.page.title() == tab.page.title()
        assert again.export()["changes"] == tab.export()["changes"]
        again.page.reload()
    again.tick(A1, False)
    again.page.reload()
    assert not again.is_ticked(A1), "what the copy brought along it brings once"
    tab.tick(A1, False)
    home = tabs(address(saved))
    assert not home.is_ticked(A1), "at home the browser knows better than an earlier copy"


def test_a_saved_page_asks_where_another_computer_knows_otherwise(
    tabs: Open, elsewhere: Open, sheet: Any, tmp_path: Path
) -> None:
    place = sheet()
    tab = tabs(place)
    tab.field(A1, "note").fill("of the copy")
    tab.tick(A2)
    saved = tmp_path / "saved.html"
    saved.write_text(f"<!doctype html>\n{tab.page.evaluate('document.documentElement.outerHTML')}", "utf-8")
    other = elsewhere(place)
    other.field(A1, "note").fill("of this computer")
    other.page.goto(address(saved))
    assert other.is_ticked(A2)
    assert other.page.locator(".ask .choice").count() == 1
    assert other.field(A1, "note").input_value() == "of this computer"
    other.choose(f"{A1}/note", "there")
    other.go()
    assert other.field(A1, "note").input_value() == "of the copy"
    other.page.reload()
    assert other.page.locator(".ask").count() == 0


# The page agrees.


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_agrees_with_what_is_ticked(tabs: Open, elsewhere: Open, sheet: Any, lang: str) -> None:
    """It shows what the generator would, had it known of the states; the role's view too."""
    rng = random.Random(lang)
    ids = (A1, A2, A3, A4, A5, A6)

    def states() -> dict[str, Any]:
        return {id: {"state": rng.choice(["todo", "doing", "done", "verified", "blocked", "accepted"])} for id in ids}

    tab, knowing = tabs(sheet(states(), lang=lang)), elsewhere("about:blank").page
    for n in range(2):
        wanted = states()
        for id in rng.sample(ids, len(ids)):
            tab.state(id, wanted[id]["state"])
        knowing.goto(sheet(wanted, name=f"known{n}.html", lang=lang))
        for view in ("#role=architect", "#role=account-manager", ""):
            for page in (tab.page, knowing):
                page.locator(".tools select").first.select_option(view.removeprefix("#role="))
                until(
                    page,
                    "wanted => location.hash === wanted && document.body.classList.contains('by-role') === (wanted !== '')",
                    view,
                )
            assert tab.page.evaluate(PARTS) == knowing.evaluate(PARTS)


def test_the_verdict_says_that_it_is_as_printed(tabs: Open, sheet: Any) -> None:
    tab = tabs(sheet())
    verdict = tab.page.locator(".verdict")
    assert A1 in verdict.inner_text()
    assert "as printed" not in verdict.inner_text()
    tab.tick(A1)
    assert "as printed" in verdict.inner_text()
    assert "ticked here" in verdict.locator(f"li[data-about={A1}]").inner_text()
    tab.tick(A1, False)
    assert "as printed" not in verdict.inner_text()


# A browser that keeps nothing.

FORBIDDEN = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); }"


@pytest.mark.parametrize(("lang", "how"), [("en", FORBIDDEN), ("zh", FULL)])
def test_a_browser_that_keeps_nothing_is_said_and_the_export_works(watch: Any, sheet: Any, lang: str, how: str) -> None:
    seen = watch(accept_downloads=True)
    serve(seen.page)
    seen.page.add_init_script(how)
    tab = Filled(seen.page, sheet(lang=lang))
    tab.tick(A1)
    tab.field(A2, "note").fill("kept here")
    words = {"en": "The browser keeps nothing here", "zh": "浏览器不让保存"}[lang]
    assert words in tab.page.locator(".tools [role=alert]").inner_text()
    assert tab.is_ticked(A1)
    found = tab.export()["changes"]
    assert (found[A1]["state"], found[A2]) == ("done", {"note": "kept here"})
    assert seen.complaints == []


# By keyboard, on a phone.


def test_to_choose_works_by_keyboard_on_a_phone(watch: Any, sheet: Any) -> None:
    page = watch(width=390, height=844, scheme="dark", bypass_csp=True).page
    serve(page)
    tab = Filled(page, sheet(lang="en"))
    tab.state(A1, "blocked")
    tab.field(A2, "note").fill("https://example.com/" + "a" * 700)
    sheet({A1: {"state": "doing"}, A2: {"state": "todo", "note": "kurz"}}, day=NEXT_DAY, lang="en")
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Examiner().faults(page) == []
    page.locator(".choice input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".ask").count() == 0
    assert (tab.word(A1), tab.field(A2, "note").input_value()) == ("blocked", "kurz")


# Ten tabs.


class Model:
    """What ten tabs together should hold: {ID: {field: text}}, only where it differs from the list, and what a tick brings back."""

    def __init__(self, printed: dict[str, dict[str, str]]) -> None:
        self.printed = printed
        self.typed: dict[str, dict[str, str]] = {id: {} for id in printed}
        self.unticked: dict[str, dict[str, str] | None] = dict.fromkeys(printed)

    def now(self, id: str, field: str) -> str:
        return self.typed[id].get(field, self.printed[id].get(field, ""))

    def set(self, id: str, **values: str) -> None:
        self.typed[id] |= values
        self.typed[id] = {name: text for name, text in self.typed[id].items() if text != self.printed[id].get(name, "")}

    def explicitly(self, id: str, **values: str) -> None:
        self.unticked[id] = None
        self.set(id, **values)

    def is_ticked(self, id: str) -> bool:
        return self.now(id, "state") in ("done", "verified", "accepted")

    def tick(self, id: str, today: str) -> None:
        printed, again = self.printed[id]["state"], self.unticked[id]
        if again:
            self.explicitly(id, **again)
        elif printed in ("done", "verified", "accepted"):
            self.explicitly(id, state=printed)
        else:
            self.explicitly(id, state="done", on=self.typed[id].get("on", today))

    def untick(self, id: str) -> None:
        self.unticked[id] = {"state": self.now(id, "state"), "on": self.now(id, "on")}
        printed = self.printed[id]["state"]
        back = "todo" if printed in ("done", "verified", "accepted") else printed
        self.set(id, state=back, on=self.printed[id].get("on", ""))

    def changes(self) -> dict[str, dict[str, str]]:
        return {id: dict(values) for id, values in self.typed.items() if values}


SET = """([selector, value]) => {
  const node = document.querySelector(selector);
  node.value = value;
  node.dispatchEvent(new Event(node.matches("select") ? "change" : "input", { bubbles: true }));
}"""


SHOWN = """(wanted) => [...document.querySelectorAll("tr.duty")].every((row) => JSON.stringify(wanted[row.dataset.id]) === JSON.stringify(
  [row.querySelector(".tick").checked, row.querySelector("select").value, row.querySelector("input[type=date]").value, row.querySelector("textarea").value]))"""


def test_ten_tabs_in_random_order_lose_nothing(tabs: Open, sheet: Any) -> None:
    rng = random.Random(20261110)
    place = sheet({A1: VERIFIED, A2: {"state": "doing", "on": "2026-10-02"}, A3: DONE})
    opened = [tabs(place) for _ in range(10)]
    data = json.loads(opened[0].page.locator("#playbook-sheet").text_content())
    today = opened[0].page.evaluate("new Date().toLocaleDateString('sv')")
    model = Model(data["items"])
    ids, handed = sorted(data["items"]), [{}]
    for step in range(80):
        tab, id = rng.choice(opened), rng.choice(ids)
        where = f"tr.duty[data-id={id}]"
        # Whoever acts has seen what the others did.
        until(tab.page, f"document.querySelector('{where} .tick').checked === {str(model.is_ticked(id)).lower()}")
        match rng.choice(["tick"] * 4 + ["state", "day", "text", "text", "reload", "export", "import"]):
            case "tick":
                model.untick(id) if model.is_ticked(id) else model.tick(id, today)
                tab.page.evaluate(f"document.querySelector('{where} .tick').click()")
            case "state":
                state = rng.choice(["todo", "doing", "done", "verified", "blocked", "accepted"])
                model.explicitly(id, state=state)
                tab.page.evaluate(SET, [f"{where} select", state])
            case "day":
                day = f"2026-10-{rng.randint(10, 30)}"
                model.explicitly(id, on=day)
                tab.page.evaluate(SET, [f"{where} input[type=date]", day])
            case "text":
                text = rng.choice(["", f"text {step}", "两行\n字", "<b>", VERIFIED["evidence"]])
                model.set(id, note=text)
                tab.page.evaluate(SET, [f"{where} textarea", text])
            case "reload":
                tab.page.reload()
            case "export":
                handed.append(model.changes())
            case "import":
                _import(tab, model, data, rng.choice(handed))
    expected = model.changes()
    found = rng.choice(opened).export()
    assert found["changes"] == expected
    assert found["bases"] == {
        id: {name: data["items"][id].get(name, "") for name in change} for id, change in expected.items()
    }
    seen = {id: [model.is_ticked(id), model.now(id, "state"), model.now(id, "on"), model.now(id, "note")] for id in ids}
    for tab in opened:
        until(tab.page, SHOWN, seen)


def _import(tab: Filled, model: Model, data: dict[str, Any], changes: dict[str, dict[str, str]]) -> None:
    tab.hand_in(data | {"changes": changes})
    if tab.page.locator(".ask").count():
        tab.page.evaluate("document.querySelectorAll('.ask input[value=there]').forEach((side) => side.click())")
        tab.go()
        for id, change in changes.items():
            model.set(id, **change)
