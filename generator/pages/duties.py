"""What a role has to do in all playbooks, step by step in time order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.diagnostics import Words
from generator.language.offsets import in_words
from generator.library import Entry, Found
from generator.model.item import Item, Severity
from generator.model.playbook import Playbook
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.facets import Facet, item_facets
from generator.pages.item import SEVERITIES
from generator.pages.page import Link
from generator.pages.site import Links
from generator.pages.timeline.scale import scale

FACETS = ("part", "playbook", "severity")
PARTS = ("owner", "verifier", "with")
"""A role's possible parts in an item, the heaviest first; of one item only that is told."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One item that the role owns, verifies or takes part in. ``owner`` is whose it is when it is another's."""

    item: Link
    playbook: Link
    due: str
    due_words: Words
    severity: Severity
    severity_words: Words
    part: str
    owner: Link | None
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What one playbook says of the role's responsibility in a step."""

    playbook: Link
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    title: Text
    said: tuple[Said, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    steps: tuple[Step, ...]
    facets: tuple[Facet, ...]

    @property
    def total(self) -> int:
        return sum(len(step.duties) for step in self.steps)


def duties(role: str, links: Links) -> Duties:
    """The steps in which the role has a duty, each with what falls due first standing first."""
    site = links.site
    found = [
        (one, entry, part)
        for entry in site.playbooks.values()
        for one in site.library.live_items[entry.id]
        if (part := part_of(role, one.item)) is not None
    ]
    # One scale for all playbooks puts their dues into one order.
    of = scale((one.item.due for one, _, _ in found), 0, 1)
    found.sort(key=lambda each: (of.at(each[0].item.due), PARTS.index(each[2]), each[0].item.id))
    steps = []
    for id, step in site.standard.steps.items():
        here = tuple(_duty(one, entry, part, links) for one, entry, part in found if one.step == id)
        said = tuple(_said(role, id, links))
        if here or said:
            steps.append(Step(id, step.title, said, here))
    says = [duty.says for step in steps for duty in step.duties]
    return Duties(tuple(steps), item_facets(site, says, FACETS))


def part_of(role: str, item: Item) -> str | None:
    if role == item.owner:
        return "owner"
    if role == item.verifier:
        return "verifier"
    return "with" if role in item.with_ else None


def _said(role: str, step: str, links: Links) -> Iterator[Said]:
    for entry in links.site.playbooks.values():
        if texts := entry.model.roles.get(role, {}).get(step, ()):
            yield Said(links.playbook(entry.id), texts)


def _duty(found: Found, entry: Entry[Playbook], part: str, links: Links) -> Duty:
    item = found.item
    wave = entry.model.waves[item.wave].title if item.wave in entry.model.waves else None
    return Duty(
        item=Link(item.title, links.to(addresses.playbook(entry.id), addresses.anchor(item.id)), item.id),
        playbook=links.playbook(entry.id),
        due=str(item.due),
        due_words=in_words(item.due, wave),
        severity=item.severity,
        severity_words=SEVERITIES[item.severity],
        part=part,
        owner=None if part == "owner" else links.role(item.owner),
        says={"part": part, "playbook": entry.id, "severity": item.severity.value},
    )
