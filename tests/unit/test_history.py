"""git is asked of the root's own repository, whatever the environment names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from trees import ROOT, VOCABULARY, book, engagement, files, item, written

from generator.history.changelog import find_edition, read_changelog
from generator.history.commits import history
from generator.history.fingerprint_lookup import find_fingerprint
from generator.history.git import git
from generator.history.revisions import revisions, versions, whole_head
from generator.publish.snapshot import snapshot
from generator.publish.tree import open_workspace

TODAY = date(2026, 10, 15)
FRESH = "playbooks/engagements/fresh.yaml"


def repository(root: Path, *trees: dict[str, bytes]) -> Path:
    """A repository with a commit of each tree."""
    root.mkdir()
    who = ["-c", "user.name=Example", "-c", "user.email=who@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(root)], check=True)
    for tree in trees:
        written(root, tree)
        subprocess.run(["git", "-C", str(root), "add", "."], check=True)
        subprocess.run(["git", "-C", str(root), *who, "commit", "--quiet", "-m", "playbooks"], check=True)
    return root


@pytest.fixture
def own(tmp_path: Path) -> Path:
    other = book([item("DEM-A01", due="T-30")], edition="2026.3")
    return repository(tmp_path / "own", files(fresh=engagement()), files(other, fresh=engagement()))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Somebody else's, with other commits, which a variable may name."""
    return repository(tmp_path / "other", files(west=engagement(customer="别家")))


def asked(root: Path) -> list[object]:
    """Everything that the tool asks git."""
    today = open_workspace(root, TODAY).checklists[0].fingerprint
    return [
        revisions(root, 10),
        versions(root, 10),
        whole_head(root),
        history(root),
        snapshot(root, "HEAD~1"),
        read_changelog(root, ["demo"], VOCABULARY),
        find_edition(root, "playbooks/demo.yaml", "2026.2"),
        find_fingerprint(root, today, TODAY),
        find_fingerprint(root, "E-AAAAAAAAAA", TODAY),
    ]


def variables(other: Path, tmp_path: Path) -> dict[str, str]:
    """Every variable by which git lists what belongs to one repository alone, each leading astray."""
    named = subprocess.run(["git", "rev-parse", "--local-env-vars"], capture_output=True, check=True, text=True).stdout
    values = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git" / "objects"),
        "GIT_COMMON_DIR": str(other / ".git"),
        "GIT_PREFIX": "elsewhere/",
        "GIT_NAMESPACE": "elsewhere",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_GRAFT_FILE": str(tmp_path / "none"),
        "GIT_SHALLOW_FILE": str(tmp_path / "none"),
        "GIT_TRACE": "1",
    }
    odd = {name: str(tmp_path / "none") for name in named.split() if not name.startswith("GIT_CONFIG")}
    return odd | values


def test_no_variable_leads_to_another_repository(
    own: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = asked(own)
    assert all(expected)
    for name, value in (given := variables(other, tmp_path)).items():
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert asked(own) == expected, name
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert asked(own) == expected


COMMANDS: dict[str, list[str]] = {
    "diff": ["diff", "HEAD~1", "--format", "json"],
    "check --base": ["check", "--base", "HEAD~1", "--format", "json"],
    "verify": ["verify", "E-AAAAAAAAAA"],
    "checklist": ["checklist", "fresh", "--format", "md", "--out", "OUT"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_command_reads_another_repository(own: Path, other: Path, tmp_path: Path, command: list[str]) -> None:
    def ran(out: str, **environment: str) -> tuple[int, str, str, list[bytes]]:
        folder = tmp_path / out
        names = [part.replace("OUT", str(folder)) for part in command]
        done = subprocess.run(
            [sys.executable, "-m", "generator", "--root", str(own), "--today", "2026-10-15", "--lang", "en", *names],
            capture_output=True, check=False, encoding="utf-8", cwd=ROOT, env={**os.environ, **environment},
        )  # fmt: skip
        sheets = [path.read_bytes() for path in sorted(folder.rglob("*.md"))]
        return done.returncode, done.stdout.replace(str(folder), "OUT"), done.stderr.replace(str(folder), "OUT"), sheets

    assert ran("led astray", **variables(other, tmp_path)) == ran("plain")


def test_a_folder_that_a_pipeline_vouches_for_is_read_and_no_other_setting_of_the_environment_is_heeded(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"safe.directory": "*", "alias.spoken": "!echo heeded", "user.name": "Somebody"}
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(given)))
    for n, (key, value) in enumerate(given.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{n}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{n}", value)
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'user.email'='somebody@example.com'")
    assert git(own, "config", "safe.directory").words.strip() == "*"
    assert git(own, "spoken").code != 0
    assert "ome" not in git(own, "config", "--get-regexp", "user").words


def test_no_program_that_a_repositorys_settings_name_runs(own: Path, tmp_path: Path) -> None:
    trap, ran = tmp_path / "trap", tmp_path / "ran"
    trap.write_text(f"#!/bin/sh\ntouch '{ran}'\n", "utf-8")
    trap.chmod(0o755)
    subprocess.run(["git", "-C", str(own), "config", "core.fsmonitor", str(trap)], check=True)
    subprocess.run(["git", "-C", str(own), "status"], check=True, capture_output=True)
    assert ran.exists(), "the setting would run it"
    ran.unlink()
    assert all(asked(own))
    assert git(own, "status").code == git(own, "diff", "--quiet", "HEAD").code == 0
    assert not ran.exists()


def test_the_scripts_of_a_pipeline_read_the_tree_that_they_run_in(own: Path, other: Path, tmp_path: Path) -> None:
    (own / FRESH).write_bytes((own / FRESH).read_bytes() + b"# later\n")
    for script, said in (("compare.py", "playbook-diff"), ("sheets.py", "fresh.zh.md")):
        extra = ["--format", "md"] if script == "sheets.py" else []
        done = subprocess.run(
            [sys.executable, str(ROOT / ".ci" / script), "HEAD", "--out", str(tmp_path / script), *extra],
            capture_output=True, check=True, encoding="utf-8", cwd=own,
            env={**os.environ, "PYTHONPATH": str(ROOT), **variables(other, tmp_path)},
        )  # fmt: skip
        assert said in done.stdout, done.stderr


def test_a_git_that_hangs_is_given_up(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("generator.history.git.PATIENCE", 0.2)
    answer = git(own, "log")
    assert (answer.code, answer.words) == (-1, "")
    assert "timed out" in answer.error
    assert revisions(own, 10) == ()
    assert history(own).commits == {}


def test_git_is_run_in_one_place() -> None:
    quoted = re.compile(r"[\"']git[\"'],")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*.py")
        if quoted.search(path.read_text("utf-8"))
    }
    assert found == {"generator/history/git.py"}
    assert not [path for path in (ROOT / ".ci").glob("*.py") if quoted.search(path.read_text("utf-8"))]
