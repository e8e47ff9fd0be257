"""The workbook, read back with openpyxl: it holds what the checklist holds, it calculates as we do, and nothing in it acts."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from xml.dom import minidom

import openpyxl
import pytest
import xlsxwriter
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from trees import ROOT, Data, book, engagement, files, item, library, sheet

from generator.diagnostics import LANGS, Lang
from generator.expressions import Value, evaluate, parse
from generator.library import Library, load
from generator.limits import LONGEST_TEXT
from generator.publish.disk import read_tree
from generator.render.sheet import Sheet
from generator.render.workbook import render
from generator.render.workbook.cells import held
from generator.render.workbook.formulas import figure
from generator.roundtrip.fields import ITEM, SECTIONS
from generator.roundtrip.workbook import digest
from generator.tailor import Checklist, tailor
from generator.tailor.estimates import size

REAL = {
    "apparel-double12": "2026-12-01", "arena-late": "2026-11-20", "beauty-week": "2026-10-20", "fresh-double11": "2026-11-10",
    "grocery-newyear": "2026-12-20", "outdoor-blackfriday": "2026-11-20", "puzzle-spring": "2026-11-20", "star-eve": "2026-11-20",
}  # fmt: skip
SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is missing: apt-get install --no-install-recommends libreoffice-calc"
)
OUR_FORMULA = re.compile(
    r"""=(IF|IFERROR|SUM|COUNTIF)\(([A-Za-z0-9_$!:,.()<>=+*/& -]|"(待确认)?"|'(清单|Checklist)'!)*\)"""
)
"""What a formula of ours is made of: no text of a file can stand in one."""


@cache
def real_library() -> Library:
    return load(read_tree(ROOT))


@cache
def real(name: str) -> Checklist:
    found = real_library()
    return tailor(found, found.engagements[name], date.fromisoformat(REAL[name]))


@cache
def real_sheet(name: str, lang: Lang, audience: str = "team", role: str | None = None) -> Sheet:
    return sheet(real_library(), real(name), lang, audience, role)


@cache
def real_bytes(name: str, lang: Lang, audience: str = "team", role: str | None = None) -> bytes:
    return render(real_sheet(name, lang, audience, role))


def opened(content: bytes, *, values: bool = True) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def small(
    who: Data | None = None, playbook: Data | None = None, lang: Lang = "zh", **options: Any
) -> tuple[Sheet, bytes]:
    made = library(files(playbook, options.pop("shared", None), fresh=who or engagement()))
    checklist = tailor(made, made.engagements["fresh"], date(2026, 10, 15))
    found = sheet(made, checklist, lang, **options)
    return found, render(found)


def where(made: Workbook) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made["_playbook"]["A2"].value)
    return found


def rows(made: Workbook) -> list[dict[str, Any]]:
    """The checklist's rows by the keys of the contract."""
    at = where(made)
    page = made[at["sheet"]]
    found = []
    for row in range(at["header"] + 1, page.max_row + 1):
        found.append({key: page[f"{column}{row}"].value for key, column in at["columns"].items()})
    return found


def page_of(made: Workbook, cut: Sheet, name: str) -> Worksheet:
    strings = cut.kit.strings
    found: Worksheet = made[(strings.field.plain | strings.workbook.sheet.plain)[name]]
    return found


def texts(page: Worksheet) -> list[Any]:
    return [cell for row in page.iter_rows(values_only=True) for cell in row if cell is not None]


