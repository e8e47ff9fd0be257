"""Dates, instants and durations as a sheet prints them. Weekdays are written, because people plan by them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from generator.diagnostics import Lang

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def weekday(day: date, lang: Lang) -> str:
    return f"周{_WEEKDAYS['zh'][day.weekday()]}" if lang == "zh" else _WEEKDAYS["en"][day.weekday()]


def calendar_day(day: date, lang: Lang) -> str:
    """``2026-11-10 周二`` or ``Tue 2026-11-10``: ISO, because a sheet travels between countries."""
    return f"{day.isoformat()} {weekday(day, lang)}" if lang == "zh" else f"{weekday(day, lang)} {day.isoformat()}"


def short_day(day: date, lang: Lang) -> str:
    """Month and day alone, where the year is plain from the sheet."""
    return f"{day:%m-%d} {weekday(day, lang)}" if lang == "zh" else f"{weekday(day, lang)} {day:%m-%d}"


def zone(moment: datetime) -> str:
    """``UTC+8`` or ``UTC-5:30``."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}"


def instant(moment: datetime, lang: Lang) -> str:
    """``2026-11-10 周二 20:00 (UTC+8)``."""
    return f"{calendar_day(moment.date(), lang)} {moment:%H:%M} ({zone(moment)})"


def short_instant(moment: datetime, lang: Lang) -> str:
    """``11-10 周二 20:00``: where year and zone are plain from the sheet."""
    return f"{short_day(moment.date(), lang)} {moment:%H:%M}"


def span(begins: datetime, ends: datetime, lang: Lang) -> str:
    """``11-10 周二 18:00 – 23:00``: the day once where it is one."""
    end = f"{ends:%H:%M}" if begins.date() == ends.date() else short_instant(ends, lang)
    return f"{short_instant(begins, lang)} – {end}"


def duration(length: timedelta, lang: Lang) -> str:
    """``90 秒``, ``5 分钟``, ``2 小时``, ``1 天``, in the largest unit that divides it."""
    seconds = int(length.total_seconds())
    for size, zh, en in ((86400, "天", "day"), (3600, "小时", "hour"), (60, "分钟", "minute"), (1, "秒", "second")):
        if seconds % size == 0 and seconds >= size:
            count = seconds // size
            return f"{count} {zh}" if lang == "zh" else f"{count} {en}{'' if count == 1 else 's'}"
    return "0 秒" if lang == "zh" else "0 seconds"
