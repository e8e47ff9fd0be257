"""Estimates in exact fractions, at the expected and the worst case, and the orders against them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from trees import Data, book, engagement, tailored

from generator.tailor import Checklist
from generator.tailor.rows import EstimateLine

NUMBER = {"ask": {"zh": "数", "en": "Figure"}, "type": "number"}
FACTS = {
    "inserts": {"ask": {"zh": "写入", "en": "Inserts"}, "type": "number", "unit": "rows/s"},
    "tested": {"ask": {"zh": "单实例实测", "en": "Tested figure"}, "type": "number"},
    "have": {"ask": {"zh": "现有实例", "en": "Instances"}, "type": "number"},
    "other": NUMBER,
}


def estimate(**changes: Any) -> Data:
    plain = {
        "id": "coupon_db", "title": {"zh": "券库", "en": "Coupon database"}, "product": "udb", "demand": "inserts",
        "per_unit": "tested", "have": "have", "use_at_most": 0.7, "unit": "instances", "due": "T-60",
    }  # fmt: skip
    return plain | changes


def sized(facts: Data, *estimates: Data, today: str = "2026-08-21", **who: Any) -> Checklist:
    return tailored(
        engagement(**({"facts": facts, "products": ["udb", "cache"]} | who)),
        book(facts=FACTS, estimates=list(estimates) or [estimate()]),
        today,
    )


def line(facts: Data, today: str = "2026-08-21", who: Data | None = None, **changes: Any) -> EstimateLine:
    found = sized(facts, estimate(**changes), today=today, **(who or {})).estimates
    assert len(found) == 1
    return found[0]


SIZES: list[tuple[str, Data, Data, int, int, Fraction]] = [
    # facts; of the estimate; need, add, utilisation
    ("plain", {"inserts": 7000, "tested": 2000, "have": 2}, {}, 5, 3, Fraction(7, 4)),
    ("exactly full", {"inserts": 7000, "tested": 2000, "have": 2}, {"use_at_most": 0.5}, 7, 5, Fraction(7, 4)),
    ("one over", {"inserts": 7001, "tested": 2000, "have": 2}, {"use_at_most": 0.5}, 8, 6, Fraction(7001, 4000)),
    # In floats 0.1 + 0.2 is more than 0.3, and 2.1 / 0.7 is more than 3.
    ("tenths", {"inserts": 0.3, "tested": 0.1, "have": 1}, {"use_at_most": 1}, 3, 2, Fraction(3)),
    ("sum of tenths", {"inserts": 0.2, "other": 0.1, "tested": 0.1, "have": 3}, {"demand": "inserts + other", "use_at_most": 1}, 3, 0, Fraction(1)),
    ("sevenths of tenths", {"inserts": 2.1, "tested": 1, "have": 1}, {}, 3, 2, Fraction(21, 10)),
    ("many digits", {"inserts": 1000000.000001, "tested": 1, "have": 1}, {"use_at_most": 1}, 1000001, 1000000, Fraction(1000000000001, 1000000)),
    ("enough", {"inserts": 700, "tested": 2000, "have": 2}, {}, 1, 0, Fraction(7, 40)),
    ("a fraction of one", {"inserts": 7000, "tested": 2000, "have": 2.5}, {}, 5, 3, Fraction(7, 5)),
    ("numbers for facts", {}, {"demand": 100, "per_unit": "25", "have": 4, "use_at_most": 1}, 4, 0, Fraction(1)),
    ("arithmetic", {"inserts": 100, "tested": 30, "have": 1}, {"demand": "ceil(inserts * 1.01)", "use_at_most": 1}, 4, 3, Fraction(101, 30)),
    ("round half up", {"inserts": 2.5, "tested": 1, "have": 1}, {"demand": "round(inserts)", "use_at_most": 1}, 3, 2, Fraction(3)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "changes", "need", "add", "utilisation"), [row[1:] for row in SIZES], ids=[row[0] for row in SIZES]
)
def test_an_estimate_is_exact(facts: Data, changes: Data, need: int, add: int, utilisation: Fraction) -> None:
    found = line(facts, **changes)
    assert found.expected is not None
    assert (found.expected.need, found.expected.add, found.expected.utilisation) == (need, add, utilisation)
    assert found.to_confirm == ()
    assert f"= {need} instances" in found.formula.en
    assert f"= {need} 个实例" in found.formula.zh


def test_the_worst_case_stands_beside_the_expected() -> None:
    found = line({"inserts": {"value": 7000, "worst": 9000}, "tested": {"value": 2000, "worst": 1800}, "have": 2})
    assert found.expected is not None
    assert found.worst is not None
    assert (found.expected.need, found.expected.add) == (5, 3)
    assert (found.worst.need, found.worst.add, found.worst.utilisation) == (8, 6, Fraction(5, 2))
    alike = line({"inserts": 7000, "tested": 2000, "have": 2})
    assert alike.worst == alike.expected, "without a worst case the expected one is the worst"


MISSING: list[tuple[str, Data, str, str]] = [
    ("demand", {"tested": 2000, "have": 2}, "待确认：写入", "to confirm: Inserts"),
    ("tested", {"inserts": 7000, "have": 2}, "待确认：单实例实测", "to confirm: Tested figure"),
    ("have", {"inserts": 7000, "tested": 2000}, "待确认：现有实例", "to confirm: Instances"),
    ("zero demand", {"inserts": 0, "tested": 2000, "have": 2}, "待确认：需求是 0", "to confirm: demand is 0"),
    (
        "zero tested",
        {"inserts": 7000, "tested": 0, "have": 2},
        "待确认：单个能力是 0",
        "to confirm: capacity of one is 0",
    ),
    ("zero have", {"inserts": 7000, "tested": 2000, "have": 0}, "待确认：现有是 0", "to confirm: what there is is 0"),
    (
        "negative",
        {"inserts": -7000, "tested": 2000, "have": 2},
        "待确认：需求是 -7,000",
        "to confirm: demand is -7,000",
    ),
]


@pytest.mark.parametrize(("facts", "zh", "en"), [row[1:] for row in MISSING], ids=[row[0] for row in MISSING])
def test_a_missing_or_zero_input_is_to_confirm(facts: Data, zh: str, en: str) -> None:
    found = sized(facts, today="2026-12-01")
    (estimated,) = found.estimates
    assert estimated.expected is None
    assert [(words.zh, words.en) for words in estimated.to_confirm] == [(zh, en)]
    assert (estimated.short, estimated.overdue) == (0, False)
    assert [(total.add, total.add_at_worst) for total in found.totals] == [(0, 0)]
    assert not [reason for reason in found.readiness.reasons if reason.about == "coupon_db"]


def test_a_division_by_zero_is_to_confirm() -> None:
    found = line({"inserts": 7000, "tested": 0, "have": 2, "other": 0}, demand="inserts / other")
    assert found.expected is None
    assert [words.en for words in found.to_confirm] == ["to confirm: demand is —", "to confirm: capacity of one is 0"]


def test_a_worst_case_of_zero_leaves_the_expected_standing() -> None:
    found = line({"inserts": 7000, "tested": {"value": 2000, "worst": 0}, "have": 2})
    assert found.expected is not None
    assert found.expected.need == 5
    assert found.worst is None


def test_only_products_in_use_are_estimated() -> None:
    facts = {"inserts": 7000, "tested": 2000, "have": 2}
    assert [found.estimate.id for found in sized(facts, products=["udb"]).estimates] == ["coupon_db"]
    assert sized(facts, products=["vm"]).estimates == ()
    silent = tailored(engagement(facts=facts), book(facts=FACTS, estimates=[estimate()]))
    assert [words.zh for words in silent.estimates[0].to_confirm] == ["待确认：是否使用数据库"]
    assert silent.estimates[0].expected is not None


def test_sums_are_only_over_one_product_and_unit() -> None:
    facts = {"inserts": {"value": 7000, "worst": 9000}, "tested": 2000, "have": 2}
    found = sized(
        facts,
        estimate(),
        estimate(id="user_db"),
        estimate(id="disk", unit="GB"),
        estimate(id="coupon_cache", product="cache"),
        estimate(id="limit", mode="fixed-limit"),
        orders=[{"estimate": "coupon_db", "quantity": 2, "delivered": 1}, {"estimate": "user_db", "quantity": 3}],
    )
    assert [(total.product.of("en"), total.unit, total.add, total.add_at_worst, total.ordered, total.delivered) for total in found.totals] == [
        ("Database", "instances", 6, 10, 5, 1),
        ("Database", "GB", 3, 5, 0, 0),
        ("Cache", "instances", 3, 5, 0, 0),
    ]  # fmt: skip
    assert len(found.estimates) == 5


def test_a_fixed_limit_is_compared_and_never_ordered() -> None:
    found = sized({"inserts": 7000, "tested": 2000, "have": 2}, estimate(mode="fixed-limit"), today="2026-09-30")
    assert found.totals == ()
    (reason,) = (reason for reason in found.readiness.reasons if reason.about == "coupon_db")
    assert "limit" in reason.words.en
    assert "增加" not in reason.words.zh


DELIVERED: list[tuple[str, Data, str, Fraction, Fraction, bool]] = [
    # orders; today; short, short at worst, overdue (due 2026-09-11)
    ("nothing", {}, "2026-09-11", Fraction(3), Fraction(5), False),
    ("nothing, late", {}, "2026-09-12", Fraction(3), Fraction(5), True),
    ("part", {"quantity": 4, "delivered": 2}, "2026-09-12", Fraction(1), Fraction(3), True),
    ("all", {"quantity": 4, "delivered": 3}, "2026-09-12", Fraction(0), Fraction(2), False),
    ("more", {"quantity": 9, "delivered": 9}, "2026-09-12", Fraction(0), Fraction(0), False),
    ("a fraction less", {"quantity": 3, "delivered": 2.9}, "2026-09-12", Fraction(1, 10), Fraction(21, 10), True),
]


@pytest.mark.parametrize(
    ("order", "today", "short", "at_worst", "overdue"),
    [row[1:] for row in DELIVERED],
    ids=[row[0] for row in DELIVERED],
)
def test_deliveries_count_against_the_addition(
    order: Data, today: str, short: Fraction, at_worst: Fraction, overdue: bool
) -> None:
    orders = [{"estimate": "coupon_db", **order}] if order else []
    found = line({"inserts": {"value": 7000, "worst": 9000}, "tested": 2000, "have": 2}, today, {"orders": orders})
    assert (found.short, found.short_at_worst, found.overdue) == (short, at_worst, overdue)


def test_orders_of_one_estimate_add_up() -> None:
    orders = [
        {"estimate": "coupon_db", "quantity": 2, "delivered": 2},
        {"estimate": "coupon_db", "quantity": 2, "delivered": 0.5},
    ]
    found = line({"inserts": 7000, "tested": 2000, "have": 2}, who={"orders": orders})
    assert (found.ordered, found.delivered, len(found.orders)) == (4, Fraction(5, 2), 2)


LATE: list[tuple[str, Data, str, bool]] = [
    ("promised in time", {"promised": "2026-09-11"}, "2026-09-01", False),
    ("promised after the due", {"promised": "2026-09-12"}, "2026-09-01", True),
    ("promise passed", {"promised": "2026-09-05"}, "2026-09-06", True),
    ("on the promised day", {"promised": "2026-09-05"}, "2026-09-05", False),
    ("delivered", {"promised": "2026-09-05", "delivered": 4}, "2026-10-06", False),
    ("half delivered", {"promised": "2026-09-05", "delivered": 2}, "2026-10-06", True),
    ("nothing promised, still time", {}, "2026-09-11", False),
]


@pytest.mark.parametrize(("order", "today", "late"), [row[1:] for row in LATE], ids=[row[0] for row in LATE])
def test_an_order_is_late(order: Data, today: str, late: bool) -> None:
    orders = [{"estimate": "coupon_db", "quantity": 4, **order}]
    (found,) = sized({"inserts": 7000, "tested": 2000, "have": 2}, today=today, orders=orders).orders
    assert found.late is late


def test_an_order_for_a_product_not_in_use_is_still_listed() -> None:
    orders = [{"estimate": "coupon_db", "quantity": 4, "promised": "2026-09-12", "release": "E+3"}]
    found = sized({}, products=["vm"], orders=orders)
    assert found.estimates == ()
    assert [(order.late, order.estimate.id) for order in found.orders] == [(True, "coupon_db")]
    assert found.orders[0].release is not None
    assert found.orders[0].release.date() == date(2026, 11, 15)


def test_today_and_the_growth_can_be_compared() -> None:
    found = line({"inserts": 7000, "tested": 2000, "have": 2, "other": 100}, now="other * 1.5", until="E+7")
    assert found.now == 150
    assert found.until is not None
    assert found.until.date() == date(2026, 11, 19)
    assert found.due.day == date(2026, 9, 11)