# The same items, dates, owners and counts.


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", REAL)
def test_every_row_of_every_sample_reads_back(name: str, lang: Lang) -> None:
    cut, made = real_sheet(name, lang), opened(real_bytes(name, lang))
    duties, found, words, values = cut.checklist.duties, rows(made), cut.kit.strings.field, cut.kit.strings.value
    assert [row["id"] for row in found] == [duty.id for duty in duties]
    for row, duty in zip(found, duties, strict=True):
        instant = duty.due.instant
        due = instant.replace(tzinfo=None) if instant else datetime.combine(duty.due.day, time.min)
        assert abs((row["due"] - due).total_seconds()) < 1, row
        assert row["owner"] == duty.owner.title.plain(lang)
        assert row["people"] or duty.owner.withheld
        assert row["state"] == values.state[duty.status.state]
        assert (row["on"].date() if row["on"] else None) == duty.status.on
        assert row["severity"] == values.severity[duty.item.severity.value]
        assert row["title"].startswith(duty.item.title.plain(lang))
        assert (words.overdue in (row["flags"] or "").split("\n")) is duty.overdue
        assert (words.late_start in (row["flags"] or "").split("\n")) is duty.late_start
    readiness = texts(page_of(made, cut, "readiness"))
    assert cut.checklist.fingerprint in readiness
    assert values.verdict[cut.checklist.readiness.verdict.value] in readiness
    for line in (*cut.checklist.waived, *cut.checklist.left_out):
        assert line.id in readiness
    for reason in cut.checklist.readiness.reasons:
        assert reason.words.of(lang) in readiness


@pytest.mark.parametrize("name", REAL)
def test_the_other_pages_hold_every_line(name: str) -> None:
    cut, made = real_sheet(name, "zh"), opened(real_bytes(name, "zh"))
    c = cut.checklist

    def ids(page: str, first: int = 3) -> list[Any]:
        return [row[0] for row in page_of(made, cut, page).iter_rows(min_row=first, values_only=True) if row[0]]

    assert ids("orders") == ([line.id for line in c.orders] or ["无"])
    assert ids("risks") == ([line.risk.id for line in c.risks] or ["无"])
    assert ids("plans") == ([line.plan.id for line in c.plans] or ["无"])
    assert ids("estimates", 4)[: 2 * len(c.estimates)] == [line.estimate.id for line in c.estimates for _ in range(2)]
    assert {line.id for line in c.facts} <= set(ids("estimates"))
    contacts = texts(page_of(made, cut, "contacts"))
    for role in c.team:
        assert contacts.count(role.title.plain("zh")) >= max(1, len(role.people))
        assert {person.contact for person in role.people if person.contact} <= set(contacts)
    for shift in c.roster:
        assert shift.who in contacts
        assert shift.begins.replace(tzinfo=None) in contacts
    counts = {row[0]: row[1] for row in page_of(made, cut, "readiness").iter_rows(values_only=True) if row[0]}
    assert [counts[cut.kit.strings.field[key]] for key in ("total", "finished", "overdue", "waived")] == [
        c.counts.total, c.counts.finished, c.counts.overdue, c.counts.waived,
    ]  # fmt: skip


def test_a_role_sheet_holds_that_role_alone() -> None:
    cut, made = real_sheet("star-eve", "en", role="architect"), opened(real_bytes("star-eve", "en", role="architect"))
    assert [row["id"] for row in rows(made)] == [duty.id for duty in cut.checklist.duties]
    assert 0 < len(rows(made)) < len(real("star-eve").duties)
    assert cut.kit.strings.field.estimates not in made.sheetnames


def test_the_customers_copy_has_no_stock_and_no_approvals() -> None:
    assert any(line.order.zone for line in real("star-eve").orders)
    content = opened(real_bytes("star-eve", "zh", "customer"))
    told = [str(cell) for page in content.worksheets for cell in texts(page)]
    words = real_sheet("star-eve", "zh").kit.strings.field
    assert words.zone not in told
    assert words.approvals not in told
    assert not [cell for cell in told if words.internal in cell.split("\n")]
    zones = {line.order.zone for line in real("star-eve").orders if line.order.zone}
    assert not zones & set(told)


# What a workbook offers to whoever fills it in.


