"""Reading one file: values of YAML 1.2, positions in code points, and faults that never become exceptions."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from _ruamel_yaml import CParser
from hypothesis import example, given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Position
from generator.limits import DEEPEST, LARGEST
from generator.source import Path, Source, read

FILE = "playbooks/x.yaml"


def sound(text: str) -> Source:
    source, faults = read(text.encode(), FILE)
    assert source is not None
    assert faults == []
    return source


def faults(content: bytes | str) -> list[tuple[str, int, int]]:
    _, found = read(content.encode() if isinstance(content, str) else content, FILE)
    return [(fault.code, fault.at.line, fault.at.column) for fault in found]


def where(at: Position) -> tuple[int, int]:
    assert at.file == FILE
    return at.line, at.column


def test_libyaml_is_the_parser() -> None:
    assert CParser.__module__.endswith("_ruamel_yaml")
    assert faults("a: {b: T20:00}\n") == [("quote-in-flow", 1, 8)], (
        "the pure parser would take an unquoted colon in flow style"
    )


SCALARS: list[tuple[str, Any]] = [
    ("12:30", "12:30"),
    ("010", 10),
    ("0o10", 8),
    ("0x1F", 31),
    ("+7", 7),
    ("-7", -7),
    ("7_000", "7_000"),
    ("7,000", "7,000"),
    ("0.70", Decimal("0.70")),
    ("1e3", Decimal("1e3")),
    (".5", Decimal("0.5")),
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("off", "off"),
    ("y", "y"),
    ("true", True),
    ("False", False),
    ("tRue", "tRue"),
    ("null", None),
    ("~", None),
    ("", None),
    ("2026-11-10", "2026-11-10"),
    ("2026-11-10T20:00+08:00", "2026-11-10T20:00+08:00"),
    ('"8"', "8"),
    ("'true'", "true"),
    ("１２", "１２"),
    ("1" * 31, "1" * 31),
    ("<5 ms", "<5 ms"),
    ("=", "="),
]


@pytest.mark.parametrize(("written", "meant"), SCALARS)
def test_a_plain_scalar_means_what_yaml_1_2_says(written: str, meant: Any) -> None:
    found = sound(f"key: {written}\n").data["key"]
    assert found == meant
    assert type(found) is type(meant)


def test_infinity_and_not_a_number_are_no_floats() -> None:
    found = sound("a: .inf\nb: -.inf\nc: .nan\n").data
    assert (found["a"], found["b"]) == (Decimal("Infinity"), Decimal("-Infinity"))
    assert found["c"].is_nan()


def test_keys_are_text_whatever_they_look_like() -> None:
    assert sound("1: a\ntrue: b\n0x1: c\n").data == {"1": "a", "true": "b", "0x1": "c"}


TEXT = """\
# 注释
客户: {zh: 示例生鲜, en: Example Fresh}
rocket: 🚀 起飞
items:
  - id: 𠮷野
    owner: 架构师
  - - 一
    - "二"
folded: >-
  三
  四
