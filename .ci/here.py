"""Where a script of a pipeline works, and what differs there from a revision: the same from any folder of the project."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from generator import FOLDER
from generator.history.git import git
from generator.history.revisions import UnknownRevision, commit_of
from generator.publish.disk import PathError, find_root


def root() -> Path:
    """The project's folder, from here upward: it may be a folder of a larger repository. Raises ``PathError``."""
    return find_root(Path.cwd())


def changed(root: Path, base: str) -> frozenset[str]:
    """The files of playbooks/ that differ from ``base``, those that git does not know yet included. Raises ``UnknownRevision``."""
    commit = commit_of(root, base)
    found = (
        git(root, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", commit, "--", FOLDER),
        git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", FOLDER),
    )
    for answer in found:
        if answer.code:
            raise UnknownRevision(answer.error.strip())
    names = frozenset(name for answer in found for name in answer.output.split("\0") if name)
    # What the system or an editor leaves behind is no content, as in read_tree.
    return frozenset(
        name for name in names if not any(part.startswith(".") or part.endswith("~") for part in name.split("/"))
    )


def run(main: Callable[[], int]) -> None:
    """End with the code of ``main``; what cannot be worked on is said in one line, with 2."""
    try:
        sys.exit(main())
    except (PathError, UnknownRevision) as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
