"""A playbook has more than ten live attention items."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.written import entries, mapping
from generator.diagnostics import Diagnostic, Manual, Words

CODE = "too-few-attention"
FEWEST = 11
MANUAL = Manual(
    CODE,
    Words("特别关注事项太少", "Too few attention items"),
    Words(
        "特别关注事项要多于 10 条（停用的不算）。写不出来，多半是客户的关键链路还没有逐段排查。",
        "A playbook holds more than ten special attention items, retired ones not counted. Fewer usually means that the critical path was not walked through yet.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    for playbook in context.library.playbooks.values():
        # Counted as written: an item with a fault of its own is there all the same.
        count = sum("retired" not in mapping(item) for item in entries(playbook.written.data["attention"]))
        if count < FEWEST:
            message = Words(f"特别关注事项只有 {count} 条", f"there are only {count} attention items")
            yield Diagnostic(
                CODE, (playbook.place / "attention").key, message, Words("要多于 10 条。", "more than ten are needed")
            )
