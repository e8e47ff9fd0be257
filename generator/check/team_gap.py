"""Every open item of a running engagement has somebody who holds its role."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words

CODE = "team-gap"
MANUAL = Manual(
    CODE,
    Words("角色没有人", "A role that nobody holds"),
    Words(
        "清单上还没做完的事项由这些角色负责，team 里却没有人，打印出来是空的。在 team 补上姓名，或用 assign 交给别的角色。手册加了新角色时也会出现。",
        "Open items of the checklist belong to a role that has nobody in team, so the sheet has a blank there. Add a name under team, or give the items to another role with assign. It also appears when the "
        "playbook brings in a new role.",
    ),
    Severity.NOTE,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for id, standing in context.standings.items():
        waiting: dict[str, list[str]] = {}
        for duty in standing.open:
            if duty.owner.nobody:
                waiting.setdefault(duty.owner.id, []).append(duty.id)
        if waiting:
            zh = "、".join(f"{role}（{len(owned)} 项）" for role, owned in waiting.items())
            en = ", ".join(f"{role} ({len(owned)} open)" for role, owned in waiting.items())
            message = Words(f"这些角色没有人：{zh}", f"nobody holds these roles: {en}")
            hint = Words(
                "在 team 写上姓名，或用 assign 交给别的角色。",
                "name somebody under team, or assign the items to another role",
            )
            yield Diagnostic(CODE, (context.library.engagements[id].place / "team").key, message, hint, MANUAL.severity)
