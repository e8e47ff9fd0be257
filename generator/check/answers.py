"""What an expression may take the answers of a playbook's facts for."""

from __future__ import annotations

from collections.abc import Mapping

from generator.expressions import Kind
from generator.model.playbook import Fact

_KINDS = {
    "number": Kind.NUMBER,
    "integer": Kind.NUMBER,
    "text": Kind.TEXT,
    "choice": Kind.TEXT,
    "boolean": Kind.BOOLEAN,
}


def kinds(facts: Mapping[str, Fact]) -> dict[str, Kind]:
    """The kind of each fact's answer by the fact's name."""
    return {name: _KINDS[fact.type] for name, fact in facts.items()}


def choices(facts: Mapping[str, Fact]) -> dict[str, frozenset[str]]:
    """What each choice may be answered with; choices of another type are a fault of the definition and bind nobody."""
    return {name: frozenset(fact.choices) for name, fact in facts.items() if fact.type == "choice" and fact.choices}
