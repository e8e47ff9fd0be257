"""The four steps and the eight stages stand whole and in the order of the method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.check.context import Context
from generator.check.references import Reference
from generator.check.written import entries
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry, Place
from generator.model import Playbook, Standard
from generator.model.shared import STAGES, STEPS

CODE = "step-order"
MANUAL = Manual(
    CODE,
    Words("步骤不全或次序不对", "Steps missing or out of order"),
    Words(
        "每本手册和 shared/standard.yaml 都按 collect、apply、prepare、onsite 的次序写全四大步骤，一步一次；standard.yaml 还按次序写全八阶段。",
        "Every playbook and shared/standard.yaml hold the four steps once each, in the order collect, apply, prepare, onsite; standard.yaml also holds the eight "
        "stages in order.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    for playbook in context.library.playbooks.values():
        yield from _in_playbook(playbook)
    if context.library.standard:
        yield from _in_standard(context.library.standard)


def _in_playbook(playbook: Entry[Playbook]) -> Iterator[Diagnostic]:
    steps = playbook.model.steps
    if len(steps) != len(entries(playbook.written.data.get("steps"))):
        return  # A step was left out: its own fault is said, and what remains says nothing of the order.
    references = [Reference(step.step, playbook.place / "steps" / n / "step") for n, step in enumerate(steps)]
    yield from _out_of_order(references, STEPS, playbook.place / "steps")


def _in_standard(standard: Entry[Standard]) -> Iterator[Diagnostic]:
    sections: tuple[tuple[str, Sequence[str], Sequence[str]], ...] = (
        ("steps", list(standard.model.steps), STEPS),
        ("stages", list(standard.model.stages), STAGES),
    )
    whole = standard.written.data
    for section, names, order in sections:
        if len(names) == len(whole[section]):
            place = standard.place / section
            yield from _out_of_order([Reference(name, place / name, on_key=True) for name in names], order, place)


def _out_of_order(references: list[Reference], order: Sequence[str], section: Place) -> Iterator[Diagnostic]:
    names = [reference.name for reference in references]
    if not set(names) <= set(order):
        return  # An unknown name is said as such; which place it was meant for is anybody's guess.
    ordered = Words("、".join(order), ", ".join(order))
    hint = Words(f"次序是：{ordered.zh}", f"the order is: {ordered.en}")
    seen: Counter[str] = Counter()
    for reference in references:
        seen[reference.name] += 1
        if seen[reference.name] > 1:
            yield Diagnostic(
                CODE, reference.at, Words(f"{reference.name} 写了两次", f"{reference.name} stands twice"), hint
            )
    for name in order:
        if name not in seen:
            yield Diagnostic(CODE, section.key, Words(f"缺少 {name}", f"{name} is missing"), hint)
    wanted = [name for name in order if name in seen]
    for reference, name in zip(_first_of_each(references), wanted, strict=True):
        if reference.name != name:
            message = Words(
                f"这里应当是 {name}，写的是 {reference.name}", f"{name} is due here, found {reference.name}"
            )
            yield Diagnostic(CODE, reference.at, message, hint)
            return


def _first_of_each(references: list[Reference]) -> list[Reference]:
    firsts: dict[str, Reference] = {}
    for reference in references:
        firsts.setdefault(reference.name, reference)
    return list(firsts.values())