@pytest.mark.parametrize("lang", LANGS)
def test_the_drop_downs_reach_the_very_last_row(lang: Lang) -> None:
    made = opened(real_bytes("star-eve", lang))
    at, cut = where(made), real_sheet("star-eve", lang)
    page = made[at["sheet"]]
    first, last = at["header"] + 1, at["header"] + len(cut.checklist.duties)
    assert page[f"{at['columns']['id']}{last}"].value == cut.checklist.duties[-1].id
    assert page.max_row == last
    ranges = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    for key, kind in (("state", "list"), ("owner", "list"), ("due", "date"), ("on", "date")):
        column = at["columns"][key]
        assert ranges[f"{column}{first}:{column}{last}"].type == kind, key
    states = ranges[f"{at['columns']['state']}{first}:{at['columns']['state']}{last}"].formula1
    assert states.strip('"').split(",") == [
        cut.kit.strings.value.state[state] for state in ("todo", "doing", "done", "verified", "blocked", "accepted")
    ]
    lists = [row[:3] for row in made["_lists"].iter_rows(values_only=True)]
    owners = ranges[f"{at['columns']['owner']}{first}:{at['columns']['owner']}{last}"].formula1
    assert owners == f"_lists!$A$1:$A${len(lists)}"
    assert {row["owner"] for row in rows(made)} <= {title for title, _, _ in lists}
    for span, conditions in page.conditional_formatting._cf_rules.items():
        assert str(span.sqref).endswith(str(last)), conditions


def test_print_filter_and_head() -> None:
    for lang in LANGS:
        made, cut = opened(real_bytes("star-eve", lang)), real_sheet("star-eve", lang)
        at = where(made)
        for page in made.worksheets:
            if page.sheet_state != "visible":
                continue
            assert page.page_setup.orientation == "landscape"
            assert int(page.page_setup.paperSize) == 9
            assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)
            assert page.print_title_rows
            assert page.freeze_panes
            assert cut.checklist.customer.plain(lang) in page.oddHeader.left.text
            assert cut.checklist.fingerprint in page.oddFooter.left.text
            assert cut.checklist.edition in page.oddFooter.left.text
            assert "&P" in page.oddFooter.center.text or "[Page]" in page.oddFooter.center.text
        checklist = made[at["sheet"]]
        assert made.sheetnames[0] == at["sheet"]
        assert checklist.print_title_rows == f"${at['header']}:${at['header']}"
        assert checklist.freeze_panes == f"D{at['header'] + 1}"
        end = at["columns"]["why"]
        clock = get_column_letter(column_index_from_string(end) + 1)  # Hidden: it goes along where rows are sorted.
        assert checklist.auto_filter.ref == f"A{at['header']}:{clock}{checklist.max_row}"
        assert all(name == name[:31] and not re.search(r"[\[\]:*?/\\]", name) for name in made.sheetnames)


def test_rows_are_as_high_as_their_texts_and_may_still_grow() -> None:
    with zipfile.ZipFile(io.BytesIO(real_bytes("star-eve", "zh"))) as archive:
        source = archive.read("xl/worksheets/sheet1.xml").decode()
    heights = re.findall(r'<row r="\d+"[^>]*? ht="([\d.]+)"', source)
    assert len(heights) > len(real("star-eve").duties) * 0.9
    assert max(map(float, heights)) <= 409
    assert "customHeight" not in re.sub("<sheetFormatPr[^>]*>", "", source)


# The way back.


def test_what_reads_it_back_finds_everything() -> None:
    cut, made = real_sheet("star-eve", "en"), opened(real_bytes("star-eve", "en"))
    hidden = made["_playbook"]
    assert [made[name].sheet_state for name in ("_playbook", "_lists")] == ["veryHidden", "veryHidden"]
    told, whole = json.loads(cut.export), json.loads("".join(cell.value for cell in hidden[1] if cell.value))
    assert {key: whole[key] for key in told} == told
    assert whole.keys() - told.keys() == {"records"}
    assert {id.partition(".")[0] for id in whole["records"]} == set(SECTIONS)
    at = where(made)
    head = {key: made[at["sheet"]][f"{column}{at['header']}"].value for key, column in at["columns"].items()}
    assert {"id", "state", "owner", "due", "evidence", "note", "on", "by"} <= head.keys()
    assert len(set(head.values())) == len(head)
    assert at["heads"] == {key: head[key] for key in ("id", "title", *ITEM)}
    names = [cell.value for cell in hidden[3] if cell.value]
    assert names == [name for name in made.sheetnames if not name.startswith("_")]
    below = next(hidden.iter_cols(min_col=names.index(at["sheet"]) + 1, min_row=4, values_only=True))
    marks = {row.split()[0]: {one.lstrip("+-") for one in row.split()} for row in below if row}
    for row in rows(made):
        on = row["on"].date().isoformat() if row["on"] else ""
        printed = whole["items"][row["id"]]
        assert [printed.get(name, "") for name in ("on", "by", "evidence", "note")] == [
            on,
            *(row[name] or "" for name in ("by", "evidence", "note")),
        ]
        assert marks[digest(row["id"])] >= {digest(row[name]) for name in ("title", "owner", "state")}


