"""The tree at one moment: a folder that holds playbooks/, or what git has of a revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import FOLDER
from generator.history.revisions import UnknownRevision, files_at
from generator.publish.disk import Unreadable, read_tree
from generator.publish.resources import vocabulary as vocabulary


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``name`` is how the user called it, a revision with its short hash behind it; ``files`` are those of ``read_tree``."""

    name: str
    files: Mapping[str, bytes]


def work_tree(root: Path, name: str) -> Snapshot:
    """The tree as it lies on the disk, under a name for the user. Raises ``Unreadable``."""
    return Snapshot(name, read_tree(root))


def snapshot(root: Path, named: str) -> Snapshot:
    """The tree that ``named`` means: a folder holding playbooks/ (from here, not from ``root``), else a revision of ``root``.

    Raises ``Unreadable`` in words for the user: an unknown revision, one that a shallow clone does not hold, no git.
    """
    folder = Path(named)
    if named and (folder / FOLDER).is_dir():
        return Snapshot(named, read_tree(folder.resolve()))
    try:
        commit, files = files_at(root, named)
    except UnknownRevision as unknown:
        raise Unreadable(str(unknown)) from unknown
    return Snapshot(named if commit.startswith(named) else f"{named} ({commit[:7]})", files)
