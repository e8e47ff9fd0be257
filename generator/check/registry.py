"""Which rules there are: ``RULES`` names the module and function of each, imported when it is used."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from generator.check.context import Context
from generator.diagnostics import Bilingual, Diagnostic, Position, Severity

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
    "schema-line": "generator.check.suppressions:schema_line",
    "outside-window": "generator.check.dues:outside_window",
    "due-before-dependency": "generator.check.dues:due_before_dependency",
    "never-applies": "generator.check.conditions:never_applies",
    "always-applies": "generator.check.conditions:always_applies",
    "unused": "generator.check.unused:check",
    "vague": "generator.check.prose:vague",
    "long-for-print": "generator.check.prose:long_for_print",
    "hidden-characters": "generator.check.deception:hidden_characters",
    "suspicious-link": "generator.check.deception:suspicious_link",
    "edition-unraised": "generator.check.ids:edition_unraised",
    "worst-case": "generator.check.facts:worst_case",
    "placeholder": "generator.check.people:placeholder",
    "unreachable": "generator.check.people:unreachable",
    "future-date": "generator.check.moments:future_date",
    "roster-gap": "generator.check.people:roster_gap",
    "double-booked": "generator.check.double_booked:check",
    "orphan-status": "generator.check.on_checklists:orphan_status",
    "stale-edition": "generator.check.ids:stale_edition",
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


READING = (
    "encoding", "too-large", "yaml-syntax", "duplicate-key", "forbidden-yaml", "quoted-colon", "quote-in-flow",
    "unknown-key", "missing-key", "wrong-type", "bad-offset", "raw-html", "file-name", "missing-file",
)  # fmt: skip
"""The codes of what is found while reading."""

WARNINGS = frozenset((
    "untranslated", "missing-glyph", "schema-line", "outside-window", "due-before-dependency", "never-applies",
    "always-applies", "unused", "vague", "long-for-print", "hidden-characters", "suspicious-link", "edition-unraised",
    "worst-case", "unreachable", "roster-gap", "double-booked", "orphan-status", "bad-silencer",
))  # fmt: skip
NOTES = frozenset((
    "placeholder", "future-date", "stale-edition", "waiver-expired", "overdue", "team-gap", "retrospective-missing",
))  # fmt: skip
"""How severe a code's faults are; all others are errors."""


def rule(code: str) -> Rule:
    """The rule of a code, imported now."""
    module, name = RULES[code].split(":")
    return cast(Rule, getattr(import_module(module), name))


def codes() -> tuple[str, ...]:
    """Every code there is, each once: reading's own first, then the rules' in their order."""
    return tuple(dict.fromkeys((*READING, *RULES)))


def severity(code: str) -> Severity:
    """How severe a code's faults are."""
    return Severity.WARNING if code in WARNINGS else Severity.NOTE if code in NOTES else Severity.ERROR


def diagnostic(
    code: str, at: Position, message: Bilingual, hint: Bilingual | None = None, related: tuple[Position, ...] = ()
) -> Diagnostic:
    """A fault of a code, as severe as the code is."""
    return Diagnostic(code, at, message, hint, severity(code), related)
