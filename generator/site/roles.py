"""Each role across all playbooks: what it is there for, what it does when, and which items are its own."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator.i18n.dates import in_words
from generator.library import Entry, Found, plans
from generator.model.item import Item
from generator.model.playbook import Plan, Playbook
from generator.model.shared import Role
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.facets import item_facets
from generator.site.links import Links, knowledge_page
from generator.site.page import Link, PageSource, View
from generator.site.timeline.scale import scale


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
        responsibilities = [
            View(playbook=links.playbook(entry.id), texts=texts)
            for entry in context.playbooks.values()
            if (texts := entry.model.roles.get(role, {}).get(id, ()))
        ]
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
