"""Edits of a text: what is meant is read back, and nothing else moves. The texts come in every style that people write."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.edit import Edit, Insert, Refused, Remove, Rename, Set, edit
from generator.edit.operations import Words, applied, same
from generator.source import Path, Source, read

FILE = "playbooks/engagements/x.yaml"
COMMENT = re.compile(r"# c\d+")


def sound(text: str) -> Source:
    source, faults = read(text.encode(), FILE)
    assert source is not None
    assert faults == [], text
    return source


class Author:
    """Writes random YAML by hand: blocks, braces, comments, blank lines, quotes, folded texts. Remembers where each entry stands."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.lines: list[str] = []
        self.entries: dict[Path, tuple[int, int]] = {}
        self.comments = 0

    def text(self) -> str:
        self.lines.append("# yaml-language-server: $schema=x")
        self._mapping((), 0, 3)
        ending = self.dice.choice(["\n", "\n", "\r\n"])
        text = ending.join(self.lines)
        # Below a folded text even the break of the last line is content.
        return text + (ending if "|" in text or ">" in text or self.dice.random() < 0.9 else "")

    def _comment(self, chance: float) -> str:
        if self.dice.random() > chance:
            return ""
        self.comments += 1
        return f"# c{self.comments}" + self.dice.choice(["", " - 注, [a: b]", " {x}"])

    def _behind(self) -> str:
        comment = self._comment(0.3)
        return f"  {comment}" if comment else ""

    def _between(self, indent: int) -> None:
        if self.dice.random() < 0.2:
            self.lines.append("")
        if comment := self._comment(0.2):
            self.lines.append(" " * indent + comment)

    def _keys(self) -> list[str]:
        return self.dice.sample(
            ["ECP-A01", "X01", "status", "move", "note", "b c", "券", "a:b", "7"], self.dice.randint(1, 4)
        )

    def _key(self, key: str, flow: bool = False) -> str:
        quoted = [f'"{key}"', f"'{key}'"]
        return self.dice.choice(quoted if flow and ":" in key else [key, key, *quoted])

    def _scalar(self, flow: bool) -> str:
        quoted = ['"二: \\"x\\" # y"', "'it''s, [so]'", '""', '"7"', '"https://example.com/a?b"']
        plain = ["done", "2026-09-01", "7", "0.70", "true", "示例乙", "T-40", "a#b", "🚀 起飞"]
        return self.dice.choice(quoted + plain + ([] if flow else ["<5 ms, or [so]", "12:30", "a 'b' {c}"]))

    def _flow(self, path: Path, depth: int) -> str:
        kind = self.dice.random()
        if depth == 0 or kind < 0.5:
            return self._scalar(True)
        if kind < 0.8:
            keys = self._keys()
            parts = [f"{self._key(key, True)}: {self._flow((*path, key), depth - 1)}" for key in keys]
            self._remember(path, keys)
            return "{" + ", ".join(parts) + self.dice.choice(["}", " }", ",}"])
        count = self.dice.randint(0, 3)
        parts = [self._flow((*path, n), depth - 1) for n in range(count)]
        self._remember(path, list(range(count)))
        return "[" + ", ".join(parts) + self.dice.choice(["]", " ]", ", ]" if count else "]"])

    def _remember(self, path: Path, keys: list[Any]) -> None:
        """Entries inside braces on one line: the line is the one about to be written."""
        for key in keys:
            self.entries[(*path, key)] = (len(self.lines), len(self.lines))

    def _mapping(self, path: Path, indent: int, depth: int) -> None:
        for key in self._keys():
            self._between(indent)
            begin = len(self.lines)
            self._value(f"{' ' * indent}{self._key(key)}:", (*path, key), indent, depth)
            self.entries[(*path, key)] = (begin, len(self.lines) - 1)

    def _list(self, path: Path, indent: int, depth: int) -> None:
        for n in range(self.dice.randint(1, 3)):
            self._between(indent)
            begin = len(self.lines)
            self._value(f"{' ' * indent}-", (*path, n), indent, 0 if depth == 0 else depth, dash=True)
            self.entries[(*path, n)] = (begin, len(self.lines) - 1)

    def _value(self, head: str, path: Path, indent: int, depth: int, dash: bool = False) -> None:
        kind = self.dice.random()
        if depth == 0 or kind < 0.3:
            self.lines.append(f"{head} {self._scalar(False)}{self._behind()}")
        elif kind < 0.4:
            self._folded(head, indent)
        elif kind < 0.6:
            self.lines.append(f"{head} {self._flow(path, depth)}{self._behind()}")
        elif kind < 0.7:
            self._braces(head, path, indent, depth)
        elif dash:
            first = len(self.lines)
            self._mapping(path, indent + 2, depth - 1)
            self._join(first, head, indent + 2)
        else:
            self.lines.append(head + self._behind())
            below = self._mapping if self.dice.random() < 0.7 else self._list
            below(path, indent + self.dice.choice([2, 2, 4]), depth - 1)

    def _join(self, first: int, head: str, indent: int) -> None:
        """The dash and the first key below it, on one line where that line is a key."""
        if self.lines[first].strip() and not self.lines[first].lstrip().startswith("#"):
            self.lines[first] = f"{head} {self.lines[first].lstrip()}"
        else:
            self.lines.insert(first, head)
            moved = {p: (a + (a >= first), b + (b >= first)) for p, (a, b) in self.entries.items()}
            self.entries.update(moved)

    def _folded(self, head: str, indent: int) -> None:
        sign = self.dice.choice(["|", ">", "|-", ">-"])
        comment = self._comment(0.3)
        self.lines.append(f"{head} {sign}{' ' if comment else ''}{comment}")
        self.lines += [f"{' ' * (indent + 2)}{line}" for line in self.dice.choice([["一 # no"], ["a: b", "", "  c"]])]
        if self.dice.random() < 0.3:
            self.lines.append("")

    def _braces(self, head: str, path: Path, indent: int, depth: int) -> None:
        self.lines.append(f"{head} {{{self._behind()}")
        keys = self._keys()
        for key in keys:
            begin = len(self.lines)
            value = self._flow((*path, key), depth - 1)
            comma = "," if key != keys[-1] or self.dice.random() < 0.5 else ""
            self.lines.append(f"{' ' * (indent + 2)}{self._key(key, True)}: {value}{comma}{self._behind()}")
            self.entries[(*path, key)] = (begin, begin)
        if self.dice.random() < 0.3:
            self.lines[-1] = self.lines[-1].split("  #")[0] + " }"
        else:
            self.lines.append(f"{' ' * (indent + 1)}}}{self._behind()}")


