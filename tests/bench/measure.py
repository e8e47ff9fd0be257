"""Whole processes, timed in turn: a baseline and what is judged by it run one after the other, again and again."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PLAYBOOK_CACHE": ""}
# Python compiles a program's code once and keeps it; whoever forbids that measures its compiler with each run.
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


@dataclass
class Job:
    """A command, and what came of running it: ``seconds`` by the clock, ``work`` on all cores, ``megabytes`` at the peak.

    ``before`` runs first, off the clock.
    """

    what: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    seconds: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    megabytes: float = 0

    def run(self) -> None:
        self.before()
        with tempfile.TemporaryFile() as complaint:
            began = time.perf_counter()
            process = subprocess.Popen(
                self.command, stdout=subprocess.DEVNULL, stderr=complaint, env={**ENVIRONMENT, **self.environment}
            )
            _, status, used = os.wait4(process.pid, 0)
            self.seconds.append(time.perf_counter() - began)
            process.returncode = os.waitstatus_to_exitcode(status)
            complaint.seek(0)
            if process.returncode not in (0, 1):
                sys.exit(f"{self.what} failed:\n{complaint.read().decode()[-2000:]}")
        self.work.append(used.ru_utime + used.ru_stime)
        self.megabytes = max(self.megabytes, used.ru_maxrss / 1024)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


By = Literal["×", "× of CPU time", "s", "MB"]


@dataclass
class Row:
    """What is judged: a job beside its baseline, and the most that it may take: of the baseline's time, of seconds, or of memory."""

    job: Job
    base: Job | None = None
    bound: float | None = None
    by: By = "×"

    @property
    def ratio(self) -> float | None:
        """The median of the ratios, each of two runs that stood side by side: what else the machine did weighs on both."""
        if self.base is None:
            return None
        return statistics.median(one / other for one, other in zip(self.job.seconds, self.base.seconds, strict=True))

    @property
    def work_ratio(self) -> float | None:
        return None if self.base is None else statistics.median(self.job.work) / statistics.median(self.base.work)

    @property
    def holds(self) -> bool | None:
        """Whether the bound was kept; None without one."""
        found = {"×": self.ratio, "× of CPU time": self.work_ratio, "s": self.job.median, "MB": self.job.megabytes}[
            self.by
        ]
        return None if self.bound is None or found is None else found <= self.bound


def in_turn(rows: Sequence[Row], times: int) -> None:
    """Run the jobs of all rows ``times`` times, one round after the other."""
    jobs = list({id(job): job for row in rows for job in (row.base, row.job) if job}.values())
    for turn in range(times):
        for job in jobs:
            job.run()
            print(f"  {turn + 1}/{times} {job.what}: {job.seconds[-1]:.2f} s", file=sys.stderr)


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown, each baseline before what is judged by it."""
    lines = [
        "| what | seconds | CPU seconds | peak MB | ratio | of CPU time | bound | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    shown: set[int] = set()
    for row in rows:
        if row.base and id(row.base) not in shown:
            shown.add(id(row.base))
            lines.append(f"| {row.base.what} | {_figures(row.base)} | | | | |")
        shown.add(id(row.job))
        judged = {None: "", True: "yes", False: "**no**"}[row.holds]
        bound = "" if row.bound is None else f"≤ {row.bound:.3g} {row.by}"
        cells = (_ratio(row.ratio), _ratio(row.work_ratio), bound, judged)
        lines.append(f"| {row.job.what} | {_figures(row.job)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value >= 0.095 else f"{value:.3f}"


def _figures(job: Job) -> str:
    return f"{job.median:.2f} | {statistics.median(job.work):.2f} | {job.megabytes:.0f}"


def python(script: str | Path, *arguments: str | Path) -> list[str]:
    """A command that runs a script of this folder, or a line of Python."""
    how = ["-c", script] if isinstance(script, str) else [str(script)]
    return [sys.executable, *how, *map(str, arguments)]
