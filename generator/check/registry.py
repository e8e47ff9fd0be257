"""Which rules there are: ``RULES`` names the module of each, imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from generator import library as tree
from generator import source
from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity
from generator.model import faults

Rule = Callable[[Context], Iterator[Diagnostic]]

RULES: dict[str, str] = {
    "unknown-role": "generator.check.unknown_role:check",
    "unknown-step": "generator.check.unknown_step:check",
    "unknown-stage": "generator.check.unknown_stage:check",
    "unknown-product": "generator.check.unknown_product:check",
    "unknown-fact": "generator.check.unknown_fact:check",
    "unknown-case": "generator.check.unknown_case:check",
    "unknown-item": "generator.check.unknown_item:check",
    "unknown-plan": "generator.check.unknown_plan:check",
    "unknown-playbook": "generator.check.unknown_playbook:check",
    "unknown-wave": "generator.check.unknown_wave:check",
    "unknown-level": "generator.check.unknown_level:check",
    "unknown-estimate": "generator.check.unknown_estimate:check",
    "unknown-calendar": "generator.check.unknown_calendar:check",
    "duplicate-id": "generator.check.duplicate_id:check",
    "reused-id": "generator.check.reused_id:check",
    "vanished-id": "generator.check.vanished_id:check",
    "step-order": "generator.check.step_order:check",
    "stage-missing": "generator.check.stage_missing:check",
    "triangle-incomplete": "generator.check.triangle_incomplete:check",
    "too-few-attention": "generator.check.too_few_attention:check",
    "fact-definition": "generator.check.fact_definition:check",
    "bad-expression": "generator.check.bad_expression:check",
    "bad-offset": "generator.check.bad_offset:check",
    "default-wave": "generator.check.default_wave:check",
    "dependency-cycle": "generator.check.dependency_cycle:check",
    "event-order": "generator.check.event_order:check",
    "fact-answer": "generator.check.fact_answer:check",
    "verifier-is-owner": "generator.check.verifier_is_owner:check",
    "untranslated": "generator.check.untranslated:check",
    "missing-glyph": "generator.check.missing_glyph:check",
    "schema-line": "generator.check.schema_line:check",
    "outside-window": "generator.check.outside_window:check",
    "due-before-dependency": "generator.check.due_before_dependency:check",
    "never-applies": "generator.check.never_applies:check",
    "always-applies": "generator.check.always_applies:check",
    "unused": "generator.check.unused:check",
    "vague": "generator.check.vague:check",
    "long-for-print": "generator.check.long_for_print:check",
    "hidden-characters": "generator.check.hidden_characters:check",
    "suspicious-link": "generator.check.suspicious_link:check",
    "edition-unraised": "generator.check.edition_unraised:check",
    "roster-gap": "generator.check.roster_gap:check",
    "double-booked": "generator.check.double_booked:check",
    "orphan-status": "generator.check.orphan_status:check",
    "stale-edition": "generator.check.stale_edition:check",
    "waiver-expired": "generator.check.waiver_expired:check",
    "overdue": "generator.check.overdue:check",
    "team-gap": "generator.check.team_gap:check",
    "retrospective-missing": "generator.check.retrospective_missing:check",
    "bad-silencer": "generator.check.silencers:check",
}
"""Code → rule. A rule may also find faults of a code that belongs to another (an expression that names no fact)."""

ON_CHECKLISTS = frozenset({"orphan-status", "waiver-expired", "overdue", "team-gap"})
"""Rules that look at tailored checklists, so that they run last, and only where there is a today."""

COMMON = frozenset(
    {
        "unknown-stage", "step-order", "stage-missing", "triangle-incomplete", "too-few-attention", "fact-definition",
        "default-wave", "untranslated", "vague",
    }
)  # fmt: skip
"""Rules that look at no engagement: where a tree is judged in shares, one of them does for all."""

ACROSS = frozenset({"unused", "double-booked"})
"""Rules that look across engagements: ``gather`` takes what they need from a share of them, ``judge`` has all shares."""


_READING = (*source.MANUALS, *faults.MANUALS, *tree.MANUALS)
"""The manual entries of what is found while reading."""


def rule(code: str) -> Rule:
    """The rule of a code, imported now."""
    module, name = RULES[code].split(":")
    return cast(Rule, getattr(import_module(module), name))


def severity(code: str) -> Severity | None:
    """How severe a code's faults are, without loading the other rules; None where there is no such code."""
    if code in RULES:
        found: Severity = import_module(RULES[code].partition(":")[0]).MANUAL.severity
        return found
    return next((entry.severity for entry in _READING if entry.code == code), None)


def codes() -> tuple[str, ...]:
    """Every code there is, without loading the rules."""
    return tuple(dict.fromkeys((*(entry.code for entry in _READING), *RULES)))


def manuals() -> tuple[Manual, ...]:
    """The manual entry of every code there is, each once: reading's own first, then the rules' in their order."""
    entries = [*_READING, *(import_module(target.split(":")[0]).MANUAL for target in RULES.values())]
    return tuple({entry.code: entry for entry in entries}.values())
