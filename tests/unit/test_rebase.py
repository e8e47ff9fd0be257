"""An engagement onto a playbook's new edition: what changed is shown, records follow their items, nothing is dropped."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from trees import ROOT, Data, book, engagement, files, item

from generator.cli import main
from generator.diagnostics import LANGS
from generator.edit import Rename, Set
from generator.edit.operations import applied
from generator.edit.rebase import Choose, Rebase, rebase
from generator.history.changelog import find_edition
from generator.history.revisions import whole_head
from generator.library import Entry, at_last, load
from generator.model import Playbook
from generator.model.item import Retired
from generator.publish.disk import read_tree


def gone(id: str, replaced_by: str | None = None) -> Data:
    retired = {"on": "2026-09-01", "because": {"zh": "并入", "en": "Merged."}}
    return {"id": id, "retired": retired | ({"replaced_by": replaced_by} if replaced_by else {})}


NEW = [
    item("DEM-A01", due="T-45", severity="should", how="问"),
    item("DEM-A02", owner="architect", due="T-30"),
    gone("DEM-A03", "DEM-A06"),
    gone("DEM-A04"),
    item("DEM-A06"),
    gone("DEM-A10", "DEM-A11"),
    gone("DEM-A11", "DEM-A06"),
]
PLANS = [
    {
        "id": "DEM-P01", "kind": "emergency", "title": "切", "trigger": "坏", "decider": "architect", "executor": "architect",
        "action": ["切"], "takes": "60s",
    },
    gone("DEM-P02", "DEM-P01"),
    gone("DEM-P03"),
]  # fmt: skip


def edition(name: str, attention: list[Data]) -> Entry[Playbook]:
    return load(files(book(attention, edition=name, plans=PLANS))).playbooks["demo"]


def planned(who: Data, choose: Choose = lambda _: None, current: str = "2026.2") -> Rebase:
    entry = load(files(book(NEW), fresh=who)).engagements["fresh"]
    return rebase(entry, edition(current, NEW), choose)


def test_the_current_edition_needs_nothing() -> None:
    found = planned(engagement(edition="2026.2"))
    assert (found.followed, found.kept, found.open, found.problems, found.edits) == ((), (), (), (), ())


DONE = {"state": "done"}
FOLLOWED: dict[str, tuple[Data, list[Any]]] = {
    "a state": ({"status": {"DEM-A03": DONE}}, [Rename(("status", "DEM-A03"), "DEM-A06")]),
    "a move": ({"move": {"DEM-A03": {"due": "T-3", "because": "晚"}}}, [Rename(("move", "DEM-A03"), "DEM-A06")]),
    "a waiver": ({"skip": {"DEM-A03": {"by": "architect", "because": "免"}}}, [Rename(("skip", "DEM-A03"), "DEM-A06")]),
    "an owner": ({"assign": {"DEM-A03": "architect"}}, [Rename(("assign", "DEM-A03"), "DEM-A06")]),
    "through several": ({"status": {"DEM-A10": DONE}}, [Rename(("status", "DEM-A10"), "DEM-A06")]),
    "in two sections": (
        {"assign": {"DEM-A03": "architect"}, "status": {"DEM-A03": DONE, "DEM-A01": DONE}},
        [Rename(("assign", "DEM-A03"), "DEM-A06"), Rename(("status", "DEM-A03"), "DEM-A06")],
    ),
    "what an extra waits for": (
        {"extra": [item("X01", step="apply", after=["DEM-A01", "DEM-A03"])]},
        [Set(("extra", 0, "after", 1), "DEM-A06")],
    ),
    "an extra's plan": ({"extra": [item("X01", step="apply", plan="DEM-P02")]}, [Set(("extra", 0, "plan"), "DEM-P01")]),
    "what a retrospective improves": (
        {"retrospective": {"held": "2026-11-16", "improve": [{"text": "早", "item": "DEM-A10"}]}},
        [Set(("retrospective", "improve", 0, "item"), "DEM-A06")],
    ),
}


@pytest.mark.parametrize(("keys", "expected"), FOLLOWED.values(), ids=list(FOLLOWED))
def test_a_retired_id_is_followed(keys: Data, expected: list[Any]) -> None:
    found = planned(engagement(edition="2026.1", **keys))
    assert found.problems == ()
    assert list(found.edits) == [*expected, Set(("edition",), "2026.2")]
    assert [one.path for one in found.followed] == [edit.path for edit in expected]


PROBLEMS: dict[str, tuple[Data, str]] = {
    "a plan without a successor": ({"extra": [item("X01", step="apply", plan="DEM-P03")]}, "extra.1.plan: DEM-P03 is retired"),
    "an item without one, waited for": (
        {"extra": [item("X01", step="apply", after=["DEM-A04"])]}, "take the reference out",
    ),
    "dropped without a word": (
        {"assign": {"DEM-A05": "architect"}},
        "assign.DEM-A05: the current edition has no DEM-A05",
    ),
    "never there": ({"status": {"ECP-A01": DONE}}, "has no ECP-A01"),
    "ahead of the playbook": ({"edition": "2026.10"}, "which is newer than the playbook here (2026.2)"),
}  # fmt: skip


@pytest.mark.parametrize(("keys", "said"), PROBLEMS.values(), ids=list(PROBLEMS))
def test_what_only_a_person_can_decide_is_a_problem(keys: Data, said: str) -> None:
    (problem,) = planned(engagement(**{"edition": "2026.1"} | keys)).problems
    assert said in problem.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.zh)


def test_tombstones_that_point_at_each_other_lead_nowhere() -> None:
    def grave(replaced_by: str | None) -> Retired:
        return Retired.model_validate({"on": "2026-09-01", "because": "x", "replaced_by": replaced_by})

    graves = {"A": grave("B"), "B": grave("C"), "C": grave("A"), "D": grave(None), "E": grave("F")}
    assert [at_last(id, graves) for id in graves] == [None, None, None, None, "F"]


def test_a_record_without_a_successor_stays() -> None:
    found = planned(engagement(edition="2026.1", status={"DEM-A04": DONE}, assign={"DEM-A04": "architect"}))
    assert (found.problems, found.open, found.edits) == ((), (), (Set(("edition",), "2026.2"),))
    assert found.kept == (("assign", "DEM-A04"), ("status", "DEM-A04"))


def test_an_extra_that_waits_for_one_item_twice_waits_for_it_once() -> None:
    extra = item("X01", step="apply", after=["DEM-A10", "DEM-A01", "DEM-A11", "DEM-A03"])
    found = planned(engagement(edition="2026.2", extra=[extra]))
    made = {"extra": [extra]}
    for edit in found.edits:
        made = applied(made, edit)
    assert made["extra"][0]["after"] == ["DEM-A06", "DEM-A01"]


# Two records of one item


def seen(state: str, **more: Any) -> Data:
    return {"state": state, **more}


ON, LATER = "2026-09-01", "2026-09-09"
MERGED: dict[str, tuple[str, list[Any], Any]] = {
    "the further one wins, with its day and name": (
        "status", [seen("done", on=ON, by="甲"), seen("doing", on=LATER, by="乙")], seen("done", on=ON, by="甲"),
    ),
    "whichever it is": ("status", [seen("todo", by="甲"), seen("done", on=LATER)], seen("done", on=LATER)),
    "verified is never lowered": ("status", [seen("verified", by="甲"), seen("blocked", by="乙")], seen("verified", by="甲")),
    "not by what stands beside the ladder": ("status", [seen("accepted"), seen("verified", on=ON)], seen("verified", on=ON)),
    "what one alone says stays": (
        "status", [seen("done", on=ON), seen("done", by="乙", note="好", evidence="图")],
        seen("done", on=ON, by="乙", note="好", evidence="图"),
    ),
    "the lesser one's note too": ("status", [seen("done"), seen("doing", note="好")], seen("done", note="好")),
    "three of one item": (
        "status", [None, seen("doing", note="好"), seen("verified", on=ON), seen("todo", evidence="图")],
        seen("verified", on=ON, note="好", evidence="图"),
    ),
    "alike": ("move", [{"due": "T-3", "because": "晚"}] * 2, {"due": "T-3", "because": "晚"}),
    "one owner": ("assign", ["architect", "architect"], "architect"),
}  # fmt: skip
DIFFER: dict[str, tuple[str, list[Any], list[str], Any, Any]] = {
    "beside the ladder": ("status", [seen("done", by="甲"), seen("blocked", by="乙")], ["state"], seen("blocked", by="乙"), None),
    "texts": (
        "status", [seen("done", note="好"), seen("done", note={"zh": "差一项", "en": "One left"})], ["note"],
        seen("done", note={"zh": "差一项", "en": "One left"}), seen("done", note={"zh": "好 / 差一项", "en": "好 / One left"}),
    ),
    "days and names of one state": (
        "status", [seen("done", on=ON, by="甲"), seen("done", on=LATER, by="乙")], ["on", "by"], seen("done", on=LATER, by="乙"), None,
    ),
    "waivers": (
        "skip", [{"by": "architect", "because": "免", "until": LATER}, {"by": "architect", "because": "不做"}], ["skip"],
        {"by": "architect", "because": "不做"}, None,
    ),
    "owners": ("assign", ["architect", "customer-lead"], ["assign"], "customer-lead", None),
    "dues": ("move", [{"due": "T-3", "because": "晚"}, {"due": "T-5", "because": "晚"}], ["move"], {"due": "T-5", "because": "晚"}, None),
}  # fmt: skip


def records(section: str, values: list[Any]) -> Data:
    """The record of the successor, then those of what it replaces."""
    ids = ("DEM-A06", "DEM-A03", "DEM-A10", "DEM-A11")
    return {section: {id: value for id, value in zip(ids, values, strict=False) if value is not None}}


def one(keys: Data, found: Rebase) -> Any:
    """What the file then says of the successor alone."""
    made: Data = {**keys, "edition": "2026.1"}
    for edit in found.edits:
        made = applied(made, edit)
    (section,) = keys
    assert list(made[section]) == ["DEM-A06"]
    return made[section]["DEM-A06"]


@pytest.mark.parametrize(("section", "values", "made"), MERGED.values(), ids=list(MERGED))
def test_two_records_become_one_and_lose_nothing(section: str, values: list[Any], made: Any) -> None:
    keys = records(section, values)
    found = planned(engagement(edition="2026.1", **keys))
    assert found.open == found.problems == ()
    assert one(keys, found) == made
    assert all(each.was for each in found.followed)


@pytest.mark.parametrize(("section", "values", "fields", "theirs", "both"), DIFFER.values(), ids=list(DIFFER))
def test_where_they_differ_somebody_is_asked(
    section: str, values: list[Any], fields: list[str], theirs: Any, both: Any
) -> None:
    keys = records(section, values)
    who = engagement(edition="2026.1", **keys)
    assert [(each.new, each.old, each.field) for each in planned(who).open] == [
        ("DEM-A06", "DEM-A03", field) for field in fields
    ]
    for chosen, expected in (("ours", values[0]), ("theirs", theirs), ("both", both)):
        if expected is not None:
            found = planned(who, lambda each, chosen=chosen: getattr(each, chosen))  # type: ignore[misc]
            assert found.open == ()
            assert one(keys, found) == expected


# The command.


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]
FRESH, DEMO = "playbooks/engagements/fresh.yaml", "playbooks/demo.yaml"


def git(root: Path, *arguments: str) -> None:
    who = {f"GIT_{one}_{what}": "x@example.com" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    none = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **who, **none})


def exchanged(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")


A07 = "{id: DEM-A07, title: {zh: 七, en: Seven}, step: prepare, owner: customer-lead, due: T-14, severity: must, category: operations, done_when: {zh: 有 2 个, en: There are 2}}"
A13 = "{id: DEM-A13, title: {zh: 十三, en: Thirteen}, step: prepare, owner: customer-lead, due: T-14, severity: must, category: operations}"
NEXT = (
    ('edition: "2026.1"', 'edition: "2026.2"'),
    ("zh: 二, en: Two}, step: collect, owner: architect, due: T-60", "zh: 二, en: Two}, step: collect, owner: architect, due: T-65"),
    ("title: {zh: 六, en: Six}, step: prepare", "title: {zh: 六, en: Six}, products: [cdn], step: prepare"),
    (
        f"  - {A07}\n",
        f"  - {{id: DEM-A07, retired: {{on: 2026-09-20, because: {{zh: 并入十三。, en: Now in thirteen.}}, replaced_by: DEM-A13}}}}\n  - {A13}\n",
    ),
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small tree under git, its playbook one edition on; the team has accepted the one before."""
    root = tmp_path / "root"
    shutil.copytree(ROOT / "tests" / "cases" / "_tree", root)
    (root / "mkdocs.yml").write_text("site_name: x\n")
    exchanged(
        root / FRESH,
        (
            "  DEM-T01: {state: doing}\n",
            "  DEM-T01: {state: doing}\n  DEM-A07: {state: done, note: 好}  # 见群\n  DEM-A06: {state: doing}\n",
        ),
        ("products: [udb]\n", "products: [udb]  # 没有 CDN\n"),
    )
    exchanged(
        root / "playbooks/shared/products.yaml", ("udb:", "cdn: {title: {zh: 内容分发, en: CDN}, kind: cdn}\nudb:")
    )
    git(root, "init", "-q")
    commit(root)
    exchanged(root / DEMO, *NEXT)
    commit(root)
    return root


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str, lang: str = "en") -> Ran:
        code = main([*arguments, "--root", str(root), "--lang", lang, "--today", "2026-10-15"])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(code, out, err)

    return call


