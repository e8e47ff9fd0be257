"""What people write into a sheet's fields → the values that a file holds: states and roles by any of their words, days in any order of use."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from generator.diagnostics import Bilingual, did_you_mean
from generator.model.playbook import Fact
from generator.roundtrip.days import EventDays, read_day
from generator.roundtrip.fields import DATES, FIGURES, MOMENTS, REQUIRED, Field, figure, section

LONGEST = 10_000
"""Characters of one entry: what a file and a printed sheet can carry."""
TICKS: Mapping[str, tuple[str, ...]] = {
    "todo": ("未做", "没做", "待办", "未开始", "not started", "not yet"),
    "doing": ("在做", "进行", "处理中", "正在做", "wip", "in progress", "ongoing", "started"),
    "done": ("√", "✓", "✔", "☑", "是", "完成", "已做", "做完", "做完了", "好了", "搞定", "搞定了", "弄好了", "对", "true", "1", "v", "ok", "yes", "y", "finished", "complete", "completed"),
    "verified": ("已复核", "复核通过", "已核实", "已验证", "checked"),
    "true": ("√", "✓", "✔", "☑", "是", "是的", "有", "对", "true", "1", "v", "ok", "yes", "y"),
    "false": ("×", "✗", "✘", "否", "不是", "没有", "无", "不", "false", "0", "no", "n"),
    "blocked": ("卡住", "卡住了", "阻塞", "stuck"),
}  # fmt: skip
"""How people tick, beside the sheet's own words for a state."""

_DIGITS = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)
_PERCENT = re.compile(r"(?<=\d)\s*[%％]$")
_ERROR = re.compile(r"#(?:[A-Z]+(?:/0)?[!?]|N/A|GETTING_DATA)|Err:\d{3}")
"""What a formula comes to that fails, in Excel and LibreOffice."""
_HAN = re.compile("[\u3400-\u9fff]")
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""What comes along from a page or a chat, and nobody sees or means."""
_IN_BRACKETS = re.compile(r"[(（]([a-z0-9-]+)[)）]$")


class NotUnderstood(Exception):
    """A value that cannot be taken as it stands; ``reason`` says what to write instead."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class WordLookup:
    """The words for states and roles in either language, folded by ``folded`` → their ids; an id stands for itself.

    ``people`` are the team's own names → the roles that each holds; ``days`` those that the event is about.
    """

    states: Mapping[str, str]
    roles: Mapping[str, str]
    allowed: Bilingual = field(default_factory=lambda: Bilingual("", ""))
    """The sheet's words for states, as a reason lists them."""
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    days: EventDays | None = None
    others: Mapping[tuple[str, Field], "WordLookup"] = field(default_factory=dict)
    """The words for a choice that is no item's state: of a risk's state, a test's verdict, yes and no; as their ``states``."""
    shifts: Mapping[str, str] = field(default_factory=dict)
    """What a shift may be for beside a role: products' on-call."""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def of(cls, states: Iterable[tuple[str, str]], roles: Iterable[tuple[str, str]]) -> "WordLookup":
        """From pairs of word and id. A word of two ids stands for neither."""
        states = list(states)
        known = {id for _, id in states}
        ticks = [(word, id) for id, words in TICKS.items() if id in known for word in words]
        chinese = [word for word, _ in states if _HAN.search(word)]
        other = [word for word, _ in states if not _HAN.search(word)]
        allowed = Bilingual("、".join(dict.fromkeys(chinese)), ", ".join(dict.fromkeys(other)))
        return cls({**_unambiguous(ticks), **_unambiguous(states)}, _unambiguous(roles), allowed)

    def and_roles(self, roles: Iterable[tuple[str, str]]) -> "WordLookup":
        """With a workbook's own words for roles, which come first."""
        known = frozenset(self.roles.values())
        own = _unambiguous(pair for pair in roles if pair[1] in known)
        return replace(self, roles={**self.roles, **own})


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    ids = set()
    for word, id in pairs:
        found.setdefault(folded(word), set()).add(id)
        ids.add(id)
    return {word: next(iter(meant)) for word, meant in found.items() if len(meant) == 1} | {
        folded(id): id for id in ids
    }


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_value(name: Field, value: Any, lookup: WordLookup, id: str = "") -> str | None:
    """One given value of the entry ``id`` as ``Values`` spells it; None where it leaves the field as it is. Raises ``NotUnderstood``."""
    key = section(id)
    text = _text(value)
    if text == "":
        return None if name in REQUIRED or (name is Field.DUE and not key) else ""
    if name in DATES or name in MOMENTS:
        return _day(name, value, text, lookup, key)
    fact = lookup.facts.get(id.partition(".")[2]) if key == "facts" else None
    if fact and fact.unit == "%" and name in (Field.VALUE, Field.WORST):
        text = _PERCENT.sub("", text)
    if name is Field.VALUE:
        return _answer(text, fact, lookup.others.get((key, name)))
    if name in FIGURES:
        return _figure(text)
    if name is Field.STATE or name is Field.VERDICT:
        return _state(text, lookup.others.get((key, name), lookup))
    if name is Field.ROLE and (shift := lookup.shifts.get(folded(text))):
        return shift
    return _role(text, lookup) if name in (Field.OWNER, Field.ROLE) else text


