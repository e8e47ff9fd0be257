"""An id names one thing: items and plans over the whole tree, the rest within their file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Entry, Library, Place, ids
from generator.model import Engagement, Playbook
from generator.model.text import shown

CODE = "duplicate-id"
MANUAL = Manual(
    CODE,
    Words("id 重复", "Duplicate id"),
    Words(
        "任务、特别关注事项和预案的 id 在全部手册里唯一，停用的也算，永不改用：打印出去的表、状态和网址都认它。测算、话术、客户专属事项、压测、风险、资源的 id 在自己的文件里唯一。给后来的换一个新号。",
        "The id of a task, attention item or plan is unique over all playbooks, retired ones included, and never used again: printed sheets, states and "
        "addresses rely on it. Ids of estimates, messages, extras, tests, risks and resources are unique in their file. Give the later one a new number.",
    ),
)
Named = tuple[str, Place]


def check(context: Context) -> Iterator[Diagnostic]:
    for names in _groups(context.library):
        yield from _repeated(names)


def _groups(library: Library) -> Iterator[list[Named]]:
    yield [(id, place) for playbook in library.playbooks.values() for id, place, _ in ids(playbook)]
    for playbook in library.playbooks.values():
        yield from _in_playbook(playbook)
    for engagement in library.engagements.values():
        yield from _in_engagement(engagement)
    if library.products:
        for name, product in library.products.model.root.items():
            yield _numbered((sweep.id for sweep in product.sweep), library.products.place / name / "sweep")


def _in_playbook(playbook: Entry[Playbook]) -> Iterator[list[Named]]:
    model, place = playbook.model, playbook.place
    yield _numbered((estimate.id for estimate in model.estimates), place / "estimates")
    yield _numbered((message.id for message in model.messages), place / "messages")


def _in_engagement(engagement: Entry[Engagement]) -> Iterator[list[Named]]:
    model, place = engagement.model, engagement.place
    yield _numbered((extra.id for extra in model.extra), place / "extra")
    yield _numbered((test.id for test in model.tests), place / "tests")
    yield _numbered((risk.id for risk in model.risks), place / "risks")
    yield _numbered((resource.id for resource in model.resources), place / "resources")


def _numbered(names: Iterable[str], place: Place) -> list[Named]:
    return [(name, place / n / "id") for n, name in enumerate(names)]


def _repeated(names: list[Named]) -> Iterator[Diagnostic]:
    places: dict[str, list[Place]] = {}
    for name, place in names:
        places.setdefault(name, []).append(place)
    for name, same in places.items():
        if len(same) == 1:
            continue
        first, *later = sorted(place.value for place in same)
        for at in later:
            zh = f"第 {first.line} 行" if at.file == first.file else f" {first.file}:{first.line}"
            en = f"line {first.line}" if at.file == first.file else f"{first.file}:{first.line}"
            hint = Words(f"第一次在{zh}；换一个没用过的。", f"it first stands in {en}; choose one never used before")
            message = Words(f"id {shown(name)} 重复", f"the id {shown(name)} stands twice")
            yield Diagnostic(CODE, at, message, hint, related=(first,))
