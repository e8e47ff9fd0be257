"""An engagement answers only facts that its playbook asks for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import keys, unknown
from generator.check.written import lost
from generator.diagnostics import Diagnostic, Manual, Words

CODE = "unknown-fact"
MANUAL = Manual(
    CODE,
    Words("没有这个事实", "Unknown fact"),
    Words(
        "客户文件 facts 和复盘 actual 的键、表达式里的名字，都要在该手册的 facts 里声明过。拼错的事实等于没有回答。",
        "The keys of an engagement's facts and of its retrospective's actual, and the names in an expression, are declared in the playbook's facts. A misspelt "
        "fact counts as unanswered.",
    ),
)
_NOUN = Words("这个事实", "fact")


def check(context: Context) -> Iterator[Diagnostic]:
    for engagement, playbook in context.engagements():
        if lost(playbook, "facts"):
            continue
        asked = playbook.model.facts
        for reference in keys(engagement.model.facts, engagement.place / "facts"):
            yield from unknown(context, CODE, _NOUN, reference, asked)
        actual = engagement.model.retrospective.actual if engagement.model.retrospective else ()
        for reference in keys(actual, engagement.place / "retrospective" / "actual"):
            yield from unknown(context, CODE, _NOUN, reference, asked)
