"""Nobody verifies their own work, also after an engagement has given the item to another role."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import items

CODE = "verifier-is-owner"
MANUAL = Manual(
    CODE,
    Words("自己验自己", "The owner verifies"),
    Words(
        "verifier 是第二双眼睛，不能和 owner 是同一个角色；客户文件用 assign 改了责任人之后也一样。",
        "A verifier is a second pair of eyes and never the owner's role, also after an engagement's assign has changed the owner.",
    ),
)
_HINT = Words("换一个角色，或删掉 verifier。", "name another role, or remove the verifier")
_ASSIGN_HINT = Words("交给另一个角色。", "give it to another role")


def check(context: Context) -> Iterator[Diagnostic]:
    for found in items(context.library):
        if found.item.verifier == found.item.owner:
            message = Words(
                f"verifier 和 owner 都是 {found.item.owner}", f"verifier and owner are both {found.item.owner}"
            )
            yield Diagnostic(CODE, (found.place / "verifier").value, message, _HINT)
    for engagement, playbook in context.engagements():
        if not engagement.model.assign:
            continue
        own = {found.item.id: found.item for found in context.library.live_items[playbook.id]}
        own |= {extra.id: extra for extra in engagement.model.extra}
        for id, role in engagement.model.assign.items():
            if id in own and own[id].verifier == role:
                message = Words(f"{id} 的 verifier 就是 {role}", f"{role} is the verifier of {id}")
                yield Diagnostic(CODE, (engagement.place / "assign" / id).value, message, _ASSIGN_HINT)
