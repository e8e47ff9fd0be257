"""What the site's own search knows of engagements, and the words that Chinese segmentation must not cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.diagnostics import LANGS, Lang
from generator.language import Strings, instant
from generator.library import Library
from generator.model.text import Text
from generator.pages import addresses
from generator.tailor.checklist import Checklist

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")
LONGEST_WORD = 3
"""A longer word would be found by its beginning only, as a customer's name would: people search for their parts."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One hit: where it leads, what it is called, and the plain text that finds it."""

    location: str
    title: str
    text: str


def search_entries(checklists: Sequence[Checklist], lang: Lang, strings: Strings, base: str) -> tuple[SearchEntry, ...]:
    """One entry an engagement, found by customer, event, people, resources and addresses; ``base`` leads to them."""
    return tuple(
        SearchEntry(
            base + addresses.engagement(one.id, lang),
            f"{one.customer.plain(lang)} · {one.event.plain(lang)}",
            " · ".join(dict.fromkeys(part for part in _parts(one, lang, strings) if part)),
        )
        for one in checklists
    )


def _parts(one: Checklist, lang: Lang, strings: Strings) -> Iterator[str]:
    yield strings.site.engagement.kind
    yield one.playbook_title.plain(lang)
    yield instant(one.start, lang)
    for other in LANGS:
        # A colleague may know the customer by its other name only.
        yield one.customer.plain(other)
        yield one.event.plain(other)
    yield one.id
    yield one.fingerprint
    for line in one.resources:
        yield " ".join(
            part
            for part in (line.resource.id, line.resource.address, line.resource.region, line.product.plain(lang))
            if part
        )
        if line.resource.use:
            yield line.resource.use.plain(lang)
    for role in one.team:
        yield from (f"{role.title.plain(lang)} {person.name}" for person in role.people)
    yield from (f"{line.title.plain(lang)} {line.who}" for line in one.roster)


def words(library: Library) -> tuple[str, ...]:
    """The words of the trade and of titles that segmentation keeps whole: Chinese, two or three characters, sorted."""
    found = {run for text in _titles(library) for run in _HAN.findall(text)}
    return tuple(sorted(word for word in found if 2 <= len(word) <= LONGEST_WORD))


def _titles(library: Library) -> Iterator[str]:
    for term in library.glossary.model.root.values() if library.glossary else ():
        yield term.term.plain("zh")
        yield from term.also
    titled: list[Text] = [entry.model.title for entry in library.playbooks.values()]
    titled += [role.title for role in library.roles.model.root.values()] if library.roles else []
    titled += [product.title for product in library.products.model.root.values()] if library.products else []
    yield from (title.plain("zh") for title in titled)
