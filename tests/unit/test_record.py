"""A filled sheet comes back: three ways merged, hostile files refused, and in the engagement's file nothing else moves."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import openpyxl.comments
import pytest
from openpyxl.worksheet.hyperlink import Hyperlink
from trees import ROOT, builder, duty, engagement, files, item, library
from trees import book as playbook

from generator.cli import main
from generator.diagnostics import LANGS, Lang
from generator.edit import Remove, Set
from generator.library import load
from generator.model.inline import plain, raw_html_at
from generator.publish.disk import read_tree
from generator.publish.sheets import SheetVariant
from generator.render import render
from generator.roundtrip import LARGEST_FILE, Field, Refusal, Returned, Untaken, Values, WordLookup, read
from generator.roundtrip.days import EventDays
from generator.roundtrip.edits import edits
from generator.roundtrip.export import SheetExport
from generator.roundtrip.fields import ITEM, as_typed, current, literal, meaning
from generator.roundtrip.merge import Conflict, FieldChange, merge
from generator.roundtrip.read_json import LARGEST as LARGEST_JSON
from generator.roundtrip.workbook import ID
from generator.tailor import Checklist, tailor

TODAY = date(2026, 10, 15)
STATE, OWNER, DUE, ON, BY, EVIDENCE, NOTE = ITEM
A1, A2 = "DEM-A01", "DEM-A02"
WHO = engagement(
    status={
        A1: {"state": "doing", "on": "2026-10-01", "by": "示例乙", "note": {"zh": "在**做**", "en": "under way"}},
        "X01": {"state": "blocked"},
    },
    move={"X01": {"due": "T-5", "because": "晚了"}},
    skip={"DEM-A04": {"because": "不涉及", "by": "architect"}},
    extra=[item("X01", step="prepare", due="T-20")],
)
BOOK = playbook(
    [
        item(A1, due="T-30", verifier="account-manager"),
        item(A2, due="T-20", title={"zh": "=二", "en": "=Two"}),
        item("DEM-A03", due="T-2h", owner="customer-lead"),
        item("DEM-A04", due="T-10"),
    ]
)


@cache
def now() -> Checklist:
    found = library(files(BOOK, fresh=WHO))
    return tailor(found, found.engagements["fresh"], TODAY)


@cache
def workbook(lang: Lang = "zh") -> bytes:
    found = library(files(BOOK, fresh=WHO))
    return render(builder(found).sheet(now(), SheetVariant(lang, "xlsx", "team")), "xlsx")


@cache
def exported() -> dict[str, Any]:
    found = library(files(BOOK, fresh=WHO))
    data: dict[str, Any] = json.loads(builder(found).sheet(now(), SheetVariant("zh", "html", "team")).export)
    return data


def words() -> WordLookup:
    states = {
        "todo": ("未开始", "To do"),
        "doing": ("进行中", "Doing"),
        "done": ("已完成", "Done"),
        "blocked": ("受阻", "Blocked"),
    }
    roles = {"architect": "架构师", "customer-lead": "客户负责人", "account-manager": "客户经理", "other": "架构师"}
    pairs = [(word, id) for id, both in states.items() for word in both]
    return WordLookup.of(pairs, [(title, id) for id, title in roles.items()])


# Three ways into one.

Row = tuple[Field, str | None, str, str, str | None]
LOWERED = Untaken
MERGES: dict[str, tuple[str, str | None, str, type[FieldChange] | type[Conflict] | type[Untaken] | None]] = {
    # what the sheet showed, what came back, what the tree says now
    "untouched": ("doing", "doing", "doing", None),
    "untouched while the tree moved on": ("doing", "doing", "done", None),
    "filled in": ("doing", "done", "doing", FieldChange),
    "both alike": ("doing", "done", "done", None),
    "both, each its own": ("doing", "blocked", "done", Conflict),
    "both went up, the sheet further": ("todo", "done", "doing", FieldChange),
    "both went up, the tree further": ("todo", "doing", "done", None),
    "done on the sheet, verified since": ("doing", "done", "verified", None),
    "a step back on the sheet, while the tree went up": ("done", "doing", "verified", LOWERED),
    "a step back on the sheet alone": ("done", "doing", "done", FieldChange),
    "a step back in the tree, while the sheet went up": ("doing", "done", "todo", Conflict),
    "verified taken back on the sheet": ("verified", "doing", "verified", LOWERED),
    "verified, and blocked on the sheet": ("done", "blocked", "verified", LOWERED),
    "verified on the sheet alone": ("done", "verified", "done", FieldChange),
    "never said": ("doing", None, "done", None),
}


def one_field(field: Field, printed: str | None, given: str | None, id: str = A1) -> Returned:
    base = {} if printed is None else {field: printed}
    return Returned("fresh", "2026.2", "E-A", {id: base}, {id: {} if given is None else {field: given}})


def holding(**status: Any) -> Checklist:
    found = library(files(BOOK, fresh=WHO | {"status": {A1: {"state": "doing"} | status}}))
    return tailor(found, found.engagements["fresh"], TODAY)


@pytest.mark.parametrize(("printed", "given", "ours", "expected"), MERGES.values(), ids=list(MERGES))
def test_a_state_is_merged_three_ways(printed: str, given: str | None, ours: str, expected: type | None) -> None:
    found = merge(holding(state=ours), one_field(STATE, printed, given))
    assert [type(one) for one in (*found.changes, *found.conflicts, *found.untaken)] == ([expected] if expected else [])
    for conflict in found.conflicts:
        assert (conflict.printed, conflict.now, conflict.given) == (printed, ours, given)


FIELDS: dict[str, tuple[Field, str | None, str, str, str | None]] = {
    # field, printed, given, the tree's own (None: absent), and what is made of it: the new value, "conflict" or None
    "an owner": (OWNER, "architect", "customer-lead", "", "customer-lead"),
    "an owner whom the tree changed too": (OWNER, "account-manager", "customer-lead", "", "conflict"),
    "a due": (DUE, "2026-10-10", "2026-10-12", "", "2026-10-12"),
    "a due that the tree moved too": (DUE, "2026-10-09", "2026-10-12", "", "conflict"),
    "a note anew": (NOTE, "", "好", "", "好"),
    "a note changed": (NOTE, "旧", "新", "旧", "新"),
    "a note emptied": (NOTE, "旧", "", "旧", ""),
    "a note that both changed": (NOTE, "旧", "新", "另", "conflict"),
    "a note of which the sheet does not say what it showed": (NOTE, None, "新", "", "新"),
    "the same, and the tree has one": (NOTE, None, "新", "另", "conflict"),
    "the same, left empty": (NOTE, None, "", "另", None),
    "the same words": (NOTE, None, "另", "另", None),
    "a note without its markup": (NOTE, "**旧** x", "旧 x", "另", None),
    "a note with other line breaks": (NOTE, "一 二", "一\n二", "另", None),
    "a day": (ON, "", "2026-10-03", "", "2026-10-03"),
    "a day taken away": (ON, "2026-10-01", "", "2026-10-01", ""),
    "a name": (BY, "甲", "乙", "甲", "乙"),
}


@pytest.mark.parametrize(("field", "printed", "given", "ours", "expected"), FIELDS.values(), ids=list(FIELDS))
def test_every_field_is_merged_alike(
    field: Field, printed: str | None, given: str, ours: str, expected: str | None
) -> None:
    found = merge(holding(**({field.value: ours} if ours else {})), one_field(field, printed, given))
    if expected == "conflict":
        assert [one.field for one in found.conflicts] == [field]
        assert found.changes == ()
    else:
        assert [one.new for one in found.changes] == ([] if expected is None else [expected])
        assert (found.conflicts, found.untaken) == ((), ())


def test_items_that_left_the_list_are_named_with_what_was_typed() -> None:
    line: Values = {STATE: "todo"}
    given = {"DEM-A04": {STATE: "done"}, A2: line, "DEM-A50": line}
    found = merge(now(), Returned("fresh", "2026.2", "E-A", {"DEM-A04": line, A2: line, "DEM-A50": line}, given))
    assert [(one.id, one.typed) for one in found.untaken] == [("DEM-A04", "done")]
    assert found.changes == found.conflicts == ()


def test_an_item_that_was_replaced_hands_on_what_was_typed_for_it() -> None:
    line: Values = {STATE: "todo"}
    returned = Returned("fresh", "2026.1", "E-A", {"DEM-A50": line}, {"DEM-A50": {STATE: "done"}})
    (change,) = merge(now(), returned, {"DEM-A50": A2}).changes
    assert (change.id, change.new, change.reworded) == (A2, "done", True)


def test_an_item_that_means_something_else_by_now_is_marked() -> None:
    line: Values = {STATE: "todo"}
    for known, reworded in ((meaning(duty(now(), A2)), False), ("00000000", True), (None, False)):
        meanings = {A2: known} if known else {}
        returned = Returned("fresh", "2026.1", "E-A", {A2: line}, {A2: {STATE: "done"}}, meanings=meanings)
        assert [one.reworded for one in merge(now(), returned).changes] == [reworded]


WEEKS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    # what the sheet says each week, and what the tree says by the second
    "verified by hand": ({"state": "done", "on": "2026-10-03", "by": "示例乙"}, {"state": "verified", "on": "2026-10-09", "by": "示例甲"}),
    "a note that somebody added to": ({"state": "done", "note": "截图在群里"}, {"state": "done", "note": "截图在群里；已归档"}),
    "nothing since": ({"state": "done", "note": "好"}, {"state": "done", "note": "好"}),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "since"), WEEKS.values(), ids=list(WEEKS))
def test_the_same_sheet_comes_back_every_week(typed: dict[str, str], since: dict[str, str]) -> None:
    base = dict.fromkeys(ITEM, "") | {STATE: "doing", OWNER: "architect", DUE: duty(now(), A1).due.day.isoformat()}
    given = {Field(name): value for name, value in typed.items()}
    found = merge(holding(**since), Returned("fresh", "2026.2", "E-A", {A1: base}, {A1: given}))
    assert (found.changes, found.conflicts, found.untaken) == ((), (), ())


def test_changes_become_entries_of_status_assign_and_move() -> None:
    printed = SheetExport.from_json(json.dumps(exported())).printed
    given: dict[str, Values] = {
        A1: {STATE: "done", NOTE: "", EVIDENCE: "https://example.com/a_b"},
        A2: {OWNER: "customer-lead", DUE: "2026-11-01", NOTE: "客户<b>改期"},
        "X01": {DUE: "2026-11-02"},
        "DEM-A03": {BY: "示例丁", DUE: printed["DEM-A03"][DUE]},
    }
    merged = merge(now(), Returned("fresh", "2026.2", "E-A", printed, given))
    model = load(files(BOOK, fresh=WHO)).engagements["fresh"].model
    because = {"zh": "现场回填", "en": "recorded from the returned sheet"}
    assert edits(merged, model, now(), load(files(BOOK, fresh=WHO)).engagements["fresh"].original.data) == [
        Set(("status", A1, "state"), "done"),
        Set(("status", A1, "evidence"), "https://example.com/a_b"),
        Remove(("status", A1, "note")),
        Set(("assign", A2), "customer-lead"),
        Set(("move", A2), {"due": "2026-11-01", "because": "客户`<`b>改期"}),
        Set(("status", A2), {"state": "todo", "note": "客户`<`b>改期"}),
        Set(("move", "X01", "due"), "2026-11-02"),
        Set(("move", "X01", "because"), because),
        Set(("status", "DEM-A03"), {"state": "todo", "by": "示例丁"}),
    ]


@pytest.mark.parametrize(
    "typed", [r"\\fs01\压测\(2026-11)", r"C:\temp\*.log", "a\\b", "x\\", r"\_\_", "1*2*3", "**好** `x`"]
)
def test_a_backslash_stays_one(typed: str) -> None:
    assert as_typed(literal(typed)) == typed


@pytest.mark.parametrize(
    "typed", ["<b>x</b>", "`x` <b>", "</<!<a", "[<b](https://x.y)", "a\\b <i>", "<5 ms a_b", "**x** <br/>", "``<a``"]
)
def test_what_is_typed_is_what_is_read(typed: str) -> None:
    assert raw_html_at(literal(typed)) is None
    assert plain(literal(typed)) in (typed, plain(typed))


# The JSON that the HTML exports.


def reading(content: bytes | str | dict[str, Any]) -> Returned:
    if isinstance(content, dict):
        content = json.dumps(content)
    return read(content.encode() if isinstance(content, str) else content, lambda _: words())


def changing(**changes: Any) -> dict[str, Any]:
    return exported() | {"changes": {id.replace("_", "-"): change for id, change in changes.items()}}


def test_an_exported_file_says_what_was_printed_and_given() -> None:
    found = reading(
        b"\xef\xbb\xbf"
        + json.dumps(changing(DEM_A01={"state": "done", "note": " 一\n二 ", "on": "2026/10/3"})).encode()
    )
    assert (found.engagement, found.edition, found.fingerprint) == ("fresh", "2026.2", now().fingerprint)
    assert found.given == {A1: {STATE: "done", ON: "2026-10-03", NOTE: "一 二"}}
    assert found.printed.keys() == {one.id for one in now().duties}
    one = duty(now(), A1)
    assert found.printed[A1] == {
        STATE: "doing", OWNER: "architect", DUE: one.due.day.isoformat(), ON: "2026-10-01", BY: "示例乙", EVIDENCE: "", NOTE: "在**做**",
    }  # fmt: skip


PRINTED_EARLIER = (
    '{"changes":{"DEM-A02":{"state":"done"}},"edition":"2026.2","engagement":"fresh","fields":["state","owner","due","on","by","evidence",'
    '"note"],"fingerprint":"E-ABCDEFGHIJ","format":1,"items":{"DEM-A02":{"due":"2026-10-20","owner":"architect","state":"todo"}}}'
)
"""What people hold in their hands already, letter by letter: it may not become unreadable."""


def test_a_sheet_that_was_printed_earlier_is_read_for_ever() -> None:
    found = reading(PRINTED_EARLIER)
    assert found.given == {A2: {STATE: "done"}}
    assert found.printed[A2] == dict.fromkeys(ITEM, "") | {STATE: "todo", OWNER: "architect", DUE: "2026-10-20"}
    assert json.loads(PRINTED_EARLIER).keys() - exported().keys() == {"changes"}


BASES: dict[str, tuple[dict[str, Any], str, type | None]] = {
    "made before it was verified": ({"state": "todo"}, "verified", None),
    "made on what the tree says": ({"state": "doing"}, "doing", FieldChange),
    "made before others went on": ({"state": "todo"}, "doing", Conflict),
    "made nobody knows when": ({"state": None}, "doing", Conflict),
    "verified when it was made": ({"state": "verified"}, "verified", Untaken),
}
"""What the browser's entry ``blocked`` was made on, and the tree's state now, which the sheet it is exported from shows."""


@pytest.mark.parametrize(("base", "ours", "expected"), BASES.values(), ids=list(BASES))
def test_an_entry_is_merged_from_what_it_was_made_on(base: dict[str, Any], ours: str, expected: type | None) -> None:
    state = "doing" if expected is None else "blocked"
    content = changing(DEM_A01={"state": state})
    content["items"] = {**content["items"], A1: {**content["items"][A1], "state": ours}}
    found = merge(holding(state=ours), reading(content | {"bases": {A1: base}}))
    outcomes = [type(one) for one in (*found.changes, *found.conflicts, *found.untaken)]
    assert outcomes == ([expected] if expected else [])


@pytest.mark.parametrize("bases", [[], {A1: "todo"}, {A1: {"state": 7}}, {"../x": {}}])
def test_bases_that_are_none_are_refused(bases: Any) -> None:
    with pytest.raises(Refusal):
        reading(changing(DEM_A01={"state": "done"}) | {"bases": bases})


def test_an_exporter_that_tells_less_is_understood() -> None:
    older = {key: value for key, value in exported().items() if key != "fields"}
    older["items"] = {
        id: {name: line[name] for name in ("state", "owner", "due")} for id, line in exported()["items"].items()
    }
    assert reading(older | {"changes": {}}).printed[A1].keys() == {STATE, OWNER, DUE}


BAD_JSON: dict[str, bytes | str | dict[str, Any]] = {
    "nothing": b"",
    "no JSON": "engagement: fresh\n",
    "half of one": json.dumps(exported())[:-20],
    "no table": "[]",
    "a number": "7",
    "not a number": '{"format": NaN, "engagement": "fresh", "items": {}}',
    "ten thousand deep": "[" * 10_000,
    "another file of ours": {"code": "unknown-role"},
    "of another format": exported() | {"format": 2},
    "of a format that is no number": exported() | {"format": True},
    "no engagement": exported() | {"engagement": 7},
    "no edition": {key: value for key, value in exported().items() if key != "edition"},
    "items in a list": exported() | {"items": []},
    "an item that is text": exported() | {"items": {A1: "done"}},
    "an item without its state": exported() | {"items": {A1: {"owner": "architect", "due": "2026-10-01"}}},
    "an item whose state is a number": exported() | {"items": {A1: {"state": 1, "owner": "architect", "due": "2026-10-01"}}},
    "an id that is a path": exported() | {"items": {"../../etc": {"state": "todo", "owner": "architect", "due": "2026-10-01"}}},
    "changes in a list": exported() | {"changes": [1]},
    "a change of an id that is markup": changing(**{"<b>": {"state": "done"}}),
    "a key twice": json.dumps(exported())[:-1] + ', "engagement": "other"}',
    "a page": "<!doctype html><p>",
    "latin": "é".encode("latin-1"),
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "endless": b" " * (LARGEST_JSON + 1),
    "larger still": b"PK\x03\x04" + bytes(LARGEST_FILE),
    "a figure of a million digits": '{"format": 1' + "0" * 1_000_000 + "}",
}  # fmt: skip


@pytest.mark.parametrize("content", BAD_JSON.values(), ids=list(BAD_JSON))
def test_a_foreign_or_broken_export_is_refused_in_both_languages(content: bytes | str | dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        reading(content)
    said = refusal.value.words
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said.zh)
    assert said.en
    assert said.en != said.zh
    assert len(said.en) < 300


NOT_TAKEN: dict[str, dict[str, Any]] = {
    "a change of an unknown field": changing(DEM_A01={"severity": "may"}),
    "an unknown state": changing(DEM_A01={"state": "大概吧"}),
    "an unknown role": changing(DEM_A01={"owner": "architekt"}),
    "a title of two roles": changing(DEM_A01={"owner": "架构师"}),
    "no date": changing(DEM_A01={"due": "soon"}),
    "a date of no calendar": changing(DEM_A01={"due": "2026-02-30"}),
    "a date of another age": changing(DEM_A01={"due": "0026-02-20"}),
    "a note that is a table": changing(DEM_A01={"note": {"zh": "x"}}),
    "a note that is true": changing(DEM_A01={"note": True}),
    "a bell": changing(DEM_A01={"note": "a\x07b"}),
    "half a character": changing(DEM_A01={"note": "\ud800"}),
    "a span of days": changing(DEM_A01={"due": "2026-10-01 ~ 2026-10-05"}),
    "a day that moves with its reader": changing(DEM_A01={"on": "昨天"}),
    "a note longer than a cell": changing(DEM_A01={"note": "长" * 40_000}),
}  # fmt: skip


@pytest.mark.parametrize("content", NOT_TAKEN.values(), ids=list(NOT_TAKEN))
def test_what_means_nothing_is_named_and_costs_nothing_else(content: dict[str, Any]) -> None:
    content["changes"] = {**content["changes"], A2: {"state": "done"}}
    found = reading(content)
    assert found.given[A2] == {STATE: "done"}
    (one,) = found.untaken
    assert one.id == A1
    assert any("\u4e00" <= sign <= "\u9fff" for sign in one.reason.zh)
    assert 0 < len(one.reason.en) < 300


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("done", "done"),
        ("已完成", "done"),
        ("Done", "done"),
        (" DONE ", "done"),
        ("ｄｏｎｅ", "done"),
        ("To  do", "todo"),
        ("", None),
    ],
)
def test_a_state_may_be_said_in_either_language(written: str, meant: str | None) -> None:
    assert reading(changing(DEM_A01={"state": written})).given[A1].get(STATE) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("客户负责人", "customer-lead"), ("architect", "architect"), ("架构师 (other)", "other")]
)
def test_a_role_may_be_said_by_its_title(written: str, meant: str) -> None:
    assert reading(changing(DEM_A01={"owner": written})).given[A1][OWNER] == meant


# The workbook.


class Filled:
    """A workbook as a user fills it in: by item and field."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.where = json.loads(self.book["_playbook"]["A2"].value)
        self.sheet = self.book[self.where["sheet"]]

    def row(self, id: str) -> int:
        return next(cell.row for cell in self.sheet[self.where["columns"]["id"]] if cell.value == id)

    def __setitem__(self, at: tuple[str, str], value: Any) -> None:
        id, field = at
        self.sheet[f"{self.where['columns'][field]}{self.row(id)}"] = value

    @property
    def content(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


@pytest.mark.parametrize("lang", LANGS)
def test_a_workbook_nobody_filled_in_changes_nothing(lang: Lang) -> None:
    for content in (workbook(lang), Filled(workbook(lang)).content):
        found = reading_real(content)
        assert found.given.keys() == found.printed.keys() == {one.id for one in now().duties}
        assert found.absent == ()
        merged = merge(now(), found)
        assert (merged.changes, merged.conflicts, merged.untaken) == ((), (), ())


def reading_real(content: bytes) -> Returned:
    found = library(files(BOOK, fresh=WHO))
    assert found.roles
    strings = builder(found).kits
    states = [
        (str(strings[lang].strings.value.state[id]), id)
        for lang in LANGS
        for id in strings[lang].strings.value.state.plain
    ]
    roles = [(role.title.plain(lang), id) for id, role in found.roles.model.root.items() for lang in LANGS]
    people = {"示例甲": frozenset({"account-manager"})}
    lookup = replace(WordLookup.of(states, roles), people=people, days=EventDays.of(now()))
    return read(content, lambda _: lookup)


@pytest.mark.parametrize("lang", LANGS)
def test_a_filled_workbook_is_read_cell_by_cell(lang: Lang) -> None:
    state = {"zh": "已完成", "en": "done"}[lang]
    role = {"zh": "客户负责人", "en": "customer Lead"}[lang]
    filled = Filled(workbook(lang))
    filled[A1, "state"] = f" {state} "
    filled[A1, "note"] = None
    filled[A1, "on"] = datetime(2026, 10, 14)
    filled[A2, "owner"] = role
    filled[A2, "due"] = "2026-11-01"
    filled[A2, "by"] = 42
    filled["DEM-A03", "on"] = 46310
    filled["DEM-A03", "due"] = None
    filled["X01", "state"] = None
    merged = merge(now(), reading_real(filled.content))
    assert (merged.conflicts, merged.untaken) == ((), ())
    assert {(one.id, one.field): one.new for one in merged.changes} == {
        (A1, STATE): "done", (A1, NOTE): "", (A1, ON): "2026-10-14",
        (A2, OWNER): "customer-lead", (A2, DUE): "2026-11-01", (A2, BY): "42",
        ("DEM-A03", ON): "2026-10-15",
    }  # fmt: skip


def test_rows_and_columns_may_be_moved_and_the_page_renamed() -> None:
    filled = Filled(workbook())
    filled[A2, "state"] = "已完成"
    filled[A2, "note"] = "好"
    filled.sheet.insert_cols(3)
    filled.sheet.insert_cols(11, 2)
    filled.sheet.insert_rows(1, 2)
    filled.sheet.delete_rows(next(cell.row for cell in filled.sheet["A"] if cell.value == "X01"))
    filled.sheet.title = "我的清单"
    found = reading_real(filled.content)
    assert {(one.id, one.field, one.new) for one in merge(now(), found).changes} == {
        (A2, STATE, "done"),
        (A2, NOTE, "好"),
    }
    assert found.absent == ("X01",)


def hidden(change: Callable[[Any], None]) -> Callable[[], bytes]:
    def make() -> bytes:
        filled = Filled(workbook())
        change(filled)
        return filled.content

    return make


def cell(id: str, field: str, value: Any) -> Callable[[], bytes]:
    return hidden(lambda filled: filled.__setitem__((id, field), value))


def rezipped(change: Callable[[dict[str, bytes]], None], *, method: int = zipfile.ZIP_DEFLATED, of: Callable[[], bytes] = lambda: workbook()) -> Callable[[], bytes]:  # fmt: skip
    def make() -> bytes:
        with zipfile.ZipFile(io.BytesIO(of())) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()

    return make


def entity(parts: dict[str, bytes]) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    parts["xl/sharedStrings.xml"] = (
        parts["xl/sharedStrings.xml"].replace(b"?>", b"?>" + bomb, 1).replace(b"<t>", b"<t>&b;", 1)
    )


def outside(parts: dict[str, bytes]) -> None:
    leak = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"?>", b"?>" + leak, 1)


