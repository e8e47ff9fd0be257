"""One operand of a condition in one language: a fact by its title with the customer's figure, a sum with what it comes to; and how a figure is
printed, the same in messages, sheets and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.diagnostics import Bilingual, Lang
from generator.expressions import nodes as n
from generator.expressions.evaluation import Values, evaluate
from generator.expressions.nodes import BUILT_IN

DECIMALS = 4
SCALE = 10_000  # one digit for each decimal


def number(value: Fraction) -> str:
    """``7,000`` or ``0.6667``: thousands separators, at most four decimals, no trailing zeros, halves away from zero."""
    scaled = int(abs(value) * SCALE + Fraction(1, 2))
    whole, decimals = divmod(scaled, SCALE)
    # Decimal, because str() refuses an int of more than 4300 digits, which a product of long figures can reach.
    text = f"{Decimal(whole):,}"
    if decimals:
        text += f".{decimals:0{DECIMALS}}".rstrip("0")
    return f"-{text}" if value < 0 and scaled else text


def is_exact(value: Fraction) -> bool:
    """Whether ``number`` prints the value itself rather than a rounded one."""
    return (value * SCALE).denominator == 1


SIGNS = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ "}
FUNCTION_WORDS: dict[n.Function, Bilingual] = {
    "ceil": Bilingual("向上取整", "rounded up "),
    "floor": Bilingual("向下取整", "rounded down "),
    "round": Bilingual("四舍五入", "rounded "),
    "min": Bilingual("最小值", "the least of "),
    "max": Bilingual("最大值", "the greatest of "),
}
# A unit written as a sign stands at the figure, a word stands apart from it.
CLOSE_UNITS = ("%", "‰", "°", "％")


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a fact is called in a sentence."""

    title: Bilingual
    unit: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class OperandText:
    lang: Lang
    values: Values
    vocabulary: Mapping[str, Phrase]
    labels: Mapping[str, Bilingual]

    def pick(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def value(self, node: n.Node) -> n.Value | None:
        return evaluate(node, self.values)

    def title(self, name: str) -> str:
        phrase = self.vocabulary.get(name)
        return phrase.title.of(self.lang) if phrase else name

    def listed(self, several: list[str]) -> str:
        return self.pick("、", ", ").join(several)

    def text(self, value: str, holder: n.Node) -> str:
        """An id of ours by its label; a customer's or playbook's own text in quotes."""
        if isinstance(holder, n.Name) and holder.name in BUILT_IN:
            label = self.labels.get(value)
            return label.of(self.lang) if label else value
        return self.pick(f"“{value}”", f'"{value}"')

    def term(self, node: n.Node, other: n.Node) -> str:
        """A text operand, said in the terms of what it is compared with."""
        if isinstance(node, n.TextNode):
            return self.text(node.value, other)
        if isinstance(node, n.Texts):
            return self.listed([self.text(item.value, other) for item in node.items])
        if not isinstance(node, n.Name):
            return self.operand(node)
        value = self.value(node)
        title = self.title(node.name)
        return f"{title} {self.text(value, node)}" if isinstance(value, str) else title

    def operand(self, node: n.Node) -> str:
        """A numeric operand as it is written, without its result."""
        value = self.value(node)
        if isinstance(value, Fraction) and not n.names(node):
            return figure(value)
        match node:
            case n.Name(name) if not isinstance(value, str):
                return f"{self.title(name)}{self.amount(name, value)}"
            case n.Negate(inner):
                return f"-{self.enclosed(inner, 3)}"
            case n.Arithmetic():
                return n.written(node, self.enclosed, SIGNS)
            case n.Call(function, arguments):
                inside = ", ".join(self.operand(argument) for argument in arguments)
                return f"{FUNCTION_WORDS[function].of(self.lang)}({inside})"
        return self.term(node, node)

    def amount(self, name: str, value: n.Value | None) -> str:
        if not isinstance(value, Fraction):
            return ""
        phrase = self.vocabulary.get(name)
        unit = phrase.unit.of(self.lang) if phrase and phrase.unit else ""
        gap = " " if unit and not unit.startswith(CLOSE_UNITS) else ""
        return f" {figure(value)}{gap}{unit}"

    def enclosed(self, node: n.Node, least: int) -> str:
        """In brackets when it binds less than its place asks for, or when two signs would meet."""
        text = self.operand(node)
        is_sum = isinstance(node, n.Arithmetic) and bool(n.names(node)) and n.BINDING[node.op] < least
        return f"({text})" if is_sum or (least and text.startswith("-")) else text

    def result(self, node: n.Node) -> str:
        """The operand, and what it comes to where that is not plain to see."""
        value, text = self.value(node), self.operand(node)
        if isinstance(node, n.Arithmetic | n.Negate | n.Call) and n.names(node) and isinstance(value, Fraction):
            return f"{text} {'=' if is_exact(value) else '≈'} {number(value)}"
        return text

    def is_text(self, node: n.Node) -> bool:
        return isinstance(self.value(node), str)

    def is_condition(self, node: n.Node) -> bool:
        judges = isinstance(node, n.Boolean | n.Not | n.Logic | n.Compare | n.Membership)
        return judges or isinstance(self.value(node), bool)


def apart(text: str) -> str:
    """Chinese text that follows other Chinese: it stands apart where it begins with Latin letters or a figure."""
    return f" {text}" if text[:1].isascii() else text


def figure(value: Fraction) -> str:
    return number(value) if is_exact(value) else f"≈ {number(value)}"
