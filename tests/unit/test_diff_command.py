"""``playbook diff`` as a command: folders and revisions, what it prints where, and its exit codes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from trees import Data, book, engagement, files, item, written

from generator.cli import cli

ONE = item("DEM-A01", due="T-15", severity="should")
WHO = engagement(status={"DEM-A01": {"state": "doing"}})


def state(folder: Path, *items: Data) -> Path:
    folder.mkdir(exist_ok=True)
    return written(folder, files(book(items), fresh=WHO))


def diff(root: Path, *arguments: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(cli, ["--root", str(root), "--today", "2026-10-15", "--lang", lang, "diff", *arguments])


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    return state(tmp_path / "before", ONE), state(tmp_path / "after", ONE | {"due": "T-20"})


def test_a_folder_against_the_work_tree(sides: tuple[Path, Path]) -> None:
    before, after = sides
    found = diff(after, str(before))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == (
        f"{before} → 工作区\n"
        "1 个事项有改动（日期提前 1）；1 个进行中的客户事件里 1 个受影响，1 个变为“有条件就绪”。\n\n"
        "playbooks/demo.yaml\n"
        "  DEM-A01 事项 DEM-A01\n"
        "    期限提前 5 天：T-15 → T-20\n\n"
        "客户事件，最急的在前\n"
        "  fresh 示例生鲜 · 双十一 · 2026-11-10 周二 开始 · 就绪 → 有条件就绪\n"
        "    DEM-A01 事项 DEM-A01 · 期限提前 5 天：2026-10-26 周一 → 2026-10-21 周三\n"
    )


def test_in_english_and_as_the_other_formats(sides: tuple[Path, Path]) -> None:
    before, after = sides
    assert "due 5 days earlier: T-15 → T-20" in diff(after, str(before), lang="en").stdout
    comment = diff(after, str(before), "--format", "md", lang="en").stdout
    assert comment.startswith("<!-- playbook-diff -->\n### What this edit means\n\n1 item changed (1 date earlier).\n")
    assert json.loads(diff(after, str(before), "--format", "json").stdout)["changes"][0]["days"] == -5


def test_two_sides_may_be_named(sides: tuple[Path, Path]) -> None:
    before, after = sides
    assert "期限推后 5 天" in diff(after, str(after), str(before)).stdout
    assert "含义没有改动；1 个进行中的客户事件都不受影响。" in diff(after, str(before), str(before)).stdout


def test_revisions_and_the_work_tree(tmp_path: Path) -> None:
    root = state(tmp_path / "root", ONE)

    def git(*arguments: str) -> None:
        who = ["-c", "user.name=Example", "-c", "user.email=who@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    state(root, ONE | {"due": "T-20"})
    git("commit", "--quiet", "-am", "two")
    state(root, ONE | {"due": "T-30"})
    assert "期限提前 5 天：T-15 → T-20" in diff(root, "main~1", "main").stdout
    assert "期限提前 10 天：T-20 → T-30" in diff(root, "main").stdout
    assert diff(root, "main").stdout.splitlines()[0].startswith("main (")
    unknown = diff(root, "nowhere")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "git 也不认识这个版本" in unknown.stderr
    assert "nor a revision that git knows" in unknown.stderr


def test_errors_of_the_later_side_are_told_and_exit_1_after_the_rest(sides: tuple[Path, Path]) -> None:
    before, after = sides
    (after / "playbooks/shared/glossary.yaml").write_bytes(b"zhongbao: [")
    found = diff(after, str(before))
    assert found.exit_code == 1
    assert "没有比较（有错误，之前 0 处，之后 1 处）：playbooks/shared/glossary.yaml" in found.stdout
    assert "期限提前 5 天" in found.stdout
    assert "playbooks/shared/glossary.yaml:1:" in found.stderr
    mended = diff(before, str(after))
    assert (mended.exit_code, mended.stderr) == (0, "")


def test_a_record_of_an_id_that_is_gone_is_an_error_and_has_an_impact(sides: tuple[Path, Path]) -> None:
    before, after = sides
    gone = {
        "id": "DEM-A01",
        "retired": {"on": "2026-10-01", "because": {"zh": "不用了", "en": "Unused"}, "replaced_by": "DEM-A81"},
    }
    state(after, gone)
    found = diff(after, str(before))
    assert found.exit_code == 1
    assert "unknown-item" in found.stderr
    assert (
        "    DEM-A01 事项 DEM-A01 · 记录落空：文件里的 status（进行中）还写着它；停用：不用了（改用 DEM-A81）\n"
        in found.stdout
    )
    assert "没有比较" not in found.stdout


@pytest.mark.parametrize("arguments", [(), ("",), ("/nowhere",), (".", "a", "b"), (".", "--format", "html")])
def test_wrong_usage_is_2(sides: tuple[Path, Path], arguments: tuple[str, ...]) -> None:
    found = diff(sides[1], *arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Traceback" not in found.stderr
