"""The tree at a revision or in a folder, and what is said when there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from trees import book, engagement, files, written

from generator.publish.disk import Unreadable, read_tree
from generator.publish.snapshot import snapshot


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Example", "-c", "user.email=who@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: the second adds an engagement; the work tree has one more line than either."""
    root = tmp_path / "项目"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    for tree in (files(book()), files(book(), fresh=engagement())):
        written(root, tree)
        git(root, "add", ".")
        git(root, "commit", "--quiet", "-m", "playbooks")
    with (root / "playbooks/demo.yaml").open("ab") as file:
        file.write(b"\n# later\n")
    return root


def test_a_revision_is_the_bytes_of_that_commit(repository: Path) -> None:
    assert dict(snapshot(repository, "HEAD~1").files) == files(book())
    assert dict(snapshot(repository, "main").files) == files(book(), fresh=engagement())
    assert dict(snapshot(repository, "main").files) != read_tree(repository)


def test_its_name_carries_the_commit(repository: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD")
    assert snapshot(repository, "main").name == f"main ({commit[:7]})"
    assert snapshot(repository, commit[:12]).name == commit[:12]


def test_a_folder_that_holds_playbooks_comes_before_a_revision(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = repository.parent / "main"
    beside.mkdir()
    written(beside, files(book(edition="2026.9")))
    monkeypatch.chdir(beside.parent)
    found = snapshot(repository, "main")
    assert (found.name, dict(found.files)) == ("main", files(book(edition="2026.9")))


def test_a_root_below_the_repository_is_found_at_its_own_place(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    root = tmp_path / "inner"
    root.mkdir()
    written(root, files())
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "playbooks")
    assert dict(snapshot(root, "HEAD").files) == files()


@pytest.mark.parametrize("named", ["nowhere", "", "--all", "HEAD~9", "HEAD:playbooks", "main..main", "a\nb"])
def test_what_is_no_revision_is_said_in_both_languages(repository: Path, named: str) -> None:
    with pytest.raises(Unreadable, match=r"(?s)git 也不认识这个版本.* / .*nor a revision that git knows.*git fetch"):
        snapshot(repository, named)


def test_a_shallow_clone_says_how_to_fetch_the_rest(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    assert snapshot(clone, "HEAD").files
    with pytest.raises(Unreadable, match=r"浅克隆.* / .*shallow clone: run git fetch --unshallow"):
        snapshot(clone, "HEAD~1")


def test_a_partial_clone_that_lacks_a_file_is_no_empty_file(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", repository.as_uri(), str(clone))
    with pytest.raises(Unreadable, match=r"不在本地.* / .*is not here"):
        snapshot(clone, "HEAD")


def test_without_history_it_says_so(tmp_path: Path) -> None:
    written(tmp_path, files())
    with pytest.raises(Unreadable, match=r"没有 git 历史可查.* / .*no history"):
        snapshot(tmp_path, "main")


def test_a_revision_without_playbooks_is_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "nothing yet")
    with pytest.raises(Unreadable, match=r"没有 playbooks/ / .*holds no playbooks/"):
        snapshot(tmp_path, "HEAD")
