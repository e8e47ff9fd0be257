"""Which items stand on a checklist and why, when they are due, and who has them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from trees import LONG_AFTER, ROOT, Data, book, duty, engagement, files, item, library, tailored

from generator.diagnostics import Bilingual
from generator.library import load
from generator.publish.disk import read_tree
from generator.tailor import Checklist, tailor
from generator.tailor.duties import MOST_ROUNDS

FACTS = {
    "coupon_inserts": {"ask": {"zh": "发券峰值写入", "en": "Peak coupon inserts"}, "type": "number", "unit": "rows/s", "required": True},
    "db_replicas": {"ask": {"zh": "券库从库数", "en": "Coupon database replicas"}, "type": "integer"},
    "flash_sale": {"ask": {"zh": "有没有秒杀", "en": "Is there a flash sale"}, "type": "boolean"},
}  # fmt: skip
WAVES = {
    "warmup": {"title": {"zh": "预热", "en": "Warm-up"}},
    "main": {"title": {"zh": "正式", "en": "Main"}, "default": True},
}
COUPONS = "coupon_inserts >= 5000 and db_replicas >= 4"


def with_items(*attention: Data, **changes: Any) -> Data:
    return book(attention, facts=FACTS, waves=WAVES, **changes)


def one(who: Data | None = None, today: str = "2026-10-15", **keys: Any) -> Checklist:
    return tailored(who, with_items(item("DEM-A01", **keys)), today)


def left_out(checklist: Checklist, id: str) -> Bilingual:
    return next(line.reason for line in checklist.left_out if line.id == id)


# The coupon engagement of the issue, over a small tree and over the real one.


@pytest.mark.parametrize(
    ("facts", "because", "confirm", "out"),
    [
        (
            {"coupon_inserts": {"value": 7000, "worst": 9000}, "db_replicas": 8},
            Bilingual("发券峰值写入 7,000 行/秒 ≥ 5,000，且券库从库数 8 ≥ 4", "Peak coupon inserts 7,000 rows/s ≥ 5,000, and Coupon database replicas 8 ≥ 4"),
            None,
            None,
        ),
        (
            {"coupon_inserts": 500, "db_replicas": 8},
            None,
            None,
            Bilingual("发券峰值写入 500 行/秒 < 5,000", "Peak coupon inserts 500 rows/s < 5,000"),
        ),
        (
            {"db_replicas": 8},
            None,
            Bilingual("待确认：发券峰值写入（条件：≥ 5,000）", "to confirm: Peak coupon inserts (condition: ≥ 5,000)"),
            None,
        ),
    ],
    ids=["7000", "500", "unanswered"],
)  # fmt: skip
def test_the_coupon_item_says_why_in_figures(
    facts: Data, because: Bilingual | None, confirm: Bilingual | None, out: Bilingual | None
) -> None:
    found = one(engagement(facts=facts), when=COUPONS)
    if out:
        assert left_out(found, "DEM-A01") == out
        assert "DEM-A01" not in {shown.id for shown in found.duties}
    else:
        assert duty(found, "DEM-A01").because == ((because,) if because else ())
        assert duty(found, "DEM-A01").to_confirm == ((confirm,) if confirm else ())
        assert not found.left_out


REAL = read_tree(ROOT)
FRESH = "playbooks/engagements/fresh-double11.yaml"


def real(old: str, new: str) -> Checklist:
    text = REAL[FRESH].decode()
    assert text.count(old) == 1
    found = load(REAL | {FRESH: text.replace(old, new).encode()})
    assert not found.diagnostics
    return tailor(found, found.engagements["fresh-double11"], date(2026, 11, 23))


def test_the_real_coupon_item_follows_the_real_figures() -> None:
    line = next(line for line in REAL[FRESH].decode().splitlines(keepends=True) if "coupon_inserts: {value" in line)
    whole = real(line, line)
    assert any("7,000 行/秒 ≥ 5,000" in words.zh for words in duty(whole, "ECP-A03").because)
    assert any("7,000 rows/s ≥ 5,000" in words.en for words in duty(whole, "ECP-A03").because)
    small = real(line, "  coupon_inserts: 500\n")
    assert "500 行/秒 < 5,000" in left_out(small, "ECP-A03").zh
    assert "500 rows/s < 5,000" in left_out(small, "ECP-A03").en
    silent = real(line, "")
    assert [words.en[:10] for words in duty(silent, "ECP-A03").to_confirm] == ["to confirm"]
    assert "≥ 5,000" in duty(silent, "ECP-A03").to_confirm[0].zh
    for found in (whole, small, silent):
        items = len(found.duties) + len(found.waived) + len(found.left_out)
        assert items == len(whole.duties) + len(whole.waived) + len(whole.left_out)


# Conditions.

APPLIES: list[tuple[str, Data, Data, bool | None]] = [
    # of the item; of the engagement; whether it stands without doubt (True), to confirm (None), or is left out
    ("products unknown", {"products": ["udb"]}, {}, None),
    ("product used", {"products": ["udb", "cache"]}, {"products": ["cache", "vm"]}, True),
    ("product not used", {"products": ["udb"]}, {"products": ["vm"]}, False),
    ("nothing used", {"products": ["udb"]}, {"products": []}, False),
    ("level unknown", {"levels": ["A"]}, {}, None),
    ("level", {"levels": ["A"]}, {"application": {"level": "A"}}, True),
    ("other level", {"levels": ["A"]}, {"application": {"level": "B"}}, False),
    ("default wave", {"wave": "main"}, {}, True),
    ("wave that is not there by default", {"wave": "warmup"}, {}, False),
    ("wave of the event", {"wave": "warmup"}, {"event": {"waves": {"warmup": {"peak": "2026-11-01T20:00+08:00"}}}}, True),
    ("default wave absent", {"wave": "main"}, {"event": {"waves": {"warmup": {"peak": "2026-11-01T20:00+08:00"}}}}, False),
    ("fact true", {"when": "flash_sale"}, {"facts": {"flash_sale": True}}, True),
    ("fact false", {"when": "flash_sale"}, {"facts": {"flash_sale": False}}, False),
    ("fact unknown", {"when": "flash_sale"}, {}, None),
    ("not unknown", {"when": "not flash_sale"}, {}, None),
    ("false and unknown", {"when": COUPONS}, {"facts": {"db_replicas": 1}}, False),
    ("true and unknown", {"when": COUPONS}, {"facts": {"db_replicas": 4}}, None),
    ("true or unknown", {"when": "flash_sale or db_replicas >= 4"}, {"facts": {"db_replicas": 4}}, True),
    ("false or unknown", {"when": "flash_sale or db_replicas >= 4"}, {"facts": {"db_replicas": 3}}, None),
    ("products in when", {"when": '"udb" in products'}, {}, None),
    ("level in when", {"when": 'level == "A"'}, {}, None),
    ("wave in when", {"when": '"main" in waves'}, {}, True),
    ("one fails beside an unknown", {"products": ["udb"], "levels": ["A"]}, {"application": {"level": "B"}}, False),
    ("one holds beside an unknown", {"products": ["udb"], "levels": ["A"]}, {"application": {"level": "A"}}, None),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "who", "expected"), [row[1:] for row in APPLIES], ids=[row[0] for row in APPLIES])
def test_an_item_applies(keys: Data, who: Data, expected: bool | None) -> None:
    found = one(engagement(**who), **keys)
    if expected is False:
        assert [line.id for line in found.left_out] == ["DEM-A01"]
        reason = left_out(found, "DEM-A01")
        assert reason.zh
        assert reason.en
        return
    shown = duty(found, "DEM-A01")
    assert bool(shown.to_confirm) is (expected is None)
    assert found.counts.to_confirm == (expected is None)
    assert shown.because or shown.to_confirm
    assert all(words.en.startswith("to confirm") and words.zh.startswith("待确认") for words in shown.to_confirm)


def test_every_item_is_shown_waived_or_left_out() -> None:
    playbook = with_items(
        item("DEM-A01"), item("DEM-A02", products=["udb"]), item("DEM-A03", audience="internal"), item("DEM-A04"),
        {"id": "DEM-A05", "retired": {"on": "2026-06-01", "because": "…", "replaced_by": "DEM-A01"}},
    )  # fmt: skip
    who = engagement(
        products=["vm"],
        skip={"DEM-A04": {"because": "不涉及", "by": "architect"}, "DEM-A02": {"because": "…", "by": "architect"}},
        extra=[{key: value for key, value in item("X01").items() if key != "step"}],
    )
    found = tailored(who, playbook)
    assert [line.id for line in found.left_out] == ["DEM-A02"], "what does not apply needs no waiver"
    assert [waived.id for waived in found.waived] == ["DEM-A04"]
    assert {shown.id for shown in found.duties} >= {"DEM-A01", "DEM-A03", "X01"}
    assert (found.counts.total, found.counts.waived, found.counts.left_out) == (14, 1, 1)
    assert "DEM-A05" not in {shown.id for shown in found.duties}


# Dates.

NEW_YORK = {"start": "2026-11-27T00:00-05:00", "end": "2026-12-01T02:00-05:00"}
DUES: list[tuple[str, Data, Data, str, str | None]] = [
    # of the item; of the engagement; due; moved from
    ("off 国庆", {"due": "T-40"}, {}, "2026-09-30", "2026-10-01"),
    ("no longer inside T-7", {"due": "T-2"}, {}, "2026-11-08", None),
    ("E+", {"due": "E+3"}, {}, "2026-11-15", None),
    ("E+ hours", {"due": "E+2h"}, {}, "2026-11-12T04:00+08:00", None),
    ("T- hours", {"due": "T-2h"}, {}, "2026-11-10T18:00+08:00", None),
    ("moved to an offset", {"due": "T-45"}, {"move": {"DEM-A01": {"due": "T-40", "because": "…"}}}, "2026-10-01", None),
    ("moved to a date", {"due": "T-45"}, {"move": {"DEM-A01": {"due": "2026-10-04", "because": "…"}}}, "2026-10-04", None),
    ("moved to an hour", {"due": "T-45"}, {"move": {"DEM-A01": {"due": "T-1h", "because": "…"}}}, "2026-11-10T19:00+08:00", None),
    (
        "of its wave", {"due": "T-2", "wave": "warmup"},
        {"event": {"waves": {"warmup": {"peak": "2026-10-21T20:00+08:00"}}}}, "2026-10-19", None,
    ),
    (
        "of its wave, shifted", {"due": "T-20", "wave": "warmup"},
        {"event": {"waves": {"warmup": {"peak": "2026-10-21T20:00+08:00"}}}}, "2026-09-30", "2026-10-01",
    ),
    (
        "of the wave's hour", {"due": "T-30m", "wave": "warmup"},
        {"event": {"waves": {"warmup": {"peak": "2026-10-21T20:00+08:00"}}}}, "2026-10-21T19:30+08:00", None,
    ),
    ("of the default wave", {"due": "T-2", "wave": "main"}, {}, "2026-11-08", None),
    ("another zone", {"due": "T-2"}, {"event": NEW_YORK}, "2026-11-25", None),
    ("another zone's end", {"due": "E+0"}, {"event": NEW_YORK}, "2026-12-01", None),
    (
        "a wave told in another zone", {"due": "T-0", "wave": "main"},
        {"event": {**NEW_YORK, "waves": {"main": {"peak": "2026-11-28T04:00+00:00"}}}}, "2026-11-27", None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "who", "due", "moved_from"), [row[1:] for row in DUES], ids=[row[0] for row in DUES])
def test_an_item_is_due(keys: Data, who: Data, due: str, moved_from: str | None) -> None:
    found = duty(one(engagement(**who), **keys), "DEM-A01").due
    if "T" in due:
        assert found.instant is not None
        assert found.instant.isoformat() == datetime.fromisoformat(due).isoformat()
    else:
        assert (found.instant, found.day) == (None, date.fromisoformat(due))
    assert found.moved_from == (date.fromisoformat(moved_from) if moved_from else None)
    assert not found.provisional


def test_a_move_says_why() -> None:
    found = one(engagement(move={"DEM-A01": {"due": "T-40", "because": "提前"}}), due="T-45")
    move = duty(found, "DEM-A01").move
    assert move is not None
    assert move.because.of("zh") == "提前"


@pytest.mark.parametrize("move", [None, "T-2", "2027-02-06"])
def test_what_falls_into_the_next_year_is_provisional(move: str | None) -> None:
    who = engagement(
        opened="2026-11-19",
        event={"start": "2027-02-08T10:00+08:00", "end": "2027-02-10T23:59+08:00"},
        move={"DEM-A01": {"due": move, "because": "…"}} if move else {},
    )
    found = tailored(who, with_items(item("DEM-A01", due="T-2"), item("DEM-A02", due="T-45")))
    assert duty(found, "DEM-A01").due.provisional
    assert not duty(found, "DEM-A02").due.provisional


def test_waves_are_said_in_the_events_own_zone() -> None:
    waves = {"main": {"peak": "2026-11-27T05:00+00:00"}, "warmup": {"peak": "2026-11-26T09:00+08:00"}}
    found = one(engagement(event={**NEW_YORK, "waves": waves}))
    assert [(wave.id, wave.peak.isoformat()) for wave in found.waves] == [
        ("warmup", "2026-11-25T20:00:00-05:00"),
        ("main", "2026-11-27T00:00:00-05:00"),
    ]
    assert [(wave.id, wave.peak.isoformat()) for wave in one().waves] == [("main", "2026-11-10T20:00:00+08:00")]


def test_items_are_worked_through_in_the_order_of_their_deadlines() -> None:
    dues = {"DEM-A01": "T-0", "DEM-A02": "T-2h", "DEM-A03": "T-12", "DEM-A04": "T-12", "DEM-A05": "T+1h"}
    found = tailored(None, with_items(*(item(id, due=due) for id, due in dues.items())))
    prepare = next(step for step in found.steps if step.id == "prepare")
    assert [shown.id for shown in prepare.duties] == ["DEM-A03", "DEM-A04", "DEM-A02", "DEM-A05", "DEM-A01"]


# Overdue.

OVERDUE: list[tuple[str, Data, Data, str, bool]] = [
    ("on the day", {"due": "T-20"}, {}, "2026-10-21", False),
    ("the next day", {"due": "T-20"}, {}, "2026-10-22", True),
    ("the day's last second", {"due": "T-20"}, {}, "2026-10-21T23:59:59+08:00", False),
    ("midnight elsewhere", {"due": "T-20"}, {}, "2026-10-21T16:00+00:00", True),
    ("at the instant", {"due": "T-2h"}, {}, "2026-11-10T18:00+08:00", False),
    ("once it has passed", {"due": "T-2h"}, {}, "2026-11-10T18:00:01+08:00", True),
    ("a date is 00:00 of the event", {"due": "T-20h"}, {}, "2026-11-10", False),
    ("a date is 00:00 of the event, passed", {"due": "T-21h"}, {}, "2026-11-10", True),
    ("a date in another zone", {"due": "T-1h"}, {"event": NEW_YORK}, "2026-11-27", True),
    ("an instant in another zone", {"due": "T-1h"}, {"event": NEW_YORK}, "2026-11-27T04:00+00:00", False),
    ("done", {"due": "T-20"}, {"status": {"DEM-A01": {"state": "done"}}}, "2026-11-01", False),
    ("verified", {"due": "T-20"}, {"status": {"DEM-A01": {"state": "verified"}}}, "2026-11-01", False),
    ("accepted", {"due": "T-20"}, {"status": {"DEM-A01": {"state": "accepted"}}}, "2026-11-01", False),
    ("doing", {"due": "T-20"}, {"status": {"DEM-A01": {"state": "doing"}}}, "2026-11-01", True),
    ("blocked", {"due": "T-20"}, {"status": {"DEM-A01": {"state": "blocked"}}}, "2026-11-01", True),
    ("moved later", {"due": "T-20"}, {"move": {"DEM-A01": {"due": "T-10", "because": "…"}}}, "2026-10-25", False),
    # Opened on a Thursday: the second working day after it is Monday.
    ("late start, when opened", {"due": "T-60"}, {"opened": "2026-10-15"}, "2026-10-15", False),
    ("late start, first working day", {"due": "T-60"}, {"opened": "2026-10-15"}, "2026-10-16", False),
    ("late start, weekend", {"due": "T-60"}, {"opened": "2026-10-15"}, "2026-10-18", False),
    ("late start, second working day", {"due": "T-60"}, {"opened": "2026-10-15"}, "2026-10-19", True),
    ("late start over a holiday", {"due": "T-60"}, {"opened": "2026-09-29"}, "2026-10-07", False),
    ("late start after a holiday", {"due": "T-60"}, {"opened": "2026-09-29"}, "2026-10-08", True),
    ("late start, done", {"due": "T-60"}, {"opened": "2026-10-15", "status": {"DEM-A01": {"state": "done"}}}, "2026-10-19", False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "who", "today", "overdue"), [row[1:] for row in OVERDUE], ids=[row[0] for row in OVERDUE]
)
def test_an_item_is_overdue(keys: Data, who: Data, today: str, overdue: bool) -> None:
    found = one(engagement(**who), today, **keys)
    assert duty(found, "DEM-A01").overdue is overdue
    assert found.counts.overdue == overdue


@pytest.mark.parametrize(("opened", "late"), [("2026-09-11", False), ("2026-09-12", True)])
def test_a_late_start_keeps_its_date_and_is_flagged(opened: str, late: bool) -> None:
    shown = duty(one(engagement(opened=opened), due="T-60"), "DEM-A01")
    assert (shown.due.day, shown.late_start) == (date(2026, 9, 11), late)


# Waivers, states, people.

SKIP = {"because": "不涉及", "by": "duty-director"}


@pytest.mark.parametrize(
    ("until", "today", "waived"),
    [
        (None, "2027-03-01", True),
        ("2026-10-20", "2026-10-19", True),
        ("2026-10-20", "2026-10-20T23:59+08:00", True),
        ("2026-10-20", "2026-10-21", False),
        ("2026-10-20", "2026-10-20T16:00+00:00", False),
    ],
)
def test_a_waiver_holds_until_its_day_is_over(until: str | None, today: str, waived: bool) -> None:
    skip = SKIP | ({"until": until} if until else {})
    found = one(engagement(skip={"DEM-A01": skip}), today, due="T-12")
    assert ("DEM-A01" in {shown.id for shown in found.waived}) is waived
    assert ("DEM-A01" in {shown.id for shown in found.duties}) is not waived
    shown = duty(found, "DEM-A01")
    assert shown.waiver is not None
    assert shown.waived_by is not None
    assert (shown.waiver.because.of("en"), shown.waived_by.title.of("en")) == ("不涉及", "ChecklistItem director")
    assert shown.waiver_expired is not waived


DEPENDS: list[tuple[str, Data, Data, list[str]]] = [
    # of DEM-A02, on which DEM-A01 waits; of the engagement; what DEM-A01 still waits for
    ("open", {}, {}, ["DEM-A02"]),
    ("doing", {}, {"status": {"DEM-A02": {"state": "doing"}}}, ["DEM-A02"]),
    ("blocked", {}, {"status": {"DEM-A02": {"state": "blocked"}}}, ["DEM-A02"]),
    ("done", {}, {"status": {"DEM-A02": {"state": "done"}}}, []),
    ("verified", {}, {"status": {"DEM-A02": {"state": "verified"}}}, []),
    ("accepted", {}, {"status": {"DEM-A02": {"state": "accepted"}}}, []),
    ("absent", {"products": ["udb"]}, {"products": []}, []),
    ("waived", {}, {"skip": {"DEM-A02": SKIP}}, []),
    ("waived no longer", {}, {"skip": {"DEM-A02": SKIP | {"until": "2026-10-14"}}}, ["DEM-A02"]),
]


@pytest.mark.parametrize(("keys", "who", "waiting"), [row[1:] for row in DEPENDS], ids=[row[0] for row in DEPENDS])
def test_a_dependency_is_met(keys: Data, who: Data, waiting: list[str]) -> None:
    playbook = with_items(item("DEM-A01", after=["DEM-A02"]), item("DEM-A02", **keys))
    found = tailored(engagement(**who), playbook)
    assert [other.id for other in duty(found, "DEM-A01").waiting] == waiting


def test_a_role_that_nobody_holds_is_flagged() -> None:
    found = tailored(
        engagement(team={"architect": [{"name": "示例乙"}], "account-manager": []}),
        with_items(
            item("DEM-A01", owner="customer-lead"), item("DEM-A02", owner="account-manager", verifier="duty-director")
        ),
    )
    assert duty(found, "DEM-A01").owner.nobody
    assert duty(found, "DEM-A02").owner.nobody
    verifier = duty(found, "DEM-A02").verifier
    assert verifier is not None
    assert verifier.nobody
    assert {role.id: role.nobody for role in found.team} == {
        "architect": False,
        "account-manager": True,
        "customer-lead": True,
    }


def test_an_item_can_be_reassigned() -> None:
    who = engagement(assign={"DEM-A01": "online-architect"}, team={"online-architect": [{"name": "示例丁"}]})
    found = one(who, owner="architect", **{"with": ["online-architect", "customer-lead"]})
    shown = duty(found, "DEM-A01")
    assert (shown.owner.id, shown.owner.people[0].name) == ("online-architect", "示例丁")
    assert shown.reassigned_from is not None
    assert shown.reassigned_from.id == "architect"
    assert [role.id for role in shown.with_] == ["customer-lead"], "nobody helps themselves"
    same = duty(one(engagement(assign={"DEM-A01": "architect"})), "DEM-A01")
    assert same.reassigned_from is None


@pytest.mark.parametrize(
    ("keys", "step"),
    [
        ({"due": "T-100"}, "collect"),
        ({"due": "T-75"}, "collect"),
        ({"due": "T-55"}, "apply"),
        ({"due": "T-40"}, "prepare"),
        ({"due": "T-1"}, "onsite"),
        ({"due": "E+30"}, "onsite"),
        ({"due": "T-40", "step": "onsite"}, "onsite"),
    ],
)
def test_an_extra_stands_in_its_step_or_in_that_of_its_due(keys: Data, step: str) -> None:
    found = tailored(engagement(opened="2026-07-01", extra=[item("X01", **keys)]))
    shown = duty(found, "X01")
    assert (shown.step, shown.extra, shown.attention) == (step, True, False)


def test_states_are_counted() -> None:
    states = ("todo", "doing", "done", "verified", "blocked", "accepted")
    items = {f"DEM-A0{n}": state for n, state in enumerate(states, 1)}
    who = engagement(status={id: {"state": state, "note": f"备注 {id}"} for id, state in items.items()})
    found = tailored(who, with_items(*(item(id) for id in items)))
    for id, state in items.items():
        assert duty(found, id).status.state == state
        assert duty(found, id).finished is (state in ("done", "verified"))
    counts = found.counts
    assert (counts.total, counts.finished, counts.accepted, counts.open, counts.blocked) == (17, 2, 1, 14, 1)
    assert [shown.id for shown in found.accepted] == ["DEM-A06"]


def test_an_extra_has_a_state_too() -> None:
    found = tailored(
        engagement(extra=[item("X01")], status={"X01": {"state": "done"}}, skip={"X01": SKIP | {"until": "2026-01-01"}})
    )
    assert duty(found, "X01").finished


# Patrols.


@pytest.mark.parametrize(
    ("repeat", "moments"),
    [
        ({"every": "30m", "from": "T-1h", "to": "T+30m"}, ["19:00", "19:30", "20:00", "20:30"]),
        ({"every": "20m", "from": "T-30m", "to": "T+15m"}, ["19:30", "19:50", "20:10"]),
        ({"every": "1h", "from": "T-0h", "to": "T-0h"}, ["20:00"]),
        ({"every": "12h", "from": "T-1", "to": "T-1"}, ["00:00", "12:00"]),
        ({"every": "1h", "from": "E+1h", "to": "E+2h"}, ["03:00", "04:00"]),
        ({"every": "1m", "from": "T-0h", "to": f"T+{MOST_ROUNDS - 1}m"}, None),
        ({"every": "1m", "from": "T-0h", "to": f"T+{MOST_ROUNDS}m"}, []),
        ({"every": "99999d", "from": "T-730", "to": "E+730"}, ["00:00"]),
    ],
)
def test_a_patrol_is_a_grid_of_moments(repeat: Data, moments: list[str] | None) -> None:
    patrol = duty(one(repeat=repeat), "DEM-A01").patrol
    assert patrol is not None
    if moments is None:
        assert len(patrol.moments) == MOST_ROUNDS
    else:
        assert [f"{moment:%H:%M}" for moment in patrol.moments] == moments


def test_a_patrol_follows_its_wave() -> None:
    who = engagement(event={"waves": {"warmup": {"peak": "2026-11-01T10:00+08:00"}}})
    patrol = duty(one(who, wave="warmup", repeat={"every": "5m", "from": "T-5m", "to": "T+5m"}), "DEM-A01").patrol
    assert patrol is not None
    assert [moment.isoformat() for moment in patrol.moments] == [
        f"2026-11-01T{at}:00+08:00" for at in ("09:55", "10:00", "10:05")
    ]


# The frame around the items.


@pytest.mark.parametrize(
    ("accepted", "said"), [(None, None), ("2026.2", None), ("2026.1", "2026.1"), ("2026.10", None)]
)
def test_only_an_older_accepted_edition_is_said(accepted: str | None, said: str | None) -> None:
    found = tailored(engagement(edition=accepted) if accepted else engagement())
    assert (found.edition, found.accepted_edition) == ("2026.2", said)


PLAN = {
    "id": "DEM-P01", "kind": "emergency", "title": "切换", "trigger": "…", "decider": "customer-lead", "executor": "architect", "action": ["…"],
}  # fmt: skip


def test_a_plan_is_found_beside_its_item() -> None:
    found = tailored(None, with_items(item("DEM-A01", plan="DEM-P01", due=LONG_AFTER), plans=[PLAN]))
    shown = duty(found, "DEM-A01").plan
    assert shown is not None
    assert shown.id == "DEM-P01"
    assert [line.decider.nobody for line in found.plans] == [True]


def test_a_freeze_and_a_stay_are_inclusive() -> None:
    playbook = book(freeze=[{"side": "vendor", "kind": "hard", "from": "T-3", "to": "E+1"}])
    found = tailored(engagement(onsite={"place": "…", "arrive": "T-6h", "leave": "E+1"}), playbook)
    assert found.onsite is not None
    assert found.freeze[0].begins.isoformat() == "2026-11-07T00:00:00+08:00"
    assert found.freeze[0].ends.isoformat() == "2026-11-13T23:59:59.999999+08:00"
    assert found.onsite.arrive.isoformat() == "2026-11-10T14:00:00+08:00"
    assert found.onsite.leave.isoformat() == "2026-11-13T23:59:59.999999+08:00"


def test_who_is_on_now() -> None:
    roster = [
        {"role": "udb-oncall", "who": "示例己", "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"},
        {"role": "architect", "who": "示例乙", "from": "2026-11-10T01:00+00:00", "to": "2026-11-10T10:00+00:00"},
    ]
    found = tailored(engagement(roster=roster), None, "2026-11-10T18:00+08:00")
    assert [(shift.title.of("zh"), shift.who, shift.now) for shift in found.roster] == [
        ("架构师", "示例乙", False),
        ("数据库值班", "示例己", True),
    ]
    assert found.roster[0].begins.isoformat() == "2026-11-10T09:00:00+08:00"


def test_one_tree_holds_several_events_of_several_zones() -> None:
    tree = library(files(with_items(item("DEM-A01", due="T-1h")), east=engagement(), west=engagement(event=NEW_YORK)))
    east, west = (tailor(tree, tree.engagements[id], date(2026, 11, 27)) for id in ("east", "west"))
    assert (east.today.isoformat(), west.today.isoformat()) == (
        "2026-11-27T00:00:00+08:00",
        "2026-11-27T00:00:00-05:00",
    )


@pytest.mark.parametrize(
    ("facts", "items", "shown"),
    [
        ({"flash_sale": False}, [item("DEM-A01", plan="DEM-P01", when="flash_sale")], False),
        ({"flash_sale": True}, [item("DEM-A01", plan="DEM-P01", when="flash_sale")], True),
        ({}, [item("DEM-A01", plan="DEM-P01", when="flash_sale")], True),
        ({"flash_sale": False}, [item("DEM-A01", plan="DEM-P01", when="flash_sale"), item("DEM-A02", plan="DEM-P01")], True),
        ({"flash_sale": False}, [item("DEM-A01", when="flash_sale")], True),
    ],
    ids=["its item is left out", "its item applies", "its item is to confirm", "another item applies", "no item names it"],
)  # fmt: skip
def test_a_plan_is_shown_where_it_can_be_needed(facts: Data, items: list[Data], shown: bool) -> None:
    found = tailored(engagement(facts=facts), with_items(*items, plans=[PLAN]))
    assert [line.plan.id for line in found.plans] == (["DEM-P01"] if shown else [])
