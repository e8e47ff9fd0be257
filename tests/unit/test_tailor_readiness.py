"""Red, yellow, green and the verdict: each cause alone, and what counts for nothing."""

from __future__ import annotations

from typing import Any

import pytest
from trees import Data, book, engagement, item, tailored

from generator.model.item import Category
from generator.tailor import Checklist
from generator.tailor.checklist import Colour, Verdict

FACTS = {
    "needed": {"ask": {"zh": "峰值", "en": "Peak"}, "type": "number", "required": True},
    "useful": {"ask": {"zh": "常态", "en": "Everyday"}, "type": "number"},
    "worse": {"ask": {"zh": "最坏", "en": "Worse"}, "type": "number"},
}
SIZE = {
    "id": "size", "title": {"zh": "券库", "en": "Coupon database"}, "product": "udb", "demand": 10, "per_unit": 1, "have": 4,
    "unit": "instances", "due": "T-20",
}  # fmt: skip
AT_WORST = SIZE | {"demand": "worse"}
HIGH = {"id": "R1", "level": "high", "text": "风险一", "owner": "architect", "state": "open", "due": "2026-10-10"}
FAILED = {"id": "LT1", "on": "2026-10-01", "target": 9100, "reached": 8200, "verdict": "fail"}
PASSED = {"id": "LT2", "on": "2026-10-02", "target": 9100, "reached": 9200, "verdict": "pass"}

GREEN, YELLOW, RED = Colour.GREEN, Colour.YELLOW, Colour.RED


def judged(
    *, today: str = "2026-10-15", keys: Data | None = None, estimates: Any = (), who: Data | None = None
) -> Checklist:
    """An engagement in which all but the thing under test is quiet; ``keys`` make the item DEM-A01."""
    attention = [item("DEM-A01", **keys)] if keys else []
    plain = {"facts": {"needed": 1}, "products": ["udb"], "application": {"level": "A"}}
    return tailored(engagement(**(plain | (who or {}))), book(attention, facts=FACTS, estimates=list(estimates)), today)


def state(name: str) -> Data:
    return {"status": {"DEM-A01": {"state": name}}}


ITEMS: list[tuple[str, Data, Data, str, Colour]] = [
    # of the item; of the engagement; today; colour. The event starts 2026-11-10T20:00+08:00.
    ("must overdue", {"due": "T-30"}, {}, "2026-10-15", RED),
    ("should overdue", {"due": "T-30", "severity": "should"}, {}, "2026-10-15", YELLOW),
    ("may overdue", {"due": "T-30", "severity": "may"}, {}, "2026-10-15", YELLOW),
    ("must overdue but done", {"due": "T-30"}, state("done"), "2026-10-15", GREEN),
    ("must overdue but verified", {"due": "T-30"}, state("verified"), "2026-10-15", GREEN),
    ("must overdue but accepted", {"due": "T-30"}, state("accepted"), "2026-10-15", GREEN),
    ("must overdue but waived", {"due": "T-30"}, {"skip": {"DEM-A01": {"because": "…", "by": "architect"}}}, "2026-10-15", GREEN),
    (
        "must overdue, waiver over", {"due": "T-30"},
        {"skip": {"DEM-A01": {"because": "…", "by": "architect", "until": "2026-10-14"}}}, "2026-10-15", RED,
    ),
    ("must overdue but left out", {"due": "T-30", "products": ["vm"]}, {}, "2026-10-15", GREEN),
    ("must overdue, to confirm", {"due": "T-30", "when": "useful > 1"}, {}, "2026-10-15", RED),
    ("must blocked", {"due": "T-9"}, state("blocked"), "2026-10-15", RED),
    ("should blocked", {"due": "T-9", "severity": "should"}, state("blocked"), "2026-10-15", YELLOW),
    ("may blocked", {"due": "T-9", "severity": "may"}, state("blocked"), "2026-10-15", YELLOW),
    ("due in 8 days", {"due": "T-18"}, {}, "2026-10-15", GREEN),
    ("due in 7 days", {"due": "T-18"}, {}, "2026-10-16", YELLOW),
    ("may due in 7 days", {"due": "T-18", "severity": "may"}, {}, "2026-10-16", YELLOW),
    ("due today", {"due": "T-18"}, {}, "2026-10-23", YELLOW),
    ("due in 7 days and done", {"due": "T-18"}, state("done"), "2026-10-16", GREEN),
    ("due in 7 days and accepted", {"due": "T-18"}, state("accepted"), "2026-10-16", GREEN),
    ("due in 7 days and doing", {"due": "T-18"}, state("doing"), "2026-10-16", YELLOW),
    ("due hours before the start", {"due": "T-2h"}, {}, "2026-11-05", YELLOW),
    ("due the day of the start, which ends after it", {"due": "T-0"}, {}, "2026-11-09", GREEN),
    ("due at the start", {"due": "T-0h"}, {}, "2026-11-10", GREEN),
    ("due at the start, passed", {"due": "T-0h"}, {}, "2026-11-10T20:00:01+08:00", RED),
    ("due a minute before the start", {"due": "T-1m"}, {}, "2026-11-10", YELLOW),
    ("due from the start onward", {"due": "T+1h"}, {}, "2026-11-10T20:30+08:00", GREEN),
    ("due from the start onward, blocked", {"due": "T+1h"}, state("blocked"), "2026-11-10T20:30+08:00", GREEN),
    ("due from the start onward, blocked and overdue", {"due": "T+1h"}, state("blocked"), "2026-11-10T21:30+08:00", RED),
    ("due from the start onward, overdue", {"due": "T+1h"}, {}, "2026-11-10T21:30+08:00", RED),
    ("should from the start onward, overdue", {"due": "T+1h", "severity": "should"}, {}, "2026-11-10T21:30+08:00", YELLOW),
    ("late start, not yet counted", {"due": "T-60"}, {"opened": "2026-10-15"}, "2026-10-16", YELLOW),
    ("late start, counted", {"due": "T-60"}, {"opened": "2026-10-15"}, "2026-10-19", RED),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "who", "today", "colour"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS])
