"""Whatever happens to a file, check ends, blames only files there are, and only lines they have."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.check import check, manuals
from generator.library import load
from generator.report import FORMATS, Findings, report

ROOT = Path(__file__).parent.parent / "cases" / "_tree"
TREE = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted(ROOT.rglob("*.yaml"))}
BASE = load(TREE)
TODAY = date(2026, 11, 9)
MANUALS = manuals()
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


def judge(files: dict[str, bytes]) -> None:
    """Check files on the eve of the event, as an edit of the sound tree: every rule has something to say."""
    found = check(load(files), BASE, TODAY)
    texts = {file: content.decode("utf-8", "replace") for file, content in files.items()}
    for name in FORMATS:
        said = report(name)(Findings(found, "zh", texts, manuals=MANUALS))
        assert "\x1b" not in said
        assert said.encode("utf-8")
    for fault in found:
        assert fault.code in CODES
        assert fault.at.file in files or fault.code in ("missing-file", "vanished-id")
        assert fault.message.zh
        assert fault.message.en
        lines = files.get(fault.at.file, b"").decode("utf-8", "replace").split("\n")
        assert 1 <= fault.at.line <= len(lines)
        assert 1 <= fault.at.column <= len(lines[fault.at.line - 1]) + 1


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
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.representer.ignore_aliases = lambda *_: True
    yaml.dump(data, out)
    return out.getvalue().encode("utf-8", "surrogatepass")


@settings(max_examples=150)
@given(st.sampled_from(sorted(TREE)), st.integers(1, 4), st.randoms(use_true_random=False))
def test_a_tree_with_nodes_changed_is_judged(file: str, times: int, chance: random.Random) -> None:
    data = YAML(typ="safe").load(TREE[file])
    for _ in range(times):
        if nodes(data):
            mutate(data, chance)
    judge(TREE | {file: written(data)})


@settings(max_examples=150)
@given(st.sampled_from(sorted(TREE)), st.data())
def test_a_tree_with_bytes_changed_is_judged(file: str, data: st.DataObject) -> None:
    content = bytearray(TREE[file])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        until = at + data.draw(st.integers(0, 12))
        content[at:until] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"\n", b": ", b"- ", b"{", b"]", b"#", b"  ", b"\t", "一".encode()])
        )
    judge(TREE | {file: bytes(content)})


@settings(max_examples=50)
@given(st.sets(st.sampled_from(sorted(TREE))), st.binary(max_size=40))
def test_a_tree_with_files_missing_or_spoilt_is_judged(files: set[str], content: bytes) -> None:
    judge({file: text for file, text in TREE.items() if file not in files})
    judge(TREE | dict.fromkeys(files, content))
