"""The stages in order: read → check → tailor → render. The one place where their order is written down."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from generator.check import check
from generator.diagnostics import Diagnostic, Severity
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
from generator.tailor import Checklist, tailor


@dataclass(frozen=True)
class Examined:
    """The tree as read and checked as of ``today``; ``sound`` are the engagements asked for whose files have no errors."""

    library: Library
    diagnostics: Sequence[Diagnostic]
    sound: tuple[Entry[Engagement], ...]
    today: date | datetime

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The checklist of each sound engagement, in their order."""
        return tuple(map(self.checklist, self.sound))

    def checklist(self, engagement: Entry[Engagement]) -> Checklist:
        """The checklist of one of the sound engagements."""
        return tailor(self.library, engagement, self.today)

    @property
    def errors(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity is Severity.ERROR]


def examine(root: Path, today: date | datetime, only: Iterable[str] | None = None) -> Examined:
    """Read and check the tree below ``root``, and find its engagements (or ``only`` these) that can be tailored.

    Raises ``publish.disk.Unreadable`` where the root holds no playbooks; bad content is in ``diagnostics``.
    """
    library = load(read_tree(root))
    diagnostics = check(library)
    broken = {diagnostic.at.file for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR}
    wanted = None if only is None else frozenset(only)
    sound = tuple(
        entry
        for entry in library.engagements.values()
        if (wanted is None or entry.id in wanted) and not inputs(entry) & broken
    )
    return Examined(library, diagnostics, sound, today)


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
        parts = build(replace(order, out=staging), desk, examined.checklists, kept, advance)
    kept.record(parts)


def preview(order: Order) -> str:
    """Build a site for looking at, in a process of its own, so that edits to templates and code count too.

    Returns what went wrong besides faults of the content, or nothing.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            pool.submit(_preview, replace(order, quick=True)).result()
        except Exception as error:
            # Whatever an edited template or module raises is what the author of the edit has to see.
            return "".join(traceback.format_exception_only(error))
    return ""


def _preview(order: Order) -> None:
    publish_site(order, examine(order.root, order.today), lambda _: None)
