"""The browsable site as pure functions: the library and the checklists in, Markdown pages out; ``pages.live`` makes the pages that
depend on engagements.

Nothing here knows MkDocs; site_config/hooks.py hands these pages to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.diagnostics import Lang
from generator.language import Strings
from generator.language.markup import LANG_TAGS
from generator.language.templates import environment
from generator.library import Library
from generator.pages import glossary, history, home, keys, products, roles, standard, war_room
from generator.pages.description import description
from generator.pages.events import Event, told
from generator.pages.explain import explained
from generator.pages.fault import fault_pages
from generator.pages.navigation import navigation
from generator.pages.page import Page, PageOptions, Section
from generator.pages.pictures import sized
from generator.pages.root import lost_page, root_page
from generator.pages.search import SearchEntry, search_entries
from generator.pages.shelf import Shelf
from generator.pages.site import Site
from generator.pages.terms import Terms

__all__ = [
    "Event", "Page", "PageOptions", "SearchEntry", "Section", "Shelf", "Terms", "build", "description", "explained", "fault_pages", "lost_page", "navigation", "root_page", "search_entries", "sized",
    "told",
]  # fmt: skip


def build(
    library: Library,
    events: Sequence[Event],
    lang: Lang,
    strings: Strings,
    templates: Mapping[str, str],
    options: PageOptions,
    shelf: Shelf | None = None,
) -> tuple[Page, ...]:
    """Every generated page of one language's site. ``templates`` maps a name in templates/site to its source.

    Of engagements they tell ``events``, where ``options`` lets them, and nothing else that ``library`` holds of them. What stands
    on the ``shelf`` and is the same is taken from there.
    """
    known = replace(library, engagements={})
    env = environment(templates, "page", lang, strings)
    site = Site(known, (), lang, strings, env, options, tuple(events) if options.engagements else ())
    # For attributes and for links around a whole card, where no markup of a text's own may stand.
    site.templates.filters["plain"] = site.plain
    site.templates.filters["other"] = site.other
    site.templates.globals["other_tag"] = LANG_TAGS[site.other_lang]
    return tuple(_pages(site, shelf or Shelf()))


def _pages(site: Site, shelf: Shelf) -> Iterator[Page]:
    yield from home.build(site)
    for entry in site.playbooks.values():
        yield from shelf.pages(entry, site)
    yield from war_room.build(site)
    yield from history.build(site)
    yield from roles.build(site)
    yield from products.build(site)
    yield from standard.build(site)
    yield from glossary.build(site)
    yield from keys.build(site)
