"""Without git, outside a repository, in a shallow clone, in the C locale, in any time zone and over a change of clocks: the same sheets.

What a machine lacks costs what it stands for (the last commit on a sheet) and nothing else; what it has of its own changes nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from trees import ROOT, book, engagement, files, item, written

DAY = "2026-10-15"
Made = dict[str, bytes]


@pytest.fixture(scope="module")
def first_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree whose playbook was changed once after its first commit."""
    folder = tmp_path_factory.mktemp("first") / "root"
    folder.mkdir()
    written(folder, files(book([item("DEM-A01", due="T-30")]), fresh=engagement()))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    shared = folder / "playbooks/shared/glossary.yaml"
    shared.write_text(shared.read_text("utf-8").replace("重保", "护航"), "utf-8")
    git(folder, "commit", "-qam", "second")
    return folder


@pytest.fixture
def root(first_root: Path, tmp_path: Path) -> Path:
    """A copy of it, to do with what a test likes."""
    return shutil.copytree(first_root, tmp_path / "root")


@pytest.fixture(scope="module")
def plain(first_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What a machine makes of it whose language and time zone say nothing."""
    return made(first_root, tmp_path_factory.mktemp("plain"), LC_ALL="C.UTF-8", TZ="UTC")


def git(folder: Path, *arguments: str) -> str:
    who = {f"GIT_{role}_{what}": "x@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=folder, env={**os.environ, **who}, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout.strip()


def made(
    root: Path,
    out: Path,
    *,
    today: str = DAY,
    path: str | None = None,
    formats: str = "html,md,ics,xlsx",
    **environment: str,
) -> Made:
    """Every sheet of a tree by its name, made in an environment of its own."""
    command = [
        sys.executable, "-m", "generator", "--root", str(root), "--today", today, "-q",
        "checklist", "--all", "--format", formats, "--out", str(out),
    ]  # fmt: skip
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    surroundings = {**plain, "PYTHONPATH": str(ROOT), **environment} | ({"PATH": path} if path is not None else {})
    done = subprocess.run(command, cwd=root, env=surroundings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert b"Traceback" not in done.stderr
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}


def without(made: Made, word: str) -> Made:
    """The texts of HTML and Markdown with a commit's name put out of sight."""
    return {
        name: content.replace(word.encode(), b"?") for name, content in made.items() if name.endswith((".html", ".md"))
    }


def test_without_git_outside_a_repository_and_before_its_first_commit_only_the_commit_is_missing(
    root: Path, plain: Made, tmp_path: Path
) -> None:
    first = git(root, "rev-parse", "--short", "HEAD~1")
    assert any(first.encode() in content for content in plain.values()), "the last commit that touched the inputs"
    (tmp_path / "empty").mkdir()
    no_git = made(root, tmp_path / "no-git", path=str(tmp_path / "empty"))
    shutil.rmtree(root / ".git")
    assert made(root, tmp_path / "no-repository") == no_git
    git(root, "init", "-q")
    assert made(root, tmp_path / "no-commit").keys() == no_git.keys()
    assert plain.keys() == no_git.keys()
    assert not any(first.encode() in content for content in no_git.values())
    assert {name for name in plain if name.endswith(".ics") and plain[name] != no_git[name]} == set()


def test_a_shallow_clone_makes_the_same_but_for_a_commit_that_it_cannot_know(
    root: Path, plain: Made, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    first, second = git(root, "rev-parse", "--short", "HEAD~1"), git(root, "rev-parse", "--short", "HEAD")
    assert without(plain, first) == without(made(tmp_path / "shallow", tmp_path / "out"), second)


MACHINES = {
    "UTC": "C", "Asia/Shanghai": "tr_TR.UTF-8", "America/New_York": "POSIX", "Pacific/Apia": "no_SUCH.locale",
    "Asia/Kathmandu": "C", "XXX+25": "tr_TR.UTF-8", "no/such": "POSIX",
}  # fmt: skip
"""Time zones, each with a locale of a machine."""


@pytest.mark.parametrize("zone", MACHINES)
def test_neither_time_zone_nor_locale_of_the_machine_changes_a_byte(
    first_root: Path, plain: Made, tmp_path: Path, zone: str
) -> None:
    assert made(first_root, tmp_path / "z", TZ=zone, LC_ALL=MACHINES[zone], PYTHONUTF8="0") == plain


def test_a_change_of_clocks_is_none_of_an_event_s(root: Path, tmp_path: Path) -> None:
    """New York puts its clocks back at 06:00 UTC on 2026-11-01: the instants around it are the same on every machine."""
    for moment, same in (
        ("2026-11-01T01:30-04:00", "2026-11-01T05:30+00:00"),
        ("2026-11-01T01:30-05:00", "2026-11-01T06:30+00:00"),
        ("2026-03-08T03:00-04:00", "2026-03-08T07:00+00:00"),
    ):
        there = made(root, tmp_path / f"there{moment}", today=moment, formats="md,ics", TZ="America/New_York")
        here = made(root, tmp_path / f"here{moment}", today=same, formats="md,ics", TZ="Asia/Shanghai")
        assert there == here, moment


def test_an_event_over_a_change_of_clocks_lasts_as_long_as_it_says(tmp_path: Path) -> None:
    """Written with its offsets, an event from 23:00-04:00 to 03:00-05:00 lasts five hours; its hours count elapsed time."""
    folder = tmp_path / "root"
    folder.mkdir()
    event = {"start": "2026-10-31T23:00-04:00", "end": "2026-11-01T03:00-05:00"}
    playbook = book([item("DEM-A01", due="T+4h", step="onsite"), item("DEM-A02", due="E-1h", step="onsite")])
    written(folder, files(playbook, fresh=engagement(event=event)))
    calendar = Calendar.from_ical(
        made(folder, tmp_path / "out", formats="ics", TZ="America/New_York")["fresh/fresh.en.ics"]
    )
    begins = {str(part.get("x-playbook-id")): part["dtstart"].dt for part in calendar.walk("VEVENT")}
    assert begins["DEM-A01"] == begins["DEM-A02"] == datetime(2026, 11, 1, 7, tzinfo=UTC)
