"""The last commit that touched an engagement's inputs. Without git, nothing is known and nothing fails."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator import FOLDER
from generator.history.git import git
from generator.render.sheet import Commit


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
    log = git(root, "log", "--format=%x00%h", "--name-only", "--relative", "--no-renames", "--", FOLDER).words
    commits: dict[str, tuple[int, str]] = {}
    for rank, entry in enumerate(log.split("\0")[1:]):
        commit, _, names = entry.partition("\n")
        for name in names.strip().splitlines():
            commits.setdefault(name, (rank, commit.strip()))
    status = git(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", FOLDER).words
    prefix = git(root, "rev-parse", "--show-prefix").words.strip()
    dirty = (line[3:].removeprefix(prefix) for line in status.split("\0") if len(line) > 3)
    return History(commits, frozenset(dirty))
