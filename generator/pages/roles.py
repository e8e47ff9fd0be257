"""Each role across all playbooks: what it is there for, what it does when, and which items are its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.library import plans
from generator.model.playbook import Plan
from generator.model.shared import Role
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.duties import duties, part_of
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site


@dataclass(frozen=True, slots=True)
class Part:
    """A role's part in one playbook: the pages that tell it, and the plans that the role decides on or executes."""

    playbook: Link
    anchor: str
    roles: str
    raci: str
    decides: tuple[Link, ...]
    executes: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds the role in an engagement that is not over."""

    engagement: str
    customer: Text
    event: Text
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleLine:
    role: Link
    mission: Text | None
    items: int


def build(site: Site) -> Iterator[Page]:
    groups = [(group, tuple(_lines(group, site))) for group in ("triangle", "vendor", "customer")]
    label = site.strings.site.nav.all_roles
    yield site.page(addresses.ROLES, site.strings.site.nav.roles, label=label, edit="shared/roles.yaml", groups=groups)
    for id, role in site.roles.items():
        yield _page(id, role, site)


def group_of(role: Role) -> str:
    return "customer" if role.side == "customer" else "triangle" if role.triangle else "vendor"


def _lines(group: str, site: Site) -> Iterator[RoleLine]:
    links = Links(site, addresses.ROLES)
    for id, role in site.roles.items():
        if group_of(role) == group:
            owned = sum(one.item.owner == id for found in site.library.live_items.values() for one in found)
            yield RoleLine(links.role(id), role.mission, owned)


def _page(id: str, role: Role, site: Site) -> Page:
    links = Links(site, addresses.role(id))
    return site.page(
        links.uri,
        role.title,
        edit="shared/roles.yaml",
        template="role",
        role=role,
        group=group_of(role),
        parts=tuple(_parts(id, links)),
        duties=duties(id, links),
        holders=tuple(_holders(id, links)),
    )


def _parts(id: str, links: Links) -> Iterator[Part]:
    for entry in links.site.playbooks.values():
        found: list[Plan] = [plan for _, plan in plans(entry)]
        decides = tuple(links.spot(plan.id) for plan in found if plan.decider == id)
        executes = tuple(links.spot(plan.id) for plan in found if plan.executor == id)
        said = entry.model.roles.get(id, {})
        takes = any(said.get(step.step) for step in entry.model.steps) or any(
            part_of(id, one.item) for one in links.site.library.live_items[entry.id]
        )
        if takes or decides or executes:
            told, raci = (links.to(addresses.companion(entry.id, name)) for name in ("roles", "raci"))
            yield Part(links.playbook(entry.id), entry.id, told, raci, decides, executes)


def _holders(id: str, links: Links) -> Iterator[Holder]:
    for event in links.site.events:
        if id in event.holders:
            yield Holder(links.engagement(event.id), event.customer, event.event, event.holders[id])
