"""Facts and their answers agree with each other."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from generator.check.context import Context
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic, did_you_mean
from generator.expressions import ExpressionError, Value, evaluate, number, parse
from generator.expressions.nodes import BUILT_IN
from generator.i18n.units import unit
from generator.library import Place
from generator.model import Playbook, meant
from generator.model.playbook import Estimate, Fact
from generator.model.text import shown
from generator.source import Path

RESERVED = frozenset((*BUILT_IN, "and", "or", "not", "in", "true", "false", "ceil", "floor", "round", "min", "max"))


def fact_definition(context: Context) -> Iterator[Diagnostic]:
    """A fact's definition agrees with itself: choices, bounds and a name that an expression can say."""
    for playbook in context.library.playbooks.values():
        for name, fact in playbook.model.facts.items():
            place = playbook.place / "facts" / name
            if name in RESERVED:
                message = Bilingual(f"“{name}” 在表达式里另有含义", f'"{name}" means something else in expressions')
                yield diagnostic(
                    "fact-definition", place.key, message, Bilingual("换一个名字。", "choose another name")
                )
            yield from _choices(fact, place)
            yield from _bounds(fact, place)


def _choices(fact: Fact, place: Place) -> Iterator[Diagnostic]:
    stated = "choices" in place.source.nearest(place.path).keys
    if fact.type == "choice" and not fact.choices:
        message = Bilingual("选择题没有选项", "a choice has no choices")
        hint = Bilingual("写上 choices: […]。", "add choices: […]")
        yield diagnostic("fact-definition", (place / "type").value, message, hint)
    elif fact.type != "choice" and stated:
        message = Bilingual(f"类型 {fact.type} 没有 choices", f"a {fact.type} has no choices")
        hint = Bilingual("把类型改成 choice，或删掉 choices。", "make the type choice, or remove the choices")
        yield diagnostic("fact-definition", (place / "choices").key, message, hint)


def _bounds(fact: Fact, place: Place) -> Iterator[Diagnostic]:
    bounds = {"min": fact.min, "max": fact.max}
    if fact.type not in ("number", "integer"):
        for key, bound in bounds.items():
            if bound is not None:
                message = Bilingual(f"类型 {fact.type} 没有 {key}", f"a {fact.type} has no {key}")
                yield diagnostic("fact-definition", (place / key).key, message, Bilingual("删掉这一行。", "remove it"))
    elif fact.min is not None and fact.max is not None and fact.min > fact.max:
        message = Bilingual("min 大于 max", "min is above max")
        yield diagnostic("fact-definition", (place / "max").value, message, Bilingual("把两个数对调。", "swap the two"))


_WANTED = {
    "number": Bilingual("数字", "a number"),
    "integer": Bilingual("整数", "a whole number"),
    "text": Bilingual("文本", "text"),
    "boolean": Bilingual(" true 或 false", "true or false"),
    "choice": Bilingual("选项之一", "one of its choices"),
}
_SUITS: dict[str, Callable[[Any, Fact], bool]] = {
    "number": lambda answer, _: isinstance(answer, Fraction),
    "integer": lambda answer, _: isinstance(answer, Fraction) and answer.denominator == 1,
    "text": lambda answer, _: isinstance(answer, str),
    "boolean": lambda answer, _: isinstance(answer, bool),
    "choice": lambda answer, fact: isinstance(answer, str) and (answer in fact.choices or not fact.choices),
}
Fault = tuple[Bilingual, Bilingual | None]


def fact_answer(context: Context) -> Iterator[Diagnostic]:
    """A customer's answer suits the fact it answers: its type, its bounds, its choices."""
    for engagement, playbook in context.engagements():
        facts, model = playbook.model.facts, engagement.model
        for name, answer in model.facts.items():
            if name not in facts:
                continue
            # A bare answer has no ``value`` key; the place of one is then the answer itself.
            yield from _judge(name, facts[name], answer.value, engagement.place, ("facts", name, "value"))
            if answer.worst is None:
                continue
            if facts[name].type in ("number", "integer"):
                yield from _judge(name, facts[name], answer.worst, engagement.place, ("facts", name, "worst"))
            else:
                message = Bilingual(f"{name} 不是数字，没有 worst", f"{name} is no figure and has no worst")
                at = (engagement.place / "facts" / name / "worst").key
                yield diagnostic("fact-answer", at, message, Bilingual("删掉 worst。", "remove worst"))
        for name, figure in model.retrospective.actual.items() if model.retrospective else ():
            if name in facts:
                yield from _judge(name, facts[name], figure, engagement.place, ("retrospective", "actual", name))


def _judge(name: str, fact: Fact, answer: Any, file: Place, path: Path) -> Iterator[Diagnostic]:
    fault = _wrong_type(name, fact, answer) or _out_of_bounds(name, fact, answer)
    if fault:
        yield diagnostic("fact-answer", file.source.value_at(path), *fault)


def _wrong_type(name: str, fact: Fact, answer: Any) -> Fault | None:
    if _SUITS[fact.type](answer, fact):
        return None
    wanted, found = _WANTED[fact.type], _said(answer)
    message = Bilingual(f"{name} 应当是{wanted.zh}，读到的是 {found}", f"{name} should be {wanted.en}, found {found}")
    return message, _repair(fact, answer)


