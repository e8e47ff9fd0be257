"""The language of `when` and of estimates: what it accepts, what it says against the rest, what it means, how it reads."""

from __future__ import annotations

import dataclasses
import math
import re
import time
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Bilingual
from generator.expressions import (
    ExpressionError,
    Fault,
    Node,
    Phrase,
    Scope,
    Value,
    ValueKind,
    evaluate,
    explain,
    faults,
    names,
    number,
    parse,
    unknown,
)
from generator.expressions.nodes import (
    Arithmetic,
    Boolean,
    Call,
    Compare,
    Logic,
    Membership,
    Name,
    Negate,
    Not,
    Number,
    TextNode,
    Texts,
)
from generator.i18n.units import unit

F = Fraction
SCOPE = Scope(
    kinds={
        "coupon_inserts": ValueKind.NUMBER,
        "db_replicas": ValueKind.NUMBER,
        "db_primaries": ValueKind.NUMBER,
        "multi_az": ValueKind.BOOLEAN,
        "tier": ValueKind.TEXT,
        "note": ValueKind.TEXT,
    },
    choices={"tier": frozenset({"gold", "silver"})},
    products=frozenset({"udb", "natgw"}),
    waves=frozenset({"main", "encore"}),
    levels=frozenset({"A", "B", "C"}),
)
VOCABULARY = {
    "coupon_inserts": Phrase(Bilingual("发券峰值写入", "Peak coupon inserts"), unit("rows/s")),
    "db_replicas": Phrase(Bilingual("券库从库数", "Coupon database replicas")),
    "db_primaries": Phrase(Bilingual("券库主库数", "Coupon database primaries")),
    "multi_az": Phrase(Bilingual("跨可用区", "Across zones")),
    "tier": Phrase(Bilingual("会员等级", "Tier")),
    "hit": Phrase(Bilingual("命中率", "Hit rate"), unit("%")),
    "products": Phrase(Bilingual("产品", "Products")),
    "waves": Phrase(Bilingual("波次", "Waves")),
    "level": Phrase(Bilingual("重保等级", "Level")),
}
LABELS = {"udb": Bilingual("数据库", "Database"), "encore": Bilingual("返场", "Encore"), "A": Bilingual("一级", "A")}
VALUES: dict[str, Value | None] = {
    "coupon_inserts": F(7000),
    "db_replicas": F(8),
    "db_primaries": F(3),
    "multi_az": True,
    "tier": "gold",
    "hit": F("99.5"),
    "products": frozenset({"udb"}),
    "waves": frozenset({"main"}),
    "level": "B",
}
a, b, c = Name("a"), Name("b"), Name("c")


def num(text: str) -> Number:
    return Number(F(text))


# Grammar


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a", a),
        ("0.7", Number(F(7, 10))),
        ("0.1234567890123456789012345678", Number(F(1234567890123456789012345678, 10**28))),
        ("true or false", Logic("or", (Boolean(True), Boolean(False)))),
        ("a and b and c or a", Logic("or", (Logic("and", (a, b, c)), a))),
        ("a and (b and c)", Logic("and", (a, Logic("and", (b, c))))),
        ("not a == b", Not(Compare("==", a, b))),
        ("not not a", Not(Not(a))),
        ("a - b - c", Arithmetic("-", Arithmetic("-", a, b), c)),
        ("a + b * -c / 2", Arithmetic("+", a, Arithmetic("/", Arithmetic("*", b, Negate(c)), num("2")))),
        ("a <= 1", Compare("<=", a, num("1"))),
        ("a != 'x'", Compare("!=", a, TextNode("x"))),
        ('"it\'s" in products', Membership(TextNode("it's"), Name("products"))),
        ('a not in ["x", "y",\n"z"]', Membership(a, Texts((TextNode("x"), TextNode("y"), TextNode("z"))), True)),
        ('a in (["x"])', Membership(a, Texts((TextNode("x"),)))),
        ("max(a, 1)", Call("max", (a, num("1")))),
        ("ceil (a / 2)", Call("ceil", (Arithmetic("/", a, num("2")),))),
        ("  a\n  >=\t\r\n 5  ", Compare(">=", a, num("5"))),
        ("a == 'two \n  words'", Compare("==", a, TextNode("two words"))),
        ("a == 'two  blanks'", Compare("==", a, TextNode("two  blanks"))),
        (r"a == '\n{}%'", Compare("==", a, TextNode(r"\n{}%"))),
        ("a == '中文“”'", Compare("==", a, TextNode("中文“”"))),
        # Python's own words are ordinary names here, and names are never folded (NFKC).
        ("if + class > None", Compare(">", Arithmetic("+", Name("if"), Name("class")), Name("None"))),
        ("min > 1", Compare(">", Name("min"), num("1"))),
        ("ｌｅｖｅｌ", Name("ｌｅｖｅｌ")),
        ("峰值", Name("峰值")),
        ("a" * 500, Name("a" * 500)),
        ("(" * 20 + "a" + ")" * 20, a),
    ],
)
def test_reads(text: str, node: Node) -> None:
    assert parse(text) == node


