"""Every role that a file names is defined in shared/roles.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, keys, unknown, value, values
from generator.check.written import mapping
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry, Library, items, plans
from generator.model import Engagement, Playbook, Standard

CODE = "unknown-role"
MANUAL = Manual(
    CODE,
    Words("没有这个角色", "Unknown role"),
    Words(
        "owner、with、verifier、decider、executor、notify、team、assign 等处写的是 shared/roles.yaml 里的角色 id，我方和客户方都行；值班表 roster 还可以写产品的 oncall。写错了，这件事就没有人负责。",
        "owner, with, verifier, decider, executor, notify, team, assign and the like name a role of shared/roles.yaml, on either side; a roster may also name a "
        "product's oncall. With a wrong name, nobody owns the work.",
    ),
)
_NOUN = Words("这个角色", "role")
_ON_SHIFT = Words("这个角色或产品值班", "role and no product's on-call")


def check(context: Context) -> Iterator[Diagnostic]:
    library = context.library
    if library.roles is None:
        return
    roles = library.roles.model.root
    for reference in _references(library):
        yield from unknown(context, CODE, _NOUN, reference, roles)
    if library.products is None:
        return
    # As written: a product with a fault of its own is on call all the same.
    products = map(mapping, mapping(library.products.written.data).values())
    on_shift = {*roles, *(name for product in products if isinstance(name := product.get("oncall"), str))}
    for engagement in library.engagements.values():
        for n, shift in enumerate(engagement.model.roster):
            reference = Reference(shift.role, engagement.place / "roster" / n / "role")
            yield from unknown(context, CODE, _ON_SHIFT, reference, on_shift)


def _references(library: Library) -> Iterator[Reference]:
    if library.standard:
        yield from _in_standard(library.standard)
    for found in items(library):
        yield Reference(found.item.owner, found.place / "owner")
        yield from values(found.item.with_, found.place / "with")
        yield from value(found.item.verifier, found.place / "verifier")
    for playbook in library.playbooks.values():
        yield from _in_playbook(playbook)
    for engagement in library.engagements.values():
        yield from _in_engagement(engagement)


def _in_standard(standard: Entry[Standard]) -> Iterator[Reference]:
    for id, level in standard.model.levels.items():
        yield Reference(level.approver, standard.place / "levels" / id / "approver")
    for id, incident in standard.model.incidents.items():
        for n, escalation in enumerate(incident.escalate):
            yield Reference(escalation.to, standard.place / "incidents" / id / "escalate" / n / "to")


def _in_playbook(playbook: Entry[Playbook]) -> Iterator[Reference]:
    yield from keys(playbook.model.roles, playbook.place / "roles")
    for place, plan in plans(playbook):
        yield Reference(plan.decider, place / "decider")
        yield Reference(plan.executor, place / "executor")
        yield from values(plan.notify, place / "notify")
    for n, freeze in enumerate(playbook.model.freeze):
        yield from value(freeze.exceptions_by, playbook.place / "freeze" / n / "exceptions_by")


def _in_engagement(engagement: Entry[Engagement]) -> Iterator[Reference]:
    model, place = engagement.model, engagement.place
    yield from keys(model.team, place / "team")
    for n, approval in enumerate(model.application.approvals if model.application else ()):
        yield Reference(approval.role, place / "application" / "approvals" / n / "role")
    for id, role in model.assign.items():
        yield Reference(role, place / "assign" / id)
    for id, skip in model.skip.items():
        yield Reference(skip.by, place / "skip" / id / "by")
    for n, risk in enumerate(model.risks):
        yield Reference(risk.owner, place / "risks" / n / "owner")
