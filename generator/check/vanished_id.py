"""An id goes only by a tombstone."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.retired import is_plan
from generator.diagnostics import Diagnostic, Manual, Position, Words
from generator.library import Entry, ids
from generator.model import Playbook
from generator.model.item import Retired

CODE = "vanished-id"
MANUAL = Manual(
    CODE,
    Words("id 不见了", "An id has vanished"),
    Words(
        "任务、特别关注事项和预案不能直接删掉：客户的状态和打印过的表还指着它。在原处留一行 {id: …, retired: {on: …, because: …}}，有替代的写 replaced_by；停用的那一行以后也一直留着。要和合并前的版本比，所以只在 check --base 时检查。",
        "A task, attention item or plan is never simply deleted: customers' states and printed sheets still point to it. Leave {id: …, retired: {on: …, because: …}} in its place, "
        "with replaced_by where something took over; that line stays for good. The earlier tree is needed, so only check --base looks at this.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    if context.base is None:
        return
    library = context.library
    here = {id for playbook in library.playbooks.values() for id, _, _ in ids(playbook)} | library.doubtful
    for earlier in context.base.playbooks.values():
        later = library.playbooks.get(earlier.id)
        if later is None and earlier.file in library.files:
            continue  # It cannot be read; that is said already.
        for id, _, retired in ids(earlier):
            if id not in here:
                yield _vanished(earlier, later, id, retired)


def _vanished(earlier: Entry[Playbook], later: Entry[Playbook] | None, id: str, retired: Retired | None) -> Diagnostic:
    message = Words(f"{id} 不见了", f"{id} has vanished")
    hint = Words(
        f"在原处留一行 {{id: {id}, retired: {{on: 日期, because: 原因}}}}。",
        f"leave {{id: {id}, retired: {{on: date, because: reason}}}} in its place",
    )
    if retired:
        message = Words(f"{id} 停用的那一行不见了", f"the tombstone of {id} has vanished")
        hint = Words("放回去：停用的 id 要一直留着。", "put it back: a retired id stays for good")
    # A deleted playbook is blamed by its name, though its file is there no more.
    return Diagnostic(CODE, _where(later, id) if later else Position(earlier.file), message, hint)


def _where(playbook: Entry[Playbook], id: str) -> Position:
    """The list that an id belongs to, where that is plain; else the file's first key."""
    section = "plans" if is_plan(id) else "attention" if "-A" in id else "steps"
    return (playbook.place / section).key
