"""Pages that depend on engagements, as HTML for the theme's shell: dashboard, ten-second pages, calendar, engagements.

Pure like all of ``pages``; ``publish.live`` writes what this makes. The knowledge pages know nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from generator.diagnostics import Lang
from generator.language import Strings
from generator.language.templates import environment
from generator.library import Library
from generator.pages.live import (
    calendar,
    capacity,
    chasing,
    conflicts,
    dashboard,
    desk,
    gates,
    home,
    lessons,
    oncall,
    outlook,
)
from generator.pages.live.engagement import page as engagement_page
from generator.pages.live.frame import OVERVIEWS, TODAY, LivePage, World
from generator.pages.page import PageOptions
from generator.pages.search import SearchEntry
from generator.pages.site import Site
from generator.tailor.checklist import Checklist

__all__ = [
    "OVERVIEWS", "PLACES", "TODAY", "LivePage", "World", "engagement_page", "home_block", "live_entries", "live_pages", "world",
]  # fmt: skip


def world(
    library: Library,
    checklists: Sequence[Checklist],
    lang: Lang,
    strings: Strings,
    templates: Mapping[str, str],
    options: PageOptions,
    today: date,
) -> World:
    """What live pages are made of. ``templates`` maps a name in templates/live to its source."""
    site = Site(library, tuple(checklists), lang, strings, environment(templates, "html", lang, strings), options)
    site.templates.filters["plain"] = site.plain
    return World(site, today)


PLACES: Mapping[str, Callable[[World], LivePage]] = {
    OVERVIEWS["dashboard"]: dashboard.build,
    TODAY["account_manager"]: chasing.build,
    TODAY["architect"]: capacity.build,
    TODAY["service_manager"]: gates.build,
    TODAY["service_desk"]: desk.build,
    TODAY["product_oncall"]: oncall.build,
    OVERVIEWS["calendar"]: calendar.build,
    OVERVIEWS["conflicts"]: conflicts.build,
    OVERVIEWS["outlook"]: outlook.build,
    OVERVIEWS["lessons"]: lessons.build,
}
"""The pages over all engagements by their address."""


def live_pages(world: World, without: Collection[str] = ()) -> Iterator[LivePage]:
    """Every live page of one language, but for the own pages of engagements that somebody has already."""
    for build in PLACES.values():
        yield build(world)
    for one in world.checklists:
        if one.id not in without:
            yield engagement_page(one, world)


def live_entries(strings: Strings) -> Iterator[SearchEntry]:
    """What search knows of the live pages, but for the engagements' own: their questions, in one language's words."""
    for place, uri in {**TODAY, **OVERVIEWS}.items():
        words = strings.live.pages[place]
        yield SearchEntry(uri, words.title, f"{words.name} {words.lead}")


def home_block(world: World) -> str:
    """What the home page shows of engagements."""
    return home.block(world)
