"""A customer's answer suits the fact it answers: its type, its bounds, its choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Words, did_you_mean
from generator.expressions import number
from generator.library import Place
from generator.model.playbook import Fact
from generator.model.text import shown
from generator.source import Path

CODE = "fact-answer"
MANUAL = Manual(
    CODE,
    Words("回答与事实不符", "An answer does not suit its fact"),
    Words(
        "数字只写数字，单位在手册里；是非题写 true 或 false；选择题写其中一个选项；超出 min、max 多半是单位弄错了（每秒还是每天，GB 还是 MB）。只有数字才有 worst。",
        "A figure stands alone, its unit is in the playbook; a yes or no is true or false; a choice is one of its choices; a figure outside min and max is usually a "
        "slip of unit (per second or per day, GB or MB). Only figures have a worst.",
    ),
)
_FIGURE = re.compile(r"\s*([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)(.*)", re.DOTALL | re.ASCII)
_WANTED = {
    "number": Words("数字", "a number"),
    "integer": Words("整数", "a whole number"),
    "text": Words("文本", "text"),
    "boolean": Words(" true 或 false", "true or false"),
    "choice": Words("选项之一", "one of its choices"),
}
_SUITS: dict[str, Callable[[Any, Fact], bool]] = {
    "number": lambda answer, _: isinstance(answer, Fraction),
    "integer": lambda answer, _: isinstance(answer, Fraction) and answer.denominator == 1,
    "text": lambda answer, _: isinstance(answer, str),
    "boolean": lambda answer, _: isinstance(answer, bool),
    "choice": lambda answer, fact: isinstance(answer, str) and (answer in fact.choices or not fact.choices),
}
Fault = tuple[Words, Words | None]


def check(context: Context) -> Iterator[Diagnostic]:
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
                message = Words(f"{name} 不是数字，没有 worst", f"{name} is no figure and has no worst")
                at = (engagement.place / "facts" / name / "worst").key
                yield Diagnostic(CODE, at, message, Words("删掉 worst。", "remove worst"))
        for name, figure in model.retrospective.actual.items() if model.retrospective else ():
            if name in facts:
                yield from _judge(name, facts[name], figure, engagement.place, ("retrospective", "actual", name))


def _judge(name: str, fact: Fact, answer: Any, file: Place, path: Path) -> Iterator[Diagnostic]:
    fault = _wrong_type(name, fact, answer) or _out_of_bounds(name, fact, answer)
    if fault:
        yield Diagnostic(CODE, file.source.value_at(path), *fault)


def _wrong_type(name: str, fact: Fact, answer: Any) -> Fault | None:
    if _SUITS[fact.type](answer, fact):
        return None
    wanted, found = _WANTED[fact.type], _said(answer)
    message = Words(f"{name} 应当是{wanted.zh}，读到的是 {found}", f"{name} should be {wanted.en}, found {found}")
    return message, _repair(fact, answer)


def _repair(fact: Fact, answer: Any) -> Words | None:
    if fact.type == "choice":
        return did_you_mean(_said(answer).strip('"'), fact.choices)
    if fact.type == "text":
        return Words("用双引号括起来。", "put it in double quotes")
    if fact.type == "boolean":
        return Words("写 true 或 false，不加引号。", "write true or false, without quotes")
    figure = _FIGURE.fullmatch(answer) if isinstance(answer, str) else None
    if figure:
        alone = figure[1].replace(",", "")
        unit = Words(f"，单位是 {fact.unit}", f"; the unit is {fact.unit}") if fact.unit else Words("", "")
        return Words(
            f"只写数字，不加引号：{alone}{unit.zh}", f"write the figure alone, without quotes: {alone}{unit.en}"
        )
    return None


def _out_of_bounds(name: str, fact: Fact, answer: Any) -> Fault | None:
    if not isinstance(answer, Fraction) or _is_reversed(fact):
        return None
    for bound, sign, outside in ((fact.min, "≥", "below"), (fact.max, "≤", "above")):
        if bound is not None and (answer < bound if outside == "below" else answer > bound):
            said, limit = number(answer), number(bound)
            message = Words(
                f"{name} 应当 {sign} {limit}，读到的是 {said}", f"{name} should be {sign} {limit}, found {said}"
            )
            unit = fact.unit
            return message, Words(f"核对单位：这里是 {unit}。", f"look at the unit: it is {unit}") if unit else None
    return None


def _is_reversed(fact: Fact) -> bool:
    """Bounds that contradict each other are a fault of the definition, said there."""
    return fact.min is not None and fact.max is not None and fact.min > fact.max


def _said(answer: Any) -> str:
    return number(answer) if isinstance(answer, Fraction) else shown(answer)
