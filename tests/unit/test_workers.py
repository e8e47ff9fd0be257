"""Work over processes gives what one process gives: the same files, the same bytes, the same order, the same faults."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from trees import ROOT, Data, book, engagement, files, written

from generator.diagnostics import LANGS
from generator.publish import workers
from generator.publish.workers import VARIABLE, available, map_ordered
from generator.render import FORMATS

TODAY = "2026-11-09"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    many: dict[str, Data] = {f"e{n:02}": engagement() for n in range(9)}
    return written(tmp_path_factory.mktemp("tree"), files(book(), **many))


def sheets(root: Path, out: Path, workers: int) -> tuple[str, dict[str, bytes]]:
    """What ``checklist`` says and writes, in a process of its own: one that has made a PDF forks no more."""
    names = [f"e{n:02}" for n in range(9)]
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--root", root, "--today", TODAY, "checklist", *names, "--out", out],
        capture_output=True, check=True, cwd=out.parent, env={**os.environ, "PYTHONPATH": str(ROOT), VARIABLE: str(workers)},
        timeout=120,
    )  # fmt: skip
    said = done.stdout.decode("utf-8").replace(out.name, "out")
    return said, {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_two_workers_write_the_bytes_of_one(root: Path, tmp_path: Path) -> None:
    one, two = sheets(root, tmp_path / "one", 1), sheets(root, tmp_path / "two", 2)
    assert one == two
    assert len(one[1]) == len(one[0].splitlines()) == 9 * len(FORMATS) * len(LANGS)


def test_parts_are_really_shared_out_and_come_back_in_order() -> None:
    found = list(map_ordered(lambda part: (part, os.getpid()), range(64), workers=2))
    assert [part for part, _ in found] == list(range(64))
    assert os.getpid() not in {pid for _, pid in found}
    alone = list(map_ordered(lambda part: (part, os.getpid()), range(64), workers=1))
    assert {pid for _, pid in alone} == {os.getpid()}


def test_no_worker_is_left_with_all_that_is_large() -> None:
    def work(part: int) -> int:
        time.sleep(0.05 if part >= 56 else 0)
        return os.getpid()

    assert len(set(list(map_ordered(work, range(64), workers=2))[56:])) == 2


def test_few_parts_start_no_worker() -> None:
    assert list(map_ordered(lambda part: os.getpid(), range(3), workers=8)) == [os.getpid()] * 3


def test_what_a_worker_raises_is_raised_here() -> None:
    def work(part: int) -> int:
        if part == 11:
            raise OSError(28, "No space left on device", "sheet.html")
        return part

    done = []
    with pytest.raises(OSError, match="No space left") as raised:
        done.extend(map_ordered(work, range(64), workers=2))
    assert raised.value.filename == "sheet.html"


@pytest.mark.parametrize(("given", "count"), [("1", 1), ("3", 3), ("0", 1)])
def test_the_number_of_workers_can_be_set(given: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, given)
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    assert available() == count


def test_a_process_that_has_made_a_pdf_forks_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "2")
    monkeypatch.setitem(sys.modules, "typst", workers)
    assert available() == 1


ORPHANS = """
import os, sys, time
from generator.publish.workers import map_ordered

def work(part):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

list(map_ordered(work, range(64), workers=2))
"""


def test_workers_end_with_their_parent() -> None:
    command = [sys.executable, "-c", ORPHANS]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as parent:
        assert parent.stdout
        workers = {int(parent.stdout.readline()) for _ in range(2)}
        parent.kill()
        # The pipe comes to its end once nobody holds it any more.
        rest, _ = parent.communicate(timeout=30)
    assert rest == ""
    assert len(workers) == 2
