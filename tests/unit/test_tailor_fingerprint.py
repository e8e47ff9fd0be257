"""The fingerprint of a sheet: the same while the paper stays right, another as soon as it does not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from trees import TODAY, Data, book, changed, engagement, files, item, library, sheet, tailored

from generator.diagnostics import LANGS
from generator.tailor import for_customer, for_role, tailor
from generator.tailor.fingerprint import fingerprint

FACTS = {"inserts": {"ask": "写入", "type": "number", "unit": "rows/s"}, "other": {"ask": "别的", "type": "number"}}
SIZE = {
    "id": "size", "title": "券库", "product": "udb", "demand": "inserts", "per_unit": 2000, "have": 2, "unit": "instances", "due": "T-60",
}  # fmt: skip
PLAN = {
    "id": "DEM-P01", "kind": "emergency", "title": "切换", "trigger": "延迟 > 5 s", "decider": "customer-lead", "executor": "architect",
    "action": ["切主库"],
}  # fmt: skip
MESSAGE = {"id": "first-answer", "when": "刚接到", "text": "已收到"}
FREEZE = {"side": "vendor", "kind": "hard", "from": "T-3", "to": "E+1"}
SKIP = {"because": "不涉及", "by": "architect", "until": "2026-10-20"}


def made(attention: Data | None = None, who: Data | None = None, today: str = "2026-10-15", **changes: Any) -> str:
    plain: Data = {"facts": FACTS, "estimates": [SIZE], "plans": [PLAN], "messages": [MESSAGE], "freeze": [FREEZE]}
    playbook = book(
        [item("DEM-A01", **({"due": "T-30", "when": "inserts >= 1000"} | (attention or {}))), item("DEM-A02")],
        **(plain | changes),
    )
    found = {"facts": {"inserts": 7000}, "products": ["udb"], "application": {"level": "A"}, "skip": {"DEM-A02": SKIP}}
    return tailored(engagement(**(found | (who or {}))), playbook, today).fingerprint


PLAIN = made()

SAME: list[tuple[str, Data]] = [
    ("another day", {"today": "2026-10-16"}),
    ("after the waiver is over", {"today": "2026-11-01"}),
    ("after the event", {"today": "2026-12-01"}),
    ("at an hour", {"today": "2026-10-15T12:00+00:00"}),
    (
        "a state",
        {"who": {"status": {"DEM-A01": {"state": "done", "on": "2026-10-01", "by": "示例乙", "note": "好了"}}}},
    ),
    ("a blocked item", {"who": {"status": {"DEM-A01": {"state": "blocked"}}}}),
    ("a delivery", {"who": {"orders": [{"estimate": "size", "quantity": 4, "delivered": 4}]}}),
    ("a test", {"who": {"tests": [{"id": "LT1", "on": "2026-10-01", "verdict": "fail"}]}}),
    ("a retrospective", {"who": {"retrospective": {"held": "2026-11-16"}}}),
    ("an accepted edition", {"who": {"edition": "2026.1"}}),
]


@pytest.mark.parametrize("change", [row[1] for row in SAME], ids=[row[0] for row in SAME])
def test_it_stays(change: Data) -> None:
    assert made(**change) == PLAIN


OTHER: list[tuple[str, Data]] = [
    ("a title", {"attention": {"title": {"zh": "别的", "en": "Item DEM-A01"}}}),
    ("a title in one language", {"attention": {"title": {"zh": "事项 DEM-A01", "en": "Other"}}}),
    *((f"the text of {key}", {"attention": {key: "…"}}) for key in ("why", "how", "done_when", "evidence")),
    ("a due", {"attention": {"due": "T-29"}}),
    ("a due's hour", {"attention": {"due": "T-720h"}}),
    ("a severity", {"attention": {"severity": "should"}}),
    ("a category", {"attention": {"category": "network"}}),
    ("an owner", {"attention": {"owner": "account-manager"}}),
    ("a verifier", {"attention": {"verifier": "account-manager"}}),
    ("a helper", {"attention": {"with": ["account-manager"]}}),
    ("a patrol", {"attention": {"repeat": {"every": "5m", "from": "T-5m", "to": "T+5m"}}}),
    ("a plan of the item", {"attention": {"plan": "DEM-P01"}}),
    ("a dependency", {"attention": {"after": ["DEM-A02"]}}),
    ("a reassignment", {"who": {"assign": {"DEM-A01": "account-manager"}}}),
    ("a move", {"who": {"move": {"DEM-A01": {"due": "T-29", "because": "…"}}}}),
    ("a person", {"who": {"team": {"architect": [{"name": "示例丁"}]}}}),
    ("a waiver", {"who": {"skip": {}}}),
    ("a waiver's reason", {"who": {"skip": {"DEM-A02": SKIP | {"because": "别的"}}}}),
    ("an extra", {"who": {"extra": [item("X01")]}}),
    ("an item left out", {"who": {"facts": {"inserts": 10}}}),
    ("a figure", {"who": {"facts": {"inserts": 7001}}}),
    ("a figure at worst", {"who": {"facts": {"inserts": {"value": 7000, "worst": 9000}}}}),
    ("a figure gone", {"who": {"facts": {}}}),
    ("a level", {"who": {"application": {"level": "B"}}}),
    ("the start", {"who": {"event": {"start": "2026-11-10T20:30+08:00"}}}),
    ("the name of the event", {"who": {"event": {"name": "双十二"}}}),
    ("tentative", {"who": {"event": {"state": "tentative"}}}),
    ("the customer", {"who": {"customer": "示例服饰"}}),
    ("the edition", {"edition": "2026.3"}),
    ("an estimate", {"estimates": [SIZE | {"have": 3}]}),
    ("an estimate's due", {"estimates": [SIZE | {"due": "T-57"}]}),
    ("an estimate's unit", {"estimates": [SIZE | {"unit": "GB"}]}),
    ("a plan's trigger", {"plans": [PLAN | {"trigger": "延迟 > 6 s"}]}),
    ("a plan's decider", {"plans": [PLAN | {"decider": "architect"}]}),
    ("a message", {"messages": [MESSAGE | {"text": "收到"}]}),
    ("a freeze", {"freeze": [FREEZE | {"from": "T-4"}]}),
]


@pytest.mark.parametrize("change", [row[1] for row in OTHER], ids=[row[0] for row in OTHER])
def test_it_changes(change: Data) -> None:
    assert made(**change) != PLAIN


def test_a_reason_in_figures_counts_where_no_estimate_shows_it() -> None:
    one, other = ({"facts": {"other": figure, "inserts": 7000}} for figure in (1, 2))
    assert made({"when": "other > 0"}, one) != made({"when": "other > 0"}, other)


def test_it_is_short_and_readable() -> None:
    assert re.fullmatch("E-[A-Z2-7]{10}", PLAIN)


def test_every_copy_in_every_language_says_the_same() -> None:
    tree = library(
        files(book([item("DEM-A01", audience="internal"), item("DEM-A02", owner="customer-lead")]), fresh=engagement())
    )
    whole = tailor(tree, tree.engagements["fresh"], TODAY)
    copies = [
        sheet(tree, whole, lang, audience, role)
        for lang in LANGS
        for audience in ("team", "customer")
        for role in (None, "architect")
    ]
    assert {copy.checklist.fingerprint for copy in copies} == {whole.fingerprint}
    assert fingerprint(for_role(for_customer(whole, frozenset()), "architect")) != whole.fingerprint, (
        "so it is taken from the whole"
    )
    assert fingerprint(replace(whole, fingerprint="")) == whole.fingerprint


def test_the_order_of_lines_in_a_playbook_is_no_content() -> None:
    one = book([item("DEM-A01"), item("DEM-A02")])
    other = changed(one, attention=[*one["attention"][:-2], item("DEM-A02"), item("DEM-A01")])
    assert tailored(None, one).fingerprint == tailored(None, other).fingerprint
