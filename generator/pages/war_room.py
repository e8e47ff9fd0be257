"""The war room's index: the plans and messages of all playbooks on one page, to be found in the night by what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.library import Entry, plans, playbook_items
from generator.model.playbook import Message, Plan, Playbook
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.facets import Facet, counted, item_facets, joined
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site

STEPS = 3
"""How many steps of a plan are read here; the whole is a click away."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as somebody in a hurry reads it. ``more`` steps stand in the whole plan, at ``whole``."""

    plan: Plan
    whole: Link
    playbook: Link
    decider: Link
    executor: Link
    products: tuple[Link, ...]
    first: tuple[Text, ...]
    more: int
    facets: dict[str, str]


@dataclass(frozen=True, slots=True)
class MessageRow:
    message: Message
    id: str
    """Unique over all playbooks."""
    whole: str
    playbook: Link
    facets: dict[str, str]


def build(site: Site) -> Iterator[Page]:
    links = Links(site, addresses.WAR_ROOM)
    found = tuple(row for entry in site.playbooks.values() for row in _plans(entry, links))
    said = tuple(row for entry in site.playbooks.values() for row in _messages(entry, links))
    kinds = [(kind, tuple(row for row in found if row.plan.kind == kind)) for kind in ("emergency", "scheduled")]
    audiences = [
        (who, tuple(row for row in said if row.message.audience == who)) for who in ("customer", "both", "internal")
    ]
    yield site.page(
        links.uri,
        site.strings.war_room.title,
        label=site.strings.war_room.label,
        template="war_room",
        kinds=[pair for pair in kinds if pair[1]],
        audiences=[pair for pair in audiences if pair[1]],
        facets=_facets(site, [*(row.facets for row in found), *(row.facets for row in said)]),
        total=len(found) + len(said),
        incidents=links.to(addresses.STAGES, "incidents") if site.standard.incidents else "",
        oncall=links.to(addresses.ONCALL) if site.options.engagements else "",
    )


def _facets(site: Site, rows: list[dict[str, str]]) -> tuple[Facet, ...]:
    roles = [(id, site.plain(role.title)) for id, role in site.roles.items()]
    # Not its owner alone: whoever decides, carries out or is told.
    return (*item_facets(site, rows, ("playbook", "product")), counted("role", site.strings.war_room.role, roles, rows))


def _plans(entry: Entry[Playbook], links: Links) -> Iterator[PlanRow]:
    for _, plan in plans(entry):
        # A plan names no product: it concerns those of the items that lead to it.
        products = dict.fromkeys(
            id for found in playbook_items(entry) if found.item.plan == plan.id for id in found.item.products
        )
        yield PlanRow(
            plan=plan,
            whole=links.spot(plan.id),
            playbook=links.playbook(entry.id),
            decider=links.role(plan.decider),
            executor=links.role(plan.executor),
            products=tuple(links.product(id) for id in products),
            first=plan.action[:STEPS],
            more=len(plan.action) - STEPS,
            facets={
                "playbook": entry.id,
                "product": joined(products),
                "role": joined((plan.decider, plan.executor, *plan.notify)),
            },
        )


def _messages(entry: Entry[Playbook], links: Links) -> Iterator[MessageRow]:
    page = addresses.companion(entry.id, "plans")
    for message in entry.model.messages:
        yield MessageRow(
            message=message,
            id=f"say-{entry.id}-{message.id}",
            whole=links.to(page, message.id),
            playbook=links.playbook(entry.id),
            facets={"playbook": entry.id},
        )