def _repair(fact: Fact, answer: Any) -> Bilingual | None:
    if fact.type == "choice":
        return did_you_mean(_said(answer).strip('"'), fact.choices)
    if fact.type == "text":
        return Bilingual("用双引号括起来。", "put it in double quotes")
    if fact.type == "boolean":
        word = meant.boolean(answer) or "true/false"
        return Bilingual(f"写 {word}，不加引号。", f"write {word}, without quotes")
    return _figure(fact, answer) if isinstance(answer, str) else None


def _figure(fact: Fact, answer: str) -> Bilingual:
    """The figure alone; where its unit is another than the fact's, nobody but the author can convert it."""
    found, asked = meant.figure(answer), fact.unit or ""
    zh, en = unit(asked)
    if found and (not found.unit or meant.plain(asked).casefold() == found.unit or (not asked and meant.count(answer))):
        behind = Bilingual(f"，单位是 {zh}", f"; the unit is {en}") if asked else Bilingual("", "")
        return Bilingual(
            f"只写数字，不加引号：{found.digits}{behind.zh}",
            f"write the figure alone, without quotes: {found.digits}{behind.en}",
        )
    if found and asked:
        return Bilingual(f"换算成 {zh}，只写数字。", f"convert it to {en} and write the figure alone")
    return Bilingual(
        "只写一个数字：预计的写在 value，最坏的写在 worst；还没有答案就删掉这一行。",
        "write one figure: what is expected as value, the worst as worst; while there is no answer, remove the line",
    )


def _out_of_bounds(name: str, fact: Fact, answer: Any) -> Fault | None:
    if not isinstance(answer, Fraction) or _is_reversed(fact):
        return None
    for bound, sign, outside in ((fact.min, "≥", "below"), (fact.max, "≤", "above")):
        if bound is not None and (answer < bound if outside == "below" else answer > bound):
            said, limit = number(answer), number(bound)
            message = Bilingual(
                f"{name} 应当 {sign} {limit}，读到的是 {said}", f"{name} should be {sign} {limit}, found {said}"
            )
            zh, en = unit(fact.unit or "")
            return message, Bilingual(f"核对单位：这里是 {zh}。", f"look at the unit: it is {en}") if en else None
    return None


def _is_reversed(fact: Fact) -> bool:
    """Bounds that contradict each other are a fault of the definition, said there."""
    return fact.min is not None and fact.max is not None and fact.min > fact.max


def _said(answer: Any) -> str:
    return number(answer) if isinstance(answer, Fraction) else shown(answer)


_ANY: Mapping[str, Value] = {"boolean": True, "text": "", "choice": ""}


def worst_case(context: Context) -> Iterator[Diagnostic]:
    """The worst case of an answer is no better than what is expected."""
    for engagement, playbook in context.engagements():
        facts = playbook.model.facts
        # An answer of another type is a fault by itself, and nothing to reckon with.
        answers = {
            name: answer
            for name, answer in engagement.model.facts.items()
            if name in facts and _SUITS[facts[name].type](answer.value, facts[name])
        }
        # Where an input is not known yet, any figure shows the direction as well.
        values: dict[str, Value | None] = {name: _ANY.get(fact.type, Fraction(1)) for name, fact in facts.items()}
        values |= {name: answer.value for name, answer in answers.items()}
        for name, answer in answers.items():
            if not isinstance(answer.value, Fraction) or answer.worst is None:
                continue
            if _is_better(playbook.model, name, answer.worst, values):
                worst, value = number(answer.worst), number(answer.value)
                message = Bilingual(
                    f"{name} 的 worst {worst} 比 value {value} 还好",
                    f"the worst of {name}, {worst}, is better than its value {value}",
                )
                side = Bilingual("低", "lower") if answer.worst > answer.value else Bilingual("高", "higher")
                hint = Bilingual(
                    f"这里最坏应当更{side.zh}；两个数写反了就对调。",
                    f"the worst should be {side.en} here; swap the two if they were mixed up",
                )
                place = engagement.place / "facts" / name / "worst"
                yield diagnostic("worst-case", place.value, message, hint)


def _is_better(playbook: Playbook, name: str, worst: Fraction, values: Mapping[str, Value | None]) -> bool:
    """Whether the worst case lowers the utilisation of some estimate and raises that of none."""
    changes = set()
    for estimate in playbook.estimates:
        expected, at_worst = _utilisation(estimate, values), _utilisation(estimate, {**values, name: worst})
        if expected is not None and at_worst is not None:
            changes.add((at_worst > expected) - (at_worst < expected))
    return -1 in changes and 1 not in changes


def _utilisation(estimate: Estimate, values: Mapping[str, Value | None]) -> Fraction | None:
    try:
        found = [evaluate(parse(text), values) for text in (estimate.demand, estimate.per_unit, estimate.have)]
    except ExpressionError:
        return None
    figures = [figure for figure in found if isinstance(figure, Fraction) and figure > 0]
    return figures[0] / (figures[1] * figures[2]) if len(figures) == 3 else None
