"""Every name that a file uses is defined where such names are: the ``unknown-…`` rules, a function each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.check.context import Context, lost, mapping
from generator.check.names import MANUALS, unknown
from generator.check.references import Reference, each, keys, method, of, stems, values
from generator.diagnostics import Bilingual, Diagnostic
from generator.library import (
    RECORDS,
    Entry,
    Library,
    Place,
    at_last,
    ids,
    is_plan,
    item_references,
    items,
    plans,
    playbook_items,
    tombstones,
)
from generator.model import Engagement, Playbook
from generator.model.item import Attention, Retired
from generator.schedule import known_country

__all__ = ["MANUALS"]

_ON_SHIFT = Bilingual("这个角色或产品值班", "role and no product's on-call")
_COUNTRY = Bilingual("这个国家的节假日", "country with known holidays")
_COUNTRY_CODES = Bilingual("写两位国家代码，例如 CN。", "write a two-letter country code, such as CN")
_NO_STATE = Bilingual(
    "这是预案的 id；这里只写任务和特别关注事项。", "that is a plan; only tasks and attention items stand here"
)


def unknown_role(context: Context) -> Iterator[Diagnostic]:
    library = context.library
    if library.roles is None:
        return
    roles = library.roles.model.root
    yield from unknown(context, "role", _roles(library), roles)
    if library.products is None:
        return
    # As written: a product with a fault of its own is on call all the same.
    products = map(mapping, mapping(library.products.original.data).values())
    on_shift = {**roles, **{name: product for product in products if isinstance(name := product.get("oncall"), str)}}
    for engagement in library.engagements.values():
        shifts = each(engagement.model.roster, engagement.place / "roster", "role")
        yield from unknown(context, "role", shifts, on_shift, called=_ON_SHIFT)


def _roles(library: Library) -> Iterator[Reference]:
    if standard := library.standard:
        yield from each(standard.model.levels, standard.place / "levels", "approver")
        for id, incident in standard.model.incidents.items():
            yield from each(incident.escalate, standard.place / "incidents" / id / "escalate", "to")
    for found in items(library):
        yield from of(found.item, found.place, "owner", "verifier")
        yield from values(found.item.with_, found.place / "with")
    for playbook in library.playbooks.values():
        yield from keys(playbook.model.roles, playbook.place / "roles")
        for place, plan in plans(playbook):
            yield from of(plan, place, "decider", "executor")
            yield from values(plan.notify, place / "notify")
        yield from each(playbook.model.freeze, playbook.place / "freeze", "exceptions_by")
    for engagement in library.engagements.values():
        model, place = engagement.model, engagement.place
        yield from keys(model.team, place / "team")
        if model.application:
            yield from each(model.application.approvals, place / "application" / "approvals", "role")
        yield from of(model.assign, place / "assign", *model.assign)
        yield from each(model.skip, place / "skip", "by")
        yield from each(model.risks, place / "risks", "owner")


def unknown_step(context: Context) -> Iterator[Diagnostic]:
    return unknown(context, "step", _steps(context.library), method(context.library, "steps"))


def _steps(library: Library) -> Iterator[Reference]:
    if library.standard:
        yield from keys(library.standard.model.steps, library.standard.place / "steps")
    for playbook in library.playbooks.values():
        yield from each(playbook.model.steps, playbook.place / "steps", "step")
        for role, responsibilities in playbook.model.roles.items():
            yield from keys(responsibilities, playbook.place / "roles" / role)
        for n, item in enumerate(playbook.model.attention):
            if isinstance(item, Attention):
                yield Reference(item.step, playbook.place / "attention" / n / "step")
    for engagement in library.engagements.values():
        yield from each(engagement.model.extra, engagement.place / "extra", "step")


def unknown_stage(context: Context) -> Iterator[Diagnostic]:
    return unknown(context, "stage", _stages(context.library), method(context.library, "stages"))


def _stages(library: Library) -> Iterator[Reference]:
    if library.standard:
        yield from keys(library.standard.model.stages, library.standard.place / "stages")
    for playbook in library.playbooks.values():
        for n, step in enumerate(playbook.model.steps):
            yield from values(step.stages, playbook.place / "steps" / n / "stages")


def unknown_product(context: Context) -> Iterator[Diagnostic]:
    if context.library.products:
        yield from unknown(context, "product", _products(context.library), context.library.products.model.root)


def _products(library: Library) -> Iterator[Reference]:
    for found in items(library):
        yield from values(found.item.products, found.place / "products")
    for playbook in library.playbooks.values():
        yield from each(playbook.model.estimates, playbook.place / "estimates", "product")
    for engagement in library.engagements.values():
        yield from values(engagement.model.products or (), engagement.place / "products")
        yield from each(engagement.model.resources, engagement.place / "resources", "product")


def unknown_level(context: Context) -> Iterator[Diagnostic]:
    if context.library.standard:
        yield from unknown(context, "level", _levels(context.library), context.library.standard.model.levels)


def _levels(library: Library) -> Iterator[Reference]:
    for found in items(library):
        yield from values(found.item.levels, found.place / "levels")
    for engagement in library.engagements.values():
        if engagement.model.application:
            yield from of(engagement.model.application, engagement.place / "application", "level")


def unknown_playbook(context: Context) -> Iterator[Diagnostic]:
    known = stems(context.library, "playbook")
    for engagement in context.library.engagements.values():
        yield from unknown(context, "playbook", of(engagement.model, engagement.place, "playbook"), known)
    for case in context.library.cases.values():
        yield from unknown(context, "playbook", of(case.model, case.place, "kind"), known)


def unknown_case(context: Context) -> Iterator[Diagnostic]:
    references = (
        Reference(source.removeprefix("case:"), found.place / "sources" / n)
        for found in items(context.library)
        for n, source in enumerate(found.item.sources)
        if source.startswith("case:")
    )
    return unknown(context, "case", references, stems(context.library, "case"))


def unknown_calendar(context: Context) -> Iterator[Diagnostic]:
    if context.library.calendars is None:
        return
    calendars, place = context.library.calendars.model.root, context.library.calendars.place
    for playbook in context.library.playbooks.values():
        yield from unknown(context, "calendar", of(playbook.model, playbook.place, "calendar"), calendars)
    for id, calendar in calendars.items():
        if not known_country(calendar.base):
            hints = {calendar.base: _COUNTRY_CODES}
            yield from unknown(context, "calendar", of(calendar, place / id, "base"), (), called=_COUNTRY, hints=hints)


def unknown_fact(context: Context) -> Iterator[Diagnostic]:
    for engagement, playbook in context.engagements():
        if not lost(playbook, "facts"):
            model, place = engagement.model, engagement.place
            yield from unknown(context, "fact", keys(model.facts, place / "facts"), playbook.model.facts)
            if model.retrospective:
                actual = keys(model.retrospective.actual, place / "retrospective" / "actual")
                yield from unknown(context, "fact", actual, playbook.model.facts)


def unknown_wave(context: Context) -> Iterator[Diagnostic]:
    for found in items(context.library):
        playbook = context.library.playbooks.get(found.playbook)
        if playbook and not lost(playbook, "waves"):
            yield from unknown(context, "wave", of(found.item, found.place, "wave"), playbook.model.waves)
    for engagement, playbook in context.engagements():
        if not lost(playbook, "waves"):
            peaks = keys(engagement.model.event.waves, engagement.place / "event" / "waves")
            yield from unknown(context, "wave", peaks, playbook.model.waves)


def unknown_estimate(context: Context) -> Iterator[Diagnostic]:
    for engagement, playbook in context.engagements():
        if not lost(playbook, "estimates"):
            orders = each(engagement.model.orders, engagement.place / "orders", "estimate")
            known = {estimate.id: estimate for estimate in playbook.model.estimates}
            yield from unknown(context, "estimate", orders, known)


def unknown_plan(context: Context) -> Iterator[Diagnostic]:
    library = context.library
    references = {id: [*_successors(playbook, plans=True)] for id, playbook in library.playbooks.items()}
    for found in items(library):
        of_past = found.engagement and context.is_over(library.engagements[found.engagement].model.event)
        if found.playbook in references and not (
            of_past and found.item.plan in tombstones(library.playbooks[found.playbook])
        ):
            references[found.playbook] += of(found.item, found.place, "plan")
    for playbook in context.library.playbooks.values():
        if not lost(playbook, "plans"):
            live = {plan.id: plan for _, plan in plans(playbook)}
            yield from unknown(context, "plan", references[playbook.id], live, gone=tombstones(playbook))


def unknown_item(context: Context) -> Iterator[Diagnostic]:
    named = {}
    for playbook in context.library.playbooks.values():
        own = list(playbook_items(playbook))
        references = [reference for one in own for reference in values(one.item.after, one.place / "after")]
        references += _successors(playbook, plans=False)
        hints = dict.fromkeys((plan.id for _, plan in plans(playbook)), _NO_STATE)
        named[playbook.id] = live, gone, hints = {one.item.id: one.item for one in own}, tombstones(playbook), hints
        yield from unknown(context, "item", references, live, hints=hints, gone=gone)
    for engagement, playbook in context.engagements():
        live, gone, hints = named[playbook.id]
        known = {**live, **{extra.id: extra for extra in engagement.model.extra}}
        past = gone if context.is_over(engagement.model.event) else {}
        yield from unknown(context, "item", _in_engagement(engagement, gone, past), known, hints=hints, gone=gone)


def _in_engagement(
    engagement: Entry[Engagement], gone: Mapping[str, Retired], past: Mapping[str, Retired]
) -> Iterator[Reference]:
    """What names an item, but for records that may stay: of what is ``past``, and of what went without a successor (see ``orphan-status``)."""
    for path, id in item_references(engagement.model):
        stays = id in past or (id in gone and path[0] != "extra" and at_last(id, gone) is None)
        if path[-1] != "plan" and not stays:
            yield Reference(id, Place(engagement.place.source, path), on_key=path[0] in RECORDS)


def _successors(playbook: Entry[Playbook], *, plans: bool) -> Iterator[Reference]:
    """What took the place of the plans, or else the items, that are retired."""
    for id, place, retired in ids(playbook):
        if retired and retired.replaced_by is not None and is_plan(id) is plans:
            tombstone = Place(place.source, place.path[:-1])
            yield Reference(retired.replaced_by, tombstone / "retired" / "replaced_by")
