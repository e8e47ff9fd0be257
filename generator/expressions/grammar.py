"""Expression text → our nodes. Python's parser knows precedence well; everything it knows beyond our language stops here."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypedDict, get_args

from generator.diagnostics import Words, did_you_mean
from generator.expressions.fault import ExpressionError, bad, shown
from generator.expressions.nodes import (
    Arithmetic,
    ArithmeticOp,
    Boolean,
    Call,
    Compare,
    CompareOp,
    Function,
    Logic,
    Membership,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
    Texts,
)
from generator.expressions.structure import Order
from generator.expressions.tokens import BOOLEANS, Token, content, masked, tokens

FUNCTIONS: dict[str, Function] = {name: name for name in get_args(Function)}
COMPARISONS: dict[type[ast.cmpop], CompareOp] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], ArithmeticOp] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARING = frozenset({*COMPARISONS.values(), "in", "not"})


class Span(TypedDict):
    offset: int
    length: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The expression that ``text`` says, or ``ExpressionError`` with the first place where it says none."""
    found = tokens(text)
    Order().walk(found)
    try:
        # The brackets let the text begin with a blank; they shift Python's columns by one.
        tree = ast.parse(f"({masked(text, found)})", mode="eval")
        return Reader(text, {token.offset: token for token in found}).node(tree.body)
    except ExpressionError:
        raise
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        # ``Order`` has met every mistake it knows; what Python refuses beyond them has no better place than the whole.
        raise bad(0, len(text), Words("读不懂这个表达式", "the expression cannot be read")) from None


@dataclass(frozen=True, slots=True)
class Reader:
    text: str
    tokens: dict[int, Token]

    def node(self, tree: ast.expr) -> Node:
        span = _span(tree)
        match tree:
            case ast.Constant() | ast.Name():
                return self.leaf(span)
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.node(tree.operand), **span)
            case ast.UnaryOp(op=ast.USub()):
                return Negate(self.node(tree.operand), **span)
            case ast.BoolOp():
                op: Literal["and", "or"] = "and" if isinstance(tree.op, ast.And) else "or"
                return Logic(op, tuple(self.node(value) for value in tree.values), **span)
            case ast.BinOp() if type(tree.op) in ARITHMETIC:
                return Arithmetic(ARITHMETIC[type(tree.op)], self.node(tree.left), self.node(tree.right), **span)
            case ast.Compare():
                return self.comparison(tree, span)
            case ast.Call(func=ast.Name()):
                return self.call(tree, span)
            case ast.List():
                raise self.bad(
                    tree,
                    Words("列表只能放在 in 的右边", "a list stands only on the right of in"),
                    Words('例如：level in ["A", "B"]', 'for example: level in ["A", "B"]'),
                )
        raise self.bad(tree, Words("这里不是表达式的写法", "this is not part of the expression language"))

    def leaf(self, span: Span) -> Node:
        token = self.tokens[span["offset"]]
        if token.kind == "number":
            return Number(Fraction(token.text), **span)
        if token.kind == "text":
            return Text(content(token.text), **span)
        if token.text in BOOLEANS:
            return Boolean(token.text == "true", **span)
        return Name(token.text, **span)

    def comparison(self, tree: ast.Compare, span: Span) -> Node:
        if len(tree.ops) > 1:
            raise self.chained(tree)
        (op,), (right,) = tree.ops, tree.comparators
        left = self.node(tree.left)
        if isinstance(op, ast.In | ast.NotIn):
            return Membership(left, self.container(right), isinstance(op, ast.NotIn), **span)
        return Compare(COMPARISONS[type(op)], left, self.node(right), **span)

    def container(self, tree: ast.expr) -> Node:
        if not isinstance(tree, ast.List):
            return self.node(tree)
        if not tree.elts:
            raise self.bad(tree, Words("列表是空的，条件永远不成立", "the list is empty, so nothing is ever in it"))
        items: list[Text] = []
        for element in tree.elts:
            token = self.tokens[_span(element)["offset"]]
            if not isinstance(element, ast.Constant) or token.kind != "text":
                raise self.bad(
                    element,
                    Words("列表里只能写加引号的文字", "a list holds only quoted text"),
                    Words('例如：["A", "B"]', 'for example: ["A", "B"]'),
                )
            items.append(Text(content(token.text), **_span(element)))
        return Texts(tuple(items), **_span(tree))

    def call(self, tree: ast.Call, span: Span) -> Node:
        token = self.tokens[_span(tree.func)["offset"]]
        if token.text not in FUNCTIONS:
            raise token.bad(
                Words(f"没有函数 {shown(token.text)}", f"there is no function {shown(token.text)}"),
                did_you_mean(token.text, FUNCTIONS),
            )
        return Call(FUNCTIONS[token.text], tuple(self.node(argument) for argument in tree.args), **span)

    def chained(self, tree: ast.Compare) -> ExpressionError:
        """At the second comparison sign: Python has no place for it, so it is the next such token after its left side."""
        left, middle, right = tree.left, tree.comparators[0], tree.comparators[1]
        end = _end(middle)
        sign = next(token for offset, token in sorted(self.tokens.items()) if offset >= end and token.text in COMPARING)
        first, second = (
            f"{self.source(a)} {_sign(op)} {self.source(b)}"
            for a, op, b in ((left, tree.ops[0], middle), (middle, tree.ops[1], right))
        )
        return sign.bad(
            Words("比较不能连写", "comparisons cannot be chained"),
            Words(
                f"用 and 分开：{first} and {second}",
                f"separate them with and: {first} and {second}",
            ),
        )

    def source(self, tree: ast.expr) -> str:
        return shown(self.text[_span(tree)["offset"] : _end(tree)])

    def bad(self, tree: ast.expr, message: Words, hint: Words | None = None) -> ExpressionError:
        span = _span(tree)
        return bad(span["offset"], span["length"], message, hint)


def _sign(op: ast.cmpop) -> str:
    return COMPARISONS.get(type(op)) or ("in" if isinstance(op, ast.In) else "not in")


def _span(tree: ast.expr) -> Span:
    return Span(offset=tree.col_offset - 1, length=_end(tree) - tree.col_offset + 1)


def _end(tree: ast.expr) -> int:
    assert tree.end_col_offset is not None  # ast.parse always says where a node ends
    return tree.end_col_offset - 1
