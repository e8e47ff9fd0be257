"""A check over several processes says what a check in one says, of every fault and of a tree that only all engagements explain."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bench import corpus
from edits import edited, stored
from fault_rows import TABLE, Row
from trees import ROOT

from generator.check import check, errors
from generator.check.context import everything
from generator.diagnostics import Diagnostic, Severity
from generator.library import load
from generator.publish import faults as module
from generator.publish.faults import faults

DAY = date(2026, 10, 15)
Files = dict[str, bytes]
SEVERAL = {found.code: found for found in TABLE if found.earlier is None}.values()


@pytest.fixture(autouse=True)
def even_of_small_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH_SHARING", 0)


def in_shares(tree: Files, day: date, workers: int) -> list[Diagnostic]:
    return faults(tree, day, everything, workers=workers)


@pytest.mark.parametrize("found", SEVERAL, ids=lambda found: found.code)
def test_a_fault_is_told_alike_in_shares(found: Row) -> None:
    tree = stored(edited((*found.given, *found.edits)))
    day = date.fromisoformat(found.today) if found.today else DAY
    assert in_shares(tree, day, 2) == check(load(tree), None, day)


@pytest.mark.parametrize("found", SEVERAL, ids=lambda found: found.code)
def test_the_errors_alone_are_those_of_a_whole_check(found: Row) -> None:
    library = load(stored(edited((*found.given, *found.edits))))
    whole = check(library, as_of=DAY)
    assert errors(library, DAY) == [fault for fault in whole if fault.severity is Severity.ERROR]


def a_tree() -> Files:
    tree = dict(corpus.files("S"))
    for folder in ("shared", "cases"):
        found = (ROOT / "playbooks" / folder).iterdir()
        tree |= {f"playbooks/{folder}/{path.name}": path.read_bytes() for path in found}
    return tree


def test_what_only_all_engagements_show_is_said_in_shares_too() -> None:
    tree = a_tree()
    for n, (file, content) in enumerate(sorted(tree.items())):
        if "/engagements/" in file:
            # One roster for all, so that people are booked twice within a share and across; each allows it on another line.
            shift = 'roster: [{role: architect, who: 示例乙, contact: x, from: "2026-11-10T18:00+08:00", to: "2026-11-11T02:00+08:00"}]'
            allowed = "  # playbook: allow double-booked 示例" if n % 3 == 0 else ""
            tree[file] = content + f"{shift}{allowed}\n".encode()
    whole = check(load(tree), None, DAY)
    assert {"double-booked", "unused", "overdue"} <= {fault.code for fault in whole}
    for workers in (2, 3):
        assert in_shares(tree, DAY, workers) == whole


def test_a_use_in_another_share_counts() -> None:
    """A fact that the extra of one engagement alone reads, and a product that one alone uses."""
    tree = a_tree()
    book = "playbooks/ecommerce-promotion.yaml"
    tree[book] = tree[book].replace(b"\nfacts:\n", b"\nfacts:\n  rare:\n    ask: {zh: x, en: x}\n    type: number\n")
    assert any("rare" in fault.message.en for fault in check(load(tree), None, DAY))
    last = max(file for file in tree if "/engagements/beauty" in file)
    extra = (
        "extra:\n  - {id: X01, title: {zh: x, en: x}, step: apply, owner: architect, due: T-40, severity: should, category: capacity, "
        "how: {zh: 1, en: 1}, done_when: {zh: 1 次, en: 1 time}, when: rare > 1}\n"
    )
    tree[last] += extra.encode()
    whole = check(load(tree), None, DAY)
    assert not any("rare" in fault.message.en for fault in whole)
    assert in_shares(tree, DAY, 2) == whole


def test_where_an_engagement_cannot_be_read_whole_the_whole_tree_tells() -> None:
    tree = a_tree()
    broken = min(file for file in tree if "/engagements/" in file)
    tree[broken] = re.sub(rb"team:\n.*?\nproducts", b"team: 5\nproducts", tree[broken], flags=re.DOTALL)
    whole = check(load(tree), None, DAY)
    assert any(fault.at.file == broken for fault in whole)
    assert in_shares(tree, DAY, 2) == whole


def test_small_trees_are_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(module, "background", None)
    assert faults(a_tree(), DAY, everything, workers=2)
