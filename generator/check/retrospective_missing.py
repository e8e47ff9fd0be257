"""Two weeks after an event its retrospective is held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words

CODE = "retrospective-missing"
MANUAL = Manual(
    CODE,
    Words("还没有复盘", "No retrospective yet"),
    Words(
        "活动结束 14 天了还没有 retrospective。趁记得清，写下哪天开的会、实际数字、哪里要改；实际数字下次就是测算的依据。",
        "The event ended 14 days ago and has no retrospective. While it is fresh, write down when it was held, the actual figures and what to improve; the figures are what the next estimate starts from.",
    ),
    Severity.NOTE,
)
PATIENCE = timedelta(days=14)
"""Counted in days of the event's own place."""


def check(context: Context) -> Iterator[Diagnostic]:
    for engagement in context.library.engagements.values():
        event, now = engagement.model.event, context.now(engagement.model.event)
        if engagement.model.retrospective is not None or now is None:
            continue
        day = event.end.astimezone(event.start.tzinfo).date()
        if now.date() - day >= PATIENCE:
            message = Words(f"活动已于 {day} 结束，还没有复盘", f"the event ended on {day} and has no retrospective")
            hint = Words(
                "补上 retrospective: {held: …, actual: …, improve: […]}。",
                "add retrospective: {held: …, actual: …, improve: […]}",
            )
            yield Diagnostic(CODE, (engagement.place / "event" / "end").value, message, hint, MANUAL.severity)