def utf16(parts: dict[str, bytes]) -> None:
    leak = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'
    parts["docProps/core.xml"] = leak.encode("utf-16")


def macro_type(parts: dict[str, bytes]) -> None:
    name = "[Content_Types].xml"
    plain_type, macro = b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    assert plain_type in parts[name]
    parts[name] = parts[name].replace(b"application/vnd." + plain_type, b"application/vnd." + macro)


def locked() -> bytes:
    content = bytearray(workbook())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def far_row(filled: Any) -> None:
    filled.sheet["A1048576"] = "DEM-A77"
    filled.sheet["XFD1048576"] = "x"


def of_a_stranger() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.save(out)
    return out.getvalue()


def rename(filled: Any, *fields: str) -> None:
    for n, name in enumerate(fields):
        filled.sheet[f"{filled.where['columns'][name]}{filled.where['header']}"] = f"改名 {n}"


BAD_WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a stranger's": (of_a_stranger, "no sheet that this tool made"),
    "half of it": (lambda: workbook()[: len(workbook()) // 2], "damaged"),
    "its first bytes": (lambda: workbook()[:30], "damaged"),
    "a flipped byte": (lambda: workbook()[:300] + bytes([workbook()[300] ^ 255]) + workbook()[301:], "damaged"),
    "a zip of another kind": (lambda: rezipped(lambda parts: parts.clear())(), "damaged"),
    "locked": (locked, "password"),
    "with macros": (rezipped(lambda parts: parts.update({"xl/vbaProject.bin": b"x"})), "macros"),
    "with old macros": (rezipped(lambda parts: parts.update({"xl/macrosheets/sheet1.xml": b"<x/>"})), "macros"),
    "that says it has macros": (rezipped(macro_type), "macros"),
    "a bomb of zeros": (rezipped(lambda parts: parts.update({"xl/media/x.bin": bytes(30_000_000)})), "unreasonable"),
    "a large part of any name": (rezipped(lambda parts: parts.update({"xl/media/x.bin": bytes(41_000_000)}), method=zipfile.ZIP_STORED), "unreasonable"),
    "a bomb of XML": (
        rezipped(lambda parts: parts.update({f"xl/x{n}.xml": b"<x/>" + b" " * 900_000 for n in range(50)})),
        "unreasonable",
    ),
    "a bomb of names": (rezipped(lambda parts: parts.update({f"x{n}": b"" for n in range(2_001)})), "unreasonable"),
    "with entities": (rezipped(entity), "entities"),
    "with entities from outside": (rezipped(outside), "entities"),
    "with entities in another encoding": (rezipped(utf16), "entities"),
    "with broken XML": (rezipped(lambda parts: parts.update({"xl/workbook.xml": b"<workbook><sheets>"})), "damaged"),
    "without the embedded JSON": (hidden(lambda filled: filled.book["_playbook"].delete_rows(1, 10)), "damaged"),
    "with another JSON": (hidden(lambda filled: filled.book["_playbook"].__setitem__("A1", "[]")), "no sheet that"),
    "without its way": (hidden(lambda filled: filled.book["_playbook"].__setitem__("A2", "{}")), "damaged"),
    "with a way to nowhere": (hidden(lambda filled: filled.book["_playbook"].__setitem__("A2", '{"sheet": [], "columns": 7}')), "damaged"),
    "without its items": (hidden(lambda filled: filled.sheet.delete_rows(5, 100)), "no item is found"),
    "with heads of somebody's own": (hidden(lambda filled: rename(filled, STATE, OWNER, DUE, ON, BY)), "heads"),
    "without its ids": (hidden(lambda filled: filled.sheet.delete_cols(1)), "heads"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "reason"), BAD_WORKBOOKS.values(), ids=list(BAD_WORKBOOKS))
def test_a_hostile_or_broken_workbook_is_refused(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        reading_real(make())
    said = refusal.value.words
    assert reason in said.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said.zh)


def twice(filled: Any) -> None:
    """A row copied below itself, and each filled in."""
    row = filled.row(A1)
    copied = [(cell.column, cell.value) for cell in filled.sheet[row]]
    filled.sheet.insert_rows(row + 1)
    for column, value in copied:
        filled.sheet.cell(row + 1, column, value)
    for n, note in enumerate(("一", "二")):
        filled.sheet[f"{filled.where['columns']['note']}{row + n}"] = note


NOT_TAKEN_CELLS: dict[str, tuple[Callable[[], bytes], str]] = {
    "an item twice": (hidden(twice), "several rows"),
    "an unknown state": (cell(A1, "state", "差不多"), "is no state; write one of"),
    "an unknown role": (cell(A1, "owner", "老王"), "is no role"),
    "no date": (cell(A1, "due", "下周"), "depends on the day"),
    **{f"{error} as {field}": (cell(A1, field, error), "a formula that failed") for field, error in [("due", "#REF!"), ("note", "#DIV/0!"), ("by", "#N/A"), ("evidence", "#NAME?"), ("state", "#SPILL!"), ("note", "Err:508")]},
    "a formula whose result is not there": (cell(A1, "note", "=1+1"), "a formula"),
    "what was done in the future": (cell(A1, "on", date(2026, 10, 16)), "yet to come"),
    "another year": (cell(A1, "due", date(2028, 11, 1)), "another year"),
    "over the title": (cell(A1, "title", "另一件事"), "for reading"),
    "beside the table": (hidden(lambda filled: filled.sheet.__setitem__(f"Z{filled.row(A1)}", "自己的")), "column of your own"),
    "in a comment": (hidden(lambda filled: comment(filled, A1, "问过了")), "a comment is not recorded"),
    "under the table": (hidden(lambda filled: filled.sheet.__setitem__(f"{filled.where['columns']['note']}{filled.sheet.max_row + 2}", "签字")), "no id of the list"),
    "above the table": (hidden(lambda filled: filled.sheet.__setitem__("H1", "下周一交")), "above the heads"),
    "a day above the table": (hidden(lambda filled: filled.sheet.__setitem__("H2", date(2026, 10, 9))), "above the heads"),
    "a head of one's own": (hidden(lambda filled: filled.sheet.__setitem__("Z4", "跟进人")), "column of your own"),
    "a formula under the table": (hidden(lambda filled: filled.sheet.__setitem__(f"B{filled.sheet.max_row + 2}", "=1+1")), "no id of the list"),
    "of an item that was never there": (hidden(lambda filled: filled.sheet.__setitem__(f"A{filled.sheet.max_row + 1}", "DEM-A99")), "never showed DEM-A99"),
}  # fmt: skip


def comment(filled: Any, id: str, words: str) -> None:
    at = filled.sheet[f"{filled.where['columns']['note']}{filled.row(id)}"]
    at.comment = openpyxl.comments.Comment(words, "示例")


@pytest.mark.parametrize(("make", "reason"), NOT_TAKEN_CELLS.values(), ids=list(NOT_TAKEN_CELLS))
def test_what_is_not_taken_is_named_by_its_cell_and_the_rest_is_taken(make: Callable[[], bytes], reason: str) -> None:
    filled = Filled(make())
    filled["DEM-A03", "note"] = "好"
    found = reading_real(filled.content)
    assert any(reason in one.reason.en for one in found.untaken)
    assert {one.at.split("!")[0] for one in found.untaken} == {"清单"}
    assert any("\u4e00" <= sign <= "\u9fff" for sign in found.untaken[0].reason.zh)
    assert [(one.id, one.new) for one in merge(now(), found).changes] == [("DEM-A03", "好")]


AS_LEFT: dict[str, tuple[str, Any, str]] = {
    # the field, what stands in the cell, and what it means
    "a tick": ("state", "√", "done"), "yes": ("state", "是", "done"), "full width": ("state", "ＯＫ", "done"),
    "month and day": ("on", "10月3日", "2026-10-03"), "with slashes": ("on", "2026/10/3", "2026-10-03"),
    "two figures": ("on", "10-03", "2026-10-03"), "full-width figures": ("on", "２０２６－１０－０３", "2026-10-03"),
    "eight figures": ("on", "20261003", "2026-10-03"), "English": ("on", "3 Oct 2026", "2026-10-03"),
    "with its weekday": ("on", "2026年10月3日 周六", "2026-10-03"), "a blank behind": ("by", " 示例乙  ", "示例乙"),
    "an hour": ("due", datetime(2026, 11, 9, 18, 30), "2026-11-09T18:30"), "an hour in words": ("due", "11月9日 18:30", "2026-11-09T18:30"),
    "one of the team": ("owner", "示例甲", "account-manager"), "Excel's line break": ("note", "一_x000D_\n二", "一 二"),
    "what only looks escaped": ("note", "tile_x0128_y1", "tile_x0128_y1"), "a backslash": ("evidence", r"\\fs01\压测\(2026-11)", r"\\fs01\压测\(2026-11)"), "18 figures": ("evidence", "123456789012345678", "123456789012345678"),
    "a fraction": ("note", "1/2", "1/2"), "a share": ("note", "100%", "100%"), "zeros": ("note", "00123", "00123"),
}  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "meant"), AS_LEFT.values(), ids=list(AS_LEFT))
def test_cells_are_understood_as_people_leave_them(field: str, typed: Any, meant: str) -> None:
    filled = Filled(workbook())
    filled[A2, field] = typed
    found = reading_real(filled.content)
    assert found.untaken == ()
    assert [(one.id, one.field, one.new) for one in merge(now(), found).changes] == [(A2, field, meant)]