DEEP = "nested more than 20 deep"
NO_HINT = ""
NO_MEANING = "has no meaning in an expression"
SYNTAX = [
    # text, what the message says, the faulty piece, what the hint says (None: not looked at)
    ("", "is empty", "", None),
    (" \n", "is empty", " \n", None),
    ("1e5 > a", "no plain decimal", "1e5", "100000"),
    ("0x10", "no plain decimal", "0x10", "5000"),
    ("1_000", "no plain decimal", "1_000", "1000"),
    ("5,000 > a", "no plain decimal", "000", "without separators"),
    ("5,500 > a", "comma", ",", "without separators"),
    (".5", "no plain decimal", ".5", "0.7"),
    ("5.", "no plain decimal", "5.", "0.7"),
    ("5万 > a", "no plain decimal", "5万", "50000"),
    ("1in products", "no plain decimal", "1in", None),
    ("a > " + "1" * 31, "31 characters", "1" * 31, None),
    ("a and", "missing after and", "and", None),
    ("and a", "missing before and", "and", None),
    ("a or or b", "missing after or", "or", None),
    ("a + * b", "missing after +", "+", None),
    ("+a", "missing before +", "+", None),
    ("max(1,)", "missing before )", ")", None),
    ("()", "missing after (", "(", None),
    ("(a", "( is never closed", "(", None),
    ("(a]", "( is never closed", "(", None),
    ("a)", ") closes nothing", ")", None),
    ("a b", "operator is missing before b", "b", "and, or"),
    ("a if b", "operator is missing before if", "if", None),
    ('"a" "b"', 'operator is missing before "b"', '"b"', None),
    ('f"a"', 'operator is missing before "a"', '"a"', None),
    ("a[0]", "operator is missing before [", "[", None),
    ("max(a)(b)", "operator is missing before (", "(", None),
    ("a not", "operator is missing before not", "not", None),
    ("a b in c", "operator is missing before b", "b", None),
    (")", "missing before )", ")", None),
    ("max(, 1)", "missing after (", "(", None),
    ("a not b", "operator is missing before not", "not", None),
    ("a == not b", "not cannot follow ==", "not", "(not …)"),
    ("- not a", "not cannot follow -", "not", None),
    ("a, b", "comma", ",", "square brackets"),
    ("(a, b)", "comma", ",", None),
    ("abs(a)", "no function abs", "abs", "ceil"),
    ("ciel(a)", "no function ciel", "ciel", 'did you mean "ceil"?'),
    ("level in []", "list is empty", "[]", None),
    ("level in [A]", "only quoted text", "A", '["A", "B"]'),
    ('level in ["A" == "B"]', "only quoted text", '"A" == "B"', None),
    ("level in [1]", "only quoted text", "1", None),
    ('["a"] == level', "right of in", '["a"]', None),
    ("1 < a <= 3", "cannot be chained", "<=", "1 < a and a <= 3"),
    ("(a) in (b) not in c", "cannot be chained", "not", "a in b and b not in c"),
    ("a AND b", "lower case", "AND", "write and"),
    ("a == True", "lower case", "True", "write true"),
    ("a = 1", NO_MEANING, "=", "write =="),
    ("a => 1", NO_MEANING, "=>", "write >="),
    ("a && b", NO_MEANING, "&&", "write and"),
    ("a || b", NO_MEANING, "||", "write or"),
    ("a ≥ 1", NO_MEANING, "≥", "write >="),
    ("a ＞ 1", NO_MEANING, "＞", "write >"),
    ("（a）", NO_MEANING, "（", "write ("),
    ("a == “x”", NO_MEANING, "“", 'write "'),
    ("a ** 2", NO_MEANING, "**", None),
    ("a % 2", NO_MEANING, "%", None),
    ("a.b", NO_MEANING, ".", NO_HINT),
    ("a：b", NO_MEANING, "：", NO_HINT),
    ("a ＝ b", NO_MEANING, "＝", "write =="),
    ("lambda: a", NO_MEANING, ":", None),
    ("a\u3000", "U+3000", "\u3000", "plain blank"),
    ("a\x00", "U+0000", "\x00", None),
    ("'\ud800'", "U+D800", "\ud800", None),
    ("a == 'x", "quote is never closed", "'", None),
    ("a" * 501, "501 characters", "a", None),
    ("(" * 21 + "a" + ")" * 21, DEEP, "(", "split it"),
    ("not " * 21 + "a", DEEP, "not", None),
    ("-" * 21 + "a", DEEP, "-", None),
    ("not (" * 11 + "a" + ")" * 11, DEEP, "not", None),
    ("[" * 400, DEEP, "[", None),
    ("ceil(" * 90, DEEP, "(", None),
]


def hints(fault: Fault, hint: str | None) -> bool:
    if hint == NO_HINT:
        return fault.hint is None
    return hint is None or (fault.hint is not None and hint in fault.hint.en)


