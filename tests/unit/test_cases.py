"""Every code has broken and sound examples: tests/cases/CODE/{bad,bad-2,…,good}, laid over the small tree of tests/cases/_tree.

A case holds only the files that it replaces or adds; ``without.txt`` names files it takes away. ``base/`` beside its playbooks/
is what the tree was before the edit, laid over the small tree in the same way; ``today.txt`` is the day of the check. Without
them neither is judged. ``expected.txt`` of a bad one is all that ``check`` says. ``pytest tests/unit/test_cases.py --refresh`` writes the expected files anew.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from string import ascii_uppercase

import pytest

from generator.check import RULES, Context, check, manuals, rule
from generator.diagnostics import LANGS, Diagnostic
from generator.library import load

CASES = Path(__file__).parent.parent / "cases"
NOTES = ("expected.txt", "without.txt", "today.txt")
CHINESE = re.compile("[\u3000-\u9fff]+")
Files = dict[str, bytes]


def contents(folder: Path) -> Files:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in NOTES)
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    return {file: content for file, content in files.items() if not file.startswith("base/")}


def lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


def overlaid(case: Path) -> Files:
    files = TREE | contents(case)
    return {file: content for file, content in files.items() if file not in lines(case / "without.txt")}


def today(case: Path) -> date | None:
    return date.fromisoformat(lines(case / "today.txt")[0]) if (case / "today.txt").exists() else None


@cache
def judged(case: Path) -> list[Diagnostic]:
    """All that check says of a case, on its day and against its base."""
    base = load(overlaid(case / "base")) if (case / "base").exists() else None
    return check(load(overlaid(case)), base, today(case))


def said(diagnostics: list[Diagnostic]) -> list[str]:
    return [f"{found.at} {found.severity}[{found.code}]" for found in diagnostics]


def name(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


TREE = contents(CASES / "_tree")
FOLDERS = [case for code in sorted(CASES.iterdir()) if not code.name.startswith("_") for case in sorted(code.iterdir())]
BAD = [case for case in FOLDERS if case.name.startswith("bad")]
GOOD = [case for case in FOLDERS if case.name.startswith("good")]


def test_the_tree_below_all_cases_is_sound() -> None:
    assert said(check(load(TREE))) == []
    assert len(TREE) == 8


@pytest.mark.parametrize("case", BAD, ids=name)
def test_a_broken_case_says_exactly_this(case: Path, refresh: bool) -> None:
    found = said(judged(case))
    if refresh:
        (case / "expected.txt").write_text("".join(f"{line}\n" for line in found), "utf-8")
    assert found == lines(case / "expected.txt")
    assert any(f"[{case.parent.name}]" in line for line in found)


@pytest.mark.parametrize("case", GOOD, ids=name)
def test_a_sound_case_says_nothing(case: Path) -> None:
    files = overlaid(case)
    assert files != TREE, "an example shows something that the tree does not"
    assert said(judged(case)) == []


def test_every_code_has_a_manual_a_broken_and_a_sound_case() -> None:
    codes = {manual.code for manual in manuals()}
    assert set(RULES) <= codes
    assert {case.parent.name for case in BAD} == codes
    assert {case.parent.name for case in GOOD} == codes
    assert len(manuals()) == len(codes)
    assert all(manual.title.of(lang) and manual.text.of(lang) for manual in manuals() for lang in LANGS)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_can_be_imported_and_is_silent_on_a_sound_tree(code: str) -> None:
    assert list(rule(code)(Context(load(TREE)))) == []


@pytest.mark.parametrize("case", BAD, ids=name)
def test_messages_are_in_both_languages_and_as_severe_as_the_manual_says(case: Path) -> None:
    severities = {manual.code: manual.severity for manual in manuals()}
    files = overlaid(case)
    for found in judged(case):
        assert found.severity is severities[found.code]
        assert any("\u4e00" <= sign <= "\u9fff" for sign in found.message.zh), found
        assert all(word in files[found.at.file].decode() for word in CHINESE.findall(found.message.en)), found
        assert found.message.zh != found.message.en
        assert found.hint is None or (found.hint.zh and found.hint.en and not found.hint.en.endswith("."))


def test_all_faults_of_many_broken_files_are_told_in_one_run() -> None:
    files, expected = dict(TREE), []
    broken: set[str] = set()
    for number, case in enumerate(BAD):
        own = apart(case, number)
        if (
            any(file in broken for file in own)
            or lines(case / "without.txt")
            or (case / "base").exists()
            or today(case)
        ):
            continue  # A shared file can be broken in one way at a time, and one tree has one base and one day.
        if case.parent.name == "unused":
            continue  # What a broken file uses is not known, so beside one nothing is called unused.
        files |= own
        broken |= own.keys()
        moved = dict(zip(contents(case), own, strict=True))
        for line in lines(case / "expected.txt"):
            file, rest = line.split(":", 1)
            expected.append(f"{moved[file]}:{rest}")
    found = said(check(load(files)))
    assert sorted(found) == sorted(expected)
    assert len(broken) >= 40
    apart_only = {
        "missing-file",
        "edition-unraised",
        "vanished-id",
        "reused-id",
        "stale-edition",
        "waiver-expired",
        "overdue",
    }
    apart_only |= {"team-gap", "retrospective-missing", "orphan-status", "unused"}
    assert {re.findall(r"\[(.+)\]", line)[0] for line in found} == {manual.code for manual in manuals()} - apart_only


def apart(case: Path, number: int) -> Files:
    """A case's files as they may stand beside those of all others: a playbook under its own name, with ids of its own.

    A prefix of ids is exchanged for one of the same length, so that every column stays.
    """
    own: Files = {}
    for file, content in contents(case).items():
        if file == "playbooks/demo.yaml":
            prefix = f"Z{ascii_uppercase[number // 26]}{ascii_uppercase[number % 26]}-".encode()
            own[f"playbooks/{case.parent.name}-{case.name}.yaml"] = content.replace(b"DEM-", prefix)
        else:
            own[file] = content
    return own


@pytest.mark.parametrize("file", [file for file in TREE if "engagements" not in file])
def test_a_file_that_cannot_be_read_is_the_only_one_to_blame(file: str) -> None:
    found = check(load(TREE | {file: TREE[file] + b"\nbroken: [\n"}))
    assert [(fault.at.file, fault.code) for fault in found] == [(file, "yaml-syntax")]


WAVES = "waves:\n  warmup: {title: {zh: 预热, en: Warm-up}}\n  main: {title: {zh: 正式, en: Main}, default: true}\n"
LEFT_OUT = [
    ("a role", "shared/roles.yaml", "architect: {title: {zh: 架构师, en: Architect}", "architect: {title: 7"),
    ("a product", "shared/products.yaml", "udb: {title: {zh: 数据库, en: Database}", "udb: {title: 7"),
    ("a level", "shared/standard.yaml", "ack: 15m}", "ack: 15}"),
    ("a fact", "demo.yaml", "type: number", "type: numeric"),
    ("all waves", "demo.yaml", WAVES, "waves: [warmup, main]\n"),
    ("a wave", "demo.yaml", "default: true", "default: ja"),
    ("an attention item", "demo.yaml", "due: T-45\n", "due: T45\n"),
    (
        "a task",
        "demo.yaml",
        "severity: must, category: communication}\n  - step: apply",
        "category: communication}\n  - step: apply",
    ),
    ("a step", "demo.yaml", "window: [T-45, T-1]", "window: [T-45]"),
    ("a step's name", "demo.yaml", "- step: prepare", "- step: 3"),
    ("a stage", "demo.yaml", "stages: [product-risk, scenario-risk, avoidance]", "stages: product-risk"),
    ("a responsibility", "demo.yaml", "prepare: [{zh: 改方案, en: Improve}]", "prepare: 改方案"),
    ("a plan", "demo.yaml", "takes: 60s", "takes: soon"),
    ("an estimate", "demo.yaml", "use_at_most: 0.7", "use_at_most: 1.7"),
    ("half a text", "demo.yaml", "{zh: 问清, en: Ask}", "{zh: <b>问清</b>, en: Ask}"),
    ("an extra", "engagements/fresh.yaml", "due: T-20, severity: should", "due: T-20, severity: high"),
]


@pytest.mark.parametrize(("file", "sound", "broken"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT])
def test_what_had_to_be_left_out_is_not_missed_elsewhere(file: str, sound: str, broken: str) -> None:
    text = TREE[f"playbooks/{file}"].decode()
    assert sound in text
    found = check(load(TREE | {f"playbooks/{file}": text.replace(sound, broken, 1).encode()}))
    assert {fault.at.file for fault in found} == {f"playbooks/{file}"}
    assert {fault.code for fault in found} <= {"wrong-type", "bad-offset", "missing-key", "raw-html"}
    assert len(found) == 1