def test_a_merged_range_means_its_value_for_every_row() -> None:
    filled = Filled(workbook())
    column, row = filled.where["columns"]["by"], filled.row(A1)
    filled.sheet.merge_cells(f"{column}{row}:{column}{row + 2}")
    filled.sheet[f"{column}{row}"] = "示例丁"
    changes = merge(now(), reading_real(filled.content)).changes
    assert [(one.id, one.new) for one in changes] == [(one.id, "示例丁") for one in now().duties[:3]]


def test_a_cell_merged_over_its_neighbours_fills_in_none_of_them() -> None:
    filled = Filled(workbook())
    row, evidence, severity = filled.row(A1), filled.where["columns"]["evidence"], filled.where["columns"]["severity"]
    filled[A1, "evidence"] = "见群里"
    filled.sheet.merge_cells(f"{evidence}{row}:{severity}{row}")
    found = reading_real(filled.content)
    assert [(one.field, one.new) for one in merge(now(), found).changes] == [(EVIDENCE, "见群里")]
    assert found.untaken == ()


def test_of_two_rows_of_an_item_both_are_named() -> None:
    filled = Filled(workbook())
    twice(filled)
    note, row = filled.where["columns"]["note"], filled.row(A1)
    assert [one.at for one in reading_real(filled.content).untaken] == [f"清单!{note}{row}", f"清单!{note}{row + 1}"]


