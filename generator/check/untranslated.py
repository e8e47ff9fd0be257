"""What the site shows to everybody is written in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.check.context import Context
from generator.check.texts import texts
from generator.diagnostics import Diagnostic, Manual, Severity, Words
from generator.library import Entry, Library
from generator.source import Mark

CODE = "untranslated"
MANUAL = Manual(
    CODE,
    Words("缺少一种语言", "One language is missing"),
    Words(
        "手册、共用文件和案例的文本要有 zh 和 en；缺的一种会用另一种显示。客户文件不要求。",
        "A text of a playbook, a shared file or a case has zh and en; where one is missing, the other is shown. Engagements are free to use one.",
    ),
    Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for entry in _entries(context.library):
        halves = [
            (text, place)
            for text, place in texts(entry.model, entry.place)
            if (text.zh is None) is not (text.en is None)
        ]
        complete = _written_in_both(entry.written.mark) if halves else frozenset()
        for text, place in halves:
            if place.source.nearest(place.path).index not in complete:
                missing = (
                    Words("中文（zh）", "Chinese (zh)") if text.zh is None else Words("英文（en）", "English (en)")
                )
                message = Words(f"缺少{missing.zh}", f"{missing.en} is missing")
                at = place.source.first_key_at(place.path)
                yield Diagnostic(CODE, at, message, severity=MANUAL.severity)


def _entries(library: Library) -> Iterator[Entry[Any]]:
    yield from library.playbooks.values()
    yield from library.cases.values()
    for shared in (library.standard, library.roles, library.products, library.glossary):
        if shared:
            yield shared


def _written_in_both(mark: Mark) -> frozenset[int]:
    """Where both languages stand, though one of them may have a fault of its own and was left out."""
    below = [_written_in_both(child) for child in mark.children.values()]
    here = frozenset({mark.index}) if mark.keys.keys() >= {"zh", "en"} else frozenset()
    return here.union(*below)
