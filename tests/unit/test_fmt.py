"""Formatting: what a file says, its comments and the order of its names stay; everything else has one form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.edit.fmt import Unusual, comments, formatted
from generator.edit.operations import same
from generator.library import kind_of
from generator.model import KINDS
from generator.source import Source, read

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = [
    (path.relative_to(root).as_posix(), path.read_text("utf-8"))
    for root in (ROOT, ROOT / "tests" / "cases" / "_tree")
    for path in sorted((root / "playbooks").rglob("*.yaml"))
]


def sound(text: str, file: str = "a.yaml") -> Source | None:
    source, faults = read(text.encode("utf-8"), file)
    return None if faults else source


def fmt(text: str, model: type[BaseModel] | None = None) -> str:
    source = sound(text)
    assert source is not None
    once = formatted(source, model)
    again = sound(once)
    assert again is not None
    assert formatted(again, model) == once, "once is enough"
    return once


CASES = {
    "nothing": ("a: 1\n", "a: 1\n"),
    "the end": ("a: 1\n\n\n", "a: 1\n"),
    "no end": ("a: 1", "a: 1\n"),
    "blank lines": ("a: 1\n\n\n\nb: 2\n", "a: 1\n\nb: 2\n"),
    "blanks behind": ("a: 1   \nb:   \n  - 2  \n", "a: 1\nb:\n  - 2\n"),
    "margin": ("a:\n    b:\n          c: 1\n", "a:\n  b:\n    c: 1\n"),
    "list margin": ("a:\n- 1\n-   b: 2\n    c: 3\n", "a:\n  - 1\n  - b: 2\n    c: 3\n"),
    "list in list": ("a:\n  -   - 1\n      - 2\n", "a:\n  - - 1\n    - 2\n"),
    "dash alone": ("a:\n  -\n    b: 1\n    c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
    "value below its key": ("a:\n  words of\n  some length\n", "a: words of\n  some length\n"),
    "braces": ("a: { b : 1,c: [ 2,3 ] }\n", "a: {b: 1, c: [2, 3]}\n"),
    "short braces on lines": ("a: {\n  b: 1,\n  c: 2,\n}\n", "a: {b: 1, c: 2}\n"),
    "braces with a comment": ("a: {\n  b: 1,  # one\n  c: 2}\n", "a: {\n  b: 1,  # one\n  c: 2}\n"),
    "braces moved": ("a:\n    b: {\n      c: 1 # x\n    }\n", "a:\n  b: {\n    c: 1 # x\n  }\n"),
    "literal": ("a:\n    b: |\n        x\n          y\n\n        z  \n    c: 1\n", "a:\n  b: |\n    x\n      y\n\n    z  \n  c: 1\n"),
    "folded, kept end": ("a: >+\n    x\n\nb: 1\n", "a: >+\n  x\n\nb: 1\n"),
    "literal with a margin of its own": ("a:\n    b: |2\n         x\n        y\n", "a:\n  b: |2\n       x\n      y\n"),
    "text on lines": ('a:\n    b: "one\n      two\n\n      three"\n', 'a:\n  b: "one\n    two\n\n    three"\n'),
    "words in quotes": ("a: \"b\"\n'c': 'd, e'\n\"f\": \"true\"\n", 'a: b\nc: "d, e"\nf: "true"\n'),
    "figures in quotes": ("a: \"2026.2\"\nb: '2026.2'\nc: \"x y\"\n", 'a: "2026.2"\nb: "2026.2"\nc: "x y"\n'),
    "quotes that are needed": ("a: 'it''s'\nb: '\"'\nc: '\\'\n", "a: 'it''s'\nb: '\"'\nc: '\\'\n"),
    "label": ("title:\n  zh: 券库\n  en: Coupons\n", "title: {zh: 券库, en: Coupons}\n"),
    "label with a comma": ("title:\n  zh: 券库\n  en: Coupons, all\n", "title:\n  zh: 券库\n  en: Coupons, all\n"),
    "label with a comment": ("title:\n  zh: 券库  # x\n", "title:\n  zh: 券库  # x\n"),
    "text stays in two lines": ("why:\n  zh: 券库\n  en: Coupons\n", "why:\n  zh: 券库\n  en: Coupons\n"),
    "long label": (f"a: {{zh: {'券' * 80}, en: {'c' * 80}}}\n", f"a:\n  zh: {'券' * 80}\n  en: {'c' * 80}\n"),
    "comments": (
        "# top\n\n# of a\na: # beside a\n      # of b\n      b: 1 # beside b\n      # inside a\n# of c\nc: 2\n# end\n",
        "# top\n\n# of a\na: # beside a\n  # of b\n  b: 1 # beside b\n  # inside a\n# of c\nc: 2\n# end\n",
    ),
    "comment beside a dash": ("a:\n- # one\n  b: 1\n", "a:\n  # one\n  - b: 1\n"),
    "comment above a value": ("a:\n    # why\n    x\n", "a:\n  # why\n  x\n"),
    "comment after a text": ("a: |\n  x\n# c\nb: 1\n", "a: |\n  x\n# c\nb: 1\n"),
    "document marks": ("---\na: 1\n...\n", "---\na: 1\n...\n"),
    "empty": ("", ""),
    "comments alone": ("# a  \n\n# b\n\n", "# a\n\n# b\n"),
    "empty values": ("a:\nb: {}\nc: []\nd: ''\n", 'a:\nb: {}\nc: []\nd: ""\n'),
    "no value, a comment": ("a:  # later\nb: 1\n", "a:  # later\nb: 1\n"),
    "windows": ("a: 1\r\nb:\r\n    c: |\r\n      x\r\n", "a: 1\r\nb:\r\n  c: |\r\n    x\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_file_has_one_form(name: str) -> None:
    before, after = CASES[name]
    assert fmt(before) == after


ITEM = """\
# yaml-language-server: $schema=x
attention:
  # the first
  - title: {en: One, zh: 一}
    # due is the customer's
    due: T-45    # agreed

    owner: architect
    unknown: 1
    step: prepare
    id: ECP-A01
    retirement: no

  # gone
  - retired: {because: x, on: 2026-09-01}
    id: ECP-A02
