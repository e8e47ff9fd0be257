"""A condition or an estimate's arithmetic in words, before any customer has answered: what is asked, not found."""

from collections.abc import Callable, Mapping

from generator.diagnostics import LANGS, Bilingual, Lang
from generator.expressions import ExpressionError, Phrase, apart, parse
from generator.expressions import nodes as n
from generator.expressions.explanation import OPPOSITE, SIGNS, Explainer, plain
from generator.expressions.wording import OperandText
from generator.i18n.units import unit
from generator.model.playbook import Playbook

_BUILT_IN = {
    "products": Phrase(Bilingual("使用产品", "products in use")),
    "waves": Phrase(Bilingual("波次", "waves")),
    "level": Phrase(Bilingual("重保等级", "assurance level")),
}


def vocabulary(book: Playbook) -> Mapping[str, Phrase]:
    """How a playbook's facts are called in a sentence."""
    facts = {name: Phrase(fact.ask.words, unit(fact.unit) if fact.unit else None) for name, fact in book.facts.items()}
    return facts | _BUILT_IN


def condition_in_words(text: str, phrases: Mapping[str, Phrase], names: Mapping[str, Bilingual]) -> Bilingual:
    """``发券峰值写入 ≥ 5,000 行/秒，且券库从库数 ≥ 4``."""
    return _in_words(text, phrases, names, _Asked.condition)


def arithmetic_in_words(text: str, phrases: Mapping[str, Phrase], names: Mapping[str, Bilingual]) -> Bilingual:
    """``日订单量 × 0.8 ÷ 7,200``."""
    return _in_words(text, phrases, names, lambda asked, node: asked.words.operand(node))


def _in_words(
    text: str, phrases: Mapping[str, Phrase], names: Mapping[str, Bilingual], say: Callable[["_Asked", n.Node], str]
) -> Bilingual:
    try:
        node = parse(text)
    except ExpressionError:
        return Bilingual(text, text)
    return Bilingual(*(say(_Asked(lang, phrases, names), node) for lang in LANGS))


class _Asked:
    def __init__(self, lang: Lang, phrases: Mapping[str, Phrase], names: Mapping[str, Bilingual]) -> None:
        self.words = OperandText(lang, {}, phrases, names)
        self._account = Explainer(self.words)
        self._phrases = phrases

    def condition(self, node: n.Node, negated: bool = False, within: str | None = None) -> str:
        node = plain(node)
        match node:
            case n.Not(operand):
                return self.condition(operand, not negated, within)
            case n.Logic(op, operands):
                said = ("or" if op == "and" else "and") if negated else op
                parts = [self.condition(operand, negated, said) for operand in operands]
                whole = self._joined(said, parts)
                return self.words.pick(f"（{whole}）", f"({whole})") if within not in (None, said) else whole
            case n.Name(name):
                answer = self.words.pick("：否", ": no") if negated else self.words.pick("：是", ": yes")
                return self.words.title(name) + answer
            case n.Compare():
                return self._comparison(node, negated)
            case n.Membership(element, container, turned):
                return self._membership(element, container, turned is negated)
        return self.words.operand(node)

    def _joined(self, said: str, parts: list[str]) -> str:
        if self.words.lang == "en":
            return f" {said} ".join(parts)
        return ("，且" if said == "and" else "，或").join([parts[0], *map(apart, parts[1:])])

    def _comparison(self, node: n.Compare, negated: bool) -> str:
        op = OPPOSITE[node.op] if negated else node.op
        left, right = self.words.term(node.left, node.right), self.words.term(node.right, node.left)
        return f"{left} {SIGNS[op]} {right}{self._unit(node.left) if isinstance(node.right, n.Number) else ''}"

    def _unit(self, node: n.Node) -> str:
        phrase = self._phrases.get(node.name) if isinstance(node, n.Name) else None
        return f" {phrase.unit.of(self.words.lang)}" if phrase and phrase.unit else ""

    def _membership(self, element: n.Node, container: n.Node, inside: bool) -> str:
        if isinstance(container, n.Texts):
            words, is_text = self.words, isinstance(element, n.TextNode)
            subject = words.term(element, container) if is_text else words.operand(element)
            among = self._account.among(words.term(container, element), inside)
            return words.pick(f"{subject} ", f"{subject} is ") + among
        return self._account.holding(element, container, inside)
