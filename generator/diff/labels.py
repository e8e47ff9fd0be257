"""What the keys of our files, their fixed words and the kinds of things in them are called in a sentence."""

from __future__ import annotations

from generator.diagnostics import Words
from generator.model.item import CATEGORIES

PARTS: dict[str, Words] = {
    "item": Words("事项", "item"),
    "estimate": Words("测算", "estimate"),
    "plan": Words("预案", "plan"),
    "message": Words("话术", "message"),
    "fact": Words("要问的事实", "fact"),
    "wave": Words("波次", "wave"),
    "step": Words("步骤", "step"),
    "responsibility": Words("职责", "responsibilities"),
    "freeze": Words("封网", "freeze"),
    "playbook": Words("手册", "playbook"),
    "stage": Words("阶段", "stage"),
    "level": Words("重保等级", "assurance level"),
    "incident": Words("故障等级", "incident class"),
    "role": Words("角色", "role"),
    "product": Words("产品", "product"),
    "term": Words("术语", "term"),
    "calendar": Words("日历", "calendar"),
    "case": Words("案例", "case"),
    "engagement": Words("客户事件", "engagement"),
    "file": Words("文件", "file"),
}

LABELS: dict[str, Words] = {
    "accepted_by": Words("接受人", "accepted by"), "ack": Words("响应时限", "acknowledged within"),
    "action": Words("动作", "action"), "actual": Words("实际数字", "actual figure"), "address": Words("地址", "address"),
    "after": Words("前置", "after"), "also": Words("别名", "other names"), "amber": Words("黄线", "amber"),
    "application": Words("重保申请", "application"), "approvals": Words("审批", "approval"), "approver": Words("审批人", "approver"),
    "arrive": Words("到场", "arrival"), "ask": Words("问法", "question"), "assign": Words("改派", "assignment"),
    "audience": Words("给谁看", "audience"), "base": Words("国家日历", "country"), "because": Words("理由", "reason"),
    "bridge": Words("会议桥", "bridge"), "by": Words("由谁", "by"), "calendar": Words("日历", "calendar"),
    "category": Words("类别", "category"), "change": Words("改动链接", "change"), "check": Words("检查", "check"),
    "choices": Words("选项", "choices"), "confirmed_through": Words("节假日已公布到", "holidays published through"),
    "contact": Words("联系方式", "contact"), "contacts": Words("联络", "contacts"), "customer": Words("客户", "customer"),
    "customer_group": Words("客户群", "customer's group"), "decider": Words("决定人", "decides"), "decision": Words("结论", "decision"),
    "default": Words("默认波次", "default wave"), "delivered": Words("已到货", "delivered"), "demand": Words("需求", "demand"),
    "done_when": Words("完成标准", "done when"), "due": Words("截止", "due"), "edition": Words("版次", "edition"),
    "effect": Words("影响", "effect"), "end": Words("结束", "end"), "escalate": Words("升级", "escalation"),
    "estimate": Words("测算", "estimate"), "event": Words("事件", "event"), "every": Words("间隔", "interval"),
    "evidence": Words("证据", "evidence"), "exceptions_by": Words("例外审批", "exceptions by"), "executor": Words("执行人", "executes"),
    "extra": Words("专属事项", "own item"), "facts": Words("事实", "fact"), "fallback": Words("备选", "fallback"),
    "figures": Words("数字", "figures"), "from_": Words("从", "from"), "goal": Words("目标", "goal"),
    "hands_on": Words("交出", "hands on"), "happened": Words("经过", "what happened"), "have": Words("现有", "in place"),
    "held": Words("复盘日期", "held on"), "how": Words("做法", "how"), "id": Words("id", "id"), "improve": Words("改进", "improvement"),
    "incidents": Words("故障等级", "incident class"), "internal_group": Words("内部群", "internal group"), "item": Words("事项", "item"),
    "kept": Words("保持", "kept"), "kind": Words("种类", "kind"), "leave": Words("离场", "departure"), "lesson": Words("教训", "lesson"),
    "level": Words("等级", "level"), "levels": Words("适用等级", "applies to levels"), "limits": Words("上限", "limit"),
    "maintainers": Words("维护人", "maintainers"), "max": Words("最大值", "maximum"), "min": Words("最小值", "minimum"),
    "mission": Words("使命", "mission"), "mode": Words("方式", "mode"), "move": Words("改期", "move"), "name": Words("名称", "name"),
    "not_": Words("不是", "not"), "note": Words("备注", "note"), "notify": Words("通知", "tells"), "now": Words("今天的需求", "today's demand"),
    "off": Words("放假", "days off"), "on": Words("日期", "date"), "oncall": Words("值班", "on-call"), "onsite": Words("现场", "on site"),
    "opened": Words("立项", "opened"), "orders": Words("报备", "order"), "owner": Words("负责", "owner"), "peak": Words("峰值时刻", "peak"),
    "per_unit": Words("单个能力", "per unit"), "place": Words("地点", "place"), "plan": Words("预案", "plan"),
    "playbook": Words("手册", "playbook"), "product": Words("产品", "product"), "products": Words("适用产品", "applies to products"),
    "promised": Words("承诺到货", "promised for"), "purpose": Words("目的", "purpose"), "quantity": Words("数量", "quantity"),
    "reached": Words("达到", "reached"), "red": Words("红线", "red"), "region": Words("地域", "region"), "regions": Words("地域", "regions"),
    "release": Words("释放", "release"), "repeat": Words("巡检", "patrol"), "replaced_by": Words("替代", "replaced by"),
    "required": Words("必答", "required"), "resources": Words("资源", "resource"), "retired": Words("停用记录", "retirement"),
    "retrospective": Words("复盘", "retrospective"), "risks": Words("风险", "risk"), "role": Words("角色", "role"),
    "rollback": Words("回退", "rollback"), "roster": Words("值班表", "roster"), "scope": Words("范围", "scope"),
    "severity": Words("级别", "severity"), "side": Words("哪一方", "side"), "skip": Words("豁免", "waiver"), "source": Words("出处", "source"),
    "sources": Words("出处", "sources"), "stages": Words("阶段", "stages"), "start": Words("开始", "start"), "state": Words("状态", "state"),
    "status": Words("状态", "status"), "step": Words("步骤", "step"), "submitted": Words("提交日期", "submitted"),
    "summary": Words("简介", "summary"), "sweep": Words("体检", "sweep"), "takes": Words("用时", "takes"), "target": Words("目标", "target"),
    "team": Words("团队", "team"), "term": Words("名称", "term"), "tests": Words("压测", "load test"), "text": Words("正文", "text"),
    "title": Words("标题", "title"), "to": Words("到", "to"), "triangle": Words("铁三角", "iron triangle"), "trigger": Words("触发", "trigger"),
    "type": Words("类型", "type"), "unit": Words("单位", "unit"), "until": Words("到期", "until"), "update": Words("通报间隔", "news every"),
    "use": Words("用途", "use"), "use_at_most": Words("最多用到", "use at most"), "value": Words("数值", "value"),
    "verdict": Words("结论", "verdict"), "verifier": Words("复核", "verifier"), "verify": Words("验证", "verify"),
    "wave": Words("波次", "wave"), "waves": Words("波次", "wave"), "when": Words("适用条件", "applies when"), "who": Words("值班人", "who"),
    "why": Words("原因", "why"), "window": Words("窗口", "window"), "with_": Words("配合", "with"), "working": Words("上班", "working days"),
    "worst": Words("最坏值", "worst case"), "zone": Words("可用区", "zone"),
}  # fmt: skip

