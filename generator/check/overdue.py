"""What is due is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.library import Entry
from generator.model import Engagement
from generator.model.item import Severity as Gravity
from generator.tailor.standing import Open

CODE = "overdue"
MANUAL = Manual(
    CODE,
    Words("逾期未完成", "Overdue"),
    Words(
        "清单上有事项过了期限还没做完，必做的排在前面。做完的把 status 改成 done；做不完的改期（move）或豁免（skip），都要写理由。一份客户文件只报一条。",
        "Items on the checklist are past their due and not done, what must be done first. Set the status of what is finished to done; move or skip the rest with a reason. One note for each engagement.",
    ),
    Severity.NOTE,
)
MOST_NAMED = 8


def check(context: Context) -> Iterator[Diagnostic]:
    for id, standing in context.standings.items():
        late = sorted(
            (duty for duty in standing.open if duty.overdue),
            key=lambda duty: (_gravity(duty), duty.due.day, duty.id),
        )
        if late:
            yield _diagnostic(context.library.engagements[id], late)


def _gravity(duty: Open) -> int:
    return list(Gravity).index(duty.item.severity)


def _diagnostic(engagement: Entry[Engagement], late: Sequence[Open]) -> Diagnostic:
    names, rest = [duty.id for duty in late[:MOST_NAMED]], len(late) - MOST_NAMED
    zh = "、".join(names) + (f" 等 {len(late)} 项" if rest > 0 else "")
    en = ", ".join(names) + (f" and {rest} more" if rest > 0 else "")
    message = Words(f"逾期未完成：{zh}", f"overdue: {en}")
    hint = Words(
        "更新 status，或改期（move）、豁免（skip）并写理由。", "bring status up to date, or move or skip with a reason"
    )
    section = "status" if "status" in engagement.place.source.data else "opened"
    return Diagnostic(CODE, (engagement.place / section).key, message, hint, MANUAL.severity)
