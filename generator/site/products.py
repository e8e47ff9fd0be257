"""Each product: its sweep and limits, and what the playbooks ask of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator.model.playbook import Estimate
from generator.model.shared import Product
from generator.model.text import Text
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.item import cards
from generator.site.links import Links
from generator.site.page import Link, PageSource, View
from generator.site.sources import knowledge_page


def build(context: SiteContext) -> Iterator[PageSource]:
    nav, file = context.strings.site.nav, "shared/products.yaml"
    yield knowledge_page(
        context, addresses.PRODUCTS, nav.products, "products", _overview, label=nav.all_products, edit=file
    )
    for id, product in context.products.items():
        values = partial(_values, id, product)
        yield knowledge_page(context, addresses.product(id), product.title, "product", values, edit=file)


def _overview(links: Links) -> dict[str, object]:
    live = (one for found in links.context.library.live_items.values() for one in found)
    return {"products": links.context.products, "items": Counter(id for one in live for id in set(one.item.products))}


def _values(id: str, product: Product, links: Links) -> dict[str, object]:
    return {"product": product, "parts": tuple(_parts(id, links)), "source": partial(_source, links=links)}


def _source(source: Text | None, links: Links) -> Link | None:
    """A single string may name a case or be an address; a text in two languages has its links inside."""
    if source is None:
        return None
    return links.source(source.zh) if source.zh and source.zh == source.en else Link(source)


def _parts(id: str, links: Links) -> Iterator[tuple[str, list[View], list[Estimate]]]:
    """What playbooks ask of a product, by the playbook's id: items and estimates."""
    for entry in links.context.playbooks.values():
        items = list(cards(entry, links, lambda item: id in item.products))
        sized = [estimate for estimate in entry.model.estimates if estimate.product == id]
        if items or sized:
            yield entry.id, items, sized
