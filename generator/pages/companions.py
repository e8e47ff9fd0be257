"""A playbook's further pages: who does what, in words and as a matrix, what it takes, and what is done and said when it goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Words
from generator.expressions import number
from generator.language.conditions import arithmetic_in_words, vocabulary
from generator.language.offsets import in_words, window_in_words
from generator.library import Entry, labels
from generator.model.item import PlanTombstone
from generator.model.playbook import Estimate, Fact, Plan, Playbook
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.history import PastOf, past_of
from generator.pages.item import Gone, ItemCard, cards, gone
from generator.pages.page import Link, Page
from generator.pages.playbook import companion_links
from generator.pages.raci import matrix
from generator.pages.site import Links, Site


@dataclass(frozen=True, slots=True)
class Duties:
    """One role's part in one step."""

    step: Link
    texts: tuple[Text, ...]
    items: tuple[ItemCard, ...]


@dataclass(frozen=True, slots=True)
class RoleView:
    id: str
    role: Link
    mission: Text | None
    steps: tuple[Duties, ...]
    verifies: tuple[ItemCard, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    id: str
    fact: Fact
    kind: Words
    range: str


@dataclass(frozen=True, slots=True)
class EstimateView:
    id: str
    estimate: Estimate
    product: Link
    demand: Words
    per_unit: Words
    have: Words
    now: Words | None
    use_at_most: str
    due: str
    due_words: Words
    until_words: Words | None


@dataclass(frozen=True, slots=True)
class PlanView:
    plan: Plan
    anchor: str
    edit: str
    past: PastOf
    decider: Link
    executor: Link
    notify: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FreezeView:
    customer: bool
    hard: bool
    window: str
    words: Words
    exceptions_by: Link | None


KINDS = {
    "number": Words("数字", "number"),
    "integer": Words("整数", "whole number"),
    "text": Words("文字", "text"),
    "boolean": Words("是 / 否", "yes or no"),
    "choice": Words("选项", "choice"),
}


def build(entry: Entry[Playbook], site: Site) -> Iterator[Page]:
    yield _page(entry, site, "roles", roles=role_views(entry, Links(site, addresses.companion(entry.id, "roles"))))
    yield _page(entry, site, "raci", matrix=matrix(entry, Links(site, addresses.companion(entry.id, "raci"))))
    links = Links(site, addresses.companion(entry.id, "capacity"))
    yield _page(entry, site, "capacity", facts=tuple(_facts(entry.model)), estimates=tuple(estimates(entry, links)))
    links = Links(site, addresses.companion(entry.id, "plans"))
    yield _page(
        entry,
        site,
        "plans",
        plans=tuple(_plans(entry, links)),
        messages=entry.model.messages,
        freeze=tuple(_freeze(entry.model, links)),
    )


def _page(entry: Entry[Playbook], site: Site, name: str, **values: object) -> Page:
    uri = addresses.companion(entry.id, name)
    label = site.strings.site.nav[f"playbook_{name}"]
    title = f"{entry.model.title.plain(site.lang)} · {label}"
    links = companion_links(entry.id, Links(site, uri))
    return site.page(
        uri,
        title,
        label=label,
        edit=f"{entry.id}.yaml",
        template=f"playbook_{name}",
        book=entry.model,
        companions=links,
        here=name,
        **values,
    )


def role_views(entry: Entry[Playbook], links: Links) -> tuple[RoleView, ...]:
    """Every role that has a part in this playbook, in the order of roles.yaml."""
    return tuple(view for id in links.site.roles if (view := role_view(id, entry, links)) is not None)


def role_view(id: str, entry: Entry[Playbook], links: Links) -> RoleView | None:
    """One role's part in a playbook, or None where it has none."""
    said = entry.model.roles.get(id, {})
    items = tuple(cards(entry, links, lambda item: id in (item.owner, item.verifier)))
    steps = []
    for step in entry.model.steps:
        here = links.step(entry.id, step.step)
        owned = tuple(item for item in items if item.owner_id == id and item.step == here)
        steps.append(Duties(here, said.get(step.step, ()), owned))
    me = links.role(id)
    verifies = tuple(item for item in items if item.verifier == me)
    if not verifies and not any(duties.texts or duties.items for duties in steps):
        return None
    return RoleView(id, me, links.site.roles[id].mission, tuple(steps), verifies)


def _facts(book: Playbook) -> Iterator[FactView]:
    for id, fact in book.facts.items():
        if fact.choices:
            span = " / ".join(fact.choices)
        elif fact.min is not None and fact.max is not None:
            span = f"{number(fact.min)} – {number(fact.max)}"
        else:
            span = (
                f"≥ {number(fact.min)}"
                if fact.min is not None
                else f"≤ {number(fact.max)}"
                if fact.max is not None
                else ""
            )
        yield FactView(id, fact, KINDS[fact.type], span)


def estimates(entry: Entry[Playbook], links: Links, product: str | None = None) -> Iterator[EstimateView]:
    """A playbook's estimates, or those of one product alone."""
    wanted = [estimate for estimate in entry.model.estimates if product in (None, estimate.product)]
    if not wanted:
        return
    phrases, names = vocabulary(entry.model), labels(entry.model, links.site.library)
    for estimate in wanted:
        yield EstimateView(
            id=estimate.id,
            estimate=estimate,
            product=links.product(estimate.product),
            demand=arithmetic_in_words(estimate.demand, phrases, names),
            per_unit=arithmetic_in_words(estimate.per_unit, phrases, names),
            have=arithmetic_in_words(estimate.have, phrases, names),
            now=arithmetic_in_words(estimate.now, phrases, names) if estimate.now else None,
            use_at_most=f"{number(estimate.use_at_most * 100)} %",
            due=str(estimate.due),
            due_words=in_words(estimate.due),
            until_words=in_words(estimate.until) if estimate.until else None,
        )


def _plans(entry: Entry[Playbook], links: Links) -> Iterator[PlanView | Gone]:
    for n, plan in enumerate(entry.model.plans):
        if isinstance(plan, PlanTombstone):
            yield gone(plan.id, plan.retired, links)
            continue
        notify = tuple(links.role(id) for id in plan.notify)
        yield PlanView(
            plan=plan,
            anchor=addresses.anchor(plan.id),
            edit=links.site.edit_at(entry.place / "plans" / n),
            past=past_of(plan.id, entry.id, links),
            decider=links.role(plan.decider),
            executor=links.role(plan.executor),
            notify=notify,
        )


def _freeze(book: Playbook, links: Links) -> Iterator[FreezeView]:
    for freeze in book.freeze:
        yield FreezeView(
            customer=freeze.side == "customer",
            hard=freeze.kind == "hard",
            window=f"{freeze.from_} … {freeze.to}",
            words=window_in_words(freeze.from_, freeze.to),
            exceptions_by=links.role(freeze.exceptions_by) if freeze.exceptions_by else None,
        )
