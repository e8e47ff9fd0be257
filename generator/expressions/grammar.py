"""Expression text → our nodes. Python's parser knows precedence well; everything it knows beyond our language stops here."""

import ast
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypedDict, get_args

from generator.diagnostics import Bilingual, did_you_mean
from generator.expressions import nodes as n
from generator.expressions.fault import ExpressionError, bad, shown
from generator.expressions.structure import Ordering
from generator.expressions.tokens import BOOLEANS, Token, content, masked, tokens

FUNCTIONS: dict[str, n.Function] = {name: name for name in get_args(n.Function)}
COMPARISONS: dict[type[ast.cmpop], n.CompareOp] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], n.ArithmeticOp] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARING = frozenset({*COMPARISONS.values(), "in", "not"})


class TokenSpan(TypedDict):
    offset: int
    length: int


@lru_cache(maxsize=4096)
def parse(text: str) -> n.Node:
    """The expression that ``text`` says, or ``ExpressionError`` with the first place where it says none."""
    found = tokens(text)
    Ordering().walk(found)
    try:
        # The brackets let the text begin with a blank; they shift Python's columns by one.
        tree = ast.parse(f"({masked(text, found)})", mode="eval")
        return Reader(text, {token.offset: token for token in found}).node(tree.body)
    except ExpressionError:
        raise
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        # ``Order`` has met every mistake it knows; what Python refuses beyond them has no better place than the whole.
        raise bad(0, len(text), Bilingual("读不懂这个表达式", "the expression cannot be read")) from None


@dataclass(frozen=True, slots=True)
class Reader:
    text: str
    tokens: dict[int, Token]

    def node(self, tree: ast.expr) -> n.Node:
        span = _span(tree)
        match tree:
            case ast.Constant() | ast.Name():
                return self.leaf(span)
            case ast.UnaryOp(op=ast.Not()):
                return n.Not(self.node(tree.operand), **span)
            case ast.UnaryOp(op=ast.USub()):
                return n.Negate(self.node(tree.operand), **span)
            case ast.BoolOp():
                op: Literal["and", "or"] = "and" if isinstance(tree.op, ast.And) else "or"
                return n.Logic(op, tuple(self.node(value) for value in tree.values), **span)
            case ast.BinOp() if type(tree.op) in ARITHMETIC:
                return n.Arithmetic(ARITHMETIC[type(tree.op)], self.node(tree.left), self.node(tree.right), **span)
            case ast.Compare():
                return self.comparison(tree, span)
            case ast.Call(func=ast.Name()):
                return self.call(tree, span)
            case ast.List():
                raise self.bad(
                    tree,
                    Bilingual("列表只能放在 in 的右边", "a list stands only on the right of in"),
                    Bilingual('例如：level in ["A", "B"]', 'for example: level in ["A", "B"]'),
                )
        raise self.bad(tree, Bilingual("这里不是表达式的写法", "this is not part of the expression language"))

    def leaf(self, span: TokenSpan) -> n.Node:
        token = self.tokens[span["offset"]]
        if token.kind == "number":
            return n.Number(Fraction(token.text), **span)
        if token.kind == "text":
            return n.TextNode(content(token.text), **span)
        if token.text in BOOLEANS:
            return n.Boolean(token.text == "true", **span)
        return n.Name(token.text, **span)

    def comparison(self, tree: ast.Compare, span: TokenSpan) -> n.Node:
        if len(tree.ops) > 1:
            raise self.chained(tree)
        (op,), (right,) = tree.ops, tree.comparators
        left = self.node(tree.left)
        if isinstance(op, ast.In | ast.NotIn):
            return n.Membership(left, self.container(right), isinstance(op, ast.NotIn), **span)
        return n.Compare(COMPARISONS[type(op)], left, self.node(right), **span)

    def container(self, tree: ast.expr) -> n.Node:
        if not isinstance(tree, ast.List):
            return self.node(tree)
        if not tree.elts:
            raise self.bad(tree, Bilingual("列表是空的，条件永远不成立", "the list is empty, so nothing is ever in it"))
        items: list[n.TextNode] = []
        for element in tree.elts:
            token = self.tokens[_span(element)["offset"]]
            if not isinstance(element, ast.Constant) or token.kind != "text":
                raise self.bad(
                    element,
                    Bilingual("列表里只能写加引号的文字", "a list holds only quoted text"),
                    Bilingual('例如：["A", "B"]', 'for example: ["A", "B"]'),
                )
            items.append(n.TextNode(content(token.text), **_span(element)))
        return n.Texts(tuple(items), **_span(tree))

    def call(self, tree: ast.Call, span: TokenSpan) -> n.Node:
        token = self.tokens[_span(tree.func)["offset"]]
        if token.text not in FUNCTIONS:
            raise token.bad(
                Bilingual(f"没有函数 {shown(token.text)}", f"there is no function {shown(token.text)}"),
                did_you_mean(token.text, FUNCTIONS),
            )
        return n.Call(FUNCTIONS[token.text], tuple(self.node(argument) for argument in tree.args), **span)

    def chained(self, tree: ast.Compare) -> ExpressionError:
        """At the second comparison sign: Python has no place for it, so it is the next such token after its left side."""
        left, middle, right = tree.left, tree.comparators[0], tree.comparators[1]
        end = _end(middle)
        sign = next(token for offset, token in sorted(self.tokens.items()) if offset >= end and token.text in COMPARING)
        first, second = (
            f"{self.source(a)} {_sign(op)} {self.source(b)}"
            for a, op, b in ((left, tree.ops[0], middle), (middle, tree.ops[1], right))
        )
        apart = Bilingual(f"用 and 分开：{first} and {second}", f"separate them with and: {first} and {second}")
        return sign.bad(Bilingual("比较不能连写", "comparisons cannot be chained"), apart)

    def source(self, tree: ast.expr) -> str:
        return shown(self.text[_span(tree)["offset"] : _end(tree)])

    def bad(self, tree: ast.expr, message: Bilingual, hint: Bilingual | None = None) -> ExpressionError:
        span = _span(tree)
        return bad(span["offset"], span["length"], message, hint)


def _sign(op: ast.cmpop) -> str:
    return COMPARISONS.get(type(op)) or ("in" if isinstance(op, ast.In) else "not in")


def _span(tree: ast.expr) -> TokenSpan:
    return TokenSpan(offset=tree.col_offset - 1, length=_end(tree) - tree.col_offset + 1)


def _end(tree: ast.expr) -> int:
    assert tree.end_col_offset is not None  # ast.parse always says where a node ends
    return tree.end_col_offset - 1