VALUES: list[Any] = [
    "done", "2026-09-01", "2026.2", "", " a ", "yes: no", "a #b", "- x", "null", "true", "7", "0x1F", "一\n二", "\t", "\u2028",
    "*x", "&x", "!x", "[", "{a", "a, b", "https://example.com", "𠮷野 喆 镕", "🚀", "a" * 300, "'", '"', "\\", "<<", "=", "-", "?", "~", "...", "---",
    "שלום", "a\u200db", 7, -7, Decimal("0.70"), True, False, {}, [], ["a", {"b": "c, d"}], {"state": "done", "on": "2026-09-01"},
    {"because": {"zh": "现场回填", "en": "recorded: so"}, "due": "T-3"}, {"note": "x" * 200, "state": "done"},
]  # fmt: skip


def a_change(dice: random.Random, data: Any, author: Author) -> tuple[Edit, Path]:
    """A random change, and the entry inside whose lines it may act."""
    path = dice.choice(sorted(author.entries, key=str))
    parent = path[:-1]
    kind = dice.choice(["set", "add", "remove", "deep", "insert" if isinstance(path[-1], int) else "rename"])
    value = dice.choice(VALUES)
    if kind == "set":
        return Set(path, value), path
    if kind == "remove":
        return Remove(path), parent
    if kind == "insert":
        return Insert((*parent, dice.randint(0, len(within(author, parent)))), value), parent
    if kind == "rename":
        return Rename(path, dice.choice(["ECP-A99", "e f", "a:c", "8"])), path
    if isinstance(path[-1], int):
        return Set(path, value), path
    return Set((*parent, "ECP-A77", *(["due"] if kind == "deep" else [])), value), parent


