"""What is wrong with an expression, all of it: the syntax, the names, the kinds of value, the ids it compares with."""

import unicodedata
from dataclasses import dataclass, field

from generator.diagnostics import Bilingual, did_you_mean
from generator.expressions import nodes as n
from generator.expressions.evaluation import evaluate
from generator.expressions.fault import ExpressionError, Fault, FaultCode, shown
from generator.expressions.grammar import FUNCTIONS, parse
from generator.expressions.nodes import BUILT_IN, Scope

CODES: dict[str, FaultCode] = {"products": "unknown-product", "waves": "unknown-wave", "level": "unknown-level"}
NOUNS = {
    "products": Bilingual("产品", "product"),
    "waves": Bilingual("波次", "wave"),
    "level": Bilingual("重保等级", "level"),
}
KINDS = {
    n.ValueKind.NUMBER: Bilingual("数字", "a number"),
    n.ValueKind.TEXT: Bilingual("文字", "text"),
    n.ValueKind.BOOLEAN: Bilingual("布尔值（是或否）", "a yes-or-no value"),
    n.ValueKind.TEXTS: Bilingual("一组文字", "a set of text"),
}
COMES_TO: dict[type[n.Node], n.ValueKind] = {
    n.TextNode: n.ValueKind.TEXT,
    n.Texts: n.ValueKind.TEXTS,
    **dict.fromkeys((n.Boolean, n.Not, n.Logic, n.Compare, n.Membership), n.ValueKind.BOOLEAN),
}
"""The kind of value of a node that is no name; a number of any other."""
USE_IN = Bilingual('用 in，例如 "…" in products', 'use in, such as "…" in products')


def faults(text: str, scope: Scope, want: n.ValueKind) -> tuple[Fault, ...]:
    """Everything wrong with ``text`` where a value of kind ``want`` is needed, in order of place."""
    try:
        node = parse(text)
    except ExpressionError as error:
        return (error.fault,)
    check = Check(text, scope)
    check.need((node,), want)
    return tuple(sorted(check.found, key=lambda fault: (fault.offset, fault.length)))