def test_a_long_export_goes_on_in_the_next_cell() -> None:
    long = {f"technical-{'x' * 40}-{n:02}": {"title": f"角色 {n}", "side": "vendor"} for n in range(3)}
    shared = {"roles": {**_roles(), **long}}
    plenty = [item(f"DEM-T{n:03}", owner=list(long)[n % 3]) for n in range(100, 400)]
    cut, content = small(playbook=book(tasks={"prepare": plenty}), shared=shared)
    first = [cell.value for cell in opened(content)["_playbook"][1] if cell.value]
    assert len(cut.export) > 32_767
    assert len(first) > 1
    told, whole = json.loads(cut.export), json.loads("".join(first))
    assert {key: whole[key] for key in told} == told


def test_roles_that_share_a_title_are_told_apart() -> None:
    twin = {"title": {"zh": "架构师", "en": "ARCHITECT"}, "side": "vendor"}
    items = [item("DEM-A01", owner="architect"), item("DEM-A02", owner="twin")]
    for lang, titles in (
        ("zh", ("架构师 (architect)", "架构师 (twin)")),
        ("en", ("Architect (architect)", "ARCHITECT (twin)")),
    ):
        _, content = small(playbook=book(items), shared={"roles": {**_roles(), "twin": twin}}, lang=lang)
        owners = {row["id"]: row["owner"] for row in rows(opened(content))}
        assert (owners["DEM-A01"], owners["DEM-A02"]) == titles


def _roles() -> Data:
    from trees import SHARED

    roles: Data = SHARED["roles"]
    return roles


# Sizes and hostile texts.


@pytest.mark.parametrize("count", [1, 200])
def test_one_item_and_two_hundred(count: int) -> None:
    plenty = [item(f"DEM-T{n:03}", due="T-20", title="长" * 60, how="做法" * 200) for n in range(100, 100 + count)]
    playbook = book(tasks={"prepare": plenty})
    playbook["attention"] = [{**entry, "when": "false"} for entry in playbook["attention"]]
    cut, content = small(playbook=playbook)
    assert [row["id"] for row in rows(opened(content))] == [entry["id"] for entry in plenty]
    assert cut.checklist.counts.total == count


def test_a_role_without_any_duty_still_gets_a_sheet() -> None:
    _, content = small(role="product-oncall")
    assert rows(opened(content)) == []


