"""Each playbook's editions out of git. What is not committed, or not on the way to HEAD, is no history.

Without git, outside a repository and in a shallow clone nothing is known, and pages say nothing of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath

from generator.diagnostics import Severity
from generator.diff.playbooks import Changelog, Edition, State, changelog
from generator.history.revisions import Objects, Version, revisions, versions, whole_head
from generator.i18n.vocabulary import Vocabulary
from generator.library import FOLDER, Entry, Library, load
from generator.model import Playbook
from generator.model.scalars import edition_order

MOST_EDITIONS = 12
"""Of each playbook; who looks for what is older asks git."""
SHARED = tuple(f"{FOLDER}/shared/{name}.yaml" for name in ("standard", "roles", "products"))
"""What sentences take names from, beside the cases."""
CASES = f"{FOLDER}/cases/"

# The key at the top of a file in block style, where nothing else can begin a line.
_EDITION = re.compile(rb"^edition:[ \t]*[\"']?([0-9]+\.[0-9]+)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)


def read_changelog(root: Path, playbooks: Iterable[str], vocabulary: Vocabulary) -> Changelog:
    """The editions of the ``playbooks`` (ids). The same HEAD is read once in a process."""
    head = whole_head(root)
    return _read(root, head, tuple(sorted(playbooks)), vocabulary) if head else {}


def changelog_key(root: Path, playbooks: Iterable[str]) -> str:
    """What names the past of the ``playbooks`` without reading it."""
    return f"{whole_head(root)} {sorted(playbooks)}"


@lru_cache(maxsize=4)
def _read(root: Path, head: str, playbooks: tuple[str, ...], vocabulary: Vocabulary) -> Changelog:
    found = versions(root, MOST_REVISIONS)
    commits = {version.revision.id for own in found.values() for version in own}
    told: dict[str, tuple[Edition, ...]] = {}
    with Objects(root) as objects:
        for id in playbooks:
            reader = _Reader(objects, f"{FOLDER}/{id}.yaml")
            groups = list(reader.by_edition(found.get(reader.file, ())))
            read = [reader.state(group) for group in groups]
            whole = len(groups) <= MOST_EDITIONS and len(commits) < MOST_REVISIONS and all(read[-1:])
            if editions := changelog(id, [state for state in reversed(read) if state], whole, vocabulary):
                told[id] = editions
    return told


class _Reader:
    """One playbook's past, each content read once."""

    def __init__(self, objects: Objects, file: str) -> None:
        self.file = file
        self._objects = objects
        self._like: Library | None = None
        self._kept: dict[str, bytes] = {}

    def by_edition(self, past: Sequence[Version]) -> Iterator[list[Version]]:
        """The versions of each edition, both with the newest first, as many as are told and one to compare with.

        An edition that was taken back is none.
        """
        groups: dict[str, list[Version]] = {}
        for version in past:
            content = self._objects.content(version.object)
            edition = self._edition(content)
            if edition is None or (groups and edition_order(edition) > edition_order(next(iter(groups)))):
                continue
            if edition not in groups:
                if len(groups) > MOST_EDITIONS:
                    break
                # Only the last of each will be looked at again, and a long past is not kept whole.
                self._kept[version.object] = content
            groups.setdefault(edition, []).append(version)
        for edition in sorted(groups, key=edition_order, reverse=True):
            yield groups[edition]

    def state(self, group: Sequence[Version]) -> State | None:
        """The edition as its last sound version left it, beside what was shared then; None where it had none."""
        for version in group:
            files = self._objects.files(version.revision.id)
            wanted = {
                file: object
                for file, object in files.items()
                if file in SHARED or file == self.file or file.startswith(CASES)
            }
            library = load({file: self._content(object) for file, object in wanted.items()}, self._like)
            errors = {fault.at.file for fault in library.diagnostics if fault.severity is Severity.ERROR}
            if self.file not in errors and library.playbooks:
                self._like = library
                return State(group[-1].revision.date, group[0].revision.date, library)
        return None

    def _content(self, object: str) -> bytes:
        return self._kept.pop(object, None) or self._objects.content(object)

    def _edition(self, content: bytes) -> str | None:
        if written := _EDITION.search(content):
            return written[1].decode("ascii")
        entry = load({self.file: content}).playbooks.get(PurePosixPath(self.file).stem)
        return entry.model.edition if entry else None


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
