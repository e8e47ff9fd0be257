"""Over all engagements: supply sums, collisions, tight capacity, actual against forecast, and whose an address is."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from trees import TODAY, Data, book, engagement, files, item, library, moment

from generator.cross_event.conflicts import clashes, rushes
from generator.cross_event.lessons import open_lessons, outcomes, unreviewed
from generator.cross_event.lookup import address_key, name_key, owned
from generator.cross_event.supply import WEEKS, Supply, capacity, supply
from generator.schedule import Booking, double_booked
from generator.tailor import Checklist, tailor

ESTIMATE: Data = {
    "id": "db", "title": "库", "product": "udb", "demand": "load", "per_unit": "cap", "have": "nodes", "use_at_most": 0.5,
    "unit": "instances", "due": "T-20", "until": "E+7",
}  # fmt: skip
BOOK = book(
    [item("DEM-A01", category="load-test", due="T-14")],
    facts={
        "load": {"ask": "负载", "type": "number", "unit": "rows/s"},
        "cap": {"ask": "单台", "type": "number"},
        "nodes": {"ask": "现有", "type": "integer"},
    },
    estimates=[ESTIMATE, {**ESTIMATE, "id": "limit", "mode": "fixed-limit"}],
)
FACTS: Data = {"load": {"value": 100, "worst": 150}, "cap": 10, "nodes": 12}
"""Need 20 as expected and 30 at worst: 8 and 18 to add. Utilisation 83 % and 125 %."""


def checklists(today: date | datetime | str = TODAY, playbook: Data = BOOK, **who: Data) -> tuple[Checklist, ...]:
    found = library(files(playbook, **who))
    return tuple(tailor(found, entry, moment(today)) for entry in found.engagements.values())


def only(found: tuple[Supply, ...]) -> Supply:
    (one,) = found
    return one


def weeks(found: Supply, name: str) -> dict[str, int]:
    return {
        "overdue" if one.week.overdue else one.week.name: int(getattr(one, name))
        for one in found.weeks
        if getattr(one, name)
    }


# Supply. TODAY is Thursday 2026-10-15, in week 42; T-20 is 2026-10-21, in week 43.


def test_what_is_lacking_stands_in_the_week_it_is_due() -> None:
    found = only(supply(checklists(fresh=engagement(facts=FACTS)), TODAY))
    assert (found.product, found.unit) == ("udb", "instances")
    assert weeks(found, "lacking") == {"2026-W43": 8}
    assert weeks(found, "lacking_at_worst") == {"2026-W43": 18}
    assert found.uncovered == 8


def test_deliveries_lessen_what_is_lacking_and_orders_are_promised_in_their_week() -> None:
    orders = [
        {"estimate": "db", "quantity": 6, "delivered": 2, "promised": "2026-10-30", "release": "E+3"},
        {"estimate": "db", "quantity": 1},
    ]
    found = only(supply(checklists(fresh=engagement(facts=FACTS, orders=orders)), TODAY))
    assert weeks(found, "lacking") == {"2026-W43": 6}
    assert weeks(found, "promised") == {"2026-W44": 4}
    assert weeks(found, "released") == {"2026-W46": 2}, "only what has come can go back"
    assert found.undated == 1
    assert found.uncovered == 1


def test_sums_are_by_product_and_unit_over_engagements() -> None:
    second = {**ESTIMATE, "id": "cpu", "unit": "cores", "demand": "load * 2"}
    own = {**BOOK, "estimates": [ESTIMATE, second]}
    found = supply(checklists(playbook=own, a=engagement(facts=FACTS), b=engagement(facts=FACTS)), TODAY)
    assert [(one.unit, int(one.total("lacking"))) for one in found] == [("cores", 2 * 28), ("instances", 2 * 8)]
    assert [len(one.demands) for one in found] == [2, 2]


def test_what_is_past_is_overdue_and_what_is_far_off_stands_in_the_last_week() -> None:
    late = only(supply(checklists("2026-11-02", fresh=engagement(facts=FACTS)), date(2026, 11, 2)))
    assert weeks(late, "lacking") == {"overdue": 8}
    start, end = "2027-11-10T20:00+08:00", "2027-11-12T02:00+08:00"
    far = engagement(facts=FACTS, event={"start": start, "end": end})
    found = only(supply(checklists(fresh=far), TODAY))
    assert len(found.weeks) == WEEKS
    assert found.weeks[-1].lacking == 8


def test_an_event_that_is_over_asks_for_nothing_and_still_gives_back() -> None:
    orders = [{"estimate": "db", "quantity": 8, "delivered": 8, "promised": "2026-10-20", "release": "E+14"}]
    over = checklists("2026-11-16", fresh=engagement(facts=FACTS, orders=orders))
    found = only(supply(over, date(2026, 11, 16)))
    assert found.demands == ()
    assert weeks(found, "released") == {"2026-W48": 8}
    assert supply(checklists("2026-12-16", fresh=engagement(facts=FACTS, orders=orders)), date(2026, 12, 16)) == ()


def test_a_limit_is_no_supply() -> None:
    own = {**BOOK, "estimates": [{**ESTIMATE, "mode": "fixed-limit"}]}
    assert supply(checklists(playbook=own, fresh=engagement(facts=FACTS)), TODAY) == ()


# Capacity


def test_a_line_past_seventy_per_cent_names_the_test_that_settles_it() -> None:
    tests = [
        {"id": "LT1", "on": "2026-09-20", "verdict": "pass"},
        {"id": "LT3", "on": "2026-10-28"},
        {"id": "LT2", "on": "2026-10-20"},
    ]
    found = capacity(checklists(fresh=engagement(facts=FACTS, tests=tests)))
    first = found.tight[0]
    assert (first.expected, first.worst) == (Fraction(5, 6), Fraction(5, 4))
    assert first.test is not None
    assert first.test.id == "LT2"
    assert first.duty is None


def test_without_a_test_the_open_item_says_what_is_missing_or_nothing_is_planned() -> None:
    with_item = capacity(checklists(fresh=engagement(facts=FACTS))).tight[0]
    assert with_item.test is None
    assert with_item.duty is not None
    assert with_item.duty.id == "DEM-A01"
    done = engagement(facts=FACTS, status={"DEM-A01": {"state": "done"}})
    assert capacity(checklists(fresh=done)).tight[0].duty is None


def test_deliveries_ease_a_line_and_orders_say_what_is_coming() -> None:
    one = {"estimate": "db", "quantity": 12, "delivered": 6}
    line = next(
        tight
        for tight in capacity(checklists(fresh=engagement(facts=FACTS, orders=[one]))).tight
        if tight.line.estimate.id == "db"
    )
    assert line.worst == Fraction(150, 180)
    assert line.coming == Fraction(150, 240)
    eased = capacity(checklists(fresh=engagement(facts=FACTS, orders=[{**one, "delivered": 12}])))
    assert [tight.line.estimate.id for tight in eased.tight] == ["limit"], "a limit takes no delivery"
    assert eased.eased == 1


def test_seventy_per_cent_is_not_past_seventy() -> None:
    at = {"load": {"value": 84, "worst": 84}, "cap": 10, "nodes": 12}
    assert capacity(checklists(fresh=engagement(facts=at))).tight == ()
    assert len(capacity(checklists(fresh=engagement(facts={**at, "load": 84.1}))).tight) == 2


def test_what_cannot_be_worked_out_is_listed_apart() -> None:
    found = capacity(checklists(fresh=engagement(facts={"cap": 10, "nodes": 12})))
    assert found.tight == ()
    assert len(found.unsized) == 2


# Conflicts


def shift(who: str, begins: str, ends: str, role: str = "architect") -> Data:
    return {"role": role, "who": who, "from": f"2026-11-{begins}+08:00", "to": f"2026-11-{ends}+08:00"}


def test_a_person_on_two_shifts_at_once_is_booked_twice() -> None:
    one = engagement(roster=[shift("示例乙", "10T18:00", "11T02:00")])
    two = engagement(roster=[shift(" 示例乙 ", "11T01:00", "11T09:00", "duty-director")])
    (found,) = clashes(checklists(one=one, two=two))
    assert (found.first.checklist.id, found.second.checklist.id) == ("one", "two")
    assert found.begins.isoformat() == "2026-11-11T01:00:00+08:00"
    assert found.ends.isoformat() == "2026-11-11T02:00:00+08:00"


@pytest.mark.parametrize(
    ("who", "begins", "ends"),
    [("示例乙", "11T02:00", "11T09:00"), ("示例丙", "10T19:00", "10T21:00"), ("示例乙", "09T08:00", "09T09:00")],
)
def test_neither_the_next_shift_nor_another_person_is_a_clash(who: str, begins: str, ends: str) -> None:
    one = engagement(roster=[shift("示例乙", "10T18:00", "11T02:00")])
    assert clashes(checklists(one=one, two=engagement(roster=[shift(who, begins, ends)]))) == ()


def test_within_one_engagement_and_in_the_past_nothing_clashes_here() -> None:
    twice = [shift("示例乙", "10T18:00", "11T02:00"), shift("示例乙", "10T19:00", "11T02:00")]
    assert clashes(checklists(one=engagement(roster=twice))) == ()
    both = {"one": engagement(roster=twice[:1]), "two": engagement(roster=twice[1:])}
    assert len(clashes(checklists(**both))) == 1
    assert clashes(checklists("2026-11-11T03:00+08:00", **both)) == ()


def test_two_sites_at_once_ask_for_the_same_lead() -> None:
    stay = {"place": "现场", "arrive": "T-6h", "leave": "E+4h"}
    one, two = engagement(onsite=stay), engagement(onsite=stay)
    (found,) = clashes(checklists(one=one, two=two))
    assert found.who == "示例丙"
    assert found.first.place is not None
    two["team"] = {**two["team"], "technical-service-manager": [{"name": "示例丁"}]}
    assert clashes(checklists(one=one, two=two)) == ()


def test_double_booking_reports_every_pair_in_order_of_time() -> None:
    def booked(who: str, begins: int, ends: int) -> Booking[int]:
        day = datetime.fromisoformat
        return Booking(who, day(f"2026-11-{begins:02d}T00:00+08:00"), day(f"2026-11-{ends:02d}T00:00+08:00"), begins)

    found = double_booked(
        [booked("a", 3, 5), booked("a", 1, 9), booked("b", 1, 9), booked("a", 4, 6), booked("a", 9, 10)]
    )
    assert [(first.about, second.about) for first, second in found] == [(1, 3), (1, 4), (3, 4)]


BOTH = frozenset({"udb", "vm"})


def at(peak: str, *regions: str) -> Data:
    waves = {"main": {"peak": f"2026-11-10T{peak}", "regions": list(regions)}}
    return engagement(event={"waves": waves})


WAVES = {**BOOK, "waves": {"main": {"title": "正式", "default": True}}}


@pytest.mark.parametrize(
    ("first", "second", "met", "grave"),
    [
        (("20:00+08:00", "cn-bj"), ("21:30+08:00", "cn-bj"), True, True),
        (("20:00+08:00", "cn-bj"), ("21:30+08:00", "cn-sh"), True, False),
        (("20:00+08:00",), ("21:30+08:00", "cn-sh"), True, True),
        (("20:00+08:00",), ("21:30+08:00",), True, True),
        (("20:00+08:00", "cn-bj"), ("22:01+08:00", "cn-bj"), False, False),
        (("20:00+08:00", "cn-bj"), ("07:00-05:00", "cn-bj"), True, True),
    ],
)
def test_peaks_meet_within_two_hours_whatever_their_zone(
    first: tuple[str, ...], second: tuple[str, ...], met: bool, grave: bool
) -> None:
    made = checklists(playbook=WAVES, one=at(*first), two=at(*second))
    found = rushes(made, {"one": BOTH, "two": frozenset({"udb"})})
    assert [rush.grave for rush in found] == ([grave] if met else [])
    assert [shared.products for rush in found for shared in rush.shared] == ([("udb",)] if grave else [])


def test_an_engagement_that_names_no_products_may_use_any() -> None:
    made = checklists(playbook=WAVES, one=at("20:00+08:00", "cn-bj"), two=at("20:00+08:00", "cn-bj"))
    assert rushes(made, {"one": BOTH, "two": None})[0].shared[0].products == ("udb", "vm")
    assert not rushes(made, {"one": BOTH, "two": frozenset({"cache"})})[0].grave
    assert rushes(checklists("2026-11-11", WAVES, one=at("20:00+08:00"), two=at("20:00+08:00")), {}) == ()


def test_a_rush_is_one_group_and_a_peak_between_two_stands_in_both() -> None:
    peaks = {"a": "20:00", "b": "20:00", "c": "21:30", "d": "23:00"}
    made = checklists(playbook=WAVES, **{id: at(f"{peak}+08:00", "cn-bj") for id, peak in peaks.items()})
    found = rushes(made, dict.fromkeys(peaks, BOTH))
    assert [[crest.checklist.id for crest in rush.crests] for rush in found] == [["a", "b", "c"], ["c", "d"]]
    assert [len(rush.shared[0].crests) for rush in found] == [3, 2]


def test_only_those_that_press_on_one_another_are_counted_as_sharing() -> None:
    made = checklists(playbook=WAVES, **{id: at("20:00+08:00", "cn-bj") for id in "abc"})
    (found,) = rushes(made, {"a": frozenset({"udb"}), "b": frozenset({"udb"}), "c": frozenset({"vm"})})
    (shared,) = found.shared
    assert shared.products == ("udb",)
    assert [crest.checklist.id for crest in shared.crests] == ["a", "b"]


# Lessons


def over(actual: Data, facts: Data = FACTS, **more: Any) -> Checklist:
    retrospective = {"held": "2026-11-16", "actual": actual, **more}
    (one,) = checklists("2026-11-23", fresh=engagement(facts=facts, retrospective=retrospective))
    return one


@pytest.mark.parametrize(
    ("answer", "actual", "deviation", "beyond", "unforeseen"),
    [
        ({"value": 100, "worst": 150}, 120, Fraction(1, 5), False, False),
        ({"value": 100, "worst": 150}, 151, Fraction(51, 100), True, False),
        ({"value": 100}, 101, Fraction(1, 100), False, True),
        ({"value": 100}, 90, Fraction(-1, 10), False, False),
        ({"value": 100, "worst": 80}, 79, Fraction(-21, 100), True, False),
        ({"value": 100, "worst": 80}, 130, Fraction(3, 10), False, False),
        ({"value": 0}, 5, None, False, True),
    ],
)
def test_actual_against_forecast(
    answer: Data, actual: int, deviation: Fraction | None, beyond: bool, unforeseen: bool
) -> None:
    (found,) = outcomes(over({"load": actual}, {**FACTS, "load": answer}))
    assert (found.deviation, found.beyond_worst, found.unforeseen) == (deviation, beyond, unforeseen)


def test_a_fact_nobody_had_answered_still_shows_its_actual() -> None:
    (found,) = outcomes(over({"load": 120}, {"cap": 10, "nodes": 12}))
    assert (found.line.value, found.actual, found.deviation) == (None, 120, None)
    assert outcomes(checklists(fresh=engagement())[0]) == ()


def test_a_lesson_without_a_change_is_open() -> None:
    improve = [
        {"text": "改了", "item": "DEM-A01", "change": "https://example.com/1"},
        {"text": "没改", "item": "DEM-A01"},
        {"text": "没归到事项"},
    ]
    found = open_lessons([over({}, improve=improve)])
    assert [lesson.improvement.text.zh for lesson in found] == ["没改", "没归到事项"]


def test_a_retrospective_is_missing_a_week_after_the_end() -> None:
    ended = engagement()
    assert unreviewed(checklists("2026-11-18", fresh=ended)) == ()
    assert [one.id for one in unreviewed(checklists("2026-11-20", fresh=ended))] == ["fresh"]
    assert unreviewed([over({})]) == ()


# Looking up


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.8", "4c0000208"),
        ("192.0.2.8:3306", "4c0000208"),
        (" 192.0.2.8 ", "4c0000208"),
        ("１９２.0.2.8", "4c0000208"),
        ("192.0.2.0/24", "4c0000200/24"),
        ("https://192.0.2.8:443/x?y=1", "4c0000208"),
        ("2001:DB8::1", "6" + "20010db8" + "0" * 23 + "1"),
        ("[2001:db8::1]:443", "6" + "20010db8" + "0" * 23 + "1"),
        ("2001:db8::/32", "6" + "20010db8" + "0" * 24 + "/32"),
        ("https://Pay.Example.com:443/callback", "ipay.example.com"),
        ("db.example.com.", "idb.example.com"),
        ("999.0.2.8", "i999.0.2.8"),
    ],
)
def test_an_address_has_one_key_however_it_is_written(address: str, key: str) -> None:
    assert address_key(address) == key


def test_an_id_is_found_whatever_its_case_and_width() -> None:
    assert name_key("UDB-Ｘ １") == name_key("udb-x 1") == "iudb-x 1"


def test_resources_of_running_events_come_before_those_of_ended_ones() -> None:
    mine = {"id": "udb-x", "product": "udb", "address": "192.0.2.8, 192.0.2.9"}
    past = engagement(resources=[mine], event={"start": "2026-09-01T20:00+08:00", "end": "2026-09-02T02:00+08:00"})
    found = owned(checklists(a_past=past, b_coming=engagement(resources=[mine])))
    assert [one.checklist.id for one in found] == ["b-coming", "a-past"]
    assert found[0].keys == ("iudb-x", "4c0000208", "4c0000209")
