"""What an edit does to each customer's event that is still to come or under way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.diagnostics import Bilingual, Diagnostic
from generator.diff.change import Change, Kind
from generator.diff.checklists import WORDING_ALONE, changes
from generator.grouping import grouped
from generator.i18n.vocabulary import Vocabulary, lowered
from generator.library import Entry, Library, at_last, tombstones
from generator.model import Engagement, Playbook
from generator.model.item import Category, Retired
from generator.model.text import Text
from generator.tailor import Checklist
from generator.tailor.checklist import Colour, Verdict
from generator.tailor.rows import SETTLED

_TELLING = frozenset({
    Kind.OVERDUE, Kind.ORPHANED, Kind.ADDED, Kind.REMOVED, Kind.DUE, Kind.OWNER, Kind.VERIFIER, Kind.FIGURES, Kind.PEOPLE,
    Kind.WAIVED,
})  # fmt: skip
"""What a team has to know of its own list; how a text now reads, the change itself says."""
_LATE = Bilingual("因这次改动变为逾期", "overdue by this change")
_GRAVITY = {Verdict.ENDED: 0, Verdict.READY: 1, Verdict.CONDITIONS: 2, Verdict.ESCALATE: 3}


@dataclass(frozen=True, slots=True)
class Impact:
    """One engagement that an edit touches. ``before`` or ``after`` is None where that side's files have errors."""

    id: str
    customer: Text
    event: Text
    start: datetime
    before: Verdict | None
    after: Verdict | None
    colours: tuple[tuple[Category, Colour | None, Colour | None], ...]
    """The categories whose readiness changed, from and to."""
    changes: tuple[Change, ...]
    """On its list: overdue by the edit first, then what came, went, and changed date or people."""
    reworded: int
    """How many of its items changed in some other way."""
    faults: tuple[Diagnostic, ...] = ()
    """The errors of its files after the edit."""

    @property
    def worsened(self) -> bool:
        return self.after is None or (self.before is not None and _GRAVITY[self.after] > _GRAVITY[self.before])

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind in kinds)


def urgency(impact: Impact) -> tuple[bool, bool, bool, datetime, str]:
    """The order of a list: what has no checklist any more, worse verdicts, what has to be mended or is late; then by start."""
    late = bool(impact.of(Kind.OVERDUE, Kind.ORPHANED))
    return impact.after is not None, not impact.worsened, not late, impact.start, impact.id


def same_inputs(before: Library, after: Library, old: Entry[Engagement], new: Entry[Engagement]) -> bool:
    """Whether a checklist is made from the same values on both sides, so that it need not be made twice."""
    books = (before.playbooks.get(old.model.playbook), after.playbooks.get(new.model.playbook))
    shared = ((getattr(before, name), getattr(after, name)) for name in ("standard", "roles", "products", "calendars"))
    pairs = ((old, new), books, *shared)
    return all(a is not None and b is not None and a.model == b.model for a, b in pairs)


def impact(
    before: Checklist | None,
    after: Checklist | None,
    entry: Entry[Engagement],
    faults: tuple[Diagnostic, ...],
    vocabulary: Vocabulary,
    book: Entry[Playbook] | None,
) -> Impact | None:
    """What changed for one engagement; None where nothing did that anybody would see. ``entry`` and ``book`` are its files after the edit."""
    found = tuple(on_its_list(before, after, entry.model, vocabulary, book)) if before and after else ()
    told = tuple(change for change in found if change.kind in _TELLING or change.about == entry.id)
    colours = tuple(_colours(before, after))
    was, now = (checklist.readiness.verdict if checklist else None for checklist in (before, after))
    if before and after and not found and not colours and was is now:
        return None
    model = entry.model
    rest = {change.about for change in found} - {change.about for change in told}
    return Impact(
        id=entry.id,
        customer=model.customer,
        event=model.event.name,
        start=model.event.start,
        before=was,
        after=now,
        colours=colours,
        changes=told,
        reworded=len(rest),
        faults=faults,
    )


def on_its_list(
    before: Checklist, after: Checklist, model: Engagement, vocabulary: Vocabulary, book: Entry[Playbook] | None
) -> Iterator[Change]:
    """What changed on one engagement's list, the gravest first; ``model`` and ``book`` are its files after the edit."""
    yield from _overdue(before, after)
    yield from _orphaned(before, after, model, tombstones(book) if book else {}, vocabulary)
    listed = {duty.id for duty in (*before.duties, *after.duties, *before.waived, *after.waived)}
    elsewhere = {line.id for line in (*before.left_out, *after.left_out)} - listed
    for change in changes(before, after, vocabulary, book):
        # What comes or goes without ever applying here is nothing to this customer, nor is bold type.
        # Nor is an edition that nothing on its list came with.
        seen = change.words is not WORDING_ALONE and change.field != "edition"
        if seen and change.about not in elsewhere:
            yield change


def _overdue(before: Checklist, after: Checklist) -> Iterator[Change]:
    was = {duty.id for duty in before.duties if duty.overdue} | {
        line.estimate.id for line in before.estimates if line.overdue
    }
    for duty in after.duties:
        if duty.overdue and duty.id not in was:
            yield Change(Kind.OVERDUE, duty.id, _LATE, duty.item.title.words)
    for line in after.estimates:
        if line.overdue and line.estimate.id not in was:
            yield Change(Kind.OVERDUE, line.estimate.id, _LATE, line.estimate.title.words)


def _orphaned(
    before: Checklist, after: Checklist, model: Engagement, gone: Mapping[str, Retired], vocabulary: Vocabulary
) -> Iterator[Change]:
    """What the engagement has recorded of items that there are no more. What no longer applies may stay, and so may what is settled and nothing
    took over from."""
    titles, recorded = _titles(before), _recorded(model)
    for id in sorted(recorded.keys() & titles.keys() - _titles(after).keys()):
        new, status = at_last(id, gone) if id in gone else None, model.status.get(id)
        if new or id not in gone or (status and status.state not in SETTLED):
            where, state = ", ".join(recorded[id]), vocabulary.value["state"][status.state] if status else None
            zh, en = (f"（{state.zh}）", f" ({lowered(state).en})") if state else (" ", "")
            zh, en = f"记录落空：文件里的 {where}{zh}还写着它", f"orphaned: {where}{en} of its file still names it"
            remedy = "replaced_by" if new else "retired" if id in gone else ""
            yield Change(Kind.ORPHANED, id, Bilingual(zh, en), titles[id], field=remedy)


def _titles(checklist: Checklist) -> Mapping[str, Bilingual]:
    """Everything that a record may speak of, whether it applies or not."""
    duties = {duty.id: duty.item.title.words for duty in (*checklist.duties, *checklist.waived)}
    return duties | {line.id: line.title.words for line in checklist.left_out}


def _recorded(model: Engagement) -> dict[str, list[str]]:
    """Id → the keys of the engagement that speak of it."""
    return grouped((id, name) for name in ("status", "assign", "move", "skip") for id in getattr(model, name))


def _colours(
    before: Checklist | None, after: Checklist | None
) -> Iterator[tuple[Category, Colour | None, Colour | None]]:
    if before and after:
        was, now = dict(before.readiness.by_category), dict(after.readiness.by_category)
        for category in Category:
            if was.get(category) != now.get(category):
                yield category, was.get(category), now.get(category)
