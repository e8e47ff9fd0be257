"""An engagement onto a playbook's new edition: what changed is shown, records follow their items, nothing is dropped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from trees import ROOT, Data, book, engagement, files, item

from generator.cli import main
from generator.diagnostics import LANGS
from generator.edit import Rename, Set
from generator.edit.rebase import Rebase, rebase
from generator.history.editions import find_edition
from generator.library import Entry, at_last, load
from generator.model import Playbook
from generator.model.item import Item, Retired
from generator.publish.disk import read_tree


def gone(id: str, replaced_by: str | None = None) -> Data:
    retired = {"on": "2026-09-01", "because": {"zh": "并入", "en": "Merged."}}
    return {"id": id, "retired": retired | ({"replaced_by": replaced_by} if replaced_by else {})}


OLD = [
    item("DEM-A01", due="T-40"),
    item("DEM-A02", owner="architect", due="T-30"),
    item("DEM-A03"),
    item("DEM-A04"),
    item("DEM-A05"),
]
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


def planned(who: Data, new: list[Data] = NEW, old: list[Data] | None = OLD, current: str = "2026.2") -> Rebase:
    entry = load(files(book(new), fresh=who)).engagements["fresh"]
    accepted = None if old is None else edition("2026.1", old)
    return rebase(entry, edition(current, new), accepted)


def test_what_was_added_changed_and_retired_is_told() -> None:
    found = planned(engagement(edition="2026.1"))
    assert (found.accepted, found.current, found.compared) == ("2026.1", "2026.2", True)
    assert [one.item.id for one in found.added] == ["DEM-A06"]
    assert [(one.id, one.keys) for one in found.changed] == [
        ("DEM-A01", (("due", "T-40", "T-45"), ("severity", "must", "should"), ("how", "", ""))),
    ]
    assert [(one.id, bool(one.retired), one.instead) for one in found.gone] == [
        ("DEM-A03", True, "DEM-A06"), ("DEM-A04", True, None), ("DEM-A05", False, None),
    ]  # fmt: skip
    assert found.edits == (Set(("edition",), "2026.2"),)
    assert found.problems == ()


def test_a_task_that_changes_its_step_has_changed() -> None:
    entry = load(files(book(), fresh=engagement())).engagements["fresh"]
    one, two = (load(files(book(tasks={step: [item("DEM-T01")]}))).playbooks["demo"] for step in ("collect", "apply"))
    assert rebase(entry, two, one).changed[0].keys == (("step", "collect", "apply"),)


@pytest.mark.parametrize("accepted", [None, "2026.1"])
def test_without_the_old_edition_only_what_is_retired_can_be_told(accepted: str | None) -> None:
    found = planned(engagement(**({"edition": accepted} if accepted else {})), old=None)
    assert not found.compared
    assert found.added == found.changed == ()
    assert [one.id for one in found.gone] == ["DEM-A03", "DEM-A04", "DEM-A10", "DEM-A11"]
    assert found.edits == (Set(("edition",), "2026.2"),)


def test_the_current_edition_needs_nothing() -> None:
    found = planned(engagement(edition="2026.2"), old=None)
    assert (found.compared, found.added, found.changed, found.gone, found.edits) == (True, (), (), (), ())


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
    "no successor": ({"status": {"DEM-A04": DONE}}, "status.DEM-A04: DEM-A04 is retired without a successor"),
    "a plan without one": ({"extra": [item("X01", step="apply", plan="DEM-P03")]}, "extra.1.plan: DEM-P03 is retired"),
    "a successor with a record": (
        {"status": {"DEM-A03": DONE, "DEM-A06": DONE}},
        "replaced by DEM-A06, which has an entry",
    ),
    "two for one": ({"status": {"DEM-A03": DONE, "DEM-A10": DONE}}, "status.DEM-A10: DEM-A10 is replaced by DEM-A06"),
    "dropped without a word": (
        {"assign": {"DEM-A05": "architect"}},
        "assign.DEM-A05: the current edition has no DEM-A05",
    ),
    "never there": ({"status": {"ECP-A01": DONE}}, "has no ECP-A01"),
    "ahead of the playbook": ({"edition": "2026.10"}, "which is newer than the playbook here (2026.2)"),
}


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


def test_every_key_of_an_item_has_a_name() -> None:
    from generator.cli.rebase import KEYS

    assert KEYS.keys() == {field.alias or name for name, field in Item.model_fields.items()} - {"id"} | {"step"}


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
added DEM-A13 Thirteen
changed DEM-A02 Two: due T-60 → T-65
changed DEM-A06 Six: products — → cdn
retired DEM-A07 Seven (2026-09-20, Now in thirteen, replaced by DEM-A13)
followed status.DEM-A07: DEM-A07 → DEM-A13
kept the record of DEM-A06 Six, which is not on the list: """


