"""Dates, instants, durations and offsets as a sheet prints them. Weekdays are written, because people plan by them."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from generator.diagnostics import Bilingual, Lang
from generator.model.item import Repeat
from generator.model.offset import Offset
from generator.model.text import Text

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def weekday(day: date, lang: Lang) -> str:
    return f"周{_WEEKDAYS['zh'][day.weekday()]}" if lang == "zh" else _WEEKDAYS["en"][day.weekday()]


@lru_cache(maxsize=5_000)
def calendar_day(day: date, lang: Lang) -> str:
    """``2026-11-10 周二`` or ``Tue 2026-11-10``: ISO, because a sheet travels between countries."""
    return f"{day.isoformat()} {weekday(day, lang)}" if lang == "zh" else f"{weekday(day, lang)} {day.isoformat()}"


@lru_cache(maxsize=5_000)
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


def in_words(offset: Offset, wave: Text | None = None) -> Bilingual:
    """``开始前 45 天`` / ``45 days before the start``; of a wave's item, before that wave's peak."""
    ends = offset.anchor == "E"
    zh = "结束" if ends else f"{wave.plain('zh')}峰值" if wave else "开始"
    en = "the end" if ends else f"the {wave.plain('en')} peak" if wave else "the start"
    if offset.amount == 0:
        return Bilingual(f"{zh}当天", f"on the day of {en}") if offset.is_day else Bilingual(f"{zh}时", f"at {en}")
    length = timedelta(minutes=abs(offset.minutes))
    before = offset.amount < 0
    size_zh, size_en = _length(offset, length)
    return Bilingual(f"{zh}{'前' if before else '后'} {size_zh}", f"{size_en} {'before' if before else 'after'} {en}")


def _length(offset: Offset, length: timedelta) -> tuple[str, str]:
    # Ninety minutes stay minutes, and forty-eight hours stay hours, as the author wrote them.
    if offset.unit == "d":
        return duration(length, "zh"), duration(length, "en")
    count, (zh, en) = abs(offset.amount), ("小时", "hour") if offset.unit == "h" else ("分钟", "minute")
    return f"{count} {zh}", f"{count} {en}{'' if count == 1 else 's'}"


def window_in_words(begins: Offset, ends: Offset) -> Bilingual:
    first, last = in_words(begins), in_words(ends)
    return Bilingual(f"{first.zh} 至 {last.zh}", f"{first.en} to {last.en}")


def patrol_in_words(repeat: Repeat) -> Bilingual:
    window = window_in_words(repeat.from_, repeat.to)
    return Bilingual(
        f"每 {duration(repeat.every, 'zh')}一次，{window.zh}", f"every {duration(repeat.every, 'en')}, from {window.en}"
    )
