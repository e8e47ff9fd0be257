"""What comes back beside the items: answers, orders, tests, risks, shifts, rows of one's own; and whatever is typed where nothing is taken is named."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.comments import Comment
from trees import ROOT

from generator.cli import main
from generator.diagnostics import LANGS, Lang
from generator.model.playbook import Fact
from generator.model.text import Text
from generator.roundtrip.fields import SECTIONS, Field
from generator.roundtrip.values import WordLookup, read_value

FRESH = "playbooks/engagements/fresh.yaml"
COMMON = ["--today", "2026-10-22", "--root"]


class Filled:
    """A workbook as a user fills it in: ``filled["facts", "coupon_inserts", "value"] = 8000``."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        told = [json.loads(cell.value) for cell in self.book["_playbook"][2] if cell.value]
        self.tables = {one.get("section", ""): one for one in told}

    def sheet(self, section: str) -> Any:
        return self.book[self.tables[section]["sheet"]]

    def row(self, section: str, id: str | None) -> int:
        """The row of an entry; of None the first blank one."""
        table = self.tables[section]
        rows = range(table["header"] + 1, table["header"] + 40)
        return next(row for row in rows if self.sheet(section)[f"{table['columns']['id']}{row}"].value == id)

    def at(self, section: str, id: str | None, field: str) -> Any:
        return self.sheet(section)[f"{self.tables[section]['columns'][field]}{self.row(section, id)}"]

    def __setitem__(self, at: tuple[str, str, str], value: Any) -> None:
        self.at(*at).value = value

    def add(self, section: str, **values: Any) -> None:
        """Fill in the first blank row."""
        row = self.row(section, None)
        for name, value in values.items():
            self.sheet(section)[f"{self.tables[section]['columns'][name]}{row}"].value = value

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small tree, and its workbook in both languages in ``out``."""
    root = tmp_path_factory.mktemp("printed")
    shutil.copytree(ROOT / "tests" / "cases" / "_tree", root, dirs_exist_ok=True)
    (root / "mkdocs.yml").write_text("site_name: x\n")
    assert main(["checklist", "fresh", "--format", "xlsx", "--out", str(root / "out"), *COMMON, str(root)]) == 0
    return root


class Ran(NamedTuple):
    code: int
    out: str
    err: str
    yaml: str


Record = Callable[..., Ran]


@pytest.fixture
def root(printed: Path, tmp_path: Path) -> Path:
    shutil.copytree(printed, tmp_path / "root")
    return tmp_path / "root"


@pytest.fixture
def record(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Record:
    def call(filled: Filled, *options: Any, lang: str = "en") -> Ran:
        file = filled.save(tmp_path / "back.xlsx")
        capsys.readouterr()
        code = main(["record", str(file), *map(str, options), "--lang", lang, *COMMON, str(root)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(code, out, err, (root / FRESH).read_text("utf-8"))

    return call


def workbook(root: Path, lang: Lang = "zh") -> Filled:
    return Filled((root / "out" / "fresh" / f"fresh.{lang}.xlsx").read_bytes())


@pytest.mark.parametrize("lang", LANGS)
def test_what_nobody_filled_in_comes_back_as_it_was(root: Path, record: Record, lang: Lang) -> None:
    filled = workbook(root, lang)
    assert filled.tables.keys() == {"", *SECTIONS}
    found = record(filled)
    assert (found.code, found.out, found.err) == (0, "", "there is nothing to change\n")


FILLED: dict[str, tuple[tuple[str, str, str], Any, str, str]] = {
    # where, what is typed, and a line of the file before and after
    "a figure": (("facts", "coupon_inserts", "value"), 8000, "{value: 7000, worst", "{value: 8000, worst"),
    "a figure as text": (("facts", "coupon_inserts", "worst"), " １２０００ ", "worst: 9000", "worst: 12000"),
    "part of one": (("facts", "coupon_inserts", "worst"), 9000.5, "worst: 9000", "worst: 9000.5"),
    "who said so": (("facts", "coupon_inserts", "by"), "2026-01-01", "by: 示例戊", 'by: "2026-01-01"'),
    "when": (("facts", "coupon_inserts", "on"), datetime(2026, 10, 20), "on: 2026-08-21}", "on: 2026-10-20}"),
    "nobody said so": (("facts", "coupon_inserts", "by"), None, ", by: 示例戊", ""),
    "an answer without its key": (("facts", "db_primaries", "value"), 3, "db_primaries: 1", "db_primaries: 3"),
    "a cross": (("facts", "flash_sale", "value"), "×", "flash_sale: true", "flash_sale: false"),
    "there is none": (("facts", "flash_sale", "value"), "否", "flash_sale: true", "flash_sale: false"),
    "more of it": (("facts", "db_primaries", "by"), "示例戊", "db_primaries: 1", "db_primaries: {value: 1, by: 示例戊}"),
    "no": (("facts", "flash_sale", "value"), "否", "flash_sale: true", "flash_sale: false"),
    "a choice": (("facts", "engine", "value"), "PostgreSQL", "engine: mysql", "engine: postgresql"),
    "words": (("facts", "bottleneck", "value"), "1_000", "bottleneck: 券库", 'bottleneck: "1_000"'),
    "a promise": (("orders", "coupon_db", "promised"), "10月30日", "promised: 2026-10-08", "promised: 2026-10-30"),
    "what has arrived": (("orders", "coupon_db", "delivered"), 2, "2026-10-08}", "2026-10-08, delivered: 2}"),
    "a test's result": (("tests", "LT1", "verdict"), "通过", "verdict: fail", "verdict: pass"),
    "a test's note": (("tests", "LT1", "note"), "重压<b>", "verdict: fail}", "verdict: fail, note: 重压`<`b>}"),
    "a risk's state": (("risks", "R1", "state"), "已缓解", "state: open", "state: mitigated"),
    "a risk's due": (("risks", "R1", "due"), None, ", due: 2026-10-30", ""),
    "another name on the roster": (("roster", "udb-oncall", "who"), "示例辛", "who: 示例己", "who: 示例辛"),
    "another hour": (("roster", "udb-oncall", "from"), datetime(2026, 11, 10, 17, 30), "10T18:00+08:00", "10T17:30+08:00"),
}  # fmt: skip


@pytest.mark.parametrize(("at", "typed", "old", "new"), FILLED.values(), ids=list(FILLED))
def test_each_page_comes_back_and_only_once(
    root: Path, record: Record, at: tuple[str, str, str], typed: Any, old: str, new: str
) -> None:
    before = (root / FRESH).read_text("utf-8")
    assert before.count(old) == 1
    filled = workbook(root)
    filled[at] = typed
    found = record(filled)
    assert (found.code, found.yaml) == (0, before.replace(old, new)), found.err
    assert len(found.out.splitlines()) == 1
    again = record(filled)
    assert (again.code, again.out, again.yaml) == (0, "", found.yaml)


REFUSED: dict[str, tuple[tuple[str, str, str], Any, str]] = {
    # where, what is typed, and what is said of it, in the words of check
    "ten thousands": (("facts", "coupon_inserts", "value"), "8万", "80000"),
    "about": (("facts", "db_primaries", "value"), "about 5", "a whole number"),
    "beyond the bounds": (("facts", "coupon_inserts", "worst"), 5_000_000, "1,000,000"),
    "closer to nothing than all files": (("facts", "coupon_inserts", "value"), 1e-300, "should be a number"),
    "no number at all": (("facts", "coupon_inserts", "value"), "1e-400", "should be a number"),
    "beyond all files": (("facts", "coupon_inserts", "value"), 1e308, "should be a number"),
    "no choice": (("facts", "engine", "value"), "oracle", "one of its choices"),
    "neither yes nor no": (("facts", "flash_sale", "value"), "大概", "true or false"),
    "a worst of words": (("facts", "engine", "worst"), 7, "has no worst"),
    "no state of a risk": (("risks", "R1", "state"), "已完成", "write one of: "),
    "a shift without an hour": (("roster", "udb-oncall", "to"), "11月11日", "names no hour"),
    "a shift of nobody's role": (("roster", "udb-oncall", "role"), "老王", "is no role"),
    "no figure": (("orders", "coupon_db", "delivered"), "都到了", "a number"),
    "another year": (("orders", "coupon_db", "promised"), date(2028, 1, 1), "another year"),
    "a formula that failed": (("facts", "coupon_inserts", "worst"), "#DIV/0!", "a formula that failed"),
    "a failed name": (("roster", "udb-oncall", "who"), "#NAME?", "a formula that failed"),
    "a name that turns round": (("facts", "coupon_inserts", "by"), "\u202e戊示", "U+202E"),
}


@pytest.mark.parametrize(("at", "typed", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_does_not_suit_is_named_by_its_cell_and_the_rest_is_taken(
    root: Path, record: Record, at: tuple[str, str, str], typed: Any, said: str
) -> None:
    filled = workbook(root)
    filled[at] = typed
    filled["tests", "LT1", "reached"] = 8300
    cell = filled.at(*at)
    found = record(filled)
    assert found.code == 1
    (line,) = [line for line in found.err.splitlines() if "!" in line]
    assert line.startswith(f"{cell.parent.title}!{cell.coordinate}")
    assert said in line
    assert "reached: 8300" in found.yaml
    assert found.yaml.count("\n") == (root / FRESH).read_text("utf-8").count("\n")


@pytest.mark.parametrize("typed", ["√", "是", "对", "ok", "有"])
def test_a_tick_says_yes(typed: str) -> None:
    yes_or_no = WordLookup.of([("有", "true"), ("没有", "false")], [])
    question = Fact(ask=Text(zh="有没有秒杀", en="A flash sale"), type="boolean")
    lookup = WordLookup({}, {}, others={("facts", Field.VALUE): yes_or_no}, facts={"flash_sale": question})
    assert read_value(Field.VALUE, typed, lookup, "facts.flash_sale") == "true"


def test_a_percentage_is_what_it_shows(root: Path, record: Record) -> None:
    book = root / "playbooks" / "demo.yaml"
    book.write_text(
        book.read_text("utf-8").replace("type: integer, min: 1", 'type: number, unit: "%", min: 1'), "utf-8"
    )
    filled = workbook(root)
    shown = {"value": (0.57, "0%", "57"), "worst": (0.125, '0.0%" or so"', "12.5")}
    for field, (typed, written, _) in shown.items():
        filled["facts", "db_primaries", field] = typed
        filled.at("facts", "db_primaries", field).number_format = written
    filled["facts", "coupon_inserts", "worst"] = 0.8
    filled.at("facts", "coupon_inserts", "worst").number_format = "0%"
    found = record(filled, lang="zh")
    assert "db_primaries: {value: 57, worst: 12.5}" in found.yaml
    assert '"80%"' in found.err


def test_an_answer_that_both_changed_is_a_conflict(root: Path, record: Record) -> None:
    path = root / FRESH
    path.write_text(path.read_text("utf-8").replace("{value: 7000,", "{value: 7500,"), "utf-8")
    filled = workbook(root)
    filled["facts", "coupon_inserts", "value"] = 8000
    found = record(filled)
    assert found.code == 1
    assert "printed as 7000, now 7500, returned as 8000" in found.err
    assert "value: 7500" in found.yaml
    assert "value: 8000" in record(filled, "--theirs").yaml


def test_an_entry_is_known_again_though_others_came_before_it(root: Path, record: Record) -> None:
    path = root / FRESH
    order, test = "  - {estimate: coupon_db, quantity: 9}\n", "  - {id: LT0, on: 2026-09-01}\n"
    path.write_text(path.read_text("utf-8").replace("tests:\n", f"{order}tests:\n{test}"), "utf-8")
    filled = workbook(root)
    filled["tests", "LT1", "reached"] = 8300
    filled["orders", "coupon_db", "delivered"] = 3
    found = record(filled)
    assert "{id: LT1, on: 2026-10-20, target: 9100, reached: 8300" in found.yaml, found.err
    assert f"promised: 2026-10-08, delivered: 3}}\n{order}" in found.yaml


def test_rows_are_added_where_the_sheet_invites_them(root: Path, record: Record) -> None:
    filled = workbook(root)
    filled.add("tests", id="LT2", on=date(2026, 11, 3), target=9100, reached=9400, verdict="通过", note="1/2")
    start, end = datetime(2026, 11, 11, 2, 0), "11月11日 10:00"
    filled.add("roster", role="架构师", who="示例乙", contact="007", **{"from": start, "to": end})
    found = record(filled)
    assert found.code == 0, found.err
    assert "- {id: LT2, on: 2026-11-03, target: 9100, reached: 9400, verdict: pass, note: 1/2}\n" in found.yaml
    shift = '- {role: architect, who: 示例乙, contact: "007", from: "2026-11-11T02:00+08:00", to: "2026-11-11T10:00+08:00"}\n'
    assert shift in found.yaml
    again = record(filled)
    assert (again.code, again.out, again.yaml) == (0, "", found.yaml)


def test_an_id_with_a_hidden_character_is_named(root: Path, record: Record) -> None:
    filled = workbook(root)
    before = (root / FRESH).read_text("utf-8")
    filled.add("tests", id="LT\u202e9", on=date(2026, 11, 3), reached=9400)
    found = record(filled)
    assert (found.code, found.out, found.yaml) == (1, "", before)
    assert "U+202E" in found.err
    assert "9400" in found.err


def test_a_hidden_page_of_blanks_ends_in_no_traceback(root: Path, record: Record) -> None:
    filled = workbook(root)
    for row in filled.book["_playbook"].iter_rows(min_row=4):
        for cell in row:
            cell.value = cell.value and "  "
    before = (root / FRESH).read_text("utf-8")
    found = record(filled)
    assert (found.code, found.yaml) == (1, before)


def test_a_row_that_lacks_something_is_named(root: Path, record: Record) -> None:
    filled = workbook(root)
    filled.add("roster", role="架构师", who="示例乙")
    filled.add("tests", reached=9400)
    found = record(filled, lang="zh")
    assert found.code == 1
    assert found.out == ""
    cells = [filled.at("roster", None, name).coordinate for name in ("role", "who")]
    assert all(f"联络与话术!{cell}" in found.err for cell in cells), (cells, found.err)
    assert f"资源估算!{filled.at('tests', None, 'reached').coordinate}" in found.err
    assert "没有编号" in found.err


def test_shifts_that_lack_something_cost_nobody_anything(root: Path, record: Record) -> None:
    filled = workbook(root)
    first = filled.row("roster", None)
    hours = {"from": datetime(2026, 11, 11, 2), "to": datetime(2026, 11, 11, 8)}
    shifts: list[dict[str, Any]] = [{"role": "随手写"}, {"who": "无角色的人"}, {"role": "架构师", "who": "示例庚"}, {"role": "架构师", "who": "示例辛", **hours}]  # fmt: skip
    sheet, columns = filled.sheet("roster"), filled.tables["roster"]["columns"]
    for n, shift in enumerate(shifts):
        for name, value in shift.items():
            sheet[f"{columns[name]}{first + n}"].value = value
    filled["risks", "R1", "state"] = "已关闭"
    found = record(filled)
    named = {line.split(":")[0] for line in found.err.splitlines() if "!" in line}
    typed = [(0, "role"), (1, "who"), (2, "role"), (2, "who")]
    assert named == {f"{sheet.title}!{columns[name]}{first + n}" for n, name in typed}, found.err
    assert "{role: architect, who: 示例辛, from:" in found.yaml
    assert "示例庚" not in found.yaml
    assert "state: closed" in found.yaml


def test_a_page_of_a_long_name_goes_back_with_its_comments(root: Path, record: Record, tmp_path: Path) -> None:
    filled = workbook(root)
    filled["risks", "R1", "state"] = "差不多"
    sheet = filled.sheet("risks")
    sheet.title = "风险" + "登记" * 20
    assert record(filled, "--back", tmp_path / "given").code == 1
    back = openpyxl.load_workbook(tmp_path / "given" / "back.xlsx")
    assert "差不多" in back[sheet.title][filled.at("risks", "R1", "state").coordinate].comment.text


@pytest.mark.parametrize("field", ["who", "contact", "from"])
def test_a_shift_of_no_role_is_named(root: Path, record: Record, field: str) -> None:
    filled = workbook(root)
    filled.add("roster", **{field: datetime(2026, 11, 11, 2, 0) if field == "from" else "示例乙"})
    cell = filled.at("roster", None, "to").coordinate
    found = record(filled, lang="zh")
    assert (found.code, found.out) == (1, "")
    assert f"联络与话术!{filled.tables['roster']['columns'][field]}{cell[1:]}：" in found.err


def test_an_id_of_ones_own_for_a_shift_is_named(root: Path, record: Record) -> None:
    filled = workbook(root)
    start, end = datetime(2026, 11, 11, 2, 0), datetime(2026, 11, 11, 10, 0)
    filled.add("roster", id="夜班", role="架构师", who="示例乙", **{"from": start, "to": end})
    found = record(filled)
    assert "who: 示例乙" in found.yaml
    assert found.code == 1
    assert "“夜班”" in found.err


def test_a_table_beside_the_checklist_of_which_one_column_was_sorted_is_refused(root: Path, record: Record) -> None:
    filled = workbook(root)
    rows = [filled.row("facts", id) for id in ("coupon_inserts", "db_primaries", "engine")]
    ids = [filled.sheet("facts")[f"A{row}"].value for row in rows]
    for row, id in zip(rows, ids[1:] + ids[:1], strict=True):
        filled.sheet("facts")[f"A{row}"] = id
    before = (root / FRESH).read_text("utf-8")
    found = record(filled)
    assert (found.code, found.yaml) == (1, before)
    assert 'rows of "资源估算" the id and "问题" do not belong together' in found.err


def test_a_renamed_column_of_another_table_is_named_and_the_others_are_taken(root: Path, record: Record) -> None:
    filled = workbook(root)
    table, sheet = filled.tables["facts"], filled.sheet("facts")
    sheet[f"{table['columns']['by']}{table['header']}"] = "谁说的"
    filled["facts", "coupon_inserts", "value"] = 8000
    filled["facts", "coupon_inserts", "by"] = "示例辛"
    found = record(filled, lang="zh")
    assert "coupon_inserts: {value: 8000" in found.yaml
    by = filled.at("facts", "coupon_inserts", "by").coordinate
    at = [line.split("：")[0] for line in found.err.splitlines() if "!" in line]
    assert at == [f"资源估算!{table['columns']['by']}{table['header']}", f"资源估算!{by}"]


def comment(filled: Filled) -> None:
    filled.at("orders", "coupon_db", "delivered").comment = Comment("到了两台", "示例")


def typed(section: str, cell: str) -> Callable[[Filled], None]:
    return lambda filled: filled.sheet(section).__setitem__(cell, "到了两台")


def own_sheet(filled: Filled) -> None:
    filled.book.create_sheet("我的", 0)["C4"] = "到了两台"


ELSEWHERE: dict[str, tuple[Callable[[Filled], None], str]] = {
    "over a printed cell": (typed("orders", "B3"), "资源报备!B3"),
    "beside the table": (typed("orders", "N3"), "资源报备!N3"),
    "under the table": (typed("risks", "A30"), "风险!A30"),
    "over the title": (typed("", "A1"), "清单!A1"),
    "over a formula": (typed("facts", "J5"), "资源估算!J5"),
    "among the contacts": (typed("roster", "C4"), "联络与话术!C4"),
    "below all rows": (typed("", "C5001"), "清单!C5001"),
    "right of all columns": (typed("orders", "BN3"), "资源报备!BN3"),
    "in a comment": (comment, "资源报备!F3"),
    "on a page of one's own": (own_sheet, "我的!C4"),
}


@pytest.mark.parametrize(("type_in", "cell"), ELSEWHERE.values(), ids=list(ELSEWHERE))
def test_what_is_typed_where_nothing_is_taken_is_named(
    root: Path, record: Record, type_in: Callable[[Filled], None], cell: str
) -> None:
    filled = workbook(root)
    type_in(filled)
    found = record(filled)
    assert (found.code, found.out) == (1, "")
    (line,) = [line for line in found.err.splitlines() if "!" in line]
    assert line.startswith(f"{cell}: “到了两台” ")


def test_rows_that_were_sorted_and_pages_that_were_renamed_are_no_entry(root: Path, record: Record) -> None:
    filled = workbook(root)
    page = filled.sheet("facts")
    header = filled.tables["facts"]["header"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=header + 1, max_row=header + 5)]
    for row, values in zip(page.iter_rows(min_row=header + 1, max_row=header + 5), rows[::-1], strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value
    filled.sheet("orders").insert_rows(2, 2)
    filled.sheet("orders").insert_cols(3)
    filled.sheet("risks").title = "我们的风险"
    found = record(filled)
    assert (found.code, found.out, found.err) == (0, "", "there is nothing to change\n")


def test_a_row_that_was_copied_is_no_entry(root: Path, record: Record) -> None:
    filled = workbook(root)
    page, row = filled.sheet("orders"), filled.row("orders", "coupon_db")
    for cell in [*page[row]]:
        page.cell(row + 1, cell.column, cell.value)
    found = record(filled)
    assert (found.code, found.out, found.err) == (0, "", "there is nothing to change\n")


def test_a_renamed_page_is_known_beside_a_copy_of_another(root: Path, record: Record) -> None:
    filled = workbook(root)
    filled["orders", "coupon_db", "promised"] = None
    filled.book.move_sheet(filled.book.copy_worksheet(filled.sheet("")), -9)
    filled.sheet("orders").title = "我们的报备"
    found = record(filled)
    assert (found.code, found.err.count("!")) == (0, 0), found.err
    assert "promised" not in found.yaml


def own_rows(filled: Filled) -> tuple[int, dict[str, str]]:
    """Two rows below the checklist; returns the first one's number and the columns' letters."""
    page, letters = filled.sheet(""), filled.tables[""]["columns"]
    first = page.max_row + 2
    page[f"{letters['title']}{first}"] = "问电力公司"
    values = {"title": "<b>备用油机", "owner": "架构师", "due": date(2026, 10, 30), "state": "已完成", "how": "打电话"}
    for name, value in values.items():
        page[f"{letters[name]}{first + 1}"] = value
    return first, letters


def test_a_row_of_ones_own_is_named_with_the_way_to_make_it_an_item(root: Path, record: Record) -> None:
    filled = workbook(root)
    first, letters = own_rows(filled)
    found = record(filled)
    assert (found.code, found.out) == (1, "")
    assert f"清单!{letters['title']}{first}: “问电力公司” " in found.err
    assert found.err.count("--extra") == 6


def test_rows_of_ones_own_become_items_once(root: Path, record: Record) -> None:
    filled = workbook(root)
    first, letters = own_rows(filled)
    found = record(filled, "--extra")
    assert (
        "{id: X02, title: 问电力公司, owner: account-manager, due: T-0, severity: should, category: operations}"
        in found.yaml
    )
    assert '{id: X03, title: "`<`b>备用油机", owner: architect, due: T-11, severity: should' in found.yaml
    assert "X03: {due: 2026-10-30, because: " in found.yaml
    assert "X03: {state: done}" in found.yaml
    assert [line for line in found.err.splitlines() if "!" in line] == [
        f"清单!{letters['how']}{first + 1}: “打电话” an item that is added takes nothing from this column"
    ]
    again = record(filled, "--extra")
    assert (again.out, again.yaml) == ("", found.yaml)


def test_a_merged_cell_is_told_to_count_for_each_of_its_rows(root: Path, record: Record) -> None:
    filled = workbook(root)
    page, letter = filled.sheet(""), filled.tables[""]["columns"]["evidence"]
    row = filled.row("", "DEM-A02")
    others = [page[f"A{row + n}"].value for n in range(2)]
    page[f"{letter}{row}"] = "一份证据"
    page.merge_cells(f"{letter}{row}:{letter}{row + 1}")
    found = record(filled, lang="zh")
    assert found.code == 0
    lines = found.out.splitlines()
    assert [line.split()[0] for line in lines] == others
    assert all("合并的格" in line for line in lines)


def test_a_merged_cell_that_another_row_of_its_item_contradicts_is_named(root: Path, record: Record) -> None:
    filled = workbook(root)
    page, letter = filled.sheet(""), filled.tables[""]["columns"]["state"]
    row = filled.row("", "DEM-A02")
    page[f"{letter}{row}"] = "受阻"
    page[f"A{page.max_row + 1}"] = other = page[f"A{row + 1}"].value
    page[f"{letter}{page.max_row}"] = "未开始"
    page.merge_cells(f"{letter}{row}:{letter}{row + 1}")
    found = record(filled)
    assert found.out.count("→ blocked") == 1
    assert f"清单!{letter}{row} {other}: “受阻” {other} has several rows" in found.err


def test_the_workbook_goes_back_in_its_own_language_and_comes_again_without_our_comments(
    root: Path, record: Record, tmp_path: Path
) -> None:
    filled = workbook(root)
    filled["risks", "R1", "state"] = "差不多"
    filled.at("risks", "R1", "state").comment = Comment("问过了", "示例")
    for n in range(2):
        found = record(filled, "--back", tmp_path / f"given{n}", lang="en")
        assert found.err.count("风险!") == 2, found.err
        filled = Filled((tmp_path / f"given{n}" / "back.xlsx").read_bytes())
        text = filled.at("risks", "R1", "state").comment.text
        assert text.startswith("问过了\n")
        assert text.count("没有“差不多”这个状态") == 1
        assert "is no state" not in text


@pytest.mark.parametrize("typed", ["1e999", "-1e999"])
def test_a_number_beyond_all_numbers_is_refused_in_words(root: Path, tmp_path: Path, capsys: Any, typed: str) -> None:
    export = workbook(root).book["_playbook"]["A1"].value
    file = tmp_path / "back.json"
    file.write_text(f'{export[:-1]}, "changes": {{"DEM-A01": {{"note": {typed}}}}}}}', "utf-8")
    before = (root / FRESH).read_bytes()
    assert main(["record", str(file), "--lang", "en", *COMMON, str(root)]) == 1
    assert "too large" in capsys.readouterr().err
    assert (root / FRESH).read_bytes() == before
