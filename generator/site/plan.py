"""All generated pages of one language, in the order of the navigation."""

from collections.abc import Iterator, Mapping
from functools import partial
from importlib import import_module

from generator.site import (
    addresses,
    glossary,
    history,
    home,
    keys,
    playbook,
    playbook_subpages,
    roles,
    standard,
    war_room,
)
from generator.site.context import SiteContext
from generator.site.links import knowledge_page
from generator.site.live import engagement
from generator.site.live.frame import OVERVIEWS, TODAY, overview
from generator.site.page import PageSource

LIVE = tuple(dict.fromkeys(("dashboard", *TODAY, *OVERVIEWS)))
"""Pages over all engagements by their place in ``live.frame``, which also names their template and the module of ``live`` that has their values."""


def plan(context: SiteContext) -> Mapping[str, PageSource]:
    """Every page by its ``uri``. Nothing is rendered before ``make`` of its source is called."""
    return {source.uri: source for source in _sources(context)}


def _knowledge(context: SiteContext) -> Iterator[PageSource]:
    """Pages of playbooks and of what they share. Of them the home page alone shows engagements."""
    words, page = context.strings, partial(knowledge_page, context)
    yield page(
        addresses.HOME, words.site.title, "index", home.values, label=words.site.nav.home, description=words.site.description,
        contents=False, sidebar=False, live=context.options.engagements,
    )  # fmt: skip
    yield from playbook.build(context)
    yield from playbook_subpages.build(context)
    war = words.war_room
    yield page(addresses.WAR_ROOM, war.title, "war_room", war_room.values, label=war.label, contents=False)
    if any(id in context.options.changelog for id in context.playbooks):
        yield page(addresses.CHANGES, words.history.title, "changes", history.values)
    yield from roles.build(context)
    yield from standard.build(context)
    yield page(addresses.GLOSSARY, words.site.nav.glossary, "glossary", glossary.values, edit="shared/glossary.yaml")
    yield page(addresses.KEYS, words.keys.page.title, "keys", keys.values)
    yield page(addresses.RULES, words.site.nav.rules, "rules", keys.rules)


def _sources(context: SiteContext) -> Iterator[PageSource]:
    yield from _knowledge(context)
    if context.options.engagements:
        for place in LIVE:
            yield overview(context, place, import_module(f"generator.site.live.{place}").values)
        yield from (engagement.source(one, context) for one in context.checklists)
