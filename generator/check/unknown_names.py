"""Every name that a file uses is defined where such names are: the ``unknown-…`` rules, a function each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.check.context import Context, lost, mapping
from generator.check.references import Reference, likely, method, named, slipped, stems, unknown
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
from generator.model.item import Retired
from generator.schedule import known_country

_ON_SHIFT = Bilingual("这个角色或产品值班", "role and no product's on-call")
_COUNTRY = Bilingual("这个国家的节假日", "country with known holidays")
_COUNTRY_CODES = Bilingual("写两位国家代码，例如 CN。", "write a two-letter country code, such as CN")
_NO_STATE = Bilingual(
    "这是预案的 id；这里只写任务和特别关注事项。", "that is a plan; only tasks and attention items stand here"
)
_TOMBSTONE = Bilingual(
    "手册里删掉或并掉的，在手册原处放回停用的那一行（retired，有接替的写 replaced_by），记录不丢",
    "where the playbook deleted or merged it, put a line with retired in its place (and replaced_by, where another took over), and no record is lost",
)
_USES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "role": {
        "standard": ("levels/*/approver", "incidents/*/escalate/*/to"),
        "playbook": ("roles/@", "freeze/*/exceptions_by"),
        "item": ("owner", "verifier", "with/*"),
        "plan": ("decider", "executor", "notify/*"),
        "engagement": ("team/@", "application/approvals/*/role", "assign/*", "skip/*/by", "risks/*/owner"),
    },
    "step": {"standard": ("steps/@",), "playbook": ("steps/*/step", "roles/*/@"), "item": ("step",)},
    "stage": {"standard": ("stages/@",), "playbook": ("steps/*/stages/*",)},
    "product": {
        "playbook": ("estimates/*/product",),
        "item": ("products/*",),
        "engagement": ("products/*", "resources/*/product"),
    },
    "level": {"item": ("levels/*",), "engagement": ("application/level",)},
    "playbook": {"engagement": ("playbook",), "case": ("kind",)},
    "case": {"item": ("sources/*",)},
    "calendar": {"playbook": ("calendar",)},
}
"""What names that the whole tree knows → in what and where they are used, as ``named`` reads it."""


def _uses(library: Library, noun: str) -> Iterator[Reference]:
    for kind, paths in _USES[noun].items():
        for thing, place in _things(library, kind):
            for path in paths:
                yield from named(thing, place, path)


def _things(library: Library, kind: str) -> Iterable[tuple[Any, Place]]:
    if kind == "item":
        return ((found.item, found.place) for found in items(library))
    if kind == "plan":
        return ((plan, place) for playbook in library.playbooks.values() for place, plan in plans(playbook))
    if kind == "standard":
        return [(library.standard.model, library.standard.place)] if library.standard else []
    entries: Mapping[str, Entry[Any]] = getattr(library, f"{kind}s")
    return ((entry.model, entry.place) for entry in entries.values())


def unknown_role(context: Context) -> Iterator[Diagnostic]:
    library = context.library
    if library.roles is None:
        return
    roles = library.roles.model.root
    yield from unknown(context, "role", _uses(library, "role"), roles)
    if library.products is None:
        return
    # As written: a product with a fault of its own is on call all the same.
    products = map(mapping, mapping(library.products.original.data).values())
    on_shift = {**roles, **{name: product for product in products if isinstance(name := product.get("oncall"), str)}}
    for engagement in library.engagements.values():
        shifts = named(engagement.model, engagement.place, "roster/*/role")
        yield from unknown(context, "role", shifts, on_shift, called=_ON_SHIFT)


def unknown_step(context: Context) -> Iterator[Diagnostic]:
    return unknown(context, "step", _uses(context.library, "step"), method(context.library, "steps"))


def unknown_stage(context: Context) -> Iterator[Diagnostic]:
    return unknown(context, "stage", _uses(context.library, "stage"), method(context.library, "stages"))


def unknown_product(context: Context) -> Iterator[Diagnostic]:
    if context.library.products:
        yield from unknown(context, "product", _uses(context.library, "product"), context.library.products.model.root)


def unknown_level(context: Context) -> Iterator[Diagnostic]:
    if context.library.standard:
        yield from unknown(context, "level", _uses(context.library, "level"), context.library.standard.model.levels)


def unknown_playbook(context: Context) -> Iterator[Diagnostic]:
    return unknown(context, "playbook", _uses(context.library, "playbook"), stems(context.library, "playbook"))


def unknown_case(context: Context) -> Iterator[Diagnostic]:
    cited = (one for one in _uses(context.library, "case") if one.name.startswith("case:"))
    references = (Reference(one.name.removeprefix("case:"), one.place) for one in cited)
    return unknown(context, "case", references, stems(context.library, "case"))


def unknown_calendar(context: Context) -> Iterator[Diagnostic]:
    if context.library.calendars is None:
        return
    calendars, place = context.library.calendars.model.root, context.library.calendars.place
    yield from unknown(context, "calendar", _uses(context.library, "calendar"), calendars)
    for id, calendar in calendars.items():
        if not known_country(calendar.base):
            base, hints = named(calendar, place / id, "base"), {calendar.base: _COUNTRY_CODES}
            yield from unknown(context, "calendar", base, (), called=_COUNTRY, hints=hints)


def unknown_fact(context: Context) -> Iterator[Diagnostic]:
    for engagement, playbook in context.engagements():
        if not lost(playbook, "facts"):
            for path in ("facts/@", "retrospective/actual/@"):
                answers = named(engagement.model, engagement.place, path)
                yield from unknown(context, "fact", answers, playbook.model.facts)


def unknown_wave(context: Context) -> Iterator[Diagnostic]:
    for found in items(context.library):
        playbook = context.library.playbooks.get(found.playbook)
        if playbook and not lost(playbook, "waves"):
            yield from unknown(context, "wave", named(found.item, found.place, "wave"), playbook.model.waves)
    for engagement, playbook in context.engagements():
        if not lost(playbook, "waves"):
            peaks = named(engagement.model, engagement.place, "event/waves/@")
            yield from unknown(context, "wave", peaks, playbook.model.waves)


def unknown_estimate(context: Context) -> Iterator[Diagnostic]:
    for engagement, playbook in context.engagements():
        if not lost(playbook, "estimates"):
            orders = named(engagement.model, engagement.place, "orders/*/estimate")
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
            references[found.playbook] += named(found.item, found.place, "plan")
    for playbook in context.library.playbooks.values():
        if not lost(playbook, "plans"):
            live = {plan.id: plan for _, plan in plans(playbook)}
            yield from unknown(context, "plan", references[playbook.id], live, gone=tombstones(playbook))


def unknown_item(context: Context) -> Iterator[Diagnostic]:
    defined = {}
    for playbook in context.library.playbooks.values():
        own = list(playbook_items(playbook))
        references = [reference for one in own for reference in named(one.item, one.place, "after/*")]
        references += _successors(playbook, plans=False)
        hints = dict.fromkeys((plan.id for _, plan in plans(playbook)), _NO_STATE)
        defined[playbook.id] = live, gone, hints = {one.item.id: one.item for one in own}, tombstones(playbook), hints
        yield from unknown(context, "item", references, live, hints=hints, gone=gone)
    for engagement, playbook in context.engagements():
        live, gone, hints = defined[playbook.id]
        known = {**live, **{extra.id: extra for extra in engagement.model.extra}}
        past = gone if context.is_over(engagement.model.event) else {}
        hints = dict(_of_records(context, engagement, known)) | hints
        yield from unknown(context, "item", _in_engagement(engagement, gone, past), known, hints=hints, gone=gone)


def _of_records(
    context: Context, engagement: Entry[Engagement], known: Mapping[str, Any]
) -> Iterator[tuple[str, Bilingual]]:
    """What to do about a record whose id nobody knows: no hint may lead it to an item that its id only resembles."""
    earlier = {id for book in context.base.playbooks.values() for id, _, _ in ids(book)} if context.base else set()
    recorded = {id for section in RECORDS for id in getattr(engagement.model, section)}
    for id in recorded - known.keys():
        meant, sure = likely(context.library, id, known)
        if sure and meant not in recorded and id not in earlier:
            continue  # Its title, or its id in other capitals: nothing is nearer.
        free = [] if id in earlier else [one for one in known.keys() - recorded if slipped(id, one)]
        zh, en = "。", ""
        if len(free) == 1:
            zh, en = f"；id 写错的，是不是想写 “{free[0]}”？", f'; or did you mean "{free[0]}"?'
        yield id, Bilingual(_TOMBSTONE.zh + zh, _TOMBSTONE.en + en)


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
