"""The method stands whole in every playbook: four steps, eight stages, the iron triangle, attention items, waves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.check.context import Context, entries, mapping
from generator.check.references import Reference, method, misspelt, named
from generator.diagnostics import Bilingual, Diagnostic, Position, RuleDoc
from generator.library import Entry, Place
from generator.model import Playbook, Standard
from generator.model.shared import STAGES, STEPS

STEP_ORDER = RuleDoc(
    "step-order",
    Bilingual("步骤不全或次序不对", "Steps missing or out of order"),
    "每本手册和 shared/standard.yaml 都按 collect、apply、prepare、onsite 的次序写全四大步骤，一步一次；standard.yaml 还按次序写全八阶段。",
    "Every playbook and shared/standard.yaml hold the four steps once each, in the order collect, apply, prepare, onsite; standard.yaml also holds the eight "
    "stages in order.",
)


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
            yield STEP_ORDER.fault(reference.at, twice, hint)
    for name in order:
        if name not in seen:
            yield STEP_ORDER.fault(section.key, Bilingual(f"缺少 {name}", f"{name} is missing"), hint)
    wanted = [name for name in order if name in seen]
    firsts = [reference for n, reference in enumerate(references) if reference.name not in names[:n]]
    for reference, name in zip(firsts, wanted, strict=True):
        if reference.name != name:
            message = Bilingual(
                f"这里应当是 {name}，写的是 {reference.name}", f"{name} is due here, found {reference.name}"
            )
            yield STEP_ORDER.fault(reference.at, message, hint)
            return


STAGE_MISSING = RuleDoc(
    "stage-missing",
    Bilingual("阶段没放或放了两次", "Stage missing or placed twice"),
    "八阶段是一个闭环，每一阶段在某一步的 stages 里出现一次，不多不少；少了一环，后面的阶段就没有输入。",
    "The eight stages are a closed loop: each stands in the stages of exactly one step. With one missing, the next has nothing to start from.",
)


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
                    yield STAGE_MISSING.fault(at, message, hint, related=(first,))
        named = _named(playbook) | placed.keys()
        missing = {stage: titled for stage, titled in method(context.library, "stages").items() if stage not in named}
        slips = misspelt(context.library, named - set(STAGES), missing)
        for stage in missing:
            if stage not in slips:
                message = Bilingual(f"阶段 {stage} 没有放进任何一步", f"the stage {stage} is placed in no step")
                hint = Bilingual("加到它所属那一步的 stages 里。", "add it to the stages of the step it belongs to")
                yield STAGE_MISSING.fault((playbook.place / "steps").key, message, hint)


def _named(playbook: Entry[Playbook]) -> frozenset[str]:
    """Every stage that the author's steps name, also in a step that could not be taken; all, where that cannot be told."""
    steps = [mapping(step) for step in entries(playbook.original.data.get("steps"))]
    if not all(isinstance(step.get("stages", []), list) for step in steps):
        return frozenset(STAGES)
    return frozenset(stage for step in steps for stage in entries(step.get("stages")) if isinstance(stage, str))


TRIANGLE_INCOMPLETE = RuleDoc(
    "triangle-incomplete",
    Bilingual("铁三角职责不全", "The iron triangle is incomplete"),
    "客户经理、架构师、技术服务经理（roles.yaml 里 triangle: true）共同对客户负责，每一步都要在 roles 里写明各自做什么，不能空着。",
    "The account manager, the architect and the technical service manager (triangle: true in roles.yaml) answer for the customer together: roles says what "
    "each does in each of the four steps.",
)


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
                yield TRIANGLE_INCOMPLETE.fault(at, message, hint)


def _in_role(context: Context, playbook: Entry[Playbook], role: str, stated: dict[str, object]) -> Iterator[Diagnostic]:
    place, responsibilities = playbook.place / "roles" / role, playbook.model.roles[role]
    missing = {step: titled for step, titled in method(context.library, "steps").items() if step not in stated}
    slips = misspelt(context.library, [step for step in stated if step not in STEPS], missing)
    for step in STEPS:
        if step in responsibilities and not responsibilities[step] and stated[step] == []:
            message = Bilingual(f"{role} 在 {step} 的职责是空的", f"{role} has nothing to do in {step}")
            yield TRIANGLE_INCOMPLETE.fault((place / step).value, message)
        elif step in missing and step not in slips:
            message = Bilingual(f"{role} 缺少 {step} 的职责", f"{role} has no responsibilities in {step}")
            yield TRIANGLE_INCOMPLETE.fault(place.source.first_key_at(place.path), message)


FEWEST = 11
TOO_FEW_ATTENTION = RuleDoc(
    "too-few-attention",
    Bilingual("特别关注事项太少", "Too few attention items"),
    "特别关注事项要多于 10 条（停用的不算）。写不出来，多半是客户的关键链路还没有逐段排查。",
    "A playbook holds more than ten special attention items, retired ones not counted. Fewer usually means that the critical path was not walked through yet.",
)


def too_few_attention(context: Context) -> Iterator[Diagnostic]:
    """A playbook has more than ten live attention items."""
    for playbook in context.library.playbooks.values():
        # Counted as written: an item with a fault of its own is there all the same.
        count = sum("retired" not in mapping(item) for item in entries(playbook.original.data["attention"]))
        if count < FEWEST:
            message = Bilingual(f"特别关注事项只有 {count} 条", f"there are only {count} attention items")
            hint = Bilingual("要多于 10 条。", "more than ten are needed")
            yield TOO_FEW_ATTENTION.fault((playbook.place / "attention").key, message, hint)


DEFAULT_WAVE = RuleDoc(
    "default-wave",
    Bilingual("默认波次不是恰好一个", "Not exactly one default wave"),
    "客户没有写波次时，按默认波次、以活动开始为峰值来算。有两个以上波次时，恰好一个写 default: true。",
    "An event that names no waves has the default one, peaking at its start. With two or more waves, exactly one says default: true.",
)


def default_wave(context: Context) -> Iterator[Diagnostic]:
    """Of two or more waves exactly one is the default: it stands for an event that names none."""
    for playbook in context.library.playbooks.values():
        waves, place = playbook.model.waves, playbook.place / "waves"
        defaults = [name for name, wave in waves.items() if wave.default]
        for name in defaults[1:]:
            message = Bilingual(f"{defaults[0]} 已经是默认波次", f"{defaults[0]} is the default wave already")
            yield DEFAULT_WAVE.fault((place / name / "default").value, message, Bilingual("只留一个。", "keep one"))
        stated = mapping(playbook.original.data.get("waves"))
        if not defaults and len(waves) > 1 and not any(mapping(wave).get("default") for wave in stated.values()):
            message = Bilingual(f"{len(waves)} 个波次里没有默认的", f"none of the {len(waves)} waves is the default")
            hint = Bilingual("给最主要的一个写 default: true。", "write default: true at the main one")
            yield DEFAULT_WAVE.fault(place.key, message, hint)


MANUALS = (STEP_ORDER, STAGE_MISSING, TRIANGLE_INCOMPLETE, TOO_FEW_ATTENTION, DEFAULT_WAVE)