REPORT = """\
edition 2026.1 → 2026.2
Example Fresh:
  DEM-A02 Two · due 7 days earlier: Fri 2026-09-11 → Fri 2026-09-04
  DEM-A13 Thirteen · new: Customer lead, due Tue 2026-10-27
  DEM-A06 Six · no longer applies: does not use CDN
  DEM-A07 Seven · retired: Now in thirteen (use DEM-A13 instead)
  DEM-A06 Six is not on the list (does not use CDN); its record stays
  status: DEM-A07 Seven goes to DEM-A13 Thirteen
"""


def test_accepting_an_edition_follows_it_and_keeps_all_else(root: Path, run: Run) -> None:
    before = (root / FRESH).read_text("utf-8")
    assert run("check").code == 1, "until then the retired id is an error"
    rehearsed = run("rebase", "fresh", "--dry-run")
    unasked = run("rebase", "fresh")
    assert (root / FRESH).read_text("utf-8") == before, "nobody has agreed"
    assert (rehearsed.code, unasked.code) == (0, 1)
    assert "run it again with --yes" in unasked.err
    done = run("rebase", "fresh", "--yes")
    assert done.code == 0
    assert rehearsed.out == unasked.out == done.out == REPORT
    assert done.err == f"edition 2026.2 accepted, written to {FRESH}\n"
    assert (root / FRESH).read_text("utf-8") == before.replace('"2026.1"', '"2026.2"').replace(
        "  DEM-A07: {state", "  DEM-A13: {state"
    )
    assert run("check").code == 0
    again = run("rebase", "fresh")
    assert (again.code, again.err) == (0, "there is nothing to change\n")


