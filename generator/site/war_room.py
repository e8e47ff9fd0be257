"""The war room's index: the plans and messages of all playbooks on one page, to be found in the night by what is seen."""

from collections.abc import Iterator

from generator.library import Entry, plans, playbook_items
from generator.model.playbook import Plan, Playbook
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.facets import counted, item_facets, joined
from generator.site.links import Links
from generator.site.page import View

STEPS = 3
"""How many steps of a plan are read here; the whole is a click away."""


def values(links: Links) -> dict[str, object]:
    context = links.context
    acts = tuple(row for entry in context.playbooks.values() for row in _plans(entry))
    messages = [(said, {"playbook": entry.id}) for entry in context.playbooks.values() for said in entry.model.messages]
    kinds = [(kind, tuple(row for row in acts if row[0].kind == kind)) for kind in ("emergency", "scheduled")]
    audiences = [
        (who, tuple(row for row in messages if row[0].audience == who)) for who in ("customer", "both", "internal")
    ]
    return {
        "kinds": [pair for pair in kinds if pair[1]],
        "audiences": [pair for pair in audiences if pair[1]],
        "facets": _facets(context, [*(facets for _, _, facets in acts), *(facets for _, facets in messages)]),
        "steps": STEPS,
        "total": len(acts) + len(messages),
        "incidents": links.to(addresses.STAGES, "incidents") if context.standard.incidents else "",
        "oncall": links.to(addresses.ONCALL) if context.options.engagements else "",
    }


def _facets(context: SiteContext, rows: list[dict[str, str]]) -> tuple[View, ...]:
    roles = [(id, context.plain(role.title)) for id, role in context.roles.items()]
    # Not its owner alone: whoever decides, carries out or is told.
    return (
        *item_facets(context, rows, ("playbook", "product")),
        counted("role", context.strings.war_room.role, roles, rows),
    )


def _plans(entry: Entry[Playbook]) -> Iterator[tuple[Plan, tuple[str, ...], dict[str, str]]]:
    """Every plan, the products that it concerns, and its row's facets."""
    for _, plan in plans(entry):
        # A plan names no product: it concerns those of the items that lead to it.
        products = dict.fromkeys(
            id for found in playbook_items(entry) if found.item.plan == plan.id for id in found.item.products
        )
        facets = {
            "playbook": entry.id,
            "product": joined(products),
            "role": joined((plan.decider, plan.executor, *plan.notify)),
        }
        yield plan, tuple(products), facets
