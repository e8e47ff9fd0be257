"""Every playbook has a calendar, and every calendar a country whose holidays are known."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.context import Context
from generator.check.references import Reference, unknown
from generator.diagnostics import Diagnostic, Manual, Words
from generator.schedule import known_country

CODE = "unknown-calendar"
MANUAL = Manual(
    CODE,
    Words("没有这份日历", "Unknown calendar"),
    Words(
        "手册的 calendar 写 shared/calendars.yaml 里的日历；日历的 base 写国家代码（CN、SG、US 等），节假日从 holidays 包里取。",
        "A playbook's calendar is one of shared/calendars.yaml; a calendar's base is a country code (CN, SG, US …) whose holidays come from the holidays package.",
    ),
)
_CALENDAR, _COUNTRY = Words("这份日历", "calendar"), Words("这个国家的节假日", "country with known holidays")
_CODES = Words("写两位国家代码，例如 CN。", "write a two-letter country code, such as CN")


def check(context: Context) -> Iterator[Diagnostic]:
    calendars = context.library.calendars
    if calendars is None:
        return
    for playbook in context.library.playbooks.values():
        reference = Reference(playbook.model.calendar, playbook.place / "calendar")
        yield from unknown(context, CODE, _CALENDAR, reference, calendars.model.root)
    for id, calendar in calendars.model.root.items():
        if not known_country(calendar.base):
            yield from unknown(
                context, CODE, _COUNTRY, Reference(calendar.base, calendars.place / id / "base"), (), _CODES
            )
