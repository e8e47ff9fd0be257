"""Pages that depend on engagements, as HTML for the theme's shell: dashboard, ten-second pages, calendar, engagements.

Pure like all of ``pages``; ``publish.live`` writes what this makes. The knowledge pages know nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    engagement,
    gates,
    home,
    lessons,
    oncall,
    outlook,
)
from generator.pages.live.frame import OVERVIEWS, TODAY, LivePage, World
from generator.pages.page import PageOptions
from generator.pages.search import SearchEntry
from generator.pages.site import Site
from generator.tailor.checklist import Checklist

__all__ = ["OVERVIEWS", "TODAY", "LivePage", "World", "home_block", "live_entries", "live_pages", "world"]


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


def live_pages(world: World) -> Iterator[LivePage]:
    """Every live page of one language."""
    yield dashboard.build(world)
    yield chasing.build(world)
    yield capacity.build(world)
    yield gates.build(world)
    yield desk.build(world)
    yield oncall.build(world)
    yield calendar.build(world)
    yield conflicts.build(world)
    yield outlook.build(world)
    yield lessons.build(world)
    yield from engagement.build(world)


def live_entries(strings: Strings) -> Iterator[SearchEntry]:
    """What search knows of the live pages, but for the engagements' own: their questions, in one language's words."""
    for place, uri in {**TODAY, **OVERVIEWS}.items():
        words = strings.live.pages[place]
        yield SearchEntry(uri, words.title, f"{words.name} {words.lead}")


def home_block(world: World) -> str:
    """What the home page shows of engagements."""
    return home.block(world)
