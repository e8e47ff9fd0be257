"""A waiver that has run out is renewed, or its item is done."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Severity, Words

CODE = "waiver-expired"
MANUAL = Manual(
    CODE,
    Words("豁免到期", "A waiver has run out"),
    Words(
        "豁免过了 until，这一项已经回到清单上。做掉它，或重新批一次豁免，写明新的 until。",
        "The waiver is past its until, and the item is back on the checklist. Do it, or have it waived again with a new until.",
    ),
    Severity.NOTE,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for id, standing in context.standings.items():
        for duty in standing.open:
            if duty.expired and duty.expired.until:
                day = duty.expired.until.isoformat()
                message = Words(f"{duty.id} 的豁免已于 {day} 到期", f"the waiver of {duty.id} ran out on {day}")
                hint = Words("做掉它，或重新批豁免。", "do it, or have it waived again")
                place = context.library.engagements[id].place / "skip" / duty.id / "until"
                yield Diagnostic(CODE, place.value, message, hint, MANUAL.severity)
