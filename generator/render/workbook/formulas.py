"""Expression nodes → Excel formulas that come to what ``expressions.evaluate`` comes to, in Excel's binary floats.

Only numbers are written: an estimate's demand, per_unit and have. A float may miss a whole number by a hair
(``2.1 ÷ 0.7`` is 3.0000000000000004), so whatever is rounded is steadied first.
"""

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from functools import partial

from generator.expressions.nodes import BINDING, Arithmetic, Call, Name, Negate, Node, Number, names, parts, written

SIGNS = {"+": "+", "-": "-", "*": "*", "/": "/"}
LONGEST_TWICE = 1000
"""A longer text is not written twice into one formula: Excel takes 8,192 characters."""
_EXACT = Context(prec=60)

Named = Callable[[str], str]
"""The name of the cell that holds a fact."""


def figure(node: Node, cell: Named, absent: str) -> str:
    """The formula of a numeric expression; ``absent`` (an Excel text) where a fact is missing or a division is by zero."""
    asked = sorted(names(node))
    if not asked:
        return f"=IFERROR({_expression(node, cell)},{absent})"
    # COUNT passes over blank cells and text, which Excel would otherwise take for zero or an error.
    counted = f"COUNT({','.join(map(cell, asked))})"
    return f"=IF({counted}<{len(asked)},{absent},IFERROR({_expression(node, cell)},{absent}))"


def rounded_up(text: str, *, twice: bool = True) -> str:
    """The least whole number that is not below ``text``; INT rounds towards minus infinity, as floor does."""
    return f"-INT(-{_steady(text, twice)})"


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def _steady(text: str, twice: bool) -> str:
    """``text`` without the noise of floats: to 9 decimals, of large figures to 12 or 13 digits in all."""
    if twice and len(text) <= LONGEST_TWICE:
        return f"ROUND({text},MAX(0,MIN(9,12-INT(LOG10(ABS({text})+1)))))"
    return f"ROUND({text},9)"


def _expression(node: Node, cell: Named) -> str:
    match node:
        case Number(value):
            return _literal(value)
        case Name(name):
            return cell(name)
        case Negate(operand):
            return f"-{_enclosed(cell, operand, 3)}"
        case Arithmetic():
            return written(node, partial(_enclosed, cell), SIGNS)
        case Call():
            return _call(node, cell)
    raise TypeError(f"{node!r} is no arithmetic")


def _literal(value: Fraction) -> str:
    return format(_EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(_EXACT), "f")


def _enclosed(cell: Named, node: Node, least: int) -> str:
    """In brackets when it binds less than its place asks for, or when two signs would meet."""
    text = _expression(node, cell)
    is_sum = isinstance(node, Arithmetic) and BINDING[node.op] < least
    return f"({text})" if is_sum or (least and text.startswith("-")) else text


def _call(node: Call, cell: Named) -> str:
    inside = [_expression(argument, cell) for argument in node.arguments]
    # Of nested roundings only the innermost names its argument twice, or the text would double with each.
    once = any(_rounds(argument) for argument in node.arguments)
    match node.function:
        case "ceil":
            return rounded_up(inside[0], twice=not once)
        case "floor":
            return f"INT({_steady(inside[0], not once)})"
        case "round":
            return f"INT({_steady(inside[0], not once)}+0.5)"
        case "min" | "max":
            return f"{node.function.upper()}({','.join(inside)})"


def _rounds(node: Node) -> bool:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Call) and current.function in ("ceil", "floor", "round"):
            return True
        waiting.extend(parts(current))
    return False
