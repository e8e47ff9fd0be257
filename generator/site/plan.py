"""All generated pages of one language, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.site import (
    glossary,
    history,
    home,
    keys,
    playbook,
    playbook_subpages,
    products,
    roles,
    rules,
    standard,
    war_room,
)
from generator.site.context import SiteContext
from generator.site.live import (
    account_manager,
    architect,
    calendar,
    conflicts,
    dashboard,
    engagement,
    lessons,
    outlook,
    product_oncall,
    service_desk,
    service_manager,
)
from generator.site.live.frame import overview
from generator.site.page import PageSource
from generator.site.sources import Values

Builder = Callable[[SiteContext], Iterator[PageSource]]

KNOWLEDGE: tuple[Builder, ...] = (
    home.build, playbook.build, playbook_subpages.build, war_room.build, history.build, roles.build, products.build,
    standard.build, glossary.build, keys.build, rules.build,
)  # fmt: skip
"""Pages of playbooks and of what they share. Of them the home page alone shows engagements."""
LIVE: Mapping[str, Values] = {
    "dashboard": dashboard.values,
    "account_manager": account_manager.values,
    "architect": architect.values,
    "service_manager": service_manager.values,
    "service_desk": service_desk.values,
    "product_oncall": product_oncall.values,
    "calendar": calendar.values,
    "conflicts": conflicts.values,
    "outlook": outlook.values,
    "lessons": lessons.values,
}
"""Pages over all engagements by their place in ``live.frame``, which is also the name of their template."""


def plan(context: SiteContext) -> Mapping[str, PageSource]:
    """Every page by its ``uri``. Nothing is rendered before ``make`` of its source is called."""
    return {source.uri: source for source in _sources(context)}


def _sources(context: SiteContext) -> Iterator[PageSource]:
    for build in KNOWLEDGE:
        yield from build(context)
    if context.options.engagements:
        for place, values in LIVE.items():
            yield overview(context, place, values)
        yield from (engagement.source(one, context) for one in context.checklists)
