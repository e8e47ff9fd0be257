"""The trees that are measured: sound, of the promised size, and the same on every machine."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePosixPath

import pytest
from bench import corpus
from trees import ROOT

from generator.check import check
from generator.diagnostics import Severity
from generator.library import load


@pytest.mark.parametrize("size", ["S", "M"])
def test_a_tree_has_as_many_files_as_its_size_says(size: str) -> None:
    found = [PurePosixPath(name).parent.name for name, _ in corpus.files(size)]
    assert (Counter(found)["playbooks"], Counter(found)["engagements"]) == corpus.SIZES[size]


def test_a_tree_is_the_same_each_time_and_no_two_files_of_it_are() -> None:
    once, again = dict(corpus.files("M")), dict(corpus.files("M"))
    assert once == again
    assert len({hashlib.sha256(content).digest() for content in once.values()}) == len(once)


def test_a_tree_checks_clean_and_bilingual_files_weigh_what_real_ones_do() -> None:
    tree = dict(corpus.files("S"))
    for folder in ("shared", "cases"):
        tree |= {
            f"playbooks/{folder}/{path.name}": path.read_bytes() for path in (ROOT / "playbooks" / folder).iterdir()
        }
    found = load(tree)
    assert [fault for fault in check(found) if fault.severity is Severity.ERROR] == []
    books = [len(tree[entry.file]) for entry in found.playbooks.values()]
    assert all(18_000 < size < 28_000 for size in books), books
    engagements = [len(tree[entry.file]) for entry in found.engagements.values()]
    assert all(1_200 < size < 2_600 for size in engagements), engagements
