"""What a wrong value meant: never another figure than its author's, and nothing where nobody can be sure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import meant

FIGURES = {
    "8万": "80000", "8 万": "80000", "1.2万": "12000", "3亿": "300000000", "5k": "5000", "5K": "5000", "1.2w": "12000", "80,000": "80000",
    "80_000": "80000", "80 000": "80000", "１２３": "123", "80，000": "80000", "5,000,000.5": "5000000.5", "1e5": "100000", "五千": "5000",
    "3百万": "3000000", "2千万": "20000000", "“7000”": "7000", "7000.0": "7000", "-5": "-5",
}  # fmt: skip
UNSURE = [
    "70000-90000", "7000~9000", "5k-8k", "约5000", "~5000", "≥5000", ">5000", "7000+", "5000左右", "5000以上", "1/2", "5,0000", "1,2",
    "1.234,5", "0x10", "待定", "TBD", "", "万", "k", "8万5", "5000 6000 7", "12-24", "一万二",
]  # fmt: skip


@pytest.mark.parametrize(("written", "digits"), FIGURES.items())
def test_a_figure_is_the_one_that_was_meant(written: str, digits: str) -> None:
    found = meant.figure(written)
    assert found == (digits, "")


@pytest.mark.parametrize("written", UNSURE)
def test_what_may_mean_several_figures_means_none(written: str) -> None:
    found = meant.figure(written)
    assert found is None or found.unit


@pytest.mark.parametrize(
    ("written", "found"),
    {"5000 rows/s": ("5000", "rows/s"), "100GB": ("100", "gb"), "1.5kw": ("1.5", "kw"), "2M": ("2", "m")}.items(),
)
def test_a_unit_is_handed_on_for_its_author_to_judge(written: str, found: tuple[str, str]) -> None:
    assert meant.figure(written) == found


@given(st.integers(1, 10**9), st.sampled_from(["{}", "{:,}", "{:_}", "“{}”", "{}.0"]), st.booleans())
def test_no_way_to_group_digits_changes_a_figure(amount: int, style: str, wide: bool) -> None:
    written = style.format(amount)
    if wide:
        written = written.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)} | {ord(","): "，"})
    assert meant.figure(written) == (str(amount), "")


@given(st.text(alphabet="0123456789,_. -~万千百亿kw约+%左右", max_size=10))
def test_no_digit_of_a_figure_is_lost(written: str) -> None:
    found = meant.figure(written)
    if found:
        whole = re.sub("[^0-9]", "", written.partition(".")[0]).lstrip("0")
        assert found.digits.lstrip("-").replace(".", "").lstrip("0").startswith(whole.rstrip("0"))
        assert len(found.digits.lstrip("-").partition(".")[0]) >= len(whole)


@pytest.mark.parametrize(
    ("spell", "written", "found"),
    [
        (meant.day, "2026年8月2日", "2026-08-02"),
        (meant.day, "20260820", "2026-08-20"),
        (meant.day, "2026-02-30", None),
        (meant.day, "08/20/2026", None),
        (meant.instant, "2026/11/10 20：00", "2026-11-10T20:00+08:00"),
        (meant.instant, "2026-11-10T20:00+9", "2026-11-10T20:00+09:00"),
        (meant.instant, "2026-11-10", None),
        (meant.instant, "2026-11-10 24:00", None),
        (meant.offset, "E + 3 天", "E+3"),
        (meant.offset, "T−2 小时", "T-2h"),
        (meant.offset, "T-1w", "T-7"),
        (meant.offset, -14, "T-14"),
        (meant.offset, "T14", None),
        (meant.offset, "T-30s", None),
        (meant.duration, "90 sec", "90s"),
        (meant.duration, "60", None),
        (meant.boolean, "是", "true"),
        (meant.boolean, "N", "false"),
        (meant.boolean, "也许", None),
        (meant.listed, "udb、cache", "[udb, cache]"),
        (meant.listed, "一句话，里面有：冒号", None),
    ],
)  # fmt: skip
def test_other_ways_to_write_a_value_are_understood_where_they_are_sure(
    spell: Callable[[Any], str | None], written: object, found: str | None
) -> None:
    assert spell(written) == found
