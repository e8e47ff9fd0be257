"""Conditions whose outcome is the same whatever a customer may answer to one fact."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from generator.check.answers import choices, kinds
from generator.check.context import Context
from generator.expressions import (
    Compare,
    ExpressionError,
    Name,
    Negate,
    Node,
    Number,
    Scope,
    Value,
    evaluate,
    faults,
    names,
    parse,
)
from generator.expressions.nodes import Kind, parts
from generator.library import Place, items
from generator.model.playbook import Fact


def constants(context: Context) -> Iterator[tuple[Place, bool, str]]:
    """Each ``when`` that one fact's bounds or choices decide: its place, the outcome and that fact's name."""
    for found in items(context.library):
        playbook = context.library.playbooks.get(found.playbook)
        if found.item.when is None or playbook is None or not context.wanted(found.place.source.file):
            continue
        decided = _decided(found.item.when, playbook.model.facts)
        if decided:
            yield found.place / "when", *decided


def _decided(text: str, facts: Mapping[str, Fact]) -> tuple[bool, str] | None:
    try:
        node = parse(text)
    except ExpressionError:
        return None
    scope = Scope(kinds(facts), choices(facts))
    if any(fault.code == "bad-expression" for fault in faults(text, scope, Kind.BOOLEAN)):
        return None
    for name in sorted(names(node) & facts.keys()):
        # All else stays unknown: what comes out then holds whatever the other answers are.
        outcomes = {evaluate(node, {name: answer}) for answer in _answers(node, name, facts[name])}
        if len(outcomes) == 1 and isinstance(outcome := outcomes.pop(), bool):
            return outcome, name
    return None


def _answers(node: Node, name: str, fact: Fact) -> list[Value]:
    """An answer for every case that the expression can tell apart; none where they cannot be counted."""
    if fact.type == "boolean":
        return [True, False]
    if fact.type == "choice":
        return list(fact.choices)
    if fact.type == "text" or (literals := _literals(node, name)) is None:
        return []
    step = Fraction(1)
    bounds = [bound for bound in (fact.min, fact.max) if bound is not None]
    marks = sorted({*literals, *bounds})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    found = {*marks, *between, marks[0] - step, marks[-1] + step} if marks else set()
    if fact.type == "integer":
        found = {
            Fraction(whole)
            for one in found
            for whole in (math.floor(one), math.ceil(one), math.floor(one) + 1, math.ceil(one) - 1)
        }
    return [one for one in found if (fact.min is None or one >= fact.min) and (fact.max is None or one <= fact.max)]


def _literals(node: Node, name: str) -> set[Fraction] | None:
    """The figures that a fact is compared with; None where it stands anywhere else than beside a figure."""
    if isinstance(node, Name):
        return None if node.name == name else set()
    if isinstance(node, Compare):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            figure = _figure(other)
            if side == Name(name) and figure is not None:
                return {figure}
    found: set[Fraction] = set()
    for part in parts(node):
        inner = _literals(part, name)
        if inner is None:
            return None
        found |= inner
    return found


def _figure(node: Node) -> Fraction | None:
    if isinstance(node, Negate):
        inner = _figure(node.operand)
        return None if inner is None else -inner
    return node.value if isinstance(node, Number) else None
