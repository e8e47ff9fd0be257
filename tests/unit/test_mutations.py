"""Whatever happens to a file, check, diff and fmt end, blame only files there are, and only lines they have."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from trees import ROOT, VOCABULARY, Files

from generator.check import check
from generator.cli.fmt import format_all
from generator.diagnostics import Diagnostic
from generator.edit.operations import same
from generator.library import load
from generator.publish.checking import manuals
from generator.publish.disk import read_tree
from generator.publish.snapshot import Snapshot
from generator.report import FORMATS, Findings, report
from generator.review import FORMATS as REVIEW_FORMATS
from generator.review import say
from generator.review.comparison import Review, Side, review
from generator.source import read
from generator.workspace import Workspace

TODAY = date(2026, 11, 9)
MANUALS = manuals(ROOT)
CODES = {manual.code for manual in MANUALS}
STRANGE: list[Any] = [
    None,
    True,
    0,
    -1,
    7.5,
    "",
    "T-45",
    "architekt",
    "2026-11-10",
    "券 > 1",
    "<b>",
    "a\x1bb",
    "a\u202eb\u200b",
    "[example.com](https://example.org@192.0.2.1/)",
    "X01",
    [],
    [None],
    {},
    {"id": "X01"},
    [[[]]],
]


@dataclass(frozen=True)
class Tree:
    """A sound tree and what is known of it, for comparing what becomes of it."""

    files: Files
    side: Side

    @classmethod
    def of(cls, files: Files) -> Tree:
        side = Side("before", Workspace.of(files, TODAY))
        assert not side.workspace.errors
        return cls(files, side)


def part_of_the_samples() -> Files:
    """One playbook as people wrote it, two of its engagements, and what they share; all cases are taken for its own."""
    files = read_tree(ROOT)
    own = [f"playbooks/{name}.yaml" for name in ("game-launch", "engagements/star-eve", "engagements/arena-late")]
    kept = {file: text for file, text in files.items() if file in own or "/shared/" in file}
    cases = {file: text for file, text in files.items() if "/cases/" in file}
    return kept | {
        file: text.replace(b"kind: ecommerce-promotion", b"kind: game-launch") for file, text in cases.items()
    }


SMALL = Tree.of(read_tree(ROOT / "tests/cases/_tree"))
SAMPLE = Tree.of(part_of_the_samples())


def judge(files: Files, before: Tree = SMALL) -> None:
    """Put files through all that an edit goes through, on the eve of the event: the sound tree is what they were before."""
    base = before.side.workspace.library
    library = load(files, base)
    found = check(library, base, TODAY)
    stands(found, files)
    reported(found, files)
    later = Side.of(Snapshot("after", files), TODAY, base)
    compared(review(before.side, later, TODAY, VOCABULARY))
    for entry in library.engagements.values():
        later.checklist(entry)
    rewritten({file: content for file, content in files.items() if before.files.get(file) != content})


def stands(found: list[Diagnostic], files: Files) -> None:
    """Every fault is of a code with a manual, and stands where somebody can look."""
    for fault in found:
        assert fault.code in CODES
        assert fault.message.zh
        assert fault.message.en
        # What has gone is blamed by its name.
        assert fault.at.file in files or (fault.code in ("missing-file", "vanished-id") and fault.at[1:] == (1, 1))
        for at in (fault.at, *fault.related):
            lines = files.get(at.file, b"").decode("utf-8", "replace").split("\n")
            assert 1 <= at.line <= len(lines), fault
            assert 1 <= at.column <= len(lines[at.line - 1]) + 1, fault


def reported(found: list[Diagnostic], files: Files) -> None:
    texts = {file: content.decode("utf-8", "replace") for file, content in files.items()}
    for name in FORMATS:
        said = report(name)(Findings(found, "zh", texts, manuals=MANUALS))
        assert "\x1b" not in said
        assert said.encode("utf-8")


def compared(found: Review) -> None:
    """What the edit means is told in every form, and of nothing that could not be read."""
    unread = {one.file for one in found.not_compared}
    assert not {change.file for change in found.changes} & unread
    assert all(change.words.zh and change.words.en for change in found.changes)
    for name in REVIEW_FORMATS:
        assert "\x1b" not in say(name)(found, "zh")


def rewritten(files: Files) -> None:
    """What reads without a fault can be formatted, means the same and stays as it is the second time."""
    outcome = format_all(files)
    stands(outcome.faults, files)
    for file, content in outcome.changed.items():
        (before, _), (after, faults) = read(files[file], file), read(content, file)
        assert before
        assert after
        assert not faults
        assert same(before.data, after.data)
    assert not format_all(outcome.changed).changed


def nodes(data: Any) -> list[tuple[Any, Any]]:
    """Every place of the data as its container and key."""
    if not isinstance(data, dict | list):
        return []
    keys = list(data) if isinstance(data, dict) else range(len(data))
    return [place for key in keys for place in [(data, key), *nodes(data[key])]]


def mutate(data: Any, chance: random.Random) -> None:
    """Drop, double, retype, rename or move one node."""
    container, key = chance.choice(nodes(data))
    other, elsewhere = chance.choice(nodes(data))
    match chance.choice(["drop", "double", "retype", "rename", "move", "shuffle"]):
        case "drop":
            del container[key]
        case "double" if isinstance(container, list):
            container.insert(key, deepcopy(container[key]))
        case "rename" if isinstance(container, dict):
            container[f"{key}x"] = container.pop(key)
        case "move" if not isinstance(other[elsewhere], dict | list):
            container[key] = other[elsewhere]
        case "shuffle" if isinstance(container, list):
            chance.shuffle(container)
        case _:
            container[key] = deepcopy(chance.choice(STRANGE))


def written(data: Any) -> bytes:
    out = StringIO()
    yaml = YAML(typ="safe")
    yaml.allow_unicode = True
    yaml.representer.ignore_aliases = lambda *_: True
    yaml.dump(data, out)
    return out.getvalue().encode("utf-8", "surrogatepass")


def changed(content: bytes, times: int, chance: random.Random) -> bytes:
    """A file with some nodes changed, in another layout and without its comments."""
    data = YAML(typ="safe").load(content)
    for _ in range(times):
        if nodes(data):
            mutate(data, chance)
    return written(data)


def shifted(content: bytes, times: int, chance: random.Random) -> bytes:
    """A file with some lines dropped, doubled, swapped, joined or moved sideways, as a merge or a slip of the hand leaves it."""
    lines = content.decode().split("\n")
    for _ in range(times):
        n, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.choice(["drop", "double", "swap", "join", "deeper", "shallower", "cut"]):
            case "drop":
                lines[n] = ""
            case "double":
                lines.insert(n, lines[n])
            case "swap":
                lines[n], lines[other] = lines[other], lines[n]
            case "join":
                lines[n] += lines[other].strip()
            case "deeper":
                lines[n] = f"  {lines[n]}"
            case "shallower":
                lines[n] = lines[n][2:]
            case _:
                lines[n] = lines[n][: chance.randrange(len(lines[n]) + 1)]
    return "\n".join(lines).encode()


@settings(max_examples=80)
@given(st.sampled_from(sorted(SMALL.files)), st.integers(1, 4), st.randoms(use_true_random=False))
def test_a_tree_with_nodes_changed_is_judged(file: str, times: int, chance: random.Random) -> None:
    judge(SMALL.files | {file: changed(SMALL.files[file], times, chance)})


@settings(max_examples=60)
@given(st.sampled_from(sorted(SMALL.files)), st.integers(1, 3), st.randoms(use_true_random=False))
def test_a_tree_with_lines_changed_is_judged(file: str, times: int, chance: random.Random) -> None:
    judge(SMALL.files | {file: shifted(SMALL.files[file], times, chance)})


@settings(max_examples=5)
@given(st.sampled_from(sorted(SAMPLE.files)), st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_samples_with_nodes_and_lines_changed_are_judged(file: str, times: int, chance: random.Random) -> None:
    for change in (changed, shifted):
        judge(SAMPLE.files | {file: change(SAMPLE.files[file], times, chance)}, SAMPLE)


@settings(max_examples=80)
@given(st.sampled_from(sorted(SMALL.files)), st.data())
def test_a_tree_with_bytes_changed_is_judged(file: str, data: st.DataObject) -> None:
    content = bytearray(SMALL.files[file])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        until = at + data.draw(st.integers(0, 12))
        content[at:until] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"\n", b": ", b"- ", b"{", b"]", b"#", b"  ", b"\t", "一".encode()])
        )
    judge(SMALL.files | {file: bytes(content)})


@settings(max_examples=20)
@given(st.sets(st.sampled_from(sorted(SMALL.files))), st.binary(max_size=40))
def test_a_tree_with_files_missing_or_spoilt_is_judged(files: set[str], content: bytes) -> None:
    judge({file: text for file, text in SMALL.files.items() if file not in files})
    judge(SMALL.files | dict.fromkeys(files, content))
