"""The fingerprint of a sheet: is the paper in my hand what the tree says now?

It covers what a reader acts on (ids, texts, dates, owners, estimates, plans, messages, freezes) and leaves out what changes without making a
printed sheet wrong: today, states, language, format, role.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from generator.model.text import Text
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, EstimateLine, PlanLine, RoleRef, Sizing

LENGTH = 10


def fingerprint(checklist: Checklist) -> str:
    """``E-`` and ten base32 characters of SHA-256 over the tailored content."""
    content = json.dumps(_content(checklist), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"E-{base64.b32encode(digest).decode('ascii')[:LENGTH]}"


def _plain(value: Text | RoleRef | Sizing | date | timedelta | Fraction) -> Any:
    match value:
        case Text():
            return [value.zh, value.en]
        case RoleRef():
            return [value.id, *([person.name, person.contact] for person in value.people)]
        case Sizing():
            return [value.demand, value.per_unit, value.have, value.need, value.add]
        case date():
            return value.isoformat()
    return str(value)


def _content(checklist: Checklist) -> Mapping[str, Any]:
    # A waiver that runs out moves its item from one list to the other by the passing of days alone.
    duties = sorted((*checklist.duties, *checklist.waived), key=lambda duty: duty.id)
    return {
        "engagement": checklist.id,
        "customer": checklist.customer,
        "event": checklist.event,
        "when": [checklist.start, checklist.end, checklist.tentative],
        "edition": checklist.edition,
        "level": checklist.level.id if checklist.level else None,
        "waves": [[wave.id, wave.peak, *wave.regions] for wave in checklist.waves],
        "duties": [_duty(duty) for duty in duties],
        "left_out": [line.id for line in checklist.left_out],
        "estimates": [_estimate(line) for line in checklist.estimates],
        "plans": [_plan(line) for line in checklist.plans],
        "steps": [[step.id, step.goal, *step.done_when] for step in checklist.steps],
        "messages": [[message.id, message.when, message.text] for message in checklist.messages],
        "freeze": [
            [line.side == "customer", line.kind == "hard", line.begins, line.ends, line.exceptions_by]
            for line in checklist.freeze
        ],
    }


def _duty(duty: ChecklistItem) -> list[Any]:
    item, round_ = duty.item, duty.patrol
    texts = [item.title, item.why, item.how, item.done_when, item.evidence]
    waiver = [duty.waiver.because, str(duty.waiver.until)] if duty.waiver else None
    patrol = [round_.begins, round_.ends, round_.every] if round_ else None
    roles = [duty.owner, duty.with_, duty.verifier]
    what = [item.id, duty.step, item.severity, item.category]
    due, reasons = [duty.due.day, duty.due.instant], [*duty.because, *duty.to_confirm]
    return [*what, texts, due, roles, waiver, patrol, item.plan, item.after, reasons]


def _plan(line: PlanLine) -> list[Any]:
    plan = line.plan
    texts = [plan.title, plan.trigger, *plan.action, plan.effect, plan.verify, plan.rollback]
    return [plan.id, plan.kind, texts, line.decider, line.executor, line.notify, str(plan.takes)]


def _estimate(line: EstimateLine) -> list[Any]:
    due, estimate = line.due.instant or line.due.day, line.estimate
    return [estimate.id, estimate.title, estimate.unit, due, line.expected, line.worst]
