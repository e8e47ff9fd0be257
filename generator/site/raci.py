"""Who answers for what, as one matrix of a playbook: its items by step and its plans against the roles that have a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.library import Entry, Found, plans, playbook_items
from generator.model.playbook import Plan, Playbook
from generator.model.text import Text
from generator.site import addresses
from generator.site.facets import Facet, item_facets, joined, of_item
from generator.site.links import Links
from generator.site.page import Link

SIGNS = {
    "owner": ("A", "R"), "with": ("R",), "verifier": ("V",),
    "decider": ("A",), "executor": ("R",), "notify": ("I",),
}  # fmt: skip
"""Letters by a role's part in an item or a plan: accountable, responsible, verifies, informed."""
ORDER = "ARVI"
FACETS = ("anyone", "step", "severity", "category")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An item or plan. ``signs`` has one entry for each of the matrix's roles, empty where a role has no part."""

    id: str
    title: Text
    href: str
    signs: tuple[str, ...]
    row_attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The items of a step, or the plans, whose ``step`` is None."""

    step: Link | None
    lines: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    roles: tuple[Link, ...]
    groups: tuple[MatrixGroup, ...]
    facets: tuple[Facet, ...]

    @property
    def total(self) -> int:
        return sum(len(group.lines) for group in self.groups)


Parts = Mapping[str, frozenset[str]]
"""The parts that each role has in one item or plan."""


def matrix(entry: Entry[Playbook], links: Links) -> Matrix:
    items = [(found, _parts_of_item(found)) for found in playbook_items(entry)]
    acts = [(plan, _parts_of_plan(plan)) for _, plan in plans(entry)]
    taking = {role for _, parts in (*items, *acts) for role in parts}
    ids = tuple(id for id in links.context.roles if id in taking)
    groups = [
        MatrixGroup(
            links.step(entry.id, step.step),
            tuple(_item(found, parts, ids, entry, links) for found, parts in items if found.step == step.step),
        )
        for step in entry.model.steps
    ]
    groups.append(MatrixGroup(None, tuple(_plan(plan, parts, ids, entry, links) for plan, parts in acts)))
    kept = tuple(group for group in groups if group.lines)
    rows = [line.row_attributes for group in kept for line in group.lines]
    return Matrix(tuple(links.role(id) for id in ids), kept, item_facets(links.context, rows, FACETS))


def _parts_of_item(found: Found) -> Parts:
    item = found.item
    return _parts([("owner", (item.owner,)), ("with", item.with_), ("verifier", (item.verifier,))])


def _parts_of_plan(plan: Plan) -> Parts:
    return _parts([("decider", (plan.decider,)), ("executor", (plan.executor,)), ("notify", plan.notify)])


def _parts(named: Iterable[tuple[str, Iterable[str | None]]]) -> Parts:
    found: dict[str, set[str]] = {}
    for part, roles in named:
        for role in roles:
            if role:
                found.setdefault(role, set()).add(part)
    return {role: frozenset(parts) for role, parts in found.items()}


def _signs(parts: Parts, ids: Iterable[str]) -> Iterator[str]:
    for id in ids:
        signs = {sign for part in parts.get(id, ()) for sign in SIGNS[part]}
        yield "/".join(sorted(signs, key=ORDER.index))


def _item(found: Found, parts: Parts, ids: tuple[str, ...], entry: Entry[Playbook], links: Links) -> MatrixRow:
    href = links.to(addresses.playbook(entry.id), addresses.anchor(found.item.id))
    attributes = {name: value for name, value in of_item(found, entry, links.context).items() if name in FACETS}
    attributes["anyone"] = joined(sorted(parts))
    return MatrixRow(found.item.id, found.item.title, href, tuple(_signs(parts, ids)), attributes)


def _plan(plan: Plan, parts: Parts, ids: tuple[str, ...], entry: Entry[Playbook], links: Links) -> MatrixRow:
    href = links.to(addresses.subpage(entry.id, "plans"), addresses.anchor(plan.id))
    return MatrixRow(plan.id, plan.title, href, tuple(_signs(parts, ids)), {"anyone": joined(sorted(parts))})
