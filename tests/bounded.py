"""A command line run in a process of its own, with so much memory and processor time and no more.

A hostile file must not only be refused: it must be refused cheaply. Processes are forked from one that has imported the
generator already, so that a hundred of them cost as much as ten started afresh.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import resource
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from generator.check.registry import RULES
from generator.cli import main
from generator.report import FORMATS

MEMORY, SECONDS = 400_000_000, 60
"""Beyond what the imports take; and an age for any file that a check should refuse."""
IMPORTED = (
    "generator.check",
    *(f"generator.cli.{command}" for command in ("check", "checklist", "diff", "fmt", "record")),
    *(target.split(":")[0] for target in (*RULES.values(), *FORMATS.values())),
    "generator.roundtrip.read_xlsx",
)
"""What a process has imported before it is forked: all that the commands under test import."""


class Done(NamedTuple):
    code: int
    out: str
    err: str


def playbook(root: Path, *arguments: object, memory: int = MEMORY, seconds: int = SECONDS) -> Done:
    """Run ``playbook`` on ``root`` in English. Fails where it ends without saying how: out of time, or killed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    mine, theirs = context.Pipe(duplex=False)
    command = ["--root", str(root), "--lang", "en", *map(str, arguments)]
    process = context.Process(target=_run, args=(command, memory, seconds, theirs))
    process.start()
    theirs.close()
    try:
        found = mine.recv() if mine.poll(2 * seconds) else None
    except EOFError:
        found = None
    process.join(5)
    if process.is_alive():
        process.kill()
        process.join()
    assert found is not None, f"no answer to {command}: exit code {process.exitcode}"
    done = Done(*found)
    assert "Traceback" not in done.err, done.err
    return done


def faults(root: Path, *arguments: object, memory: int = MEMORY, seconds: int = SECONDS) -> list[dict[str, Any]]:
    """What ``check`` says of a tree, as its JSON gives it; its exit code agrees."""
    done = playbook(
        root, "--today", "2026-10-15", "check", "--format", "json", *arguments, memory=memory, seconds=seconds
    )
    found: list[dict[str, Any]] = json.loads(done.out)
    assert done.code == any(fault["severity"] == "error" for fault in found), done.err
    return found


def _run(command: list[str], memory: int, seconds: int, answer: Connection) -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(command)
        except BaseException as error:
            # A bug would be a traceback: its words are the test's message.
            traceback.print_exception(error)
            code = 70
    answer.send((code, out.getvalue(), err.getvalue()))
    answer.close()
    sys.exit(0)
