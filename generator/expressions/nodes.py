"""An expression as frozen values. Evaluation, explanation and Excel formulas are all written from these nodes.

Where a node stood in the text is kept for messages, but is no part of equality: moving a condition is no change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

Value = Fraction | str | bool | frozenset[str]

LogicOp = Literal["and", "or"]
CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]
ArithmeticOp = Literal["+", "-", "*", "/"]
Function = Literal["ceil", "floor", "round", "min", "max"]


class ValueKind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    TEXTS = "texts"  # a set of text, such as ``products``


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The node's place: code points from the start of the text."""

    offset: int = field(default=0, compare=False, repr=False)
    length: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number(Placed):
    value: Fraction


@dataclass(frozen=True, slots=True)
class TextNode(Placed):
    value: str


@dataclass(frozen=True, slots=True)
class Boolean(Placed):
    value: bool


@dataclass(frozen=True, slots=True)
class Texts(Placed):
    """``["a", "b"]``, which stands only on the right of ``in``."""

    items: tuple[TextNode, ...]


@dataclass(frozen=True, slots=True)
class Name(Placed):
    name: str


@dataclass(frozen=True, slots=True)
class Not(Placed):
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Logic(Placed):
    op: LogicOp
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Compare(Placed):
    op: CompareOp
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Membership(Placed):
    element: "Node"
    container: "Node"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic(Placed):
    op: ArithmeticOp
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negate(Placed):
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Call(Placed):
    function: Function
    arguments: tuple["Node", ...]


Node = Number | TextNode | Boolean | Texts | Name | Not | Logic | Compare | Membership | Arithmetic | Negate | Call


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside, in the order they were written."""
    match node:
        case Not(operand) | Negate(operand):
            return (operand,)
        case Logic(_, several) | Call(_, several):
            return several
        case Compare(_, left, right) | Arithmetic(_, left, right) | Membership(left, right):
            return (left, right)
        case Texts(items):
            return items
    return ()


def chain(node: Arithmetic) -> tuple[Node, list[Arithmetic]]:
    """``a + b - c`` as its first operand and the steps in writing order.

    A sum nests once per term, and 500 characters hold 250 terms; whoever walks nodes by recursion walks this as a loop.
    """
    steps = [node]
    while isinstance(steps[-1].left, Arithmetic):
        steps.append(steps[-1].left)
    return steps[-1].left, steps[::-1]


BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}


def written(node: Arithmetic, enclosed: Callable[[Node, int], str], signs: Mapping[str, str]) -> str:
    """A sum as text, in brackets where it needs them; ``enclosed`` writes an operand that must bind as closely as told."""
    first, steps = chain(node)
    text, binding = enclosed(first, 0), 3
    for step in steps:
        if BINDING[step.op] > binding:
            text = f"({text})"
        binding = BINDING[step.op]
        text += f"{signs[step.op]}{enclosed(step.right, binding + 1)}"
    return text


def names(node: Node) -> frozenset[str]:
    """Every name the expression reads, ``products``, ``waves`` and ``level`` included."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Name):
            found.add(current.name)
        waiting.extend(parts(current))
    return frozenset(found)


BUILT_IN: Mapping[str, ValueKind] = MappingProxyType(
    {"products": ValueKind.TEXTS, "waves": ValueKind.TEXTS, "level": ValueKind.TEXT}
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may speak of. ``products``, ``waves`` and ``level`` are always there."""

    kinds: Mapping[str, ValueKind]
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    products: frozenset[str] = frozenset()
    waves: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    def kind(self, name: str) -> ValueKind | None:
        return BUILT_IN.get(name) or self.kinds.get(name)

    def known(self, name: str) -> frozenset[str] | None:
        """The only texts that this name can equal or hold, or nothing where any text is possible."""
        ids = {"products": self.products, "waves": self.waves, "level": self.levels}
        return ids[name] if name in ids else self.choices.get(name)