facts:
  second: {type: number, ask: b}
  first: {ask: a, type: number}
edition: "2026.2"
title: x
"""
ORDERED = """\
# yaml-language-server: $schema=x
title: x
edition: "2026.2"
facts:
  second: {ask: b, type: number}
  first: {ask: a, type: number}
attention:
  # the first
  - id: ECP-A01
    retirement: no
    title: {zh: 一, en: One}
    step: prepare

    owner: architect
    unknown: 1
    # due is the customer's
    due: T-45    # agreed

  # gone
  - id: ECP-A02
    retired: {on: 2026-09-01, because: x}
"""


def test_known_keys_stand_in_the_formats_order_with_their_comments() -> None:
    assert fmt(ITEM, KINDS["playbook"]) == ORDERED


def test_an_entry_that_becomes_the_first_of_a_list_entry_takes_its_comment_above_the_dash() -> None:
    before = "plans:\n  - title: x\n    # the number\n    id: ECP-P01\n"
    assert fmt(before, KINDS["playbook"]) == "plans:\n  # the number\n  - id: ECP-P01\n    title: x\n"


@pytest.mark.parametrize(("file", "text"), SAMPLES, ids=[file for file, _ in SAMPLES])
def test_the_samples_mean_the_same_formatted(file: str, text: str) -> None:
    kind = kind_of(file)
    assert kind is not None
    model = KINDS[kind]
    before, after = sound(text), sound(fmt(text, model))
    assert before is not None
    assert after is not None
    assert same(before.data, after.data)
    assert model.model_validate(before.data) == model.model_validate(after.data)
    assert len(comments(before)) == len(comments(after))


# Whatever the layout


def shaken(text: str, chance: random.Random) -> str:
    """The same file in another's hand: margins doubled, blank lines, comments anywhere, blanks behind lines."""
    lines = text.split("\n")
    widen = chance.choice([1, 1, 2, 3])
    out = []
    for line in lines:
        margin = len(line) - len(line.lstrip(" "))
        if chance.random() < 0.03:
            out.append("")
        if chance.random() < 0.05:
            out.append(
                f"{' ' * chance.choice([0, margin, margin * widen, 3])}# {chance.choice(['note', '- x', 'a: b', '说明'])} {chance.random()}"
            )
        out.append(f"{' ' * margin * (widen - 1)}{line}{' ' * chance.choice([0, 0, 0, 2])}")
    return "\n".join(out)


def swapped(text: str, chance: random.Random) -> str:
    """Two neighbouring lines exchanged, often at the price of the meaning: what still reads is another file."""
    lines = text.split("\n")
    at = chance.randrange(len(lines) - 1)
    lines[at : at + 2] = reversed(lines[at : at + 2])
    return "\n".join(lines)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, len(SAMPLES) - 1))
