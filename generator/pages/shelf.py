"""The pages of each playbook as they were made before, for whoever makes them again in the same process with the same templates.

They are made from the playbook, from what all playbooks share, and from what they ask of others: what an id of theirs is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.library import Entry
from generator.model.playbook import Playbook
from generator.pages import companions, playbook
from generator.pages.page import Page
from generator.pages.site import Site, Spot


class _Asked(dict[str, Spot]):
    """Where ids stand, and which of them somebody asked for."""

    def __init__(self, spots: dict[str, Spot]) -> None:
        super().__init__(spots)
        self.answers: dict[str, Spot | None] = {}

    def get(self, id: str, default: Any = None) -> Any:
        self.answers[id] = super().get(id)
        return super().get(id, default)


class Shelf:
    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[Any, ...], dict[str, Spot | None], tuple[Page, ...]]] = {}

    def pages(self, entry: Entry[Playbook], site: Site) -> tuple[Page, ...]:
        """A playbook's own page and its companions."""
        made_from = tuple(_made_from(entry, site))
        before, answers, pages = self._kept.get(entry.id, ((), {}, ()))
        if _same(before, made_from) and all(site.spots.get(id) == spot for id, spot in answers.items()):
            return pages
        asked = _Asked(dict(site.spots))
        # It sees no other playbook, so that none can be forgotten above.
        alone = replace(site, library=replace(site.library, playbooks={entry.id: entry}))
        alone.__dict__.update(spots=asked, used_terms=site.used_terms)
        pages = (playbook.build(entry, alone), *companions.build(entry, alone))
        self._kept[entry.id] = (made_from, asked.answers, pages)
        return pages


def _made_from(entry: Entry[Playbook], site: Site) -> Iterator[Any]:
    library = site.library
    yield from (entry, library.standard, library.roles, library.products, library.glossary, library.calendars)
    yield from library.cases.values()
    yield site.options.chronicle
    yield from site.events


def _same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return len(before) == len(now) and all(
        one is other or _alike(one, other) for one, other in zip(before, now, strict=True)
    )


def _alike(one: Any, other: Any) -> bool:
    # A file that was read again was edited; comparing what is in it would take longer than making its pages.
    return not isinstance(one, Entry) and bool(one == other)
