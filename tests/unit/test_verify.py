"""Is a printed sheet current, or what changed since: the words for each change, and the search through git's history."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from trees import TODAY, VOCABULARY, Data, book, engagement, files, item, library, tailored, written

from generator.cli import cli, main
from generator.diff import Change, Kind, changes
from generator.history.fingerprint_lookup import Walk, find_fingerprint
from generator.history.revisions import Objects, revisions
from generator.tailor import Checklist, tailor

FACTS = {
    "inserts": {"ask": {"zh": "写入", "en": "Inserts"}, "type": "number", "unit": "rows/s"},
    "have": {"ask": {"zh": "现有", "en": "In place"}, "type": "integer"},
}
ESTIMATE = {
    "id": "coupon_db", "title": {"zh": "券库", "en": "Coupon database"}, "product": "udb", "demand": "inserts", "per_unit": 2000,
    "have": "have", "unit": "instances", "due": "T-60",
}  # fmt: skip
PLAN = {
    "id": "DEM-P01", "kind": "emergency", "title": {"zh": "切换", "en": "Fail over"}, "trigger": {"zh": "延迟 > 5 s", "en": "Lag > 5 s"},
    "decider": "customer-lead", "executor": "architect", "action": [{"zh": "切主库", "en": "Promote"}], "takes": "60s",
    "effect": {"zh": "闪断", "en": "A blink"},
}  # fmt: skip
MESSAGE = {"id": "first-answer", "when": {"zh": "刚接到", "en": "At once"}, "text": {"zh": "已收到", "en": "Received"}}
FREEZE = {"side": "vendor", "kind": "hard", "from": "T-3", "to": "E+1"}
ONE = item("DEM-A01", due="T-40", done_when={"zh": "延迟 < 1 s", "en": "lag < 1 s"}, how={"zh": "看", "en": "look"})
TWO = item("DEM-A02", due="T-30", when="inserts >= 5000")
WHO = engagement(facts={"inserts": 7000, "have": 2})


def playbook(*items: Data, **changes: Any) -> Data:
    parts = {"facts": FACTS, "estimates": [ESTIMATE], "plans": [PLAN], "messages": [MESSAGE], "freeze": [FREEZE]}
    return book(items or (ONE, TWO), **parts | changes)


def checklist(who: Data = WHO, made_of: Data | None = None) -> Checklist:
    return tailored(who, made_of or playbook())


def said(found: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(change.kind.value, change.about, change.words.zh) for change in found]


PRINTED = checklist()


def edited(**keys: Any) -> Data:
    return playbook(ONE | keys, TWO)


# T-40 (2026-10-01) lies in 国庆, T-45 (2026-09-26) in 中秋.
CHANGED: list[tuple[str, Data, Data, list[tuple[str, str, str]]]] = [
    ("due", WHO, edited(due="T-45"), [("due", "DEM-A01", "期限提前 6 天：2026-09-30 周三 → 2026-09-24 周四")]),
    ("to an instant", WHO, edited(due="T-2h"), [("due", "DEM-A01", "期限：2026-09-30 周三 → 2026-11-10 周二 18:00 (UTC+8)")]),
    ("moved", WHO | {"move": {"DEM-A01": {"due": "2026-10-08", "because": "改"}}}, playbook(), [("due", "DEM-A01", "期限推后 8 天：2026-09-30 周三 → 2026-10-08 周四")]),
    ("owner", WHO, edited(owner="account-manager"), [("owner", "DEM-A01", "责任人：架构师 → 客户经理")]),
    ("assigned", WHO | {"assign": {"DEM-A01": "online-architect"}}, playbook(), [("owner", "DEM-A01", "责任人：架构师 → 线上架构师")]),
    ("verifier", WHO, edited(verifier="account-manager"), [("verifier", "DEM-A01", "复核：无 → 客户经理")]),
    ("with", WHO, edited(**{"with": ["duty-director"]}), [("owner", "DEM-A01", "配合：无 → 值班总监")]),
    ("title", WHO, edited(title="新题"), [("changed", "DEM-A01", "标题：事项 DEM-A01 → 新题")]),
    ("done when", WHO, edited(done_when={"zh": "延迟 < 2 s", "en": "lag < 1 s"}), [("changed", "DEM-A01", "完成标准：延迟 < 1 s → 延迟 < 2 s")]),
    ("how", WHO, edited(how="再看"), [("changed", "DEM-A01", "做法有改动")]),
    ("why", WHO, edited(why="因为"), [("changed", "DEM-A01", "原因有改动")]),
    ("evidence", WHO, edited(evidence="图"), [("changed", "DEM-A01", "证据有改动")]),
    ("severity", WHO, edited(severity="may"), [("lowered", "DEM-A01", "级别降低：必须 → 可选")]),
    ("category", WHO, edited(category="plan"), [("changed", "DEM-A01", "类别：数据库 → 预案")]),
    ("step", WHO, edited(step="apply"), [("changed", "DEM-A01", "步骤：prepare → apply")]),
    ("plan of an item", WHO, edited(plan="DEM-P01"), [("changed", "DEM-A01", "预案：无 → DEM-P01")]),
    ("after", WHO, edited(after=["DEM-A02"]), [("changed", "DEM-A01", "前置事项：无 → DEM-A02")]),
    ("patrol", WHO, edited(repeat={"every": "5m", "from": "T-10m", "to": "T+0m"}), [("changed", "DEM-A01", "巡检：无 → 每 5 分钟，2026-11-10 周二 19:50 (UTC+8) – 2026-11-10 周二 20:00 (UTC+8)")]),
    ("waived", WHO | {"skip": {"DEM-A01": {"because": "不涉及", "by": "architect", "until": "2026-11-01"}}}, playbook(), [("waived", "DEM-A01", "豁免：不涉及（到 2026-11-01）")]),
    ("applies for a reason", WHO, edited(when="inserts > 100"), [("changed", "DEM-A01", "适用原因：无 → 写入 7,000 行/秒 > 100")]),
    ("new item", WHO, playbook(ONE, TWO, item("DEM-A03", due="T-20")), [("added", "DEM-A03", "新增：架构师，2026-10-21 周三 到期")]),
    ("extra", WHO | {"extra": [item("X01", due="T-20")]}, playbook(), [("added", "X01", "新增：架构师，2026-10-21 周三 到期")]),
    ("gone", WHO, playbook(ONE), [("removed", "DEM-A02", "事项已删除")]),
    ("new but not here", WHO, playbook(ONE, TWO, item("DEM-A03", when="inserts < 5")), [("added", "DEM-A03", "手册新增，这里不适用")]),
    ("people", WHO | {"team": WHO["team"] | {"architect": [{"name": "示例新", "contact": "new@example.com"}]}}, playbook(), [("people", "architect", "担任者：示例乙 → 示例新 new@example.com")]),
    ("estimate's due", WHO, playbook(estimates=[ESTIMATE | {"due": "T-45"}]), [("due", "coupon_db", "期限推后 13 天：2026-09-11 周五 → 2026-09-24 周四")]),
    ("no estimate", WHO, playbook(estimates=[]), [("removed", "coupon_db", "估算已删除")]),
    ("unit", WHO, playbook(estimates=[ESTIMATE | {"unit": "nodes"}]), [("changed", "coupon_db", "单位：个实例 → 个节点")]),
    ("trigger", WHO, playbook(plans=[PLAN | {"trigger": {"zh": "延迟 > 3 s", "en": "Lag > 3 s"}}]), [("changed", "DEM-P01", "触发：延迟 > 5 s → 延迟 > 3 s")]),
    ("decider", WHO, playbook(plans=[PLAN | {"decider": "duty-director"}]), [("changed", "DEM-P01", "决策人：客户负责人 → 值班总监")]),
    ("executor", WHO, playbook(plans=[PLAN | {"executor": "product-oncall"}]), [("changed", "DEM-P01", "执行人：架构师 → 产品值班")]),
    ("notify", WHO, playbook(plans=[PLAN | {"notify": ["duty-director"]}]), [("changed", "DEM-P01", "通知：无 → 值班总监")]),
    ("takes", WHO, playbook(plans=[PLAN | {"takes": "2m"}]), [("changed", "DEM-P01", "用时：1 分钟 → 2 分钟")]),
    ("action", WHO, playbook(plans=[PLAN | {"action": ["一", "二"]}]), [("changed", "DEM-P01", "动作有改动")]),
    ("effect", WHO, playbook(plans=[PLAN | {"effect": "没有"}]), [("changed", "DEM-P01", "影响有改动")]),
    ("kind", WHO, playbook(plans=[PLAN | {"kind": "scheduled"}]), [("changed", "DEM-P01", "类型：应急 → 计划内")]),
    ("new plan", WHO, playbook(plans=[PLAN, PLAN | {"id": "DEM-P02"}]), [("added", "DEM-P02", "新增预案")]),
    ("no plan", WHO, playbook(plans=[]), [("removed", "DEM-P01", "预案已删除")]),
    ("message", WHO, playbook(messages=[MESSAGE | {"text": "收到"}]), [("changed", "first-answer", "话术有改动")]),
    ("no message", WHO, playbook(messages=[]), [("removed", "first-answer", "话术已删除")]),
    ("new message", WHO, playbook(messages=[MESSAGE, MESSAGE | {"id": "progress"}]), [("added", "progress", "新增话术")]),
    ("freeze", WHO, playbook(freeze=[FREEZE | {"kind": "soft"}]), [("changed", "fresh", "封网：我方硬封网 2026-11-07 周六 00:00 (UTC+8) – 2026-11-13 周五 23:59 (UTC+8)（例外审批：无） → 我方软封网 2026-11-07 周六 00:00 (UTC+8) – 2026-11-13 周五 23:59 (UTC+8)（例外审批：无）")]),
    ("edition", WHO, playbook(edition="2026.3"), [("changed", "fresh", "版次：2026.2 → 2026.3")]),
    ("customer", WHO | {"customer": "新名"}, playbook(), [("changed", "fresh", "客户：示例生鲜 → 新名")]),
    ("event", WHO | {"event": WHO["event"] | {"name": "双12"}}, playbook(), [("changed", "fresh", "活动：双十一 → 双12")]),
    ("tentative", WHO | {"event": WHO["event"] | {"state": "tentative"}}, playbook(), [("changed", "fresh", "日期：已确认 → 待定")]),
    ("level", WHO | {"application": {"level": "A"}}, playbook(), [("changed", "fresh", "重保等级：无 → A")]),
    ("markup alone", WHO, edited(done_when={"zh": "延迟 **< 1 s**", "en": "lag < 1 s"}), [("changed", "fresh", "只有措辞或格式有改动")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "who", "made_of", "expected"), CHANGED, ids=[row[0] for row in CHANGED])
def test_each_change_in_words(name: str, who: Data, made_of: Data, expected: list[tuple[str, str, str]]) -> None:
    now = checklist(who, made_of)
    assert now.fingerprint != PRINTED.fingerprint
    assert said(changes(PRINTED, now, VOCABULARY, None)) == expected
    # And back: whoever holds the newer sheet of a change that was taken back is told as well.
    assert changes(now, PRINTED, VOCABULARY, None) != ()


def test_what_moves_no_fingerprint_is_no_change() -> None:
    later = tailored(WHO | {"status": {"DEM-A01": {"state": "done"}}}, playbook(), today="2026-11-09")
    assert later.fingerprint == PRINTED.fingerprint
    assert changes(PRINTED, later, VOCABULARY, None) == ()


def test_a_figure_changes_estimates_reasons_and_what_applies() -> None:
    fewer = checklist(WHO | {"facts": {"inserts": 3000, "have": 2}})
    found = changes(PRINTED, fewer, VOCABULARY, None)
    assert said(found) == [
        ("removed", "DEM-A02", "不再适用：写入 3,000 行/秒 < 5,000"),
        ("figures", "coupon_db", "预期：需求 7,000，单个 2,000，现有 2，需要 4，增加 2 个实例 → 需求 3,000，单个 2,000，现有 2，需要 2，增加 0 个实例"),
        ("figures", "coupon_db", "最坏：需求 7,000，单个 2,000，现有 2，需要 4，增加 2 个实例 → 需求 3,000，单个 2,000，现有 2，需要 2，增加 0 个实例"),
    ]  # fmt: skip
    assert found[1].words.en.endswith("→ demand 3,000, per unit 2,000, have 2, need 2, add 0 instances")
    assert [change.kind for change in changes(fewer, PRINTED, VOCABULARY, None)] == [
        Kind.ADDED,
        Kind.FIGURES,
        Kind.FIGURES,
    ]
    unknown = checklist(WHO | {"facts": {"have": 2}})
    assert "→ 待确认" in changes(PRINTED, unknown, VOCABULARY, None)[-1].words.zh


def test_the_events_hours_and_waves() -> None:
    waves = {"waves": {"main": {"title": {"zh": "正式", "en": "Main"}, "default": True}}}
    before = checklist(made_of=playbook(**waves))
    peak = {
        "waves": {"main": {"peak": "2026-11-10T21:00+08:00", "regions": ["cn-bj"]}},
        "end": "2026-11-12T03:00+08:00",
    }
    after = checklist(WHO | {"event": WHO["event"] | peak}, playbook(**waves))
    assert said(changes(before, after, VOCABULARY, None)) == [
        ("changed", "fresh", "结束推后 1 小时：2026-11-12 周四 02:00 (UTC+8) → 2026-11-12 周四 03:00 (UTC+8)"),
        ("changed", "fresh", "波次：正式 2026-11-10 周二 20:00 (UTC+8) → 正式 2026-11-10 周二 21:00 (UTC+8) [cn-bj]"),
    ]


# --- through git


class Repository:
    """A repository whose project may stand below its top; every commit has its own minute."""

    def __init__(self, top: Path, below: str = "") -> None:
        self.top, self.root = top, top / below
        self.root.mkdir(parents=True, exist_ok=True)
        self.minute = 0
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        stamp = f"2026-10-0{1 + self.minute // 1440}T{self.minute // 60 % 24:02}:{self.minute % 60:02}:00+08:00"
        identity = {f"GIT_{who}_{what}": "example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        done = subprocess.run(
            ["git", "-C", str(self.top), *arguments],
            env={**os.environ, **identity, **dates},
            check=True,
            capture_output=True,
        )
        return done.stdout.decode().strip()

    def commit(self, tree: dict[str, bytes]) -> str:
        """Make playbooks/ exactly ``tree`` and commit it."""
        for path in sorted((self.root / "playbooks").rglob("*.yaml")):
            path.unlink()
        written(self.root, tree)
        self.minute += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")

    def verify(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli, ["--root", str(self.root), "--today", "2026-10-15", "verify", *arguments])


def tree(due: str = "T-40", **engagements: Data) -> dict[str, bytes]:
    return files(playbook(ONE | {"due": due}, TWO), **(engagements or {"fresh": WHO}))


def fingerprint(found: dict[str, bytes], id: str = "fresh") -> str:
    read = library(found)
    return tailor(read, read.engagements[id], TODAY).fingerprint


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_current_is_said_and_exits_0(repository: Repository) -> None:
    repository.commit(tree())
    printed = fingerprint(tree())
    for given in (printed, printed.lower(), f" {printed[2:]} "):
        found = repository.verify(given, "--lang", "zh")
        assert (found.exit_code, found.stderr) == (0, "")
        assert found.stdout == f"最新：{printed} 就是 示例生鲜 · 双十一 (fresh) 现在的清单。\n"


def test_stale_names_commit_and_changes_and_exits_1(repository: Repository) -> None:
    first = repository.commit(tree())
    repository.commit(tree("T-45"))
    found = repository.verify(fingerprint(tree()), "--lang", "zh", "-q")
    assert (found.exit_code, found.stderr) == (1, "")
    now = fingerprint(tree("T-45"))
    assert found.stdout.splitlines() == [
        f"过期：{fingerprint(tree())} 是 示例生鲜 · 双十一 (fresh)，出自提交 {first[:7]} (2026-10-01)；现在是 {now}，之后有 1 处改动：",
        "  DEM-A01 事项 DEM-A01：期限提前 6 天：2026-09-30 周三 → 2026-09-24 周四",
    ]
    english = repository.verify(fingerprint(tree()), "--lang", "en", "-q").stdout
    assert "Changes since: 1\n  DEM-A01 Item DEM-A01: due 6 days earlier: Wed 2026-09-30 → Thu 2026-09-24\n" in english


def test_uncommitted_edits_make_a_sheet_stale(repository: Repository) -> None:
    repository.commit(tree())
    written(repository.root, tree("T-45"))
    assert repository.verify(fingerprint(tree())).exit_code == 1
    assert repository.verify(fingerprint(tree("T-45"))).exit_code == 0


def test_the_newest_commit_that_had_it_is_named(repository: Repository) -> None:
    repository.commit(tree())
    repository.commit(tree("T-45"))
    again = repository.commit(tree())
    repository.commit(tree("T-44"))
    assert again[:7] in repository.verify(fingerprint(tree())).stdout


def test_unknown_exits_2_and_says_how_far_it_looked(repository: Repository) -> None:
    oldest = repository.commit(tree())
    repository.commit(tree("T-45"))
    found = repository.verify("E-AAAAAAAAAA", "-q")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "最近 2 次提交" in found.stderr
    assert f"back to {oldest[:7]}" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    "given", ["", "E-", "E-AAAA", "E-AAAAAAAAAAA", "E-AAAAAAAAA1", "fresh", "--", "E-ＡＡＡＡＡＡＡＡＡＡ"]
)
def test_what_is_no_fingerprint_is_wrong_usage(repository: Repository, given: str) -> None:
    repository.commit(tree())
    found = repository.verify(given)
    assert (found.exit_code, found.stdout) == (2, "")


def test_without_git_the_tree_alone_is_asked(tmp_path: Path) -> None:
    written(tmp_path, tree())
    run = CliRunner().invoke
    here = ["--root", str(tmp_path), "verify"]
    assert run(cli, [*here, fingerprint(tree())]).exit_code == 0
    missing = run(cli, [*here, fingerprint(tree("T-45"))])
    assert missing.exit_code == 2
    assert "no git history" in missing.stderr


def test_a_project_below_the_top_of_its_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "服务/a b")
    repository.commit(tree())
    repository.commit(tree("T-45"))
    assert repository.verify(fingerprint(tree())).exit_code == 1


def test_an_engagement_that_is_gone_or_broken_now(repository: Repository) -> None:
    repository.commit(tree(fresh=WHO, other=WHO))
    printed = fingerprint(tree(fresh=WHO, other=WHO), "other")
    repository.commit(tree())
    gone = repository.verify(printed, "--lang", "zh", "-q")
    assert gone.exit_code == 1
    assert "这个客户事件已经删除" in gone.stdout
    repository.commit(tree() | {"playbooks/engagements/other.yaml": b"customer: ["})
    broken = repository.verify(printed, "--lang", "zh", "-q")
    assert broken.exit_code == 1
    assert "文件有错误" in broken.stdout
    assert "other.yaml:1:" in broken.stderr


def test_states_that_were_broken_are_passed_over(repository: Repository) -> None:
    repository.commit(tree())
    repository.commit({**tree(), "playbooks/demo.yaml": b"title: ["})
    repository.commit({"playbooks/shared/roles.yaml": b"\xff"})
    repository.commit(tree("T-45"))
    assert repository.verify(fingerprint(tree())).exit_code == 1


def test_a_merged_branch_is_part_of_the_history(repository: Repository) -> None:
    repository.commit(tree())
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(tree("T-42"))
    repository.git("checkout", "--quiet", "main")
    repository.commit(tree(fresh=WHO, other=WHO))
    repository.minute += 1
    repository.git("merge", "--quiet", "--no-edit", "side")
    repository.commit(tree("T-45", fresh=WHO, other=WHO))
    assert repository.verify(fingerprint(tree("T-42"))).exit_code == 1


def test_links_and_hidden_files_of_history_are_not_read(repository: Repository) -> None:
    (repository.root / "playbooks").mkdir()
    (repository.root / "playbooks" / "link.yaml").symlink_to("/etc/hostname")
    (repository.root / "playbooks" / ".hidden.yaml").write_text("x")
    (repository.root / "playbooks" / "old.yaml~").write_text("x")
    repository.git("add", "--all")
    head = repository.commit(tree())
    repository.git("add", "--all")
    with Objects(repository.root) as objects:
        found = objects.files(head)
        assert set(found) == set(tree())
        assert {file: objects.content(id) for file, id in found.items()} == tree()
        assert objects.files("no-such-revision") == {}
        assert objects.content("0" * 40) == b""


def test_only_what_changed_is_tailored_and_the_walk_is_bounded(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(40):
        others = {f"other-{m}": WHO for m in range(5)}
        repository.commit(tree(fresh=WHO | {"customer": f"示例 {n}"}, **others))
    assert len(revisions(repository.root, 300)) == 40
    assert len(revisions(repository.root, 7)) == 7
    with Objects(repository.root) as objects:
        walk = Walk(objects, TODAY)
        tailored_anew = [len(list(walk.unseen(objects.files(one.id)))) for one in revisions(repository.root, 300)]
    assert tailored_anew == [6] + [1] * 39
    found = find_fingerprint(repository.root, "E-AAAAAAAAAA", TODAY)
    assert (found.printed, len(found.looked_at)) == (None, 40)
    monkeypatch.setattr("generator.history.fingerprint_lookup.MOST_REVISIONS", 3)
    assert len(find_fingerprint(repository.root, "E-AAAAAAAAAA", TODAY).looked_at) == 3
    first = fingerprint(tree(fresh=WHO | {"customer": "示例 0"}))
    assert find_fingerprint(repository.root, first, TODAY).printed is None


def test_a_search_reads_few_trees_and_the_next_one_goes_on_from_there(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is counted is work: trees that were read and tailored, not seconds."""
    for n in range(12):
        repository.commit(tree(fresh=WHO | {"customer": f"示例 {n}"}))
    monkeypatch.setattr("generator.history.fingerprint_lookup.MOST_READ", 5)
    known: dict[str, list[str]] = {}
    searches = [find_fingerprint(repository.root, "E-AAAAAAAAAA", TODAY, known) for _ in range(4)]
    assert [found.read for found in searches] == [5, 5, 2, 0]
    assert [len(found.looked_at) for found in searches] == [5, 10, 12, 12]
    assert [found.older for found in searches] == [True, True, False, False]
    first = fingerprint(tree(fresh=WHO | {"customer": "示例 0"}))
    found = find_fingerprint(repository.root, first, TODAY, known)
    assert found.printed
    assert (found.printed.checklist.fingerprint, found.read) == (first, 1)
    assert find_fingerprint(repository.root, first, TODAY).printed is None, "without what is known it is too far back"


def test_the_command_says_what_it_has_not_looked_at_and_goes_on(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in range(4):
        repository.commit(tree(fresh=WHO | {"customer": f"示例 {n}"}))
    monkeypatch.setattr("generator.history.fingerprint_lookup.MOST_READ", 2)
    command = ["--root", str(repository.root), "--today", "2026-10-15", "-q", "verify"]
    said = []
    for _ in range(2):
        assert main([*command, "E-AAAAAAAAAA"]) == 2
        said.append(capsys.readouterr().err)
    assert "last 2 commits" in said[0]
    assert "run this again to look further back" in said[0]
    assert "再运行一次会接着往前找" in said[0]
    assert "last 4 commits" in said[1]
    assert "run this again" not in said[1]
    assert main([*command, fingerprint(tree(fresh=WHO | {"customer": "示例 0"}))]) == 1
