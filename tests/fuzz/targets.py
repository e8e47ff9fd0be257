"""What the fuzzer feeds: any bytes, which must be read or refused, and never raise.

``read`` takes a file of the tree through reading, validating, checking, reporting and formatting; ``record`` takes a returned sheet through
reading and merging. ``test_found.py`` replays what the fuzzer has found; ``fuzz.py`` looks for more.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import trees

from generator.check import check
from generator.cli.fmt import format_all
from generator.library import load
from generator.publish.sheets import SheetVariant
from generator.render import render
from generator.report import Findings, report
from generator.roundtrip import Refusal, WordLookup
from generator.roundtrip import read as read_sheet
from generator.roundtrip.edits import edits
from generator.roundtrip.merge import merge
from generator.source import read as read_file
from generator.tailor import Checklist, tailor

HERE = Path(__file__).parent
RAW = 255
"""The first byte of an input of ``record`` that is a file as it is."""
TODAY = date(2026, 10, 15)
TREE = trees.files(
    trees.book([trees.item("DEM-A01", due="T-30", when="load > 5", how="x", done_when="y")], facts={"load": {"ask": "x", "type": "number"}}),
    fresh=trees.engagement(facts={"load": 7}, status={"DEM-A01": {"state": "doing"}}),
)  # fmt: skip
FILES = (
    "playbooks/demo.yaml",
    "playbooks/engagements/fresh.yaml",
    "playbooks/shared/roles.yaml",
    "playbooks/shared/standard.yaml",
)


def read(content: bytes) -> None:
    """The bytes in the place of a file: which one, the first byte says."""
    file = FILES[content[0] % len(FILES)] if content else FILES[0]
    content = content[1:]
    source, faults = read_file(content, file)
    assert source is not None or faults
    if source is None:
        return
    tree = {**TREE, file: content}
    library = load(tree)
    found = check(library, today=TODAY)
    for fault in found:
        lines = tree.get(fault.at.file, b"").decode("utf-8", "replace").split("\n")
        assert fault.at.file not in tree or 1 <= fault.at.line <= len(lines), fault
    texts = {name: each.decode("utf-8", "replace") for name, each in tree.items()}
    for name in ("text", "json"):
        assert "\x1b" not in report(name)(Findings(found, "zh", texts))
    outcome = format_all({file: content})
    for after in outcome.changed.values():
        again = format_all({file: after})
        assert not again.changed, "what is formatted stays so"
        assert not again.faults


@cache
def _checklist() -> Checklist:
    library = trees.library(TREE)
    return tailor(library, library.engagements["fresh"], TODAY)


@cache
def _lookup() -> WordLookup:
    states = [("进行中", "doing"), ("Done", "done"), ("todo", "todo"), ("blocked", "blocked")]
    return WordLookup.of(states, [("架构师", "architect"), ("Customer lead", "customer-lead")])


@cache
def _parts() -> dict[str, bytes]:
    """The printed workbook, taken apart."""
    sheet = trees.builder(trees.library(TREE)).sheet(_checklist(), SheetVariant("zh", "xlsx", "team"))
    with zipfile.ZipFile(io.BytesIO(render(sheet, "xlsx"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_part(number: int, content: bytes) -> bytes:
    """The printed workbook with other bytes in the place of one part: few mutations of a whole zip would open at all."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n, (name, part) in enumerate(_parts().items()):
            archive.writestr(name, content if n == number else part)
    return out.getvalue()


def record(content: bytes) -> None:
    """The bytes as a returned sheet, taken or refused in words: a file as it is, or one part of a workbook, by the first byte."""
    number = content[0] if content else RAW
    content = content[1:] if number >= len(_parts()) else _with_part(number, content[1:])
    returned = None
    try:
        returned = read_sheet(content, lambda engagement: _lookup())
    except Refusal as refusal:
        reason = refusal.words
    if returned is None:
        assert reason.zh
        assert reason.en
        assert len(reason.en) < 1_000
        return
    merged = merge(_checklist(), returned)
    edits(merged, trees.library(TREE).engagements["fresh"].model, _checklist(), {})


TARGETS = {"read": read, "record": record}


def seeds(name: str) -> dict[str, bytes]:
    """What to begin with: sound files and sheets, and the small files of seeds/NAME."""
    found = {path.name: path.read_bytes() for path in sorted((HERE / "seeds" / name).iterdir())}
    if name == "read":
        return found | {f"tree-{n}": bytes([n]) + TREE[file] for n, file in enumerate(FILES)}
    page = trees.builder(trees.library(TREE)).sheet(_checklist(), SheetVariant("zh", "html", "team"))
    filled = json.loads(page.export) | {"changes": {"DEM-A01": {"state": "done", "note": "x", "on": "2026-10-03"}}}
    whole = {"workbook": _with_part(RAW, b""), "export": page.export.encode(), "filled": json.dumps(filled).encode()}
    parts = {f"part-{n}": bytes([n]) + part for n, part in enumerate(_parts().values())}
    return {name: bytes([RAW]) + content for name, content in (found | whole).items()} | parts