@pytest.mark.parametrize(("text", "message", "piece", "hint"), SYNTAX)
def test_refuses(text: str, message: str, piece: str, hint: str | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    fault = caught.value.fault
    assert fault.code == "bad-expression"
    assert message in fault.message.en
    assert message in str(caught.value)
    assert text[fault.offset : fault.offset + fault.length] == piece
    assert hints(fault, hint)
    assert faults(text, SCOPE, ValueKind.BOOLEAN) == (fault,)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("'护航😀' == note and 峰值 > ", 21),
        ("note == '护航😀' ≥", 14),
        ("a" * 501, 500),
        ("(" * 21 + "a", 20),
        ("not " * 21 + "a", 80),
        ("峰\n\t值", 3),
    ],
)
def test_a_syntax_fault_stands_at_its_code_point(text: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.fault.offset == offset


def test_leaves_keep_their_place_in_code_points_and_places_are_no_part_of_equality() -> None:
    text = "'护😀' == 峰值\n and  '航' in products"
    node = parse(text)
    assert isinstance(node, Logic)
    first, second = node.operands
    assert isinstance(first, Compare)
    assert isinstance(second, Membership)
    places = [(node.offset, node.length) for node in (first.left, first.right, second.element, second.container)]
    assert places == [(0, 4), (8, 2), (17, 3), (24, 8)]
    assert [text[offset : offset + length] for offset, length in places] == ["'护😀'", "峰值", "'航'", "products"]
    assert {parse("a  >  1"), parse("a > 1")} == {parse("a > 1")}
    assert parse("a  >  1") == parse("a > 1")


def test_nodes_are_frozen_and_a_text_is_parsed_once() -> None:
    node = parse("a > 1")
    assert parse("a > 1") is node
    with pytest.raises(dataclasses.FrozenInstanceError):
        node.offset = 5  # type: ignore[misc]


def test_names() -> None:
    assert names(parse('ceil(a) > b and ("udb" in products or not c) and level in ["A"]')) == frozenset(
        {"a", "b", "c", "products", "level"}
    )
    assert names(parse("1 < 2")) == frozenset()


# Checking


@pytest.mark.parametrize(
    "text",
    [
        "coupon_inserts >= 5000 and db_replicas >= 4",
        "multi_az or not multi_az == false",
        'tier == "gold" and "silver" != tier',
        'note == "anything"',
        'tier in ["gold", "silver"] and tier != level',
        '"udb" in products and "main" not in waves and tier in products',
        'level in ["A", "B"] or level == "C"',
        "min(coupon_inserts, 1, 2) / (2 - 1) > -ceil(0.5)",
        "(coupon_inserts > 1) == multi_az",
    ],
)
def test_nothing_is_wrong(text: str) -> None:
    assert faults(text, SCOPE, ValueKind.BOOLEAN) == ()


CHECKED = [
    # text, then each fault: code, piece, message, hint
    ('coupon_inserts >= "5000"', [("bad-expression", '"5000"', 'coupon_inserts is a number, "5000" is text', "5000")]),
    ('"5" < 3', [("bad-expression", '"5"', '"5" is text, 3 is a number', "without quotes: 5")]),
    ("tier == 5", [("bad-expression", "5", "tier is text, 5 is a number", NO_HINT)]),
    ("tier == db_replicas", [("bad-expression", "tier == db_replicas", "tier is text, db_replicas is a number", None)]),
    ("multi_az > 5", [("bad-expression", "5", "multi_az is a yes-or-no value, 5 is a number", "write just multi_az")]),
    ("multi_az > true", [("bad-expression", "multi_az > true", "only numbers have an order", None)]),
    ('note < "b"', [("bad-expression", 'note < "b"', "only numbers have an order, note is text", "in [ ]")]),
    ("coupon_inserts", [("bad-expression", "coupon_inserts", "is a number, a yes-or-no value is", "coupon_inserts > 0")]),
    ("not tier", [("bad-expression", "tier", "tier is text, a yes-or-no value is needed", 'tier == "…"')]),
    ("products", [("bad-expression", "products", "is a set of text", '"…" in products')]),
    ("multi_az or 1 + 1", [("bad-expression", "1 + 1", "1 + 1 is a number", None)]),
    ('note + 1 > "1"', [
        ("bad-expression", "note", "note is text, a number is needed here", None),
        ("bad-expression", '"1"', 'note + 1 is a number, "1" is text', "without quotes"),
    ]),
    ("-multi_az > 1", [("bad-expression", "multi_az", "a number is needed here", None)]),
    ("ceil() + round(1, 2) > min(1)", [
        ("bad-expression", "ceil()", "ceil takes one argument, not 0", None),
        ("bad-expression", "round(1, 2)", "round takes one argument, not 2", None),
        ("bad-expression", "min(1)", "min takes at least two arguments, not 1", None),
    ]),
    ("max(tier, 1) > 1", [("bad-expression", "tier", "a number is needed here", None)]),
    ("1 / 0 > 1", [("bad-expression", "0", "divides by zero", None)]),
    ("db_replicas / (2 - 2) / 0.0 * note > 1", [
        ("bad-expression", "2 - 2", "divides by zero", None),
        ("bad-expression", "0.0", "divides by zero", None),
        ("bad-expression", "note", "a number is needed here", None),
    ]),
    ('1 / ("a" + 1) > 1', [("bad-expression", '"a"', "a number is needed here", NO_HINT)]),
    ("1 / (0 * db_replicas) > 1", []),
    ("1 / db_replicas > 1", []),
    ("not nowhere", [("unknown-fact", "nowhere", "no fact nowhere", None)]),
    ('"udb" in nowhere', [("unknown-fact", "nowhere", "no fact nowhere", None)]),
    ('products == "nothing"', [("bad-expression", '"nothing"', "products is a set of text", "use in")]),
    ('"nothing" == products', [("bad-expression", '"nothing"', "products is a set of text", "use in")]),
    ("products == true", [("bad-expression", "true", "products is a set of text", "use in")]),
    ('db_replicas > "1.5"', [("bad-expression", '"1.5"', "is text", "without quotes: 1.5")]),
    ('db_replicas > "1.5.2"', [("bad-expression", '"1.5.2"', "is text", NO_HINT)]),
    ('tier == "golden"', [("bad-expression", '"golden"', 'tier has no choice "golden"', 'did you mean "gold"?')]),
    ('tier in ["gold", "tin"]', [("bad-expression", '"tin"', 'no choice "tin"', "gold, silver")]),
    ('"udbb" in products', [("unknown-product", '"udbb"', 'there is no product "udbb"', 'did you mean "udb"?')]),
    ('"mian" not in waves', [("unknown-wave", '"mian"', 'there is no wave "mian"', 'did you mean "main"?')]),
    ('level == "D"', [("unknown-level", '"D"', 'there is no level "D"', "A, B, C")]),
    ('"D" != level', [("unknown-level", '"D"', 'there is no level "D"', None)]),
    ('level in ["A", "E", "F"]', [("unknown-level", '"E"', '"E"', None), ("unknown-level", '"F"', '"F"', None)]),
    ("5 in products", [("bad-expression", "5", "5 is a number, in needs text on its left", None)]),
    ('"a" in tier', [("bad-expression", "tier", "in needs a set of text on its right", "products, waves")]),
    ('products == "udb"', [("bad-expression", '"udb"', "products is a set of text", "use in")]),
    ("products != waves", [("bad-expression", "products != waves", "cannot be compared", "use in")]),
    ("coupon_insert > 5", [("unknown-fact", "coupon_insert", "no fact coupon_insert", 'did you mean "coupon_inserts"?')]),
    ("ｌｅｖｅｌ == note", [("unknown-fact", "ｌｅｖｅｌ", "no fact", 'did you mean "level"?')]),
    ("ceil > 5", [("unknown-fact", "ceil", "no fact ceil", "ceil(…)")]),
    ("tier == gold", [("unknown-fact", "gold", "no fact gold", 'put text in quotes: "gold"')]),
    ("A == level", [("unknown-fact", "A", "no fact A", 'put text in quotes: "A"')]),
    ("udb in products", [("unknown-fact", "udb", "no fact udb", 'put text in quotes: "udb"')]),
    ("峰值 > 1 and '😀' in products and 峰值 > x", [
        ("unknown-fact", "峰值", "no fact 峰值", None),
        ("unknown-product", "'😀'", "no product", None),
        ("unknown-fact", "峰值", "no fact 峰值", None),
        ("unknown-fact", "x", "no fact x", None),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CHECKED)
def test_faults(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    found = faults(text, SCOPE, ValueKind.BOOLEAN)
    assert [(fault.code, text[fault.offset : fault.offset + fault.length]) for fault in found] == [
        (code, piece) for code, piece, _, _ in expected
    ]
    for fault, (_, _, message, hint) in zip(found, expected, strict=True):
        assert message in fault.message.en
        assert hints(fault, hint)


def test_a_fault_speaks_chinese_too() -> None:
    (fault,) = faults('coupon_inserts >= "5000"', SCOPE, ValueKind.BOOLEAN)
    assert fault.message.zh == 'coupon_inserts 是数字，"5000" 是文字'
    assert fault.hint == Bilingual("去掉引号：5000", "write it without quotes: 5000")


def test_a_message_stays_short() -> None:
    (fault,) = faults("a\n+ " * 99 + "'b' > 'c'", SCOPE, ValueKind.BOOLEAN)[-1:]
    assert fault.message.en.startswith("a + a + a") and "…" in fault.message.en  # noqa: PT018
    assert len(fault.message.en) < 100


def test_the_wanted_kind() -> None:
    assert faults("coupon_inserts / 2", SCOPE, ValueKind.NUMBER) == ()
    (fault,) = faults("coupon_inserts > 2", SCOPE, ValueKind.NUMBER)
    assert fault.message.en == "coupon_inserts > 2 is a yes-or-no value, a number is needed here"
    (fault,) = faults('"5"', SCOPE, ValueKind.NUMBER)
    assert (fault.offset, fault.length) == (0, 3)


def test_the_built_in_names_cannot_be_redeclared() -> None:
    assert faults('level == "A"', Scope({"level": ValueKind.NUMBER}, levels=frozenset("A")), ValueKind.BOOLEAN) == ()


# Evaluation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2 == 0.3", True),
        ("10 - 4 - 3", F(3)),
        ("2 + 3 * 4 / 8", F(7, 2)),
        ("1 / 3 * 3", F(1)),
        ("round(2.5)", F(3)),
        ("round(-2.5)", F(-2)),
        ("round(2.4999)", F(2)),
        ("ceil(-0.5) + floor(-0.5)", F(-1)),
        ("min(3, 1, 2) * max(3, 1, 2)", F(3)),
        ("1 / (db_primaries - 3)", None),
        ("1 / (db_primaries - 3) > 1 and multi_az == false", False),
        ("1 / (db_primaries - 3) > 1 or multi_az", True),
        ('tier == "gold" and tier != "silver"', True),
        ("multi_az == (db_replicas > 5)", True),
        ("multi_az != true", False),
        ('"udb" in products and "x" not in products', True),
        ('level in ["A", "B"]', True),
        ('level not in ["A", "B"]', False),
        ("absent", None),
        ("not absent", None),
        ("absent and multi_az", None),
        ("absent and not multi_az", False),
        ("absent or multi_az", True),
        ("absent or not multi_az", None),
        ("absent == absent", None),
        ("absent * 0", None),
        ("max(absent, 1)", None),
        ('absent in ["a"]', None),
        ('"a" in absent', None),
        ("-absent", None),
        ("products", frozenset({"udb"})),
    ],
)
def test_evaluates(text: str, expected: Value | None) -> None:
    result = evaluate(parse(text), VALUES)
    assert (result, type(result)) == (expected, type(expected))


@pytest.mark.parametrize(
    "text",
    ["tier + 1", "tier > 1", "tier == 1", "multi_az == 1", "not tier", "tier and true", "-tier", "tier in tier",
     "1 in products", "products == products", "ceil(1, 2)", "max()", "absent > 1 or tier"],
)  # fmt: skip
def test_a_wrong_kind_of_value_is_a_bug(text: str) -> None:
    with pytest.raises(TypeError):
        evaluate(parse(text), VALUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x > 1", ("x",)),
        ("y > 1 and x > y", ("y", "x")),
        ("multi_az and x > 1", ("x",)),
        ("not multi_az and x > 1", ()),
        ("multi_az or x > 1", ()),
        ("(multi_az or x > 1) and y > 1", ("y",)),
        ("x / db_replicas + min(y, 2) > x", ("x", "y")),
        ('"udb" in waves or tier in absent', ("absent",)),
        ("tier in products or z", ("z",)),
        ("x / (db_primaries - 3) > 1", ()),
        ("x + 1 / (db_primaries - 3) > 1", ()),
        ("x > 1 / (db_primaries - 3)", ()),
        ("x + (db_primaries - 3) > 1", ("x",)),
        ("1 / (db_primaries - 3) > 1 or z", ("z",)),
        ("x / y / db_replicas", ("x", "y")),
        ("absent", ("absent",)),
        ("5", ()),
    ],
)
def test_unknown_names_only_those_that_matter(text: str, expected: tuple[str, ...]) -> None:
    assert unknown(parse(text), VALUES) == expected


def test_the_longest_sum_is_not_deep() -> None:
    text = "+".join(["1"] * 249) + "+x"

    def within(frames: int) -> None:
        if frames:
            within(frames - 1)
        else:
            use()

    def use() -> None:
        node = parse(text)
        assert faults(text, Scope({"x": ValueKind.NUMBER}), ValueKind.NUMBER) == ()
        assert evaluate(node, {"x": F(1)}) == 250
        assert unknown(node, {}) == ("x",)
        assert explain(node, {"x": F(1)}, {}).en.endswith("+ 1 + x 1 = 250")

    within(400)


def test_a_figure_is_printed_however_long() -> None:
    text = "*".join(["x"] * 249)
    words = explain(parse(text), {"x": F("9" * 30)}, {})
    assert len(words.en.rpartition(" = ")[2].replace(",", "")) == 249 * 30  # str(int) stops at 4300 digits


# Words


KNOWN = [
    ("coupon_inserts >= 5000 and db_replicas >= 4",
     "发券峰值写入 7,000 行/秒 ≥ 5,000，且券库从库数 8 ≥ 4",
     "Peak coupon inserts 7,000 rows/s ≥ 5,000, and Coupon database replicas 8 ≥ 4"),
    ("coupon_inserts >= 9000 and db_replicas >= 4",
     "发券峰值写入 7,000 行/秒 < 9,000",
     "Peak coupon inserts 7,000 rows/s < 9,000"),
    ("coupon_inserts > 9000 or db_replicas < 4",
     "发券峰值写入 7,000 行/秒 ≤ 9,000，且券库从库数 8 ≥ 4",
     "Peak coupon inserts 7,000 rows/s ≤ 9,000, and Coupon database replicas 8 ≥ 4"),
    ("coupon_inserts > 9000 or db_replicas == 8", "券库从库数 8 = 8", "Coupon database replicas 8 = 8"),
    ("not (db_replicas != 8 or absent)", "待确认：absent（条件：否）", "to confirm: absent (condition: no)"),
    ("not db_replicas != 8", "券库从库数 8 = 8", "Coupon database replicas 8 = 8"),
    ("hit < 99.9", "命中率 99.5% < 99.9", "Hit rate 99.5% < 99.9"),
    ("multi_az", "跨可用区：是", "Across zones: yes"),
    ("multi_az == false", "跨可用区：是", "Across zones: yes"),
    ("multi_az == (db_replicas > 9)", "跨可用区：是，且券库从库数 8 ≤ 9", "Across zones: yes, and Coupon database replicas 8 ≤ 9"),
    ("true or multi_az == false", "总是成立", "always"),
    ("not true", "从不成立", "never"),
    ('"udb" in products', "使用产品 数据库", "uses Database"),
    ('not "natgw" in products', "未使用产品 natgw", "does not use natgw"),
    ('"encore" in waves', "没有波次 返场", "does not have the wave Encore"),
    ('"main" in waves', "有波次 main", "has the wave main"),
    ('level == "B"', "重保等级为 B", "Level is B"),
    ('level == "A"', "重保等级为 B，不是一级", "Level is B, not A"),
    ('level in ["A", "B"]', "重保等级为 B，属于一级、B", "Level is B, one of A, B"),
    ('level not in ["A", "C"]', "重保等级为 B，不属于一级、C", "Level is B, none of A, C"),
    ('level in ["A"]', "重保等级为 B，不是一级", "Level is B, not A"),
    ('"silver" == tier', "会员等级为“gold”，不是“silver”", 'Tier is "gold", not "silver"'),
    ("tier == level", "会员等级 “gold” 与 重保等级 B 不同", 'Tier "gold" differs from Level B'),
    ("tier in products", "未使用产品 会员等级 “gold”", 'does not use Tier "gold"'),
    ("coupon_inserts / db_primaries > 2000",
     "发券峰值写入 7,000 行/秒 ÷ 券库主库数 3 ≈ 2,333.3333 > 2,000",
     "Peak coupon inserts 7,000 rows/s ÷ Coupon database primaries 3 ≈ 2,333.3333 > 2,000"),
    ("7000 > ceil((db_replicas + 1) * 2 - -0.5) * 4 / 2",
     "7,000 > 向上取整((券库从库数 8 + 1) × 2 - (-0.5)) × 4 ÷ 2 = 38",
     "7,000 > rounded up ((Coupon database replicas 8 + 1) × 2 - (-0.5)) × 4 ÷ 2 = 38"),
    ("db_replicas - (db_primaries - 1) == -min(1, db_replicas)",
     "券库从库数 8 - (券库主库数 3 - 1) = 6 ≠ -最小值(1, 券库从库数 8) = -1",
     "Coupon database replicas 8 - (Coupon database primaries 3 - 1) = 6 ≠ -the least of (1, Coupon database replicas 8) = -1"),
    ("db_replicas * 2", "券库从库数 8 × 2 = 16", "Coupon database replicas 8 × 2 = 16"),
    ("multi_az and db_replicas > 1 and multi_az",
     "跨可用区：是，且券库从库数 8 > 1",
     "Across zones: yes, and Coupon database replicas 8 > 1"),
    ('"a" in ["a", "b"]', '“a”属于“a”、“b”', '"a" is one of "a", "b"'),
    ('"x" in regions', "regions不包含 “x”", 'regions does not include "x"'),
    ('"cn" in regions', "regions包含 “cn”", 'regions includes "cn"'),
    ("db_replicas > 2 * 3", "券库从库数 8 > 6", "Coupon database replicas 8 > 6"),
    ("(unnamed - 1) / 2 * (1 + 2) >= 8 / (unnamed * 2)",
     "(unnamed 2 - 1) ÷ 2 × 3 = 1.5 < 8 ÷ (unnamed 2 × 2) = 2",
     "(unnamed 2 - 1) ÷ 2 × 3 = 1.5 < 8 ÷ (unnamed 2 × 2) = 2"),
    ("unnamed + 2 * unnamed - (unnamed + 1) > -1 * unnamed",
     "unnamed 2 + 2 × unnamed 2 - (unnamed 2 + 1) = 3 > -1 × unnamed 2 = -2",
     "unnamed 2 + 2 × unnamed 2 - (unnamed 2 + 1) = 3 > -1 × unnamed 2 = -2"),
    ("-(unnamed * 2) < 0", "-(unnamed 2 × 2) = -4 < 0", "-(unnamed 2 × 2) = -4 < 0"),
    # A name without a title is said as it is.
    ("multi_az and unnamed > 1", "跨可用区：是，且 unnamed 2 > 1", "Across zones: yes, and unnamed 2 > 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zh", "en"), KNOWN)
def test_explains_what_is_known(text: str, zh: str, en: str) -> None:
    assert explain(
        parse(text), {**VALUES, "unnamed": F(2), "regions": frozenset({"cn"})}, VOCABULARY, LABELS
    ) == Bilingual(zh, en)


OPEN = [
    ("coupon_inserts >= 5000", "发券峰值写入（条件：≥ 5,000）", "Peak coupon inserts (condition: ≥ 5,000)"),
    ("5000 <= coupon_inserts", "发券峰值写入（条件：≥ 5,000）", "Peak coupon inserts (condition: ≥ 5,000)"),
    ("not coupon_inserts >= 5000", "发券峰值写入（条件：< 5,000）", "Peak coupon inserts (condition: < 5,000)"),
    ("coupon_inserts > 1 and db_replicas >= 4", "发券峰值写入（条件：> 1）", "Peak coupon inserts (condition: > 1)"),
    ("coupon_inserts > 1 or db_replicas > 9 or tier == 'gold'",
     "发券峰值写入（条件：> 1），或会员等级（条件：为“gold”）",
     'Peak coupon inserts (condition: > 1), or Tier (condition: is "gold")'),
    ("not (coupon_inserts > 1 and (tier == 'gold' or multi_az))",
     "发券峰值写入（条件：≤ 1），或（会员等级（条件：不是“gold”），且跨可用区（条件：否））",
     'Peak coupon inserts (condition: ≤ 1), or (Tier (condition: is not "gold"), and Across zones (condition: no))'),
    ("multi_az", "跨可用区", "Across zones"),
    ("multi_az == true", "跨可用区（条件：是）", "Across zones (condition: yes)"),
    ("multi_az == (db_replicas > 9)", "跨可用区（条件：否）", "Across zones (condition: no)"),
    ("multi_az == (coupon_inserts > 9)",
     "跨可用区、发券峰值写入（条件：两者同时成立或同时不成立）",
     "Across zones, Peak coupon inserts (condition: both hold or neither does)"),
    ("multi_az != (coupon_inserts > 9)",
     "跨可用区、发券峰值写入（条件：恰有一个成立）",
     "Across zones, Peak coupon inserts (condition: exactly one of the two holds)"),
    ("coupon_inserts > db_replicas * 500",
     "发券峰值写入（条件：> 券库从库数 8 × 500 = 4,000）",
     "Peak coupon inserts (condition: > Coupon database replicas 8 × 500 = 4,000)"),
    ("coupon_inserts / db_replicas > 500",
     "发券峰值写入（条件：发券峰值写入 ÷ 券库从库数 8 > 500）",
     "Peak coupon inserts (condition: Peak coupon inserts ÷ Coupon database replicas 8 > 500)"),
    ("coupon_inserts > db_primaries",
     "发券峰值写入、券库主库数（条件：发券峰值写入 > 券库主库数）",
     "Peak coupon inserts, Coupon database primaries (condition: Peak coupon inserts > Coupon database primaries)"),
    ("hit / 2 > db_primaries", "命中率、券库主库数（条件：命中率 ÷ 2 > 券库主库数）",
     "Hit rate, Coupon database primaries (condition: Hit rate ÷ 2 > Coupon database primaries)"),
    ("db_replicas > hit * 2", "命中率（条件：券库从库数 8 > 命中率 × 2）",
     "Hit rate (condition: Coupon database replicas 8 > Hit rate × 2)"),
    ("1 / (db_replicas - 8) > db_replicas", "1 ÷ (券库从库数 8 - 8) > 券库从库数 8（除数为 0）",
     "1 ÷ (Coupon database replicas 8 - 8) > Coupon database replicas 8 (division by zero)"),
    ("(hit > 9) == multi_az", "命中率、跨可用区（条件：两者同时成立或同时不成立）",
     "Hit rate, Across zones (condition: both hold or neither does)"),
    ('level not in ["A"]', "重保等级（条件：不是一级）", "Level (condition: is not A)"),
    ("coupon_inserts / 2", "发券峰值写入", "Peak coupon inserts"),
    ('"udb" in products', "产品（条件：使用产品 数据库）", "Products (condition: uses Database)"),
    ('not "udb" in products', "产品（条件：未使用产品 数据库）", "Products (condition: does not use Database)"),
    ('"udb" not in products', "产品（条件：未使用产品 数据库）", "Products (condition: does not use Database)"),
    ('not "udb" not in products', "产品（条件：使用产品 数据库）", "Products (condition: uses Database)"),
    ('"encore" in waves', "波次（条件：有波次 返场）", "Waves (condition: has the wave Encore)"),
    ('level in ["A", "C"]', "重保等级（条件：属于一级、C）", "Level (condition: one of A, C)"),
    ('level != "A"', "重保等级（条件：不是一级）", "Level (condition: is not A)"),
    ("1 / (db_replicas - 8) > 2",
     "1 ÷ (券库从库数 8 - 8) > 2（除数为 0）",
     "1 ÷ (Coupon database replicas 8 - 8) > 2 (division by zero)"),
    ("1 / (db_replicas - 8)", "1 ÷ (券库从库数 8 - 8)（除数为 0）", "1 ÷ (Coupon database replicas 8 - 8) (division by zero)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zh", "en"), OPEN)
def test_explains_what_is_to_be_confirmed(text: str, zh: str, en: str) -> None:
    words = explain(parse(text), {"db_replicas": F(8), "multi_az": None}, VOCABULARY, LABELS)
    assert words == Bilingual(f"待确认：{zh}", f"to confirm: {en}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (F(0), "0"),
        (F(7), "7"),
        (F(7000), "7,000"),
        (F(-1234567), "-1,234,567"),
        (F("0.7"), "0.7"),
        (F("1234.50"), "1,234.5"),
        (F(2, 3), "0.6667"),
        (F("0.00005"), "0.0001"),
        (F("-0.00005"), "-0.0001"),
        (F("-0.00004"), "0"),
        (F("0.99995"), "1"),
        (F("10.0500"), "10.05"),
    ],
)
def test_number(value: Fraction, text: str) -> None:
    assert number(value) == text


