"""What people write into a sheet's fields → the values that a file holds: states and roles by any of their words, days in any order of use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from generator.diagnostics import Bilingual, did_you_mean
from generator.roundtrip.days import EventDays, read_day
from generator.roundtrip.fields import DATES, REQUIRED, Field

LONGEST = 10_000
"""Characters of one entry: what a file and a printed sheet can carry."""
TICKS: Mapping[str, tuple[str, ...]] = {
    "todo": ("未做", "没做", "待办", "未开始", "not started", "not yet"),
    "doing": ("在做", "进行", "处理中", "正在做", "wip", "in progress", "ongoing", "started"),
    "done": ("√", "✓", "✔", "☑", "是", "完成", "已做", "做完", "做完了", "好了", "搞定", "搞定了", "弄好了", "对", "true", "1", "v", "ok", "yes", "y", "finished", "complete", "completed"),
    "verified": ("已复核", "复核通过", "已核实", "已验证", "checked"),
    "blocked": ("卡住", "卡住了", "阻塞", "stuck"),
}  # fmt: skip
"""How people tick, beside the sheet's own words for a state."""

_HAN = re.compile("[\u3400-\u9fff]")
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
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

    @classmethod
    def of(cls, states: Iterable[tuple[str, str]], roles: Iterable[tuple[str, str]]) -> WordLookup:
        """From pairs of word and id. A word of two ids stands for neither."""
        states = list(states)
        known = {id for _, id in states}
        ticks = [(word, id) for id, words in TICKS.items() if id in known for word in words]
        chinese = [word for word, _ in states if _HAN.search(word)]
        other = [word for word, _ in states if not _HAN.search(word)]
        allowed = Bilingual("、".join(dict.fromkeys(chinese)), ", ".join(dict.fromkeys(other)))
        return cls({**_unambiguous(ticks), **_unambiguous(states)}, _unambiguous(roles), allowed)

    def and_roles(self, roles: Iterable[tuple[str, str]]) -> WordLookup:
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


def read_value(name: Field, value: Any, lookup: WordLookup) -> str | None:
    """One given value as ``Values`` spells it; None where it leaves the field as it is. Raises ``NotUnderstood``."""
    text = _text(value)
    if text == "":
        return None if name in REQUIRED else ""
    if name in DATES:
        return _day(name, text, lookup)
    if name is Field.STATE:
        return _state(text, lookup)
    return _role(text, lookup) if name is Field.OWNER else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole_day = value.hour == value.minute == 0
        return value.date().isoformat() if whole_day else value.replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
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
    if _UNTYPED.search(text):
        raise NotUnderstood(Bilingual("含有控制字符：重新输入一遍", "holds control characters: type it anew"))
    return " ".join(text.split())


def _day(name: Field, text: str, lookup: WordLookup) -> str:
    try:
        read = read_day(unicodedata.normalize("NFKC", text).strip(), name, lookup.days)
    except ValueError as error:
        raise NotUnderstood(error.args[0]) from error
    return read[:10] if name is Field.ON else read


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
