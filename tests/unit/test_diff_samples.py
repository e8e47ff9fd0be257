"""What holds for every file: layout is no meaning, order is none, and no key can change unnoticed."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel
from trees import ROOT, TODAY, VOCABULARY, Files

from generator.cli.fmt import format_all
from generator.diff import Kind, Run, edits, word_diff
from generator.diff.word_diff import runs, shortened
from generator.i18n.vocabulary import PARTS
from generator.library import load
from generator.limits import LONGEST_TEXT
from generator.model import KINDS
from generator.publish.disk import read_tree
from generator.publish.snapshot import Snapshot
from generator.review.comparison import compare
from generator.source import read

SAMPLES = read_tree(ROOT)
SMALL = read_tree(ROOT / "tests/cases/_tree")
MODELS = {name: model for name, model in KINDS.items() if name in ("playbook", "engagement", "standard", "case")}


def data(content: bytes) -> Any:
    source, faults = read(content, "x.yaml")
    assert source
    assert not faults
    return source.data


def plainly(found: Any) -> bytes:
    """Plain data in another layout: no comments, no flow style, every text quoted."""
    return json.dumps(found, ensure_ascii=False, indent=3, default=float).encode()


def test_another_layout_of_every_sample_is_only_formatting() -> None:
    after = {name: plainly(data(content)) for name, content in SAMPLES.items()}
    review = compare(Snapshot("a", SAMPLES), Snapshot("b", after), TODAY, VOCABULARY)[0]
    assert {change.kind for change in review.changes} == {Kind.FORMATTING}
    assert set(review.formatted) == set(SAMPLES)
    assert (review.meaningful, review.reordered, review.impacts, review.not_compared) == ((), (), (), ())


def untidy(text: str) -> str:
    """A file as a hasty hand leaves it: blanks behind lines and inside braces, and empty lines in heaps."""
    lines: list[str] = []
    for n, line in enumerate(text.split("\n")):
        whole = line.count("{") == line.count("}")
        padded = re.sub(r"\{(?=[a-z])", "{ ", line) if whole else line
        lines += [padded + "  " * (n % 3)] if line else ["", "", ""]
    return "\n".join(lines)


def test_fmt_tidies_every_sample_back_to_what_it_is_and_that_is_only_formatting() -> None:
    before = {name: untidy(content.decode()).encode() for name, content in SAMPLES.items()}
    assert all(before[name] != SAMPLES[name] for name in SAMPLES)
    outcome = format_all(before)
    assert outcome.faults == []
    assert before | outcome.changed == SAMPLES
    review = compare(Snapshot("untidy", before), Snapshot("tidy", SAMPLES), TODAY, VOCABULARY)[0]
    assert {change.kind for change in review.changes} == {Kind.FORMATTING}
    assert (set(review.formatted), review.reordered, review.impacts) == (set(SAMPLES), (), ())


def test_fmt_of_every_sample_with_its_keys_in_another_order_is_only_formatting() -> None:
    before = {name: plainly(turned(data(content))) for name, content in SAMPLES.items()}
    outcome = format_all(before)
    assert outcome.faults == []
    assert outcome.changed.keys() == SAMPLES.keys()
    assert not format_all(outcome.changed).changed
    for one, other in ((before, outcome.changed), (SAMPLES, outcome.changed)):
        review = compare(Snapshot("a", one), Snapshot("b", other), TODAY, VOCABULARY)[0]
        assert (review.meaningful, review.impacts, review.not_compared) == ((), (), ())


def turned(found: Any) -> Any:
    """The data with the keys of the format in the opposite order; those that authors name keep theirs."""
    if isinstance(found, dict):
        named = [value for value in found.values() if not isinstance(value, dict)]
        entries = [(key, turned(value)) for key, value in found.items()]
        return dict(reversed(entries) if named else entries)
    return [turned(entry) for entry in found] if isinstance(found, list) else found


def backwards(found: Any, path: tuple[str, ...] = ()) -> Any:
    """The data with the entries of every list of things, and every mapping, in the opposite order."""
    if isinstance(found, dict):
        return {key: backwards(value, (*path, key)) for key, value in reversed(found.items())}
    if isinstance(found, list) and all(isinstance(entry, dict) and "id" in entry for entry in found):
        return [backwards(entry, path) for entry in reversed(found)]
    return [backwards(entry, path) for entry in found] if isinstance(found, list) else found


def test_every_sample_with_its_entries_in_another_order_is_no_change() -> None:
    # The lines of a standard are the method's own order, and an engagement's tests the order of their days.
    after = {name: plainly(backwards(data(content))) for name, content in SAMPLES.items() if "/standard" not in name}
    review = compare(Snapshot("a", SAMPLES), Snapshot("b", SAMPLES | after), TODAY, VOCABULARY)[0]
    assert review.meaningful == ()
    assert review.impacts == ()
    assert {f"playbooks/{name}.yaml" for name in ("ecommerce-promotion", "game-launch")} <= set(review.reordered)


def places(found: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every key and entry."""
    entries = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