# Properties

# A busy machine is no fault of the code; the one promise about time has its own assertion.
patient = settings(deadline=None)

NUMBERS, BOOLEANS, TEXTUALS = ("n1", "n2", "n3"), ("b1", "b2"), ("t1", "level")
KINDS = dict.fromkeys(NUMBERS, ValueKind.NUMBER) | dict.fromkeys(BOOLEANS, ValueKind.BOOLEAN) | {"t1": ValueKind.TEXT}
WORDS = ("A", "B", "udb")
RANDOM_SCOPE = Scope(KINDS, products=frozenset(WORDS), waves=frozenset(WORDS), levels=frozenset(WORDS))

figures = st.sampled_from(["0", "1", "2", "3", "0.5", "2.25", "10"]).map(num)
quoted = st.sampled_from(WORDS).map(TextNode)


def _pick(choices: tuple[str, ...]) -> st.SearchStrategy[Node]:
    return st.sampled_from(choices).map(Name)


def _numeric(inner: st.SearchStrategy[Node], division: bool) -> st.SearchStrategy[Node]:
    divisor: st.SearchStrategy[Node] = inner if division else st.sampled_from([num("2"), num("0.3")])
    return st.one_of(
        st.builds(Negate, inner),
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*"]), inner, inner),
        st.builds(Arithmetic, st.just("/"), inner, divisor),
        st.builds(lambda f, x: Call(f, (x,)), st.sampled_from(["ceil", "floor", "round"]), inner),
        st.builds(lambda f, x, y: Call(f, (x, y)), st.sampled_from(["min", "max"]), inner, inner),
    )