def test_any_hand_becomes_one(seed: int, number: int) -> None:
    chance = random.Random(seed)
    file, text = SAMPLES[number]
    lines = text.split("\n")
    if len(lines) > 120:
        # A part of a long file is quicker and as good: from one top key to some line behind it.
        begin = chance.choice([n for n, line in enumerate(lines) if line[:1].isalpha()])
        text = "\n".join(lines[begin : begin + chance.randint(20, 120)])
    for _ in range(chance.randint(0, 4)):
        text = swapped(text, chance)
    kind = kind_of(file)
    before = sound(shaken(text, chance), file)
    if before is None or kind is None:
        return
    new = formatted(before, KINDS[kind])
    after = sound(new, file)
    assert after is not None
    assert same(before.data, after.data)
    assert sorted(comments(before)) == sorted(comments(after))
    assert formatted(after, KINDS[kind]) == new
    assert "\n\n\n" not in new or any(sign in text for sign in "|>")
    assert new.endswith("\n")


KEYS = st.sampled_from(["a", "b", "zh", "en", "title", "x y", "'q'", '"r"'])
SCALARS = st.sampled_from(
    [
        "1",
        "word",
        "'it''s'",
        '"a: b"',
        "two words",
        "~",
        "券库，一",
        "T-45",
        "|\n  x\n\n   y",
        ">-\n  x\n  y",
        "|+\n  x\n\n",
        "''",
    ]
)
NOTE = st.sampled_from(["", "", "", " # c", "   # d: - e"])


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """The lines of a block collection in any hand."""
    listed, lines = draw(st.booleans()), []
    for key in draw(st.lists(KEYS, min_size=1, max_size=4, unique_by=lambda key: key.strip("'\""))):
        lines += draw(st.sampled_from([[], [], [""], ["", ""], ["# own"], ["", "# apart", ""]]))
        head = "-" if listed else f"{key}:"
        if depth < 3 and draw(st.booleans()):
            inner = draw(blocks(depth=depth + 1))
            margin = " " * draw(st.integers(1 if not listed else 2, 5))
            lines.append(head + draw(NOTE))
            lines += [f"{margin}{line}" if line else "" for line in inner]
        elif draw(st.booleans()):
            first, *rest = draw(SCALARS).split("\n")
            lines += [f"{head} {first}{draw(NOTE) if first[0] not in '|>' else ''}", *rest]
        else:
            lines.append(
                f"{head} {draw(st.sampled_from(['{a: 1,b: [x ,y]}', '[ 1,2 ]', '{ zh: 一, en: one }', '[]']))}{draw(NOTE)}"
            )
    return lines


@settings(max_examples=300, deadline=None)
@given(blocks())
def test_any_layout_becomes_one(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    before = sound(text)
    if before is None:
        return
    new = formatted(before, None)
    after = sound(new)
    assert after is not None
    assert same(before.data, after.data)
    assert sorted(comments(before)) == sorted(comments(after))
    assert formatted(after, None) == new


BLANKS = st.sampled_from(["", "", " ", "  ", "   ", "      "])
TEXT_LINES = st.lists(
    st.one_of(BLANKS, st.sampled_from(["  x", "   y", "  - z", "  # no comment", "      far"])), max_size=6
)


@st.composite
def block_texts(draw: st.DrawFn) -> str:
    """A file around a ``|`` or ``>`` text in any hand, of blank lines alone too, with more behind it or nothing."""
    before = draw(st.sampled_from(["a: ", "a:\n  b: ", "a:\n- ", "a:\n  - ", "a:\n    b:\n      - "]))
    header = draw(st.sampled_from("|>")) + draw(st.sampled_from(["", "+", "-", "2", "+2", "2-"])) + draw(NOTE)
    margin = " " * draw(st.integers(0, 8))
    lines = [f"{margin}{line}" if line.strip() else line for line in draw(TEXT_LINES)]
    behind = draw(
        st.sampled_from(["", "", "z: 1\n", "# c\nz: 1\n", "\nz: 1\n", "  # inside\n", "# end", "z: |+\n\n\n"])
    )
    return before + header + "".join(f"\n{line}" for line in lines) + draw(st.sampled_from(["\n", "\n", ""])) + behind


@settings(max_examples=1000, deadline=None)
@given(block_texts())
@example("a: |+\n   \n\n  # inside\n")
@example("a:\n  - >+\n    \n\nb: 1\n")
@example("a: |\n      \n")
def test_a_text_of_several_lines_settles_at_once(text: str) -> None:
    before = sound(text)
    if before is None:
        return
    try:
        new = formatted(before, None)
    except Unusual:
        return
    after = sound(new)
    assert after is not None
    assert same(before.data, after.data)
    assert formatted(after, None) == new