def without(found: Any, path: tuple[str | int, ...]) -> Any:
    found = copy.deepcopy(found)
    place = found
    for part in path[:-1]:
        place = place[part]
    del place[path[-1]]
    return found


@pytest.mark.parametrize("name", sorted(SMALL))
def test_no_key_or_entry_goes_unnoticed(name: str) -> None:
    """Each taken away alone, where the file is sound without it: the edit is told, and so is its way back."""
    whole, before = data(SMALL[name]), load(SMALL)
    told = 0
    for path in places(whole):
        less: Files = SMALL | {name: plainly(without(whole, path))}
        after = load(less, before)
        same = name in after.entries and before.entries[name].model == after.entries[name].model
        if any(fault.at.file == name for fault in after.diagnostics) or same:
            continue
        for found in (edits(before, after, frozenset(), VOCABULARY), edits(after, before, frozenset(), VOCABULARY)):
            assert [change for change in found if change.kind is not Kind.FORMATTING], path
            assert all(change.words.zh and change.words.en and change.part in PARTS for change in found), path
            assert not [change for change in found if PYTHON.search(" ".join(change.words))], path
        told += 1
    assert told


PYTHON = re.compile(r"Fraction\(|Decimal\(|timedelta|datetime|\{'|\bNone\b|[+]\d\d:\d\d\b")
"""What no sentence says: values as Python writes them."""