def _conditions(division: bool) -> st.SearchStrategy[Node]:
    numeric = st.recursive(figures | _pick(NUMBERS), lambda inner: _numeric(inner, division), max_leaves=4)
    textual = quoted | _pick(TEXTUALS)
    equality = st.sampled_from(["==", "!="])
    leaves = st.one_of(
        st.booleans().map(Boolean),
        _pick(BOOLEANS),
        st.builds(Compare, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numeric, numeric),
        st.builds(Compare, equality, textual, textual),
        st.builds(Membership, textual, _pick(("products", "waves")), st.booleans()),
        st.builds(Membership, textual, st.lists(quoted, min_size=1, max_size=3).map(tuple).map(Texts), st.booleans()),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(Not),
            st.builds(Logic, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Compare, equality, inner, inner),
        ),
        max_leaves=6,
    )


conditions = _conditions(division=False)
risky_conditions = _conditions(division=True)
known_values: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {name: st.sampled_from([F(0), F(1), F(-2), F(5, 2), F(3)]) for name in NUMBERS}
    | {name: st.booleans() for name in BOOLEANS}
    | {name: st.sampled_from(WORDS) for name in TEXTUALS}
    | {name: st.frozensets(st.sampled_from(WORDS)) for name in ("products", "waves")}
)
hidden = st.frozensets(st.sampled_from((*NUMBERS, *BOOLEANS, *TEXTUALS, "products", "waves")))


