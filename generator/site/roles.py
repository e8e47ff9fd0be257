"""Each role across all playbooks: what it is there for, what it does when, and which items are its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator.library import plans
from generator.model.playbook import Plan
from generator.model.shared import Role
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.duties import duties, part_of
from generator.site.links import Links
from generator.site.page import PageSource
from generator.site.sources import knowledge_page


def build(context: SiteContext) -> Iterator[PageSource]:
    nav, file = context.strings.site.nav, "shared/roles.yaml"
    yield knowledge_page(context, addresses.ROLES, nav.roles, "roles", _overview, label=nav.all_roles, edit=file)
    for id, role in context.roles.items():
        yield knowledge_page(context, addresses.role(id), role.title, "role", partial(_values, id, role), edit=file)


def _overview(links: Links) -> dict[str, object]:
    context = links.context
    items = Counter(one.item.owner for found in context.library.live_items.values() for one in found)
    groups = [
        (group, [(id, role) for id, role in context.roles.items() if group_of(role) == group])
        for group in ("triangle", "vendor", "customer")
    ]
    return {"groups": groups, "items": items}


def group_of(role: Role) -> str:
    return "customer" if role.side == "customer" else "triangle" if role.triangle else "vendor"


def _values(id: str, role: Role, links: Links) -> dict[str, object]:
    return {
        "role": role,
        "group": group_of(role),
        "parts": tuple(_parts(id, links)),
        "duties": duties(id, links),
        "holders": [(event, event.holders[id]) for event in links.context.events if id in event.holders],
    }


def _parts(id: str, links: Links) -> Iterator[tuple[str, dict[str, str], list[Plan], list[Plan]]]:
    """The playbooks in which the role has a part, by id: the addresses of their pages, and the plans that it decides on and executes."""
    for entry in links.context.playbooks.values():
        decides = [plan for _, plan in plans(entry) if plan.decider == id]
        executes = [plan for _, plan in plans(entry) if plan.executor == id]
        texts = entry.model.roles.get(id, {})
        takes = any(texts.get(step.step) for step in entry.model.steps) or any(
            part_of(id, one.item) for one in links.context.library.live_items[entry.id]
        )
        if takes or decides or executes:
            yield entry.id, links.subpages(entry.id), decides, executes