_OWN: dict[tuple[str, str], Words] = {
    ("Message", "when"): Words("何时发", "sent when"),
    ("Stage", "takes"): Words("接收", "takes in"),
    ("Engagement", "products"): Words("使用的产品", "products in use"),
    ("Escalation", "after"): Words("超过", "after"),
    ("Case", "kind"): Words("所属手册", "playbook"),
    ("Term", "text"): Words("释义", "meaning"),
    ("Standard", "levels"): Words("重保等级", "level"),
    ("Event", "waves"): Words("波次", "wave"),
    ("Sweep", "check"): Words("怎么查", "check"),
}
"""Keys that mean something else in one class than in the others."""

_FIXED: dict[tuple[str, str], Words] = {
    ("severity", "must"): Words("必须", "must"),
    ("severity", "should"): Words("应当", "should"),
    ("severity", "may"): Words("可选", "may"),
    ("audience", "both"): Words("双方", "both sides"),
    ("audience", "internal"): Words("仅我方", "internal"),
    ("audience", "customer"): Words("客户", "the customer"),
    ("side", "vendor"): Words("我方", "vendor"),
    ("side", "customer"): Words("客户方", "customer"),
    ("kind", "hard"): Words("硬封网", "hard"),
    ("kind", "soft"): Words("软封网", "soft"),
    ("kind", "emergency"): Words("应急", "emergency"),
    ("kind", "scheduled"): Words("计划内", "scheduled"),
    ("mode", "scale-out"): Words("加数量", "scale out"),
    ("mode", "scale-up"): Words("升规格", "scale up"),
    ("mode", "fixed-limit"): Words("固定上限", "fixed limit"),
    ("type", "number"): Words("数字", "number"),
    ("type", "integer"): Words("整数", "integer"),
    ("type", "text"): Words("文本", "text"),
    ("type", "boolean"): Words("是或否", "yes or no"),
    ("type", "choice"): Words("选项之一", "choice"),
    ("state", "todo"): Words("未开始", "to do"),
    ("state", "doing"): Words("进行中", "in progress"),
    ("state", "done"): Words("已完成", "done"),
    ("state", "verified"): Words("已复核", "verified"),
    ("state", "blocked"): Words("受阻", "blocked"),
    ("state", "accepted"): Words("已接受", "accepted"),
    ("state", "open"): Words("未解决", "open"),
    ("state", "mitigated"): Words("已缓解", "mitigated"),
    ("state", "tentative"): Words("待定", "tentative"),
    ("state", "confirmed"): Words("已确认", "confirmed"),
    ("decision", "approved"): Words("批准", "approved"),
    ("decision", "rejected"): Words("驳回", "rejected"),
    ("decision", "pending"): Words("待批", "pending"),
    ("verdict", "pass"): Words("通过", "pass"),
    ("verdict", "fail"): Words("未通过", "fail"),
    ("level", "high"): Words("高", "high"),
    ("level", "medium"): Words("中", "medium"),
    ("level", "low"): Words("低", "low"),
    **{("category", str(category)): words for category, words in CATEGORIES.items()},
}


def label(owner: str, field: str) -> Words:
    """How a key of the class ``owner`` is called. Raises KeyError for a key without a name."""
    return _OWN.get((owner, field)) or LABELS[field]


def fixed(field: str, value: str) -> Words | None:
    """How one of the few words that a key may hold is said."""
    return _FIXED.get((field, value))
