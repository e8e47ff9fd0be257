"""What an expression comes to, in exact fractions and Kleene's three-valued logic: ``None`` is "not known yet".

Only expressions in which ``faults`` found nothing are evaluated; a wrong kind of value here is a bug and a TypeError.
"""

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from generator.expressions import nodes as n

Values = Mapping[str, n.Value | None]

ORDER: dict[n.CompareOp, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
STEP: dict[n.ArithmeticOp, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def half_up(value: Fraction) -> Fraction:
    return Fraction(math.floor(value + Fraction(1, 2)))


ONE: dict[n.Function, Callable[[Fraction], Fraction]] = {
    "ceil": lambda value: Fraction(math.ceil(value)),
    "floor": lambda value: Fraction(math.floor(value)),
    "round": half_up,
}
SEVERAL: dict[n.Function, Callable[[list[Fraction]], Fraction]] = {"min": min, "max": max}


def evaluate(node: n.Node, values: Values) -> n.Value | None:
    match node:
        case n.Number(value) | n.TextNode(value) | n.Boolean(value):
            return value
        case n.Texts(items):
            return frozenset(item.value for item in items)
        case n.Name(name):
            return values.get(name)
        case n.Not(operand):
            truth = _truth(evaluate(operand, values))
            return None if truth is None else not truth
        case n.Logic(op, operands):
            return _logic(op, [_truth(evaluate(operand, values)) for operand in operands])
        case n.Compare(op, left, right):
            return _compare(op, evaluate(left, values), evaluate(right, values))
        case n.Membership(element, container, negated):
            return _member(evaluate(element, values), evaluate(container, values), negated)
        case n.Arithmetic():
            return _arithmetic(node, values)
        case n.Negate(operand):
            figure = _number(evaluate(operand, values))
            return None if figure is None else -figure
        case n.Call(function, arguments):
            return _call(function, [_number(evaluate(argument, values)) for argument in arguments])


def unknown(node: n.Node, values: Values) -> tuple[str, ...]:
    """The names to ask for: those whose absence leaves the result unknown, in order of appearance.

    Empty when the result is known, and also when no answer could make it known (a division by zero).
    """
    return tuple(dict.fromkeys(_missing(node, values)))


def _missing(node: n.Node, values: Values) -> list[str]:
    if evaluate(node, values) is not None:
        return []
    if isinstance(node, n.Name):
        return [node.name]
    inner = n.parts(node)
    if isinstance(node, n.Arithmetic):
        first, steps = n.chain(node)
        if any(step.op == "/" and evaluate(step.right, values) == 0 for step in steps):
            return []
        inner = (first, *(step.right for step in steps))
    open_parts = [_missing(part, values) for part in inner if evaluate(part, values) is None]
    # A comparison or a sum is lost with any part of it that no answer can save; and/or may still be decided elsewhere.
    if not isinstance(node, n.Logic) and not all(open_parts):
        return []
    return [name for missing in open_parts for name in missing]


def _logic(op: n.LogicOp, truths: list[bool | None]) -> bool | None:
    decides = op == "or"
    if decides in truths:
        return decides
    return None if None in truths else not decides


def _compare(op: n.CompareOp, left: n.Value | None, right: n.Value | None) -> bool | None:
    if left is None or right is None:
        return None
    if op in ORDER:
        return ORDER[op](_figure(left), _figure(right))
    if type(left) is not type(right) or isinstance(left, frozenset):
        raise TypeError(f"{left!r} {op} {right!r}")
    return (left == right) is (op == "==")


def _member(element: n.Value | None, container: n.Value | None, negated: bool) -> bool | None:
    if element is None or container is None:
        return None
    if not isinstance(element, str) or not isinstance(container, frozenset):
        raise TypeError(f"{element!r} in {container!r}")
    return (element in container) is not negated


def _arithmetic(node: n.Arithmetic, values: Values) -> Fraction | None:
    first, steps = n.chain(node)
    total = _number(evaluate(first, values))
    for step in steps:
        total = _step(step.op, total, _number(evaluate(step.right, values)))
    return total


def _step(op: n.ArithmeticOp, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None or (op == "/" and not right):
        return None
    return STEP[op](left, right)


def _call(function: n.Function, arguments: list[Fraction | None]) -> Fraction | None:
    known = [argument for argument in arguments if argument is not None]
    if not arguments or (function in ONE and len(arguments) != 1):
        raise TypeError(f"{function} takes no {len(arguments)} arguments")
    if len(known) < len(arguments):
        return None
    return ONE[function](known[0]) if function in ONE else SEVERAL[function](known)


def _figure(value: n.Value) -> Fraction:
    if not isinstance(value, Fraction):
        raise TypeError(f"{value!r} is no number")
    return value


def _number(value: n.Value | None) -> Fraction | None:
    return None if value is None else _figure(value)


def _truth(value: n.Value | None) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value
