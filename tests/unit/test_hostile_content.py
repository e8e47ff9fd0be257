"""Hostile files of a tree: each is refused where it is wrong, in words, and within bounded memory and time.

Every case runs ``playbook check`` in a process that may take so much memory and no more (see ``bounded``).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import full
import planting
import pytest
from bounded import faults, playbook
from trees import Data, book, engagement, files, item, written, yaml

from generator.check import Context, rule
from generator.diagnostics import MOST_TOLD, Bilingual, Diagnostic, Position, Severity, told
from generator.library import load
from generator.limits import LONGEST_KEY, LONGEST_TEXT, MOST_VALUES

WHO, BOOK = "playbooks/engagements/fresh.yaml", "playbooks/demo.yaml"
TREE = files(None, fresh=engagement())
FIRST = "# yaml-language-server: $schema=../../site_config/schemas/engagement.schema.json\n"
NAME = "示例生鲜"


def who(**changes: Any) -> bytes:
    return yaml(engagement(**changes), "engagement", 2)


def named(text: str) -> bytes:
    """The engagement with the customer's Chinese name replaced by a text as it would be written in the file."""
    return TREE[WHO].replace(f'"{NAME}"'.encode(), text.encode("utf-8", "surrogatepass"))


def raw(text: str) -> bytes:
    return FIRST.encode() + text.encode()


def keyed(count: int, value: str) -> bytes:
    return raw("".join(f"key{n}: {value}\n" for n in range(count)))


def demo(*attention: Data, **changes: Any) -> bytes:
    return yaml(book(attention, **changes), "playbook", 1)


