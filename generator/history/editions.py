"""The edition of a playbook that a team once accepted, found in git."""

from pathlib import Path, PurePosixPath

from generator.history.revisions import Objects, revisions
from generator.library import Entry, load
from generator.model import Playbook

MOST_REVISIONS = 2_000


def find_edition(root: Path, file: str, edition: str) -> Entry[Playbook] | None:
    """A playbook file as it last was under ``edition``; None where git does not have that, or is not there."""
    history = revisions(root, MOST_REVISIONS)
    if not history:
        return None
    seen: set[str] = set()
    with Objects(root) as objects:
        for revision in history:
            name = objects.files(revision.id).get(file)
            if name is None or name in seen:
                continue
            seen.add(name)
            entry = load({file: objects.content(name)}).playbooks.get(PurePosixPath(file).stem)
            if entry is not None and entry.model.edition == edition:
                return entry
    return None
