"""Every step that a file names is one of the four."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, keys, unknown, value
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Library
from generator.model.item import Attention
from generator.model.shared import STEPS

CODE = "unknown-step"
MANUAL = Manual(
    CODE,
    Words("没有这个步骤", "Unknown step"),
    Words(
        "四大步骤只有 collect、apply、prepare、onsite；特别关注事项的 step 和各角色的职责都写其中之一。",
        "There are four steps: collect, apply, prepare, onsite. An attention item's step and each role's responsibilities name one of them.",
    ),
)
_NOUN = Words("这个步骤", "step")


def check(context: Context) -> Iterator[Diagnostic]:
    for reference in _references(context.library):
        yield from unknown(context, CODE, _NOUN, reference, STEPS)


def _references(library: Library) -> Iterator[Reference]:
    if library.standard:
        yield from keys(library.standard.model.steps, library.standard.place / "steps")
    for playbook in library.playbooks.values():
        for n, step in enumerate(playbook.model.steps):
            yield Reference(step.step, playbook.place / "steps" / n / "step")
        for role, responsibilities in playbook.model.roles.items():
            yield from keys(responsibilities, playbook.place / "roles" / role)
        for n, item in enumerate(playbook.model.attention):
            if isinstance(item, Attention):
                yield Reference(item.step, playbook.place / "attention" / n / "step")
    for engagement in library.engagements.values():
        for n, extra in enumerate(engagement.model.extra):
            yield from value(extra.step, engagement.place / "extra" / n / "step")
