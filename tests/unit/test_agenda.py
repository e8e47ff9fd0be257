"""The agenda: what is due over all engagements, for whom, and whom to chase with which words."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from markdown_it import MarkdownIt
from trees import ROOT, Data, book, engagement, files, item, library, moment, written

from generator.agenda import Agenda, Chase, Line, agenda, message
from generator.agenda.text import data, markdown, text
from generator.cli import cli
from generator.columns import width
from generator.diagnostics import LANGS, Lang
from generator.i18n import Strings
from generator.i18n.plain import line, padded
from generator.publish import resources
from generator.tailor import tailor

TODAY = "2026-10-15"
TEAM = {
    "account-manager": [{"name": "示例甲", "contact": "am@example.com"}],
    "architect": [{"name": "示例乙", "contact": "arch@example.com"}],
    "technical-service-manager": [{"name": "示例丙"}],
    "customer-lead": [{"name": "示例丁", "contact": "+86 000-0000-0004"}],
}
# 2026-10-15 is T-26.
ITEMS = [
    item("DEM-A01", due="T-40", done_when={"zh": "延迟 < 1 s", "en": "lag < 1 s"}),
    item("DEM-A02", due="T-24", owner="account-manager"),
    item("DEM-A03", due="T-20"),
    item("DEM-A04", due="T-30", owner="customer-lead", after=["DEM-A05"]),
    item("DEM-A05", due="T-26", audience="internal", title={"zh": "内部秘密", "en": "Internal secret"}),
    item("DEM-A06", due="T-30", owner="customer-lead", audience="internal", title={"zh": "不可外传", "en": "Not for outside"}),
    item("DEM-A07", due="T-1", owner="technical-service-manager"),
    item("DEM-A08", due="T-26", owner="online-architect"),
    item("DEM-A09", due="T-30"),
]  # fmt: skip
STATUS = {"DEM-A07": {"state": "blocked"}, "DEM-A09": {"state": "verified"}, "DEM-A01": {"state": "doing"}}
RISKS = [
    {"id": "R1", "level": "high", "text": "备份没有演练。", "owner": "architect", "state": "open", "due": "2026-10-12"},
    {"id": "R2", "level": "high", "text": "已缓解", "owner": "architect", "state": "mitigated", "due": "2026-10-12"},
    {"id": "R3", "level": "high", "text": "没有日期", "owner": "architect", "state": "open"},
    {"id": "R4", "level": "low", "text": "客户侧", "owner": "customer-lead", "state": "open", "due": "2026-10-17", "audience": "internal"},
]  # fmt: skip
FRESH = engagement(team=TEAM, status=STATUS, risks=RISKS)


@cache
def strings(lang: Lang) -> Strings:
    return resources.strings(ROOT, lang)


def made(
    days: int = 7, role: str | None = None, today: str = TODAY, items: list[Data] = ITEMS, **engagements: Data
) -> Agenda:
    found = library(
        files(book(items), **(engagements or {"fresh": FRESH if items is ITEMS else engagement(team=TEAM)}))
    )
    now = moment(today)
    checklists = [tailor(found, entry, now) for entry in found.engagements.values()]
    return agenda(checklists, date.fromisoformat(today[:10]), days, role)


def ids(lines: tuple[Line, ...]) -> list[str]:
    return [line.id for line in lines]


def chase(found: Agenda, name: str | None) -> Chase:
    return next(one for one in found.chases if one.name == name)


def said(found: Agenda, name: str | None, lang: Lang = "zh") -> str:
    return message(chase(found, name), found, lang, strings(lang))


def test_overdue_first_then_due_then_blocked_later() -> None:
    found = made()
    # 2026-10-01 is 国庆, 10-10 and 10-11 a working Saturday and a Sunday.
    assert [(line.id, line.days) for line in found.overdue] == [
        ("DEM-A01", -15), ("DEM-A04", -5), ("DEM-A06", -5), ("R1", -3),
    ]  # fmt: skip
    assert [(line.id, line.days) for line in found.due] == [
        ("DEM-A05", 0), ("DEM-A08", 0), ("DEM-A02", 1), ("R4", 2), ("DEM-A03", 6),
    ]  # fmt: skip
    assert ids(found.blocked) == ["DEM-A07"]
    assert [(line.days, line.blocked) for line in found.blocked] == [(25, True)]


def test_days_widen_and_narrow_what_is_due() -> None:
    assert ids(made(days=0).due) == ["DEM-A05", "DEM-A08"]
    assert ids(made(days=1).due) == ["DEM-A05", "DEM-A08", "DEM-A02"]
    wide = made(days=60)
    assert ids(wide.due)[:6] == ["DEM-A05", "DEM-A08", "DEM-A02", "R4", "DEM-A03", "DEM-A07"]
    assert wide.blocked == ()
    assert {f"DEM-A{n}" for n in range(81, 92)} <= set(ids(wide.due))


def test_a_role_sees_what_it_owns() -> None:
    assert ids(made(role="architect").lines) == ["DEM-A01", "R1", "DEM-A05", "DEM-A03"]
    assert ids(made(role="duty-director").lines) == []


def test_an_instant_is_overdue_once_it_has_passed() -> None:
    items = [item("DEM-A01", due="T-2h"), item("DEM-A02", due="T-1h")]
    found = made(items=items, today="2026-11-10T18:30+08:00")
    assert (ids(found.overdue), ids(found.due)) == (["DEM-A01"], ["DEM-A02"])
    assert "1. DEM-A01 事项 DEM-A01：今天 18:00 到期，时间已过\n2. DEM-A02 事项 DEM-A02：今天 19:00 到期\n" in said(
        found, "示例乙"
    )
    assert "was due today at 18:00\n2. DEM-A02 Item DEM-A02: due today at 19:00\n" in said(found, "示例乙", "en")


def test_hours_carry_their_zone_where_events_keep_different_ones() -> None:
    west = engagement(event={"start": "2026-11-10T20:00-05:00", "end": "2026-11-12T02:00-05:00"})
    items = [item("DEM-A01", due="T-2h")]
    found = made(items=items, today="2026-11-10T08:00+08:00", east=engagement(), west=west)
    # 18:00 in UTC+8 comes before 18:00 in UTC-5, whose day is still the ninth.
    assert [(line.engagement, line.days) for line in found.due] == [("east", 0), ("west", 1)]
    assert "18:00 UTC+8" in text(found, "zh", strings("zh"))
    assert "18:00 UTC-5" in text(found, "zh", strings("zh"))
    assert "UTC" not in text(made(items=items, today="2026-11-10T08:00+08:00", east=engagement()), "zh", strings("zh"))


def test_who_has_nothing_pressing_is_not_chased() -> None:
    found = made(items=[item("DEM-A01", due="T-22"), item("DEM-A02", due="T-23", owner="account-manager")])
    assert ids(found.due) == ["DEM-A02", "DEM-A01"]
    assert [one.name for one in found.chases] == ["示例甲"]


def test_only_what_presses_is_asked_about_and_the_rest_counted() -> None:
    one = chase(made(), "示例乙")
    assert (ids(one.lines), one.later) == (["DEM-A01", "R1", "DEM-A05"], 1)
    assert "（另有 1 项 7 天内到期，先记着。）" in said(made(), "示例乙")
    assert "另有" not in said(made(days=3), "示例乙")


def test_the_words_to_one_of_ours() -> None:
    assert said(made(), "示例乙").splitlines() == [
        "示例乙，今天（10-15 周四）有 3 项重保事项要你回个话：",
        "【示例生鲜 · 双十一，距开始 26 天】",
        "1. DEM-A01 事项 DEM-A01：应于 09-30 周三完成，逾期 15 天；做到这样算完：延迟 < 1 s",
        "2. 风险 R1 备份没有演练：应于 10-12 周一完成，逾期 3 天",
        "3. DEM-A05 内部秘密：今天到期",
        "（另有 1 项 7 天内到期，先记着。）",
        "请今天回我：做到哪一步了、哪天能完成；被谁卡住就写谁，我去找。已经做完的把证据链接发我，我来登记。",
    ]
    english = said(made(), "示例乙", "en").splitlines()
    assert english[:3] == [
        "Hi 示例乙, some assurance items need your word today (Thu 10-15), 3 in all:",
        "[Example Fresh · Double 11, opens in 26 days]",
        "1. DEM-A01 Item DEM-A01: was due Wed 09-30, overdue by 15 days; done when: lag < 1 s",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_the_words_to_a_customer_name_nothing_internal_and_reproach_nobody(lang: Lang) -> None:
    found = made()
    one = chase(found, "示例丁")
    assert (one.customer_side, ids(one.lines)) == (True, ["DEM-A04"])
    sent = said(found, "示例丁", lang)
    for hidden in (
        "内部秘密",
        "Internal secret",
        "不可外传",
        "Not for outside",
        "DEM-A05",
        "DEM-A06",
        "R4",
        "逾期",
        "overdue",
    ):
        assert hidden not in sent
    assert {"zh": "原定 10-10 周六", "en": "planned for Sat 10-10"}[lang] in sent
    # What may not be sent to the customer goes to the first of our people instead, with the reason.
    ours = said(found, "示例甲", lang)
    assert "DEM-A06" in ours
    assert {
        "zh": "责任角色是客户负责人，内部事项不发客户",
        "en": "owned by Customer lead, internal and not for the customer",
    }[lang] in ours


def test_a_role_that_nobody_holds_is_asked_of_somebody_who_is_there() -> None:
    found = made()
    assert "DEM-A08" in ids(chase(found, "示例甲").lines)
    assert "线上架构师还没有人担任，请先定人" in said(found, "示例甲")
    alone = made(today="2026-11-01", fresh=engagement(team={}))
    assert {one.name for one in alone.chases} == {None}
    assert "架构师，今天" in said(alone, None)


def test_one_of_ours_gets_one_message_a_customers_person_one_an_event() -> None:
    other = FRESH | {"customer": {"zh": "示例别家", "en": "Example Other"}}
    found = made(fresh=FRESH, other=other)
    assert len([one for one in found.chases if one.name == "示例乙"]) == 1
    assert {line.engagement for line in chase(found, "示例乙").lines} == {"fresh", "other"}
    theirs = [message(one, found, "zh", strings("zh")) for one in found.chases if one.name == "示例丁"]
    assert len(theirs) == 2
    whole = "\n".join(theirs)
    assert "示例生鲜" not in whole
    assert "示例别家" not in whole
    assert [len(one.lines) for one in found.chases if one.name == "示例丁"] == [1, 1]
    ours = said(found, "示例乙")
    assert ours.count("【") == 2
    assert [row.split(".")[0] for row in ours.splitlines() if row[0].isdigit()] == ["1", "2", "3", "4", "5", "6"]


def test_an_event_that_is_on_or_over_is_said_to_be() -> None:
    items = [item("DEM-A01", due="E+1")]
    assert "，进行中】" in said(made(items=items, today="2026-11-11"), "示例乙")
    assert "，已结束】" in said(made(items=items, today="2026-11-15"), "示例乙")
    assert "距开始 今天】" in said(made(items=[item("DEM-A01", due="T-3")], today="2026-11-10"), "示例乙")


@pytest.mark.parametrize("lang", LANGS)
def test_columns_align_where_characters_are_wide(lang: Lang) -> None:
    other = FRESH | {
        "customer": {"zh": "示例很长很长的客户名字", "en": "A"},
        "event": FRESH["event"] | {"name": "e\u0301😀"},
    }
    found = made(fresh=FRESH, other=other)
    printed = text(found, lang, strings(lang)).splitlines()
    rows = [row for row in printed if row.startswith("  ")]
    assert len(rows) == len(found.lines) == 20
    starts = {
        width(row[: row.index(line.owner.title.plain(lang))]) for row, line in zip(rows, found.lines, strict=True)
    }
    assert len(starts) == 1
    assert (
        len(
            {
                width(row[: row.index(line.id)])
                for row, line in zip(rows, found.lines, strict=True)
                if line.kind == "item"
            }
        )
        == 1
    )


def test_widths_of_signs() -> None:
    assert [width(sign) for sign in ("a", "中", "（", "e\u0301", "😀", "\u200b", "ｱ")] == [1, 2, 2, 1, 2, 0, 1]
    assert padded("中a", 5) == "中a  "
    assert line("a\r\nb\u2028c\x85d\x1b[31m\t e", "zh") == "a b c d[31m e"


@pytest.mark.parametrize("lang", LANGS)
def test_json_holds_both_languages_and_every_line(lang: Lang) -> None:
    found = made()
    read = json.loads(data(found, {lang: strings(lang) for lang in LANGS}))
    assert (read["today"], read["days"], read["engagements"]) == ("2026-10-15", 7, 1)
    assert [entry["id"] for name in ("overdue", "due", "blocked") for entry in read[name]] == ids(found.lines)
    assert read["overdue"][0] == {
        "engagement": "fresh", "customer": {"zh": "示例生鲜", "en": "Example Fresh"}, "event": {"zh": "双十一", "en": "Double 11"},
        "kind": "item", "id": "DEM-A01", "title": {"zh": "事项 DEM-A01", "en": "Item DEM-A01"},
        "owner": {"role": "architect", "title": {"zh": "架构师", "en": "Architect"}, "name": "示例乙", "contact": "arch@example.com"},
        "due": "2026-09-30", "at": None, "days": -15, "overdue": True, "blocked": False, "late_start": False, "to_confirm": False,
        "internal": False, "state": "doing", "waiting": [],
    }  # fmt: skip
    chased = next(one for one in read["chase"] if one["name"] == "示例乙")
    assert chased["message"][lang] == said(found, "示例乙", lang)
    assert [entry["id"] for entry in chased["lines"]] == ["DEM-A01", "R1", "DEM-A05"]


@pytest.mark.parametrize("lang", LANGS)
def test_markdown_is_a_task_list_and_messages_in_blocks(lang: Lang) -> None:
    found = made()
    tokens = MarkdownIt().parse(markdown(found, lang, strings(lang)))
    tasks = [token.content for token in tokens if token.type == "inline" and token.content.startswith("[ ] ")]
    assert [next(id for id in ids(found.lines) if id in task) for task in tasks] == ids(found.lines)
    blocks = [token.content.rstrip("\n") for token in tokens if token.type == "fence"]
    assert blocks == [message(one, found, lang, strings(lang)) for one in found.chases]


HOSTILE = "x\n# `<script>alert(1)</script>` [a](javascript:x) | {name} {0} **b** \u202e\n``````\n```` y"


def test_no_text_acts() -> None:
    items = [one | {"title": HOSTILE, "done_when": HOSTILE} for one in ITEMS]
    team = TEAM | {"architect": [{"name": f"<img src=x> {HOSTILE}", "contact": HOSTILE}]}
    found = made(
        items=items, fresh=FRESH | {"team": team, "customer": HOSTILE, "event": FRESH["event"] | {"name": HOSTILE}}
    )
    assert ids(found.lines) == ids(made().lines)
    for lang in LANGS:
        tokens = MarkdownIt().parse(markdown(found, lang, strings(lang)))
        kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or []}
        assert not kinds & {"html_block", "html_inline", "link_open", "image"}
        assert len([token for token in tokens if token.type == "fence"]) == len(found.chases)
        printed = text(found, lang, strings(lang))
        assert "{name}" in printed
        assert len([row for row in printed.splitlines() if row.startswith("  ")]) == len(found.lines)


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(root), "--today", TODAY, *arguments])


@pytest.fixture(scope="module")
def root(tmp_path_factory: Any) -> Path:
    other = FRESH | {"customer": {"zh": "示例\u202e别家", "en": "Example Other"}}
    return written(tmp_path_factory.mktemp("agenda"), files(book(ITEMS), fresh=FRESH, other=other))


def test_the_command_in_each_format(root: Path) -> None:
    plain = run(root, "agenda", "--lang", "zh")
    assert plain.exit_code == 0
    assert plain.stdout.startswith("2026-10-15 周四 · 2 个客户事件 · 逾期 8 · 7 天内到期 10 · 要催 5 人\n")
    assert "示例\\u202e别家" in plain.stdout
    assert "\u202e" not in plain.stdout
    read = json.loads(run(root, "agenda", "--format", "json").stdout)
    assert len(read["overdue"]) == 8
    assert run(root, "agenda", "--format", "md", "--lang", "en").stdout.startswith("**Thu 2026-10-15")
    assert (
        run(root, "agenda", "--role", "architect", "--days", "0", "--format", "json").stdout.count('"kind": "item"') > 0
    )


def test_the_command_as_a_calendar(root: Path) -> None:
    whole = Calendar.from_ical(run(root, "agenda", "--format", "ics", "--lang", "en").stdout_bytes)
    found = [event for event in whole.walk("VEVENT") if str(event["x-playbook-kind"]) == "item"]
    assert {str(event["x-playbook-engagement"]) for event in found} == {"fresh", "other"}
    assert len(found) == 2 * (len(ITEMS) + 11)
    near = Calendar.from_ical(
        run(root, "agenda", "--format", "ics", "--days", "1", "--role", "account-manager").stdout_bytes
    )
    assert {str(event["x-playbook-id"]) for event in near.walk("VEVENT")} == {"DEM-A02"}


def test_the_command_says_what_is_wrong(root: Path, tmp_path: Path) -> None:
    unknown = run(root, "agenda", "--role", "architekt")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert run(root, "agenda", "--days", "-1").exit_code == 2
    broken = written(tmp_path, files(book(ITEMS), fresh=FRESH, other=FRESH))
    (broken / "playbooks/engagements/other.yaml").write_text("customer: [", "utf-8")
    half = run(broken, "agenda", "--lang", "zh")
    assert half.exit_code == 1
    assert "1 个客户事件" in half.stdout
    assert "不在其中（文件有错误）：other" in half.stderr
    assert "other.yaml:1:" in half.stderr


def test_nothing_to_do_is_said() -> None:
    found = made(fresh=engagement(), items=[item("DEM-A01")])
    assert found.lines == ()
    assert text(found, "zh", strings("zh")).endswith("没有逾期，7 天内也没有到期的事项。")
