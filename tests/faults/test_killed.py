"""Killed, out of room, refused a place, or run twice at once: what was there before stays whole, or what is new stands there whole.

Builds are killed at moments drawn once, by a fixed seed, over the time that a whole build takes; ``make faults`` draws fifty.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from trees import ROOT, book, engagement, files, item, written

from generator.cli import main
from generator.publish.atomic_folder import atomic_folder
from generator.publish.output_folder import MARK

OLD, NEW = "2026-10-15", "2026-11-09"
"""Two days, so that a new build differs from an old one on every page that tells the day."""
FRESH = "playbooks/engagements/fresh.yaml"
SEED = 20261110
Tree = dict[str, str]


def tree(folder: Path) -> Tree:
    """Every file that a reader sees, by its digest; what waits under a hidden name is not there for them."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def started(root: Path, *arguments: object, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "generator", "--root", str(root), "--lang", "en", "-q", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT, **options
    )


def ran(root: Path, *arguments: object, **options: Any) -> tuple[int, str]:
    """The exit code and what was said on standard error."""
    with started(root, *arguments, **options) as process:
        _, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    return process.returncode, err


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small tree of two engagements, with this project's own look."""
    folder = tmp_path_factory.mktemp("root")
    written(folder, files(book([item("DEM-A01", due="T-30")]), fresh=engagement(), other=engagement()))
    for name in ("templates", "site_config"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def checklists(root: Path, out: Path, today: str) -> tuple[object, ...]:
    return (root, "--today", today, "checklist", "--all", "--format", "html", "--out", out)


def site(root: Path, out: Path, today: str) -> tuple[object, ...]:
    return (root, "--today", today, "site", "--format", "html,md", "--out", out)


@pytest.fixture(scope="module")
def before(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Puts what a command made on the old day to where it would: made once, since a site takes its time."""
    made = tmp_path_factory.mktemp("before")

    def put(command: Callable[..., tuple[object, ...]], out: Path) -> None:
        if not (made / command.__name__).exists():
            assert ran(*command(root, made / command.__name__, OLD))[0] == 0  # type: ignore[arg-type]
        shutil.copytree(made / command.__name__, out)

    return put


def killed(command: tuple[object, ...], after: float, alone: bool) -> None:
    """Start a build and kill it: the one process, or with all that it started."""
    process = started(*command)  # type: ignore[arg-type]
    with process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=after)
        # A build that was quicker than the one that was timed has ended.
        with contextlib.suppress(ProcessLookupError):
            process.kill() if alone else os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdout, process.stderr):
            assert stream
            stream.close()


def moments(count: int, whole: float) -> Iterator[tuple[float, bool]]:
    """When to kill, in seconds, and whether one process alone."""
    draw = random.Random(SEED)
    for n in range(count):
        yield draw.uniform(0.0, whole), n % 2 == 0


def timed(command: tuple[object, ...]) -> float:
    start = time.monotonic()
    assert ran(*command)[0] == 0  # type: ignore[arg-type]
    return time.monotonic() - start


def test_a_killed_site_is_the_old_or_the_new_one(
    root: Path, tmp_path: Path, kills: int, before: Callable[..., None]
) -> None:
    out, other = tmp_path / "site", tmp_path / "other"
    before(site, out)
    whole = timed(site(root, other, NEW))
    old, new = tree(out), tree(other)
    assert old != new
    for after, alone in moments(kills, whole):
        killed(site(root, out, NEW), after, alone)
        if not out.exists():
            # Only between the two renames of a system that cannot exchange names: the next run puts it back.
            pytest.fail(f"no site is there after {after:.3f} s")
        assert tree(out) in (old, new), f"after {after:.3f} s"
    assert ran(*site(root, out, NEW))[0] == 0
    assert tree(out) == new
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"site", "other", ".site.lock", ".other.lock"}, "the next run clears what killed ones left"


def test_a_killed_checklist_leaves_every_sheet_old_or_new(root: Path, tmp_path: Path, kills: int) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    assert ran(*checklists(root, out, OLD))[0] == 0
    whole = timed(checklists(root, other, NEW))
    old, new = tree(out), tree(other)
    assert old.keys() == new.keys()
    for after, alone in moments(kills * 2, whole):
        killed(checklists(root, out, NEW), after, alone)
        found = tree(out)
        assert found.keys() == old.keys(), f"after {after:.3f} s"
        assert all(digest in (old[name], new[name]) for name, digest in found.items()), f"after {after:.3f} s"
    for forgotten in (out / "fresh" / ".fresh.zh.html.x.playbook-tmp", out / "fresh" / ".fresh.en.html.y.playbook-tmp"):
        forgotten.write_text("half")
    os.utime(out / "fresh" / ".fresh.zh.html.x.playbook-tmp", (0, 0))
    assert ran(*checklists(root, out, NEW))[0] == 0
    assert tree(out) == new
    assert not (out / "fresh" / ".fresh.zh.html.x.playbook-tmp").exists(), "what a run of long ago left is cleared"
    assert (out / "fresh" / ".fresh.en.html.y.playbook-tmp").exists(), "what may be another's work is not"


# No room, no place.


@contextlib.contextmanager
def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A small file system; None of the tests that want one runs where it may not be mounted."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        pytest.skip(f"no small file system may be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _no_large_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.mark.parametrize("command", [checklists, site])
def test_where_no_file_may_grow_the_old_stays(
    root: Path, tmp_path: Path, command: Callable[..., Any], before: Callable[..., None]
) -> None:
    out = tmp_path / "out"
    before(command, out)
    old = tree(out)
    code, err = ran(*command(root, out, NEW), preexec_fn=_no_large_files)
    assert code == 2
    assert "File too large" in err
    assert tree(out) == old
    assert not list(tmp_path.rglob("*.playbook-tmp"))
    assert not list(tmp_path.glob(".out.new-*"))


def test_on_a_full_disk_the_old_site_stays(root: Path, tmp_path: Path, before: Callable[..., None]) -> None:
    with mounted(tmp_path / "disk", "200m") as disk:
        before(site, disk / "site")
        old = tree(disk / "site")
        used = sum(path.stat().st_blocks * 512 for path in disk.rglob("*") if path.is_file())
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - used // 2))
        code, err = ran(*site(root, disk / "site", NEW))
        assert code == 2
        assert "No space left on device" in err
        assert tree(disk / "site") == old
        assert not list(disk.glob(".site.new-*"))


def test_on_a_full_disk_every_sheet_stays(root: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "1m") as disk:
        assert ran(*checklists(root, disk / "out", OLD))[0] == 0
        old = tree(disk)
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 20_000))
        code, err = ran(*checklists(root, disk / "out", NEW))
        assert code == 2
        assert "No space left on device" in err
        assert {name: digest for name, digest in tree(disk).items() if name != "ballast"} == old
        assert not list(disk.rglob("*.playbook-tmp"))


@pytest.mark.parametrize("command", [checklists, site])
def test_a_place_that_may_not_be_written_is_named(root: Path, tmp_path: Path, command: Callable[..., Any]) -> None:
    with mounted(tmp_path / "disk", "1m") as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        code, err = ran(*command(root, disk / "out", NEW))
        assert code == 2
        assert "Read-only file system" in err
        assert str(disk) in err
        assert list(disk.iterdir()) == []


@pytest.mark.parametrize("command", [checklists, site])
def test_a_file_in_the_place_of_the_folder_stays(root: Path, tmp_path: Path, command: Callable[..., Any]) -> None:
    (tmp_path / "out").write_text("mine")
    code, err = ran(*command(root, tmp_path / "out", NEW))
    assert code == 2
    assert str(tmp_path / "out") in err
    assert (tmp_path / "out").read_text() == "mine"


# Twice at once.


def test_a_second_build_of_the_same_site_says_so_and_ends(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    with atomic_folder(out) as staging:
        (staging / "index.html").write_text("the first")
        code, err = ran(*site(root, out, NEW))
        assert code == 2
        assert f"another build is writing {out}" in err
    assert tree(out).keys() == {"index.html", MARK}


def test_two_runs_of_checklist_at_once_make_whole_sheets(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = [started(*checklists(root, out, NEW)) for _ in range(2)]  # type: ignore[arg-type]
    for process in both:
        with process:
            _, err = process.communicate(timeout=300)
            assert process.returncode == 0, err
    assert ran(*checklists(root, tmp_path / "other", NEW))[0] == 0
    assert tree(out) == tree(tmp_path / "other")
    assert not list(out.rglob("*.playbook-tmp"))


# Interrupted edits of the sources.


def _killed_in(command: list[str], call: str, nth: int, after: bool) -> None:
    """Run a command and kill the process at its ``nth`` call of ``os.CALL``, before it or after it has taken effect."""
    real, count = getattr(os, call), 0

    def deadly(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        done = real(*arguments, **options) if count < nth or after else None
        if count == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(os, call, deadly)
    main(command)


def interrupted(command: list[object], call: str, nth: int, after: bool) -> bool:
    """Whether the process died there; it may have had less to do."""
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=_killed_in, args=([str(part) for part in command], call, nth, after))
    process.start()
    process.join(120)
    return process.exitcode == -signal.SIGKILL


def editable(tmp_path: Path) -> Path:
    """A tree of its own that fmt lays out anew, record changes and rebase moves on."""
    folder = tmp_path / "root"
    folder.mkdir()
    who = engagement(edition="2026.1", status={"DEM-A01": {"state": "todo"}})
    replaced = {"id": "DEM-A03", "retired": {"on": "2026-09-01", "because": "x", "replaced_by": "DEM-A01"}}
    written(folder, files(book([item("DEM-A01", due="T-30"), replaced]), fresh=who, other=who))
    return folder


def commands(root: Path, tmp_path: Path) -> dict[str, list[object]]:
    globally: list[object] = ["--root", root, "--today", OLD, "-q"]
    assert main([*map(str, globally), "checklist", "fresh", "--format", "html", "--out", str(tmp_path / "out")]) == 0
    page = (tmp_path / "out/fresh/fresh.zh.html").read_text("utf-8")
    data = json.loads(page.split('id="playbook-sheet"')[1].split(">", 1)[1].split("</script>")[0])
    (tmp_path / "back.json").write_text(json.dumps(data | {"changes": {"DEM-A01": {"state": "done", "note": "x"}}}))
    return {
        "fmt": [*globally, "fmt"],
        "record": [*globally, "record", "fresh", tmp_path / "back.json"],
        "rebase": [*globally, "rebase", "fresh", "--yes"],
    }


@pytest.mark.parametrize("command", ["fmt", "record", "rebase"])
@pytest.mark.parametrize(("call", "after"), [("fsync", False), ("fsync", True), ("replace", False), ("replace", True)])
def test_an_interrupted_edit_leaves_each_source_untouched_or_wholly_changed(
    tmp_path: Path, command: str, call: str, after: bool
) -> None:
    root = editable(tmp_path)
    line = commands(root, tmp_path)[command]
    before = {path: path.read_bytes() for path in (root / "playbooks").rglob("*.yaml")}
    shutil.copytree(root, tmp_path / "whole")
    assert main([str(tmp_path / "whole") if part == root else str(part) for part in line]) == 0
    changed = {path: (tmp_path / "whole" / path.relative_to(root)).read_bytes() for path in before}
    assert changed != before
    died = 0
    for nth in range(1, 4):
        died += interrupted(line, call, nth, after)
        for path, content in before.items():
            assert path.read_bytes() in (content, changed[path]), path
    assert died
    assert main([str(part) for part in line]) == 0
    assert {path: path.read_bytes() for path in before} == changed, "a second run brings it to its end"
    assert main(["--root", str(root), "--today", OLD, "-q", "check"]) == 0, "what was left lying about is no content"
