"""What a role has to do in all playbooks, step by step in time order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.diagnostics import Bilingual
from generator.i18n.offsets import in_words
from generator.library import Entry, Found
from generator.model.item import Item, ItemSeverity
from generator.model.playbook import Playbook
from generator.model.text import Text
from generator.site import addresses
from generator.site.facets import Facet, item_facets
from generator.site.links import Links
from generator.site.page import Link
from generator.site.timeline.scale import scale

FACETS = ("part", "playbook", "severity")
PARTS = ("owner", "verifier", "with")
"""A role's possible parts in an item, the heaviest first; of one item the first alone is listed."""


@dataclass(frozen=True, slots=True)
class RoleDuty:
    """One item that the role owns, verifies or takes part in. ``owner`` is whose it is when it is another's."""

    item: Link
    playbook: Link
    due: str
    due_words: Bilingual
    severity: ItemSeverity
    severity_words: str
    part: str
    owner: Link | None
    row_attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """What one playbook states of the role's responsibility in a step."""

    playbook: Link
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class DutyStep:
    id: str
    title: Text
    responsibilities: tuple[Responsibility, ...]
    duties: tuple[RoleDuty, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    steps: tuple[DutyStep, ...]
    facets: tuple[Facet, ...]

    @property
    def total(self) -> int:
        return sum(len(step.duties) for step in self.steps)


def duties(role: str, links: Links) -> Duties:
    """The steps in which the role has a duty, each with what falls due first standing first."""
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
            steps.append(DutyStep(id, step.title, responsibilities, here))
    rows = [duty.row_attributes for step in steps for duty in step.duties]
    return Duties(tuple(steps), item_facets(context, rows, FACETS))


def part_of(role: str, item: Item) -> str | None:
    if role == item.owner:
        return "owner"
    if role == item.verifier:
        return "verifier"
    return "with" if role in item.with_ else None


def _responsibilities(role: str, step: str, links: Links) -> Iterator[Responsibility]:
    for entry in links.context.playbooks.values():
        if texts := entry.model.roles.get(role, {}).get(step, ()):
            yield Responsibility(links.playbook(entry.id), texts)


def _duty(found: Found, entry: Entry[Playbook], part: str, links: Links) -> RoleDuty:
    item = found.item
    wave = entry.model.waves[item.wave].title if item.wave in entry.model.waves else None
    return RoleDuty(
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