def test_accepting_an_edition_follows_it_and_keeps_all_else(root: Path, run: Run) -> None:
    before = (root / FRESH).read_text("utf-8")
    assert run("check").code == 1, "until then the retired id is an error"
    rehearsed = run("rebase", "fresh", "--dry-run")
    assert (root / FRESH).read_text("utf-8") == before
    done = run("rebase", "fresh")
    assert (rehearsed.code, done.code) == (0, 0)
    assert rehearsed.out == done.out
    assert done.out.startswith(REPORT)
    assert done.err == f"edition 2026.2 accepted, written to {FRESH}\n"
    assert (root / FRESH).read_text("utf-8") == before.replace('"2026.1"', '"2026.2"').replace(
        "  DEM-A07: {state", "  DEM-A13: {state"
    )
    assert run("check").code == 0
    again = run("rebase", "fresh")
    assert (again.code, again.err) == (0, "there is nothing to change\n")


def test_the_report_reads_in_chinese_too(run: Run) -> None:
    assert run("rebase", "fresh", "--dry-run", lang="zh").out.startswith(
        "版次 2026.1 → 2026.2\n新增 DEM-A13 十三\n改动 DEM-A02 二：截止 T-60 → T-65\n改动 DEM-A06 六：产品 — → cdn\n"
        "停用 DEM-A07 七（2026-09-20，并入十三，由 DEM-A13 替代）\n跟随 status.DEM-A07：DEM-A07 → DEM-A13\n保留 DEM-A06 六 的记录"
    )  # fmt: skip


def test_an_edition_that_was_never_said_is_written_where_it_belongs(root: Path, run: Run) -> None:
    exchanged(root / FRESH, ('edition: "2026.1"\n', ""))
    before = (root / FRESH).read_text("utf-8")
    found = run("rebase", "fresh")
    assert "edition (none said) → 2026.2\nthe old edition is not to be had" in found.out
    after = before.replace("playbook: demo\n", 'playbook: demo\nedition: "2026.2"\n').replace(
        "DEM-A07: {s", "DEM-A13: {s"
    )
    assert (root / FRESH).read_text("utf-8") == after


def test_without_git_the_old_edition_is_not_to_be_had(root: Path, run: Run) -> None:
    shutil.rmtree(root / ".git")
    found = run("rebase", "fresh")
    assert found.code == 0
    assert "the old edition is not to be had" in found.out
    assert "retired DEM-A07 (2026-09-20" in found.out


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
    "no successor": (DEMO, ", replaced_by: DEM-A13", "", "status.DEM-A07: DEM-A07 is retired without a successor"),
    "two records": (FRESH, "  DEM-A06: {state: doing}", "  DEM-A13: {state: doing}", "make one of the two"),
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
    found = run("rebase", "fresh", lang=lang)
    assert found.code == 1
    assert said in found.err or lang == "zh"
    assert found.err.count("\n") >= 1
    assert read_tree(root) == before


def test_another_files_faults_stand_in_nobodys_way(root: Path, run: Run) -> None:
    (root / "playbooks/cases/coupons.yaml").write_bytes(b"a: [\n")
    (root / "playbooks/engagements/other.yaml").write_bytes(b"a: [\n")
    assert run("rebase", "fresh").code == 0


@pytest.mark.parametrize("arguments", [("rebase", "fersh"), ("rebase",)])
def test_wrong_use_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    found = run(*arguments)
    assert found.code == 2
    assert "fresh" in found.err or "Missing argument" in found.err