def without(values: Mapping[str, Value], names_left_out: frozenset[str]) -> dict[str, Value | None]:
    return {name: None if name in names_left_out else value for name, value in values.items()}


def written(node: Node, python: bool = False) -> str:
    """The node as text, every operation in brackets: ours, or Python's over `F` and `v` as an independent oracle."""

    def several(nodes: tuple[Node, ...], between: str) -> str:
        return between.join(written(inner, python) for inner in nodes)

    match node:
        case Number(value):
            decimal = str(float(value)).removesuffix(".0")
            return f"F('{decimal}')" if python else decimal
        case TextNode(value):
            return f'"{value}"'
        case Boolean(value):
            return str(value) if python else str(value).lower()
        case Texts(items):
            return f"[{several(items, ', ')}]"
        case Name(name):
            return f"v['{name}']" if python else name
        case Not(operand):
            return f"(not {written(operand, python)})"
        case Negate(operand):
            return f"(-{written(operand, python)})"
        case Logic(op, operands):
            return f"({several(operands, f' {op} ')})"
        case Compare(op, left, right) | Arithmetic(op, left, right):
            return f"({written(left, python)} {op} {written(right, python)})"
        case Membership(element, container, negated):
            return f"({written(element, python)} {'not in' if negated else 'in'} {written(container, python)})"
        case Call(function, arguments):
            return f"{function}({several(arguments, ', ')})"
    raise AssertionError(node)


