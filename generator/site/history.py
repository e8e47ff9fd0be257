"""What became of the playbooks, edition by edition: of one item, of all on a page of its own, and the newest on the home page."""

from collections.abc import Iterator, Sequence

from generator.diagnostics import Bilingual
from generator.diff import Change, Kind
from generator.diff.change import entries, sorts
from generator.diff.playbooks import Edition
from generator.diff.word_diff import shortened
from generator.site import addresses
from generator.site.links import Links
from generator.site.page import Link, View

NEWEST_BOOKS = 4
NEWEST_SORTS = 6
NEWEST_NAMED = 3
"""How many playbooks the home page lists, how many kinds of change of each, and how many changes of a kind by name."""
_SAID_BY_KIND = frozenset({Kind.ADDED, Kind.REMOVED, Kind.TEXT})
"""Of these the heading of their group is all there is to read; their own words would repeat it."""


def past_of(id: str, playbook: str, links: Links) -> View:
    """The past of an item or plan, the newest first: what each edition ``changed`` in it, a reworded text as its words around what
    went and came; ``since`` is the first edition, where it was there already."""
    changed, since, lang = [], None, links.context.lang
    for edition in links.context.options.changelog.get(playbook, ()):
        lines = [
            View(words=change.words, runs=shortened(change.runs(lang)), lang=change.runs_lang(lang))
            for change in edition.changes
            if change.about == id
        ]
        if lines:
            href = links.to(addresses.CHANGES, anchor(playbook, edition))
            changed.append(View(edition=edition.edition, days=days(edition), href=href, lines=lines))
        if id in edition.first:
            since = edition
    return View(changed=changed, since=since)


def anchor(playbook: str, edition: Edition) -> str:
    return f"{playbook}-{edition.edition.replace('.', '-')}"


def days(edition: Edition) -> str:
    """The day of an edition, or its first and last where it was worked on for longer."""
    return edition.begun if edition.begun == edition.last else f"{edition.begun} … {edition.last}"


def values(links: Links) -> dict[str, object]:
    """All changes of every playbook whose past is known."""
    context = links.context
    known = (id for id in context.playbooks if id in context.options.changelog)
    log = context.options.changelog
    return {"books": [(links.playbook(id), id, [_view(id, edition, links) for edition in log[id]]) for id in known]}


def newest(links: Links) -> tuple[View, ...]:
    """The newest edition of each playbook that has changed since its first, the latest first."""
    context = links.context
    found = [
        (edition.last, id, edition)
        for id in context.playbooks
        for edition in context.options.changelog.get(id, ())[:1]
        if edition.changes
    ]
    latest = sorted(found, key=lambda one: one[0], reverse=True)[:NEWEST_BOOKS]
    return tuple(_view(id, edition, links) for _, id, edition in latest)


def _view(id: str, edition: Edition, links: Links) -> View:
    """One edition. ``first`` is how many items and plans the first one began with, 0 for every other."""
    place = anchor(id, edition)
    return View(
        edition=edition.edition,
        days=days(edition),
        anchor=place,
        href=links.to(addresses.CHANGES, place),
        playbook=links.playbook(id),
        first=len(edition.first),
        groups=list(_groups(id, edition.changes, links)),
        reported=[
            View(thing=_thing(id, entry.changes[0], links), said=[change.words for change in entry.changes])
            for entry in entries(edition.changes)
        ],
    )


def _groups(id: str, changes: Sequence[Change], links: Links) -> Iterator[View]:
    """One sort of change: how many, those reported by name, and how many more there are."""
    for sort in list(sorts(changes))[:NEWEST_SORTS]:
        named = sort.changes[:NEWEST_NAMED]
        reported = [
            View(thing=_thing(id, change, links), said=() if change.kind in _SAID_BY_KIND else (change.words,))
            for change in named
        ]
        yield View(counted=sort.counted, reported=reported, more=len(sort.changes) - len(named))


def _thing(playbook: str, change: Change, links: Links) -> Link:
    """What a change is about, as a link while it still stands somewhere; an item's or plan's id is its kind."""
    title = change.title or Bilingual(change.about, change.about)
    if change.part in ("item", "plan"):
        known = links.item(change.about)
        return Link(title, known.href, change.about)
    return Link(title, _address(playbook, change, links))


def _address(playbook: str, change: Change, links: Links) -> str:
    entry, id = links.context.playbooks.get(playbook), change.about
    if entry is None:
        return ""
    book, page = entry.model, {name: addresses.subpage(playbook, name) for name in addresses.SUBPAGES}
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
