"""The comment of a pull request: thirty edits of a sample playbook, fifty live engagements, and what a host would make of it."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import markdown as python_markdown
import pytest
from trees import ROOT, VOCABULARY

from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang, Position
from generator.diff import Kind, Run
from generator.model.text import Text
from generator.publish.disk import read_tree
from generator.publish.snapshot import Snapshot
from generator.review.comparison import NotCompared, Review, compare
from generator.review.data import data
from generator.review.markdown import MARKER, MOST, markdown
from generator.review.terminal import text
from generator.source import read

BOOK = "playbooks/ecommerce-promotion.yaml"
LIVE, ENDED = 50, 3
TODAY = date(2026, 10, 15)


def loaded(content: bytes) -> Any:
    source, _ = read(content, "x.yaml")
    assert source
    return source.data


def dumped(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, default=float).encode()


def moved(engagement: Any, days: int, name: str) -> Any:
    """The engagement of another customer, so many days later, nothing of it done by hand on a date of its own."""
    found = copy.deepcopy(engagement)
    found["customer"] = {"zh": f"示例{name}", "en": f"Example {name}"}
    event = found["event"]
    event.pop("waves", None)
    for key in ("start", "end"):
        event[key] = (datetime.fromisoformat(event[key]) + timedelta(days=days)).isoformat()
    found["opened"] = (datetime.fromisoformat(event["start"]) - timedelta(days=80)).date().isoformat()
    for key in ("orders", "roster", "risks", "tests", "move", "skip", "retrospective"):
        found.pop(key, None)
    return found


def many() -> dict[str, bytes]:
    """The samples' playbooks with fifty live engagements and three that have ended."""
    tree = read_tree(ROOT)
    folder = "playbooks/engagements/"
    models = [loaded(tree.pop(name)) for name in sorted(tree) if name.startswith(folder)]
    for n in range(LIVE + ENDED):
        model = models[n % len(models)]
        start = datetime.fromisoformat(model["event"]["start"]).date()
        wanted = TODAY + timedelta(days=20 + 2 * n) if n < LIVE else TODAY - timedelta(days=20 + n)
        tree[f"{folder}customer-{n:02}.yaml"] = dumped(moved(model, (wanted - start).days, f"{n:02}"))
    return tree


def edited(tree: dict[str, bytes]) -> dict[str, bytes]:
    """Thirty items of the e-commerce playbook changed, in every way that an edit can."""
    book = loaded(tree[BOOK])
    live = [item for item in book["attention"] if "retired" not in item]
    for n, item in enumerate(live[:30]):
        match n % 6:
            case 0:
                item["due"] = "T-60"
            case 1:
                item["severity"] = "must" if item["severity"] != "must" else "should"
            case 2:
                item["how"] = {"zh": item["how"]["zh"].replace("，", "，先", 1), "en": f"First, {item['how']['en']}"}
            case 3:
                item["owner"], item["verifier"] = item.get("verifier", "online-architect"), item["owner"]
            case 4:
                item["when"] = "db_replicas >= 8"
            case 5:
                item["due"] = "T-10"
    retired, item = live[30], live[31]
    book["attention"][book["attention"].index(retired)] = {
        "id": retired["id"], "retired": {"on": "2026-10-15", "because": {"zh": "并入另一项", "en": "Now part of another"}, "replaced_by": item["id"]},
    }  # fmt: skip
    book["attention"].append(
        {**live[32], "id": "ECP-A98", "title": {"zh": "新增的一项", "en": "A new one"}, "due": "T-50"}
    )
    book["edition"] = "2026.9"
    return {**tree, BOOK: dumped(book)}


@cache
def review() -> Review:
    before = many()
    return compare(Snapshot("main (1a2b3c4)", before), Snapshot("work tree", edited(before)), TODAY, VOCABULARY)[0]


def head(said: str) -> str:
    """What is read without unfolding anything."""
    return said.split("<details>")[0]


def test_it_begins_with_the_marker_and_the_meaning() -> None:
    said = markdown(review(), "zh")
    lines = said.splitlines()
    assert lines[0] == MARKER
    assert lines[1] == "### 这次改动意味着什么"
    assert lines[3].startswith("31 个事项、1 个手册有改动（新增 1、停用 1、日期提前 ")
    assert re.fullmatch(
        r"\*\*50 个进行中的客户事件里 31 个受影响，\d+ 个变为“立即升级”，\d+ 个有记录落空，\d+ 项因此逾期。\*\*",
        lines[5],
    )


