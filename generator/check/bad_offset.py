"""A window does not end before it begins, and a patrol takes time between two looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Words
from generator.library import Library, Place, items
from generator.model.faults import MANUALS
from generator.model.offset import Offset

CODE = "bad-offset"
MANUAL = {manual.code: manual for manual in MANUALS}[CODE]
"""Reading an offset and judging a window are one code: they are one slip to the author."""

Window = tuple[Offset, Offset, Place]


def check(context: Context) -> Iterator[Diagnostic]:
    for begin, end, place in _windows(context.library):
        if end.before(begin):
            message = Words(f"{end} 在 {begin} 之前，窗口反了", f"{end} comes before {begin}: the window is reversed")
            yield Diagnostic(CODE, place.value, message, Words("把两头对调。", "swap its two ends"))
    for found in items(context.library):
        if found.item.repeat and found.item.repeat.every == timedelta(0):
            message = Words("巡检的间隔不能是 0", "a patrol cannot be repeated every 0")
            yield Diagnostic(CODE, (found.place / "repeat" / "every").value, message, Words("例如 5m。", "such as 5m"))


def _windows(library: Library) -> Iterator[Window]:
    """Each window with the place of its end, which is where a reversed one is reported."""
    for playbook in library.playbooks.values():
        for n, step in enumerate(playbook.model.steps):
            yield *step.window, playbook.place / "steps" / n / "window" / 1
        for n, freeze in enumerate(playbook.model.freeze):
            yield freeze.from_, freeze.to, playbook.place / "freeze" / n / "to"
    for found in items(library):
        if found.item.repeat:
            yield found.item.repeat.from_, found.item.repeat.to, found.place / "repeat" / "to"
