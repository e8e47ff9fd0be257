"""The small language of ``when`` and of estimates: parsed, checked, evaluated, explained. Nothing in it runs."""

from generator.expressions.checking import faults
from generator.expressions.evaluation import evaluate, unknown
from generator.expressions.explanation import explain
from generator.expressions.fault import ExpressionError, Fault
from generator.expressions.figures import number
from generator.expressions.grammar import parse
from generator.expressions.nodes import (
    Arithmetic,
    Boolean,
    Call,
    Compare,
    Kind,
    Logic,
    Membership,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
    Texts,
    Value,
    names,
)
from generator.expressions.scope import Scope
from generator.expressions.wording import Phrase

__all__ = [
    "Arithmetic",
    "Boolean",
    "Call",
    "Compare",
    "ExpressionError",
    "Fault",
    "Kind",
    "Logic",
    "Membership",
    "Name",
    "Negate",
    "Node",
    "Not",
    "Number",
    "Phrase",
    "Scope",
    "Text",
    "Texts",
    "Value",
    "evaluate",
    "explain",
    "faults",
    "names",
    "number",
    "parse",
    "unknown",
]
