"""A playbook's page: overview, the four steps with their tasks in full, and the special attention items in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Words
from generator.language.offsets import window_in_words
from generator.library import Entry, Found, Place, plans, playbook_items
from generator.model.item import Attention, AttentionTombstone, TaskTombstone
from generator.model.playbook import Playbook, Step
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.facets import item_facets, of_item
from generator.pages.item import Gone, ItemCard, gone, whole_card
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site
from generator.pages.timeline import timeline

FACETS = ("role", "step", "stage", "category", "severity", "product", "level")
"""What attention items are filtered by, in this order."""


@dataclass(frozen=True, slots=True)
class StepView:
    id: str
    title: Text
    purpose: Text
    goal: Text | None
    window: str
    window_words: Words
    stages: tuple[Link, ...]
    tasks: tuple[ItemCard | Gone, ...]
    done_when: tuple[Text, ...]
    attention: tuple[ItemCard, ...]


@dataclass(frozen=True, slots=True)
class WaveView:
    id: str
    title: Text
    default: bool


def build(entry: Entry[Playbook], site: Site) -> Page:
    uri = addresses.playbook(entry.id)
    links, book = Links(site, uri), entry.model
    attention = tuple(_attention(entry, links))
    steps = tuple(_step(n, entry, links, attention) for n in range(len(book.steps)))
    live = [found for found in attention if isinstance(found, ItemCard)]
    says = {
        found.item.id: of_item(found, entry, site)
        for found in playbook_items(entry)
        if isinstance(found.item, Attention)
    }
    return site.page(
        uri,
        book.title,
        label=site.strings.site.nav.playbook_items,
        edit=f"{entry.id}.yaml",
        template="playbook",
        id=entry.id,
        book=book,
        steps=steps,
        timeline=timeline(entry, links),
        attention=attention,
        live=live,
        says=says,
        facets=item_facets(site, says.values(), FACETS),
        tasks=sum(isinstance(task, ItemCard) for step in steps for task in step.tasks),
        plans=sum(1 for _ in plans(entry)),
        waves=[WaveView(id, wave.title, id == book.default_wave) for id, wave in book.waves.items()],
        companions=companion_links(entry.id, links),
    )


def companion_links(id: str, links: Links) -> dict[str, str]:
    """The addresses of a playbook's own pages, by name."""
    return {name: links.to(addresses.companion(id, name)) for name in addresses.COMPANIONS} | {
        "items": links.to(addresses.playbook(id))
    }


def _step(n: int, entry: Entry[Playbook], links: Links, attention: tuple[ItemCard | Gone, ...]) -> StepView:
    step = entry.model.steps[n]
    standard = links.site.standard.steps[step.step]
    here = links.step(entry.id, step.step)
    return StepView(
        id=step.step,
        title=standard.title,
        purpose=standard.purpose,
        goal=step.goal,
        window=f"{step.window[0]} … {step.window[1]}",
        window_words=window_in_words(*step.window),
        stages=tuple(links.stage(id) for id in step.stages),
        tasks=tuple(_tasks(step, entry.place / "steps" / n / "tasks", entry, links)),
        done_when=step.done_when,
        attention=tuple(item for item in attention if isinstance(item, ItemCard) and item.step == here),
    )


def _tasks(step: Step, place: Place, entry: Entry[Playbook], links: Links) -> Iterator[ItemCard | Gone]:
    for n, task in enumerate(step.tasks):
        if isinstance(task, TaskTombstone):
            yield gone(task.id, task.retired, links)
        else:
            yield whole_card(Found(place / n, task, step.step, entry.id), entry, links)


def _attention(entry: Entry[Playbook], links: Links) -> Iterator[ItemCard | Gone]:
    for n, item in enumerate(entry.model.attention):
        if isinstance(item, AttentionTombstone):
            yield gone(item.id, item.retired, links)
        else:
            yield whole_card(Found(entry.place / "attention" / n, item, item.step, entry.id), entry, links)
