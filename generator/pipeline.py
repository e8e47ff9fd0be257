"""The stages in order: read → check → tailor → render. The one place where their order is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path

from generator.check import check
from generator.diagnostics import Diagnostic, Lang, Severity
from generator.diff.review import Review, Side, review
from generator.library import Entry, Library, inputs, load
from generator.model import Engagement
from generator.publish.disk import read_tree
from generator.publish.kept import Kept
from generator.publish.knowledge import Order
from generator.publish.sheets import Cut, Desk
from generator.publish.site import build
from generator.publish.snapshot import Snapshot
from generator.publish.swap import staged
from generator.publish.workers import spread
from generator.publish.workshop import Workshop, work
from generator.tailor import Checklist, tailor


@dataclass(frozen=True)
class Examined:
    """The tree as read and checked as of ``today``; ``sound`` are the engagements asked for whose files have no errors."""

    library: Library
    diagnostics: Sequence[Diagnostic]
    sound: tuple[Entry[Engagement], ...]
    today: date | datetime
    known: Mapping[str, Checklist] = field(default_factory=dict)
    """Checklists that were made before of the very same."""

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The checklist of each sound engagement, in their order."""
        return tuple(map(self.checklist, self.sound))

    def checklist(self, engagement: Entry[Engagement]) -> Checklist:
        """The checklist of one of the sound engagements."""
        return self.known.get(engagement.id) or tailor(self.library, engagement, self.today)

    @property
    def errors(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity is Severity.ERROR]


def examine(
    root: Path, today: date | datetime, only: Iterable[str] | None = None, like: Examined | None = None
) -> Examined:
    """Read and check the tree below ``root``, and find its engagements (or ``only`` these) that can be tailored.

    What ``like`` has read and made of the very same is taken from there. Raises ``publish.disk.Unreadable`` where the root holds
    no playbooks; bad content is in ``diagnostics``.
    """
    library = load(read_tree(root), like.library if like else None)
    diagnostics = check(library)
    broken = {diagnostic.at.file for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR}
    wanted = None if only is None else frozenset(only)
    sound = tuple(
        entry
        for entry in library.engagements.values()
        if (wanted is None or entry.id in wanted) and not inputs(entry) & broken
    )
    known = dict(_still(library, sound, like)) if like and like.today == today else {}
    return Examined(library, diagnostics, sound, today, known)


def _still(library: Library, sound: Iterable[Entry[Engagement]], like: Examined) -> Iterator[tuple[str, Checklist]]:
    """The checklists whose files are all the very same as before."""
    now, then = library.entries, like.library.entries
    before = like.known if like.errors else {one.id: one for one in like.checklists}
    for entry in sound:
        if entry.id in before and all(now.get(file) is then.get(file) for file in inputs(entry)):
            yield entry.id, before[entry.id]


def write_sheets(
    desk: Desk, examined: Examined, chosen: Sequence[Entry[Engagement]], cuts: Sequence[Cut], out: Path
) -> Iterator[tuple[str, list[Path]]]:
    """Write the ``cuts`` of each engagement ``chosen`` into ``out``: its id and its files, in their order."""

    def write(engagement: Entry[Engagement]) -> tuple[str, list[Path]]:
        return engagement.id, list(desk.write(out, examined.checklist(engagement), cuts))

    return spread(write, chosen)


def compare(before: Snapshot, after: Snapshot, today: date | datetime) -> tuple[Review, Side]:
    """What became of ``before``, and whom that touches as of ``today``; and the later side, with its faults."""
    earlier = _side(before, None)
    later = _side(after, earlier.library)
    return review(earlier, later, today), later


def _side(found: Snapshot, like: Library | None) -> Side:
    library = load(found.files, like)
    return Side(found.name, library, check(library))


def publish_site(order: Order, examined: Examined, advance: Callable[[str], None]) -> None:
    """Build the site of an examined tree beside its folder and swap it in. Raises ``SiteFault`` or ``swap.Busy``."""
    desk = Desk.of(order.root, examined.library)
    kept = Kept.of(order.out)
    with staged(order.out) as staging:
        shown = examined.checklists if order.engagements else ()
        parts = build(replace(order, out=staging), desk, shown, kept, advance)
    kept.record(parts)


def keep_shop(connection: Connection, order: Order, lang: Lang) -> None:
    """Make a preview's pages for whoever asks at the other end, in a process of its own."""

    def look(today: date | datetime, like: Examined | None) -> Examined:
        return examine(order.root, today, like=like)

    work(connection, Workshop(order, lang, look))
