"""The file that the HTML sheet exports → what was printed and what was given."""

from collections.abc import Callable
from typing import Any

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.export import SheetExport
from generator.roundtrip.fields import ITEM, Field, Returned, Untaken
from generator.roundtrip.meant import meant
from generator.roundtrip.values import NotUnderstood, WordLookup, read_value

LARGEST = 16_000_000
"""Bytes: more than a browser keeps for a sheet, so that no long text costs the short ones their way back."""
_NEVER = Bilingual("这张清单上没有打印过这一项", "the sheet never showed such an item")
_NULL = Bilingual(
    'null 不是内容，没有记录：要清空就写 ""', 'null says nothing and is not recorded; to empty a field write ""'
)


def read_json(content: bytes, lookup_of: Callable[[str], WordLookup]) -> Returned:
    """Raises ``Refusal`` where it is no such file; a value that means nothing is named in ``untaken``."""
    if len(content) > LARGEST:
        raise Refusal(Bilingual("文件太大，不像导出的清单", "the file is too large for an exported sheet"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            Bilingual("既不是 .xlsx，也不是导出的 JSON", "this is neither an .xlsx nor an exported JSON")
        ) from error
    export = SheetExport.from_json(text)
    lookup = lookup_of(export.engagement)
    given: dict[str, dict[Field, str]] = {}
    untaken: list[Untaken] = []
    for id, change in export.changes.items():
        if id not in export.printed:
            untaken += (Untaken(f"{id} {name[:40]}", id, _shown(typed), _NEVER) for name, typed in change.items())
            continue
        given[id] = {}
        for name, typed in change.items():
            try:
                if typed is None:
                    raise NotUnderstood(_NULL)
                value = read_value(_field(name), typed, lookup)
                value = meant(id, Field(name), value, export.printed[id].get(Field(name)), lookup)
            except NotUnderstood as fault:
                untaken.append(Untaken(f"{id} {name[:40]}", id, _shown(typed), fault.reason))
            else:
                if value is not None:
                    given[id][Field(name)] = value
    return Returned(
        export.engagement,
        export.edition,
        export.fingerprint,
        export.printed,
        given,
        untaken=tuple(untaken),
        meanings=export.meanings,
    )


def _shown(typed: Any) -> str:
    return "" if typed is None else str(typed)[:200]


def _field(name: str) -> Field:
    if name not in ITEM:
        raise NotUnderstood(Bilingual(f"不认识的字段 {name[:40]!r}", f"unknown field {name[:40]!r}"))
    return Field(name)
