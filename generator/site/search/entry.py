"""What a search can lead to, as data: made of a page once, kept with it, and put into an index with all others."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from generator.diagnostics import LANGS, Lang
from generator.i18n import Strings, instant
from generator.tailor.checklist import Checklist


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One hit: where it leads, what it is called, and the plain text that finds it.

    ``location`` is as seen from the language's root, with an anchor where it is a section of a page. A page's own entry,
    without an anchor, comes before those of its sections.
    """

    location: str
    title: str
    text: str

    @property
    def page(self) -> str:
        return self.location.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.location.partition("#")[2]


def to_json(entries: Iterable[SearchEntry]) -> str:
    """The entries as text that can be kept."""
    return json.dumps([astuple(entry) for entry in entries], ensure_ascii=False)


def from_json(kept: str) -> tuple[SearchEntry, ...]:
    return tuple(SearchEntry(*entry) for entry in json.loads(kept))


def entry(one: Checklist, lang: Lang, strings: Strings, uri: str) -> SearchEntry:
    """An engagement, found by customer, event, people, resources and addresses; ``uri`` is its page's."""
    return SearchEntry(
        uri,
        f"{one.customer.plain(lang)} · {one.event.plain(lang)}",
        " · ".join(dict.fromkeys(part for part in _parts(one, lang, strings) if part)),
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
