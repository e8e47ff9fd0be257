"""The order and nesting of tokens, judged before anything is parsed: linear in the text, whatever the text is.

Doing it here gives an author our message at the very token, where Python would say "invalid syntax", and keeps away
what Python would accept but we do not: ``"a" "b"``, ``a[0]``, ``f(x)(y)``, ``(a, b)``.
"""

from typing import NamedTuple

from generator.diagnostics import Bilingual
from generator.expressions.fault import ExpressionError
from generator.expressions.tokens import Token

DEPTH_LIMIT = 20

CLOSES = {"(": ")", "[": "]"}
PREFIXES = frozenset({"not", "-"})
# `not` binds more loosely than comparisons and arithmetic, so it cannot begin an operand of theirs.
BEFORE_NOT = frozenset({"and", "or", "not", "(", "[", ","})
BINARY = frozenset({"and", "or", "in", "<", "<=", ">", ">=", "==", "!=", "+", "-", "*", "/"})


class Opened(NamedTuple):
    bracket: Token
    levels: int  # the bracket itself and the prefixes that stand directly before it
    holds_several: bool  # a call's arguments or a list: a comma may stand inside


class Ordering:
    """Walks the tokens once; what may come next is either an operand or an operator."""

    def __init__(self) -> None:
        self.opened: list[Opened] = []
        self.prefixes = 0
        self.previous: Token | None = None
        self.wants_operand = True

    def walk(self, tokens: tuple[Token, ...]) -> None:
        for token, following in zip(tokens, (*tokens[1:], None), strict=True):
            if self.wants_operand:
                self.operand(token)
            else:
                self.operator(token, following)
            self.previous = token
        if self.wants_operand:
            raise tokens[-1].bad(_nothing("后面", "after", tokens[-1]))
        if self.opened:
            raise _unclosed(self.opened[-1].bracket)

    def operand(self, token: Token) -> None:
        if token.is_operand:
            self.prefixes, self.wants_operand = 0, False
        elif token.text == "not" and self.previous is not None and self.previous.text not in BEFORE_NOT:
            raise token.bad(
                Bilingual(f"not 不能直接放在 {self.previous.text} 后面", f"not cannot follow {self.previous.text}"),
                Bilingual("加上括号：(not …)", "put it in brackets: (not …)"),
            )
        elif token.text in PREFIXES:
            self.prefixes += 1
            self.limit(token)
        elif token.text in CLOSES:
            self.open(token, holds_several=token.text == "[")
        elif token.text in CLOSES.values() and self.is_empty_list():
            self.close(token)
        elif self.previous is None or self.previous.text == ",":
            raise token.bad(_nothing("前面", "before", token))
        else:
            raise self.previous.bad(_nothing("后面", "after", self.previous))

    def operator(self, token: Token, following: Token | None) -> None:
        is_call = token.text == "(" and self.previous is not None and self.previous.kind == "name"
        if is_call:
            self.open(token, holds_several=True)
        elif token.text in CLOSES.values():
            self.close(token)
        elif token.text == ",":
            self.comma(token)
        elif token.text == "not" and following is not None and following.text == "in":
            pass  # `not in` is one operator: `in` asks for the operand
        elif token.text in BINARY:
            self.wants_operand = True
        else:
            raise token.bad(
                Bilingual(f"{token.text} 前面缺少运算符", f"an operator is missing before {token.text}"),
                Bilingual("用 and、or、比较或四则运算连接", "join the two with and, or, a comparison or arithmetic"),
            )

    def open(self, token: Token, *, holds_several: bool) -> None:
        self.opened.append(Opened(token, self.prefixes + 1, holds_several))
        self.prefixes, self.wants_operand = 0, True
        self.limit(token)

    def close(self, token: Token) -> None:
        if not self.opened:
            raise token.bad(Bilingual(f"{token.text} 没有对应的开括号", f"{token.text} closes nothing"))
        bracket = self.opened.pop().bracket
        if CLOSES[bracket.text] != token.text:
            raise _unclosed(bracket)
        self.wants_operand = False

    def comma(self, token: Token) -> None:
        if self.opened and self.opened[-1].holds_several:
            self.wants_operand = True
            return
        raise token.bad(
            Bilingual("逗号只能用在函数参数或 [ ] 列表里", "a comma stands only between arguments or inside [ ]"),
            Bilingual("数字不写千分位；列表用方括号", "write numbers without separators, and lists in square brackets"),
        )

    def is_empty_list(self) -> bool:
        return bool(self.opened) and self.opened[-1].holds_several and self.previous is self.opened[-1].bracket

    def limit(self, token: Token) -> None:
        if sum(opened.levels for opened in self.opened) + self.prefixes > DEPTH_LIMIT:
            raise token.bad(
                Bilingual(f"嵌套超过 {DEPTH_LIMIT} 层", f"nested more than {DEPTH_LIMIT} deep"),
                Bilingual("拆成几条，或把一部分作为事实来问", "split it, or ask for a part of it as a fact"),
            )


def _nothing(zh: str, en: str, token: Token) -> Bilingual:
    return Bilingual(f"{token.text} {zh}缺少内容", f"something is missing {en} {token.text}")


def _unclosed(bracket: Token) -> ExpressionError:
    return bracket.bad(Bilingual(f"{bracket.text} 没有闭合", f"{bracket.text} is never closed"))
