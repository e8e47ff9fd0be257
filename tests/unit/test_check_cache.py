"""A check that was made before: the same answer, and never another's, whatever has become of the folder."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from trees import TODAY, book, engagement, files, written

from generator.check import check
from generator.cli import main
from generator.diagnostics import Diagnostic
from generator.library import load
from generator.publish import cache_store, checking
from generator.publish.cache_store import VARIABLE, cache_folder
from generator.publish.checking import check_key, recall, remember

TREE = files(book(), fresh=engagement(playbook="nowhere"), other=engagement())
FOUND = check(load(TREE))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def entry(cache: Path) -> Path:
    (found,) = (cache / "check").iterdir()
    return found


def test_what_is_remembered_is_what_was_found(cache: Path) -> None:
    assert len({fault.hint is None for fault in FOUND}) + len(FOUND) > 1
    key = check_key(TREE, ["2026-10-01"])
    assert recall(key) is None
    remember(key, FOUND)
    assert recall(key) == FOUND
    assert all(isinstance(fault, Diagnostic) and hash(fault) for fault in recall(key) or ())


@pytest.mark.parametrize("change", ["a byte", "a name", "a day", "a file less", "the code"])
def test_any_difference_is_another_key(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, asked = dict(TREE), ["2026-10-01"]
    before = check_key(tree, asked)
    name = next(iter(tree))
    if change == "a byte":
        tree[name] += b"\n"
    elif change == "a name":
        tree[f"{name}x"] = tree.pop(name)
    elif change == "a day":
        asked = ["2026-10-02"]
    elif change == "a file less":
        del tree[name]
    else:
        monkeypatch.setattr(checking, "code_version", lambda: "another")
    assert check_key(tree, asked) != before


def test_neither_a_name_nor_a_content_can_pass_for_a_part_of_another() -> None:
    assert check_key({"a": b"bc"}, []) != check_key({"ab": b"c"}, [])
    assert check_key({}, ["a", "b"]) != check_key({}, ["ab"])
    assert check_key({"a": b"b"}, []) != check_key({}, ["a", "b"])


def test_the_code_version_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = tmp_path / "rule.py"
    rule.write_text("CODE = 1\n")
    monkeypatch.setattr(cache_store, "PACKAGE", tmp_path)
    before = cache_store.code_version()
    assert cache_store.code_version() == before
    rule.write_text("CODE = 2\n")
    assert cache_store.code_version() != before


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _edited(content: bytes) -> bytes:
    return content.replace(b'"error"', b'"note"', 1)


def _pickled(_: bytes) -> bytes:
    return pickle.dumps(FOUND)


@pytest.mark.parametrize("damage", [_cut, _edited, _pickled, bytes, lambda _: b"[" * 100_000, lambda _: b"\xff\n\xff"])
def test_a_damaged_entry_is_ignored_and_replaced(damage: object, cache: Path) -> None:
    key = check_key(TREE, [])
    remember(key, FOUND)
    sound = entry(cache).read_bytes()
    assert callable(damage)
    entry(cache).write_bytes(damage(b"" if damage is bytes else sound))
    assert recall(key) is None
    remember(key, FOUND)
    assert entry(cache).read_bytes() == sound


def test_an_entry_under_another_name_is_not_believed(cache: Path) -> None:
    remember(check_key(TREE, []), FOUND)
    other = check_key(TREE, ["other"])
    entry(cache).rename(cache / "check" / f"{other}.json")
    assert recall(other) is None


def test_only_the_newest_entries_are_kept(cache: Path) -> None:
    keys = [check_key(TREE, [str(n)]) for n in range(checking.MOST_ENTRIES + 3)]
    for n, key in enumerate(keys):
        remember(key, FOUND)
        os.utime(cache / "check" / f"{key}.json", ns=(n, n))
    remember(keys[-1], FOUND)
    assert len(list((cache / "check").iterdir())) == checking.MOST_ENTRIES
    assert recall(keys[0]) is None
    assert recall(keys[-2]) == FOUND


def test_without_a_folder_nothing_is_remembered_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = check_key(TREE, [])
    (tmp_path / "file").write_text("in the way")
    for folder in ("", str(tmp_path / "file")):
        monkeypatch.setenv(VARIABLE, folder)
        remember(key, FOUND)
        assert recall(key) is None
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder()
    assert folder is not None
    assert folder.name == "assurance-playbook"


def test_a_second_check_says_the_same_and_an_edit_is_seen(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    written(root, TREE)
    command = ["--root", str(root), "--today", str(TODAY), "check", "--format", "json"]
    first = (main(command), capsys.readouterr())
    assert (main(command), capsys.readouterr()) == first
    assert first[0] == 1
    (root / "playbooks" / "engagements" / "fresh.yaml").write_bytes(TREE["playbooks/engagements/other.yaml"])
    assert (main(command), "nowhere" in capsys.readouterr().out) == (0, False)