@pytest.mark.parametrize("renamed", [(STATE,), (STATE, ID), (STATE, Field.TITLE), (ID, STATE, DUE, NOTE)])
def test_of_a_column_that_was_renamed_what_was_typed_is_named_and_the_others_are_taken(
    renamed: tuple[str, ...],
) -> None:
    filled = Filled(workbook())
    filled[A1, STATE], filled[A2, STATE], filled[A2, BY] = "已完成", "已完成", "示例丁"
    rename(filled, *renamed)
    found = reading_real(filled.content)
    assert [(one.id, one.field, one.new) for one in merge(now(), found).changes] == [(A2, BY, "示例丁")]
    letters, top = filled.where["columns"], filled.where["header"]
    heads = {f"清单!{letters[name]}{top}" for name in renamed}
    states = {f"清单!{letters[STATE]}{filled.row(id)}" for id in (A1, A2)}
    assert {one.at for one in found.untaken} == heads | states
    assert all(filled.where["heads"][STATE] in one.reason.en for one in found.untaken if one.at in states)


@pytest.mark.parametrize("gone", [STATE, Field.TITLE, "why"])
def test_a_column_that_is_gone_costs_the_others_nothing(gone: str) -> None:
    filled = Filled(workbook())
    filled[A2, BY] = "示例丁"
    filled.sheet.delete_cols(openpyxl.utils.column_index_from_string(filled.where["columns"][gone]))
    found = reading_real(filled.content)
    assert found.untaken == ()
    assert [(one.id, one.field, one.new) for one in merge(now(), found).changes] == [(A2, BY, "示例丁")]


