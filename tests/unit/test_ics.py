"""The calendar: read back with icalendar it holds what the checklist holds, and a second import updates the first."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event
from icalendar.parser import Contentline
from trees import ROOT, TODAY, Data, book, engagement, files, item, library, moment, sheet, written

from generator.diagnostics import LANGS, Lang
from generator.library import load
from generator.publish.disk import read_tree
from generator.render import render
from generator.render.ics import folded, merged
from generator.tailor import Checklist, tailor

HOSTILE = 'x\r\nATTENDEE:mailto:evil@example.com\r\nEND:VEVENT\nBEGIN:VALARM; a, b \\n \\ \u2028ORGANIZER:x\x85DTSTART:1\t “引号” "q" 😀 镕 喆 𠮷 עברית'
FREEZE = [
    {"side": "vendor", "kind": "hard", "from": "T-3", "to": "E+1", "exceptions_by": "duty-director"},
    {"side": "customer", "kind": "soft", "from": "T-2h", "to": "E+0h"},
]
WAVES = {
    "warmup": {"title": {"zh": "预热", "en": "Warm-up"}},
    "main": {"title": {"zh": "正式", "en": "Main"}, "default": True},
}
ITEMS = [
    item("DEM-A01", due="T-40"),
    item("DEM-A02", due="T-2h", owner="account-manager", severity="should"),
    item("DEM-A03", due="T-30", owner="customer-lead", verifier="architect", done_when={"zh": "比例 ≤ 70 %；签字", "en": "≤ 70 %; signed"}),
    item("DEM-A04", due="T-21"),
    item("DEM-A05", due="T-14"),
    item("DEM-A06", due="T-10", audience="internal"),
    item("DEM-A07", due="T+60m", repeat={"every": "5m", "from": "T-30m", "to": "T+60m"}),
    item("DEM-A08", due="T-7", levels=["B"]),
]  # fmt: skip
WHO: Data = engagement(
    event={
        "waves": {
            "warmup": {"peak": "2026-10-20T20:00+08:00", "regions": ["cn-bj", "cn-sh"]},
            "main": {"peak": "2026-11-10T20:00+08:00"},
        }
    },
    team={
        "account-manager": [{"name": "示例甲", "contact": "am@example.com"}],
        "architect": [{"name": "示例乙"}, {"name": "示例丁"}],
        "technical-service-manager": [{"name": "示例丙"}],
    },
    application={"level": "A"},
    status={
        "DEM-A03": {"state": "done", "on": "2026-10-09", "by": "示例甲"},
        "DEM-A04": {"state": "accepted"},
        "DEM-A06": {"state": "blocked", "note": "等库存"},
    },
    skip={"DEM-A05": {"because": "不涉及", "by": "architect", "until": "2026-11-01"}},
    extra=[item("X01", due="E+3", step="onsite")],
    risks=[
        {"id": "R1 / 备份", "level": "high", "text": "备份没有演练", "owner": "architect", "state": "open", "due": "2026-10-30"},
        {"id": "R2", "level": "low", "text": "没有日期", "owner": "architect", "state": "open"},
        {"id": "R3", "level": "low", "text": "接受了", "owner": "architect", "state": "accepted", "due": "2026-10-30"},
    ],
    roster=[
        {"role": "udb-oncall", "who": "示例己", "contact": "+86 000-0000-0001", "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"},
        {"role": "udb-oncall", "who": "示例丁", "from": "2026-11-11T01:45+08:00", "to": "2026-11-11T10:00+08:00"},
        {"role": "architect", "who": "示例乙", "from": "2026-11-10T16:00+08:00", "to": "2026-11-11T00:00+08:00"},
    ],
    onsite={"place": "客户总部", "arrive": "T-6h", "leave": "E+4h"},
)  # fmt: skip


def tree(who: Data = WHO, items: list[Data] = ITEMS) -> Any:
    return library(files(book(items, waves=WAVES, freeze=FREEZE), fresh=who))


def calendar(
    who: Data = WHO,
    today: Any = TODAY,
    lang: Lang = "zh",
    audience: str = "team",
    role: str | None = None,
    items: list[Data] = ITEMS,
) -> tuple[Checklist, Calendar, bytes]:
    """A checklist as cut for its reader, its calendar as read back, and the calendar's bytes."""
    found = tree(who, items)
    cut = sheet(found, tailor(found, found.engagements["fresh"], moment(today)), lang, audience, role)
    content = render(cut, "ics")
    return cut.checklist, Calendar.from_ical(content), content


