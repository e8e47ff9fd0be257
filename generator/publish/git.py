"""What git knows of the inputs: the last commit that touched them. Without git, nothing is known and nothing fails."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.library import FOLDER
from generator.render import Commit


@dataclass(frozen=True)
class History:
    """Per file its last commit (abbreviated) and that commit's age rank (0 is the newest); and what is not committed."""

    commits: dict[str, tuple[int, str]]
    dirty: frozenset[str]

    def last(self, files: Iterable[str]) -> Commit | None:
        """The newest commit that touched any of ``files``, or None where git knows none of them."""
        named = list(files)
        known = [self.commits[file] for file in named if file in self.commits]
        # What git ignores is in neither list, and not committed all the same.
        changed = any(file in self.dirty or file not in self.commits for file in named)
        return Commit(min(known)[1], changed) if known else None


def history(root: Path) -> History:
    """Read the history of playbooks/ in one pass. Empty without git, outside a repository, or in one without commits."""
    log = _git(
        root, "log", "--format=%x00%h", "--name-only", "--relative", "--no-renames", "--no-show-signature", "--", FOLDER
    )
    commits: dict[str, tuple[int, str]] = {}
    for rank, entry in enumerate(log.split("\0")[1:]):
        commit, _, names = entry.partition("\n")
        for name in names.strip().splitlines():
            commits.setdefault(name, (rank, commit.strip()))
    status = _git(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", FOLDER)
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    dirty = (line[3:].removeprefix(prefix) for line in status.split("\0") if len(line) > 3)
    return History(commits, frozenset(dirty))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            # Names as they are, whatever their letters; the first commit too; and nothing written, not even to the index.
            [
                "git",
                "-C",
                str(root),
                "--no-optional-locks",
                "-c",
                "core.quotePath=false",
                "-c",
                "log.showRoot=true",
                *arguments,
            ],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
