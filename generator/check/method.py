"""The method stands whole in every playbook: four steps, eight stages, the iron triangle, attention items, waves."""

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.check.context import Context, entries, mapping
from generator.check.references import Reference, method, misspelt, named
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic, Position
from generator.library import Entry, Place
from generator.model import Playbook, Standard
from generator.model.shared import STAGES, STEPS


def step_order(context: Context) -> Iterator[Diagnostic]:
    """The four steps and the eight stages stand whole and in the order of the method."""
    for playbook in context.library.playbooks.values():
        yield from _in_playbook(playbook)
    if context.library.standard:
        yield from _in_standard(context.library.standard)


def _in_playbook(playbook: Entry[Playbook]) -> Iterator[Diagnostic]:
    references = list(named(playbook.model, playbook.place, "steps/*/step"))
    if len(references) != len(entries(playbook.original.data.get("steps"))):
        return  # A step was left out: its own fault is said, and what remains says nothing of the order.
    yield from _out_of_order(references, STEPS, playbook.place / "steps")


def _in_standard(standard: Entry[Standard]) -> Iterator[Diagnostic]:
    for section, order in (("steps", STEPS), ("stages", STAGES)):
        references = list(named(standard.model, standard.place, f"{section}/@"))
        if len(references) == len(standard.original.data[section]):
            yield from _out_of_order(references, order, standard.place / section)


def _out_of_order(references: list[Reference], order: Sequence[str], section: Place) -> Iterator[Diagnostic]:
    names = [reference.name for reference in references]
    if not set(names) <= set(order):
        return  # An unknown name is said as such; which place it was meant for is anybody's guess.
    ordered = Bilingual("、".join(order), ", ".join(order))
    hint = Bilingual(f"次序是：{ordered.zh}", f"the order is: {ordered.en}")
    seen: Counter[str] = Counter()
    for reference in references:
        seen[reference.name] += 1
        if seen[reference.name] > 1:
            twice = Bilingual(f"{reference.name} 写了两次", f"{reference.name} stands twice")
            yield diagnostic("step-order", reference.at, twice, hint)
    for name in order:
        if name not in seen:
            yield diagnostic("step-order", section.key, Bilingual(f"缺少 {name}", f"{name} is missing"), hint)
    wanted = [name for name in order if name in seen]
    firsts = [reference for n, reference in enumerate(references) if reference.name not in names[:n]]
    for reference, name in zip(firsts, wanted, strict=True):
        if reference.name != name:
            message = Bilingual(
                f"这里应当是 {name}，写的是 {reference.name}", f"{name} is due here, found {reference.name}"
            )
            yield diagnostic("step-order", reference.at, message, hint)
            return


def stage_missing(context: Context) -> Iterator[Diagnostic]:
    """Each of the eight stages is placed exactly once over the steps of a playbook."""
    for playbook in context.library.playbooks.values():
        placed: dict[str, Position] = {}
        for s, step in enumerate(playbook.model.steps):
            for n, stage in enumerate(step.stages):
                at = (playbook.place / "steps" / s / "stages" / n).value
                first = placed.setdefault(stage, at)
                if first is not at and stage in STAGES:
                    message = Bilingual(f"阶段 {stage} 放了两次", f"the stage {stage} is placed twice")
                    hint = Bilingual(
                        f"第一次在第 {first.line} 行，留一个。", f"it first stands in line {first.line}; keep one"
                    )
                    yield diagnostic("stage-missing", at, message, hint, related=(first,))
        named = _named(playbook) | placed.keys()
        missing = {stage: titled for stage, titled in method(context.library, "stages").items() if stage not in named}
        slips = misspelt(context.library, named - set(STAGES), missing)
        for stage in missing:
            if stage not in slips:
                message = Bilingual(f"阶段 {stage} 没有放进任何一步", f"the stage {stage} is placed in no step")
                hint = Bilingual("加到它所属那一步的 stages 里。", "add it to the stages of the step it belongs to")
                yield diagnostic("stage-missing", (playbook.place / "steps").key, message, hint)


