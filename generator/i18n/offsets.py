"""Offsets in words, as a playbook says them when no event's date is known yet."""

from __future__ import annotations

from datetime import timedelta

from generator.diagnostics import Bilingual
from generator.i18n import duration
from generator.model.item import Repeat
from generator.model.offset import Offset
from generator.model.text import Text


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
