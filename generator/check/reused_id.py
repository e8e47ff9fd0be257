"""An id that was retired names nothing new."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.retired import tombstones
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import ids

CODE = "reused-id"
MANUAL = Manual(
    CODE,
    Words("停用的 id 又被用了", "A retired id is used again"),
    Words(
        "停用的 id 不再启用，也不给别的事项用：以前打印的表、状态和链接还认它原来的意思。新事项用没有用过的号，停用的那一行留着。要和合并前的版本比，所以只在 check --base 时检查。",
        "A retired id does not come back and is not given to anything else: printed sheets, states and links still take it for what it was. Give a new item a number never "
        "used before and leave the tombstone where it is. The earlier tree is needed, so only check --base looks at this.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    books = context.base.playbooks.values() if context.base else ()
    gone = {id: retired for earlier in books for id, retired in tombstones(earlier).items()}
    for playbook in context.library.playbooks.values() if gone else ():
        for id, place, retired in ids(playbook):
            if retired is None and id in gone:
                day = gone[id].on.isoformat()
                message = Words(
                    f"{id} 已于 {day} 停用，不能再用", f"{id} was retired on {day} and may not be used again"
                )
                hint = Words(
                    "换一个没用过的号，停用的那一行放回去。",
                    "take a number never used before, and put the tombstone back",
                )
                yield Diagnostic(CODE, place.value, message, hint)