ORACLE = {
    "F": F, "ceil": math.ceil, "floor": math.floor, "min": min, "max": max,
    "round": lambda value: math.floor(value + F(1, 2)),
}  # fmt: skip


def read(text: str) -> Node | str:
    """The node, or the message that there is none."""
    try:
        return parse(text)
    except ExpressionError as error:
        return error.fault.message.en


@patient
@given(risky_conditions)
def test_what_is_written_is_read_back(node: Node) -> None:
    text = written(node)
    assume(len(text) <= 500)
    assert read(text) in (node, DEEP)


@patient
@given(conditions, known_values)
def test_two_valued_results_equal_pythons(node: Node, values: dict[str, Value]) -> None:
    assert evaluate(node, values) is eval(written(node, python=True), {**ORACLE, "v": values})


@patient
@given(risky_conditions, known_values, hidden, hidden)
def test_an_answer_never_contradicts_what_was_known(
    node: Node, values: dict[str, Value], left_out: frozenset[str], more: frozenset[str]
) -> None:
    before = evaluate(node, without(values, left_out | more))
    if before is not None:
        assert evaluate(node, without(values, left_out)) is before
        assert unknown(node, without(values, left_out)) == ()


@patient
@given(conditions, known_values, hidden)
def test_unknown_is_all_that_is_missing_and_nothing_else(
    node: Node, values: dict[str, Value], left_out: frozenset[str]
) -> None:
    partial = without(values, left_out)
    asked = unknown(node, partial)
    assert bool(asked) is (evaluate(node, partial) is None)
    assert sorted(asked) == sorted(set(asked) & left_out & names(node))
    assert evaluate(node, without(values, left_out - set(asked))) is not None
    if asked:  # answering everything else decides nothing
        assert evaluate(node, without(values, frozenset(asked))) is None


