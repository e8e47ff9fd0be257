"""An item as its card shows it, and as a line in a table of items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator.diagnostics import LANGS, Bilingual
from generator.i18n.conditions import condition_in_words
from generator.i18n.offsets import in_words, patrol_in_words
from generator.library import Entry, Found
from generator.model.item import Item, ItemSeverity, Retired, texts
from generator.model.playbook import Playbook
from generator.model.text import Text
from generator.site import addresses
from generator.site.history import PastOf, past_of
from generator.site.links import Links
from generator.site.page import Link


@dataclass(frozen=True, slots=True)
class ItemCard:
    """All fields of one item. What it lacks is None or empty, and not shown."""

    id: str
    anchor: str
    title: Text
    href: str
    step: Link
    owner: Link
    owner_id: str
    with_: tuple[Link, ...]
    verifier: Link | None
    due: str
    due_words: Bilingual
    severity: ItemSeverity
    severity_words: str
    category: str
    category_words: str
    texts: tuple[tuple[str, Text], ...]
    """Its own words by field, in the order in which sheets give them too."""
    products: tuple[Link, ...]
    levels: tuple[Link, ...]
    wave: Text | None
    expression: str | None
    condition: Bilingual | None
    internal: bool
    patrol: Bilingual | None
    plan: Link | None
    after: tuple[Link, ...]
    sources: tuple[Link, ...]
    terms: tuple[Link, ...] = ()
    """Words of the glossary that it uses, where it is shown in full."""
    past: PastOf | None = None
    edit: str = ""
    """Where its own line of YAML is edited, where it is shown in full."""
    lessons: tuple[Taught, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson of an event's retrospective about an item, and the change that it led to."""

    text: Text
    event: Link
    change: Link | None


@dataclass(frozen=True, slots=True)
class RetiredLine:
    """A retired id: one line at its anchor, so that old links and printed codes still lead somewhere."""

    id: str
    anchor: str
    retired: Retired
    replaced_by: Link | None


def card(found: Found, entry: Entry[Playbook], links: Links) -> ItemCard:
    item, book = found.item, entry.model
    wave = book.waves[item.wave].title if item.wave in book.waves else None
    return ItemCard(
        id=item.id,
        anchor=addresses.anchor(item.id),
        title=item.title,
        href=links.to(addresses.playbook(entry.id), addresses.anchor(item.id)),
        step=links.step(entry.id, found.step or ""),
        owner=links.role(item.owner),
        owner_id=item.owner,
        with_=tuple(links.role(id) for id in item.with_),
        verifier=links.role(item.verifier) if item.verifier else None,
        due=str(item.due),
        due_words=in_words(item.due, wave),
        severity=item.severity,
        severity_words=links.context.strings.value.severity[item.severity],
        category=item.category.value,
        category_words=links.context.strings.value.category[item.category],
        texts=tuple(texts(item)),
        products=tuple(links.product(id) for id in item.products),
        levels=tuple(links.level(id) for id in item.levels),
        wave=wave,
        expression=item.when,
        condition=condition_in_words(item.when, *links.context.wording(entry)) if item.when else None,
        internal=item.audience == "internal",
        patrol=patrol_in_words(item.repeat) if item.repeat else None,
        plan=links.item(item.plan) if item.plan else None,
        after=tuple(links.item(id) for id in item.after),
        sources=tuple(links.source(source) for source in item.sources),
    )


def whole_card(found: Found, entry: Entry[Playbook], links: Links) -> ItemCard:
    """The card as the playbook's own page shows it: with the glossary's words that it uses, its past, and where it is edited."""
    terms = tuple(links.term(id) for id in links.context.terms.used_by(found.item))
    past = past_of(found.item.id, entry.id, links)
    edit = links.context.edit_at(found.place)
    lessons = tuple(_lessons(found.item.id, links))
    return replace(card(found, entry, links), terms=terms, past=past, edit=edit, lessons=lessons)


def _lessons(id: str, links: Links) -> Iterator[Taught]:
    """What finished events taught about the item, where pages tell of events at all."""
    for one, improvement in links.context.lessons.get(id, ()):
        name = Bilingual(*(f"{one.customer.plain(lang)} {one.event.plain(lang)}" for lang in LANGS))
        event = Link(name, links.to(addresses.LESSONS, f"review-{one.id}"))
        yield Taught(improvement.text, event, links.change(improvement.change) if improvement.change else None)


def gone(id: str, retired: Retired, links: Links) -> RetiredLine:
    return RetiredLine(
        id, addresses.anchor(id), retired, links.item(retired.replaced_by) if retired.replaced_by else None
    )


def cards(entry: Entry[Playbook], links: Links, wanted: Callable[[Item], bool]) -> Iterator[ItemCard]:
    """The live items of a playbook that are ``wanted``, in its own order."""
    for found in links.context.library.live_items[entry.id]:
        if wanted(found.item):
            yield card(found, entry, links)
