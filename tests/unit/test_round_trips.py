"""What goes round comes back: a tree of any texts is read, judged, laid out anew and compared, and says the same as before."""

from __future__ import annotations

from datetime import date

import full
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import VOCABULARY

from generator.check import check
from generator.cli.fmt import format_all
from generator.diagnostics import Severity
from generator.diff import Kind
from generator.library import load
from generator.publish.snapshot import Snapshot
from generator.review.comparison import compare
from generator.source import read

TODAY = date(2026, 10, 15)
SIGNS = "ab一券😀 \t\n\"'\\{}[]:,#&*!|>%@`~-=+?.$_^()/;é\u3000"
TEXTS = st.lists(st.text(SIGNS, min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=8)


def tree(texts: list[str]) -> dict[str, bytes]:
    """Every text of the full tree, one of ``texts`` behind the place that makes it different from all others."""
    return full.files(lambda place, rich: f"{place} {texts[len(place) % len(texts)]}")


@settings(max_examples=12, deadline=None)
@given(TEXTS)
def test_a_tree_of_any_texts_is_the_same_tree_once_it_is_laid_out(texts: list[str]) -> None:
    before = tree(texts)
    outcome = format_all(before)
    assert not outcome.faults
    after = before | outcome.changed
    assert after != before
    assert not format_all(after).changed, "one layout"
    for file, content in before.items():
        one, other = (read(each, file)[0] for each in (content, after[file]))
        assert one is not None
        assert other is not None
        assert one.data == other.data
    said = [
        sorted((fault.at.file, fault.code, fault.message) for fault in check(load(each))) for each in (before, after)
    ]
    assert said[0] == said[1], "the same faults, wherever they stand now"
    assert not any(fault.severity is Severity.ERROR for fault in check(load(after)))


@settings(max_examples=6, deadline=None)
@given(TEXTS)
def test_between_a_tree_and_itself_laid_out_anew_nothing_has_changed_in_meaning(texts: list[str]) -> None:
    before = tree(texts)
    after = before | format_all(before).changed
    review, _ = compare(Snapshot("before", before), Snapshot("after", after), TODAY, VOCABULARY)
    assert {change.kind for change in review.changes} <= {Kind.FORMATTING}
    assert not review.impacts


@settings(max_examples=6, deadline=None)
@given(TEXTS, TEXTS)
def test_what_has_changed_changes_back(one: list[str], other: list[str]) -> None:
    there, _ = compare(Snapshot("one", tree(one)), Snapshot("other", tree(other)), TODAY, VOCABULARY)
    back, _ = compare(Snapshot("other", tree(other)), Snapshot("one", tree(one)), TODAY, VOCABULARY)
    assert len(there.changes) == len(back.changes)
    assert bool(there.changes) == (tree(one) != tree(other))