def by_kind(found: Calendar, kind: str) -> dict[str, Event]:
    return {str(event["uid"]): event for event in found.walk("VEVENT") if str(event["x-playbook-kind"]) == kind}


def entry(found: Calendar, key: str) -> Event:
    return next(event for event in found.walk("VEVENT") if str(event["uid"]) == f"{key}.fresh@assurance-playbook")


def triggers(event: Event) -> list[timedelta]:
    return [alarm["trigger"].dt for alarm in event.walk("VALARM")]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("audience", "role"), [("team", None), ("customer", None), ("team", "architect")])
def test_read_back_it_holds_the_items_of_the_checklist(lang: Lang, audience: str, role: str | None) -> None:
    checklist, found, _ = calendar(lang=lang, audience=audience, role=role)
    events = by_kind(found, "item").values()
    there = {
        (str(e["x-playbook-id"]), e["dtstart"].dt, str(e["x-playbook-owner"]), str(e["status"]) == "CANCELLED")
        for e in events
    }  # fmt: skip
    expected = {(d.id, d.due.instant or d.due.day, d.owner.id, False) for d in checklist.duties}
    expected |= {(d.id, d.due.instant or d.due.day, d.owner.id, True) for d in checklist.waived}
    assert there == expected
    assert len(events) == checklist.counts.total + checklist.counts.waived
    assert "DEM-A08" not in {id for id, *_ in there}
    ids = [str(event["uid"]) for event in found.walk("VEVENT")]
    assert len(ids) == len(set(ids))
    assert all(uid.isascii() and uid == uid.lower() for uid in ids)
    for event in events:
        duty = next(d for d in (*checklist.duties, *checklist.waived) if d.id == str(event["x-playbook-id"]))
        assert duty.item.title.plain(lang) in str(event["summary"])
        assert duty.owner.title.plain(lang) in str(event["description"])


def test_a_day_due_is_a_whole_day_with_two_reminders() -> None:
    _, found, content = calendar()
    event = entry(found, "dem-a01")
    # 2026-10-01 is 国庆.
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 9, 30), date(2026, 10, 1))
    assert b"DTSTART;VALUE=DATE:20260930\r\n" in content
    assert triggers(event) == [timedelta(hours=-15), timedelta(hours=9)]
    assert "由休息日 10-01 周四 前移" in str(event["description"])


def test_an_instant_due_is_timed_in_utc() -> None:
    _, found, content = calendar()
    event = entry(found, "dem-a02")
    assert event["dtstart"].dt == datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
    assert "dtend" not in event
    assert b"DTSTART:20261110T100000Z\r\n" in content
    # The day before at nine where the event is, and an hour ahead.
    assert triggers(event) == [timedelta(hours=-33), timedelta(hours=-1)]


def test_days_are_those_of_the_events_own_offset() -> None:
    who = engagement(event={"start": "2026-11-25T20:00-05:00", "end": "2026-11-27T02:00-05:00"})
    items = [item("DEM-A01", due="T-0"), item("DEM-A02", due="T+1h"), item("DEM-A03", due="T-23h")]
    _, found, _ = calendar(who, items=items)
    assert entry(found, "dem-a01")["dtstart"].dt == date(2026, 11, 25)
    assert entry(found, "dem-a02")["dtstart"].dt == datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
    assert triggers(entry(found, "dem-a02")) == [timedelta(hours=-36), timedelta(hours=-1)]
    vendor = entry(found, "freeze.1")
    assert vendor["dtstart"].dt == datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    # The freeze lasts to the end of E+1; an entry ends with the first moment after it.
    assert vendor["dtend"].dt == datetime(2026, 11, 29, 5, 0, tzinfo=UTC)