@pytest.mark.parametrize(
    ("field", "address", "meant", "named"),
    [
        ("evidence", "https://example.com/r?x=1", "[压测［二］报告](https://example.com/r?x=1)", ""),
        ("evidence", "https://example.com/r#二", "[压测［二］报告](https://example.com/r#二)", ""),
        ("note", "HTTPS://Example.com/r_(2)<3>", "[压测［二］报告](https://Example.com/r_%282%29%3C3%3E)", ""),
        ("note", "file:///C:/压测.docx", "压测[二]报告", "file:///C:/压测.docx"),
        ("note", "#清单!A5", "压测[二]报告", "#清单!A5"),
        ("by", "mailto:x@example.com", "压测[二]报告", "mailto:x@example.com"),
    ],
)
def test_a_link_behind_words_keeps_both_or_is_named(field: str, address: str, meant: str, named: str) -> None:
    filled = Filled(workbook())
    filled[A2, field] = "压测[二]报告"
    cell = filled.sheet[f"{filled.where['columns'][field]}{filled.row(A2)}"]
    target, _, location = address.partition("#")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, target=target or None, location=location or None)
    found = reading_real(filled.content)
    (change,) = merge(now(), found).changes
    assert change.new == meant
    assert [named in one.reason.en for one in found.untaken] == ([True] if named else [])


