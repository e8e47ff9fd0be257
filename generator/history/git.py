"""The one place that runs git: on the repository that the root lies in, whatever the environment says of another."""

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PATIENCE = 60
"""Seconds that one question to git may take."""
LONGEST = 600
"""Seconds that one reading of many objects may take."""
_KEPT = frozenset({"GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"})
"""The variables that say where git is and how far it looks. Its settings are not among them: one of them could name a program to run."""
# Names as they are, whatever their letters; the first commit too; nothing written, not even to the index; and no program of the repository's run.
_ALWAYS = (
    "--no-optional-locks", "-c", "core.quotePath=false", "-c", "log.showRoot=true", "-c", "color.ui=false",
    "-c", "log.showSignature=false", "-c", "core.fsmonitor=false",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GitAnswer:
    """What git said: ``code`` is 0 where it did as asked; where there is no git, or it took too long, ``error`` says so."""

    code: int
    output: str
    error: str = ""

    @property
    def words(self) -> str:
        """The output, or nothing where git failed."""
        return "" if self.code else self.output


def git(root: Path, *arguments: str) -> GitAnswer:
    """Run git in ``root``. A name that is no UTF-8 comes back with surrogates, as the disk gives it."""
    try:
        done = subprocess.run(
            _command(root, arguments), capture_output=True, check=False, encoding="utf-8", errors="surrogateescape",
            timeout=PATIENCE, env=_environment(), stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return GitAnswer(-1, "", str(error))
    return GitAnswer(done.returncode, done.stdout, done.stderr)


@contextlib.contextmanager
def conversation(root: Path, *arguments: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Yield the input and the output of a git that answers one question after the other; it is ended with the block."""
    with subprocess.Popen(
        _command(root, arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    ) as process:
        assert process.stdin
        assert process.stdout
        # A disk that hangs would let whoever reads wait for ever.
        watch = threading.Timer(LONGEST, process.kill)
        watch.daemon = True
        watch.start()
        try:
            yield process.stdin, process.stdout
        finally:
            watch.cancel()
            with contextlib.suppress(OSError):
                process.stdin.close()
            process.kill()


def _command(root: Path, arguments: tuple[str, ...]) -> list[str]:
    return ["git", "-C", str(root), *_ALWAYS, *_vouched_for(), *arguments]


def _vouched_for() -> Iterator[str]:
    """The one setting that is heeded of the environment's: by it a pipeline vouches for a folder that another user owns."""
    for name, key in os.environ.items():
        if name.startswith("GIT_CONFIG_KEY_") and key.casefold() == "safe.directory":
            yield from ("-c", f"safe.directory={os.environ.get(name.replace('KEY', 'VALUE'), '')}")


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    # A clone without its blobs would ask another host for them: what is not here is not to be had.
    # What it says is looked into, whatever language the system speaks.
    return own | {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
