"""Each role across all playbooks: what it is there for, what it does when, and which items are its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.library import plans, playbook_items
from generator.model.playbook import Plan
from generator.model.shared import Role
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.companions import RoleView, role_view
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site


@dataclass(frozen=True, slots=True)
class Part:
    """A role's part in one playbook. ``decides`` and ``executes`` are plans."""

    playbook: Link
    anchor: str
    view: RoleView | None
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
            owned = sum(found.item.owner == id for entry in site.playbooks.values() for found in playbook_items(entry))
            yield RoleLine(links.role(id), role.mission, owned)


def _page(id: str, role: Role, site: Site) -> Page:
    links = Links(site, addresses.role(id))
    parts = tuple(part for part in _parts(id, links) if part.view or part.decides or part.executes)
    return site.page(
        links.uri,
        role.title,
        edit="shared/roles.yaml",
        template="role",
        role=role,
        group=group_of(role),
        parts=parts,
        holders=tuple(_holders(id, links)),
    )


def _parts(id: str, links: Links) -> Iterator[Part]:
    for entry in links.site.playbooks.values():
        view = role_view(id, entry, links)
        found: list[Plan] = [plan for _, plan in plans(entry)]
        decides = tuple(links.spot(plan.id) for plan in found if plan.decider == id)
        executes = tuple(links.spot(plan.id) for plan in found if plan.executor == id)
        yield Part(links.playbook(entry.id), entry.id, view, decides, executes)


def _holders(id: str, links: Links) -> Iterator[Holder]:
    if not links.site.options.engagements:
        return
    for checklist in links.site.checklists:
        people = tuple(person.name for role in checklist.team if role.id == id for person in role.people)
        if people and checklist.end >= checklist.today:
            yield Holder(links.engagement(checklist.id), checklist.customer, checklist.event, people)