def calculated(id: str, field: str, formula: str, result: bytes) -> bytes:
    """A formula with what a spreadsheet kept beside it: its cell's kind, and its result."""
    kind, value = result.split(b" ", 1)

    def keep(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        kept = rb'<c t="%b" \1>\2<v>%b</v></c>' % (kind, value)
        parts[name], n = re.subn(rb"<c ([^>]*?)>(<f>(?:Z99|HYPERLINK)[^<]*</f>)<v ?/></c>", kept, parts[name])
        assert n == 1

    return rezipped(keep, of=cell(id, field, formula))()


@pytest.mark.parametrize(("field", "result"), [("note", "n 46357.195"), ("evidence", "n 0"), ("by", "b 1")])
def test_a_formula_whose_result_is_no_text_is_named(field: str, result: str) -> None:
    found = reading_real(calculated(A2, field, "=Z99", result.encode()))
    assert merge(now(), found).changes == ()
    assert ["whose result is no text" in one.reason.en for one in found.untaken] == [True]


def test_a_link_that_a_formula_makes_keeps_both() -> None:
    made = calculated(A2, "note", '=HYPERLINK("https://example.com/a#s2","看这里")', "str 看这里".encode())
    (change,) = merge(now(), reading_real(made)).changes
    assert change.new == "[看这里](https://example.com/a#s2)"


def test_a_sheet_of_which_one_column_was_sorted_is_refused() -> None:
    filled = Filled(workbook())
    column = filled.where["columns"]["title"]
    cells = [filled.sheet[f"{column}{filled.row(one.id)}"] for one in now().duties]
    for cell, title in zip(cells, [cell.value for cell in cells][::-1], strict=True):
        cell.value = title
    with pytest.raises(Refusal, match="sorted"):
        reading_real(filled.content)


def test_a_due_by_the_hour_becomes_an_offset_from_the_start() -> None:
    filled = Filled(workbook())
    filled[A2, "due"] = datetime(2026, 11, 10, 18, 30)
    merged = merge(now(), reading_real(filled.content))
    model = load(files(BOOK, fresh=WHO)).engagements["fresh"].model
    (moved,) = edits(merged, model, now(), load(files(BOOK, fresh=WHO)).engagements["fresh"].original.data)
    minutes = round((datetime(2026, 11, 10, 18, 30, tzinfo=now().zone) - now().start).total_seconds() / 60)
    assert isinstance(moved, Set)
    assert moved.value["due"] == (f"T{minutes:+d}m" if minutes % 60 else f"T{minutes // 60:+d}h")


@pytest.mark.parametrize("column", "ACS")
def test_a_row_of_ones_own_is_named_wherever_it_is_written(column: str) -> None:
    filled = Filled(workbook())
    filled.sheet[f"{column}{filled.sheet.max_row + 3}"] = "买宵夜"
    found = reading_real(filled.content)
    (one,) = merge(now(), found).untaken
    assert one.typed == "买宵夜"
    assert one.at.startswith(f"清单!{column}")


def test_a_filled_copy_of_the_sheet_is_noticed() -> None:
    filled = Filled(workbook())
    copy = filled.book.copy_worksheet(filled.sheet)
    assert reading_real(filled.content).untaken == ()
    at = f"{filled.where['columns']['state']}{filled.row(A2)}"
    copy[at] = "已完成"
    (one,) = reading_real(filled.content).untaken
    assert "a copy of" in one.reason.en
    assert (one.at, one.id, one.typed) == (f"{copy.title}!{at}", A2, "已完成")


def test_what_a_sheet_shows_of_a_note_is_what_was_typed() -> None:
    typed = "p99<200ms, a<b>c & d"
    found = library(files(BOOK, fresh=WHO | {"status": {A1: {"state": "doing", "note": literal(typed)}}}))
    sheet = builder(found).sheet(tailor(found, found.engagements["fresh"], TODAY), SheetVariant("zh", "xlsx", "team"))
    filled = Filled(render(sheet, "xlsx"))
    assert filled.sheet[f"{filled.where['columns']['note']}{filled.row(A1)}"].value == typed


def test_a_fault_of_ours_is_no_damage_of_the_workbook() -> None:
    def fails(_: str) -> WordLookup:
        raise TypeError("a bug")

    with pytest.raises(TypeError):
        read(workbook(), fails)


def test_a_verified_item_keeps_its_day_its_name_and_its_proof() -> None:
    verified = holding(state="verified", on="2026-09-22", by="示例丙", evidence="https://example.com/1")
    base = dict(current(duty(verified, A1), "zh"))
    given: Values = {STATE: "todo", ON: "2026-10-10", BY: "Mallory", EVIDENCE: "", NOTE: "没做完"}
    found = merge(verified, Returned("fresh", "2026.2", "E-A", {A1: base}, {A1: given}))
    assert [one.field for one in found.changes] == [NOTE]
    assert len(found.untaken) == 4


def test_rows_far_away_cost_nothing() -> None:
    filled = Filled(workbook())
    far_row(filled)
    assert [(one.at, one.typed) for one in reading_real(filled.content).untaken] == [
        ("清单!A1048576", "DEM-A77"),
        ("清单!XFD1048576", "x"),
    ]


# The command.


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]
FRESH = "playbooks/engagements/fresh.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small tree as people write it, with comments, and a sheet printed from it in out/."""
    shutil.copytree(ROOT / "tests" / "cases" / "_tree", tmp_path / "root")
    (tmp_path / "root" / "mkdocs.yml").write_text("site_name: x\n")
    path = tmp_path / "root" / FRESH
    text = (
        path.read_text("utf-8")
        .replace("status:\n", "status:  # 周一更新\n")
        .replace("by: 示例甲}\n", "by: 示例甲}  # 邮件\n")
    )
    path.write_text(text, "utf-8")
    return tmp_path / "root"


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: Any, lang: str = "en") -> Ran:
        code = main([*map(str, arguments), "--root", str(root), "--lang", lang, "--today", "2026-10-15"])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(code, out, err)

    return call


@pytest.fixture
def printed(root: Path, run: Run) -> dict[str, Any]:
    """The JSON that the sheet carries."""
    run("checklist", "fresh", "--format", "html", "--out", root / "out", lang="zh")
    page = (root / "out" / "fresh" / "fresh.zh.html").read_text("utf-8")
    data: dict[str, Any] = json.loads(page.split('id="playbook-sheet"')[1].split(">", 1)[1].split("</script>")[0])
    return data


def returned(root: Path, printed: dict[str, Any], changes: dict[str, Any], **other: Any) -> Path:
    path = root / "back.json"
    path.write_text(json.dumps(printed | {"changes": changes} | other), "utf-8")
    return path


def test_only_what_was_filled_in_changes_and_only_once(root: Path, run: Run, printed: dict[str, Any]) -> None:
    before = (root / FRESH).read_text("utf-8")
    changes = {
        "DEM-A01": {"state": "verified", "note": "复核: 通过"},
        "DEM-A02": {"state": "done", "on": "2026-10-14", "by": "示例乙", "evidence": "https://example.com/1"},
        "DEM-A06": {"owner": "customer-lead", "due": "2026-10-22"},
        "X01": {"state": "doing"},
    }
    file = returned(root, printed, changes)
    rehearsed = run("record", "fresh", file, "--dry-run")
    assert (root / FRESH).read_text("utf-8") == before
    done = run("record", "fresh", file)
    assert done.code == rehearsed.code == 0
    assert done.out == rehearsed.out == (
        'DEM-A01 One: state done → verified\nDEM-A01 One: note — → “复核: 通过”\n'
        "DEM-A02 Two: state to do → done\nDEM-A02 Two: date — → 2026-10-14\nDEM-A02 Two: by — → 示例乙\n"
        "DEM-A02 Two: evidence — → “https://example.com/1”\n"
        "DEM-A06 Six: owner Architect → Customer lead\nDEM-A06 Six: due 2026-10-20 → 2026-10-22\n"
        "X01 客户专属: state to do → in progress\n"
    )  # fmt: skip
    assert "nothing is written" in rehearsed.err
    assert done.err == f"9 changes to 4 items, written to {FRESH}\n"
    expected = before
    for old, new in (
        ("  DEM-A04: customer-lead\n", "  DEM-A04: customer-lead\n  DEM-A06: customer-lead\n"),
        (
            "  DEM-A05: {due: T-40, because: 提前}\n",
            "  DEM-A05: {due: T-40, because: 提前}\n"
            "  DEM-A06: {due: 2026-10-22, because: {zh: 现场回填, en: recorded from the returned sheet}}\n",
        ),
        (
            "{state: done, on: 2026-08-21, by: 示例甲}",
            '{state: verified, on: 2026-08-21, by: 示例甲, note: "复核: 通过"}',
        ),
        (
            "  DEM-T01: {state: doing}\n",
            '  DEM-T01: {state: doing}\n  DEM-A02: {state: done, on: 2026-10-14, by: 示例乙, evidence: "https://example.com/1"}\n'
            "  X01: {state: doing}\n",
        ),
    ):
        assert old in expected
        expected = expected.replace(old, new)
    assert (root / FRESH).read_text("utf-8") == expected
    again = run("record", "fresh", file)
    assert (again.code, again.out, again.err) == (0, "", "there is nothing to change\n")
    assert (root / FRESH).read_text("utf-8") == expected
    assert run("check").code == 0