def test_the_report_reads_in_chinese_too(run: Run) -> None:
    assert run("rebase", "fresh", "--dry-run", lang="zh").out == (
        "版次 2026.1 → 2026.2\n示例生鲜：\n  DEM-A02 二 · 期限提前 7 天：2026-09-11 周五 → 2026-09-04 周五\n"
        "  DEM-A13 十三 · 新增：客户负责人，2026-10-27 周二 到期\n  DEM-A06 六 · 不再适用：没有使用内容分发\n"
        "  DEM-A07 七 · 停用：并入十三（改用 DEM-A13）\n  DEM-A06 六 不在清单上（没有使用内容分发），它的记录留着\n"
        "  进展：DEM-A07 七 跟到 DEM-A13 十三\n"
    )  # fmt: skip


TWO = ("  DEM-A06: {state: doing}", "  DEM-A13: {state: doing, note: 差一项}")


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Somebody sits there and answers."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)


@pytest.mark.parametrize(
    ("answers", "note", "code"), [("3y", "差一项 / 好", 0), ("2y", "好", 0), ("s", None, 1), ("1n", None, 1)]
)
def test_at_a_terminal_one_is_asked_before_anything_is_written(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answers: str, note: str | None, code: int
) -> None:
    exchanged(root / FRESH, TWO)
    before = (root / FRESH).read_text("utf-8")
    for asked, told in (
        (("rebase", "fresh", "--yes"), "they differ in note"),
        (("rebase", "fresh", "--dry-run"), "they differ in note"),
    ):
        found = run(*asked)
        assert found.code == 1
        assert told in found.err
    at_a_terminal(monkeypatch, *answers)
    found = run("rebase", "fresh", lang="zh")
    assert found.code == code
    assert "DEM-A07 七 并入 DEM-A13 十三，备注不一样：DEM-A13 写的是 “差一项”，DEM-A07 写的是 “好”" in found.err
    after = (root / FRESH).read_text("utf-8")
    if note is None:
        assert after == before
    else:
        assert f"  DEM-A13: {{state: done, note: {note}}}\n" in after
        assert "DEM-A07" not in after
        assert f"合成 已完成，“{note}”；DEM-A07 原来写的是 已完成，“好”\n  随旧记录去掉的注释：# 见群\n" in found.out