def test_finished_accepted_waived_and_blocked() -> None:
    _, found, _ = calendar()
    done, accepted, waived, blocked = (entry(found, f"dem-a0{n}") for n in (3, 4, 5, 6))
    assert str(done["summary"]) == "✓ 已完成 DEM-A03 事项 DEM-A03 · 示例生鲜"
    assert str(accepted["summary"]).startswith("✓ 已接受 DEM-A04")
    assert str(waived["summary"]).startswith("豁免 DEM-A05")
    assert [str(e["status"]) for e in (done, accepted, waived, blocked)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
    ]
    assert [len(triggers(e)) for e in (done, accepted, waived, blocked)] == [0, 0, 0, 2]
    assert [str(e["x-playbook-state"]) for e in (done, accepted, waived, blocked)] == [
        "done",
        "accepted",
        "waived",
        "blocked",
    ]
    assert "理由：不涉及\n经手人：架构师\n有效至：2026-11-01 周日" in str(waived["description"])
    assert "受阻" in str(blocked["description"])
    assert "等库存" in str(blocked["description"])
    english = calendar(lang="en")[1]
    assert str(entry(english, "dem-a03")["summary"]) == "✓ done DEM-A03 Item DEM-A03 · Example Fresh"


def test_a_waiver_that_has_run_out_brings_its_reminders_back() -> None:
    _, found, _ = calendar(today="2026-11-02")
    assert str(entry(found, "dem-a05")["status"]) == "CONFIRMED"
    assert len(triggers(entry(found, "dem-a05"))) == 2


def test_the_event_waves_freezes_stay_and_shifts_are_timed() -> None:
    _, found, _ = calendar()
    spans = {
        str(event["uid"]).split(".fresh@")[0]: (event["dtstart"].dt, event["dtend"].dt if "dtend" in event else None)
        for kind in ("event", "wave", "freeze", "onsite", "shift", "patrol")
        for event in by_kind(found, kind).values()
    }  # fmt: skip
    at = datetime.fromisoformat
    assert spans == {
        "event": (at("2026-11-10T12:00Z"), at("2026-11-11T18:00Z")),
        "wave.warmup": (at("2026-10-20T12:00Z"), None),
        "wave.main": (at("2026-11-10T12:00Z"), None),
        "freeze.1": (at("2026-11-06T16:00Z"), at("2026-11-13T16:00Z")),
        "freeze.2": (at("2026-11-10T10:00Z"), at("2026-11-11T18:00Z")),
        "onsite": (at("2026-11-10T06:00Z"), at("2026-11-11T22:00Z")),
        "shift.udb-oncall.1": (at("2026-11-10T10:00Z"), at("2026-11-10T18:00Z")),
        "shift.udb-oncall.2": (at("2026-11-10T17:45Z"), at("2026-11-11T02:00Z")),
        "shift.architect.1": (at("2026-11-10T08:00Z"), at("2026-11-10T16:00Z")),
        "patrol.dem-a07": (at("2026-11-10T11:30Z"), at("2026-11-10T13:00Z")),
    }
    assert str(entry(found, "onsite")["location"]) == "客户总部"
    assert str(entry(found, "onsite")["transp"]) == "OPAQUE"
    assert str(entry(found, "dem-a01")["transp"]) == "TRANSPARENT"
    assert str(entry(found, "wave.warmup")["summary"]) == "预热峰值 · 示例生鲜"
    assert "cn-bj, cn-sh" in str(entry(found, "wave.warmup")["description"])
    assert str(entry(found, "shift.udb-oncall.1")["summary"]) == "值班 数据库值班 示例己 · 示例生鲜"


def test_a_risk_with_a_date_is_due_like_an_item() -> None:
    _, found, _ = calendar()
    risks = {str(event["x-playbook-id"]): event for event in by_kind(found, "risk").values()}
    assert risks.keys() == {"R1 / 备份", "R3"}
    assert risks["R1 / 备份"]["dtstart"].dt == date(2026, 10, 30)
    assert [len(triggers(risks[id])) for id in ("R1 / 备份", "R3")] == [2, 0]


def test_a_roles_calendar_holds_its_items_and_its_own_shifts_as_the_teams_does() -> None:
    _, whole, _ = calendar()
    checklist, own, _ = calendar(role="architect")
    assert {d.id for d in checklist.duties} < {str(e["x-playbook-id"]) for e in by_kind(whole, "item").values()}
    # 示例丁 is an architect who stands in for the database; the numbers are those of the whole roster.
    assert {uid.split(".fresh@")[0] for uid in by_kind(own, "shift")} == {"shift.udb-oncall.2", "shift.architect.1"}
    for event in own.walk("VEVENT"):
        twin = next(other for other in whole.walk("VEVENT") if str(other["uid"]) == str(event["uid"]))
        assert event.to_ical() == twin.to_ical()
    assert "architect" not in str(own["x-wr-calname"])
    assert str(own["x-wr-calname"]) == "示例生鲜 · 双十一 · 重保日历 · 架构师"