def refusals() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], str]]:
    yield "another engagement's", {}, {"engagement": "other"}, "is the sheet of other"
    yield "an unknown id", {"ECP-A99": {"state": "done"}}, {}, "ECP-A99: the sheet never showed"
    yield "a value of no kind", {"DEM-A01": {"state": 7}}, {}, '"7" is no state'
    yield (
        "an owner who would verify himself",
        {"DEM-A03": {"owner": "account-manager"}},
        {},
        "is the verifier of DEM-A03",
    )
    yield "escapes for the terminal", {"DEM-A01": {"owner": "\u202e\u2066x"}}, {}, "turns text round"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("changes", "other", "reason"), [row[1:] for row in refusals()], ids=[row[0] for row in refusals()]
)
def test_a_refused_sheet_writes_nothing(
    root: Path,
    run: Run,
    printed: dict[str, Any],
    changes: dict[str, Any],
    other: dict[str, Any],
    reason: str,
    lang: Lang,
) -> None:
    before = read_tree(root)
    found = run("record", "fresh", returned(root, printed, changes, **other), lang=lang)
    assert found.code == 1
    assert reason in found.err or lang == "zh"
    assert not any(sign in found.err for sign in "\u202e\u2066\x1b")
    assert read_tree(root) == before


def conflicting(root: Path, printed: dict[str, Any]) -> Path:
    file = returned(root, printed, {"DEM-A01": {"state": "blocked"}, "DEM-A02": {"state": "done"}})
    path = root / FRESH
    path.write_text(path.read_text("utf-8").replace("DEM-A01: {state: done", "DEM-A01: {state: accepted"), "utf-8")
    return file


def test_a_conflict_is_told_and_the_rest_is_written(root: Path, run: Run, printed: dict[str, Any]) -> None:
    file = conflicting(root, printed)
    found = run("record", "fresh", file, "--dry-run", lang="zh")
    assert found.err.startswith("DEM-A01 一：状态 冲突：打印时 已完成，现在 已接受，交回 受阻\n")
    found = run("record", "fresh", file)
    assert (found.code, found.out) == (1, "DEM-A02 Two: state to do → done\n")
    assert "DEM-A01 One: conflict in state: printed as done, now accepted, returned as blocked" in found.err
    text = (root / FRESH).read_text("utf-8")
    assert "DEM-A01: {state: accepted" in text
    assert "DEM-A02: {state: done}" in text


@pytest.mark.parametrize(("side", "state"), [("--ours", "accepted"), ("--theirs", "blocked")])
def test_a_side_settles_conflicts(root: Path, run: Run, printed: dict[str, Any], side: str, state: str) -> None:
    file = conflicting(root, printed)
    assert run("record", file, side).code == 0
    assert f"DEM-A01: {{state: {state}" in (root / FRESH).read_text("utf-8")
    again = run("record", file, side)
    assert (again.code, again.out) == (0, "")


def test_a_sheet_of_an_earlier_edition_is_recorded_and_says_so(root: Path, run: Run, printed: dict[str, Any]) -> None:
    found = run("record", "fresh", returned(root, printed, {"DEM-A02": {"state": "done"}}, edition="2025.9"))
    assert (found.code, found.out) == (0, "DEM-A02 Two: state to do → done\n")
    assert "edition 2025.9" in found.err


def test_a_folder_of_returns_is_one_command(root: Path, run: Run, printed: dict[str, Any]) -> None:
    folder = root / "returns"
    folder.mkdir()
    for name, changes in (
        ("a", {"DEM-A02": {"state": "done"}}),
        ("b", {"DEM-A01": {"note": "好"}}),
        ("c", {"DEM-A06": {"due": "soon"}}),
    ):
        returned(root, printed, changes).rename(folder / f"{name}.json")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "d.txt").write_text("签到表")
    found = run("record", folder)
    assert found.code == 1
    assert found.out == "DEM-A02 Two: state to do → done\nDEM-A01 One: note — → “好”\n"
    assert "c.json" in found.err
    assert "d.txt: this is no JSON that a sheet exports" in found.err
    assert "2 changes to 2 items" in found.err
    text = (root / FRESH).read_text("utf-8")
    assert "DEM-A02: {state: done}" in text
    assert "note: 好" in text


def test_the_workbook_goes_back_with_a_comment_on_each_cell_not_taken(root: Path, run: Run) -> None:
    run("checklist", "fresh", "--format", "xlsx", "--out", root / "out", lang="zh")
    filled = Filled((root / "out" / "fresh" / "fresh.zh.xlsx").read_bytes())
    filled["DEM-A02", "state"], filled["DEM-A02", "note"] = "差不多", "好"
    file = root / "back.xlsx"
    file.write_bytes(filled.content)
    before = file.read_bytes()
    assert run("record", file, "--back", root / "given").code == 1
    given = Filled((root / "given" / "back.xlsx").read_bytes())
    state = given.sheet[f"{given.where['columns']['state']}{given.row('DEM-A02')}"]
    assert state.value == "差不多"
    assert "没有“差不多”这个状态" in state.comment.text
    assert sum(cell.comment is not None for row in given.sheet.iter_rows() for cell in row) == 1
    refused = run("record", file, "--back", root)
    assert refused.code == 2
    assert file.read_bytes() == before


def test_two_at_once_lose_nothing(root: Path, printed: dict[str, Any]) -> None:
    changes: dict[str, dict[str, Any]] = {
        "a": {"DEM-A02": {"state": "done"}},
        "b": {"DEM-A01": {"note": "好"}},
        "c": {"DEM-A06": {"by": "示例乙"}},
    }
    running = []
    for name, change in changes.items():
        file = root / f"{name}.json"
        file.write_text(json.dumps(printed | {"changes": change}), "utf-8")
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "generator", "--root", str(root), "--today", "2026-10-15", "record", str(file)],
                cwd=ROOT,
            )
        )
    assert [one.wait() for one in running] == [0, 0, 0]
    text = (root / FRESH).read_text("utf-8")
    assert all(words in text for words in ("DEM-A02: {state: done}", "note: 好", "DEM-A06: {state: todo, by: 示例乙}"))


