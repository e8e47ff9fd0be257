"""A returned sheet's bytes → what was printed and what was given. Told apart by content: a name proves nothing."""

from __future__ import annotations

from generator.diagnostics import Words
from generator.edit.returned import Field, Returned
from generator.publish.export import Export, Refusal, Vocabulary, read_export, said

LARGEST_FILE, LARGEST_JSON = 50_000_000, 4_000_000
_WORKBOOK, _OLD_OR_LOCKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_returned(content: bytes, vocabulary: Vocabulary) -> Returned:
    """A filled workbook, or the file that the HTML sheet exports. Raises ``Refusal``."""
    if len(content) > LARGEST_FILE:
        raise Refusal(Words("文件太大", "the file is too large"))
    if content.startswith(_WORKBOOK):
        # openpyxl takes a while to import, and only a workbook has use for it.
        from generator.publish.workbook import read_workbook

        return read_workbook(content, vocabulary)
    if content.startswith(_OLD_OR_LOCKED):
        raise Refusal(
            Words(
                "这是旧的 .xls 或加了密码的工作簿：另存为不带密码的 .xlsx",
                "this is an old .xls or a workbook with a password: save it as .xlsx without one",
            )
        )
    if content.lstrip().startswith(b"<"):
        raise Refusal(
            Words(
                "这是网页：在页面里点“导出”，交回导出的文件",
                "this is a page: use its export button and hand in the file that it writes",
            )
        )
    if len(content) > LARGEST_JSON:
        raise Refusal(Words("文件太大，不像导出的清单", "the file is too large for an exported sheet"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            Words("既不是 .xlsx，也不是导出的 JSON", "this is neither an .xlsx nor an exported JSON")
        ) from error
    return _of_export(read_export(text), vocabulary)


def _of_export(export: Export, vocabulary: Vocabulary) -> Returned:
    given = {}
    for id, change in export.changes.items():
        if unknown := sorted(change.keys() - set(Field)):
            raise Refusal(Words(f"{id}：不认识的字段 {unknown[0]!r}", f"{id}: unknown field {unknown[0]!r}"))
        values = {
            name: said(name, change[name], vocabulary, Words(f"{id} {name}", f"{id} {name}"))
            for name in Field
            if name in change
        }
        given[id] = {name: value for name, value in values.items() if value is not None}
    return Returned(export.engagement, export.edition, export.fingerprint, export.printed, given)