def billion_laughs() -> bytes:
    names = "abcdefghij"
    lines = [f"{names[0]}: &{names[0]} [lol, lol]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)]
    return raw("\n".join(lines))


Place = tuple[str, int, int]
"""Code, line and column."""

IN_ENGAGEMENT: dict[str, tuple[Callable[[], bytes], Place, str]] = {
    # what the file holds, the fault that must be told, and a word of its message
    "an alias bomb": (billion_laughs, ("forbidden-yaml", 3, 8), "alias"),
    "ten thousand brackets deep": (lambda: raw("a: " + "[" * 10_000), ("yaml-syntax", 2, 43), "40 levels"),
    "ten thousand dashes deep": (lambda: raw("a:\n  " + "- " * 10_000 + "x"), ("yaml-syntax", 3, 81), "40 levels"),
    "ten thousand keys deep": (
        lambda: raw("".join(f"{' ' * n}a:\n" for n in range(1_900))), ("yaml-syntax", 42, 41), "40 levels",
    ),
    "a file of 100 MB": (lambda: b"a: " + b"x" * 100_000_000, ("too-large", 1, 1), "2 MB"),
    "a scalar of 10 MB": (lambda: named('"' + "x" * 10_000_000 + '"'), ("too-large", 1, 1), "2 MB"),
    "a scalar of almost 2 MB": (lambda: named('"' + "x" * 1_900_000 + '"'), ("too-large", 4, 9), f"at most {LONGEST_TEXT:,}"),
    "a key without end": (lambda: raw(f"? {'k' * 100_000}\n: 1\n"), ("too-large", 2, 3), f"at most {LONGEST_KEY}"),
    "a million empty lists": (lambda: raw("a: [" + "[]," * 600_000 + "]"), ("too-large", 2, 59_999), f"{MOST_VALUES:,} values"),
    "an anchor on each of 300,000 lines": (
        lambda: raw("a:\n" + "- &a\n" * 300_000), ("too-large", MOST_TOLD + 2, 3), "not read",
    ),
    "a key 300,000 times": (lambda: raw("a: 1\n" * 300_000), ("duplicate-key", 3, 1), "twice"),
    "a tab on each of 300,000 lines": (lambda: raw("a:\n" + "\t\n" * 300_000), ("forbidden-yaml", 3, 1), "tab"),
    "as many unknown keys as there may be": (lambda: keyed(19_000, "1"), ("unknown-key", 2, 1), "key0"),
    "as many empty keys as there may be": (lambda: keyed(19_000, ""), ("wrong-type", 2, 1), "nothing stands behind"),
    "as many unknown people as there may be": (
        lambda: who(assign={f"DEM-T{n}": f"role-{n}" for n in range(19_000)}), ("unknown-item", 37, 3), "DEM-T0",
    ),
    "as many allowances as a file may hold": (
        lambda: TREE[WHO] + b"# playbook: allow vague x\n" * 70_000, ("unused", 37, 1), "allowance",
    ),
    "300,000 controls of direction": (lambda: named('"' + "x\u202e" * 300_000 + '"'), ("too-large", 4, 9), "600,000"),
    "300,000 marks of bold and code": (lambda: named('"' + "**`" * 300_000 + '"'), ("too-large", 4, 9), "900,000"),
    "NUL": (lambda: named('"a\0b"'), ("encoding", 4, 11), "control"),
    "NUL as an escape": (lambda: named(r'"a\0b"'), ("encoding", 4, 9), "control"),
    "an escape of the terminal": (lambda: named('"a\x1b[2Jb"'), ("encoding", 4, 11), "control"),
    "an escape of the terminal, escaped": (lambda: named(r'"a\x1b[2Jb"'), ("encoding", 4, 9), "control"),
    "half a character": (lambda: named('"a\ud800"'), ("encoding", 4, 11), "UTF-8"),
    "invalid UTF-8": (lambda: named("@").replace(b"@", b'"a\xff"'), ("encoding", 4, 11), "UTF-8"),
    "an overlong slash": (lambda: named("@").replace(b"@", b'"\xc0\xaf"'), ("encoding", 4, 10), "UTF-8"),
    "UTF-16": (lambda: TREE[WHO].decode().encode("utf-16"), ("encoding", 1, 1), "UTF-16"),
    "UTF-16 without its mark": (lambda: TREE[WHO].decode().encode("utf-16-be"), ("encoding", 4, 22), "UTF-8"),
    "a byte-order mark": (lambda: b"\xef\xbb\xbf" + TREE[WHO], ("encoding", 1, 1), "BOM"),
    "a control of direction": (lambda: named('"a\u202eb"'), ("hidden-characters", 4, 11), "U+202E"),
    "a control of direction as an escape": (lambda: named(r'"a\u202eb"'), ("hidden-characters", 4, 9), "U+202E"),
    "a key twice at depth": (
        lambda: TREE[WHO].replace(b'"name": "', b'"name": "x", "name": "', 1), ("duplicate-key", 21, 18), "name",
    ),
    "1e400": (lambda: who(facts={"x": 1}).replace(b'"x": 1', b'"x": 1e400'), ("wrong-type", 37, 8), "finite"),
    "1e-400": (lambda: who(facts={"x": 1}).replace(b'"x": 1', b'"x": 1e-400'), ("wrong-type", 37, 8), "finite"),
    "an exponent of twenty digits": (
        lambda: who(orders=[{"estimate": "x", "quantity": 1}]).replace(b": 1\n", b": 1e99999999999999999999\n"),
        ("wrong-type", 39, 16), "a number",
    ),
    "not a number": (lambda: who(facts={"x": 1}).replace(b'"x": 1', b'"x": .nan'), ("wrong-type", 37, 8), "finite"),
    "0x": (
        lambda: who(orders=[{"estimate": "x", "quantity": 1}]).replace(b'"quantity": 1', b'"quantity": 0x'),
        ("wrong-type", 39, 16), "a number",
    ),
    "5,000 digits": (
        lambda: who(orders=[{"estimate": "x", "quantity": 1}]).replace(b'"quantity": 1', b'"quantity": ' + b"9" * 5_000),
        ("wrong-type", 39, 16), "a number",
    ),
    "the 30th of February": (lambda: who(opened="2026-02-30"), ("wrong-type", 8, 12), "date of the calendar"),
    "the year 9999": (lambda: who(event={"start": "9999-12-31T23:59-23:59"}), ("wrong-type", 14, 12), "instant of the calendar"),
    "a playbook above the tree": (lambda: who(playbook="../../etc/x"), ("bad-id", 7, 14), "../../etc/x"),
    "a playbook that is a device": (lambda: who(playbook="con"), ("bad-id", 7, 14), "con"),
    "a playbook of 300 characters": (lambda: who(playbook="x" * 300), ("bad-id", 7, 14), "at most 60"),
    "a role above the tree": (
        lambda: who(team={"../../etc/x": [{"name": "x"}]}), ("bad-id", 19, 3), "../../etc/x",
    ),
    "an extra above the tree": (
        lambda: who(extra=[item("X01") | {"id": "../../etc/x"}]), ("bad-id", 38, 10), "../../etc/x",
    ),
    "an extra of 300 digits": (lambda: who(extra=[item("X01") | {"id": "X" + "0" * 300}]), ("bad-id", 38, 10), "X0000"),
    "a tag that would run": (lambda: named('!!python/object/apply:os.system ["true"]'), ("forbidden-yaml", 4, 9), "tag"),
}  # fmt: skip


IN_PLAYBOOK: dict[str, tuple[Callable[[], bytes], Place, str]] = {
    "an offset of a million years": (
        lambda: demo(item("DEM-A01", due="T-999999999")), ("bad-offset", 244, 11), "no offset",
    ),
    "an offset of 5,000 digits": (lambda: demo(item("DEM-A01", due="T-" + "9" * 5_000)), ("bad-offset", 244, 11), "T-999"),
    "an expression 10,000 parentheses deep": (
        lambda: demo(item("DEM-A01", when="(" * 10_000 + "1" + ")" * 10_000)), ("bad-expression", 247, 12), "500",
    ),
    "an expression 240 parentheses deep": (
        lambda: demo(item("DEM-A01", when="(" * 240 + "true" + ")" * 240)), ("bad-expression", 247, 12), "20",
    ),
    "an expression of 480 signs": (lambda: demo(item("DEM-A01", when="-" * 480 + "1 > 0")), ("bad-expression", 247, 12), "20"),
    "an expression that would run": (
        lambda: demo(item("DEM-A01", when="__import__('os').system('true')")), ("bad-expression", 247, 12), "no meaning",
    ),
    "a power without end": (lambda: demo(item("DEM-A01", when="9 ** 9 ** 9 > 0")), ("bad-expression", 247, 12), "no meaning"),
    "an item above the tree": (lambda: demo(item("DEM-A01") | {"id": "../../etc/x"}), ("bad-id", 238, 10), "../../etc/x"),
    "a wave with a slash": (lambda: demo(waves={"../x": {"title": "x", "default": True}}), ("bad-id", 239, 3), "../x"),
    "a window of a million years": (
        lambda: demo().replace(b'"T-90"', b'"T-999999999"'), ("bad-offset", 14, 5), "no offset",
    ),
}  # fmt: skip


READABLE = (
    "bad-expression",
    "bad-id",
    "bad-offset",
    "hidden-characters",
    "unknown-item",
    "unknown-key",
    "unused",
    "wrong-type",
)
"""Faults of files that read well, which formatting may lay out anew."""
CASES = [
    *((WHO, *row) for row in IN_ENGAGEMENT.values()),
    *((BOOK, *row) for row in IN_PLAYBOOK.values()),
]


def place(fault: dict[str, Any]) -> Place:
    return fault["code"], fault["line"], fault["column"]


@pytest.mark.parametrize(("file", "content", "expected", "word"), CASES, ids=[*IN_ENGAGEMENT, *IN_PLAYBOOK])
def test_a_hostile_file_is_refused_where_it_is_wrong(
    tmp_path: Path, file: str, content: Callable[[], bytes], expected: Place, word: str
) -> None:
    hostile = content()
    written(tmp_path, TREE | {file: hostile})
    found = [fault for fault in faults(tmp_path) if fault["file"] == file]
    assert expected in [place(fault) for fault in found], [(place(one), one["message"]["en"]) for one in found[:5]]
    told = next(fault for fault in found if place(fault) == expected)
    assert word in told["message"]["en"]
    assert len(found) <= MOST_TOLD + 1
    assert max(len(fault["message"]["en"]) for fault in found) < 300
    if told["code"] not in READABLE:
        playbook(tmp_path, "fmt")
        assert (tmp_path / file).read_bytes() == hostile, "what cannot be read is not written"


def test_what_a_reader_would_not_see_is_refused_in_every_field_there_is() -> None:
    sound = load(full.files(planting.plain))
    places = 0
    for place, plant in full.plantings(each_field_once=True):
        hidden = load(plant("a\u202eb"), sound)
        found = [*hidden.diagnostics, *rule("hidden-characters")(Context(hidden))]
        assert "hidden-characters" in {fault.code for fault in found}, place
        # A key that is no name names nothing that there is, which a check says.
        assert place.endswith("#key") or "encoding" in {
            fault.code for fault in load(plant("a\x1b[2Jb"), sound).diagnostics
        }, place
        places += 1
    assert places > 90


def test_what_is_left_unsaid_of_a_file_is_counted() -> None:
    place = Position(WHO)
    many = [
        Diagnostic("overdue", place._replace(line=n), Bilingual("", ""), severity=Severity.WARNING)
        for n in range(1, 300)
    ]
    wrong = [Diagnostic("bad-id", place._replace(line=n), Bilingual("", "")) for n in range(300, 450)]
    other = Diagnostic("bad-id", Position("playbooks/x.yaml"), Bilingual("", ""))
    found = told([*many, *wrong, other])
    assert [one for one in found if one.severity is Severity.ERROR] == [*wrong, other], (
        "errors are told before all else"
    )
    (note,) = (one for one in found if one.code == "too-large")
    assert note.message.en.startswith("249 more faults")
    assert len(found) == MOST_TOLD + 2


# Windows line ends are no fault, and stay what they are.


def test_windows_line_ends_are_read_like_others(tmp_path: Path) -> None:
    crlf = TREE[WHO].replace(b"\n", b"\r\n")
    written(tmp_path, TREE | {WHO: crlf})
    assert not [fault for fault in faults(tmp_path) if fault["file"] == WHO]


# Names of files, and names on the command line.


NAMES: dict[str, str] = {
    "CON.yaml": "no id",
    "con.yaml": "no id",
    "com1.yaml": "no id",
    "..yaml": "no id",
    "...yaml": "no id",
    "a b.yaml": "no id",
    "a\nb.yaml": "no id",
    "a\x1b[2J.yaml": "no id",
    "<img src=x onerror=alert(1)>.yaml": "no id",
    "../".replace("/", "\\") + "x.yaml": "no id",
    "Fresh.yaml": "no id",
    "鲜.yaml": "no id",
    f"{'x' * 61}.yaml": "no id",
    f"{'x' * 245}.yaml": "no id",
    "fresh2.yml": "does not end in .yaml",
    "fresh2.yaml.exe": "does not end in .yaml",
}


@pytest.mark.parametrize(("name", "word"), NAMES.items(), ids=[repr(name)[:30] for name in NAMES])
def test_a_file_name_that_is_no_id_is_refused(tmp_path: Path, name: str, word: str) -> None:
    file = f"playbooks/engagements/{name}"
    hidden = name.startswith(".")
    written(tmp_path, TREE | {file: TREE[WHO]})
    found = [fault for fault in faults(tmp_path) if fault["code"] == "file-name"]
    if hidden:
        assert found == [], "a hidden file is no content"
        return
    (fault,) = found
    assert fault["file"] == file
    assert word in fault["message"]["en"]
    assert "\x1b" not in playbook(tmp_path, "check").err


@pytest.mark.parametrize(
    "name", ["../../etc/x", "/etc/passwd", "CON", "x" * 300, "a\x1b[2J", "fresh/../fresh", "", "."]
)
def test_a_name_on_the_command_line_leads_nowhere(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    written(root, TREE)
    before = snapshot(tmp_path)
    commands = [
        ["checklist", name], ["checklist", "fresh", "--role", name], ["record", name, root / WHO], ["rebase", name],
        ["new", name, "--playbook", "demo", "--start", "2026-11-10T20:00+08:00"],
        ["new", "other", "--playbook", name, "--start", "2026-11-10T20:00+08:00"],
    ]  # fmt: skip
    for command in commands:
        done = playbook(root, *command)
        assert done.code in (1, 2), command
        assert done.err
        assert "\x1b" not in done.err
        assert snapshot(tmp_path) == before, command


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../outside.yaml", "../../.."])
@pytest.mark.parametrize("command", [["check"], ["checklist", "--all"], ["site"], ["fmt"], ["diff", "."], ["agenda"]])
def test_a_link_out_of_the_tree_is_followed_by_no_command(tmp_path: Path, target: str, command: list[str]) -> None:
    (tmp_path / "outside.yaml").write_bytes(TREE[WHO])
    root = tmp_path / "root"
    root.mkdir()
    written(root, TREE)
    (root / "playbooks/engagements/leak.yaml").symlink_to(target)
    done = playbook(root, *(str(root) if part == "." else part for part in command))
    assert done.code == 2
    assert "playbooks/engagements/leak.yaml is a link" in done.err
    assert not (root / "build").exists()


def test_a_pipe_and_a_device_are_not_waited_for(tmp_path: Path) -> None:
    written(tmp_path, TREE)
    os.mkfifo(tmp_path / "playbooks/engagements/pipe.yaml")
    done = playbook(tmp_path, "check")
    assert done.code == 2
    assert "no regular file" in done.err
