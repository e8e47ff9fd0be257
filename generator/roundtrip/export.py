"""The JSON that a sheet carries and the HTML exports: made here, and read here as what a stranger sent.

``{"format": 1, "engagement", "edition", "fingerprint", "made", "fields", "meanings", "items": {ID: as printed}, "records": {"facts.qps": as printed}, "translations": {ID: texts in the other language},
"changes": {ID: as given}, "bases": {ID: as printed when it was given}}``; only an exported file has ``changes`` and ``bases``. An item as printed has ``state``,
``owner`` and ``due``; of the other ``fields`` an absent one was empty. Sheets from before ``fields`` was written have those three alone.
Only a workbook has ``records``, of what else can be filled in (``SECTIONS``).
An entry outlives its sheet in a browser: ``bases`` counts over ``items`` field by field, and null is a base that nobody knows.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from generator.diagnostics import LANGS, Bilingual, Lang, Refusal
from generator.roundtrip.fields import ITEM, SECTIONS, Field, Values, current, meaning, records, section
from generator.tailor import Checklist

VERSION = 1
MOST_ITEMS = 5_000

_SAID = {Field.STATE, Field.OWNER, Field.DUE}
"""What is said of every item."""
_ID = re.compile(r"[A-Z]{2,5}-[TA][0-9]{2,3}|X[0-9]{2,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SheetExport:
    """What a sheet was made with, and, of an exported file, what was filled in, unread."""

    engagement: str
    edition: str
    fingerprint: str
    printed: Mapping[str, Values]
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Values] = field(default_factory=dict)
    made: str = ""
    """The instant as of which the sheet was made."""
    lang: Lang | None = None

    @classmethod
    def of(cls, checklist: Checklist, lang: Lang, held: Callable[[str], str] | None = None) -> "SheetExport":
        """What a sheet of ``checklist`` in ``lang`` carries; a workbook's, all that can be filled in, as its cells have ``held`` it."""
        items = {item.id: [current(item, one) for one in (lang, *LANGS)] for item in checklist.duties}
        printed: dict[str, Values] = {id: said[0] for id, said in items.items()}
        other = {
            id: dict(pair for one in said[1:] for pair in one.items() - said[0].items()) for id, said in items.items()
        }
        if held:
            printed |= {record.id: record.shown[lang] for record in records(checklist)}
            printed = {id: {name: held(text) for name, text in values.items()} for id, values in printed.items()}
        return cls(
            checklist.id, checklist.edition, checklist.fingerprint, printed, {}, {item.id: meaning(item) for item in checklist.duties},
            {id: told for id, told in other.items() if told}, checklist.today.isoformat(), lang,
        )  # fmt: skip

    def to_json(self) -> str:
        """One line of ASCII; empty values are left away."""
        said = {id: {name: text for name, text in values.items() if text} for id, values in self.printed.items()}
        others = {id: values for id, values in said.items() if section(id)}
        data = {
            "format": VERSION,
            "engagement": self.engagement,
            "edition": self.edition,
            "fingerprint": self.fingerprint,
            "made": self.made,
            "fields": list(ITEM),
            "meanings": dict(self.meanings),
            "items": {id: values for id, values in said.items() if not section(id)},
            "translations": dict(self.translations),
            **({"lang": self.lang} if self.lang else {}),
            **({"records": others} if others else {}),
        }
        return json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "SheetExport":
        """Raises ``Refusal`` where ``text`` is not what a sheet of ours carries."""
        try:
            data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Refusal(
                Bilingual(
                    "不是清单导出的 JSON，也不是有编号和状态等表头的 .csv，或已损坏",
                    "this is no JSON that a sheet exports, no .csv with heads for ids and states either, or it is damaged",
                )
            ) from error
        if not isinstance(data, dict) or not {"format", "engagement", "items"} <= data.keys():
            raise foreign()
        if data["format"] != VERSION or isinstance(data["format"], bool):
            raise Refusal(
                Bilingual("清单的导出格式版本读不了", "the sheet's export has a format version that cannot be read")
            )
        engagement, edition, fingerprint = (data.get(name) for name in ("engagement", "edition", "fingerprint"))
        items, changes, bases = data["items"], data.get("changes", {}), data.get("bases", {})
        if not (_is_name(engagement) and _is_name(edition) and _is_name(fingerprint)):
            raise foreign()
        if not (_is_table(items) and _is_table(changes) and _is_table(bases)):
            raise foreign()
        fields = data.get("fields", [])
        full = isinstance(fields, list) and set(ITEM) <= {name for name in fields if isinstance(name, str)}
        printed = {id: _as_printed(item, full, bases.get(id, {})) for id, item in items.items()}
        printed |= {id: values for id, told in _entries(data.get("records")) if (values := _known(id, told))}
        told = data.get("meanings")
        meanings = {id: text for id, text in told.items() if _is_name(text)} if isinstance(told, dict) else {}
        lang = next((lang for lang in LANGS if lang == data.get("lang")), None)
        return cls(engagement, edition, fingerprint, printed, changes, meanings, lang=lang)


def is_id(text: str) -> bool:
    """Whether this may be the id of an item."""
    return _ID.fullmatch(text) is not None


def foreign() -> Refusal:
    return Refusal(Bilingual("这不是本工具生成的清单", "this is no sheet that this tool made"))


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


def _entries(records: Any) -> list[tuple[str, Any]]:
    return list(records.items())[:MOST_ITEMS] if isinstance(records, dict) else []


def _known(id: str, told: Any) -> Values | None:
    """An entry beside the items as printed; None where it is none of ours."""
    fields = SECTIONS.get(section(id))
    if not fields or not isinstance(told, dict):
        return None
    return {name: told[name] if isinstance(told.get(name), str) else "" for name in fields}


def _as_printed(item: dict[str, Any], full: bool, bases: dict[str, Any]) -> Values:
    values = {name: item[name] for name in ITEM if name in item}
    made_on = {name: bases[name] for name in ITEM if name in bases}
    known = [*values.values(), *(value for value in made_on.values() if value is not None)]
    if not values.keys() >= _SAID or not all(isinstance(value, str) for value in known):
        raise foreign()
    whole = (dict.fromkeys(ITEM, "") if full else {}) | values | made_on
    return {name: value for name, value in whole.items() if value is not None}