def within(author: Author, parent: Path) -> list[Path]:
    return [path for path in author.entries if path[:-1] == parent and len(path) == len(parent) + 1]


@given(st.randoms(use_true_random=False))
def test_an_edit_is_read_back_as_meant_and_moves_nothing_else(dice: random.Random) -> None:
    author = Author(dice)
    text = author.text()
    data = sound(text).data
    change, touched = a_change(dice, data, author)
    edited = edit(text, FILE, [change])
    assert same(sound(edited).data, applied(data, change))
    before, after = text.splitlines(True), edited.splitlines(True)
    first, last = author.entries[touched] if touched else (1, len(before) - 1)
    assert after[:first] == before[:first]
    rest = before[last + 1 :]
    assert after[len(after) - len(rest) :] == rest
    gone = change.path if isinstance(change, Remove | Set) and change.path in author.entries else None
    lost = author.entries[gone] if gone else (0, -1)
    kept = [found for n, line in enumerate(before) if not lost[0] <= n <= lost[1] for found in COMMENT.findall(line)]
    found = COMMENT.findall(edited)
    assert [comment for comment in found if comment in kept] == kept


@given(st.randoms(use_true_random=False))
def test_many_changes_at_once_are_the_same_as_one_after_the_other(dice: random.Random) -> None:
    author = Author(dice)
    text = author.text()
    changes = [a_change(dice, sound(text).data, author)[0] for _ in range(4)]
    one_by_one = text
    try:
        for change in changes:
            one_by_one = edit(one_by_one, FILE, [change])
    except Refused:
        # A later change may ask for what an earlier one took away.
        with pytest.raises(Refused):
            edit(text, FILE, changes)
        return
    at_once = edit(text, FILE, changes)
    assert same(sound(at_once).data, sound(one_by_one).data)
    assert sorted(COMMENT.findall(at_once)) == sorted(COMMENT.findall(one_by_one))


@given(st.randoms(use_true_random=False))
def test_what_is_added_to_a_block_only_adds_lines(dice: random.Random) -> None:
    author = Author(dice)
    text = author.text()
    value = dice.choice(VALUES)
    edited = edit(text, FILE, [Set(("ECP-A77",), value), Set(("ECP-A78", "due"), value)])
    remaining = iter(edited.splitlines())
    assert all(line in remaining for line in text.splitlines())
    assert ("\r\n" in edited) == ("\r\n" in text)


@given(st.randoms(use_true_random=False))
def test_an_entry_added_and_removed_leaves_the_text_as_it_was(dice: random.Random) -> None:
    author = Author(dice)
    text = author.text()
    parent = dice.choice([path[:-1] for path in sorted(author.entries, key=str) if isinstance(path[-1], str)])
    added = Set((*parent, "ECP-A77"), dice.choice(VALUES))
    once = edit(text, FILE, [added])
    assert edit(once, FILE, [Remove(added.path)]).rstrip("\r\n") == text.rstrip("\r\n")


