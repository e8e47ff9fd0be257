"""A fact's definition agrees with itself: choices, bounds and a name that an expression can say."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Words
from generator.expressions.scope import BUILT_IN
from generator.library import Place
from generator.model.playbook import Fact

CODE = "fact-definition"
MANUAL = Manual(
    CODE,
    Words("事实的定义前后不一", "A fact contradicts itself"),
    Words(
        "type: choice 要有 choices，别的类型不能有；min、max 只用于 number 和 integer，min 不大于 max；products、waves、level 和表达式里的词不能作事实的名字。",
        "A choice has choices and no other type does; min and max belong to number and integer, and min is not above max; products, waves, level and the words "
        "of expressions cannot name a fact.",
    ),
)
RESERVED = frozenset(
    {*BUILT_IN, "and", "or", "not", "in", "true", "false", "ceil", "floor", "round", "min", "max"},
)


def check(context: Context) -> Iterator[Diagnostic]:
    for playbook in context.library.playbooks.values():
        for name, fact in playbook.model.facts.items():
            place = playbook.place / "facts" / name
            if name in RESERVED:
                message = Words(f"“{name}” 在表达式里另有含义", f'"{name}" means something else in expressions')
                yield Diagnostic(CODE, place.key, message, Words("换一个名字。", "choose another name"))
            yield from _choices(fact, place)
            yield from _bounds(fact, place)


def _choices(fact: Fact, place: Place) -> Iterator[Diagnostic]:
    stated = "choices" in place.source.nearest(place.path).keys
    if fact.type == "choice" and not fact.choices:
        message = Words("选择题没有选项", "a choice has no choices")
        yield Diagnostic(CODE, (place / "type").value, message, Words("写上 choices: […]。", "add choices: […]"))
    elif fact.type != "choice" and stated:
        message = Words(f"类型 {fact.type} 没有 choices", f"a {fact.type} has no choices")
        hint = Words("把类型改成 choice，或删掉 choices。", "make the type choice, or remove the choices")
        yield Diagnostic(CODE, (place / "choices").key, message, hint)


def _bounds(fact: Fact, place: Place) -> Iterator[Diagnostic]:
    bounds = {"min": fact.min, "max": fact.max}
    if fact.type not in ("number", "integer"):
        for key, bound in bounds.items():
            if bound is not None:
                message = Words(f"类型 {fact.type} 没有 {key}", f"a {fact.type} has no {key}")
                yield Diagnostic(CODE, (place / key).key, message, Words("删掉这一行。", "remove it"))
    elif fact.min is not None and fact.max is not None and fact.min > fact.max:
        message = Words("min 大于 max", "min is above max")
        yield Diagnostic(CODE, (place / "max").value, message, Words("把两个数对调。", "swap the two"))