@pytest.mark.parametrize("lang", LANGS)
def test_it_reads_in_a_minute(lang: Lang) -> None:
    """What stands unfolded is a page: at some 400 Chinese characters or 230 English words a minute, tables read by their bold."""
    seen = re.sub(r"<[^>]+>|[|*`-]|&#?\w+;", " ", head(markdown(review(), lang)))
    words = len(re.findall(r"[\u4e00-\u9fff]", seen)) / 400 + len(re.findall(r"[A-Za-z]{2,}", seen)) / 230
    assert words < 1.6
    assert len(head(markdown(review(), lang)).splitlines()) < 45


def test_the_most_urgent_ten_are_in_the_table_and_all_in_the_details() -> None:
    said = markdown(review(), "zh")
    rows = [line for line in head(said).splitlines() if line.startswith("| **")]
    assert len(rows) == 10
    assert all("→ **立即升级** |" in row for row in rows[:5])
    assert "另有 21 个受影响，见下；19 个不受影响；3 个已结束，不列。" in said
    assert len(re.findall(r"^- \*\*示例\d\d\*\* .+ \(`customer-\d\d`\)", said, re.M)) == 31


def test_every_changed_item_is_in_the_details() -> None:
    said = markdown(review(), "zh")
    assert "<details><summary>改动逐项（32）</summary>\n\n" in said
    for change in review().changes:
        assert f"- **{change.about}** " in said
    assert said.count("<details>") == said.count("</details>") == 2


@pytest.mark.parametrize("most", [2_000, 6_000, 20_000, MOST])
def test_it_is_cut_by_whole_entries_and_says_what_was_cut(most: int) -> None:
    whole, said = markdown(review(), "zh", most=10**7), markdown(review(), "zh", most)
    assert len(said) <= most
    assert said.count("<details>") == said.count("</details>")
    entries = [line for line in said.splitlines() if line.startswith(("- **", "  - "))]
    assert set(entries) <= set(whole.splitlines())
    cut = re.findall(r"省去 (\d+) 项：(\S+)", said)
    assert bool(cut) == (len(said) < len(whole))
    if most == 20_000:
        ((count, first),) = cut
        assert int(count) == 31 - len(re.findall(r"\(`customer-\d\d`\)", said))
        assert first.startswith("customer-")


def test_an_enormous_edit_still_fits() -> None:
    one = review().changes[1]
    many = tuple(replace(one, about=f"ECP-A{n}", words=Bilingual("很长" * 200, "long " * 200)) for n in range(2000))
    said = markdown(replace(review(), changes=many), "zh")
    assert MOST - 1500 < len(said) <= MOST
    huge = markdown(replace(review(), changes=(replace(one, words=Bilingual("长" * 10**5, "x" * 10**5)),)), "en")
    assert len(huge) <= MOST
    assert "1 left out for want of room: ECP-A01" in huge


EVIL = "@octocat #12 :tada: $x$ <img src=x onerror=alert(1)> | **b** `c` [l](javascript:x) ~~s~~ <!-- --> </details> \u202e GH-7 _e_"


