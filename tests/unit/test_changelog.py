"""The playbooks' past: out of a real repository, edition by edition, and silence where there is none."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from trees import VOCABULARY

from generator.diagnostics import Lang
from generator.diff import Kind
from generator.diff.playbooks import Changelog, Edition
from generator.history import changelog as module
from generator.history.changelog import read_changelog
from generator.history.revisions import versions, whole_head
from generator.site.page import PageOptions
from tests import trees
from tests.sites import build, seen

FIRST, SECOND, THIRD = "2026-01-05", "2026-02-05", "2026-03-05"


def git(folder: Path, *arguments: str, day: str = FIRST) -> str:
    who = ["-c", "user.name=Example", "-c", "user.email=who@example.com", "-c", "commit.gpgsign=false"]
    when = {"GIT_AUTHOR_DATE": f"{day}T09:00+08:00", "GIT_COMMITTER_DATE": f"{day}T09:00+08:00"}
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments],
        check=True, capture_output=True, encoding="utf-8", env={"PATH": "/usr/bin:/bin", "HOME": str(folder), **when},
    )  # fmt: skip
    return done.stdout.strip()


def commit(root: Path, tree: Mapping[str, bytes], day: str) -> None:
    trees.written(root, tree)
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", "playbooks", day=day)


def book(edition: str, *more: trees.Data, due: str = "T-45", title: str = "演练") -> trees.Files:
    """A playbook whose tasks are what the tests change, each key on a line of its own as people write it."""
    task = trees.item("DEM-T01", due=due, title={"zh": title, "en": "Rehearsal"})
    data = trees.book(edition=edition, tasks={"prepare": [task, *more]})
    written = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in data.items())
    return trees.files(data) | {"playbooks/demo.yaml": written.encode()}


NEW = trees.item("DEM-T02")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three editions in five commits: 2026.1, twice 2026.2, 2026.3, and a word of 2026.3 mended on a later day."""
    root = tmp_path / "项目"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, book("2026.1"), FIRST)
    commit(root, book("2026.2", due="T-40"), SECOND)
    commit(root, book("2026.2", due="T-42"), SECOND)
    commit(root, book("2026.3", NEW, due="T-42"), SECOND)
    commit(root, book("2026.3", NEW, due="T-42", title="大演练"), THIRD)
    return root


def told(edition: Edition) -> list[tuple[Kind, str]]:
    return [(change.kind, change.about) for change in edition.changes]


def test_each_edition_is_told_against_the_one_before_it(root: Path) -> None:
    third, second, first = read_changelog(root, ["demo"], VOCABULARY)["demo"]
    assert (first.edition, first.begun, first.last, first.changes) == ("2026.1", FIRST, FIRST, ())
    assert "DEM-T01" in first.first
    assert "DEM-T02" not in first.first
    assert (second.edition, told(second), second.first) == ("2026.2", [(Kind.DUE, "DEM-T01")], frozenset())
    assert "T-45 → T-42" in second.changes[0].words.zh, "the last commit of an edition is what it was"
    assert (third.edition, third.begun, third.last) == ("2026.3", SECOND, THIRD)
    assert told(third) == [(Kind.TEXT, "DEM-T01"), (Kind.ADDED, "DEM-T02")]


def test_what_is_not_committed_is_no_history(root: Path) -> None:
    before = read_changelog(root, ["demo"], VOCABULARY)
    trees.written(root, book("2026.4", due="T-30"))
    module._read.cache_clear()
    assert read_changelog(root, ["demo"], VOCABULARY) == before


def test_a_commit_that_head_does_not_reach_counts_for_nothing(root: Path) -> None:
    before = read_changelog(root, ["demo"], VOCABULARY)
    git(root, "checkout", "--quiet", "-b", "aside")
    commit(root, book("2026.9", due="T-1"), THIRD)
    git(root, "checkout", "--quiet", "main")
    module._read.cache_clear()
    assert read_changelog(root, ["demo"], VOCABULARY) == before