"""
PLACES: list[tuple[Path, tuple[int, int], tuple[int, int]]] = [
    # path, where its key stands, where its value stands
    (("客户",), (2, 1), (2, 5)),
    (("客户", "zh"), (2, 6), (2, 10)),
    (("客户", "en"), (2, 16), (2, 20)),
    (("rocket",), (3, 1), (3, 9)),
    (("items",), (4, 1), (5, 3)),
    (("items", 0), (5, 3), (5, 5)),
    (("items", 0, "id"), (5, 5), (5, 9)),
    (("items", 0, "owner"), (6, 5), (6, 12)),
    (("items", 1, 1), (7, 5), (8, 7)),
    (("folded",), (9, 1), (9, 9)),
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("path", "key", "value"), PLACES)
def test_positions_count_code_points(path: Path, key: tuple[int, int], value: tuple[int, int], line_end: str) -> None:
    source = sound(TEXT.replace("\n", line_end))
    assert where(source.value_at(path)) == value
    assert where(source.key_at(path)) == key


def test_a_line_ends_at_a_newline_alone() -> None:
    # libyaml, and editors of the web, break lines at these three as well.
    source = sound("# 一\u2028# 二\u2029a: 三\u0085b: 四\nc: 五\n")
    assert [where(source.key_at((key,))) for key in "abc"] == [(1, 9), (1, 14), (2, 1)]


def test_a_place_the_file_lacks_is_its_nearest_ancestor() -> None:
    source = sound("a:\n  b: {c: 1}\n")
    assert where(source.value_at(("a", "b", "x", "y"))) == (2, 6)
    assert where(source.first_key_at(("a",))) == (2, 3)
    assert where(source.first_key_at(("a", "b"))) == (2, 7)
    assert where(sound("a: {}\n").first_key_at(("a",))) == (1, 4)


def test_a_column_inside_a_value_is_told_only_where_it_is_plain_on_one_line() -> None:
    text = 'plain: 券 >= "5000"\nquoted: "券 >= 5000"\nfolded: >-\n  券 >= 5000\nbroken: 券 >=\n  5000\n'
    source = sound(text)
    assert where(source.inside(("plain",), 5)) == (1, 13)
    assert where(source.inside(("quoted",), 5)) == (2, 9)
    assert where(source.inside(("folded",), 5)) == (3, 9)
    assert where(source.inside(("broken",), 5)) == (5, 9)


def test_what_is_left_out_moves_no_position() -> None:
    source = sound("a: 1\nb:\n  - x\n  - y\n  - z: 1\n    w: 2\nc: 3\n")
    rest = source.without(frozenset({("a",), ("b", 0), ("b", 2, "z")}))
    assert rest.data == {"b": ["y", {"w": 2}], "c": 3}
    assert where(rest.value_at(("b", 0))) == (4, 5)
    assert where(rest.first_key_at(("b", 1))) == (6, 5)
    assert where(rest.key_at(("c",))) == (7, 1)
    assert source.data["a"] == 1, "the source itself is unchanged"


FAULTS: list[tuple[str, bytes | str, list[tuple[str, int, int]]]] = [
    ("gbk", "a: 中文".encode("gbk"), [("encoding", 1, 4)]),
    ("utf-8 then latin", "中: 文\nb: caf".encode() + b"\xe9", [("encoding", 2, 7)]),
    ("utf-16", "a: 1".encode("utf-16"), [("encoding", 1, 1)]),
    ("bom", b"\xef\xbb\xbfa: 1", [("encoding", 1, 1)]),
    ("nul", "a: 中\x00", [("encoding", 1, 5)]),
    ("too large", b"a" * (LARGEST + 1), [("too-large", 1, 1)]),
    ("colon", "a: 1\nen: Validate backups: run one\n", [("quoted-colon", 2, 5)]),
    ("bracket left open", "a: [1, 2\nb: 1\n", [("yaml-syntax", 1, 4)]),
    ("quote", 'a: 1\nb: "二\n', [("yaml-syntax", 2, 4)]),
    ("too deep", "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), [("yaml-syntax", 1, DEEPEST + 1)]),
    ("ten thousand deep", "[" * 10_000, [("yaml-syntax", 1, DEEPEST + 1)]),
    ("duplicate", "a: 1\nb: {键: 1, 键: 2}\na: 3\n", [("duplicate-key", 2, 11), ("duplicate-key", 3, 1)]),
    ("thrice", "a: 1\na: 2\na: 3\n", [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]),
    ("anchor and alias", "a: &x 1\nb: *x\n", [("forbidden-yaml", 1, 4), ("forbidden-yaml", 2, 4)]),
    ("tag", "a: !!int 1\n", [("forbidden-yaml", 1, 4)]),
    ("merge", "a: {b: 1}\nc:\n  <<: {b: 2}\n", [("forbidden-yaml", 3, 3)]),
    ("tab", "a: 一\t# 注\n", [("forbidden-yaml", 1, 5)]),
    ("tab as indentation", "a:\n\tb: 1\n", [("forbidden-yaml", 2, 1)]),
    ("documents", "a: 1\n---\nb: 1\n", [("forbidden-yaml", 2, 1)]),
    ("directive", "%YAML 1.2\n---\na: 1\n", [("forbidden-yaml", 1, 1)]),
    ("question mark in braces", "a: {?foo: bar, b: why}\n", [("forbidden-yaml", 1, 5)]),
    ("question mark in brackets", "a: [b, ?x]\n", [("forbidden-yaml", 1, 8)]),
    ("question mark and a blank", "a: {b: 1, ? c}\n", [("forbidden-yaml", 1, 11)]),
    ("explicit key", "a: why?\n# who?\n? b\n: 1\n", [("forbidden-yaml", 3, 1)]),
    ("explicit key in a list", "a:\n- ? b\n", [("forbidden-yaml", 2, 3)]),
    ("explicit block key", "? |\n  b?\n: 1\n", [("forbidden-yaml", 1, 1)]),
    ("complex key", "? [a]\n: 1\nb: 2\n", [("forbidden-yaml", 1, 3)]),
    ("time in flow", 'a: {b: "x", c: 20:00}\n', [("quote-in-flow", 1, 16)]),
    (
        "alias bomb",
        "a: &a [x]\nb: &b [*a, *a]\n",
        [("forbidden-yaml", 1, 4), ("forbidden-yaml", 2, 4), ("forbidden-yaml", 2, 8), ("forbidden-yaml", 2, 12)],
    ),
    (
        "several kinds",
        "a: &x 1\na: 2\nb: [1\n",
        [("forbidden-yaml", 1, 4), ("duplicate-key", 2, 1), ("yaml-syntax", 3, 4)],
    ),
]


@pytest.mark.parametrize(("content", "expected"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_of_yaml_is_told_where_it_stands(content: bytes | str, expected: list[tuple[str, int, int]]) -> None:
    assert faults(content) == expected


def test_the_first_of_two_keys_stays_and_is_named() -> None:
    source, (fault,) = read(b"a: 1\nb: 2\na: 3\n", FILE)
    assert source is not None
    assert source.data == {"a": 1, "b": 2}
    assert fault.related == (Position(FILE, 1, 1),)


def in_file(found: Diagnostic, content: bytes) -> bool:
    """Whether a diagnostic points into the file, its end included."""
    lines = content.decode("utf-8", "replace").split("\n")
    return 1 <= found.at.line <= len(lines) and 1 <= found.at.column <= len(lines[found.at.line - 1]) + 1


YAML_SIGNS = st.text(alphabet="ab:- \n\t[]{},#&*!|>'\"%@`?\\~<.0一🚀\r\u0085\u2028\x07")


@given(st.one_of(st.binary(max_size=200), YAML_SIGNS.map(str.encode), st.text(max_size=100).map(str.encode)))
@example(b"")
@example(b"\xff\xfe")
@example(b"- a\n- b: [c\r\n")
@example("\u0085: 1\n\u0085: 2".encode())
@example(b"a: b\n...\nc")
def test_any_bytes_are_read_or_blamed_inside_the_file(content: bytes) -> None:
    source, found = read(content, FILE)
    assert source is not None or found
    assert all(in_file(fault, content) for fault in found)


@given(
    st.recursive(
        st.integers(-(10**9), 10**9) | st.text("abc 一", min_size=1).map(str.strip).filter(bool),
        lambda inner: st.lists(inner, min_size=1) | st.dictionaries(st.sampled_from("pqrs"), inner, min_size=1),
    )
)
def test_every_value_stands_where_its_mark_says(data: Any) -> None:
    source = sound(json.dumps({"top": data}, ensure_ascii=False, indent=1))
    assert source.data == {"top": data}

    def walk(value: Any, path: Path) -> None:
        line, column = where(source.value_at(path))
        written = source.text.split("\n")[line - 1][column - 1 :]
        start = json.dumps(value, ensure_ascii=False)[: 1 if isinstance(value, dict | list) else None]
        assert written.startswith(start)
        for key, part in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            walk(part, (*path, key))

    walk(data, ("top",))


@pytest.mark.parametrize(
    "text",
    [
        "a: why?\nb: 1\n", "a: why? # who?\n# ? what\nb: 1\n", "a: |\n  why?\n\nb: 1\n", 'a: {x: "w?", "?y": z}\nb: 1\n',
        "a:\n  - why?\n  - b: what?\n    c: 1\nd: 2\n", "a: ?b\nc: [x, 'y?']\n?d: 1\n", "a: why\n  not?\nb: 1\n",
    ],
)  # fmt: skip
def test_a_question_mark_in_a_text_or_comment_is_no_key(text: str) -> None:
    assert read(text.encode(), "x.yaml")[1] == []
