"""What holds for every playbook: the products, each with its sweep and limits and what playbooks ask of it; the steps, the closed loop of the
stages, levels, incident classes; and the cases."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator.library import Entry
from generator.model.playbook import Estimate
from generator.model.shared import Case, Product
from generator.model.text import Text
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.item import card, cards
from generator.site.links import Links, knowledge_page
from generator.site.page import Link, PageSource, View


def build(context: SiteContext) -> Iterator[PageSource]:
    words, nav = context.strings.site, context.strings.site.nav
    yield from _products(context)
    yield knowledge_page(
        context, addresses.STAGES, words.stages.title, "stages", _stages_page, edit="shared/standard.yaml"
    )
    yield knowledge_page(context, addresses.CASES, nav.cases, "cases", _cases_page, label=nav.all_cases)
    for entry in context.cases.values():
        yield knowledge_page(
            context, addresses.case(entry.id), entry.model.title, "case", partial(_case_page, entry), edit=f"cases/{entry.id}.yaml"
        )  # fmt: skip


def _stages_page(links: Links) -> dict[str, object]:
    context = links.context
    return {
        "standard": context.standard,
        "windows": [(entry.id, step) for entry in context.playbooks.values() for step in entry.model.steps],
        "cases": links.to(addresses.CASES) if context.cases else "",
        "lessons": links.to(addresses.LESSONS) if context.options.engagements else "",
        "changes": links.to(addresses.CHANGES) if context.options.changelog else "",
    }


def _cases_page(links: Links) -> dict[str, object]:
    return {"cases": [(entry.model, links.to(addresses.case(entry.id))) for entry in links.context.cases.values()]}


def _case_page(entry: Entry[Case], links: Links) -> dict[str, object]:
    citing = links.context.citations.get(f"case:{entry.id}", ())
    return {"case": entry.model, "items": [card(found, book, links) for found, book in citing]}


def _products(context: SiteContext) -> Iterator[PageSource]:
    nav, file = context.strings.site.nav, "shared/products.yaml"
    yield knowledge_page(
        context, addresses.PRODUCTS, nav.products, "products", _products_page, label=nav.all_products, edit=file
    )
    for id, product in context.products.items():
        values = partial(_product_page, id, product)
        yield knowledge_page(context, addresses.product(id), product.title, "product", values, edit=file)


def _products_page(links: Links) -> dict[str, object]:
    live = (one for found in links.context.library.live_items.values() for one in found)
    return {"products": links.context.products, "items": Counter(id for one in live for id in set(one.item.products))}


def _product_page(id: str, product: Product, links: Links) -> dict[str, object]:
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