Case = tuple[str, list[Edit], str]
EXAMPLES: dict[str, Case] = {
    "a state, its comment kept": (
        "status:\n  ECP-A01: {state: doing}  # 小王在做\n",
        [Set(("status", "ECP-A01", "state"), "done")],
        "status:\n  ECP-A01: {state: done}  # 小王在做\n",
    ),
    "a new entry as its siblings stand, in braces": (
        "status:\n  ECP-A01: {state: doing}\n\norders: []\n",
        [Set(("status", "ECP-A02"), {"state": "done", "on": "2026-09-01"})],
        "status:\n  ECP-A01: {state: doing}\n  ECP-A02: {state: done, on: 2026-09-01}\n\norders: []\n",
    ),
    "a new entry as its siblings stand, in a block": (
        "status:\n    ECP-A01:\n        state: doing\norders: []\n",
        [Set(("status", "ECP-A02"), {"state": "done", "on": "2026-09-01"})],
        "status:\n    ECP-A01:\n        state: doing\n    ECP-A02:\n        state: done\n        on: 2026-09-01\norders: []\n",
    ),
    "a new section where it belongs": (
        "playbook: x\nopened: 2026-08-20\nstatus:\n  ECP-A01: {state: done}\n",
        [Set(("move", "ECP-A03"), {"due": "2026-10-01", "because": "晚了"}), Set(("edition",), "2026.2")],
        'playbook: x\nedition: "2026.2"\nopened: 2026-08-20\nmove:\n  ECP-A03: {due: 2026-10-01, because: 晚了}\nstatus:\n  ECP-A01: {state: done}\n',
    ),
    "a new section between blank lines": (
        "playbook: x\n\nopened: 2026-08-20\n\nstatus: {}\n",
        [Set(("assign", "ECP-A07"), "architect")],
        "playbook: x\n\nopened: 2026-08-20\n\nassign:\n  ECP-A07: architect\n\nstatus: {}\n",
    ),
    "an empty section in braces becomes a block": (
        "status: {}  # 还没有\nopened: 2026-08-20\n",
        [Set(("status", "ECP-A01"), {"state": "done"}), Set(("status", "ECP-A02"), {"state": "doing"})],
        "status:\n  ECP-A01: {state: done}  # 还没有\n  ECP-A02: {state: doing}\nopened: 2026-08-20\n",
    ),
    "without a break on the last line": (
        "status:\n  ECP-A01: {state: done}",
        [Set(("status", "ECP-A02"), {"state": "done"})],
        "status:\n  ECP-A01: {state: done}\n  ECP-A02: {state: done}",
    ),
    "windows line ends": (
        "status:\r\n  ECP-A01: {state: done}\r\nopened: x\r\n",
        [Set(("status", "ECP-A02"), {"state": "done"})],
        "status:\r\n  ECP-A01: {state: done}\r\n  ECP-A02: {state: done}\r\nopened: x\r\n",
    ),
    "braces over several lines": (
        "status: {\n  ECP-A01: {state: done},  # 一\n  ECP-A02: {state: doing}  # 二\n}\n",
        [Set(("status", "ECP-A03"), {"state": "todo"}), Remove(("status", "ECP-A01"))],
        "status: {\n  ECP-A02: {state: doing},  # 二\n  ECP-A03: {state: todo}\n}\n",
    ),
    "a folded note": (
        "a:\n  note: >-  # 注\n    一\n    二\n\n  state: done\n",
        [Set(("a", "note"), "三"), Set(("a", "by"), "示例乙")],
        "a:\n  note: 三  # 注\n\n  state: done\n  by: 示例乙\n",
    ),
    "quotes only where they are needed": (
        "a: {b: c}\nd: e\n",
        [Set(("a", "b"), "https://example.com"), Set(("d",), "https://example.com"), Set(("f",), "7")],
        'a: {b: "https://example.com"}\nd: https://example.com\nf: "7"\n',
    ),
    "a key": (
        'skip:\n  ECP-A09: {because: 一}  # 因为\n  "ECP-A10": x\n',
        [Rename(("skip", "ECP-A09"), "ECP-A14"), Rename(("skip", "ECP-A10"), "ECP-A15")],
        "skip:\n  ECP-A14: {because: 一}  # 因为\n  ECP-A15: x\n",
    ),
    "entries of lists": (
        "after: [A, B]\nextra:\n- a  # 一\n# 二\n- b\n",
        [Insert(("after", 2), "C"), Remove(("after", 0)), Remove(("extra", 0)), Insert(("extra", 1), {"id": "X01"})],
        "after: [B, C]\nextra:\n# 二\n- b\n- {id: X01}\n",
    ),
    "the last of a section": ("a:\n  b: 1\nc: 2\n", [Remove(("a", "b"))], "a:\n  {}\nc: 2\n"),
    "an empty value": ("a:  # 空\nb: 1\n", [Set(("a",), "x")], "a: x  # 空\nb: 1\n"),
}


