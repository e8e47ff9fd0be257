"""A stranger's workbook before it is opened: bounded in every part, without macros, without entities, of the kind that we read."""

import io
import re
import zipfile
from typing import Any, NoReturn
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parse
from openpyxl.utils import column_index_from_string

from generator.diagnostics import Bilingual, Refusal

LARGEST, MOST_PARTS = 40_000_000, 2_000
"""Bytes of all parts together once unpacked, whatever they are called."""
STEEPEST = 250
"""How many times a part may grow when unpacked; an honest worksheet stays below a hundred."""
MOST_CELLS = 50_000
"""Of one worksheet: an honest one has some thousands."""
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def inspect(content: bytes) -> None:
    """Raises ``Refusal`` for what should not even be opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = [part.filename.casefold() for part in parts]
        if "mimetype" in names and b"opendocument" in archive.read(parts[names.index("mimetype")])[:200]:
            _refuse(
                "这是 OpenDocument 表格（.ods）：另存为 Excel 工作簿（.xlsx）再交回",
                "this is an OpenDocument sheet (.ods): save it as an Excel workbook (.xlsx) and hand that in",
            )
        if len(parts) > MOST_PARTS or any(map(_is_bomb, parts)) or sum(part.file_size for part in parts) > LARGEST:
            _refuse("工作簿解开后大得不正常", "the workbook unpacks to an unreasonable size")
        if any(part.flag_bits & 1 for part in parts):
            _refuse("工作簿加了密码", "the workbook is locked with a password")
        macros = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names)
        if macros or b"macroenabled" in archive.read("[Content_Types].xml").lower():
            _refuse("工作簿带宏：另存为不带宏的 .xlsx", "the workbook holds macros: save it as .xlsx without them")
        for part in parts:
            if part.filename.casefold().endswith((".xml", ".rels", ".vml")):
                with archive.open(part) as stream:
                    _plain_xml(stream)
        if _STRICT in archive.read("xl/workbook.xml"):
            _refuse(
                "这是 Strict Open XML 格式：另存为普通的“Excel 工作簿（.xlsx）”再交回",
                'this is a Strict Open XML workbook: save it as an ordinary "Excel Workbook (.xlsx)" and hand that in',
            )


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1_000_000 and part.file_size > STEEPEST * max(part.compress_size, 1)


class _Counting(ContentHandler):
    """How many cells a worksheet fills, those of merged ranges included: openpyxl makes each of them."""

    cells = 0

    def startElement(self, name: str, attrs: Any) -> None:
        match name.rpartition(":")[2]:
            case "v" | "is":
                self.cells += 1
            case "mergeCell" if found := _RANGE.fullmatch(attrs.get("ref", "")):
                left, top, right, bottom = found.groups()
                across = column_index_from_string(right) - column_index_from_string(left)
                self.cells += (across + 1) * (int(bottom) - int(top) + 1)
        if self.cells > MOST_CELLS:
            _refuse(
                f"一页里填了或合并了 {MOST_CELLS} 格以上：删掉自己加的行和列，取消大片的合并，再交回",
                f"a worksheet has over {MOST_CELLS} filled or merged cells: take out rows and columns of your own, undo large merges, and hand it in again",
            )


def _plain_xml(stream: Any) -> None:
    try:
        parse(stream, _Counting(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refusal(Bilingual("工作簿里有 XML 实体或 DTD", "the workbook holds XML entities or a DTD")) from error
    except SAXException as error:
        raise Refusal(Bilingual("工作簿已损坏或不完整", "the workbook is damaged or incomplete")) from error


def _refuse(zh: str, en: str) -> NoReturn:
    raise Refusal(Bilingual(zh, en))
