"""Who answers for what, as one matrix of a playbook: its items by step and its plans against the roles that have a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.library import Entry, plans, playbook_items
from generator.model.item import Item
from generator.model.playbook import Plan, Playbook
from generator.site import addresses
from generator.site.facets import item_facets, joined, of_item
from generator.site.links import Links
from generator.site.page import View

SIGNS = {
    "owner": ("A", "R"), "with": ("R",), "verifier": ("V",),
    "decider": ("A",), "executor": ("R",), "notify": ("I",),
}  # fmt: skip
"""Letters by a role's part in an item or a plan: accountable, responsible, verifies, informed."""
ORDER = "ARVI"
FACETS = ("anyone", "step", "severity", "category")


def matrix(entry: Entry[Playbook], links: Links) -> View:
    """The items by step, then the plans as a group without one. ``signs`` of a line has an entry for each of the roles, empty where
    a role has no part."""
    items, acts = list(_items(entry, links)), list(_plans(entry, links))
    ids = [id for id in links.context.roles if any(id in line.by_role for line in (*items, *acts))]
    for line in (*items, *acts):
        line.signs = [line.by_role.get(id, "") for id in ids]
    groups = [
        View(step=links.step(entry.id, step.step), lines=[line for line in items if line.step == step.step])
        for step in entry.model.steps
    ]
    kept = [group for group in (*groups, View(step=None, lines=acts)) if group.lines]
    rows = [line.row_attributes for group in kept for line in group.lines]
    roles = [links.role(id) for id in ids]
    return View(roles=roles, groups=kept, facets=item_facets(links.context, rows, FACETS), total=len(rows))


def _items(entry: Entry[Playbook], links: Links) -> Iterator[View]:
    for found in playbook_items(entry):
        item = found.item
        attributes = {name: value for name, value in of_item(found, entry, links.context).items() if name in FACETS}
        parts = {"owner": (item.owner,), "with": item.with_, "verifier": (item.verifier,)}
        yield _line(
            item, found.step, links.to(addresses.playbook(entry.id), addresses.anchor(item.id)), parts, attributes
        )


def _plans(entry: Entry[Playbook], links: Links) -> Iterator[View]:
    for _, plan in plans(entry):
        parts = {"decider": (plan.decider,), "executor": (plan.executor,), "notify": plan.notify}
        yield _line(plan, None, links.to(addresses.subpage(entry.id, "plans"), addresses.anchor(plan.id)), parts, {})


def _line(
    thing: Item | Plan, step: str | None, href: str, parts: Mapping[str, Sequence[str | None]], attributes: Mapping[str, str]
) -> View:  # fmt: skip
    """An item or plan; ``by_role`` has the signs of each role that has a part."""
    signs: dict[str, set[str]] = {}
    for part, roles in parts.items():
        for role in filter(None, roles):
            signs.setdefault(role, set()).update(SIGNS[part])
    by_role = {role: "/".join(sorted(own, key=ORDER.index)) for role, own in signs.items()}
    row_attributes = {**attributes, "anyone": joined(sorted(by_role))}
    return View(id=thing.id, title=thing.title, step=step, href=href, by_role=by_role, row_attributes=row_attributes)
