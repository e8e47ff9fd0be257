"""Each product: its sweep and limits, and what the playbooks ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.shared import Product
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.companions import EstimateView, estimates
from generator.pages.item import ItemCard, cards
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sweep or of the limits: ``figures`` are amber and red, or the limit's one value."""

    anchor: str
    text: Text
    figures: tuple[Text | None, ...]
    source: Link | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one playbook asks of a product."""

    playbook: Link
    anchor: str
    items: tuple[ItemCard, ...]
    estimates: tuple[tuple[EstimateView, str], ...]


@dataclass(frozen=True, slots=True)
class ProductLine:
    product: Link
    sweep: int
    limits: int
    items: int


def build(site: Site) -> Iterator[Page]:
    lines = tuple(_line(id, product, site) for id, product in site.products.items())
    label = site.strings.site.nav.all_products
    yield site.page(
        addresses.PRODUCTS, site.strings.site.nav.products, label=label, edit="shared/products.yaml", lines=lines
    )
    for id, product in site.products.items():
        links = Links(site, addresses.product(id))
        yield site.page(
            links.uri,
            product.title,
            edit="shared/products.yaml",
            template="product",
            product=product,
            sweep=tuple(
                Line(look.id, look.check, (look.amber, look.red), _source(look.source, links)) for look in product.sweep
            ),
            limits=tuple(
                Line("", limit.name, (limit.value,), _source(limit.source, links)) for limit in product.limits
            ),
            parts=tuple(part for part in _parts(id, links) if part.items or part.estimates),
        )


def _source(source: Text | None, links: Links) -> Link | None:
    """One string may name a case or be an address; a text says it in both languages, with its links inside."""
    if source is None:
        return None
    return links.source(source.zh) if source.zh and source.zh == source.en else Link(source)


def _line(id: str, product: Product, site: Site) -> ProductLine:
    links = Links(site, addresses.PRODUCTS)
    items = sum(id in one.item.products for found in site.library.live_items.values() for one in found)
    return ProductLine(links.product(id), len(product.sweep), len(product.limits), items)


def _parts(id: str, links: Links) -> Iterator[Part]:
    for entry in links.site.playbooks.values():
        capacity = addresses.companion(entry.id, "capacity")
        items = tuple(cards(entry, links, lambda item: id in item.products))
        sized = tuple((line, links.to(capacity, f"estimate-{line.id}")) for line in estimates(entry, links, id))
        yield Part(links.playbook(entry.id), entry.id, items, sized)