@patient
@given(risky_conditions, known_values, hidden)
def test_every_condition_can_be_explained(node: Node, values: dict[str, Value], left_out: frozenset[str]) -> None:
    partial = without(values, left_out)
    words = explain(node, partial, VOCABULARY, LABELS)
    is_open = evaluate(node, partial) is None
    assert words.zh.startswith("待确认：") is is_open
    assert words.en.startswith("to confirm: ") is is_open
    for text in words:
        assert text.count("(") == text.count(")")
        assert not re.search("None|True|False|Fraction|frozenset", text)
        assert text.removeprefix("待确认：").removeprefix("to confirm: ").strip()
    for name in unknown(node, partial):
        assert (VOCABULARY[name].title.en if name in VOCABULARY else name) in words.en


any_node: st.SearchStrategy[Node] = st.recursive(
    st.one_of(figures, quoted, st.booleans().map(Boolean), _pick((*NUMBERS, *BOOLEANS, *TEXTUALS, "products"))),
    lambda inner: st.one_of(
        _numeric(inner, division=True),
        inner.map(Not),
        st.builds(lambda x, y: Logic("or", (x, y)), inner, inner),
        st.builds(Compare, st.sampled_from(["<", "==", "!="]), inner, inner),
        st.builds(Membership, inner, inner, st.booleans()),
    ),
    max_leaves=5,
)
TYPES = {ValueKind.NUMBER: Fraction, ValueKind.TEXT: str, ValueKind.BOOLEAN: bool, ValueKind.TEXTS: frozenset}


@patient
@given(any_node, known_values, hidden)
def test_what_passes_the_check_evaluates_to_the_kind_wanted(
    node: Node, values: dict[str, Value], left_out: frozenset[str]
) -> None:
    text = written(node)
    fits = [kind for kind in ValueKind if not faults(text, RANDOM_SCOPE, kind)]
    assert len(fits) <= 1
    if fits:
        result = evaluate(node, without(values, left_out))
        assert result is None or isinstance(result, TYPES[fits[0]])


@patient
@given(conditions)
def test_a_well_kinded_condition_passes_the_check(node: Node) -> None:
    text = written(node)
    assume(len(text) <= 500)
    assert [fault for fault in faults(text, RANDOM_SCOPE, ValueKind.BOOLEAN) if fault.message.en != DEEP] == []


soup = st.lists(
    st.sampled_from(
        [*"()[],+-*/<>=!'\".%&|\\ \n\t\0峰（“😀", "and ", "or ", "not ", "in ", "n1", "products", "true", "ceil(", "max(",
         '"udb"', "0.5", "12", "1e5", "==", ">=", "lambda ", "if ", "f'", "b1 ", "not in ", "['A']", "None"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@patient
@given(st.one_of(st.text(max_size=520), soup, st.characters(exclude_categories=[])))
@example("'" * 499)
@example("-" * 500)
@example("a<" * 250)
@example("not x==(" * 62)
@example("f(" * 250)
@example("a and " * 83)
@example("a" + "\ud800")
@example('"\\')
@example("b'\\xff' + rb''")
@example("0" * 31 + "." * 400)
def test_any_text_ends_in_a_node_or_a_fault_inside_the_text(text: str) -> None:
    started = time.perf_counter()
    found = faults(text, RANDOM_SCOPE, ValueKind.BOOLEAN)
    assert time.perf_counter() - started < 2
    for fault in found:
        assert 0 <= fault.offset <= fault.offset + fault.length <= len(text)
        assert "\n" not in fault.message.en
        fault.message.en.encode()  # a message is always printable, whatever the text
    node = read(text)
    if isinstance(node, str):
        assert [fault.message.en for fault in found] == [node]
    elif not found:
        assert evaluate(node, {}) in (True, False, None)
        assert explain(node, {}, {}).en


def test_a_long_text_is_refused_before_it_is_looked_at() -> None:
    started = time.perf_counter()
    with pytest.raises(ExpressionError, match="10000000 characters"):
        parse("(" * 10_000_000)
    assert time.perf_counter() - started < 1