SIGNS = {
    "equals": '=HYPERLINK("http://evil.example","x")', "plus": "+1+cmd|' /C calc'!A0", "minus": "-2+3", "at": "@SUM(1)",
    "tab": "\t=1+1", "address": "http://evil.example/x", "inside": "internal:Sheet1!A1", "braces": "{=1+1}",
    "escape": "_x0041_ _x000D_", "quote": "'=1", "markup": "]]> &lt;f&gt;1 a < b && c > d &amp;", "emoji": "😀 镕 喆 𠮷 ‮עברית‬", "codes": "&L&12&P&\"x\"",
    "lines": "a\r\n end", "unbroken": "x" * 300, "long": "很长" * (LONGEST_TEXT // 2),
}  # fmt: skip


@cache
def hostile() -> tuple[Sheet, bytes]:
    listed = list(SIGNS.values())
    texts_ = iter(listed * 40)
    items = [
        item(f"DEM-A{n:02}", title=text, how=text, done_when=text, why=text, evidence=text, due="T-20")
        for n, text in enumerate(listed, 1)
    ]
    plan = {
        "id": "DEM-P01", "kind": "emergency", "title": listed[0], "trigger": listed[1], "decider": "architect",
        "executor": "customer-lead", "action": listed, "effect": listed[2], "verify": listed[3], "rollback": listed[5],
    }  # fmt: skip
    facts = {"qps": {"ask": listed[0], "type": "number", "unit": listed[1]}, "say": {"ask": listed[5], "type": "text"}}
    estimate = {
        "id": "nodes", "title": listed[0], "product": "udb", "demand": "qps", "per_unit": 100, "have": 2, "unit": listed[0], "due": "T-9",
    }  # fmt: skip
    message = {"id": "m", "when": listed[0], "text": listed[5]}
    who = engagement(
        customer=listed[0],
        event={"name": listed[12]},
        team={"architect": [{"name": listed[1], "contact": listed[5]}], "customer-lead": [{"name": listed[3]}]},
        facts={"qps": {"value": 700, "by": listed[0]}, "say": listed[0]},
        status={
            f"DEM-A{n:02}": {"state": "doing", "by": text, "note": text, "evidence": text}
            for n, text in enumerate(listed, 1)
        },
        risks=[
            {"id": next(texts_), "level": "high", "text": text, "owner": "architect", "state": "open"}
            for text in listed
        ],
        orders=[{"estimate": "nodes", "quantity": 1, "zone": listed[0], "fallback": listed[1]}],
        tests=[{"id": listed[0], "on": "2026-10-01", "note": listed[5]}],
        resources=[{"id": listed[5], "product": "udb", "address": listed[0], "use": listed[1]}],
        contacts={"bridge": listed[5], "internal_group": listed[0]},
        skip={"DEM-A81": {"because": listed[0], "by": "architect"}},
    )
    playbook = book(items, plans=[plan], facts=facts, estimates=[estimate], messages=[message])
    shared = {"roles": {**_roles(), "architect": {"title": listed[0], "triangle": True, "side": "vendor"}}}
    return small(who, playbook, shared=shared)


def test_no_text_becomes_a_formula_or_a_link() -> None:
    _, content = hostile()
    made = opened(content, values=False)
    formulas = 0
    for page in made.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.hyperlink is None, cell.value
                if cell.data_type == "f":
                    formulas += 1
                    assert OUR_FORMULA.fullmatch(cell.value), cell.value
    assert formulas > len(SIGNS)
    assert {name for name, found in made.defined_names.items() if "evil" in str(found.attr_text)} == set()


def test_every_part_is_sound_xml_and_nothing_lies_outside() -> None:
    for content in (hostile()[1], real_bytes("star-eve", "zh")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                source = archive.read(name).decode("utf-8")
                minidom.parseString(source)
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", source), name
                assert "vba" not in name.lower()
                assert "externalLink" not in name


def test_hostile_texts_are_all_there() -> None:
    cut, content = hostile()
    found = {row["id"]: row for row in rows(opened(content))}
    listed = list(SIGNS)
    for n, name in enumerate(listed, 1):
        row, text = found[f"DEM-A{n:02}"], SIGNS[name]
        if name not in ("lines", "long", "tab", "escape"):
            assert row["note"] == text
            assert row["by"] == text
            assert text in row["how"]
    long = found[f"DEM-A{listed.index('long') + 1:02}"]["note"]
    assert long == SIGNS["long"]
    header = page_of(opened(content), cut, "checklist").oddHeader
    assert "&&" in header.left.text or "&" not in header.left.text


def test_what_xml_cannot_hold_is_shown_by_its_code_point() -> None:
    assert held("a\ufffe\ud800\x00b\r\nc", "…") == "a[U+FFFE][U+D800][U+0000]b\nc"
    assert held("😀" * 20_000, "…") == "😀" * 16_383 + "…"


def test_only_an_authors_link_leads_anywhere() -> None:
    address = "https://example.com/a?b=1&c=2#d"
    items = [
        item("DEM-A01", how=f"见[手册]({address})"),
        item("DEM-A02", how=f"[一]({address}) [二](https://example.com/2)"),
        item("DEM-A03", how=address),
    ]
    _, content = small(engagement(status={"DEM-A01": {"state": "doing", "note": f"[x]({address})"}}), book(items))
    made = opened(content)
    at = where(made)
    page = made[at["sheet"]]
    by_id = {page[f"A{row}"].value: row for row in range(at["header"] + 1, page.max_row + 1)}
    one, two, three = (page[f"{at['columns']['how']}{by_id[id]}"] for id in ("DEM-A01", "DEM-A02", "DEM-A03"))
    assert (one.value, f"{one.hyperlink.target}#{one.hyperlink.location}") == (f"见手册 ({address})", address)
    assert (two.value, two.hyperlink) == (f"一 ({address}) 二 (https://example.com/2)", None)
    assert three.hyperlink is None
    note = page[f"{at['columns']['note']}{by_id['DEM-A01']}"]
    assert (note.value, note.hyperlink) == (f"[x]({address})", None)


def test_same_inputs_same_bytes() -> None:
    assert render(real_sheet("star-eve", "zh")) == real_bytes("star-eve", "zh")


# It calculates as we do.


@pytest.mark.parametrize("name", REAL)
def test_the_figures_as_printed_are_ours(name: str) -> None:
    cut = real_sheet(name, "zh")
    values = {case: _known(cut.checklist, case) for case in ("expected", "worst")}
    _compare(cut, opened(real_bytes(name, "zh")), values)


Known = Mapping[str, Value | None]


def _known(checklist: Checklist, case: str) -> dict[str, Value | None]:
    return {
        line.id: line.worst if case == "worst" and line.worst is not None else line.value for line in checklist.facts
    }


def _compare(cut: Sheet, made: Workbook, values: Mapping[str, Known]) -> None:
    """Every figure of the estimates' page against ``size`` with these facts."""
    page, absent = page_of(made, cut, "estimates"), cut.kit.strings.field.to_confirm
    lines = cut.checklist.estimates
    row = 4
    added: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        for n, case in enumerate(("expected", "worst")):
            found = [page.cell(row, column).value for column in range(10, 16)]
            sizing = size(line.estimate, values[case])
            place = (line.estimate.id, case, found)
            if sizing is None:
                assert (found[:3], found[5]) == ([absent] * 3, absent), place
            else:
                assert (found[0], found[1]) == (sizing.need, sizing.add), place
                assert found[2] == pytest.approx(float(sizing.utilisation), rel=1e-12), place
                assert found[5] == pytest.approx(float(max(Fraction(0), sizing.add - line.delivered))), place
            if line.estimate.mode != "fixed-limit":
                key = (line.estimate.product, line.estimate.unit)
                added.setdefault(key, [0, 0])[n] += sizing.add if sizing else 0
            row += 1
    heads = [cell.value for cell in page["A"]]
    total = heads.index(cut.kit.strings.sheet.totals) + 3 if added else 0
    assert [[page.cell(total + n, 3).value, page.cell(total + n, 4).value] for n in range(len(added))] == list(
        added.values()
    )


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Workbook]:
    """All workbooks that LibreOffice has to calculate, in one run of it; what was cached in them is gone."""
    folder = tmp_path_factory.mktemp("libreoffice")
    _write_expressions(folder / "expressions.xlsx")
    for name, case in CHANGED:
        made = opened(real_bytes(name, "zh"), values=False)
        _fill(made, CHANGED[name, case](name))
        made.save(folder / f"{name}.{case}.xlsx")
    made = opened(real_bytes("arena-late", "zh"), values=False)
    _write_conditions(made)
    made.save(folder / "conditions.xlsx")
    out = folder / "out"
    names = sorted(path.name for path in folder.glob("*.xlsx"))
    command = [
        str(SOFFICE),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        *names,
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return {name.removesuffix(".xlsx"): opened((out / name).read_bytes()) for name in names}


def _same(name: str) -> dict[str, dict[str, Value | None]]:
    return {case: _known(real(name), case) for case in ("expected", "worst")}


def _other(name: str) -> dict[str, dict[str, Value | None]]:
    """Every figure another one, of the kind that floats get wrong."""
    chance = Random(name)
    found = _same(name)
    for values in found.values():
        for id, value in values.items():
            if isinstance(value, Fraction):
                share = Fraction(chance.choice(("0.1", "0.7", "1.1", "1.9", "3", "12.34")))
                whole = next(line for line in real(name).facts if line.id == id).fact.type == "integer"
                values[id] = Fraction(int(value * share) + 1) if whole else Fraction(f"{float(value * share):.2f}")
    return found


def _gaps(name: str) -> dict[str, dict[str, Value | None]]:
    """Every third figure missing or zero."""
    found = _other(name)
    for values in found.values():
        for n, (id, value) in enumerate(values.items()):
            if isinstance(value, Fraction) and n % 3 == 0:
                values[id] = Fraction(0) if n % 2 else None
    return found


CHANGED = {
    ("star-eve", "same"): _same,
    ("star-eve", "other"): _other,
    ("star-eve", "gaps"): _gaps,
    ("apparel-double12", "other"): _other,
    ("apparel-double12", "gaps"): _gaps,
}


def _fill(made: Workbook, values: Mapping[str, Known]) -> None:
    """Type the facts into their named cells, as a user would."""
    for case, known in values.items():
        for id, value in known.items():
            if named := made.defined_names.get(f"{case}_{id}"):
                page, cell = next(iter(named.destinations))
                is_formula = str(made[page][cell].value).startswith("=")
                if isinstance(value, Fraction) or not is_formula:
                    made[page][cell] = float(value) if isinstance(value, Fraction) else None
                else:
                    made[page][cell] = None


@needs_libreoffice
@pytest.mark.parametrize(("name", "case"), CHANGED)
def test_libreoffice_comes_to_what_we_come_to(recalculated: Mapping[str, Workbook], name: str, case: str) -> None:
    _compare(real_sheet(name, "zh"), recalculated[f"{name}.{case}"], CHANGED[name, case](name))


@needs_libreoffice
def test_an_empty_worst_case_follows_the_expected_one(recalculated: Mapping[str, Workbook]) -> None:
    page = page_of(recalculated["star-eve.same"], real_sheet("star-eve", "zh"), "estimates")
    facts = {row[0]: row[3:5] for row in page.iter_rows(values_only=True) if row[0]}
    lines = [line for line in real("star-eve").facts if line.worst is None and isinstance(line.value, Fraction)]
    assert lines
    assert all(facts[line.id] == (float(line.value), float(line.value)) for line in lines)


FIGURES: dict[str, Value | None] = {
    "a": Fraction("0.1"), "b": Fraction("0.7"), "c": Fraction("2.1"), "d": Fraction(7000), "e": Fraction("1000000"),
    "f": Fraction("1.1"), "g": Fraction("-2.5"), "h": Fraction(0), "i": Fraction("123456789.125"), "none": None,
}  # fmt: skip
CHOSEN = (
    "c / b", "ceil(c / b)", "floor(a * 3 / (0.3))", "ceil(a + 0.2 - 0.3)", "floor(a + 0.2)", "round(g)", "round(-g)", "ceil(g)",
    "floor(g)", "round(2.5)", "round(0.49999)", "ceil(e * f - 1100000)", "floor(e * f)", "ceil(e * f)", "d / h", "ceil(d / h)", "none + 1",
    "max(none, 1)", "min(a, b, c)", "max(a, -b, g)", "-a - -b", "-(a - b)", "a - (b - c)", "a / (b / c)", "a / b * c", "a - b + c",
    "(a + b) * c", "-g * 2", "ceil(ceil(d / 3) / 7)", "round(floor(c / b) / 2)", "ceil(i * 0.1 * 10 - i)", "ceil(e * 21 / (3 * b))",
    "ceil(e * 2.1 * 100 / (3 * b))", "ceil(d * 0.00001)", "0 * none", "1 / 3 * 3", "ceil(1 / 3 * 3)", "floor(1 / 49 * 49)", "5",
    "ceil(max(a, b) * 10)", "round(0.5 + a + 0.2 - 0.3)", "ceil(-c / b)", "floor(-c / b)", "round(-c / b * 0.5)",
    "+".join(["a"] * 240), "ceil(" * 19 + "c / b" + ")" * 19,
)  # fmt: skip


def _expression(chance: Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(["a", "b", "c", "d", "f", "g", "2", "0.3", "10", "h"])
    kind = chance.random()
    inner = [_expression(chance, depth - 1) for _ in range(2)]
    if kind < 0.6:
        return f"({inner[0]} {chance.choice('+-*/')} {inner[1]})"
    if kind < 0.7:
        return f"-({inner[0]})"
    if kind < 0.9:
        return f"{chance.choice(('ceil', 'floor', 'round'))}({inner[0]})"
    return f"{chance.choice(('min', 'max'))}({inner[0]}, {inner[1]})"


@cache
def _expressions() -> tuple[str, ...]:
    chance = Random(20261111)
    made = [_expression(chance, 4) for _ in range(400)]
    return (*CHOSEN, *(text for text in made if len(text) <= 400))


def _write_expressions(path: Path) -> None:
    """All expressions below each other, in column A, over named facts in column C."""
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet()
    for row, (name, value) in enumerate(FIGURES.items()):
        made.define_name(f"expected_{name}", f"=Sheet1!$C${row + 1}")
        if isinstance(value, Fraction):
            page.write_number(row, 2, float(value))
    for row, text in enumerate(_expressions()):
        formula = figure(parse(text), "expected_{}".format, '"?"')
        assert len(formula) < 8_192
        page.write_formula(row, 0, formula)
    made.close()
    openpyxl.load_workbook(path).save(path)


@needs_libreoffice
def test_formulas_come_to_what_expressions_come_to(recalculated: Mapping[str, Workbook]) -> None:
    page = recalculated["expressions"].worksheets[0]
    wrong = []
    for row, text in enumerate(_expressions(), 1):
        found, value = page.cell(row, 1).value, evaluate(parse(text), FIGURES)
        if value is None:
            same = found == "?"
        else:
            assert isinstance(value, Fraction)
            # A figure that is not rounded may carry a float's noise; a rounded one may not.
            exact = text.startswith(("ceil", "floor", "round"))
            same = found == value if exact else found == pytest.approx(float(value), rel=1e-9, abs=1e-9)
        if not same:
            wrong.append((text, found, value))
    assert not wrong


def _write_conditions(made: Workbook) -> None:
    """Each row's colour conditions as formulas of their own, two columns beyond the table."""
    at = where(made)
    page = made[at["sheet"]]
    first, rules = at["header"] + 1, _rules(page)
    for n, formula in enumerate(rules):
        for row in range(first, page.max_row + 1):
            cell = f"{'VWX'[n]}{row}"
            page[cell] = Translator(f"={formula}", origin=f"{'VWX'[n]}{first}").translate_formula(cell)


def _rules(page: Worksheet) -> list[str]:
    """settled, overdue, soon, in the order in which they are judged; the first that holds ends it."""
    rules = [rule for found in page.conditional_formatting for rule in found.rules if rule.stopIfTrue]
    return [rule.formula[0] for rule in sorted(rules, key=lambda rule: rule.priority)]


@needs_libreoffice
def test_the_colours_say_what_we_say(recalculated: Mapping[str, Workbook]) -> None:
    made, duties = recalculated["conditions"], real("arena-late").duties
    at = where(made)
    page, today = made[at["sheet"]], real("arena-late").today.date()
    colours = []
    for row, duty in enumerate(duties, at["header"] + 1):
        settled, overdue, soon = (bool(page[f"{column}{row}"].value) for column in "VWX")
        assert settled is duty.settled, duty.id
        assert (overdue and not settled) is duty.overdue, duty.id
        assert soon is ((duty.due.day - today).days <= 7), duty.id
        colours.append((settled, overdue, soon))
    assert any(duty.overdue for duty in duties)
    assert any(duty.settled for duty in duties)
    assert len(set(colours)) >= 4