def test_the_customers_calendar_says_nothing_internal() -> None:
    _, found, content = calendar(audience="customer")
    assert "dem-a06.fresh@assurance-playbook" not in by_kind(found, "item")
    assert "等库存".encode() not in content
    assert "示例己".encode() not in content
    assert str(found["x-wr-calname"]).endswith("客户版")


def test_a_second_import_updates_the_first() -> None:
    _, first, _ = calendar()
    later = WHO | {
        "move": {"DEM-A01": {"due": "2026-10-20", "because": "改期"}},
        "assign": {"DEM-A01": "account-manager"},
    }
    _, second, _ = calendar(later, today="2026-10-16")
    before, after = entry(first, "dem-a01"), entry(second, "dem-a01")
    assert str(before["uid"]) == str(after["uid"]) == "dem-a01.fresh@assurance-playbook"
    assert (int(before["sequence"]), int(after["sequence"])) == (2479, 2480)
    assert (date(2020, 1, 1) + timedelta(days=2480)) == date(2026, 10, 16)
    assert before["dtstamp"].dt == datetime(2026, 10, 15, tzinfo=UTC)
    assert after["dtstamp"].dt == datetime(2026, 10, 16, tzinfo=UTC)
    assert (after["dtstart"].dt, str(after["x-playbook-owner"])) == (date(2026, 10, 20), "account-manager")
    assert {str(e["uid"]) for e in first.walk("VEVENT")} == {str(e["uid"]) for e in second.walk("VEVENT")}


def test_a_tentative_event_is_tentative_throughout() -> None:
    who = WHO | {"event": WHO["event"] | {"state": "tentative"}}
    _, found, _ = calendar(who)
    assert {str(entry(found, key)["status"]) for key in ("dem-a01", "event", "wave.main", "onsite")} == {"TENTATIVE"}
    assert str(entry(found, "dem-a03")["status"]) == "CONFIRMED"


def test_lines_end_and_fold_as_the_standard_says() -> None:
    long = {"zh": "长" * 300, "en": "unbroken" * 60}
    _, found, content = calendar(engagement(), items=[item("DEM-A01", due="T-40", title=long)])
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    assert "长" * 300 in str(entry(found, "dem-a01")["summary"])
    assert found["method"] == "PUBLISH"
    assert found["version"] == "2.0"


@pytest.mark.parametrize(
    "said", ["", "a" * 74, "a" * 75, "护航" * 60, "😀a" * 60, "\\\\" * 90, "a" + "\\n" * 90, "^" * 200]
)
def test_a_line_is_folded_where_the_library_folds_it(said: str) -> None:
    for shift in range(4):
        line = "x" * shift + said
        assert folded(line.encode("utf-8")) == Contentline(line).to_ical()


def test_no_text_can_begin_a_line_of_its_own() -> None:
    plain = calendar()[1]
    who = WHO | {
        "customer": HOSTILE,
        "event": WHO["event"] | {"name": HOSTILE},
        "team": {"architect": [{"name": HOSTILE, "contact": HOSTILE}]},
        "onsite": {"place": HOSTILE, "arrive": "T-6h", "leave": "E+4h"},
        "roster": [shift | {"who": HOSTILE, "contact": HOSTILE} for shift in WHO["roster"]],
        "risks": [risk | {"text": HOSTILE} for risk in WHO["risks"]] + [{**WHO["risks"][0], "id": HOSTILE}],
        "skip": {"DEM-A05": {"because": HOSTILE, "by": "architect"}},
        "status": {"DEM-A03": {"state": "done", "note": HOSTILE}},
        "move": {"DEM-A04": {"due": "T-20", "because": HOSTILE}},
    }
    texts = dict.fromkeys(("title", "how", "done_when", "evidence", "why"), HOSTILE)
    _, found, content = calendar(who, items=[one | texts for one in ITEMS])
    names = {line.split(b":")[0].split(b";")[0] for line in content.split(b"\r\n") if not line.startswith(b" ")}
    assert not names & {b"ATTENDEE", b"ORGANIZER"}
    assert len(found.walk("VEVENT")) == len(plain.walk("VEVENT")) + 1
    assert not {0x85, 0x2028, 0x1B, 0x09} & set(map(ord, content.decode()))
    assert "😀 镕 喆 𠮷 עברית" in str(entry(found, "dem-a01")["summary"])
    assert entry(found, "dem-a01")["dtstart"].dt == date(2026, 9, 30)


