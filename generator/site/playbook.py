"""A playbook's page: overview, the four steps with their tasks in full, and the special attention items in full."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.diagnostics import Bilingual
from generator.i18n.offsets import window_in_words
from generator.library import Entry, Found, Place, plans, playbook_items
from generator.model.item import Attention, AttentionTombstone, TaskTombstone
from generator.model.playbook import Playbook, Step
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.facets import item_facets, of_item
from generator.site.item import ItemCard, RetiredLine, gone, whole_card
from generator.site.links import Links
from generator.site.page import PageSource
from generator.site.sources import knowledge_page
from generator.site.timeline import timeline

FACETS = ("role", "step", "stage", "category", "severity", "product", "level")
"""What attention items are filtered by, in this order."""


def build(context: SiteContext) -> Iterator[PageSource]:
    for entry in context.playbooks.values():
        yield knowledge_page(
            context, addresses.playbook(entry.id), entry.model.title, "playbook", partial(_values, entry),
            label=context.strings.site.nav.playbook_items, edit=f"{entry.id}.yaml",
        )  # fmt: skip


def _values(entry: Entry[Playbook], links: Links) -> dict[str, object]:
    book, context = entry.model, links.context
    attention = tuple(_attention(entry, links))
    steps = tuple(_steps(entry, links, [item for item in attention if isinstance(item, ItemCard)]))
    rows = {
        found.item.id: of_item(found, entry, context)
        for found in playbook_items(entry)
        if isinstance(found.item, Attention)
    }
    return {
        "book": book,
        "standard": context.standard,
        "steps": steps,
        "timeline": timeline(entry, links),
        "attention": attention,
        "live": [found for found in attention if isinstance(found, ItemCard)],
        "row_attributes": rows,
        "facets": item_facets(context, rows.values(), FACETS),
        "tasks": sum(isinstance(task, ItemCard) for _, tasks, _, _ in steps for task in tasks),
        "plans": sum(1 for _ in plans(entry)),
        "subpages": links.subpages(entry.id),
    }


def _steps(
    entry: Entry[Playbook], links: Links, attention: list[ItemCard]
) -> Iterator[tuple[Step, list[ItemCard | RetiredLine], list[ItemCard], Bilingual]]:
    """The steps, each with its tasks, the attention items in it, and its window in words."""
    for n, step in enumerate(entry.model.steps):
        tasks = list(_tasks(step, entry.place / "steps" / n / "tasks", entry, links))
        here = links.step(entry.id, step.step)
        yield step, tasks, [item for item in attention if item.step == here], window_in_words(*step.window)


def _tasks(step: Step, place: Place, entry: Entry[Playbook], links: Links) -> Iterator[ItemCard | RetiredLine]:
    for n, task in enumerate(step.tasks):
        if isinstance(task, TaskTombstone):
            yield gone(task.id, task.retired, links)
        else:
            yield whole_card(Found(place / n, task, step.step, entry.id), entry, links)


def _attention(entry: Entry[Playbook], links: Links) -> Iterator[ItemCard | RetiredLine]:
    for n, item in enumerate(entry.model.attention):
        if isinstance(item, AttentionTombstone):
            yield gone(item.id, item.retired, links)
        else:
            yield whole_card(Found(entry.place / "attention" / n, item, item.step, entry.id), entry, links)
