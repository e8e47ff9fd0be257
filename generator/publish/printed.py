"""Which earlier state of the tree a printed sheet came from, found by its fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from generator.check import check
from generator.diagnostics import Severity
from generator.library import FOLDER, inputs, load
from generator.publish.revisions import Objects, Revision, revisions
from generator.tailor import Checklist, tailor

MOST_REVISIONS = 300
"""How far back to look: more than a season of edits."""

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """The checklist that a sheet was printed from, and the newest commit in which it still was so."""

    checklist: Checklist
    revision: Revision


@dataclass(frozen=True, slots=True)
class Searched:
    """What came of the search: what was found, if anything, and the commits that were looked at."""

    printed: Printed | None
    looked_at: tuple[Revision, ...]


def find_printed(
    root: Path, fingerprint: str, today: date | datetime, advance: Callable[[Revision], None] = lambda _: None
) -> Searched:
    """Look for the newest commit of playbooks/ in which an engagement's checklist had ``fingerprint``.

    Each state of an engagement's inputs is tailored once; today plays no part in a fingerprint.
    """
    looked_at: list[Revision] = []
    history = revisions(root, MOST_REVISIONS)
    if not history:
        return Searched(None, ())
    with Objects(root) as objects:
        walk = Walk(objects, today)
        for revision in history:
            looked_at.append(revision)
            advance(revision)
            for checklist in walk.unseen(objects.files(revision.id)):
                if checklist.fingerprint == fingerprint:
                    return Searched(Printed(checklist, revision), tuple(looked_at))
    return Searched(None, tuple(looked_at))


class Walk:
    """From commit to commit, what has not been tailored yet."""

    def __init__(self, objects: Objects, today: date | datetime) -> None:
        self._objects = objects
        self._today = today
        self._inputs: dict[tuple[str, str], frozenset[str]] = {}
        """An engagement's file and its object → the files that the checklist is made from."""
        self._seen: set[tuple[tuple[str, str | None], ...]] = set()

    def unseen(self, files: Files) -> Iterator[Checklist]:
        """The checklists of all engagements whose inputs are in a state that was not met before."""
        wanted = {file for file in files if file.startswith(f"{FOLDER}/engagements/") and self._is_new(file, files)}
        if not wanted:
            return
        others = {file for file in files if not file.startswith(f"{FOLDER}/engagements/")}
        library = load({file: self._objects.content(files[file]) for file in wanted | others})
        broken = {fault.at.file for fault in check(library) if fault.severity is Severity.ERROR}
        for entry in library.engagements.values():
            needed = inputs(entry)
            self._inputs[entry.file, files[entry.file]] = needed
            self._seen.add(_state(needed, files))
            if not needed & broken:
                yield tailor(library, entry, self._today)

    def _is_new(self, file: str, files: Files) -> bool:
        needed = self._inputs.get((file, files[file]))
        return needed is None or _state(needed, files) not in self._seen


def _state(needed: frozenset[str], files: Files) -> tuple[tuple[str, str | None], ...]:
    return tuple((file, files.get(file)) for file in sorted(needed))
