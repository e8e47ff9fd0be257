"""What became of the playbooks, edition by edition: of one item, of all on a page of its own, and the newest on the home page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.diagnostics import Lang, Words
from generator.diff import Change, Kind, Run
from generator.diff.editions import Edition
from generator.diff.entries import entries, sorts
from generator.diff.segments import shortened
from generator.pages import addresses
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site

NEWEST_BOOKS = 4
NEWEST_SORTS = 6
NEWEST_NAMED = 3
"""What the home page tells: of how many playbooks, how many sorts of change of each, and how many things of a sort by name."""
_TOLD_BY_ITSELF = frozenset({Kind.ADDED, Kind.REMOVED, Kind.TEXT})
"""Of these the sort says it all: what the change says of itself would be the same again."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change, and where a text was reworded, its words around what went and came."""

    words: Words
    runs: tuple[Run, ...] = ()
    lang: Lang = "zh"
    """The language of ``runs``."""


@dataclass(frozen=True, slots=True)
class Past:
    """What one edition changed in one thing."""

    edition: str
    days: str
    href: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PastOf:
    """All that is known of one thing's past, the newest first. ``since`` is the first edition, where it was there already."""

    changed: tuple[Past, ...]
    since: Edition | None

    @property
    def known(self) -> bool:
        return bool(self.changed or self.since)


@dataclass(frozen=True, slots=True)
class Told:
    """What one edition changed in one thing, told among others."""

    thing: Link
    said: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One sort of change: how many, those told by name, and how many more there are."""

    counted: Words
    told: tuple[Told, ...]
    more: int


@dataclass(frozen=True, slots=True)
class EditionView:
    edition: str
    days: str
    anchor: str
    href: str
    playbook: Link
    first: int
    """How many items and plans the first edition began with; 0 for every other."""
    groups: tuple[Group, ...]
    told: tuple[Told, ...]


def past_of(id: str, playbook: str, links: Links) -> PastOf:
    """The past of an item or plan."""
    changed, since = [], None
    for edition in links.site.options.chronicle.get(playbook, ()):
        lines = tuple(
            Line(change.words, shortened(change.runs(links.site.lang)), change.runs_lang(links.site.lang))
            for change in edition.changes
            if change.about == id
        )
        if lines:
            href = links.to(addresses.CHANGES, anchor(playbook, edition))
            changed.append(Past(edition.edition, days(edition), href, lines))
        if id in edition.first:
            since = edition
    return PastOf(tuple(changed), since)


def anchor(playbook: str, edition: Edition) -> str:
    return f"{playbook}-{edition.edition.replace('.', '-')}"


def days(edition: Edition) -> str:
    """The day of an edition, or its first and last where it was worked on for longer."""
    return edition.begun if edition.begun == edition.last else f"{edition.begun} … {edition.last}"


def build(site: Site) -> Iterator[Page]:
    """The page of all changes, where anything is known of the past."""
    links = Links(site, addresses.CHANGES)
    books = tuple(
        (links.playbook(id), id, tuple(_views(id, links))) for id in site.playbooks if id in site.options.chronicle
    )
    if books:
        yield site.page(links.uri, site.strings.history.title, template="changes", books=books)


def newest(links: Links) -> tuple[EditionView, ...]:
    """The newest edition of each playbook that has changed since its first, the latest first."""
    site = links.site
    found = [
        (edition.last, id, edition)
        for id in site.playbooks
        for edition in site.options.chronicle.get(id, ())[:1]
        if edition.changes
    ]
    latest = sorted(found, key=lambda one: one[0], reverse=True)[:NEWEST_BOOKS]
    return tuple(_view(id, edition, links) for _, id, edition in latest)


def _views(id: str, links: Links) -> Iterator[EditionView]:
    for edition in links.site.options.chronicle[id]:
        yield _view(id, edition, links)


def _view(id: str, edition: Edition, links: Links) -> EditionView:
    place = anchor(id, edition)
    return EditionView(
        edition=edition.edition,
        days=days(edition),
        anchor=place,
        href=links.to(addresses.CHANGES, place),
        playbook=links.playbook(id),
        first=len(edition.first),
        groups=tuple(_groups(id, edition.changes, links)),
        told=tuple(
            Told(_thing(id, entry.changes[0], links), tuple(change.words for change in entry.changes))
            for entry in entries(edition.changes)
        ),
    )


def _groups(id: str, changes: Sequence[Change], links: Links) -> Iterator[Group]:
    for sort in list(sorts(changes))[:NEWEST_SORTS]:
        named = sort.changes[:NEWEST_NAMED]
        told = tuple(
            Told(_thing(id, change, links), () if change.kind in _TOLD_BY_ITSELF else (change.words,))
            for change in named
        )
        yield Group(sort.counted, told, len(sort.changes) - len(named))


def _thing(playbook: str, change: Change, links: Links) -> Link:
    """What a change is about, as a link while it still stands somewhere; an item's or plan's id is its kind."""
    title = change.title or Words(change.about, change.about)
    if change.part in ("item", "plan"):
        spot = links.spot(change.about)
        return Link(title, spot.href, change.about)
    return Link(title, _address(playbook, change, links))


def _address(playbook: str, change: Change, links: Links) -> str:
    entry, id = links.site.playbooks.get(playbook), change.about
    if entry is None:
        return ""
    book, page = entry.model, {name: addresses.companion(playbook, name) for name in addresses.COMPANIONS}
    match change.part:
        case "estimate" if any(one.id == id for one in book.estimates):
            return links.to(page["capacity"], f"estimate-{id}")
        case "fact" if id in book.facts:
            return links.to(page["capacity"], f"fact-{id}")
        case "message" if any(one.id == id for one in book.messages):
            return links.to(page["plans"], id)
        case "freeze" if book.freeze:
            return links.to(page["plans"], "freeze")
        case "responsibility" if id in book.roles:
            return links.to(page["roles"], id)
        case "step" if any(one.step == id for one in book.steps):
            return links.to(addresses.playbook(playbook), id)
        case "playbook" | "wave":
            return links.to(addresses.playbook(playbook))
    return ""
