"""Which earlier state of the tree a printed sheet came from, found by its fingerprint."""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from generator.history.revisions import Objects, Revision, revisions
from generator.library import FOLDER, Library, inputs
from generator.tailor import Checklist
from generator.workspace import Workspace

MOST_REVISIONS = 1_000
"""How far back to look."""
MOST_READ = 60
"""How many trees one search reads and tailors anew: each takes a good part of a second."""

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """The checklist that a sheet was printed from, and the newest commit in which it still was so."""

    checklist: Checklist
    revision: Revision


@dataclass(frozen=True, slots=True)
class Searched:
    """What came of the search: what was found, if anything, the commits that were looked at, and whether there are older ones."""

    printed: Printed | None
    looked_at: tuple[Revision, ...]
    older: bool = False
    read: int = 0
    """How many trees were read and tailored for it."""


Known = MutableMapping[str, list[str]]
"""Commit → the fingerprints first met in it by an earlier search, from the newest commit back."""


def find_fingerprint(root: Path, fingerprint: str, today: date | datetime, known: Known | None = None) -> Searched:
    """Look for the newest commit of playbooks/ in which an engagement's checklist had ``fingerprint``.

    Each state of an engagement's inputs is tailored once; today plays no part in a fingerprint. At most ``MOST_READ`` trees are read:
    what they held is added to ``known``, so that the next search begins where this one ended.
    """
    known = {} if known is None else known
    looked_at: list[Revision] = []
    history = revisions(root, MOST_REVISIONS + 1)
    if not history:
        return Searched(None, ())
    with Objects(root) as objects:
        walk = Walk(objects, today)
        for revision in history[:MOST_REVISIONS]:
            if revision.id not in known and walk.read >= MOST_READ:
                break
            looked_at.append(revision)
            if revision.id in known and fingerprint not in known[revision.id]:
                continue
            found = list(walk.unseen(objects.files(revision.id)))
            known[revision.id] = [checklist.fingerprint for checklist in found]
            for checklist in found:
                if checklist.fingerprint == fingerprint:
                    return Searched(Printed(checklist, revision), tuple(looked_at), read=walk.read)
    return Searched(None, tuple(looked_at), len(looked_at) < len(history), walk.read)


class Walk:
    """From commit to commit, what has not been tailored yet."""

    def __init__(self, objects: Objects, today: date | datetime) -> None:
        self._objects = objects
        self._today = today
        self._inputs: dict[tuple[str, str], frozenset[str]] = {}
        """An engagement's file and its object → the files that the checklist is made from."""
        self._seen: set[tuple[tuple[str, str | None], ...]] = set()
        self._like: Library | None = None
        self.read = 0
        """How many trees were read."""

    def unseen(self, files: Files) -> Iterator[Checklist]:
        """The checklists of all engagements whose inputs are in a state that was not met before."""
        wanted = {file for file in files if file.startswith(f"{FOLDER}/engagements/") and self._is_new(file, files)}
        if not wanted:
            return
        others = {file for file in files if not file.startswith(f"{FOLDER}/engagements/")}
        content = {file: self._objects.content(files[file]) for file in wanted | others}
        found = Workspace.of(content, self._today, like=self._like)
        self._like = found.library
        self.read += 1
        for entry in found.library.engagements.values():
            needed = inputs(entry)
            self._inputs[entry.file, files[entry.file]] = needed
            self._seen.add(_state(needed, files))
            if found.is_sound(entry):
                yield found.checklist(entry)

    def _is_new(self, file: str, files: Files) -> bool:
        needed = self._inputs.get((file, files[file]))
        return needed is None or _state(needed, files) not in self._seen


def _state(needed: frozenset[str], files: Files) -> tuple[tuple[str, str | None], ...]:
    return tuple((file, files.get(file)) for file in sorted(needed))
