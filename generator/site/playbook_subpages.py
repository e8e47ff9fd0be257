"""A playbook's further pages: who does what, in words and as a matrix, what it takes, and what is done and said when it goes wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from generator.diagnostics import Bilingual
from generator.expressions import number
from generator.i18n.conditions import arithmetic_in_words
from generator.i18n.dates import in_words, window_in_words
from generator.library import Entry, plans, playbook_items
from generator.model.item import Item, PlanTombstone
from generator.model.playbook import Estimate, Fact, Plan, Playbook
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.facets import item_facets, joined, of_item
from generator.site.history import past_of
from generator.site.item import gone
from generator.site.links import Links, knowledge_page
from generator.site.page import PageSource, View

Own = Callable[[Entry[Playbook], Links], dict[str, object]]
"""What one of a playbook's further pages shows of it."""
KINDS = {
    "number": Bilingual("数字", "number"),
    "integer": Bilingual("整数", "whole number"),
    "text": Bilingual("文字", "text"),
    "boolean": Bilingual("是 / 否", "yes or no"),
    "choice": Bilingual("选项", "choice"),
}


def build(context: SiteContext) -> Iterator[PageSource]:
    for entry in context.playbooks.values():
        for name, values in SUBPAGES.items():
            label = context.strings.site.nav[f"playbook_{name}"]
            title = f"{entry.model.title.plain(context.lang)} · {label}"
            yield knowledge_page(
                context, addresses.subpage(entry.id, name), title, f"playbook_{name}", partial(_values, entry, name, values),
                label=label, edit=f"{entry.id}.yaml",
            )  # fmt: skip


def _values(entry: Entry[Playbook], name: str, values: Own, links: Links) -> dict[str, object]:
    return {"subpages": links.subpages(entry.id), "here": name, **values(entry, links)}


def _roles(entry: Entry[Playbook], links: Links) -> dict[str, object]:
    """Every role that has a part in this playbook, in the order of roles.yaml."""
    return {"roles": [view for id in links.context.roles if (view := _role(id, entry, links)) is not None]}


def _raci(entry: Entry[Playbook], links: Links) -> dict[str, object]:
    return {"matrix": matrix(entry, links)}


def _capacity(entry: Entry[Playbook], links: Links) -> dict[str, object]:
    return {"facts": tuple(_facts(entry.model)), "estimates": tuple(_estimates(entry, links))}


def _plans_and_messages(entry: Entry[Playbook], links: Links) -> dict[str, object]:
    book = entry.model
    return {
        "plans": tuple(_plans(entry, links)),
        "messages": book.messages,
        "freeze": [(one, window_in_words(one.from_, one.to)) for one in book.freeze],
    }


SUBPAGES: Mapping[str, Own] = dict(
    zip(addresses.SUBPAGES, (_roles, _raci, _capacity, _plans_and_messages), strict=True)
)


def _role(id: str, entry: Entry[Playbook], links: Links) -> View | None:
    """One role's part in a playbook, or None where it has none; of each step what is said of it there, and the items that it owns."""
    texts, found = entry.model.roles.get(id, {}), links.context.library.live_items[entry.id]
    steps = tuple(
        (
            links.step(entry.id, step.step),
            texts.get(step.step, ()),
            tuple(links.item(one.item.id) for one in found if one.item.owner == id and one.step == step.step),
        )
        for step in entry.model.steps
    )
    verifies = tuple(links.item(one.item.id) for one in found if one.item.verifier == id)
    if not verifies and not any(said or items for _, said, items in steps):
        return None
    mission = links.context.roles[id].mission
    return View(id=id, role=links.role(id), mission=mission, steps=steps, verifies=verifies)


def _facts(book: Playbook) -> Iterator[tuple[str, Fact, Bilingual, str]]:
    """The facts, each with its kind in words and what it may be."""
    for id, fact in book.facts.items():
        if fact.choices:
            span = " / ".join(fact.choices)
        elif fact.min is not None and fact.max is not None:
            span = f"{number(fact.min)} – {number(fact.max)}"
        elif fact.min is not None:
            span = f"≥ {number(fact.min)}"
        else:
            span = f"≤ {number(fact.max)}" if fact.max is not None else ""
        yield id, fact, KINDS[fact.type], span


def _estimates(entry: Entry[Playbook], links: Links) -> Iterator[tuple[Estimate, dict[str, Bilingual | str]]]:
    """The estimates, each with its arithmetic, its share and its dues in words."""
    for one in entry.model.estimates:
        phrases, names = links.context.wordings[entry.id]
        written = {"demand": one.demand, "per_unit": one.per_unit, "have": one.have, "now": one.now}
        words: dict[str, Bilingual | str] = {
            name: arithmetic_in_words(text, phrases, names) for name, text in written.items() if text
        }
        words |= {"use_at_most": f"{number(one.use_at_most * 100)} %", "due": in_words(one.due)}
        yield one, words | ({"until": in_words(one.until)} if one.until else {})


def _plans(entry: Entry[Playbook], links: Links) -> Iterator[tuple[Plan | View, str, View | None]]:
    """The plans, each with where it is edited and its past; of a retired one its line alone."""
    for n, plan in enumerate(entry.model.plans):
        if isinstance(plan, PlanTombstone):
            yield gone(plan.id, plan.retired, links), "", None
        else:
            yield plan, links.context.edit_at(entry.place / "plans" / n), past_of(plan.id, entry.id, links)


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
    items, acts = list(_item_lines(entry, links)), list(_plan_lines(entry, links))
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


def _item_lines(entry: Entry[Playbook], links: Links) -> Iterator[View]:
    for found in playbook_items(entry):
        item = found.item
        attributes = {name: value for name, value in of_item(found, entry, links.context).items() if name in FACETS}
        parts = {"owner": (item.owner,), "with": item.with_, "verifier": (item.verifier,)}
        yield _line(
            item, found.step, links.to(addresses.playbook(entry.id), addresses.anchor(item.id)), parts, attributes
        )


def _plan_lines(entry: Entry[Playbook], links: Links) -> Iterator[View]:
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
