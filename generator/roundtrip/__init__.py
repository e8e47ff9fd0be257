"""A sheet that comes back filled in: the one definition of what it carries, its readers, and the merge into the tree as it is now."""

from collections.abc import Callable

from generator.diagnostics import Bilingual, Refusal
from generator.roundtrip.fields import Field, Returned, Untaken, Values
from generator.roundtrip.read_json import read_json
from generator.roundtrip.unnamed import Unnamed
from generator.roundtrip.values import WordLookup

LARGEST_FILE = 50_000_000
_WORKBOOK, _OLD_OR_LOCKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read(content: bytes, lookup_of: Callable[[str], WordLookup], unnamed: Unnamed | None = None) -> Returned:
    """A filled workbook, or the file that the HTML sheet exports, told apart by content: a name proves nothing.

    ``lookup_of`` gives the words of the engagement that the file names; a table that names none is read by ``unnamed``. Raises ``Refusal`` where nothing of it can be trusted.
    """
    if len(content) > LARGEST_FILE:
        raise Refusal(Bilingual("文件太大", "the file is too large"))
    if content.startswith(_WORKBOOK):
        # openpyxl takes a while to import, and only a workbook has use for it.
        from generator.roundtrip.read_xlsx import read_xlsx

        if unnamed is None:
            return read_xlsx(content, lookup_of)
        from generator.roundtrip.two_way import read_two_way

        return read_xlsx(content, lookup_of, lambda sheets, epoch: read_two_way(sheets, unnamed, lookup_of, epoch))
    if content.startswith(_OLD_OR_LOCKED):
        raise Refusal(
            Bilingual(
                "这是旧的 .xls 或加了密码的工作簿：另存为不带密码的 .xlsx",
                "this is an old .xls or a workbook with a password: save it as .xlsx without one",
            )
        )
    if content.lstrip().startswith(b"<"):
        raise Refusal(
            Bilingual(
                "这是网页：在页面里点“导出”，交回导出的文件",
                "this is a page: use its export button and hand in the file that it writes",
            )
        )
    if unnamed and not content.lstrip().startswith(b"{"):
        from generator.roundtrip.two_way import read_csv

        if table := read_csv(content, unnamed, lookup_of):
            return table
    return read_json(content, lookup_of)


__all__ = ["LARGEST_FILE", "Field", "Refusal", "Returned", "Untaken", "Values", "WordLookup", "read", "read_json"]
