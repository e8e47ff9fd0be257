"""The tree on the disk as a workspace."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from generator.history.fingerprint_lookup import Searched, find_fingerprint
from generator.publish import cache_store
from generator.publish.checking import check_key
from generator.publish.disk import read_tree
from generator.publish.resources import vocabulary as vocabulary
from generator.workspace import Workspace


def open_workspace(
    root: Path, today: date | datetime, only: Iterable[str] | None = None, like: Workspace | None = None
) -> Workspace:
    """Read and check the tree below ``root``, whose engagements (or ``only`` these) are to be tailored.

    ``like`` is the workspace before an edit, of the same engagements. Raises ``publish.disk.Unreadable`` where the root holds no playbooks; bad content is in ``diagnostics``.
    """
    files = read_tree(root)
    return like.again(files, today) if like else Workspace.of(files, today, only=only)


def search_past(root: Path, fingerprint: str, today: date | datetime) -> tuple[Searched, bool]:
    """Look for a fingerprint in the past of the tree, and whether another search would go on where this one ended."""
    name = f"{check_key({}, ['fingerprints', str(root)])}.json"
    kept = cache_store.recall("fingerprints", name)
    known: dict[str, list[str]] = json.loads(kept) if kept else {}
    searched = find_fingerprint(root, fingerprint, today, known)
    cache_store.remember("fingerprints", name, json.dumps(known).encode("utf-8"), 20)
    return searched, cache_store.recall("fingerprints", name) is not None
