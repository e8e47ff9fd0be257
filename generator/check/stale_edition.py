"""A running engagement has accepted its playbook's current edition."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.model.scalars import edition_order

CODE = "stale-edition"
MANUAL = Manual(
    CODE,
    Words("还没接受手册的新版", "A newer edition to accept"),
    Words(
        "手册升了版，这份还没结束的客户文件接受的是旧版。清单已经按新版出；用 playbook diff 看改了什么，看过了用 playbook rebase 接受。",
        "The playbook has a newer edition than the one this running engagement accepted. Its sheets follow the new one already; see what changed with playbook diff, then accept it with playbook rebase.",
    ),
    Severity.NOTE,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for engagement, playbook in context.engagements():
        accepted, current = engagement.model.edition, playbook.model.edition
        now = context.now(engagement.model.event)
        if accepted is None or now is None or now > engagement.model.event.end:
            continue
        if edition_order(accepted) < edition_order(current):
            message = Words(
                f"接受的是 {accepted} 版，手册已是 {current} 版",
                f"edition {accepted} was accepted; the playbook is at {current}",
            )
            hint = Words(
                f"看过改动后运行 playbook rebase {engagement.id}。",
                f"look at the changes, then run playbook rebase {engagement.id}",
            )
            yield Diagnostic(CODE, (engagement.place / "edition").value, message, hint, MANUAL.severity)