def _answer(text: str, fact: Fact | None, words: WordLookup | None) -> str:
    """A customer's answer; one that does not suit its question stays as it was typed, and ``check`` tells why."""
    if fact and fact.type in ("number", "integer"):
        return _figure(text)
    if fact and fact.type == "boolean" and words:
        return words.states.get(folded(text), text)
    return next((one for one in fact.choices if folded(one) == folded(text)), text) if fact else text


def _figure(text: str) -> str:
    """A figure in whichever digits; anything else as it was typed, of which ``check`` tells what it may have meant."""
    digits = unicodedata.normalize("NFKC", text).replace(" ", "")
    return figure(Fraction(digits)) if _DIGITS.fullmatch(digits) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole_day = value.hour == value.minute == 0
        return value.date().isoformat() if whole_day else value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise NotUnderstood(Bilingual("数太大，写不下", "this number is too large to be held"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise NotUnderstood(Bilingual("这里要写文字", "this should be text"))
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value)
    if len(text) > LONGEST:
        raise NotUnderstood(
            Bilingual(
                f"有 {len(text)} 个字符，最多 {LONGEST}：缩短它",
                f"holds {len(text)} characters, {LONGEST} at most: shorten it",
            )
        )
    if _ERROR.fullmatch(text):
        raise NotUnderstood(Bilingual(f"“{text}” 是算错的公式：直接写上要记的内容", f'"{text}" is a formula that failed: write what is to be recorded'))  # fmt: skip
    if _UNTYPED.search(text):
        raise NotUnderstood(Bilingual("含有控制字符：重新输入一遍", "holds control characters: type it anew"))
    if turned := _TURNING.search(text):
        code = f"U+{ord(turned[0]):04X}"
        raise NotUnderstood(
            Bilingual(
                f"含有改变文字方向的隐藏字符 {code}：重新输入一遍",
                f"holds a hidden character that turns text round ({code}): type it anew",
            )
        )
    return " ".join(_NO_WIDTH.sub("", text).split())


def _day(name: Field, value: Any, text: str, lookup: WordLookup, key: str) -> str:
    # Only of what is done is it certain that it is past: a test may be planned.
    past_or_near = name if key in ("", "facts") else Field.DUE
    try:
        read = read_day(unicodedata.normalize("NFKC", text).strip(), past_or_near, lookup.days)
    except ValueError as error:
        raise NotUnderstood(error.args[0]) from error
    if name in MOMENTS:
        if "T" not in read and not isinstance(value, date):
            raise NotUnderstood(
                Bilingual(
                    f"“{text[:40]}” 没有钟点：写上几点，如 {read} 18:00",
                    f'"{text[:40]}" names no hour; write one, such as {read} 18:00',
                )
            )
        return read if "T" in read else f"{read}T00:00"
    return read if name is Field.DUE and not key else read[:10]


def _state(text: str, lookup: WordLookup) -> str:
    found = lookup.states.get(folded(text))
    if found is None:
        words = lookup.allowed
        raise NotUnderstood(
            Bilingual(
                f"没有“{text[:40]}”这个状态，写其中一个：{words.zh}",
                f'"{text[:40]}" is no state; write one of: {words.en}',
            )
        )
    return found


def _role(text: str, lookup: WordLookup) -> str:
    in_brackets = _IN_BRACKETS.search(text)
    found = lookup.roles.get(folded(text)) or (lookup.roles.get(in_brackets[1]) if in_brackets else None)
    held = lookup.people.get(folded(text), frozenset())
    if found is None and len(held) > 1:
        ids = sorted(held)
        raise NotUnderstood(
            Bilingual(
                f"“{text[:40]}” 担任多个角色，写角色：{'、'.join(ids)}",
                f'"{text[:40]}" holds several roles; write the role: {", ".join(ids)}',
            )
        )
    if found is None and not held:
        hint = did_you_mean(text, lookup.roles)
        zh, en = (f"（{hint.zh}）", f" ({hint.en})") if hint else ("", "")
        raise NotUnderstood(
            Bilingual(
                f"“{text[:40]}” 不是角色，也不是团队里的人{zh}：从下拉里选一个角色，或先把这个人写进 team",
                f'"{text[:40]}" is no role and nobody of the team{en}: choose a role from the list, or enter the person under team first',
            )
        )
    return found or next(iter(held))
