"""Which rules there are: ``RULES`` names the module and function of each, imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from generator import library as tree
from generator import source
from generator.check.context import Context
from generator.diagnostics import Diagnostic, RuleDoc, Severity
from generator.model import faults

Rule = Callable[[Context], Iterator[Diagnostic]]

RULES: dict[str, str] = {
    "unknown-role": "generator.check.unknown_names:unknown_role",
    "unknown-step": "generator.check.unknown_names:unknown_step",
    "unknown-stage": "generator.check.unknown_names:unknown_stage",
    "unknown-product": "generator.check.unknown_names:unknown_product",
    "unknown-fact": "generator.check.unknown_names:unknown_fact",
    "unknown-case": "generator.check.unknown_names:unknown_case",
    "unknown-item": "generator.check.unknown_names:unknown_item",
    "unknown-plan": "generator.check.unknown_names:unknown_plan",
    "unknown-playbook": "generator.check.unknown_names:unknown_playbook",
    "unknown-wave": "generator.check.unknown_names:unknown_wave",
    "unknown-level": "generator.check.unknown_names:unknown_level",
    "unknown-estimate": "generator.check.unknown_names:unknown_estimate",
    "unknown-calendar": "generator.check.unknown_names:unknown_calendar",
    "bad-id": "generator.check.ids:bad_id",
    "duplicate-id": "generator.check.ids:duplicate_id",
    "reused-id": "generator.check.ids:reused_id",
    "vanished-id": "generator.check.ids:vanished_id",
    "step-order": "generator.check.method:step_order",
    "stage-missing": "generator.check.method:stage_missing",
    "triangle-incomplete": "generator.check.method:triangle_incomplete",
    "too-few-attention": "generator.check.method:too_few_attention",
    "fact-definition": "generator.check.facts:fact_definition",
    "bad-expression": "generator.check.conditions:bad_expression",
    "bad-offset": "generator.check.dues:bad_offset",
    "default-wave": "generator.check.method:default_wave",
    "dependency-cycle": "generator.check.dues:dependency_cycle",
    "event-order": "generator.check.moments:event_order",
    "fact-answer": "generator.check.facts:fact_answer",
    "verifier-is-owner": "generator.check.people:verifier_is_owner",
    "untranslated": "generator.check.prose:untranslated",
    "missing-glyph": "generator.check.prose:missing_glyph",
    "schema-line": "generator.check.schema_line:check",
    "outside-window": "generator.check.dues:outside_window",
    "due-before-dependency": "generator.check.dues:due_before_dependency",
    "never-applies": "generator.check.conditions:never_applies",
    "always-applies": "generator.check.conditions:always_applies",
    "unused": "generator.check.unused:check",
    "vague": "generator.check.prose:vague",
    "long-for-print": "generator.check.prose:long_for_print",
    "hidden-characters": "generator.check.deception:hidden_characters",
    "suspicious-link": "generator.check.deception:suspicious_link",
    "edition-unraised": "generator.check.editions:edition_unraised",
    "worst-case": "generator.check.facts:worst_case",
    "placeholder": "generator.check.people:placeholder",
    "unreachable": "generator.check.people:unreachable",
    "future-date": "generator.check.moments:future_date",
    "roster-gap": "generator.check.people:roster_gap",
    "double-booked": "generator.check.double_booked:check",
    "orphan-status": "generator.check.on_checklists:orphan_status",
    "stale-edition": "generator.check.editions:stale_edition",
    "waiver-expired": "generator.check.on_checklists:waiver_expired",
    "overdue": "generator.check.on_checklists:overdue",
    "team-gap": "generator.check.on_checklists:team_gap",
    "retrospective-missing": "generator.check.moments:retrospective_missing",
    "bad-silencer": "generator.check.suppressions:check",
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


def _manual(code: str) -> RuleDoc:
    """The manual entry of a rule; a module of several rules has one for each."""
    module = import_module(RULES[code].partition(":")[0])
    entries: tuple[RuleDoc, ...] = getattr(module, "MANUALS", ()) or (module.MANUAL,)
    return next(entry for entry in entries if entry.code == code)


def severity(code: str) -> Severity | None:
    """How severe a code's faults are, without loading the other rules; None where there is no such code."""
    entries = [_manual(code)] if code in RULES else [entry for entry in _READING if entry.code == code]
    return entries[0].severity if entries else None


def codes() -> tuple[str, ...]:
    """Every code there is, without loading the rules."""
    return tuple(dict.fromkeys((*(entry.code for entry in _READING), *RULES)))


def manuals() -> tuple[RuleDoc, ...]:
    """The manual entry of every code there is, each once: reading's own first, then the rules' in their order."""
    return tuple({entry.code: entry for entry in (*_READING, *map(_manual, RULES))}.values())
