"""The JSON that a sheet carries and the HTML exports: read as what a stranger sent, word by word.

``{"format": 1, "engagement", "edition", "fingerprint", "items": {ID: as printed}, "changes": {ID: as given}}``; a workbook holds it
without ``changes``. An item as printed has ``state``, ``owner`` and ``due``; where ``fields`` lists more, an absent one was empty.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeGuard

from generator.diagnostics import Words, did_you_mean
from generator.edit.returned import Field, Values

VERSION = 1
LONGEST = 32_767
MOST_ITEMS = 5_000

_ID = re.compile(r"[A-Z]{2,5}-[TA][0-9]{2,3}|X[0-9]{2,6}", re.ASCII)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)", re.ASCII)
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_KEPT = (Field.STATE, Field.OWNER, Field.DUE)
"""What cannot be emptied: an empty cell leaves it as it is."""


class Refusal(Exception):
    """A returned file that is not taken, with the reason in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True)
class Vocabulary:
    """The words that stand for states and roles, in either language, folded by ``folded``; ids stand for themselves."""

    states: Mapping[str, str]
    roles: Mapping[str, str]

    @classmethod
    def of(cls, states: Iterable[tuple[str, str]], roles: Iterable[tuple[str, str]]) -> Vocabulary:
        """From pairs of word and id. A word of two ids stands for neither."""
        return cls(_unambiguous(states), _unambiguous(roles))

    def and_roles(self, roles: Iterable[tuple[str, str]]) -> Vocabulary:
        """With a workbook's own words for roles, which come first."""
        known = frozenset(self.roles.values())
        return Vocabulary(self.states, {**self.roles, **_unambiguous(pair for pair in roles if pair[1] in known)})


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


@dataclass(frozen=True)
class Export:
    engagement: str
    edition: str
    fingerprint: str
    printed: Mapping[str, Values]
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_export(text: str) -> Export:
    """The embedded or exported JSON. Raises ``Refusal`` where it is not what a sheet of ours carries."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refusal(
            Words("不是清单导出的 JSON，或已损坏", "this is no JSON that a sheet exports, or it is damaged")
        ) from error
    if not isinstance(data, dict) or not {"format", "engagement", "items"} <= data.keys():
        raise foreign()
    if data["format"] != VERSION or isinstance(data["format"], bool):
        raise Refusal(Words("清单的导出格式版本读不了", "the sheet's export has a format version that cannot be read"))
    engagement, edition, fingerprint = (data.get(name) for name in ("engagement", "edition", "fingerprint"))
    items, changes = data["items"], data.get("changes", {})
    if not (
        _is_name(engagement) and _is_name(edition) and _is_name(fingerprint) and _is_table(items) and _is_table(changes)
    ):
        raise foreign()
    fields = data.get("fields", [])
    full = isinstance(fields, list) and set(Field) <= {name for name in fields if isinstance(name, str)}
    printed = {id: _as_printed(item, full) for id, item in items.items()}
    return Export(engagement, edition, fingerprint, printed, changes)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _is_name(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= 100


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= MOST_ITEMS
        and all(map(is_id, value))
        and all(isinstance(v, dict) for v in value.values())
    )


def is_id(text: str) -> bool:
    """Whether this may be the id of an item."""
    return _ID.fullmatch(text) is not None


def _as_printed(item: dict[str, Any], full: bool) -> Values:
    values = {name: item[name] for name in Field if name in item}
    if any(name not in values for name in _KEPT) or not all(isinstance(value, str) for value in values.values()):
        raise foreign()
    return dict.fromkeys(Field, "") | values if full else values


def foreign() -> Refusal:
    return Refusal(Words("这不是本工具生成的清单", "this is no sheet that this tool made"))


def said(name: Field, value: Any, vocabulary: Vocabulary, where: Words) -> str | None:
    """One given value as ``returned.Values`` spells it; None where nothing was said. ``where`` tells the reader its place."""
    text = _text(value, where)
    if text == "":
        return None if name in _KEPT else ""
    if name in (Field.DUE, Field.ON):
        return _day(text, name, where)
    if name in (Field.STATE, Field.OWNER):
        return _meant(text, name, vocabulary, where)
    return text


def _text(value: Any, where: Words) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refusal(Words(f"{where.zh}：这里要写文字", f"{where.en}: this should be text"))
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value)
    if len(text) > LONGEST or _UNTYPED.search(text):
        raise Refusal(
            Words(f"{where.zh}：太长，或含有控制字符", f"{where.en}: too long, or it holds control characters")
        )
    return " ".join(text.split())


def _day(text: str, name: Field, where: Words) -> str:
    found = _DATE.match(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2199:
        raise Refusal(
            Words(
                f"{where.zh}：“{text[:40]}” 不是日期，写成 2026-11-10",
                f'{where.en}: "{text[:40]}" is no date; write it as 2026-11-10',
            )
        )
    return day.isoformat()


def _meant(text: str, name: Field, vocabulary: Vocabulary, where: Words) -> str:
    known = vocabulary.states if name is Field.STATE else vocabulary.roles
    in_brackets = re.search(r"[(（]([a-z0-9-]+)[)）]$", text)
    meant = known.get(folded(text)) or (known.get(in_brackets[1]) if in_brackets else None)
    if meant is None:
        what = Words("状态", "state") if name is Field.STATE else Words("角色", "role")
        hint = did_you_mean(text, known)
        zh, en = (f"（{hint.zh}）", f" ({hint.en})") if hint else ("", "")
        raise Refusal(
            Words(f"{where.zh}：没有“{text[:40]}”这个{what.zh}{zh}", f'{where.en}: "{text[:40]}" is no {what.en}{en}')
        )
    return meant
