"""What an edit means: a table of edits of a small tree, each with the changes it is and what it does to the one customer."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from trees import SHARED, TODAY, VOCABULARY, Data, Files, book, engagement, item, yaml

from generator.diagnostics import LANGS, Bilingual
from generator.diff import Kind
from generator.i18n.vocabulary import PARTS
from generator.publish.snapshot import Snapshot
from generator.review.comparison import Review, compare
from generator.review.markdown import markdown

Tree = dict[str, Data]
Expected = list[tuple[str, str, str]]

FACTS = {
    "inserts": {"ask": {"zh": "写入", "en": "Inserts"}, "type": "number", "unit": "rows/s"},
    "have": {"ask": {"zh": "现有", "en": "In place"}, "type": "integer"},
    "flash": {"ask": {"zh": "有秒杀", "en": "Flash sale"}, "type": "boolean"},
}
ESTIMATE = {
    "id": "coupon_db", "title": {"zh": "券库", "en": "Coupon database"}, "product": "udb", "demand": "inserts", "per_unit": 2000,
    "have": "have", "use_at_most": 0.7, "unit": "instances", "due": "T-20",
}  # fmt: skip
PLAN = {
    "id": "DEM-P01", "kind": "emergency", "title": {"zh": "切换", "en": "Fail over"}, "trigger": {"zh": "延迟 > 5 s", "en": "Lag > 5 s"},
    "decider": "customer-lead", "executor": "architect", "action": [{"zh": "停写", "en": "Stop writes"}, {"zh": "切主库", "en": "Promote"}],
    "takes": "60s", "effect": {"zh": "闪断", "en": "A blink"},
}  # fmt: skip
MESSAGE = {
    "id": "first-answer",
    "when": {"zh": "刚接到", "en": "At once"},
    "text": {"zh": "已收到，5 分钟内回复", "en": "Received"},
}
FREEZE = {"side": "vendor", "kind": "hard", "from": "T-3", "to": "E+1", "exceptions_by": "duty-director"}
WAVES = {
    "main": {"title": {"zh": "正式", "en": "Main"}, "default": True},
    "encore": {"title": {"zh": "返场", "en": "Encore"}},
}
ONE = item(
    "DEM-A01", due="T-15", severity="should", verifier="account-manager", title={"zh": "券库复制", "en": "Coupon replication"},
    how={"zh": "看从库延迟，小于 1 秒", "en": "Watch the lag, below 1 s"}, done_when={"zh": "延迟 < 1 s", "en": "lag < 1 s"},
    products=["udb", "cache"], sources=["https://example.com/a", "https://example.com/b"],
)  # fmt: skip
TWO = item(
    "DEM-A02", due="T-10", when="inserts >= 5000", after=["DEM-A01"], **{"with": ["duty-director", "online-architect"]}
)
THREE = item("DEM-A03", due="T-2h", plan="DEM-P01", repeat={"every": "5m", "from": "T-30m", "to": "T+60m"})
GONE = {
    "id": "DEM-A09",
    "retired": {"on": "2026-06-01", "because": {"zh": "并入", "en": "Merged"}, "replaced_by": "DEM-A01"},
}
TASK = item("DEM-T01", due="T-12", owner="account-manager", severity="may")
PRODUCT = {
    "title": {"zh": "数据库", "en": "Database"}, "kind": "database", "oncall": "udb-oncall",
    "sweep": [{"id": "connections", "check": {"zh": "连接数", "en": "Connections"}, "amber": "60%", "red": "70%"}],
    "limits": [{"name": {"zh": "单库连接", "en": "Connections each"}, "value": 8000}],
}  # fmt: skip
WHO = engagement(
    products=["udb"], facts={"inserts": 7000, "have": 2, "flash": True},
    status={"DEM-A01": {"state": "doing"}, "DEM-A02": {"state": "done"}}, assign={"DEM-A03": "online-architect"},
)  # fmt: skip
CASE = {
    "title": {"zh": "券库", "en": "Coupons"},
    "kind": "demo",
    "happened": {"zh": "堵了", "en": "Jammed"},
    "lesson": {"zh": "先压测", "en": "Test first"},
}


def tree() -> Tree:
    """A playbook with something of everything, one engagement that is live and one that has ended."""
    past = {"start": "2026-06-01T20:00+08:00", "end": "2026-06-02T02:00+08:00"}
    found = {f"shared/{name}": data for name, data in SHARED.items()}
    found["shared/products"] = SHARED["products"] | {"udb": PRODUCT}
    found["shared/roles"] = SHARED["roles"] | {
        "architect": SHARED["roles"]["architect"] | {"mission": {"zh": "定方案", "en": "Designs"}}
    }
    demo = book(
        [ONE, TWO, THREE, GONE], {"collect": [TASK]}, facts=FACTS, waves=WAVES, estimates=[ESTIMATE], plans=[PLAN], messages=[MESSAGE],
        freeze=[FREEZE], maintainers=["@service-center"],
    )  # fmt: skip
    found |= {"demo": demo, "cases/coupons": CASE, "engagements/fresh": WHO}
    found["engagements/past"] = engagement(event=past, opened="2026-05-01")
    return copy.deepcopy(found)


def written(found: Tree) -> Files:
    kinds = {"shared": "", "engagements": "engagement", "cases": "case"}
    files = {}
    for name, data in found.items():
        folder, _, stem = name.rpartition("/")
        kind = "playbook" if not folder else kinds[folder] or stem
        files[f"playbooks/{name}.yaml"] = yaml(data, kind, name.count("/") + 1)
    return files


def reviewed(after: Files, before: Files | None = None, today: date = TODAY) -> Review:
    return compare(Snapshot("before", before or written(tree())), Snapshot("after", after), today, VOCABULARY)[0]


def said(review: Review) -> Expected:
    return [(change.kind.value, change.about, change.words.zh) for change in review.changes]


def done(review: Review) -> list[tuple[str, str]]:
    """What became of the live engagement: kind and id of each change, and its verdict where it turned."""
    found = [(change.kind.value, change.about) for impact in review.impacts for change in impact.changes]
    turned = [("verdict", f"{i.before}→{i.after}") for i in review.impacts if i.before != i.after]
    return found + turned


def at(found: Tree, id: str) -> Data:
    """An item, plan, estimate or message of the playbook, to be changed."""
    demo = found["demo"]
    lists = [
        demo["attention"],
        demo["plans"],
        demo["estimates"],
        demo["messages"],
        *(step["tasks"] for step in demo["steps"]),
    ]
    return next(entry for entries in lists for entry in entries if entry["id"] == id)


def sets(id: str, /, **keys: Any) -> Callable[[Tree], None]:
    """An edit of one thing; None takes the key away."""

    def edit(found: Tree) -> None:
        entry = at(found, id)
        entry.update(keys)
        for key in [key for key, value in keys.items() if value is None]:
            del entry[key]

    return edit


def puts(path: str, value: Any) -> Callable[[Tree], None]:
    """An edit of the value at a path such as ``shared/roles:architect.title``; None takes the key away."""
    file, _, keys = path.partition(":")

    def edit(found: Tree) -> None:
        *way, last = (int(key) if key.isdigit() else key for key in keys.split("."))
        place: Any = found[file]
        for key in way:
            place = place[key]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return edit


def replaces(id: str, entry: Data | None) -> Callable[[Tree], None]:
    """Another entry in the place of an attention item, or none."""

    def edit(found: Tree) -> None:
        listed = found["demo"]["attention"]
        n = next(n for n, one in enumerate(listed) if one["id"] == id)
        listed[n : n + 1] = [entry] if entry else []

    return edit


def both(*edits: Callable[[Tree], None]) -> Callable[[Tree], None]:
    def edit(found: Tree) -> None:
        for one in edits:
            one(found)

    return edit


def renames(old: str, new: str) -> Callable[[Tree], None]:
    def edit(found: Tree) -> None:
        found[new] = found.pop(old)

    return edit


def moves_to_another_playbook(found: Tree) -> None:
    """DEM-A03 into a second playbook, as an edit of both."""
    replaces("DEM-A03", None)(found)
    found["other"]["attention"].append({k: v for k, v in THREE.items() if k != "plan"})


NEW = item("DEM-A04", due="T-11", owner="product-oncall")
NO_STATUS = puts("engagements/fresh:status", {"DEM-A02": {"state": "done"}})

EDITS: list[tuple[str, Callable[[Tree], None], Expected, list[tuple[str, str]]]] = [
    # Items: what came, went, moved.
    ("added", lambda t: t["demo"]["attention"].append(NEW), [("added", "DEM-A04", "新增：产品值班，T-11 到期，必须")], [("added", "DEM-A04")]),
    ("added, overdue at once", lambda t: t["demo"]["attention"].append(NEW | {"due": "T-40"}), [("added", "DEM-A04", "新增：产品值班，T-40 到期，必须")], [("overdue", "DEM-A04"), ("added", "DEM-A04"), ("verdict", "conditions→escalate")]),
    ("added, not for this customer", lambda t: t["demo"]["attention"].append(NEW | {"products": ["vm"]}), [("added", "DEM-A04", "新增：产品值班，T-11 到期，必须")], []),
    ("removed", both(replaces("DEM-A03", None), puts("engagements/fresh:assign", None)), [("removed", "DEM-A03", "手册里没有了，也没留停用记录"), ("changed", "fresh", "去掉改派 DEM-A03：线上架构师")], [("removed", "DEM-A03")]),
    ("removed under a record", replaces("DEM-A03", None), [("removed", "DEM-A03", "手册里没有了，也没留停用记录")], [("orphaned", "DEM-A03"), ("removed", "DEM-A03")]),
    ("retired", replaces("DEM-A03", {"id": "DEM-A03", "retired": {"on": "2026-10-01", "because": {"zh": "做完了", "en": "Done"}}}), [("retired", "DEM-A03", "停用：做完了")], [("removed", "DEM-A03")]),
    ("retired for another", replaces("DEM-A03", {"id": "DEM-A03", "retired": {"on": "2026-10-01", "because": {"zh": "并入", "en": "Merged"}, "replaced_by": "DEM-A01"}}), [("retired", "DEM-A03", "停用：并入（改用 DEM-A01）")], [("orphaned", "DEM-A03"), ("removed", "DEM-A03")]),
    ("tombstone reworded", puts("demo:attention.14.retired.because.zh", "并进去了"), [("text", "DEM-A09", "理由有改动（中文）")], []),
    ("tombstone deleted", replaces("DEM-A09", None), [("removed", "DEM-A09", "停用记录被删掉")], []),
    ("retired id in use again", replaces("DEM-A09", NEW | {"id": "DEM-A09"}), [("added", "DEM-A09", "停用的 id 又用了")], [("added", "DEM-A09")]),
    ("another id", both(sets("DEM-A01", id="DEM-A05"), sets("DEM-A02", after=["DEM-A05"]), puts("demo:attention.14.retired.replaced_by", "DEM-A05")), [("renamed", "DEM-A05", "id 由 DEM-A01 改为 DEM-A05：记在旧 id 下的状态不再算数"), ("changed", "DEM-A02", "前置事项：DEM-A01 → DEM-A05"), ("changed", "DEM-A09", "替代：DEM-A01 → DEM-A05")], [("orphaned", "DEM-A01"), ("added", "DEM-A05"), ("removed", "DEM-A01")]),
    ("another step", sets("DEM-A01", step="apply"), [("moved", "DEM-A01", "移到另一步：准备 → 申请")], []),
    ("another step of a task", lambda t: t["demo"]["steps"][1]["tasks"].append(t["demo"]["steps"][0]["tasks"].pop()), [("moved", "DEM-T01", "移到另一步：收集 → 申请")], []),
    # Items: when, who, how grave, for whom.
    ("earlier", sets("DEM-A01", due="T-20"), [("due", "DEM-A01", "期限提前 5 天：T-15 → T-20")], [("due", "DEM-A01")]),
    ("earlier than today", sets("DEM-A01", due="T-30"), [("due", "DEM-A01", "期限提前 15 天：T-15 → T-30")], [("overdue", "DEM-A01"), ("due", "DEM-A01")]),
    ("later", sets("DEM-A01", due="T-14"), [("due", "DEM-A01", "期限推后 1 天：T-15 → T-14")], [("due", "DEM-A01")]),
    ("hours", sets("DEM-A03", due="T-90m"), [("due", "DEM-A03", "期限推后 30 分钟：T-2h → T-90m")], [("due", "DEM-A03")]),
    ("days to hours", sets("DEM-A03", due="T-1"), [("due", "DEM-A03", "期限：T-2h → T-1")], [("due", "DEM-A03")]),
    ("after the end", sets("DEM-A01", due="E+3"), [("due", "DEM-A01", "期限：T-15 → E+3")], [("due", "DEM-A01")]),
    ("owner", sets("DEM-A01", owner="product-oncall"), [("owner", "DEM-A01", "责任人：架构师 → 产品值班")], [("owner", "DEM-A01")]),
    ("owner of what is assigned", sets("DEM-A03", owner="product-oncall"), [("owner", "DEM-A03", "责任人：架构师 → 产品值班")], []),
    ("verifier", sets("DEM-A01", verifier="duty-director"), [("verifier", "DEM-A01", "复核：客户经理 → 值班总监")], [("verifier", "DEM-A01")]),
    ("no verifier", sets("DEM-A01", verifier=None), [("verifier", "DEM-A01", "复核：客户经理 → 无")], [("verifier", "DEM-A01")]),
    ("with", sets("DEM-A02", **{"with": ["duty-director", "customer-lead"]}), [("changed", "DEM-A02", "增加配合：客户负责人"), ("changed", "DEM-A02", "去掉配合：线上架构师")], [("owner", "DEM-A02")]),
    ("raised", sets("DEM-A01", severity="must"), [("raised", "DEM-A01", "级别提高：应当 → 必须")], []),
    ("lowered", sets("DEM-A01", severity="may"), [("lowered", "DEM-A01", "级别降低：应当 → 可选")], []),
    ("condition", sets("DEM-A02", when="inserts >= 8000 and flash"), [("condition", "DEM-A02", "适用条件：写入 ≥ 5,000 行/秒 → 写入 ≥ 8,000 行/秒，且有秒杀：是")], [("removed", "DEM-A02")]),
    ("no condition", sets("DEM-A02", when=None), [("condition", "DEM-A02", "适用条件：写入 ≥ 5,000 行/秒 → 不限")], []),
    ("products", sets("DEM-A01", products=["vm"]), [("condition", "DEM-A01", "适用产品：数据库、缓存 → 云主机")], [("removed", "DEM-A01")]),
    ("levels", sets("DEM-A01", levels=["A"]), [("condition", "DEM-A01", "适用等级：不限 → A")], []),
    ("wave", sets("DEM-A01", wave="encore"), [("condition", "DEM-A01", "波次：不限 → 返场")], [("removed", "DEM-A01")]),
    # Items: what they say.
    ("title", sets("DEM-A01", title={"zh": "券库复制拓扑", "en": "Coupon replication"}), [("text", "DEM-A01", "标题有改动（中文）")], []),
    ("how", sets("DEM-A01", how={"zh": "看从库延迟，小于 2 秒", "en": "Watch the lag, below 2 s"}), [("text", "DEM-A01", "做法有改动")], []),
    ("one language", sets("DEM-A01", done_when={"zh": "延迟 < 1 s", "en": "a lag < 1 s"}), [("text", "DEM-A01", "完成标准有改动（英文）")], []),
    ("markup alone", sets("DEM-A01", done_when={"zh": "延迟 **< 1 s**", "en": "lag < 1 s"}), [("text", "DEM-A01", "完成标准只改了加粗、代码或链接")], []),
    ("why comes", sets("DEM-A01", why={"zh": "查不到", "en": "Lost"}), [("text", "DEM-A01", "增加原因：查不到")], []),
    ("how goes", sets("DEM-A01", how=None), [("text", "DEM-A01", "去掉做法：看从库延迟，小于 1 秒")], []),
    ("category", sets("DEM-A01", category="capacity"), [("changed", "DEM-A01", "类别：数据库 → 容量")], []),
    ("audience", sets("DEM-A01", audience="internal"), [("changed", "DEM-A01", "给谁看：双方 → 仅内部")], []),
    ("patrol", sets("DEM-A03", repeat={"every": "10m", "from": "T-30m", "to": "T+60m"}), [("changed", "DEM-A03", "巡检 每隔：5 分钟 → 10 分钟")], []),
    ("no patrol", sets("DEM-A03", repeat=None), [("changed", "DEM-A03", "巡检：每隔 5 分钟 从 T-30m 到 T+60m → 无")], []),
    ("after", sets("DEM-A02", after=None), [("changed", "DEM-A02", "去掉前置事项：DEM-A01")], []),
    ("plan of an item", sets("DEM-A03", plan=None), [("changed", "DEM-A03", "预案：DEM-P01 → 无")], []),
    ("source", sets("DEM-A01", sources=["https://example.com/b"]), [("changed", "DEM-A01", "去掉出处：https://example.com/a")], []),
    ("case", sets("DEM-A01", sources=["https://example.com/a", "https://example.com/b", "case:coupons"]), [("changed", "DEM-A01", "增加出处：案例“券库”")], []),
    # The rest of a playbook.
    ("edition", puts("demo:edition", "2026.3"), [("changed", "demo", "版次：2026.2 → 2026.3")], []),
    ("maintainers", puts("demo:maintainers", ["@other"]), [("changed", "demo", "维护人：@service-center → @other")], []),
    ("fact comes", puts("demo:facts.peak", {"ask": {"zh": "峰值", "en": "Peak"}, "type": "number"}), [("added", "peak", "新增要问的信息")], []),
    ("fact required", puts("demo:facts.have.required", True), [("changed", "have", "必答：否 → 是")], []),
    ("fact goes", both(puts("demo:facts.flash", None), puts("engagements/fresh:facts", {"inserts": 7000, "have": 2})), [("removed", "flash", "要问的信息已删除"), ("changed", "fresh", "去掉客户答复 flash：预期 是")], []),
    ("fact's bound", puts("demo:facts.inserts.max", 100000), [("figures", "inserts", "最大值：无 → 100,000")], []),
    ("wave comes", puts("demo:waves.warmup", {"title": {"zh": "预热", "en": "Warm-up"}}), [("added", "warmup", "新增波次")], []),
    ("window", puts("demo:steps.0.window", ["T-100", "T-45"]), [("changed", "collect", "时间窗：T-90 – T-45 → T-100 – T-45")], []),
    ("goal", puts("demo:steps.0.goal", {"zh": "问清", "en": "Ask"}), [("text", "collect", "增加目标：问清")], []),
    ("exit criterion", puts("demo:steps.0.done_when", [{"zh": "全部答完", "en": "All answered"}]), [("text", "collect", "增加完成标准：全部答完")], []),
    ("stages", both(puts("demo:steps.2.stages", ["product-risk", "scenario-risk"]), puts("demo:steps.3.stages", ["avoidance", "onsite-support", "review"])), [("changed", "prepare", "去掉阶段：avoidance"), ("changed", "onsite", "增加阶段：avoidance")], []),
    ("responsibility", puts("demo:roles.architect.collect", ["看架构"]), [("text", "architect", "增加职责（收集）：看架构"), ("text", "architect", "去掉职责（收集）：…")], []),
    ("estimate's share", sets("coupon_db", use_at_most=0.5), [("figures", "coupon_db", "水位上限：70 % → 50 %")], [("figures", "coupon_db"), ("figures", "coupon_db")]),
    ("estimate's demand", sets("coupon_db", demand="inserts * 2"), [("figures", "coupon_db", "需求：写入 → 写入 × 2")], [("figures", "coupon_db"), ("figures", "coupon_db")]),
    ("estimate's due", sets("coupon_db", due="T-30"), [("due", "coupon_db", "期限提前 10 天：T-20 → T-30")], [("overdue", "coupon_db"), ("due", "coupon_db"), ("verdict", "conditions→escalate")]),
    ("estimate goes", puts("demo:estimates", []), [("removed", "coupon_db", "估算已删除")], [("removed", "coupon_db"), ("verdict", "conditions→ready")]),
    ("plan comes", lambda t: t["demo"]["plans"].append(PLAN | {"id": "DEM-P02", "title": {"zh": "限流", "en": "Throttle"}}), [("added", "DEM-P02", "新增预案")], [("added", "DEM-P02")]),
    ("plan retired", both(sets("DEM-A03", plan=None), puts("demo:plans.0", {"id": "DEM-P01", "retired": {"on": "2026-10-01", "because": {"zh": "不用了", "en": "Unused"}}})), [("changed", "DEM-A03", "预案：DEM-P01 → 无"), ("retired", "DEM-P01", "停用：不用了")], [("removed", "DEM-P01")]),
    ("plan's trigger", sets("DEM-P01", trigger={"zh": "延迟 > 3 s", "en": "Lag > 3 s"}), [("text", "DEM-P01", "触发有改动")], []),
    ("plan's decider", sets("DEM-P01", decider="duty-director"), [("owner", "DEM-P01", "决策人：客户负责人 → 值班总监")], []),
    ("plan's actions", lambda t: at(t, "DEM-P01")["action"].append({"zh": "报平安", "en": "Say so"}), [("text", "DEM-P01", "增加动作：报平安")], []),
    ("plan's order", lambda t: at(t, "DEM-P01")["action"].reverse(), [("changed", "DEM-P01", "动作的顺序变了")], []),
    ("plan's time", sets("DEM-P01", takes="5m"), [("changed", "DEM-P01", "用时：1 分钟 → 5 分钟")], []),
    ("message", sets("first-answer", text={"zh": "已收到，15 分钟内回复", "en": "Received"}), [("text", "first-answer", "内容有改动（中文）")], []),
    ("message comes", lambda t: t["demo"]["messages"].append(MESSAGE | {"id": "progress"}), [("added", "progress", "新增话术")], [("added", "progress")]),
    ("message's audience", sets("first-answer", audience="internal"), [("changed", "first-answer", "给谁看：双方 → 仅内部")], []),
    ("freeze's begin", puts("demo:freeze.0.from", "T-5"), [("changed", "freeze-vendor", "从提前 2 天：T-3 → T-5")], [("changed", "fresh")]),
    ("freeze's kind", puts("demo:freeze.0.kind", "soft"), [("changed", "freeze-vendor", "类型：硬封网 → 软封网")], [("changed", "fresh")]),
    ("freeze comes", lambda t: t["demo"]["freeze"].append({"side": "customer", "kind": "hard", "from": "T-1", "to": "E+0"}), [("added", "freeze-customer", "新增封网：哪一方 客户方 类型 硬封网 从 T-1 到 E+0")], [("changed", "fresh")]),
    ("freeze goes", puts("demo:freeze", []), [("removed", "freeze-vendor", "封网已删除")], [("changed", "fresh")]),
    # What all share.
    ("role comes", puts("shared/roles:guest", {"title": {"zh": "来宾", "en": "Guest"}, "side": "customer"}), [("added", "guest", "新增角色")], []),
    ("role's mission", puts("shared/roles:architect.mission", {"zh": "定方案，验方案", "en": "Designs"}), [("text", "architect", "使命有改动（中文）")], []),
    ("product's red line", puts("shared/products:udb.sweep.0.red", "65%"), [("figures", "udb", "巡检项 connections 红线：70% → 65%")], []),
    ("product's sweep comes", lambda t: t["shared/products"]["udb"]["sweep"].append({"id": "lag", "check": {"zh": "延迟", "en": "Lag"}}), [("changed", "udb", "增加巡检项 lag：编号 lag 看什么 延迟")], []),
    ("product's limit", puts("shared/products:udb.limits.0.value", 16000), [("figures", "udb", "限额 单库连接 数值：8000 → 16000")], []),
    ("product comes", puts("shared/products:lb", {"title": {"zh": "负载均衡", "en": "Load balancer"}, "kind": "network"}), [("added", "lb", "新增产品")], []),
    ("term", puts("shared/glossary:zhongbao.text", "重大活动保障"), [("text", "zhongbao", "释义有改动")], []),
    ("term's other name", puts("shared/glossary:zhongbao.also", ["护航"]), [("changed", "zhongbao", "增加也叫：护航")], []),
    ("level", puts("shared/standard:levels.A.ack", "10m"), [("changed", "A", "响应时限：5 分钟 → 10 分钟")], []),
    ("incident", puts("shared/standard:incidents.P1.escalate.0.after", "30m"), [("changed", "P1", "升级 duty-director 超过：15 分钟 → 30 分钟")], []),
    ("stage", puts("shared/standard:stages.review.takes", "事件记录"), [("text", "review", "接过有改动")], []),
    ("calendar", puts("shared/calendars:CN.off", ["2026-10-26"]), [("changed", "CN", "增加放假：2026-10-26 周一")], [("due", "DEM-A01")]),
    # Files that are one thing each.
    ("case", puts("cases/coupons:lesson", {"zh": "先压测再放量", "en": "Test first"}), [("text", "coupons", "教训有改动（中文）")], []),
    ("case renamed", renames("cases/coupons", "cases/coupon-jam"), [("renamed", "coupon-jam", "文件改名：coupons → coupon-jam")], []),
    ("engagement comes", lambda t: t.update({"engagements/new": engagement()}), [("added", "new", "新增客户活动")], []),
    ("engagement goes", lambda t: t.pop("engagements/fresh"), [("removed", "fresh", "客户活动已删除")], []),
    ("engagement's figure", puts("engagements/fresh:facts.inserts", 3000), [("figures", "fresh", "客户答复 inserts 预期：7,000 → 3,000")], [("removed", "DEM-A02"), ("figures", "coupon_db"), ("figures", "coupon_db")]),
    ("engagement's state", puts("engagements/fresh:status.DEM-A01.state", "blocked"), [("changed", "fresh", "进展 DEM-A01 状态：进行中 → 受阻")], []),
    ("engagement's people", puts("engagements/fresh:team.architect", [{"name": "示例新"}]), [("people", "fresh", "增加团队 架构师 示例新：名称 示例新"), ("people", "fresh", "去掉团队 架构师 示例乙：名称 示例乙")], [("people", "architect")]),
    ("engagement's move", puts("engagements/fresh:move", {"DEM-A01": {"due": "T-13", "because": "x"}}), [("changed", "fresh", "增加改期 DEM-A01：期限 T-13 理由 x")], [("due", "DEM-A01")]),
    ("engagement's waiver", puts("engagements/fresh:skip", {"DEM-A02": {"because": "不涉及", "by": "architect"}}), [("changed", "fresh", "增加豁免 DEM-A02：理由 不涉及 经手人 架构师")], [("waived", "DEM-A02")]),
    ("engagement's own item", puts("engagements/fresh:extra", [item("X01", title="陪跑", due="T-9", step="prepare")]), [("changed", "fresh", "增加客户专属 X01：编号 X01 标题 陪跑 责任人 架构师 期限 T-9 级别 必须 类别 数据库 步骤 准备")], [("added", "X01")]),
    ("engagement's order", puts("engagements/fresh:orders", [{"estimate": "coupon_db", "quantity": 4, "delivered": 4}]), [("changed", "fresh", "增加资源报备 coupon_db：估算 coupon_db 数量 4 已到位 4")], [("verdict", "conditions→ready")]),
    ("engagement's test", puts("engagements/fresh:tests", [{"id": "LT1", "on": "2026-10-10", "verdict": "fail"}]), [("changed", "fresh", "增加压测 LT1：编号 LT1 日期 2026-10-10 周六 结论 未通过")], [("verdict", "conditions→escalate")]),
    ("engagement's risk", puts("engagements/fresh:risks", [{"id": "R1", "level": "high", "text": "没有备份", "owner": "architect", "state": "open", "due": "2026-10-10"}]), [("changed", "fresh", "增加风险 R1：编号 R1 风险级别 高 内容 没有备份 责任人 架构师 状态 未关闭 期限 2026-10-10 周六")], [("verdict", "conditions→escalate")]),
    ("engagement's roster", puts("engagements/fresh:roster", [{"role": "udb-oncall", "who": "示例己", "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"}]), [("people", "fresh", "增加值班表 示例己：角色 udb-oncall 值班人 示例己 从 2026-11-10 周二 18:00 (UTC+8) 到 2026-11-11 周三 02:00 (UTC+8)")], []),
    ("engagement's application", puts("engagements/fresh:application", {"level": "A"}), [("changed", "fresh", "重保申请：无 → 重保等级 A")], [("changed", "fresh")]),
    ("engagement is tentative", puts("engagements/fresh:event.state", "tentative"), [("changed", "fresh", "活动 状态：已确认 → 待定")], [("changed", "fresh")]),
    ("engagement's products", puts("engagements/fresh:products", ["cache"]), [("changed", "fresh", "使用的产品：数据库 → 缓存")], [("removed", "coupon_db"), ("verdict", "conditions→ready")]),
    ("engagement's retrospective", puts("engagements/past:retrospective", {"held": "2026-06-09", "actual": {"inserts": 7600, "flash": True}}), [("changed", "past", "复盘：无 → 复盘日期 2026-06-09 周二 实际 inserts 7,600、flash 是")], []),
    ("default wave", both(puts("demo:waves.main.default", None), puts("demo:waves.encore.default", True)), [("changed", "main", "默认波次：是 → 否"), ("changed", "encore", "默认波次：否 → 是")], [("changed", "fresh")]),
    ("playbook renamed", both(renames("demo", "sale"), puts("engagements/fresh:playbook", "sale"), puts("engagements/past:playbook", "sale"), puts("cases/coupons:kind", "sale")), [("renamed", "sale", "文件改名：demo → sale"), ("changed", "coupons", "所属手册：demo → sale"), ("changed", "fresh", "手册：demo → sale"), ("changed", "past", "手册：demo → sale")], []),
    (
        "engagement's start",
        puts("engagements/fresh:event.start", "2026-11-11T20:00+08:00"),
        [("changed", "fresh", "活动 开始：2026-11-10 周二 20:00 (UTC+8) → 2026-11-11 周三 20:00 (UTC+8)")],
        [("changed", "fresh"), ("changed", "fresh"), ("due", "DEM-T01"), ("due", "DEM-A01"), ("due", "DEM-A03"), ("due", "coupon_db"), ("changed", "fresh")],
    ),
    # Nothing.
    ("nothing", lambda t: None, [], []),
    ("items in another order", lambda t: t["demo"]["attention"].reverse(), [], []),
    ("facts, products and plans in another order", lambda t: t.update({"demo": t["demo"] | {"facts": dict(reversed(FACTS.items()))}, "shared/products": dict(reversed(t["shared/products"].items()))}), [("formatting", "demo", "只改了排版，含义不变"), ("formatting", "products", "只改了排版，含义不变")], []),
    ("lists of names in another order", both(sets("DEM-A01", products=["cache", "udb"]), sets("DEM-A02", **{"with": ["online-architect", "duty-director"]})), [], []),
]  # fmt: skip


@cache
def of_the_table(edit: Callable[[Tree], None]) -> Review:
    after = tree()
    edit(after)
    return reviewed(written(after))


@pytest.mark.parametrize(("name", "edit", "changes", "impact"), EDITS, ids=[row[0] for row in EDITS])
def test_what_an_edit_means(
    name: str, edit: Callable[[Tree], None], changes: Expected, impact: list[tuple[str, str]]
) -> None:
    review = of_the_table(edit)
    assert said(review) == changes
    assert done(review) == impact
    assert all(change.words.en for change in review.changes)


def test_every_kind_of_change_and_every_kind_of_thing_is_in_the_table() -> None:
    told = {kind for _, _, changes, impact in EDITS for kind, *_ in (*changes, *impact)}
    assert told >= {kind.value for kind in Kind}
    assert len(EDITS) >= 60
    assert {change.part for _, edit, *_ in EDITS for change in of_the_table(edit).changes} == PARTS.keys()


READS: dict[str, tuple[Callable[[Tree], None], tuple[str, str, str]]] = {
    "a new waiver": (
        puts("engagements/fresh:skip", {"DEM-A02": {"because": "不涉及", "by": "architect", "until": "2026-11-01"}}),
        ("DEM-A02", "豁免：不涉及（到 2026-11-01）", "waiver: 不涉及 (until 2026-11-01)"),
    ),
    "an estimate that no longer applies": (
        both(puts("engagements/fresh:products", ["cache"]), puts("engagements/fresh:orders", [{"estimate": "coupon_db", "quantity": 2}])),
        ("coupon_db", "不再适用：没有使用数据库", "no longer applies: does not use Database"),
    ),
    "an estimate that is gone": (puts("demo:estimates", []), ("coupon_db", "估算已删除", "estimate removed")),
    "a retired item": (
        replaces("DEM-A03", {"id": "DEM-A03", "retired": {"on": "2026-10-01", "because": {"zh": "做完了。", "en": "Done."}}}),
        ("DEM-A03", "停用：做完了", "retired: Done"),
    ),
    "a deleted id": (replaces("DEM-A03", None), ("DEM-A03", "手册里没有了，也没留停用记录", "gone from the playbook without a tombstone")),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), READS.values(), ids=list(READS))
def test_what_happens_to_an_events_list_reads_as_what_it_is(
    edit: Callable[[Tree], None], expected: tuple[str, str, str]
) -> None:
    (impact,) = of_the_table(edit).impacts
    assert expected in [(change.about, *change.words) for change in impact.changes]
    assert not [change for change in impact.changes if change.kind is Kind.ORPHANED and change.about == "coupon_db"]


def test_a_waiver_that_ends_puts_its_item_back_on_the_list() -> None:
    before = tree()
    puts("engagements/fresh:skip", {"DEM-A02": {"because": "不涉及", "by": "architect"}})(before)
    (impact,) = reviewed(written(tree()), written(before)).impacts
    (change,) = impact.changes
    assert (change.kind, change.about, change.words.zh) == (Kind.ADDED, "DEM-A02", "不再豁免，回到清单上")


@pytest.mark.parametrize(
    ("state", "open"), [("doing", ("进行中", "in progress")), ("blocked", ("受阻", "blocked")), ("verified", None)]
)
def test_a_live_record_of_what_is_retired_is_named_with_its_state(state: str, open: tuple[str, str] | None) -> None:
    before = tree()
    puts("engagements/fresh:status.DEM-A03", {"state": state})(before)
    after = copy.deepcopy(before)
    replaces(
        "DEM-A03", {"id": "DEM-A03", "retired": {"on": "2026-10-01", "because": {"zh": "做完了。", "en": "Done."}}}
    )(after)
    found = reviewed(written(after), written(before))
    comments = {lang: markdown(found, lang) for lang in LANGS}
    if open is None:
        assert "记录落空" not in comments["zh"], "what is settled needs nobody"
        return
    zh, en = open
    assert f"记录落空：文件里的 status, assign（{zh}）还写着它；停用：做完了" in comments["zh"]
    assert f"orphaned: status, assign ({en}) of its file still names it; retired: Done" in comments["en"]
    assert "没人会再催" in comments["zh"]
    assert "nobody will ask for it again" in comments["en"]
    assert "playbook rebase" not in comments["zh"], "there is nowhere to take it"


def test_a_move_between_playbooks_is_no_removal() -> None:
    before = tree()
    before["other"] = book([item("OTH-A01")]) | {"title": {"zh": "另一本", "en": "Another"}}
    before["other"]["attention"] = [
        entry | {"id": entry["id"].replace("DEM", "OTH")} for entry in before["other"]["attention"]
    ]
    after = copy.deepcopy(before)
    replaces("DEM-A03", None)(after)
    after["other"]["attention"].append({key: value for key, value in THREE.items() if key != "plan"})
    review = reviewed(written(after), written(before))
    assert said(review) == [
        ("moved", "DEM-A03", "移到另一本手册：演示手册 → 另一本"),
        ("changed", "DEM-A03", "预案：DEM-P01 → 无"),
    ]
    assert done(review) == [("orphaned", "DEM-A03"), ("removed", "DEM-A03")]


def test_a_new_playbook_is_one_change_and_takes_over_what_moves_into_it() -> None:
    after = tree()
    other = book([{key: value for key, value in THREE.items() if key != "plan"}])
    other["attention"] = [
        e if e["id"] == "DEM-A03" else e | {"id": e["id"].replace("DEM", "OTH")} for e in other["attention"]
    ]
    after["other"] = other | {"title": {"zh": "另一本", "en": "Another"}}
    replaces("DEM-A03", None)(after)
    review = reviewed(written(after))
    assert said(review)[0] == ("added", "other", "新增手册：12 个事项，0 个预案")
    assert ("moved", "DEM-A03", "移到另一本手册：演示手册 → 另一本") in said(review)
    assert not [change for change in review.changes if change.kind is Kind.REMOVED]


def test_a_changed_text_is_told_word_by_word_in_chinese_and_english() -> None:
    after = tree()
    sets("DEM-A01", how={"zh": "看主库延迟，小于 500 毫秒", "en": "Watch the delay, below 1 s"})(after)
    (change,) = reviewed(written(after)).changes
    assert [(run.sign, run.text) for run in change.zh] == [
        ("=", "看"), ("-", "从"), ("+", "主"), ("=", "库延迟，小于 "), ("-", "1 秒"), ("+", "500 毫秒"),
    ]  # fmt: skip
    assert [(run.sign, run.text) for run in change.en] == [
        ("=", "Watch the "),
        ("-", "lag"),
        ("+", "delay"),
        ("=", ", below 1 s"),
    ]


def test_a_date_says_how_far_it_moved() -> None:
    after = tree()
    sets("DEM-A01", due="T-20")(after)
    review = reviewed(written(after))
    (change,), (moved,) = review.changes, review.impacts[0].changes
    assert (change.by, change.words.en) == (timedelta(days=-5), "due 5 days earlier: T-15 → T-20")
    assert moved.words == Bilingual(
        "期限提前 5 天：2026-10-26 周一 → 2026-10-21 周三", "due 5 days earlier: Mon 2026-10-26 → Wed 2026-10-21"
    )


def test_ended_engagements_are_counted_and_those_left_alone_too() -> None:
    after = tree()
    sets("DEM-A01", due="T-20")(after)
    review = reviewed(written(after))
    assert (review.live, len(review.impacts), review.untouched, review.ended) == (1, 1, 0, 1)
    later = reviewed(written(after), today=date(2026, 12, 1))
    assert (later.live, later.impacts, later.ended) == (0, (), 2)


def test_the_most_urgent_customer_is_first() -> None:
    """Worse verdicts, then records to mend and what is late, then the soonest start."""
    before = tree()
    event = {"start": "2026-12-20T20:00+08:00", "end": "2026-12-21T02:00+08:00"}
    quiet = {"status": {}, "facts": {"inserts": 1000, "have": 9, "flash": False}, "assign": {}}
    before["engagements/soon"] = engagement(**quiet)
    before["engagements/far"] = engagement(**quiet, event=event)
    before["engagements/records"] = engagement(**quiet | {"assign": {"DEM-A03": "architect"}}, event=event)
    after = copy.deepcopy(before)
    replaces("DEM-A03", None)(after)
    after["demo"]["attention"].append(NEW | {"due": "T-40"})
    assert [(impact.id, impact.worsened) for impact in reviewed(written(after), written(before)).impacts] == [
        ("fresh", True), ("soon", True), ("records", False), ("far", False),
    ]  # fmt: skip


def test_a_broken_file_is_named_and_the_rest_compared() -> None:
    after = tree()
    sets("DEM-A01", due="T-20")(after)
    files = written(after) | {"playbooks/shared/glossary.yaml": b"zhongbao: ["}
    review = reviewed(files)
    assert [(one.file, one.before, one.after) for one in review.not_compared] == [
        ("playbooks/shared/glossary.yaml", 0, 1)
    ]
    assert said(review) == [("due", "DEM-A01", "期限提前 5 天：T-15 → T-20")]
    assert [impact.id for impact in review.impacts] == ["fresh"]


def test_an_engagement_without_a_checklist_any_more_comes_first_with_its_errors() -> None:
    after = tree()
    sets("DEM-A01", owner="nobody")(after)
    review = reviewed(written(after))
    (found,) = review.impacts
    assert (found.before is not None, found.after, [fault.code for fault in found.faults]) == (
        True,
        None,
        ["unknown-role"],
    )
    assert found.worsened
    mended = reviewed(written(tree()), written(after))
    assert [(one.before, one.after is not None) for one in mended.impacts] == [(None, True)]


def test_same_sides_same_review() -> None:
    after = tree()
    both(sets("DEM-A01", due="T-30"), sets("DEM-P01", takes="5m"))(after)
    assert reviewed(written(after)) == reviewed(written(after))


def test_how_lines_end_is_no_change() -> None:
    files = written(tree())
    assert reviewed({name: content.replace(b"\n", b"\r\n") for name, content in files.items()}).changes == ()