def test_nothing_in_a_file_acts_in_a_comment() -> None:
    one = review().changes[1]
    zh = (Run("=", EVIL), Run("-", EVIL), Run("+", f" {EVIL} "))
    change = replace(one, words=Bilingual(EVIL, EVIL), title=Bilingual(EVIL, EVIL), zh=zh, en=zh)
    named = Text.model_validate("@octocat #12 | **b** `c|d` </details x> ~~s~~".replace("<", "< "))
    impact = replace(review().impacts[0], customer=named, event=named, changes=(change,))
    found = replace(review(), before=EVIL, after=EVIL, changes=(change,), impacts=(impact,))
    for lang in LANGS:
        said = markdown(found, lang)
        as_page = said.replace("<details>", '<details markdown="1">')
        page = python_markdown.markdown(as_page, extensions=["tables", "md_in_html"], tab_length=2)
        tags = set(re.findall(r"<(\w+)", page.replace("<!--", "")))
        assert tags <= {"h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "br", "ul", "li", "details", "summary", "del", "sub", "code"}  # fmt: skip
        assert page.count("<td>") + page.count("<td ") == 4
        assert page.count("<!--") == said.count("<!--") == 1
        assert said.count("</details>") == said.count("<details>") == 2
        # What a host makes of signs, beyond Markdown.
        assert not re.search(r"@octocat|#12|:tada:|\$x\$|GH-7|~~s|(?<!\\)~|\u202e", said)
        assert "\\u202e" in said


def test_changed_words_are_struck_and_strong() -> None:
    said = markdown(review(), "zh")
    assert "负载均衡后端数，<strong>先</strong>逐项对配额" in said
    run = replace(review().changes[1], zh=(Run("=", "延迟小于 "), Run("-", "1 秒"), Run("+", "500 毫秒")))
    assert "延迟小于 <del>1 秒</del><strong>500 毫秒</strong>" in markdown(replace(review(), changes=(run,)), "zh")


def test_a_quiet_edit_says_so() -> None:
    quiet = replace(review(), changes=(), impacts=(), untouched=50)
    assert markdown(quiet, "zh").splitlines()[3:6] == ["含义没有改动。", "", "**50 个进行中的客户事件都不受影响。**"]
    assert "Nothing changed in meaning." in markdown(quiet, "en")
    layout = replace(review().changes[0], kind=Kind.FORMATTING, part="file")
    said = markdown(replace(quiet, changes=(layout,)), "en")
    assert "1 file with another layout, nothing changed in meaning." in said
    assert "Another layout alone: playbooks/ecommerce-promotion.yaml." in said
    assert "Entries in another order alone: x.yaml." in markdown(replace(quiet, reordered=("x.yaml",)), "en")


def test_files_that_could_not_be_compared_are_named_first() -> None:
    wrong = Diagnostic(
        "x", Position("playbooks/a_b.yaml", 6, 10), Bilingual("错`了`", "wrong"), Bilingual("改", "mend it")
    )
    both = (NotCompared("playbooks/a_b.yaml", 0, 12), NotCompared("playbooks/then.yaml", 1, 0))
    found = replace(review(), not_compared=both, faults=(wrong,) * 12)
    zh, en = markdown(found, "zh").splitlines(), markdown(found, "en").splitlines()
    assert zh[3:5] == [
        "> ⚠️ 改动后有 12 处错误，出错的文件没有比较，其余照说：",
        "> - playbooks/a\\_b.yaml:6:10 错\\`了\\`（改）",
    ]
    assert zh[14:17] == ["> - 另有 2 处", "", "> ⚠️ 改动之前就有错误、没有比较的文件：playbooks/then.yaml。"]
    assert zh[18].startswith("2 个文件有错误、没有比较，其余 31 个事项")
    assert en[3:5] == [
        "> ⚠️ 12 errors after this edit. The files at fault are not compared; the rest is told below.",
        "> - playbooks/a\\_b.yaml:6:10 wrong (mend it)",
    ]
    assert en[16] == "> ⚠️ Files with errors before this edit, not compared: playbooks/then.yaml."


def test_json_holds_both_languages_and_everything() -> None:
    found = json.loads(data(review()))
    assert len(found["changes"]) == len(review().changes)
    assert [one["engagement"] for one in found["impacts"]] == [impact.id for impact in review().impacts]
    due = next(change for change in found["changes"] if change["kind"] == "due")
    assert (due["about"], due["days"], due["field"], due["text"]) == ("ECP-A01", 15, "due", None)
    text = next(change for change in found["changes"] if change["kind"] == "text")
    assert {"=", "+"} <= {sign for sign, _ in text["text"]["zh"]}
    assert found["summary"]["en"].startswith("31 items, 1 playbook changed (1 added, 1 retired, ")
    assert (found["untouched"], found["ended"], found["not_compared"]) == (19, 3, [])
    evil = replace(review(), changes=(replace(review().changes[0], words=Bilingual("\u202e\x7f", "\ud800")),))
    assert json.loads(data(evil))["changes"][0]["words"] == {"zh": "\u202e\x7f", "en": "\ud800"}
    assert data(evil).isascii() or "\u202e" not in data(evil)


def test_a_terminal_gets_lines_and_colours_only_when_asked() -> None:
    plain, painted = text(review(), "zh"), text(review(), "zh", colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted).replace("", "") != painted
    assert "    做法有改动：…盘、弹性公网 IP、负载均衡后端数，{+先+}逐项对配额；" in plain
    assert "  ECP-A06 库存锁定审批\n    期限推后 35 天：T-45 → T-10\n" in plain
    assert re.search(
        "    ECP-A32 外部依赖 · 记录落空：文件里的 status（(进行中|已完成|已复核|待办|受阻)）还写着它；停用：并入另一项（改用 ECP-A33）\n",
        plain,
    )
    assert plain.endswith("  不受影响 19 · 已结束，不列 3")
    evil = replace(
        review(), before="\x1b]0;x\x07", changes=(replace(review().changes[0], words=Bilingual("\x1b[2J\u202e", "x")),)
    )
    assert not set("\x1b\x07\u202e") & set(text(evil, "zh"))
