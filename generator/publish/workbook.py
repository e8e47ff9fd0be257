"""A returned workbook, read as a stranger's: bounded, without macros, without entities, and only where our own sheet says.

The very hidden worksheet ``_playbook`` says it: A1 (B1, C1, …) is the embedded JSON; A2 is ``{"sheet", "header", "columns": {field:
letter}, "heads"?: {field: text}, "printed"?: row}``. By ``heads`` columns are found wherever they were moved to; from row ``printed`` on
stand id, on, by, evidence and note as their cells were written. ``_lists`` holds the words for roles (A) and their ids (C).
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NoReturn
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parse
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel

from generator.diagnostics import Words
from generator.edit.returned import Field, Returned, Values
from generator.publish.export import Export, Refusal, Vocabulary, foreign, is_id, read_export, said

HIDDEN, LISTS = "_playbook", "_lists"
LARGEST_XML, MOST_PARTS = 40_000_000, 2_000
STEEPEST = 250
"""How many times a part may grow when unpacked; an honest worksheet stays below a hundred."""
MOST_ROWS, MOST_COLUMNS, HEADER_WITHIN = 20_000, 200, 60
_PRINTED_FIELDS = (Field.ON, Field.BY, Field.EVIDENCE, Field.NOTE)

Row = tuple[Any, ...]


def read_workbook(content: bytes, vocabulary: Vocabulary) -> Returned:
    """What a filled workbook says. Raises ``Refusal``; whatever the file holds, nothing of it runs."""
    try:
        _inspect(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return _returned(book, vocabulary)
            finally:
                book.close()
    except Refusal:
        raise
    except Exception as error:
        # What openpyxl raises over a broken file is not for us to list; a stranger's file is never our bug.
        raise Refusal(Words("工作簿已损坏或不完整", "the workbook is damaged or incomplete")) from error


def _inspect(content: bytes) -> None:
    """Refuse what should not even be opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = [part.filename.casefold() for part in parts]
        if (
            len(parts) > MOST_PARTS
            or any(_is_bomb(part) for part in parts)
            or sum(p.file_size for p in parts if _is_xml(p)) > LARGEST_XML
        ):
            _refuse("工作簿解开后大得不正常", "the workbook unpacks to an unreasonable size")
        if any(part.flag_bits & 1 for part in parts):
            _refuse("工作簿加了密码", "the workbook is locked with a password")
        macros = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names)
        if macros or b"macroenabled" in archive.read("[Content_Types].xml").lower():
            _refuse("工作簿带宏：另存为不带宏的 .xlsx", "the workbook holds macros: save it as .xlsx without them")
        for part in filter(_is_xml, parts):
            with archive.open(part) as stream:
                _plain_xml(stream)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1_000_000 and part.file_size > STEEPEST * max(part.compress_size, 1)


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.casefold().endswith((".xml", ".rels"))


def _plain_xml(stream: Any) -> None:
    try:
        parse(stream, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refusal(Words("工作簿里有 XML 实体或 DTD", "the workbook holds XML entities or a DTD")) from error
    except SAXException as error:
        raise Refusal(Words("工作簿已损坏或不完整", "the workbook is damaged or incomplete")) from error


def _refuse(zh: str, en: str) -> NoReturn:
    raise Refusal(Words(zh, en))


def _returned(book: Any, vocabulary: Vocabulary) -> Returned:
    if HIDDEN not in book.sheetnames:
        raise foreign()
    rows = list(_rows(book[HIDDEN]))
    export = read_export("".join(cell for cell in rows[0] if isinstance(cell, str)))
    where = json.loads(rows[1][0])
    printed = _printed(export, rows[where["printed"] - 1 :] if "printed" in where else [])
    if LISTS in book.sheetnames:
        words = [row[:3] for row in _rows(book[LISTS]) if len(row) > 2]
        vocabulary = vocabulary.and_roles(
            (word, id) for word, _, id in words if isinstance(word, str) and isinstance(id, str)
        )
    sheet = book[where["sheet"]] if where["sheet"] in book.sheetnames else book.worksheets[0]
    given = _given(list(_rows(sheet)), where, printed, vocabulary, book.epoch)
    absent = tuple(id for id in printed if id not in given)
    if printed and len(absent) == len(printed):
        _refuse(
            "清单那一页里一项也找不到：列被移动或删除了",
            "no item is found on the checklist page: its columns were moved or removed",
        )
    return Returned(export.engagement, export.edition, export.fingerprint, printed, given, absent)


def _rows(sheet: Any) -> Iterator[Row]:
    return iter(sheet.iter_rows(min_row=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True))


def _printed(export: Export, rows: list[Row]) -> dict[str, Values]:
    """As printed: the embedded JSON, and what the cells beside it were written with."""
    cells = {row[0]: dict(zip(_PRINTED_FIELDS, (cell or "" for cell in row[1:5]), strict=False)) for row in rows if row}
    blank = dict.fromkeys(_PRINTED_FIELDS, "")
    return {id: {**values, **(blank | cells[id] if id in cells else {})} for id, values in export.printed.items()}


def _given(
    rows: list[Row], where: Any, printed: Mapping[str, Values], vocabulary: Vocabulary, epoch: Any
) -> dict[str, Values]:
    header, columns = _columns(rows, where)
    given: dict[str, Values] = {}
    for number, row in enumerate(rows[header:], header + 1):
        cells = {name: row[column] if column < len(row) else None for name, column in columns.items()}
        id = str(cells.pop("id") or "").strip()
        filled = any(str(cell or "").strip() for cell in cells.values())
        if id not in printed:
            if is_id(id) or filled:
                given[id or f"第 {number} 行 / row {number}"] = {}
            continue
        place = Words(f"第 {number} 行 {id}", f"row {number} {id}")
        values = {name: _said(name, cells[name], vocabulary, place, epoch) for name in Field if name in cells}
        line = {name: value for name, value in values.items() if value is not None}
        if given.setdefault(id, line) != line:
            _refuse(f"{id} 有两行，写的不一样", f"{id} has two rows that say different things")
    return given


def _columns(rows: list[Row], where: Any) -> tuple[int, dict[str, int]]:
    """How many rows the table's head takes, and the index of each column."""
    heads: dict[str, str] = where.get("heads", {})
    for number, row in enumerate(rows[:HEADER_WITHIN] if heads else [], 1):
        texts = [str(cell or "").strip() for cell in row]
        if all(texts.count(head.strip()) == 1 for head in heads.values()):
            return number, {name: texts.index(head.strip()) for name, head in heads.items()}
    if heads:
        _refuse(
            "清单那一页的表头被改过：恢复表头再交回",
            "the checklist's heads were changed: put them back and hand it in again",
        )
    names = [name for name in ("id", *Field) if name in where["columns"]]
    return where["header"], {name: column_index_from_string(where["columns"][name]) - 1 for name in names}


def _said(name: Field, cell: Any, vocabulary: Vocabulary, place: Words, epoch: Any) -> str | None:
    if isinstance(cell, bool):
        cell = str(cell).upper()
    if name in (Field.DUE, Field.ON) and isinstance(cell, int | float):
        # A date whose cell has lost its format is a number of days.
        with suppress(ValueError, OverflowError):
            cell = from_excel(cell, epoch)
    if not isinstance(cell, str | int | float | date | datetime | None):
        cell = str(cell)
    return said(name, cell, vocabulary, place)