@dataclass(slots=True)
class Check:
    text: str
    scope: Scope
    found: list[Fault] = field(default_factory=list)

    def kind(self, node: n.Node) -> n.ValueKind | None:
        """The node's kind, or nothing where an unknown name leaves it open: one mistake is said once."""
        match node:
            case n.Name():
                return self.name(node)
            case n.Not() | n.Logic():
                self.need(n.parts(node), n.ValueKind.BOOLEAN)
            case n.Negate():
                self.need(n.parts(node), n.ValueKind.NUMBER)
            case n.Arithmetic():
                self.arithmetic(node)
            case n.Call():
                self.call(node)
            case n.Compare():
                self.compare(node)
            case n.Membership():
                self.member(node)
        return COMES_TO.get(type(node), n.ValueKind.NUMBER)

    def name(self, node: n.Name, quotable: frozenset[str] = frozenset()) -> n.ValueKind | None:
        kind = self.scope.kind(node.name)
        if kind is not None:
            return kind
        hint: Bilingual | None
        if node.name in quotable:
            hint = Bilingual(f'文字要加引号："{node.name}"', f'put text in quotes: "{node.name}"')
        elif node.name in FUNCTIONS:
            hint = Bilingual(f"函数要带括号：{node.name}(…)", f"a function has brackets: {node.name}(…)")
        else:
            # Letters typed at full width look alike; the hint should find them.
            hint = did_you_mean(unicodedata.normalize("NFKC", node.name), {*self.scope.kinds, *BUILT_IN})
        name = shown(node.name)
        self.add(node, Bilingual(f"没有名为 {name} 的事实", f"there is no fact {name}"), hint, "unknown-fact")
        return None

    def need(self, nodes: tuple[n.Node, ...], want: n.ValueKind) -> None:
        for node in nodes:
            kind = self.kind(node)
            if kind is not None and kind is not want:
                a, (zh, en) = self.is_a(node, kind), KINDS[want]
                hint = _as_number(node) if want is n.ValueKind.NUMBER else _as_condition(self.source(node), kind)
                self.add(node, Bilingual(f"{a.zh}，这里需要{zh}", f"{a.en}, {en} is needed here"), hint)

    def arithmetic(self, node: n.Arithmetic) -> None:
        first, steps = n.chain(node)
        self.need((first,), n.ValueKind.NUMBER)
        for step in steps:
            before = len(self.found)
            self.need((step.right,), n.ValueKind.NUMBER)
            is_sound = len(self.found) == before
            if step.op == "/" and is_sound and evaluate(step.right, {}) == 0:
                self.add(step.right, Bilingual("除数是 0", "this divides by zero"))

    def call(self, node: n.Call) -> None:
        count, least = len(node.arguments), 2 if node.function in ("min", "max") else 1
        if count < least or (least == 1 and count > 1):
            zh, en = ("至少要两个参数", "at least two arguments") if least == 2 else ("只要一个参数", "one argument")
            name = node.function
            self.add(node, Bilingual(f"{name} {zh}，这里有 {count} 个", f"{name} takes {en}, not {count}"))
        self.need(node.arguments, n.ValueKind.NUMBER)

    def compare(self, node: n.Compare) -> None:
        left, right = self.side(node.left, node.right), self.side(node.right, node.left)
        if left is None or right is None:
            return
        if left is not right:
            self.mismatch(node, left, right)
        elif left is n.ValueKind.TEXTS:
            self.add(node, Bilingual("一组文字不能这样比较", "a set of text cannot be compared like this"), USE_IN)
        elif left is not n.ValueKind.NUMBER and node.op not in ("==", "!="):
            zh, en = self.is_a(node.left, left)
            message = Bilingual(f"只有数字能比大小，{zh}", f"only numbers have an order, {en}")
            self.add(node, message, Bilingual("用 ==、!= 或 in [ ]", "use ==, != or in [ ]"))
        if left is n.ValueKind.TEXT and right is n.ValueKind.TEXT:
            self.choice(node.left, node.right)
            self.choice(node.right, node.left)

    def side(self, node: n.Node, other: n.Node) -> n.ValueKind | None:
        if isinstance(node, n.Name) and isinstance(other, n.Name):
            return self.name(node, self.scope.known(other.name) or frozenset())
        return self.kind(node)

    def mismatch(self, node: n.Compare, left: n.ValueKind, right: n.ValueKind) -> None:
        a, b = self.is_a(node.left, left), self.is_a(node.right, right)
        hint = None
        if n.ValueKind.NUMBER in (left, right):
            hint = _as_number(node.left) or _as_number(node.right)
        if n.ValueKind.TEXTS in (left, right):
            hint = USE_IN
        if hint is None and n.ValueKind.BOOLEAN in (left, right):
            fact = self.source(node.left if left is n.ValueKind.BOOLEAN else node.right)
            hint = Bilingual(f"直接写 {fact} 或 not {fact}", f"write just {fact} or not {fact}")
        literals = [side for side in (node.right, node.left) if isinstance(side, n.TextNode | n.Number | n.Boolean)]
        at = next((side for side in literals if _as_number(side)), literals[0] if literals else node)
        self.add(at, Bilingual(f"{a.zh}，{b.zh}", f"{a.en}, {b.en}"), hint)

    def member(self, node: n.Membership) -> None:
        element, container = self.side(node.element, node.container), self.kind(node.container)
        if element is not None and element is not n.ValueKind.TEXT:
            zh, en = self.is_a(node.element, element)
            self.add(node.element, Bilingual(f"{zh}，in 的左边需要文字", f"{en}, in needs text on its left"))
        if container is not None and container is not n.ValueKind.TEXTS:
            zh, en = self.is_a(node.container, container)
            self.add(
                node.container,
                Bilingual(f"{zh}，in 的右边需要一组文字", f"{en}, in needs a set of text on its right"),
                Bilingual('例如 products、waves 或 ["A", "B"]', 'such as products, waves or ["A", "B"]'),
            )
        if isinstance(node.container, n.Texts):
            for item in node.container.items:
                self.choice(node.element, item)
        elif container is n.ValueKind.TEXTS:
            self.choice(node.container, node.element)

    def choice(self, holder: n.Node, text: n.Node) -> None:
        """``text`` must be something that ``holder`` can equal or hold; otherwise the condition can never hold."""
        if not isinstance(holder, n.Name) or not isinstance(text, n.TextNode):
            return
        known = self.scope.known(holder.name)
        if known is None or text.value in known:
            return
        value, noun = shown(text.value), NOUNS.get(holder.name)
        if noun is None:
            message = Bilingual(f"{holder.name} 没有选项 “{value}”", f'{holder.name} has no choice "{value}"')
        else:
            message = Bilingual(f"没有名为 “{value}” 的{noun.zh}", f'there is no {noun.en} "{value}"')
        self.add(text, message, did_you_mean(text.value, known), CODES.get(holder.name, "bad-expression"))

    def is_a(self, node: n.Node, kind: n.ValueKind) -> Bilingual:
        source = self.source(node)
        return Bilingual(f"{source} 是{KINDS[kind].zh}", f"{source} is {KINDS[kind].en}")

    def source(self, node: n.Node) -> str:
        return shown(self.text[node.offset : node.offset + node.length])

    def add(
        self, node: n.Node, message: Bilingual, hint: Bilingual | None = None, code: FaultCode = "bad-expression"
    ) -> None:
        self.found.append(Fault(code, message, hint, node.offset, node.length))


def _as_number(node: n.Node) -> Bilingual | None:
    """Quotes around a figure are the usual mistake."""
    if isinstance(node, n.TextNode) and node.value.replace(".", "", 1).isdecimal():
        return Bilingual(f"去掉引号：{shown(node.value)}", f"write it without quotes: {shown(node.value)}")
    return None


def _as_condition(source: str, kind: n.ValueKind) -> Bilingual | None:
    examples = {
        n.ValueKind.NUMBER: f"{source} > 0",
        n.ValueKind.TEXT: f'{source} == "…"',
        n.ValueKind.TEXTS: f'"…" in {source}',
    }
    if kind not in examples:
        return None
    return Bilingual(f"写成条件，例如 {examples[kind]}", f"make it a condition, such as {examples[kind]}")
