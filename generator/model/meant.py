"""What the author of a wrong value most likely meant, spelled as files spell it; None where nobody can be sure.

Full-width digits and letters, quotes of Chinese input, other ways to write dates and figures: a hint can then be copied.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from generator.source.lookalikes import AS_ASCII, INVISIBLE, narrowed

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "k": 1000, "w": 10**4}
_DIGITS = {"一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
_FIGURE = re.compile(
    r"([+-]?)([0-9]{1,3}(?:[,_ ][0-9]{3})+|[0-9]+)(\.[0-9]+)?(e\+?[0-9]{1,2})?\s*([十百千万亿]{1,3}|[kw](?![a-z]))?\s*(.*)"
)
_COUNTED = re.compile("[个台条次人块张套份笔家名天]?")
_INEXACT = re.compile(r"[-~+<>≤≥约近余多]|[0-9]|左右|上下|以[上下内]|至|到|待定")
_DATE = re.compile(r"(20[0-9]{2})[-/.年]?\s*([0-9]{1,2})[-/.月]?\s*([0-9]{1,2})[日号]?")
_TIME = re.compile(
    r"[T\s]*([0-9]{1,2})[:点时]([0-9]{2})?分?(?::[0-9]{2})?\s*(Z|[+-][0-9]{1,2}(?::?[0-9]{2})?)?", re.IGNORECASE
)
_OFFSET = re.compile(r"([TDE])\s*(?:([+-])\s*([0-9]{1,3})\s*(\D*))?", re.IGNORECASE)
_UNITS = {
    "": "", "d": "", "天": "", "日": "", "day": "", "days": "", "h": "h", "小时": "h", "hour": "h", "hours": "h",
    "m": "m", "min": "m", "分": "m", "分钟": "m", "minutes": "m", "s": "s", "sec": "s", "秒": "s", "秒钟": "s", "seconds": "s",
}  # fmt: skip
_TRUE = frozenset({"是", "有", "对", "yes", "y", "on", "true", "√", "✓"})
_FALSE = frozenset({"否", "无", "没有", "不", "no", "n", "off", "false", "×", "x"})


class Figure(NamedTuple):
    """A figure in digits, and what stands behind it: a unit, or nothing."""

    digits: str
    unit: str


def plain(value: Any) -> str:
    """A value without what Chinese input and word processors leave in it: full width, curly quotes, hidden characters."""
    text = unicodedata.normalize("NFKC", narrowed(narrowed(str(value), INVISIBLE), AS_ASCII))
    return text.strip().strip("\"'").strip()


def figure(value: Any) -> Figure | None:
    """``8万`` is 80000, ``1.2w`` 12000, ``80,000`` 80000; none for a range, an estimate or a malformed one."""
    text = plain(value).casefold()
    text = _DIGITS.get(text[:1], text[:1]) + text[1:]
    match = _FIGURE.fullmatch(text)
    if not match or _INEXACT.search(match[6]):
        return None
    amount = Decimal(match[1] + re.sub("[,_ ]", "", match[2]) + (match[3] or "") + (match[4] or ""))
    for scale in match[5] or "":
        amount *= _SCALES[scale]
    digits = f"{amount:f}"
    return Figure(digits.rstrip("0").rstrip(".") if "." in digits else digits, match[6])


def count(value: Any) -> str | None:
    """A figure in digits that has no unit, or one of those that only count; a share in percent becomes one of 1."""
    found = figure(value)
    if found and found.unit == "%":
        return f"{Decimal(found.digits) / 100:f}"
    return found.digits if found and _COUNTED.fullmatch(found.unit) else None


def day(value: Any) -> str | None:
    """A date: ``2026/8/20`` and ``2026年8月20日`` are 2026-08-20. What time stands behind it is left out."""
    match = _DATE.match(plain(value))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def instant(value: Any) -> str | None:
    """An instant: ``2026/11/10 20:00`` is 2026-11-10T20:00+08:00, that offset where none is written."""
    text = plain(value)
    begins, match = day(text), _DATE.match(text)
    time = _TIME.fullmatch(text[match.end() :]) if match else None
    if not begins or not time or int(time[1]) > 23:
        return None
    zone = (time[3] or "+08:00").upper()
    hours = re.fullmatch(r"([+-])([0-9]{1,2}):?([0-9]{2})?", zone)
    zone = f"{hours[1]}{int(hours[2]):02}:{hours[3] or '00'}" if hours else zone
    return f"{begins}T{int(time[1]):02}:{time[2] or '00'}{zone}"


def offset(value: Any) -> str | None:
    """An offset: ``t - 14 天`` is T-14, ``T-2 h`` T-2h, ``T-1w`` T-7; a plain -14 is one too."""
    text = plain(value)
    match = _OFFSET.fullmatch(f"T{text}" if re.fullmatch(r"[+-][0-9]{1,3}", text) else text)
    if not match:
        return None
    anchor, unit = match[1].upper().replace("D", "T"), (match[4] or "").strip().casefold()
    if unit in ("w", "周", "week", "weeks"):
        return f"{anchor}{match[2]}{int(match[3]) * 7}"
    if not match[2]:
        return f"{anchor}-0" if anchor == "T" else f"{anchor}+0"
    return f"{anchor}{match[2]}{match[3]}{_UNITS[unit]}" if unit in _UNITS and unit[:1] not in ("s", "秒") else None


def duration(value: Any) -> str | None:
    """A duration: ``1 分钟`` is 1m, ``90 sec`` 90s; none for a figure alone."""
    match = re.fullmatch(r"([0-9]{1,5})\s*(\D+)", plain(value).casefold())
    unit = match[2].strip() if match else ""
    return f"{match[1]}{_UNITS[unit] or 'd'}" if match and unit in _UNITS else None


def boolean(value: Any) -> str | None:
    text = plain(value).casefold()
    return "true" if text in _TRUE else "false" if text in _FALSE else None


def listed(value: str) -> str | None:
    """A list written as one text: ``udb、cache`` is [udb, cache]."""
    parts = [part.strip() for part in re.split(r"[,;\s]\s*", plain(value).strip("[]")) if part.strip()]
    simple = all(re.fullmatch(r"[\w.+@-]+", part) for part in parts)
    return f"[{', '.join(parts)}]" if parts and simple else None
