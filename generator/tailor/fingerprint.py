"""The fingerprint of a sheet: is the paper in my hand what the tree says now?

It covers what a reader acts on (ids, texts, dates, owners, estimates, plans, messages, freezes) and leaves out what changes without making a
printed sheet wrong: today, states, language, format, role.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from generator.model.text import Text
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, EstimateLine, FreezeWindow, PlanLine, RoleRef, Sizing

LENGTH = 10


def fingerprint(checklist: Checklist) -> str:
    """``E-`` and ten base32 characters of SHA-256 over the tailored content."""
    content = json.dumps(_content(checklist), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"E-{base64.b32encode(digest).decode('ascii')[:LENGTH]}"


def _content(checklist: Checklist) -> Mapping[str, Any]:
    # A waiver that runs out moves its item from one list to the other by the passing of days alone.
    duties = sorted((*checklist.duties, *checklist.waived), key=lambda duty: duty.id)
    return {
        "engagement": checklist.id,
        "customer": _text(checklist.customer),
        "event": _text(checklist.event),
        "when": [checklist.start.isoformat(), checklist.end.isoformat(), checklist.tentative],
        "edition": checklist.edition,
        "level": checklist.level.id if checklist.level else None,
        "waves": [[wave.id, wave.peak.isoformat(), *wave.regions] for wave in checklist.waves],
        "duties": [_duty(duty) for duty in duties],
        "left_out": [line.id for line in checklist.left_out],
        "estimates": [_estimate(line) for line in checklist.estimates],
        "plans": [_plan(line) for line in checklist.plans],
        "steps": [[step.id, _text(step.goal), *map(_text, step.done_when)] for step in checklist.steps],
        "messages": [[message.id, _text(message.when), _text(message.text)] for message in checklist.messages],
        "freeze": [_freeze(line) for line in checklist.freeze],
    }


def _text(text: Text | None) -> list[str | None] | None:
    return [text.zh, text.en] if text else None


def _role(role: RoleRef | None) -> list[Any] | None:
    return [role.id, *([person.name, person.contact] for person in role.people)] if role else None


def _duty(duty: ChecklistItem) -> list[Any]:
    item = duty.item
    texts = [_text(text) for text in (item.title, item.why, item.how, item.done_when, item.evidence)]
    due = [duty.due.day.isoformat(), duty.due.instant.isoformat() if duty.due.instant else None]
    waiver = [_text(duty.waiver.because), str(duty.waiver.until)] if duty.waiver else None
    round_ = duty.patrol
    patrol = [round_.begins.isoformat(), round_.ends.isoformat(), str(round_.every)] if round_ else None
    roles = [_role(duty.owner), list(map(_role, duty.with_)), _role(duty.verifier)]
    reasons = [*duty.because, *duty.to_confirm]
    what = [item.id, duty.step, item.severity, item.category]
    return [*what, texts, due, roles, waiver, patrol, item.plan, list(item.after), reasons]


def _plan(line: PlanLine) -> list[Any]:
    plan = line.plan
    texts = [_text(text) for text in (plan.title, plan.trigger, *plan.action, plan.effect, plan.verify, plan.rollback)]
    return [
        plan.id,
        plan.kind,
        texts,
        _role(line.decider),
        _role(line.executor),
        list(map(_role, line.notify)),
        str(plan.takes),
    ]


def _freeze(line: FreezeWindow) -> list[Any]:
    return [
        line.side == "customer",
        line.kind == "hard",
        line.begins.isoformat(),
        line.ends.isoformat(),
        _role(line.exceptions_by),
    ]


def _estimate(line: EstimateLine) -> list[Any]:
    def figures(sizing: Sizing | None) -> list[Any] | None:
        return [str(sizing.demand), str(sizing.per_unit), str(sizing.have), sizing.need, sizing.add] if sizing else None

    due, estimate = line.due.instant or line.due.day, line.estimate
    cases = figures(line.expected), figures(line.worst)
    return [estimate.id, _text(estimate.title), estimate.unit, due.isoformat(), *cases]
