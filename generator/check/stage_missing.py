"""Each of the eight stages is placed exactly once over the steps of a playbook."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import meant
from generator.check.written import entries, mapping
from generator.diagnostics import Diagnostic, Manual, Position, Words
from generator.library import Entry
from generator.model import Playbook
from generator.model.shared import STAGES

CODE = "stage-missing"
MANUAL = Manual(
    CODE,
    Words("阶段没放或放了两次", "Stage missing or placed twice"),
    Words(
        "八阶段是一个闭环，每一阶段在某一步的 stages 里出现一次，不多不少；少了一环，后面的阶段就没有输入。",
        "The eight stages are a closed loop: each stands in the stages of exactly one step. With one missing, the next has nothing to start from.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    for playbook in context.library.playbooks.values():
        placed: dict[str, Position] = {}
        for s, step in enumerate(playbook.model.steps):
            for n, stage in enumerate(step.stages):
                at = (playbook.place / "steps" / s / "stages" / n).value
                first = placed.setdefault(stage, at)
                if first is not at and stage in STAGES:
                    message = Words(f"阶段 {stage} 放了两次", f"the stage {stage} is placed twice")
                    hint = Words(
                        f"第一次在第 {first.line} 行，留一个。", f"it first stands in line {first.line}; keep one"
                    )
                    yield Diagnostic(CODE, at, message, hint, related=(first,))
        named = _named(playbook) | placed.keys()
        missing = [stage for stage in STAGES if stage not in named]
        slips = meant(named - set(STAGES), missing)
        for stage in missing:
            if stage not in slips:
                message = Words(f"阶段 {stage} 没有放进任何一步", f"the stage {stage} is placed in no step")
                hint = Words("加到它所属那一步的 stages 里。", "add it to the stages of the step it belongs to")
                yield Diagnostic(CODE, (playbook.place / "steps").key, message, hint)


def _named(playbook: Entry[Playbook]) -> frozenset[str]:
    """Every stage that the author's steps name, also in a step that could not be taken; all, where that cannot be told."""
    steps = [mapping(step) for step in entries(playbook.written.data.get("steps"))]
    if not all(isinstance(step.get("stages", []), list) for step in steps):
        return frozenset(STAGES)
    return frozenset(stage for step in steps for stage in entries(step.get("stages")) if isinstance(stage, str))