def test_an_item_alone(keys: Data, who: Data, today: str, colour: Colour) -> None:
    found = judged(today=today, keys=keys, who=who).readiness
    assert found.whole is colour
    assert [(reason.colour, reason.about, reason.category, reason.step) for reason in found.reasons] == (
        [] if colour is GREEN else [(colour, "DEM-A01", Category.DATABASE, "prepare")]
    )
    assert dict(found.by_step) == {"collect": GREEN, "apply": GREEN, "prepare": colour, "onsite": GREEN}
    assert dict(found.by_category).get(Category.DATABASE, GREEN) is colour
    assert dict(found.by_category)[Category.PLAN] is GREEN


OTHERS: list[tuple[str, Data, Colour]] = [
    ("nothing", {}, GREEN),
    ("an addition not yet due", {"estimates": [SIZE]}, YELLOW),
    ("an addition past its due", {"estimates": [SIZE], "today": "2026-10-22"}, RED),
    ("an addition on its due day", {"estimates": [SIZE], "today": "2026-10-21"}, YELLOW),
    (
        "an addition ordered, not delivered",
        {"estimates": [SIZE], "today": "2026-10-22", "who": {"orders": [{"estimate": "size", "quantity": 6}]}}, RED,
    ),
    (
        "an addition delivered",
        {"estimates": [SIZE], "today": "2026-10-22", "who": {"orders": [{"estimate": "size", "quantity": 6, "delivered": 6}]}}, GREEN,
    ),
    ("enough there", {"estimates": [SIZE | {"have": 10}]}, GREEN),
    ("an addition of a product not in use", {"estimates": [SIZE | {"product": "vm"}], "today": "2026-10-22"}, GREEN),
    ("an addition due from the start onward", {"estimates": [SIZE | {"due": "T+1h"}]}, GREEN),
    ("an addition due from the start onward, overdue", {"estimates": [SIZE | {"due": "T+1h"}], "today": "2026-11-11"}, RED),
    ("over a fixed limit", {"estimates": [SIZE | {"mode": "fixed-limit"}]}, YELLOW),
    ("over a fixed limit past its due", {"estimates": [SIZE | {"mode": "fixed-limit"}], "today": "2026-10-22"}, RED),
    ("over a fixed limit due from the start onward", {"estimates": [SIZE | {"mode": "fixed-limit", "due": "T+1h"}]}, GREEN),
    ("below a fixed limit", {"estimates": [SIZE | {"mode": "fixed-limit", "have": 10}], "today": "2026-10-22"}, GREEN),
    ("enough but for the worst case", {"estimates": [AT_WORST], "who": {"facts": {"needed": 1, "worse": {"value": 3, "worst": 9}}}}, YELLOW),
    ("a failed test", {"who": {"tests": [FAILED]}}, RED),
    ("a failed test, then a passed one", {"who": {"tests": [FAILED, PASSED]}}, GREEN),
    ("the same in another order of lines", {"who": {"tests": [PASSED, FAILED]}}, GREEN),
    ("a passed test, then a failed one", {"who": {"tests": [PASSED, FAILED | {"on": "2026-10-03"}]}}, RED),
    ("two of a day, the last line passed", {"who": {"tests": [FAILED, PASSED | {"on": "2026-10-01"}]}}, GREEN),
    ("two of a day, the last line failed", {"who": {"tests": [PASSED, FAILED | {"on": "2026-10-02"}]}}, RED),
    ("a test to come, without a verdict", {"who": {"tests": [FAILED, {"id": "LT3", "on": "2026-11-01"}]}}, RED),
    ("a high risk past its due", {"who": {"risks": [HIGH]}}, RED),
    ("a high risk on its day", {"who": {"risks": [HIGH]}, "today": "2026-10-10"}, GREEN),
    ("a high risk without a due", {"who": {"risks": [{key: value for key, value in HIGH.items() if key != "due"}]}}, GREEN),
    ("a high risk mitigated", {"who": {"risks": [HIGH | {"state": "mitigated"}]}}, GREEN),
    ("a high risk accepted", {"who": {"risks": [HIGH | {"state": "accepted", "accepted_by": "示例丙"}]}}, GREEN),
    ("a medium risk past its due", {"who": {"risks": [HIGH | {"level": "medium"}]}}, YELLOW),
    ("a low risk past its due", {"who": {"risks": [HIGH | {"level": "low"}]}}, YELLOW),
    ("a required fact unanswered", {"who": {"facts": {}}}, YELLOW),
    ("an optional fact unanswered", {"who": {"facts": {"needed": 0}}}, GREEN),
    ("a tentative date", {"who": {"event": {"state": "tentative"}}}, YELLOW),
]  # fmt: skip


