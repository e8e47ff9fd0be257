"""What a role has to do in all playbooks, step by step in time order."""

from __future__ import annotations

from collections.abc import Iterator

from generator.i18n.offsets import in_words
from generator.library import Entry, Found
from generator.model.item import Item
from generator.model.playbook import Playbook
from generator.site import addresses
from generator.site.facets import item_facets
from generator.site.links import Links
from generator.site.page import Link, View
from generator.site.timeline.scale import scale

FACETS = ("part", "playbook", "severity")
PARTS = ("owner", "verifier", "with")
"""A role's possible parts in an item, the heaviest first; of one item the first alone is listed."""


def duties(role: str, links: Links) -> View:
    """The steps in which the role has a duty, each with what playbooks state of it, and what falls due first standing first."""
    context = links.context
    found = [
        (one, entry, part)
        for entry in context.playbooks.values()
        for one in context.library.live_items[entry.id]
        if (part := part_of(role, one.item)) is not None
    ]
    # One scale for all playbooks puts their dues into one order.
    of = scale((one.item.due for one, _, _ in found), 0, 1)
    found.sort(key=lambda each: (of.at(each[0].item.due), PARTS.index(each[2]), each[0].item.id))
    steps = []
    for id, step in context.standard.steps.items():
        here = tuple(_duty(one, entry, part, links) for one, entry, part in found if one.step == id)
        responsibilities = tuple(_responsibilities(role, id, links))
        if here or responsibilities:
            steps.append(View(id=id, title=step.title, responsibilities=responsibilities, duties=here))
    rows = [duty.row_attributes for step in steps for duty in step.duties]
    return View(steps=steps, facets=item_facets(context, rows, FACETS), total=len(rows))


def part_of(role: str, item: Item) -> str | None:
    if role == item.owner:
        return "owner"
    if role == item.verifier:
        return "verifier"
    return "with" if role in item.with_ else None


def _responsibilities(role: str, step: str, links: Links) -> Iterator[View]:
    for entry in links.context.playbooks.values():
        if texts := entry.model.roles.get(role, {}).get(step, ()):
            yield View(playbook=links.playbook(entry.id), texts=texts)


def _duty(found: Found, entry: Entry[Playbook], part: str, links: Links) -> View:
    """One item that the role owns, verifies or takes part in. ``owner`` is whose it is when it is another's."""
    item = found.item
    wave = entry.model.waves[item.wave].title if item.wave in entry.model.waves else None
    return View(
        item=Link(item.title, links.to(addresses.playbook(entry.id), addresses.anchor(item.id)), item.id),
        playbook=links.playbook(entry.id),
        due=str(item.due),
        due_words=in_words(item.due, wave),
        severity=item.severity,
        severity_words=links.context.strings.value.severity[item.severity],
        part=part,
        owner=None if part == "owner" else links.role(item.owner),
        row_attributes={"part": part, "playbook": entry.id, "severity": item.severity.value},
    )
