"""Small sound trees, made from overrides: a playbook, what all playbooks share, and engagements, as plain data.

A test says only what it is about; all else is the least that ``check`` accepts. Data is written as JSON, which is YAML.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from generator.check import check
from generator.diagnostics import Lang, Severity
from generator.history.commits import History
from generator.library import Library, load
from generator.publish.resources import vocabulary
from generator.publish.sheets import SheetBuilder, SheetVariant
from generator.render import render
from generator.render.sheet import Sheet
from generator.tailor import Checklist, tailor
from generator.tailor.rows import ChecklistItem

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 10, 15)
VOCABULARY = vocabulary(ROOT)
START, END = "2026-11-10T20:00+08:00", "2026-11-12T02:00+08:00"
LONG_AFTER = "E+14"
"""A due that counts for nothing before the event is over."""

Data = dict[str, Any]
Files = dict[str, bytes]

SHARED: Data = {
    "standard": {
        "steps": {
            "collect": {"title": {"zh": "收集", "en": "Collect"}, "purpose": "…"},
            "apply": {"title": {"zh": "申请", "en": "Apply"}, "purpose": "…"},
            "prepare": {"title": {"zh": "准备", "en": "Prepare"}, "purpose": "…"},
            "onsite": {"title": {"zh": "驻场", "en": "On site"}, "purpose": "…"},
        },
        "stages": {
            stage: {"title": stage, "takes": "…", "hands_on": "…"}
            for stage in (
                "customer-information", "capability-baseline", "expansion-estimate", "product-risk",
                "scenario-risk", "avoidance", "onsite-support", "review",
            )
        },
        "levels": {
            "A": {"title": {"zh": "一级", "en": "Grade A"}, "approver": "duty-director", "onsite": True, "ack": "5m"},
            "B": {"title": {"zh": "二级", "en": "Grade B"}, "approver": "duty-director", "ack": "15m"},
        },
        "incidents": {
            "P1": {"title": "P1", "ack": "5m", "update": "15m", "escalate": [{"after": "15m", "to": "duty-director"}]}
        },
    },
    "roles": {
        "account-manager": {"title": {"zh": "客户经理", "en": "Account manager"}, "triangle": True, "side": "vendor"},
        "architect": {"title": {"zh": "架构师", "en": "Architect"}, "triangle": True, "side": "vendor"},
        "technical-service-manager": {
            "title": {"zh": "技术服务经理", "en": "Technical service manager"}, "triangle": True, "side": "vendor",
        },
        "online-architect": {"title": {"zh": "线上架构师", "en": "Online architect"}, "side": "vendor"},
        "product-oncall": {"title": {"zh": "产品值班", "en": "Product on-call"}, "side": "vendor"},
        "duty-director": {"title": {"zh": "值班总监", "en": "ChecklistItem director"}, "side": "vendor"},
        "customer-lead": {"title": {"zh": "客户负责人", "en": "Customer lead"}, "side": "customer"},
    },
    "products": {
        "udb": {"title": {"zh": "数据库", "en": "Database"}, "kind": "database", "oncall": "udb-oncall"},
        "cache": {"title": {"zh": "缓存", "en": "Cache"}, "kind": "cache"},
        "vm": {"title": {"zh": "云主机", "en": "Virtual machine"}, "kind": "vm"},
    },
    "glossary": {"zhongbao": {"term": "重保", "text": "…"}},
    "calendars": {"CN": {"base": "CN", "confirmed_through": "2026-12-31", "off": [], "working": []}},
}  # fmt: skip

_TRIANGLE = ("account-manager", "architect", "technical-service-manager")
_STEPS = ("collect", "apply", "prepare", "onsite")


def item(id: str, **changes: Any) -> Data:
    """An item that nobody has to worry about until the event is over, but for what ``changes`` say."""
    plain = {"id": id, "title": {"zh": f"事项 {id}", "en": f"Item {id}"}, "owner": "architect", "due": LONG_AFTER}
    found = {**plain, "severity": "must", "category": "database", **changes}
    if "-A" in id:
        found.setdefault("step", "prepare")
    return found


def book(attention: Sequence[Data] = (), tasks: Mapping[str, Sequence[Data]] | None = None, **changes: Any) -> Data:
    """A playbook: eleven quiet attention items (DEM-A81 …), then those given, and the keys of ``changes``."""
    windows = {
        "collect": ["T-90", "T-45"],
        "apply": ["T-60", "T-30"],
        "prepare": ["T-45", "T-1"],
        "onsite": ["T-1", "E+14"],
    }
    stages = {
        "collect": ["customer-information", "capability-baseline"],
        "apply": ["expansion-estimate"],
        "prepare": ["product-risk", "scenario-risk", "avoidance"],
        "onsite": ["onsite-support", "review"],
    }
    plain: Data = {
        "title": {"zh": "演示手册", "en": "Demo playbook"},
        "summary": "…",
        "edition": "2026.2",
        "calendar": "CN",
        "steps": [
            {"step": step, "window": windows[step], "stages": stages[step], "tasks": list((tasks or {}).get(step, []))}
            for step in _STEPS
        ],
        "roles": {role: {step: ["…"] for step in _STEPS} for role in _TRIANGLE},
        "attention": [
            *(item(f"DEM-A{n}", severity="may", step="onsite", category="plan") for n in range(81, 92)),
            *attention,
        ],
    }
    return plain | changes


def engagement(**changes: Any) -> Data:
    """The five keys that an engagement needs, and the keys of ``changes``; ``event`` is merged."""
    event = {"name": {"zh": "双十一", "en": "Double 11"}, "start": START, "end": END, "state": "confirmed"}
    plain: Data = {
        "customer": {"zh": "示例生鲜", "en": "Example Fresh"},
        "playbook": "demo",
        "opened": "2026-08-20",
        "event": event | changes.pop("event", {}),
        "team": {
            "account-manager": [{"name": "示例甲", "contact": "am@example.com"}],
            "architect": [{"name": "示例乙"}],
            "technical-service-manager": [{"name": "示例丙"}],
        },
    }
    return plain | changes


def files(playbook: Data | None = None, shared: Data | None = None, **engagements: Data) -> Files:
    """The tree as bytes by path. ``shared`` replaces whole shared files by their name."""
    found: Data = {f"shared/{name}": data for name, data in (SHARED | (shared or {})).items()}
    found["demo"] = playbook or book()
    found |= {f"engagements/{id.replace('_', '-')}": data for id, data in engagements.items()}
    kinds = {"demo": "playbook"} | {f"shared/{name}": name for name in SHARED}
    return {
        f"playbooks/{name}.yaml": yaml(data, kinds.get(name, "engagement"), name.count("/") + 1)
        for name, data in found.items()
    }


def yaml(data: Data, kind: str, depth: int) -> bytes:
    """Plain data as a file of ours: JSON behind the line that names its schema."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    # YAML takes some signs for line breaks, or not at all, that JSON lets stand.
    text = re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return f"# yaml-language-server: $schema={'../' * depth}site_config/schemas/{kind}.schema.json\n{text}\n".encode()