def test_a_sheet_of_before_merges_with_what_others_wrote_since(root: Path, run: Run, printed: dict[str, Any]) -> None:
    file = returned(root, printed, {"DEM-A02": {"state": "done"}})
    path = root / FRESH
    path.write_text(path.read_text("utf-8").replace("DEM-T01: {state: doing}", "DEM-T01: {state: blocked}"), "utf-8")
    assert run("record", "fresh", file).out == "DEM-A02 Two: state to do → done\n"
    assert "DEM-T01: {state: blocked}\n  DEM-A02: {state: done}" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fresh", "nothing.json"), "No such file"),
        (("fersh", "mkdocs.yml"), 'did you mean "fresh"'),
        (("fresh",), "Missing argument"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    root: Path, run: Run, arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    found = run("record", *arguments)
    assert found.code == 2
    assert said in found.err


def test_a_file_with_errors_is_not_written_to(root: Path, run: Run, printed: dict[str, Any]) -> None:
    path = root / FRESH
    path.write_text(path.read_text("utf-8").replace("DEM-A04: customer-lead", "DEM-A04: nobody"), "utf-8")
    before = path.read_bytes()
    found = run("record", "fresh", returned(root, printed, {"DEM-A02": {"state": "done"}}))
    assert found.code == 1
    assert "unknown-role" in found.err
    assert path.read_bytes() == before


def test_thirty_rows_filled_in_by_hand_come_back_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("playbooks", "mkdocs.yml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    common = ["--root", str(tmp_path), "--today", "2026-11-23", "--lang", "zh"]
    id = "apparel-double12"
    path, out = tmp_path / f"playbooks/engagements/{id}.yaml", tmp_path / "out"
    assert main(["checklist", id, "--format", "xlsx", "--out", str(out), *common]) == 0
    filled = Filled((out / id / f"{id}.zh.xlsx").read_bytes())
    states = filled.where["columns"]["state"]
    ids = [str(row[0].value) for row in filled.sheet.iter_rows(min_row=5) if row[0].value]
    chosen = [one for one in ids if filled.sheet[f"{states}{filled.row(one)}"].value in ("未开始", "进行中")][:30]
    assert len(chosen) == 30
    for n, one in enumerate(chosen):
        filled[one, "state"], filled[one, "on"], filled[one, "by"] = "已完成", date(2026, 11, 22), f"示例 {n}"
        filled[one, "evidence"] = f"https://example.com/{n}?a=[b]#c"
        filled[one, "note"] = f"第 {n} 行: <b> “ok” # {{x}}"
    back = tmp_path / "back.xlsx"
    back.write_bytes(filled.content)
    before = path.read_text("utf-8")
    assert main(["record", id, str(back), *common]) == 0
    after = path.read_text("utf-8")
    found = library(read_tree(tmp_path))
    checklist = tailor(found, found.engagements[id], date(2026, 11, 23))
    for n, one in enumerate(chosen):
        status = duty(checklist, one).status
        assert (status.state, status.on, status.by) == ("done", date(2026, 11, 22), f"示例 {n}")
        assert status.evidence
        assert status.evidence.plain("zh") == f"https://example.com/{n}?a=[b]#c"
        assert status.note
        assert status.note.plain("zh") == f"第 {n} 行: <b> “ok” # {{x}}"
    untouched = before.split("\nstatus:")[0], before.split("\norders:")[1]
    assert (after.split("\nstatus:")[0], after.split("\norders:")[1]) == untouched
    assert [line for line in before.splitlines() if "#" in line and line not in after.splitlines()] == []
    assert main(["record", id, str(back), *common]) == 0
    assert path.read_text("utf-8") == after
    assert "没有要改的" in capsys.readouterr().err


def test_exporting_does_not_cost_other_commands_their_start() -> None:
    program = "import sys, generator.cli.record; assert 'openpyxl' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


# A table without our hidden page.


def table(*rows: tuple[str, ...], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


ROWS = (
    ("事项", "编号", "进度", "备注", "责任人", "跟进"),
    ("Two", "DEM-A02", "√", "=1+1", "", "小王"),
    ("One", "DEM-A01", "未开始", "", "老王", ""),
    ("", "DEM-A99", "完成", "", "", ""),
)


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (",", "utf-8-sig"), (";", "gb18030"), ("\t", "gb18030"), ("\t", "utf-16")]
)  # fmt: skip
def test_a_csv_is_shown_first_and_written_once_agreed_to(root: Path, run: Run, delimiter: str, encoding: str) -> None:
    file = root / "fresh.zh - 清单.csv"
    file.write_bytes(table(*ROWS, delimiter=delimiter, encoding=encoding))
    before = (root / FRESH).read_bytes()
    seen = run("record", file)
    assert (seen.code, seen.out) == (1, "DEM-A02 Two: state to do → done\nDEM-A02 Two: note — → “=1+1”\n")
    assert "add --yes" in seen.err
    assert (root / FRESH).read_bytes() == before
    written = run("record", file, "--yes")
    assert (written.code, written.out) == (1, seen.out)
    for at, reason in (
        ("F2", "column of your own"),
        ("E3", "is no role"),
        ("C3", "lowers nothing"),
        ("B4", "never showed DEM-A99"),
    ):
        assert any(line.startswith(f"{at} ") and reason in line for line in written.err.splitlines()), written.err
    text = (root / FRESH).read_text("utf-8")
    assert 'DEM-A02: {state: done, note: "=1+1"}' in text or "DEM-A02: {state: done, note: =1+1}" in text
    assert "DEM-A01: {state: done" in text
    again = run("record", file, "--yes")
    assert again.out == ""
    assert (root / FRESH).read_text("utf-8") == text


@pytest.mark.skipif(os.name == "nt", reason="no terminal of its own to be had")
def test_at_a_terminal_a_table_is_shown_and_asked_about(root: Path) -> None:
    import pty

    file = root / "fresh.csv"
    file.write_bytes(table(*ROWS))
    before = (root / FRESH).read_bytes()
    for answer in ("", "n", "y"):
        ours, theirs = pty.openpty()
        command = [
            sys.executable,
            "-m",
            "generator",
            "record",
            str(file),
            "--today",
            "2026-10-15",
            "--lang",
            "en",
            "--root",
            str(root),
        ]
        os.write(ours, f"{answer}\n".encode())
        found = subprocess.run(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, check=False)
        os.close(theirs)
        said = os.read(ours, 65536).decode()
        os.close(ours)
        assert "DEM-A02 Two: state to do → done" in said.split("fresh.csv: write these [y/N]")[0]
        # What the table says beside is named whatever is answered: exit 1.
        assert found.returncode == 1
        assert ((root / FRESH).read_bytes() != before) == (answer == "y")
    assert b"DEM-A02: {state: done" in (root / FRESH).read_bytes()


def test_what_says_whose_a_table_is(root: Path, run: Run) -> None:
    rows = (("编号", "状态"), ("DEM-A02", "done"))
    bare, named = root / "back.csv", root / "fresh (1).csv"
    for file in (bare, named):
        file.write_bytes(table(*rows))
    assert "name it before the file" in run("record", bare).err
    assert "state to do → done" in run("record", named).out
    assert "state to do → done" in run("record", "fresh", bare).out
    bare.write_bytes(table(("fresh", ""), *rows))
    assert "state to do → done" in run("record", bare).out
    checklist = load(read_tree(root)).engagements["fresh"].model
    bare.write_bytes(
        table((f"{checklist.customer.plain('zh')} · {checklist.event.name.plain('zh')} · 重保清单", ""), *rows)
    )
    assert "state to do → done" in run("record", bare).out


def test_a_workbook_that_lost_its_hidden_page_is_read_by_its_heads(root: Path, run: Run) -> None:
    run("checklist", "fresh", "--format", "xlsx", "--out", root / "out", lang="zh")
    filled = Filled((root / "out" / "fresh" / "fresh.zh.xlsx").read_bytes())
    filled["DEM-A02", "state"], filled["DEM-A02", "on"] = "已完成", date(2026, 10, 14)
    for name in ("_playbook", "_lists", *filled.book.sheetnames[1:-2]):
        del filled.book[name]
    filled.sheet.delete_cols(4)
    file = root / "back.xlsx"
    file.write_bytes(filled.content)
    seen = run("record", file)
    assert (seen.code, seen.out) == (1, "DEM-A02 Two: state to do → done\nDEM-A02 Two: date — → 2026-10-14\n")
    done = run("record", file, "--yes")
    assert done.code == 0, done.err
    assert "DEM-A02: {state: done, on: 2026-10-14}" in (root / FRESH).read_text("utf-8")


def test_a_table_of_which_one_column_was_sorted_or_that_is_endless_is_refused(root: Path, run: Run) -> None:
    file = root / "fresh.csv"
    file.write_bytes(table(("编号", "事项", "状态"), ("DEM-A01", "二", "done"), ("DEM-A02", "一", "done")))
    assert "sorted" in run("record", file, "--yes").err
    file.write_bytes(table(("编号", "状态"), *[("DEM-A02", "done")] * 5_001))
    assert "5000 rows" in run("record", file, "--yes").err
    file.write_bytes(b"," * (LARGEST_JSON + 1))
    assert "too large" in run("record", file, "--yes").err
