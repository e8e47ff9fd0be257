"""What the files mean: offsets, ids, numbers, dates, texts, and all faults of a file told at once where they stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from generator.library import load
from generator.model import KINDS, Engagement
from generator.model.inline import Span, plain, spans
from generator.model.item import Extra
from generator.model.offset import At, AtOrDate, Offset, parse_offset
from generator.model.scalars import (
    AttentionId,
    Boolean,
    Date,
    Duration,
    Edition,
    ExtraId,
    Formula,
    Identifier,
    Instant,
    Number,
    PlanId,
    Slug,
    edition_order,
    is_stem,
)
from generator.model.text import Text, shown
from generator.source import read


def value(of: Any, written: str) -> Any:
    """What a value written in YAML means as one type of the model."""
    source, faults = read(f"key: {written}\n".encode(), "x.yaml")
    assert source is not None
    assert faults == []
    return TypeAdapter(of).validate_python(source.data["key"])


def code(of: Any, written: str) -> str:
    """The code of the one fault of a value."""
    with pytest.raises(ValidationError) as caught:
        value(of, written)
    (error,) = caught.value.errors()
    return error["type"]


MEANINGS: list[tuple[Any, str, Any]] = [
    (At, "T-45", Offset("T", -45, "d")),
    (At, "T-2h", Offset("T", -2, "h")),
    (At, "T-30m", Offset("T", -30, "m")),
    (At, "T+60m", Offset("T", 60, "m")),
    (At, "E+3", Offset("E", 3, "d")),
    (At, "T-0", Offset("T", 0, "d")),
    (At, "E+0", Offset("E", 0, "d")),
    (At, "E-730", Offset("E", -730, "d")),
    (At, "T-17520h", Offset("T", -17520, "h")),
    (AtOrDate, "T-40", Offset("T", -40, "d")),
    (AtOrDate, "2026-10-01", date(2026, 10, 1)),
    (Number, "7000", Fraction(7000)),
    (Number, "010", Fraction(10)),
    (Number, "0.1", Fraction(1, 10)),
    (Number, "1e3", Fraction(1000)),
    (Boolean, "false", False),
    (Date, "2028-02-29", date(2028, 2, 29)),
    (Instant, "2026-11-10T20:00+08:00", datetime.fromisoformat("2026-11-10T20:00+08:00")),
    (Duration, "90s", timedelta(seconds=90)),
    (Duration, "5m", timedelta(minutes=5)),
    (Duration, "2h", timedelta(hours=2)),
    (Duration, "1d", timedelta(days=1)),
    (Edition, '"2026.10"', "2026.10"),
    (Formula, "0.70", "0.70"),
    (Formula, "1e3", "1000"),
    (Formula, "a + 1", "a + 1"),
    (AttentionId, "ECP-A03", "ECP-A03"),
    (PlanId, "ABCDE-P100", "ABCDE-P100"),
    (ExtraId, "X01", "X01"),
    (Slug, "double-11", "double-11"),
    (Identifier, "closed_beta", "closed_beta"),
]


@pytest.mark.parametrize(("of", "written", "meant"), MEANINGS, ids=[row[1] for row in MEANINGS])
def test_a_value_means(of: Any, written: str, meant: Any) -> None:
    found = value(of, written)
    assert found == meant
    assert type(found) is type(meant)


FAULTS: list[tuple[Any, str, str]] = [
    *((At, written, "bad-offset") for written in ("T45", "T-", "T-1w", "t-45", "X-1", "T-731", "T-17521h", "T-999999999", "T−45", "45", '"T-4 5"', "T-４５", "[T-45]")),
    *((AtOrDate, written, expected) for written, expected in (("2026-02-30", "wrong-type"), ("tomorrow", "bad-offset"))),
    *((Number, written, "wrong-type") for written in ('"7000"', "7,000", "true", "yes", ".inf", ".nan", "1e400", "1e16", "[1]", "1e-400")),
    *((Boolean, written, "wrong-type") for written in ("yes", "1", '"true"')),
    *((Date, written, "wrong-type") for written in ("2026-02-30", "26-11-10", "2026-11-10T20:00+08:00", "1999-01-01", "20261110")),
    *((Instant, written, "wrong-type") for written in ("2026-11-10", "2026-11-10T20:00", '"2026-11-10 20:00+08:00"', "2026-11-10T25:00+08:00")),
    *((Duration, written, "wrong-type") for written in ("5", "5min", "-5m", "123456m", "5 m")),
    *((Edition, written, "wrong-type") for written in ("2026.2", '"2026"', '"v1.2"')),
    *((AttentionId, written, "bad-id") for written in ("ecp-A03", "ECP-T03", "ECP-A3", "ECP-A0003", "E-A03", "ECP-A０３")),
    *((ExtraId, written, "bad-id") for written in ("X1", "Y01", '"../X01"')),
    *((Slug, written, "bad-id") for written in ("Double-11", "a--b", "-a", "a_b", "con", "lpt1", '"../../etc/x"', "a" * 61, "双十一")),
    *((Identifier, written, "bad-id") for written in ("1st", "a-b", "Main", "a b")),
    (Slug, "11", "wrong-type"),
    (Formula, "true", "wrong-type"),
]  # fmt: skip


@pytest.mark.parametrize(("of", "written", "expected"), FAULTS, ids=[f"{row[1][:24]}" for row in FAULTS])
def test_a_value_is_wrong(of: Any, written: str, expected: str) -> None:
    assert code(of, written) == expected


@pytest.mark.parametrize("name", ["a", "double-11", "a" * 60])
def test_a_stem(name: str) -> None:
    assert is_stem(name)


@pytest.mark.parametrize("name", ["", "a" * 61, "A", "nul", "com0", "a\n", "a/b", ".."])
def test_no_stem(name: str) -> None:
    assert not is_stem(name)


def test_editions_compare_as_integers() -> None:
    assert sorted(["2026.10", "2026.9", "2025.11"], key=edition_order) == ["2025.11", "2026.9", "2026.10"]


BEFORE: list[tuple[str, str, bool | None]] = [
    ("T-45", "T-30", True),
    ("T-30", "T-45", False),
    ("T-30", "T-30", False),
    ("T-1", "T-2h", True),
    ("T-2h", "T-120m", False),
    ("T-24h", "T-1", False),
    ("T-1", "E+1", True),
    ("T-0", "E+0", True),
    ("E+1", "T-1", False),
    ("E+0", "T-0", False),
    ("T+1", "E+1", None),
    ("T-1", "E-1", None),
    ("E-1", "T+1", None),
    ("E-3", "E+1", True),
]


@pytest.mark.parametrize(("one", "other", "expected"), BEFORE)
def test_offsets_compare_without_an_event(one: str, other: str, expected: bool | None) -> None:
    assert parse_offset(one).before(parse_offset(other)) is expected


@given(st.sampled_from("TE"), st.integers(-730, 730), st.sampled_from("dhm"))
def test_an_offset_is_written_as_it_is_read(anchor: Any, amount: int, unit: Any) -> None:
    offset = Offset(anchor, amount, unit)
    assert parse_offset(str(offset)) == offset


SPANS: list[tuple[str, list[Span]]] = [
    ("延迟 <5 ms，a_b，2 * 3", [Span("延迟 <5 ms，a_b，2 * 3")]),
    ("**7,000** 行", [Span("7,000", bold=True), Span(" 行")]),
    ("看 `show **x**`", [Span("看 "), Span("show **x**", code=True)]),
    ("**先 `kill` 再看**", [Span("先 ", bold=True), Span("kill", bold=True, code=True), Span(" 再看", bold=True)]),
    ("[文](https://a.example/x_y)", [Span("文", href="https://a.example/x_y")]),
    (
        "[**重** 点](mailto:a@example.com)",
        [Span("重", bold=True, href="mailto:a@example.com"), Span(" 点", href="mailto:a@example.com")],
    ),
    ("[x](javascript:alert)", [Span("[x](javascript:alert)")]),
    ("[x](http://a b)", [Span("[x](http://a b)")]),
    (r"\*\*不是\*\* \`x\` \[y\]", [Span("**不是** `x` [y]")]),
    (r"C:\temp", [Span(r"C:\temp")]),
    ("**开着", [Span("**开着")]),
    ("`开着", [Span("`开着")]),
    ("****", [Span("****")]),
]


@pytest.mark.parametrize(("text", "expected"), SPANS, ids=[row[0] for row in SPANS])
def test_inline_markup_becomes_spans(text: str, expected: list[Span]) -> None:
    assert list(spans(text)) == expected


@given(st.text(alphabet="a *`[](){}\\_<>一:/https", max_size=60))
def test_spans_hold_all_words_of_a_text(text: str) -> None:
    letters = [sign for sign in text if sign in "a一"]
    assert [sign for sign in plain(text) if sign in "a一"] == letters or "](http" in text or "](mailto" in text


def test_a_text_falls_back_to_the_other_language() -> None:
    zh, en, both = (value(Text, written) for written in ("{zh: 一}", "{en: One}", "一 One"))
    assert (zh.of("zh"), zh.of("en"), zh.lang_of("en")) == ("一", "一", "zh")
    assert (en.of("zh"), en.of("en"), en.lang_of("zh")) == ("One", "One", "en")
    assert (both.of("zh"), both.of("en"), both.lang_of("en")) == ("一 One", "一 One", "en")
    assert value(Text, "{zh: '**一**', en: One}").plain("zh") == "一"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{}", "missing-key"),
        ("{fr: un}", "extra_forbidden"),
        ("7", "wrong-type"),
        ("[a]", "wrong-type"),
        ('""', "wrong-type"),
        ('" "', "wrong-type"),
        ("a <b> c", "raw-html"),
        ("a </b> c", "raw-html"),
        ("a <!-- c", "raw-html"),
    ],
)
def test_a_text_is_wrong(written: str, expected: str) -> None:
    with pytest.raises(ValidationError) as caught:
        value(Text, written)
    assert {error["type"] for error in caught.value.errors()} == {expected}


@pytest.mark.parametrize("written", ["< 5 ms", "<5 ms", "a `<b>` c", "a -> b", "1 < 2 > 0"])
def test_a_text_may_hold_signs_of_comparison(written: str) -> None:
    assert value(Text, f"'{written}'").zh == written


def test_a_fact_may_be_answered_with_a_bare_value() -> None:
    facts = {"a": 7000, "b": {"value": True, "by": "示例甲"}, "c": "文"}
    event = {"name": "x", "start": "2026-11-10T20:00+08:00", "end": "2026-11-11T20:00+08:00", "state": "tentative"}
    found = Engagement.model_validate(
        {"customer": "x", "playbook": "p", "opened": "2026-08-20", "event": event, "team": {}, "facts": facts}
    )
    assert [(answer.value, answer.by) for answer in found.facts.values()] == [
        (7000, None),
        (True, "示例甲"),
        ("文", None),
    ]
    assert isinstance(found.facts["a"].value, Fraction)


def test_where_an_item_stands_is_no_part_of_what_it_is() -> None:
    item = {"id": "X01", "title": "x", "owner": "a", "due": "T-1", "severity": "must", "category": "plan"}
    assert Extra.model_validate(item) == Extra.model_validate(dict(reversed(item.items())))
    for name in item:
        with pytest.raises(ValidationError):
            setattr(Extra.model_validate(item), name, "b")


def test_a_wrong_value_is_shown_short_and_on_one_line() -> None:
    assert shown("a\n\n b") == '"a b"'
    assert len(shown("长" * 500)) == 43
    assert [shown(wrong) for wrong in (None, True, {"a": 1}, [1], 10**60)] == [
        "null",
        "true",
        "{…}",
        "[…]",
        "1" + "0" * 39,
    ]


BROKEN = """\
customer: {zh: 示例, fr: Exemple}
playbook: "../Demo"
opened: 2026-13-01
event:
  name: 双十一
  start: "2026-11-10T20:00"
  state: sure