def library(tree: Files) -> Library:
    """The library of a tree that has no errors."""
    found = load(tree)
    wrong = [fault for fault in check(found) if fault.severity is Severity.ERROR]
    assert not wrong, wrong
    return found


def tailored(
    who: Data | None = None,
    playbook: Data | None = None,
    today: date | datetime | str = TODAY,
    shared: Data | None = None,
) -> Checklist:
    """The checklist of one engagement (named ``fresh``) as of ``today``; a string is a date or an instant."""
    found = library(files(playbook, shared, fresh=who or engagement()))
    return tailor(found, found.engagements["fresh"], moment(today))


def moment(written: date | datetime | str) -> date | datetime:
    if not isinstance(written, str):
        return written
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)


def duty(checklist: Checklist, id: str) -> ChecklistItem:
    """One item of the list, waived ones included."""
    return next(found for found in (*checklist.duties, *checklist.waived) if found.id == id)


@cache
def _desk() -> SheetBuilder:
    return SheetBuilder.of(ROOT, load({}))


def builder(found: Library) -> SheetBuilder:
    """What publishing needs to cut sheets, without any history."""
    return replace(_desk(), library=found, history=History({}, frozenset()))


def sheet(
    found: Library, checklist: Checklist, lang: Lang = "zh", audience: str = "team", role: str | None = None
) -> Sheet:
    return builder(found).sheet(checklist, SheetVariant(lang, "html", audience, role))


def rendered(variant: Sheet, format: str = "html") -> str:
    return render(variant, format).decode("utf-8")


def written(folder: Path, tree: Files) -> Path:
    """The tree on disk below ``folder``, which becomes a root."""
    (folder / "mkdocs.yml").write_text('site_name: x\nextra: {address: "https://playbooks.example.com"}\n')
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def changed(data: Data, **keys: Any) -> Data:
    """A deep copy with top-level keys replaced."""
    return copy.deepcopy(data) | keys
