"""Why a condition holds, fails or is still open, in words with the customer's own figures.

A known result is always a list of true statements: whatever the condition, the facts that decided it are stated as they
are (``500 rows/s < 5,000`` and not "is not ≥ 5,000"). An open one lists what is to be confirmed, and what would be
asked of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.diagnostics import LANGS, Bilingual
from generator.expressions import nodes as n
from generator.expressions.evaluation import Values, unknown
from generator.expressions.wording import OperandText, Phrase, apart

SIGNS: dict[n.CompareOp, str] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
OPPOSITE: dict[n.CompareOp, n.CompareOp] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
MIRRORED: dict[n.CompareOp, n.CompareOp] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
NO_LABELS: Mapping[str, Bilingual] = MappingProxyType({})


def explain(
    node: n.Node, values: Values, vocabulary: Mapping[str, Phrase], labels: Mapping[str, Bilingual] = NO_LABELS
) -> Bilingual:
    """``vocabulary`` titles facts, products, waves and level; ``labels`` the ids in them. A missing one is said as is."""
    zh, en = (Explainer(OperandText(lang, values, vocabulary, labels)).whole(node) for lang in LANGS)
    return Bilingual(zh, en)


@dataclass(frozen=True, slots=True)
class Explainer:
    words: OperandText

    def whole(self, node: n.Node) -> str:
        words, value = self.words, self.words.value(node)
        if value is None:
            return words.pick("待确认：", "to confirm: ") + self.whole_open(node)
        if isinstance(value, bool):
            always = words.pick("总是成立", "always") if value else words.pick("从不成立", "never")
            return self.joined("and", self.facts(node)) or always
        if isinstance(value, frozenset):
            held = words.listed([words.text(text, node) for text in sorted(value)])
            return words.pick(f"{words.operand(node)}：{held}", f"{words.operand(node)}: {held}")
        return words.result(node)

    def whole_open(self, node: n.Node) -> str:
        """A bare fact is a figure or a yes-or-no, nobody knows yet; and of a sum only its open facts are asked."""
        if not self.words.is_condition(node):
            return self.asked(node) or self.undefined(self.words.operand(node))
        return self.open(node)

    def joined(self, op: n.LogicOp, clauses: Iterable[str]) -> str:
        text, zh = "", "，且" if op == "and" else "，或"
        for clause in dict.fromkeys(clauses):
            text += self.words.pick(f"{zh}{apart(clause)}", f", {op} {clause}") if text else clause
        return text

    # Known: what is the case.

    def facts(self, node: n.Node) -> list[str]:
        match node := plain(node):
            case n.Boolean():
                return []
            case n.Name(name):
                answer = self.words.pick("：是", ": yes") if self.words.value(node) else self.words.pick("：否", ": no")
                return [self.words.title(name) + answer]
            case n.Not(operand):
                return self.facts(operand)
            case n.Logic(_, operands):
                truth = self.words.value(node)
                deciding = [operand for operand in operands if self.words.value(operand) is truth]
                return [fact for operand in deciding for fact in self.facts(operand)]
            case n.Compare(_, left, right) if self.words.is_condition(left):
                return [*self.facts(left), *self.facts(right)]
            case n.Compare():
                return [self.comparison(node)]
            case n.Membership(element, container, negated):
                return [self.membership(element, container, self.words.value(node) is not negated)]
        return [self.words.result(node)]

    def comparison(self, node: n.Compare) -> str:
        op = node.op if self.words.value(node) else OPPOSITE[node.op]
        if not self.words.is_text(node.left):
            return f"{self.words.result(node.left)} {SIGNS[op]} {self.words.result(node.right)}"
        name, text = (node.left, node.right) if isinstance(node.left, n.Name) else (node.right, node.left)
        if isinstance(name, n.Name) and not isinstance(text, n.Name):
            return self.is_text(name, text, op == "==")
        left, right = self.words.term(node.left, node.right), self.words.term(node.right, node.left)
        if op == "==":
            return self.words.pick(f"{left} 与 {right} 相同", f"{left} equals {right}")
        return self.words.pick(f"{left} 与 {right} 不同", f"{left} differs from {right}")

    def is_text(self, name: n.Name, text: n.Node, same: bool) -> str:
        words, title, wanted = self.words, self.words.title(name.name), self.words.term(text, name)
        actual = words.text(str(words.value(name)), name)
        said = words.pick(f"{title}为{apart(actual)}", f"{title} is {actual}")
        return said if same else said + words.pick(f"，不是{apart(wanted)}", f", not {wanted}")

    def membership(self, element: n.Node, container: n.Node, inside: bool) -> str:
        words = self.words
        if not isinstance(container, n.Texts):
            return self.holding(element, container, inside)
        listed = words.term(container, element)
        if isinstance(element, n.Name) and isinstance(value := words.value(element), str):
            actual = words.text(value, element)
            title = words.title(element.name)
            said = words.pick(f"{title}为{apart(actual)}，", f"{title} is {actual}, ")
        else:
            said = words.term(element, container) + words.pick("", " is ")
        return said + self.among(listed, inside)

    def holding(self, element: n.Node, container: n.Node, inside: bool) -> str:
        item = self.words.term(element, container)
        match container:
            case n.Name("products"):
                zh, en = ("使用产品", "uses") if inside else ("未使用产品", "does not use")
            case n.Name("waves"):
                zh, en = ("有波次", "has the wave") if inside else ("没有波次", "does not have the wave")
            case _:
                title, not_, verb = (
                    self.words.operand(container),
                    "" if inside else "不",
                    "includes" if inside else "does not include",
                )
                zh, en = f"{title}{not_}包含", f"{title} {verb}"
        return self.words.pick(f"{zh} {item}", f"{en} {item}")

    def among(self, listed: str, inside: bool) -> str:
        if inside:
            return self.words.pick(f"属于{apart(listed)}", f"one of {listed}")
        return self.words.pick(f"不属于{apart(listed)}", f"none of {listed}")

    # Open: what is to be confirmed, and the condition it would have to meet.

    def open(self, node: n.Node, negated: bool = False, within: n.LogicOp | None = None) -> str:
        match node := plain(node):
            case n.Not(operand):
                return self.open(operand, not negated, within)
            case n.Logic(op, operands):
                turned: n.LogicOp = "or" if (op == "and") is negated else "and"
                return self.open_logic(turned, operands, negated, within)
            case n.Name(name):
                answer = self.words.pick("否", "no") if negated else self.words.pick("是", "yes")
                return self.confirm(self.words.title(name), answer)
            case n.Compare():
                return self.open_comparison(node, OPPOSITE[node.op] if negated else node.op, within)
            case n.Membership(element, container):
                return self.open_membership(node, element, container, node.negated is negated)
        return self.undefined(self.words.operand(node))

    def open_logic(self, op: n.LogicOp, operands: tuple[n.Node, ...], negated: bool, within: n.LogicOp | None) -> str:
        """Only the operands that are open themselves: beside them the known ones decided nothing."""
        waiting = [operand for operand in operands if self.words.value(operand) is None]
        if len(waiting) == 1:
            return self.open(waiting[0], negated, within)
        text = self.joined(op, [self.open(operand, negated, op) for operand in waiting])
        return self.words.pick(f"（{text}）", f"({text})") if within not in (None, op) else text

    def open_comparison(self, node: n.Compare, op: n.CompareOp, within: n.LogicOp | None) -> str:
        words, left, right = self.words, node.left, node.right
        for side, other in ((left, right), (right, left)):
            if isinstance(truth := words.value(side), bool):
                return self.open(other, truth is not (op == "=="), within)
        if not words.is_condition(left) and not words.is_condition(right):
            if isinstance(left, n.Name) and words.value(left) is None and words.value(right) is not None:
                return self.confirm(words.title(left.name), self.demand(op, right, left))
            if isinstance(right, n.Name) and words.value(right) is None and words.value(left) is not None:
                return self.confirm(words.title(right.name), self.demand(MIRRORED[op], left, right))
            whole = f"{words.operand(left)} {SIGNS[op]} {words.operand(right)}"
        elif op == "==":
            whole = words.pick("两者同时成立或同时不成立", "both hold or neither does")
        else:
            whole = words.pick("恰有一个成立", "exactly one of the two holds")
        asked = self.asked(node)
        return self.confirm(asked, whole) if asked else self.undefined(whole)

    def open_membership(self, node: n.Node, element: n.Node, container: n.Node, inside: bool) -> str:
        if isinstance(container, n.Texts):
            return self.confirm(self.asked(node), self.among(self.words.term(container, element), inside))
        return self.confirm(self.asked(node), self.holding(element, container, inside))

    def demand(self, op: n.CompareOp, wanted: n.Node, of: n.Name) -> str:
        if not self.words.is_text(wanted):
            return f"{SIGNS[op]} {self.words.result(wanted)}"
        text = self.words.term(wanted, of)
        zh, en = ("为", "is") if op == "==" else ("不是", "is not")
        return self.words.pick(f"{zh}{apart(text)}", f"{en} {text}")

    def asked(self, node: n.Node) -> str:
        return self.words.listed([self.words.title(name) for name in unknown(node, self.words.values)])

    def confirm(self, what: str, condition: str) -> str:
        return self.words.pick(f"{what}（条件：{condition}）", f"{what} (condition: {condition})")

    def undefined(self, what: str) -> str:
        return self.words.pick(f"{what}（除数为 0）", f"{what} (division by zero)")


def plain(node: n.Node) -> n.Node:
    """The same condition in the form that reads best: ``flag == false`` is ``not flag``, ``x in ["a"]`` is ``x == "a"``."""
    match node:
        case n.Compare("==" | "!=", left, n.Boolean(value)) | n.Compare("==" | "!=", n.Boolean(value), left):
            return left if value is (node.op == "==") else n.Not(left)
        case n.Membership(element, n.Texts((only,)), negated):
            return n.Compare("!=" if negated else "==", element, only)
    return node