def test_a_merge_is_one_step_on_its_day(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "aside", "HEAD~2")
    commit(root, book("2026.4", due="T-41"), FIRST)
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "-X", "theirs", "-m", "merged", "aside", day="2026-04-01")
    newest = read_changelog(root, ["demo"], VOCABULARY)["demo"][0]
    assert (newest.edition, newest.begun) == ("2026.4", "2026-04-01")
    assert (Kind.DUE, "DEM-T01") in told(newest)


def test_an_edition_taken_back_is_not_told(root: Path) -> None:
    commit(root, book("2026.2", due="T-44"), THIRD)
    assert [edition.edition for edition in read_changelog(root, ["demo"], VOCABULARY)["demo"]] == ["2026.2", "2026.1"]


def test_a_file_in_flow_style_is_read_as_well(root: Path) -> None:
    commit(root, trees.files(trees.book(edition="2026.4")), THIRD)
    assert read_changelog(root, ["demo"], VOCABULARY)["demo"][0].edition == "2026.4"


def test_a_version_with_errors_is_passed_over(root: Path) -> None:
    broken = {file: content.replace(b"DEM-T01", b"?") for file, content in book("2026.4").items()}
    commit(root, broken, THIRD)
    assert read_changelog(root, ["demo"], VOCABULARY)["demo"][0].edition == "2026.3"


def test_the_oldest_of_many_editions_is_only_compared_with(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_EDITIONS", 2)
    third, second = read_changelog(root, ["demo"], VOCABULARY)["demo"]
    assert (third.edition, second.edition, second.first) == ("2026.3", "2026.2", frozenset())


def test_each_content_is_read_once_and_a_head_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    find = module.Objects.find

    def counted(self: module.Objects, object: str) -> bytes | None:
        read.append(object)
        return find(self, object)

    monkeypatch.setattr(module.Objects, "find", counted)
    read_changelog(root, ["demo"], VOCABULARY)
    contents = {version.object for version in versions(root, 100)["playbooks/demo.yaml"]}
    assert len(contents) == 5
    assert [read.count(object) for object in contents] == [1] * 5
    read.clear()
    read_changelog(root, ["demo"], VOCABULARY)
    assert read == []


def test_nothing_is_known_without_git_history(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, empty, shallow = tmp_path / "plain", tmp_path / "empty", tmp_path / "shallow"
    plain.mkdir()
    empty.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    git(empty, "init", "--quiet")
    git(tmp_path, "clone", "--quiet", "--depth=2", root.as_uri(), str(shallow))
    for folder in (plain, empty, shallow):
        assert whole_head(folder) is None
        assert read_changelog(folder, ["demo"], VOCABULARY) == {}
    monkeypatch.setenv("PATH", str(plain))
    assert read_changelog(root, ["demo"], VOCABULARY) == {}


@pytest.fixture
def past(root: Path) -> Changelog:
    return read_changelog(root, ["demo"], VOCABULARY)


def pages_with(past: Changelog, lang: Lang) -> dict[str, str]:
    options = PageOptions(changelog=past, edit_base="https://git.example.com/edit/main/")
    tree = book("2026.3", NEW, due="T-42", title="大演练")
    return {uri: seen(page).text for uri, page in build(tree, lang, options).items()}


def test_pages_tell_it(past: Changelog) -> None:
    made = pages_with(past, "zh")
    assert "改动记录：2 版改过，最近 2026.3" in made["playbooks/demo.html"]
    assert "T-45 → T-42" in made["playbooks/demo.html"]
    assert "2026.3" in made["index.html"]
    assert "新增 1" in made["index.html"]
    assert f"2026.3 {SECOND} … {THIRD}" in made["changes.html"]
    assert "首版" in made["changes.html"]
    assert "last changed in 2026.3 (editions that changed it: 2)" in pages_with(past, "en")["playbooks/demo.html"]


def test_pages_say_nothing_where_nothing_is_known() -> None:
    made = pages_with({}, "zh")
    assert "changes.html" not in made
    assert "手册最近改了什么" not in made["index.html"]
    assert "改动记录" not in made["playbooks/demo.html"]