def _named(playbook: Entry[Playbook]) -> frozenset[str]:
    """Every stage that the author's steps name, also in a step that could not be taken; all, where that cannot be told."""
    steps = [mapping(step) for step in entries(playbook.original.data.get("steps"))]
    if not all(isinstance(step.get("stages", []), list) for step in steps):
        return frozenset(STAGES)
    return frozenset(stage for step in steps for stage in entries(step.get("stages")) if isinstance(stage, str))


def triangle_incomplete(context: Context) -> Iterator[Diagnostic]:
    """Each role of the iron triangle has responsibilities in all four steps of a playbook."""
    roles = context.library.roles
    if roles is None:
        return
    known = roles.model.root
    triangle = [name for name, role in known.items() if role.triangle]
    for playbook in context.library.playbooks.values():
        stated = mapping(playbook.original.data.get("roles"))
        missing = [role for role in triangle if role not in stated]
        slips = misspelt(context.library, stated.keys() - known.keys(), {role: known[role] for role in missing})
        for role in triangle:
            if role in playbook.model.roles:
                yield from _in_role(context, playbook, role, mapping(stated.get(role)))
            elif role in missing and role not in slips:
                title = known[role].title.words
                message = Bilingual(
                    f"铁三角缺少 {role}（{title.zh}）的职责", f"the iron triangle lacks {role} ({title.en})"
                )
                at = playbook.place.source.first_key_at((*playbook.place.path, "roles"))
                hint = Bilingual("在 roles 里写上四步的职责。", "state its responsibilities in all four steps")
                yield diagnostic("triangle-incomplete", at, message, hint)


def _in_role(context: Context, playbook: Entry[Playbook], role: str, stated: dict[str, object]) -> Iterator[Diagnostic]:
    place, responsibilities = playbook.place / "roles" / role, playbook.model.roles[role]
    missing = {step: titled for step, titled in method(context.library, "steps").items() if step not in stated}
    slips = misspelt(context.library, [step for step in stated if step not in STEPS], missing)
    for step in STEPS:
        if step in responsibilities and not responsibilities[step] and stated[step] == []:
            message = Bilingual(f"{role} 在 {step} 的职责是空的", f"{role} has nothing to do in {step}")
            yield diagnostic("triangle-incomplete", (place / step).value, message)
        elif step in missing and step not in slips:
            message = Bilingual(f"{role} 缺少 {step} 的职责", f"{role} has no responsibilities in {step}")
            yield diagnostic("triangle-incomplete", place.source.first_key_at(place.path), message)


FEWEST = 11


def too_few_attention(context: Context) -> Iterator[Diagnostic]:
    """A playbook has more than ten live attention items."""
    for playbook in context.library.playbooks.values():
        # Counted as written: an item with a fault of its own is there all the same.
        count = sum("retired" not in mapping(item) for item in entries(playbook.original.data["attention"]))
        if count < FEWEST:
            message = Bilingual(f"特别关注事项只有 {count} 条", f"there are only {count} attention items")
            hint = Bilingual("要多于 10 条。", "more than ten are needed")
            yield diagnostic("too-few-attention", (playbook.place / "attention").key, message, hint)


def default_wave(context: Context) -> Iterator[Diagnostic]:
    """Of two or more waves exactly one is the default: it stands for an event that names none."""
    for playbook in context.library.playbooks.values():
        waves, place = playbook.model.waves, playbook.place / "waves"
        defaults = [name for name, wave in waves.items() if wave.default]
        for name in defaults[1:]:
            message = Bilingual(f"{defaults[0]} 已经是默认波次", f"{defaults[0]} is the default wave already")
            yield diagnostic(
                "default-wave", (place / name / "default").value, message, Bilingual("只留一个。", "keep one")
            )
        stated = mapping(playbook.original.data.get("waves"))
        if not defaults and len(waves) > 1 and not any(mapping(wave).get("default") for wave in stated.values()):
            message = Bilingual(f"{len(waves)} 个波次里没有默认的", f"none of the {len(waves)} waves is the default")
            hint = Bilingual("给最主要的一个写 default: true。", "write default: true at the main one")
            yield diagnostic("default-wave", place.key, message, hint)
