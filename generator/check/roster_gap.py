"""Whoever is on the roster is on shift when the load peaks, and hands over without a hole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.library import Entry
from generator.model import Engagement
from generator.model.engagement import Shift

CODE = "roster-gap"
MANUAL = Manual(
    CODE,
    Words("值班有空档", "A gap in the roster"),
    Words(
        "值班表里的每个角色，每一波的峰值时刻都要有人在班；前后两班之间空出不到 4 小时，多半是交接时间写错了。跨夜分班、只守峰值的，中间空得再久也不算。",
        "Each role on the roster has somebody on shift at every peak; a hole of less than four hours between two of its shifts is usually a slip in the hand-over. Longer pauses, as between the nights of "
        "an event, do not count.",
    ),
    Severity.WARNING,
)
SLIP = timedelta(hours=4)
"""A shorter pause between two shifts is a hand-over that failed."""


def check(context: Context) -> Iterator[Diagnostic]:
    for engagement in context.library.engagements.values():
        if not context.wanted(engagement.file):
            continue
        roles: dict[str, list[tuple[int, Shift]]] = {}
        for n, shift in enumerate(engagement.model.roster):
            if shift.from_ < shift.to:
                roles.setdefault(shift.role, []).append((n, shift))
        for role, shifts in roles.items():
            shifts.sort(key=lambda each: (each[1].from_, each[1].to))
            yield from _holes(engagement, role, shifts)
            yield from _peaks(engagement, role, shifts)


def _holes(engagement: Entry[Engagement], role: str, shifts: list[tuple[int, Shift]]) -> Iterator[Diagnostic]:
    covered = shifts[0][1].to
    for n, shift in shifts[1:]:
        if timedelta(0) < shift.from_ - covered < SLIP:
            since, until = _said(engagement, covered), _said(engagement, shift.from_)
            message = Words(
                f"{role} 从 {since} 到 {until} 没有人值班", f"nobody is on shift as {role} from {since} to {until}"
            )
            hint = Words(
                "让下一班早点接，或上一班晚点走。", "let the next shift begin earlier, or the last one end later"
            )
            yield Diagnostic(CODE, (engagement.place / "roster" / n / "from").value, message, hint, MANUAL.severity)
        covered = max(covered, shift.to)


def _peaks(engagement: Entry[Engagement], role: str, shifts: list[tuple[int, Shift]]) -> Iterator[Diagnostic]:
    for name, peak in _moments(engagement):
        if not any(shift.from_ <= peak < shift.to for _, shift in shifts):
            at = _said(engagement, peak)
            message = Words(f"{name.zh}（{at}）没有 {role} 在班", f"nobody is on shift as {role} at {name.en}, {at}")
            hint = Words("补一班盖住这一刻。", "add a shift that covers it")
            place = (engagement.place / "roster" / shifts[0][0] / "role").value
            yield Diagnostic(CODE, place, message, hint, MANUAL.severity)


def _moments(engagement: Entry[Engagement]) -> Iterator[tuple[Words, datetime]]:
    """The peaks within the event; without any wave, its start."""
    event = engagement.model.event
    if not event.waves:
        yield Words("活动开始时", "the event's start"), event.start
    for id, wave in event.waves.items():
        if event.start <= wave.peak <= event.end:
            yield Words(f"{id} 的峰值", f"the peak of {id}"), wave.peak


def _said(engagement: Entry[Engagement], moment: datetime) -> str:
    return moment.astimezone(engagement.model.event.start.tzinfo).strftime("%m-%d %H:%M")
