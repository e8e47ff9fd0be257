"""The small language of ``when`` and of estimates: parsed, checked, evaluated, explained. Nothing in it runs."""

from generator.expressions.checking import faults
from generator.expressions.evaluation import evaluate, unknown
from generator.expressions.explanation import explain
from generator.expressions.fault import ExpressionError, Fault
from generator.expressions.grammar import parse
from generator.expressions.nodes import Node, Scope, Value, ValueKind, names
from generator.expressions.wording import Phrase, apart, number

__all__ = [
    "ExpressionError", "Fault", "Node", "Phrase", "Scope", "Value", "ValueKind", "apart", "evaluate", "explain", "faults",
    "names", "number", "parse", "unknown",
]  # fmt: skip