@pytest.mark.parametrize(("text", "changes", "expected"), EXAMPLES.values(), ids=list(EXAMPLES))
def test_an_edit_reads_as_a_person_would_have_written_it(text: str, changes: list[Edit], expected: str) -> None:
    assert edit(text, FILE, changes, ORDER) == expected


ORDER = ("playbook", "edition", "opened", "assign", "move", "skip", "extra", "status", "orders")
KEPT = "a:\n  note: |+\n    一\n\n  state: done\nb: |+\n  二\n\nc: 3\n"


def test_a_text_that_keeps_its_blank_lines_keeps_them() -> None:
    edited = edit(KEPT, FILE, [Set(("a", "note"), "三"), Set(("b2",), 1), Set(("b",), "四")], ("a", "b", "b2", "c"))
    assert edited == "a:\n  note: 三\n\n  state: done\nb: 四\n\nb2: 1\nc: 3\n"
    edited = edit(KEPT, FILE, [Set(("b2",), 1), Remove(("c",))], ("a", "b", "b2", "c"))
    assert edited == KEPT.replace("c: 3", "b2: 1")
    with pytest.raises(Refused):
        edit("b: |+\n  二\nc: 1\n\nd: 2\n", FILE, [Remove(("c",))])


NONSENSE: dict[str, tuple[str, Edit]] = {
    "a value below a value": ("a: b\n", Set(("a", "b", "c"), 1)),
    "an entry that is not there": ("a: b\n", Remove(("c",))),
    "a list index that is not there": ("a: [1]\n", Remove(("a", 1))),
    "an index of a mapping": ("a: {b: 1}\n", Set(("a", 0), 1)),
    "a name of a list": ("a: [1]\n", Set(("a", "b"), 1)),
    "a name that is taken": ("a: 1\nb: 2\n", Rename(("a",), "b")),
    "no value at all": ("a: 1\n", Set(("a",), None)),
    "half a character": ("a: 1\n", Set(("a",), "\ud800")),
    "a control character": ("a: 1\n", Set(("a",), "\x07")),
    "the whole file": ("a: 1\n", Set((), {"b": 1})),
    "a file with faults": ("a: 1\na: 2\n", Set(("a",), 3)),
    "a file that cannot be read": ("a: [\n", Set(("a",), 3)),
    "an empty file": ("# nothing\n", Set(("a",), 3)),
    "a place that libyaml alone takes for a line of its own": ("a: 1 # x\u2028b: 2\n", Remove(("a",))),
}


@pytest.mark.parametrize(("text", "change"), NONSENSE.values(), ids=list(NONSENSE))
def test_what_cannot_be_done_is_refused(text: str, change: Edit) -> None:
    with pytest.raises(Refused):
        edit(text, FILE, [change])


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (0, False), ("1", 1), ({"a": 1}, {"a": True}), ([1], [1, 2]), ({}, [])]
)
def test_equal_to_python_is_not_equal_to_a_file(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert same(one, one)
    assert same(Decimal("1.0"), 1)


def test_the_author_of_these_tests_uses_every_style() -> None:
    texts = [Author(random.Random(seed)).text() for seed in range(300)]
    styles: list[Callable[[str], bool]] = [
        lambda text: "\r\n" in text, lambda text: "# c" in text, lambda text: ": |\n" in text, lambda text: ">-" in text, lambda text: ",}" in text,
        lambda text: "\n- " in text or "  - " in text, lambda text: ": {\n" in text, lambda text: "''" in text, lambda text: not text.endswith("\n"),
    ]  # fmt: skip
    assert all(any(style(text) for text in texts) for style in styles)


@pytest.mark.parametrize("typed", ["2026-01-01", "1_000", "12:30", "007", "1,5", "no", "3e4", "+86"])
def test_words_that_others_take_for_something_else_are_quoted(typed: str) -> None:
    for before in ("status:\n  A: {by: x}\n", "status:\n  A:\n    by: x\n"):
        after = edit(
            before, "a.yaml", [Set(("status", "A", "by"), Words(typed)), Set(("status", "A", "on"), "2026-09-01")]
        )
        assert f'by: "{typed}"' in after
        assert "on: 2026-09-01" in after