def test_where_records_differ_the_overview_comes_first(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    exchanged(root / FRESH, TWO)
    overview = REPORT.splitlines()[:-2]
    for option in ("--dry-run", "--yes"):
        found = run("rebase", "fresh", option)
        assert found.out.splitlines() == overview, option
        assert "DEM-A07 Seven joins DEM-A13 Thirteen, and they differ in note" in found.err
        assert "without --yes or --dry-run, you are asked" in found.err
    at_a_terminal(monkeypatch, "s")
    monkeypatch.setattr("sys.stderr", sys.stdout)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    told = run("rebase", "fresh").out
    assert told.startswith("\n".join(overview))
    assert told.index("they differ in note") > told.index(overview[-1])


@pytest.mark.parametrize(
    ("lang", "ours"), [("zh", "没有这一项，请按 1、2、3、s"), ("en", "no such choice: press 1, 2, 3, s")]
)
def test_who_leaves_it_open_or_slips_is_told_so_in_their_language(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, lang: str, ours: str
) -> None:
    exchanged(root / FRESH, TWO)
    at_a_terminal(monkeypatch, "x", "s")
    found = run("rebase", "fresh", lang=lang)
    assert found.code == 1
    assert ours in found.err
    assert "is not one of" not in found.err
    assert "--yes" not in found.err, "whoever was asked is not told how to be asked"
    assert ("还没定。再运行一次选一边" if lang == "zh" else "still open. Run it again and choose") in found.err


def test_a_record_of_many_lines_is_told_in_words(root: Path, run: Run) -> None:
    exchanged(
        root / FRESH,
        (
            "  DEM-A07: {state: done, note: 好}  # 见群\n",
            "  DEM-A07:\n    # 等回执\n    state: doing\n    note: 好\n  DEM-A13: {state: done}\n",
        ),
    )
    out = run("rebase", "fresh", "--dry-run").out
    assert "which now says done, “好”; DEM-A07 said in progress, “好”\n" in out
    assert "a comment that goes with its record: # 等回执\n" in out
    assert "x0a" not in out


def test_an_answer_to_a_question_the_old_edition_did_not_ask_hides_no_list(root: Path, run: Run) -> None:
    exchanged(root / DEMO, ("facts:\n", "facts:\n  lately: {ask: {zh: 新, en: New}, type: boolean}\n"))
    exchanged(root / FRESH, ("facts:\n", "facts:\n  lately: true\n"))
    commit(root)
    assert "DEM-A02 Two · due 7 days earlier" in run("rebase", "fresh", "--dry-run").out


def test_an_event_that_has_ended_keeps_what_it_says(root: Path, run: Run) -> None:
    before = (root / FRESH).read_text("utf-8")
    found = main(["rebase", "fresh", "--yes", "--root", str(root), "--lang", "en", "--today", "2026-11-13"])
    assert (found, (root / FRESH).read_text("utf-8")) == (0, before)
    assert main(["check", "--root", str(root), "--today", "2026-11-13"]) == 0
    assert main(["checklist", "fresh", "--format", "md", "--root", str(root), "--today", "2026-11-13"]) == 0
    assert main(["checklist", "fresh", "--format", "md", "--root", str(root), "--today", "2026-11-11"]) == 1


def test_an_edition_that_was_never_said_is_written_where_it_belongs(root: Path, run: Run) -> None:
    exchanged(root / FRESH, ('edition: "2026.1"\n', ""))
    before = (root / FRESH).read_text("utf-8")
    found = run("rebase", "fresh", "--yes")
    assert "edition (none said) → 2026.2\nthe list of the old edition is not to be had" in found.out
    after = before.replace("playbook: demo\n", 'playbook: demo\nedition: "2026.2"\n').replace(
        "DEM-A07: {s", "DEM-A13: {s"
    )
    assert (root / FRESH).read_text("utf-8") == after


def test_without_git_the_old_edition_is_not_to_be_had(root: Path, run: Run) -> None:
    shutil.rmtree(root / ".git")
    found = run("rebase", "fresh", "--yes")
    assert found.code == 0
    assert "the list of the old edition is not to be had" in found.out
    assert "status: DEM-A07 goes to DEM-A13 Thirteen" in found.out


def test_the_last_state_of_an_edition_is_the_one_that_was_accepted(root: Path) -> None:
    exchanged(root / DEMO, ('"2026.2"', '"2026.1"'), ("T-65", "T-66"))
    commit(root)
    exchanged(root / DEMO, ('"2026.1"', '"2026.3"'))
    commit(root)
    found = find_edition(root, DEMO, "2026.1")
    assert found is not None
    assert next(one for one in found.model.attention if one.id == "DEM-A02").due.amount == -66  # type: ignore[union-attr]
    assert find_edition(root, DEMO, "2026.4") is None
    assert find_edition(root, "playbooks/other.yaml", "2026.1") is None


REFUSED: dict[str, tuple[str, str, str, str]] = {
    "two records that differ": (
        FRESH,
        "  DEM-A06: {state: doing}",
        "  DEM-A13: {state: blocked}",
        "they differ in state",
    ),
    "a successor that was deleted": (DEMO, f"  - {A13}\n", "", "unknown-item"),
    "a fact that is gone": (DEMO, "  bottleneck: {", "  saturated: {", "unknown-fact"),
    "a file that cannot be read": (FRESH, "products: [udb]", "products: [udb", "yaml-syntax"),
    "a file with a wrong value": (FRESH, "opened: 2026-08-20", "opened: soon", "wrong-type"),
    "a playbook that cannot be read": (DEMO, "calendar: CN", "calendar: [CN", "yaml-syntax"),
    "a playbook that is not there": (FRESH, "playbook: demo", "playbook: dome", "there is no playbook dome"),
    "ahead": (FRESH, 'edition: "2026.1"', 'edition: "2027.1"', "newer than the playbook here"),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("file", "old", "new", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_refused_writes_nothing(
    root: Path, run: Run, file: str, old: str, new: str, said: str, lang: str
) -> None:
    exchanged(root / file, (old, new))
    before = read_tree(root)
    found = run("rebase", "fresh", "--yes", lang=lang)
    assert found.code == 1
    assert said in found.err or lang == "zh"
    assert found.err.count("\n") >= 1
    assert read_tree(root) == before


def test_another_files_faults_stand_in_nobodys_way(root: Path, run: Run) -> None:
    (root / "playbooks/cases/coupons.yaml").write_bytes(b"a: [\n")
    (root / "playbooks/engagements/other.yaml").write_bytes(b"a: [\n")
    assert run("rebase", "fresh", "--yes").code == 0


@pytest.mark.parametrize("arguments", [("rebase", "fersh"), ("rebase",)])
def test_wrong_use_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    found = run(*arguments)
    assert found.code == 2
    assert "fresh" in found.err or "Missing argument" in found.err


@pytest.mark.skipif(whole_head(ROOT) is None, reason="the sample's old edition is in the whole git history")
def test_the_manuals_example_shows_what_the_sample_would_accept(capsys: pytest.CaptureFixture[str]) -> None:
    example = ["rebase", "apparel-double12", "--dry-run"]
    manual = (ROOT / "site_config/pages/zh/manual/change.md").read_text("utf-8")
    assert f"playbook {' '.join(example)}\n" in manual
    assert main([*example, "--root", str(ROOT), "--lang", "zh", "--today", "2026-11-23"]) == 0
    assert "\n  ECP-A60 新域名备案 · 新增：客户运维负责人" in capsys.readouterr().out