team:
products: udb
facts: {"上/../限": 5, ok: [1]}
move: {ECP-A01: {due: T-4w, because: <b>早</b>}}
extra:
  - {id: X1, title: 一, owner: architect, due: T-20, severity: high, category: plan, colour: red}
  - {id: X02, title: 二}
orders: [{estimate: coupon_db, quantity: 1e400}]
tickets: 5
"""


def test_all_faults_of_a_file_are_told_at_once() -> None:
    found = load({"playbooks/engagements/x.yaml": BROKEN.encode()}).diagnostics
    told = [(fault.at.line, fault.at.column, fault.code) for fault in found if fault.code != "missing-file"]
    assert told == [
        (1, 20, "unknown-key"),
        (2, 11, "bad-id"),
        (3, 9, "wrong-type"),
        (5, 3, "missing-key"),
        (6, 10, "wrong-type"),
        (7, 10, "wrong-type"),
        (8, 1, "wrong-type"),
        (9, 11, "wrong-type"),
        (10, 9, "bad-id"),
        (10, 26, "wrong-type"),
        (11, 23, "bad-offset"),
        (11, 38, "raw-html"),
        (13, 10, "bad-id"),
        (13, 63, "wrong-type"),
        (13, 85, "unknown-key"),
        (14, 6, "missing-key"),
        (14, 6, "missing-key"),
        (14, 6, "missing-key"),
        (14, 6, "missing-key"),
        (15, 42, "wrong-type"),
        (16, 1, "unknown-key"),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", ["", "5", "一", "[1]", "{}", "~", "a: 1", "- - a"])
def test_a_file_of_any_other_shape_is_a_fault_and_no_exception(kind: str, content: str) -> None:
    folder = {"playbook": "", "engagement": "engagements/", "case": "cases/"}.get(kind, "shared/")
    file = f"playbooks/{folder}{kind}.yaml"
    found = [fault for fault in load({file: content.encode()}).diagnostics if fault.at.file == file]
    assert found or (content == "{}" and kind in ("roles", "products", "glossary", "calendars"))
    assert all(fault.at.line == 1 for fault in found)
