"""Every playbook that an engagement or a case names is a file of playbooks/."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, stems, unknown
from generator.diagnostics import Diagnostic, Manual, Words

CODE = "unknown-playbook"
MANUAL = Manual(
    CODE,
    Words("没有这本手册", "Unknown playbook"),
    Words(
        "客户文件的 playbook 和案例的 kind 写手册的文件名（不带 .yaml），例如 ecommerce-promotion。",
        "An engagement's playbook and a case's kind are a playbook's file name without .yaml, such as ecommerce-promotion.",
    ),
)
_NOUN = Words("这本手册", "playbook")


def check(context: Context) -> Iterator[Diagnostic]:
    known = stems(context.library, "playbook")
    for engagement in context.library.engagements.values():
        reference = Reference(engagement.model.playbook, engagement.place / "playbook")
        yield from unknown(context, CODE, _NOUN, reference, known)
    for case in context.library.cases.values():
        yield from unknown(context, CODE, _NOUN, Reference(case.model.kind, case.place / "kind"), known)