def test_two_hundred_items_and_one() -> None:
    many = [item(f"DEM-A{n:03}", due=f"T-{n % 80}") for n in range(100, 300)]
    checklist, found, _ = calendar(engagement(), items=many)
    assert len(by_kind(found, "item")) == checklist.counts.total == 211
    _, own, _ = calendar(engagement(), items=[item("DEM-A01", owner="customer-lead")], role="customer-lead")
    assert len(by_kind(own, "item")) == 1


def test_several_engagements_in_one_calendar() -> None:
    found = library(files(book(ITEMS, waves=WAVES), fresh=WHO, other=WHO))
    sheets = [sheet(found, tailor(found, found.engagements[id], TODAY), "zh") for id in ("fresh", "other")]
    alone = [len(Calendar.from_ical(render(one, "ics")).walk("VEVENT")) for one in sheets]
    whole = Calendar.from_ical(merged(sheets, "全部"))
    uids = [str(event["uid"]) for event in whole.walk("VEVENT")]
    assert len(uids) == len(set(uids)) == sum(alone)
    assert str(whole["x-wr-calname"]) == "全部"
    assert Calendar.from_ical(merged([], "空")).walk("VEVENT") == []


def test_days_keep_what_is_open_and_near() -> None:
    found = tree()
    cut = sheet(found, tailor(found, found.engagements["fresh"], TODAY), "zh")
    near = Calendar.from_ical(merged([cut], "近", days=5))
    assert {str(e["uid"]).split(".fresh@")[0] for e in near.walk("VEVENT")} == {"dem-a01", "wave.warmup"}
    wider = {str(e["uid"]).split(".fresh@")[0] for e in Calendar.from_ical(merged([cut], "近", days=16)).walk("VEVENT")}
    # Open and due by 10-31; of what takes place, only what is not over.
    assert wider >= {"dem-a01", "dem-a06", "wave.warmup"}
    assert not wider & {"dem-a03", "dem-a04", "dem-a05", "event", "dem-a02"}


def test_same_inputs_same_bytes_whatever_the_hash_seed_or_the_zone(tmp_path: Path) -> None:
    written(tmp_path, files(book(ITEMS, waves=WAVES, freeze=FREEZE), fresh=WHO, other=WHO))
    command = [sys.executable, "-m", "generator", "--root", str(tmp_path), "--today", "2026-10-15", "--lang", "zh"]
    outputs = {
        subprocess.run(
            [*command, "agenda", "--format", "ics"], env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}, cwd=ROOT, check=True,
            stdout=subprocess.PIPE,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }  # fmt: skip
    assert len(outputs) == 1
    event = entry(calendar()[1], "dem-a01").to_ical()
    assert event in outputs.pop()


@pytest.mark.parametrize("lang", LANGS)
def test_every_sample_engagement_is_on_its_calendar(lang: Lang) -> None:
    found = load(read_tree(ROOT))
    assert found.engagements
    for made_from in found.engagements.values():
        checklist = tailor(found, made_from, date(2026, 11, 23))
        whole = Calendar.from_ical(render(sheet(found, checklist, lang), "ics"))
        there = {
            (str(e["x-playbook-id"]), e["dtstart"].dt, str(e["x-playbook-owner"]))
            for e in by_kind(whole, "item").values()
        }
        listed = (*checklist.duties, *checklist.waived)
        assert there == {(duty.id, duty.due.instant or duty.due.day, duty.owner.id) for duty in listed}
        assert len(by_kind(whole, "shift")) == len(checklist.roster)
        assert len(by_kind(whole, "patrol")) == sum(duty.patrol is not None for duty in checklist.duties)
        reminded = {str(e["x-playbook-id"]) for e in by_kind(whole, "item").values() if triggers(e)}
        assert reminded == {duty.id for duty in checklist.duties if not duty.settled}
