"""What search knows of engagements."""

from collections.abc import Iterator

from generator.diagnostics import LANGS, Lang
from generator.i18n import Strings, instant
from generator.site.search.entry import SearchEntry
from generator.tailor.checklist import Checklist


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
