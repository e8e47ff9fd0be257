"""An item as its card shows it, and as a line in a table of items."""

from collections.abc import Callable, Iterator

from generator.diagnostics import LANGS, Bilingual
from generator.i18n.conditions import condition_in_words
from generator.i18n.dates import in_words, patrol_in_words
from generator.library import Entry, Found
from generator.model.item import Item, Retired, texts
from generator.model.playbook import Playbook
from generator.site import addresses
from generator.site.history import past_of
from generator.site.links import Links
from generator.site.page import View


def card(found: Found, entry: Entry[Playbook], links: Links, **more: object) -> View:
    """All fields of one item, and ``more``. What it lacks is None or empty, and not shown."""
    item, book = found.item, entry.model
    wave = book.waves[item.wave].title if item.wave in book.waves else None
    return View(
        id=item.id,
        anchor=addresses.anchor(item.id),
        title=item.title,
        href=links.to(addresses.playbook(entry.id), addresses.anchor(item.id)),
        step=links.step(entry.id, found.step or ""),
        owner=links.role(item.owner),
        with_=tuple(links.role(id) for id in item.with_),
        verifier=links.role(item.verifier) if item.verifier else None,
        due=str(item.due),
        due_words=in_words(item.due, wave),
        severity=item.severity,
        severity_words=links.context.strings.value.severity[item.severity],
        category_words=links.context.strings.value.category[item.category],
        texts=tuple(texts(item)),
        products=tuple(links.product(id) for id in item.products),
        levels=tuple(links.level(id) for id in item.levels),
        wave=wave,
        expression=item.when,
        condition=condition_in_words(item.when, *links.context.wordings[entry.id]) if item.when else None,
        internal=item.audience == "internal",
        patrol=patrol_in_words(item.repeat) if item.repeat else None,
        plan=links.item(item.plan) if item.plan else None,
        after=tuple(links.item(id) for id in item.after),
        sources=tuple(links.source(source) for source in item.sources),
        **more,
    )


def whole_card(found: Found, entry: Entry[Playbook], links: Links) -> View:
    """The card as the playbook's own page shows it: with the glossary's words that it uses, its past, and where it is edited."""
    return card(
        found,
        entry,
        links,
        terms=[links.term(id) for id in links.context.terms.used_by(found.item)],
        past=past_of(found.item.id, entry.id, links),
        edit=links.context.edit_at(found.place),
        lessons=list(_lessons(found.item.id, links)),
    )


def _lessons(id: str, links: Links) -> Iterator[View]:
    """What finished events taught about the item, where pages tell of events at all, and the change that it led to."""
    for one, improvement in links.context.lessons.get(id, ()):
        name = Bilingual(*(f"{one.customer.plain(lang)} {one.event.plain(lang)}" for lang in LANGS))
        event = View(text=name, href=links.to(addresses.LESSONS, f"review-{one.id}"))
        change = links.change(improvement.change) if improvement.change else None
        yield View(text=improvement.text, event=event, change=change)


def gone(id: str, retired: Retired, links: Links) -> View:
    """A retired id: one line at its anchor, so that old links and printed codes still lead somewhere."""
    replaced_by = links.item(retired.replaced_by) if retired.replaced_by else None
    return View(id=id, anchor=addresses.anchor(id), retired=retired, replaced_by=replaced_by)


def cards(entry: Entry[Playbook], links: Links, wanted: Callable[[Item], bool]) -> Iterator[View]:
    """The live items of a playbook that are ``wanted``, in its own order."""
    for found in links.context.library.live_items[entry.id]:
        if wanted(found.item):
            yield card(found, entry, links)
