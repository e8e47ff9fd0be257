"""Every stage that a file names is one of the eight."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import keys, unknown, values
from generator.diagnostics import Diagnostic, Manual, Words
from generator.model.shared import STAGES

CODE = "unknown-stage"
MANUAL = Manual(
    CODE,
    Words("没有这个阶段", "Unknown stage"),
    Words(
        "八阶段的 id 是固定的：customer-information、capability-baseline、expansion-estimate、product-risk、scenario-risk、avoidance、onsite-support、review。",
        "The eight stages have fixed ids: customer-information, capability-baseline, expansion-estimate, product-risk, scenario-risk, avoidance, onsite-support, review.",
    ),
)
_NOUN = Words("这个阶段", "stage")


def check(context: Context) -> Iterator[Diagnostic]:
    standard = context.library.standard
    for reference in keys(standard.model.stages, standard.place / "stages") if standard else ():
        yield from unknown(context, CODE, _NOUN, reference, STAGES)
    for playbook in context.library.playbooks.values():
        for n, step in enumerate(playbook.model.steps):
            for reference in values(step.stages, playbook.place / "steps" / n / "stages"):
                yield from unknown(context, CODE, _NOUN, reference, STAGES)