@pytest.mark.parametrize(("case", "colour"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_a_cause_alone(case: Data, colour: Colour) -> None:
    found = judged(**case).readiness
    assert found.whole is colour
    assert [reason.colour for reason in found.reasons] == ([] if colour is GREEN else [colour])
    assert all(reason.words.zh and reason.words.en for reason in found.reasons)
    verdicts = {GREEN: Verdict.READY, YELLOW: Verdict.CONDITIONS, RED: Verdict.ESCALATE}
    assert found.verdict is verdicts[colour]


@pytest.mark.parametrize(
    ("case", "category", "step"),
    [
        ({"estimates": [SIZE]}, Category.CAPACITY, "prepare"),
        ({"estimates": [SIZE | {"due": "T-50"}], "today": "2026-09-01"}, Category.CAPACITY, "apply"),
        ({"who": {"tests": [FAILED]}}, Category.LOAD_TEST, "prepare"),
        ({"who": {"facts": {}}}, None, "collect"),
        ({"who": {"risks": [HIGH]}}, None, None),
        ({"who": {"event": {"state": "tentative"}}}, None, None),
    ],
)
def test_a_cause_belongs_to_a_category_and_a_step(case: Data, category: Category | None, step: str | None) -> None:
    found = judged(**case).readiness
    (reason,) = found.reasons
    assert (reason.category, reason.step) == (category, step)
    assert {colour for name, colour in found.by_category if name is not category} <= {GREEN}
    assert {colour for name, colour in found.by_step if name != step} == {GREEN}
    assert category is None or dict(found.by_category)[category] is reason.colour
    assert step is None or dict(found.by_step)[step] is reason.colour


def test_the_worst_colour_wins_and_red_is_told_first() -> None:
    who = {"event": {"state": "tentative"}, "tests": [FAILED], "risks": [HIGH | {"level": "low"}], "facts": {}}
    found = judged(keys={"due": "T-30"}, who=who, estimates=[SIZE]).readiness
    assert found.whole is RED
    assert [reason.about for reason in found.reasons] == ["DEM-A01", "LT1", "event", "size", "R1", "needed"]
    assert [reason.colour for reason in found.reasons] == [RED, RED, YELLOW, YELLOW, YELLOW, YELLOW]
    assert dict(found.by_step) == {"collect": YELLOW, "apply": GREEN, "prepare": RED, "onsite": GREEN}


@pytest.mark.parametrize(
    ("today", "verdict"),
    [
        ("2026-11-12T01:59+08:00", Verdict.ESCALATE),
        ("2026-11-12T02:00+08:00", Verdict.ESCALATE),
        ("2026-11-12T02:00:01+08:00", Verdict.ENDED),
        ("2026-11-12", Verdict.ESCALATE),
        ("2026-11-13", Verdict.ENDED),
        ("2026-11-11T18:00:01+00:00", Verdict.ENDED),
    ],
)
def test_after_the_end_there_is_no_verdict(today: str, verdict: Verdict) -> None:
    assert judged(today=today, keys={"due": "T-30"}).readiness.verdict is verdict


def test_what_is_internal_is_marked_as_such() -> None:
    keys = {"due": "T-30", "audience": "internal"}
    who = {"risks": [HIGH | {"audience": "internal"}, HIGH | {"id": "R2"}]}
    found = judged(keys=keys, who=who).readiness
    assert {reason.about: reason.internal for reason in found.reasons} == {"DEM-A01": True, "R1": True, "R2": False}
