"""The manual's page of all codes: what each means, with the fault and its repair."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.examples import EXAMPLES
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.links import Links
from generator.site.page import PageSource
from generator.site.sources import knowledge_page


def build(context: SiteContext) -> Iterator[PageSource]:
    yield knowledge_page(context, addresses.RULES, context.strings.site.nav.rules, "rules", _values)


def _values(links: Links) -> dict[str, object]:
    manuals = sorted(links.context.options.manuals, key=lambda manual: manual.code)
    return {"manuals": manuals, "examples": EXAMPLES}