def classes(annotation: Any, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.add(annotation)
        for field in annotation.model_fields.values():
            classes(field.annotation, seen)
    for inner in get_args(annotation):
        classes(inner, seen)
    return seen


def test_every_key_of_the_model_has_a_name() -> None:
    known: set[type[BaseModel]] = set()
    for model in MODELS.values():
        classes(model, known)
    skipped = {"zh", "en", "attention", "steps", "tasks", "plans", "messages", "estimates", "freeze", "roles", "levels"}
    for found in known:
        for name in set(found.model_fields) - skipped:
            assert all(VOCABULARY.label(name, found.__name__)), (found, name)


SENTENCES = st.lists(
    st.sampled_from(["从库", "延迟", "小于", " ", "1 秒", "500", "，", "T-45", "lag", "**", "。", "🎉", "\u202e"]),
    max_size=12,
).map("".join)


@given(SENTENCES, SENTENCES)
@example("从库延迟小于 1 秒", "从库延迟小于 500 毫秒")
def test_runs_hold_both_texts(before: str, after: str) -> None:
    found = runs(before, after)
    if before == after:
        assert found == ()
        return
    assert "".join(run.text for run in found if run.sign != "+") == before
    assert "".join(run.text for run in found if run.sign != "-") == after
    assert all(run.text for run in found)
    assert [run for run in shortened(found) if run.sign != "="] == [run for run in found if run.sign != "="]


def marked(before: str, after: str) -> str:
    return "".join(run.text if run.sign == "=" else f"[{run.sign}{run.text}]" for run in runs(before, after))


READABLE = [
    ("券库扩容到 4 个实例", "券库扩容到 8 个实例", "券库扩容到 [-4][+8] 个实例"),
    ("活动开始前十五分钟打开限流开关", "活动开始前三十分钟打开限流开关", "活动开始前[-十五][+三十]分钟打开限流开关"),
    ("提前四十五天", "提前六十天", "提前[-四十五天][+六十天]"),
    ("备份没有演练", "容灾没有演练过", "[-备份][+容灾]没有演练[+过]"),
    ("切换主库，再验证", "切换从库，再验证", "切换[-主库][+从库]，再验证"),
    ("由架构师签字", "由架构师和客户共同签字", "由架构师[+和客户共同]签字"),
    ("连接池上限 2000，观察", "连接池上限 3000，并观察", "连接池上限 [-2000，][+3000，并]观察"),
    ("完全不同的一句话", "另外写了新内容", "[-完全不同的一句话][+另外写了新内容]"),
    ("before T-45, warn", "before T-40, warn twice", "before [-T-45][+T-40], warn[+ twice]"),
]


@pytest.mark.parametrize(("before", "after", "read"), READABLE)
def test_a_change_reads_by_words_without_a_dictionary(before: str, after: str, read: str) -> None:
    assert marked(before, after) == read


CHARACTERS = st.text(alphabet="主从库切换的一二，。 a1", max_size=40)


@given(CHARACTERS, CHARACTERS)
def test_no_lone_chinese_character_stays_between_changes(before: str, after: str) -> None:
    found = runs(before, after)
    for n, run in enumerate(found[1:-1], 1):
        if run.sign == "=" and found[n - 1].sign != "=" and found[n + 1].sign != "=":
            assert not re.fullmatch(r"[\u4e00-\u9fff]", run.text), (found, run)


@pytest.mark.parametrize("unit", ["主从库切换", "a b c ", "主，从，", "a"])
def test_texts_made_to_be_alike_take_no_longer_than_texts(unit: str) -> None:
    """The longest texts there may be, alike and shuffled: what is compared piece by piece stays few."""
    before, after = unit * (LONGEST_TEXT // len(unit)), "x " + unit[::-1] * (LONGEST_TEXT // len(unit))
    compared: list[tuple[int, int]] = []
    real = word_diff.SequenceMatcher.set_seqs

    class Watched(word_diff.SequenceMatcher):
        def set_seqs(self, a: Any, b: Any) -> None:
            compared.append((len(a), len(b)))
            real(self, a, b)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_diff, "SequenceMatcher", Watched)
        found = runs(before, after)
    assert "".join(run.text for run in found if run.sign != "+") == before
    assert all(one * other <= 90_000 for one, other in compared)


def test_a_change_of_a_long_text_is_told_where_it_is() -> None:
    text = "，".join(f"第 {n} 步先看数据库的延迟再切换" for n in range(900))
    found = runs(text, text.replace("第 450 步先看", "第 450 步后看"))
    assert [run.text for run in found if run.sign != "="] == ["步先", "步后"]


def test_a_long_text_is_cut_around_its_change() -> None:
    row = runs("前面有很长的一段话，说了很多别的事情，一直说到这里才是要改的数字 30 分钟，后面还有很长很长的一段话要说", "前面有很长的一段话，说了很多别的事情，一直说到这里才是要改的数字 45 分钟，后面还有很长很长的一段话要说")  # fmt: skip
    assert shortened(row, 6) == (
        Run("=", "…要改的数字 "), Run("-", "30"), Run("+", "45"), Run("=", " 分钟，后面…"),
    )  # fmt: skip


def test_a_second_tree_is_read_alike_whether_or_not_the_first_is_at_hand() -> None:
    """What is the same in both is read once; a file with a fault is read again, so that the fault is told of both."""
    first = load(SAMPLES | {"playbooks/cases/broken.yaml": b"title: x\nkind: 3\n"})
    edited = {name: content.replace(b"severity: should", b"severity: must", 1) for name, content in SAMPLES.items()}
    after = edited | {"playbooks/cases/broken.yaml": b"title: x\nkind: 3\n"}
    alone, beside = load(after), load(after, first)
    assert beside == alone
    assert [fault.at.file for fault in beside.diagnostics] == [fault.at.file for fault in alone.diagnostics] != []
    assert beside.standard is first.standard
    assert beside.playbooks["game-launch"] is not first.playbooks["game-launch"]
