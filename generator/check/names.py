"""Which names files use of what is defined elsewhere, and the fault of one that nothing defines: what the ``unknown-…`` rules share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from generator.check.context import Context
from generator.check.references import Reference, hint_of
from generator.diagnostics import Bilingual, Diagnostic
from generator.library import at_last, kind_of
from generator.model.item import Retired
from generator.model.text import shown

_CALLED = {
    "role": "这个角色", "step": "这个步骤", "stage": "这个阶段", "product": "这个产品", "fact": "这个事实", "case": "这个案例", "item": "这个事项",
    "plan": "这个预案", "playbook": "这本手册", "wave": "这个波次", "level": "这个重保等级", "estimate": "这项测算", "calendar": "这份日历",
}  # fmt: skip
"""What may be named → how it is called in Chinese."""


def unknown(
    context: Context,
    noun: str,
    references: Iterable[Reference],
    known: Collection[str],
    *,
    called: Bilingual | None = None,
    hints: Mapping[str, Bilingual] = {},
    gone: Mapping[str, Retired] = {},
) -> Iterator[Diagnostic]:
    """The faults of names that are not ``known``; none where what defines one was left out, since that is said already.

    ``called`` completes the sentences “没有…” and “… is no …”. Where ``known`` maps ids to what they stand for, a title leads to its
    id, unless ``hints`` has more to say of the name. A name that is ``gone`` was known once.
    """
    called = called or Bilingual(_CALLED[noun], noun)
    for reference in references:
        if reference.name in known:
            continue
        if reference.name in gone:
            yield _still_used(f"unknown-{noun}", reference, gone)
        elif reference.name not in context.library.unresolvable:
            label, name = reference.label, shown(reference.name)
            message = Bilingual(f"{label} {name}：没有{called.zh}", f"{label} {name} is no {called.en}")
            hint = hints.get(reference.name) or hint_of(context.library, reference.name, known)
            yield Diagnostic(f"unknown-{noun}", reference.at, message, hint)


def _still_used(code: str, reference: Reference, gone: Mapping[str, Retired]) -> Diagnostic:
    """The fault of a reference to a retired id: the hint names what took its place."""
    id, day, instead = reference.name, gone[reference.name].on.isoformat(), at_last(reference.name, gone)
    message = Bilingual(f'{reference.label} "{id}"：已停用', f'{reference.label} "{id}" is retired')
    if instead and kind_of(reference.at.file) == "engagement":
        follow = f"playbook rebase {PurePosixPath(reference.at.file).stem}"
        hint = Bilingual(
            f"{id} 已于 {day} 停用，由 {instead} 接替；运行 {follow}，它会跟过去，记录不丢。",
            f"{id} was retired on {day} in favour of {instead}; run {follow}, which takes it there and loses nothing",
        )
    elif instead:
        hint = Bilingual(f"{id} 已于 {day} 停用，改用 {instead}。", f"{id} was retired on {day}; use {instead} instead")
    else:
        hint = Bilingual(
            f"{id} 已于 {day} 停用，没有替代；换成在用的，或去掉这个引用。",
            f"{id} was retired on {day} without a successor; name one in use, or take the reference out",
        )
    return Diagnostic(code, reference.at, message, hint)
