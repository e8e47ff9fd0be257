"""Offsets become days and instants: working days of 2026 and 2027, zones, waves, and what counts as overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.offset import Offset, parse_offset
from generator.schedule import Calendar, Clock, Due, known_country, today_in

CHINA = Calendar("CN", date(2026, 12, 31))
CST = timezone(timedelta(hours=8))
DOUBLE_11 = Clock(
    start=datetime.fromisoformat("2026-11-10T20:00+08:00"),
    end=datetime.fromisoformat("2026-11-12T02:00+08:00"),
    calendar=CHINA,
    peaks={
        "warmup": datetime.fromisoformat("2026-10-20T20:00+08:00"),
        "encore": datetime.fromisoformat("2026-11-11T18:00+00:00"),
    },
)


def day(written: str) -> date:
    return date.fromisoformat(written)


def instant(written: str) -> datetime:
    return datetime.fromisoformat(written)


@pytest.mark.parametrize(
    ("on", "working"),
    [
        ("2026-09-20", True),  # a Sunday worked for 国庆
        ("2026-10-10", True),  # a Saturday worked for 国庆
        ("2026-09-19", False),
        ("2026-09-25", False),  # 中秋
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-11-08", False),
    ],
)
def test_working_days_of_china(on: str, working: bool) -> None:
    assert CHINA.is_working_day(day(on)) is working


def test_the_trees_own_calendar_corrects_the_country() -> None:
    corrected = Calendar(
        "CN", date(2026, 12, 31), off=frozenset({day("2026-10-08")}), working=frozenset({day("2026-10-05")})
    )
    assert not corrected.is_working_day(day("2026-10-08"))
    assert corrected.is_working_day(day("2026-10-05"))
    assert corrected.working_day_on_or_before(day("2026-10-08")) == day("2026-10-05")


@pytest.mark.parametrize(
    ("after", "count", "expected"),
    [
        ("2026-09-29", 1, "2026-09-30"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-19", 1, "2026-09-20"),
        ("2026-09-19", 0, "2026-09-19"),
    ],
)
def test_the_nth_working_day_after(after: str, count: int, expected: str) -> None:
    assert CHINA.working_day_after(day(after), count) == day(expected)


DUES: list[tuple[str, str | None, str, str | None]] = [
    # offset, wave, day, moved from
    ("T-40", None, "2026-09-30", "2026-10-01"),
    ("T-41", None, "2026-09-30", None),
    ("T-51", None, "2026-09-20", None),
    ("T-31", None, "2026-10-10", None),
    ("T-30", None, "2026-10-10", "2026-10-11"),
    ("T-10", None, "2026-10-30", "2026-10-31"),
    ("T-9", None, "2026-10-30", "2026-11-01"),
    ("T-8", None, "2026-11-02", None),
    ("T-7", None, "2026-11-03", None),
    ("T-3", None, "2026-11-07", None),
    ("T-2", None, "2026-11-08", None),
    ("T-0", None, "2026-11-10", None),
    ("T+4", None, "2026-11-14", None),
    ("E+3", None, "2026-11-15", None),
    ("E+0", None, "2026-11-12", None),
    ("E-1", None, "2026-11-11", None),
    ("E-12", None, "2026-10-30", "2026-10-31"),
    ("T-14", "warmup", "2026-09-30", "2026-10-06"),
    ("T-2", "warmup", "2026-10-18", None),
    ("T-2", "unheard", "2026-11-08", None),
    ("T-1", "encore", "2026-11-11", None),
    ("E+3", "warmup", "2026-11-15", None),
]


@pytest.mark.parametrize(("offset", "wave", "on", "moved_from"), DUES)
def test_a_day_offset_is_due_on(offset: str, wave: str | None, on: str, moved_from: str | None) -> None:
    due = DOUBLE_11.due(parse_offset(offset), wave)
    assert due == Due(day(on), None, day(moved_from) if moved_from else None, provisional=False)


def test_a_due_put_by_hand_is_never_moved() -> None:
    assert DOUBLE_11.due(parse_offset("T-40"), shift=False) == Due(day("2026-10-01"))


INSTANTS: list[tuple[str, str | None, str]] = [
    ("T-2h", None, "2026-11-10T18:00+08:00"),
    ("T-30m", None, "2026-11-10T19:30+08:00"),
    ("T+60m", None, "2026-11-10T21:00+08:00"),
    ("T-0h", None, "2026-11-10T20:00+08:00"),
    ("E+2h", None, "2026-11-12T04:00+08:00"),
    ("T-960h", None, "2026-10-01T20:00+08:00"),
    ("T-30m", "warmup", "2026-10-20T19:30+08:00"),
    ("T-30m", "encore", "2026-11-12T01:30+08:00"),
]


@pytest.mark.parametrize(("offset", "wave", "at"), INSTANTS)
def test_hours_and_minutes_are_elapsed_time_and_never_moved(offset: str, wave: str | None, at: str) -> None:
    due = DOUBLE_11.due(parse_offset(offset), wave)
    assert due.instant == instant(at)
    assert due.instant is not None
    assert due.instant.utcoffset() == timedelta(hours=8), "said in the event's own offset"
    assert (due.day, due.moved_from) == (instant(at).date(), None)


def test_the_next_years_holidays_are_provisional() -> None:
    spring = Clock(instant("2027-02-20T20:00+08:00"), instant("2027-02-21T20:00+08:00"), CHINA, {})
    assert spring.due(parse_offset("T-2")).provisional
    assert not spring.due(parse_offset("T-60")).provisional
    on_the_edge = spring.due(parse_offset("T-50"))
    assert on_the_edge == Due(day("2026-12-31"), None, day("2027-01-01"), provisional=True), "it may yet move"
    assert CHINA.is_provisional(day("2027-01-01"))
    assert not CHINA.is_provisional(day("2026-12-31"))


def test_days_are_those_of_the_events_own_offset() -> None:
    new_york = Clock(
        instant("2026-11-10T20:00-05:00"),
        instant("2026-11-12T02:00+08:00"),
        CHINA,
        {"main": instant("2026-11-11T03:00+08:00")},
    )
    assert new_york.due(parse_offset("T-2")).day == day("2026-11-08")
    assert new_york.due(parse_offset("E+0")).day == day("2026-11-11")
    assert new_york.due(parse_offset("T-0"), "main").day == day("2026-11-10")
    assert new_york.zone == timezone(-timedelta(hours=5))


def test_a_day_offset_begins_and_ends_with_its_day() -> None:
    offset = parse_offset("T-3")
    assert DOUBLE_11.at(offset) == instant("2026-11-07T00:00+08:00")
    assert DOUBLE_11.until(offset) == instant("2026-11-07T23:59:59.999999+08:00")
    assert DOUBLE_11.until(parse_offset("T-2h")) == instant("2026-11-10T18:00+08:00")


OVERDUE: list[tuple[Due, str, bool]] = [
    (Due(day("2026-11-08")), "2026-11-08T23:59:59+08:00", False),
    (Due(day("2026-11-08")), "2026-11-09T00:00+08:00", True),
    (Due(day("2026-11-08")), "2026-11-08T15:59+00:00", False),
    (Due(day("2026-11-08")), "2026-11-08T16:00+00:00", True),
    (Due(day("2026-11-10"), instant("2026-11-10T18:00+08:00")), "2026-11-10T18:00+08:00", False),
    (Due(day("2026-11-10"), instant("2026-11-10T18:00+08:00")), "2026-11-10T18:00:01+08:00", True),
    (Due(day("2026-11-10"), instant("2026-11-10T18:00+08:00")), "2026-11-10T10:00:01+00:00", True),
    (Due(day("2026-11-10"), instant("2026-11-10T18:00+08:00")), "2026-11-10T09:59+00:00", False),
]


@pytest.mark.parametrize(("due", "now", "past"), OVERDUE)
def test_a_day_is_overdue_the_next_day_and_an_instant_once_passed(due: Due, now: str, past: bool) -> None:
    assert due.is_past(instant(now), CST) is past
    assert (instant(now) > due.deadline(CST)) is past


def test_today_is_midnight_in_the_events_own_offset() -> None:
    assert today_in(day("2026-11-10"), CST) == instant("2026-11-10T00:00+08:00")
    assert today_in(instant("2026-11-10T18:30+00:00"), CST).isoformat() == "2026-11-11T02:30:00+08:00"


def test_a_country_without_holidays_is_known_to_be_unknown() -> None:
    assert [known_country(code) for code in ("CN", "SG", "XX", "CHINA")] == [True, True, False, False]


@given(st.integers(-730, 730), st.sampled_from("TE"), st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)))
def test_a_due_moves_only_back_onto_a_working_day_and_only_before_the_last_week(
    amount: int, anchor: str, start: datetime
) -> None:
    start = start.replace(tzinfo=UTC)
    clock = Clock(start, start + timedelta(days=2), CHINA, {})
    offset = parse_offset(f"{anchor}{amount:+d}")
    assert isinstance(offset, Offset)
    plain = clock.day(offset)
    due = clock.due(offset)
    early = plain < start.date() - timedelta(days=7)
    assert due.day <= plain
    assert (due.moved_from is None) is (due.day == plain)
    assert due.day == plain or early
    assert CHINA.is_working_day(due.day) or not early
    assert not any(CHINA.is_working_day(due.day + timedelta(days=n)) for n in range(1, (plain - due.day).days + 1))
