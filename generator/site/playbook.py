"""A playbook's page: overview, the four steps with their tasks in full, and the special attention items in full."""

from collections.abc import Iterator, Sequence
from functools import partial

from generator.diagnostics import Bilingual
from generator.i18n.dates import window_in_words
from generator.library import Entry, plans, playbook_items
from generator.model.item import Attention, AttentionTombstone, Task, TaskTombstone
from generator.model.playbook import Playbook, Step
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.facets import item_facets, of_item
from generator.site.item import gone, whole_card
from generator.site.links import Links, knowledge_page
from generator.site.page import PageSource, View
from generator.site.timeline.drawing import timeline

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
    attention = list(_cards(book.attention, entry, links))
    live = [card for card in attention if not hasattr(card, "retired")]
    steps = list(_steps(entry, links, live))
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
        "live": live,
        "row_attributes": rows,
        "facets": item_facets(context, rows.values(), FACETS),
        "tasks": sum(isinstance(task, Task) for step in book.steps for task in step.tasks),
        "plans": sum(1 for _ in plans(entry)),
        "subpages": links.subpages(entry.id),
    }


def _steps(
    entry: Entry[Playbook], links: Links, attention: list[View]
) -> Iterator[tuple[Step, list[View], list[View], Bilingual]]:
    """The steps, each with its tasks, the attention items in it, and its window in words."""
    for step in entry.model.steps:
        here = links.step(entry.id, step.step)
        tasks = list(_cards(step.tasks, entry, links))
        yield step, tasks, [item for item in attention if item.step == here], window_in_words(*step.window)


def _cards(
    items: Sequence[Task | Attention | TaskTombstone | AttentionTombstone], entry: Entry[Playbook], links: Links
) -> Iterator[View]:
    known = {found.item.id: found for found in links.context.library.live_items[entry.id]}
    for item in items:
        if isinstance(item, TaskTombstone | AttentionTombstone):
            yield gone(item.id, item.retired, links)
        else:
            yield whole_card(known[item.id], entry, links)
