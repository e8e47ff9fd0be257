"""A sound tree in which every key of every kind of file is written, whose texts a test fills with what it likes.

``files(say)`` asks ``say`` for each text by its place (``engagements/fresh.risks.0.text``): the shared files and the playbook, one
engagement to come (``fresh``) and one that is over (``over``, with its retrospective), each with texts of its own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import planting
import trees
from planting import Link, Plant, Say, T

from generator.model.faults import keys_of
from generator.model.frozen import Frozen
from generator.model.schemas import author
from generator.model.text import Text

START, END = trees.START, trees.END

ITEM: trees.Data = {
    "with": ["technical-service-manager", "customer-lead"], "verifier": "account-manager", "why": T, "how": T, "done_when": T, "evidence": T,
    "products": ["udb"], "levels": ["A"], "wave": "main", "when": f'load >= 5 and told != "{T}"', "audience": "both", "plan": "DEM-P01",
    "sources": [T, "https://example.com/x", "case:coupons"],
}  # fmt: skip
PLAYBOOK = trees.book(
    [
        trees.item("DEM-A01", **ITEM, after=["DEM-T01"], due="T-20"),
        trees.item("DEM-A02", title=T, audience="internal", why=T, how=T, done_when=T, evidence=T, due="T-10"),
        trees.item("DEM-A04", title=T, due="T-3", owner="customer-lead", how=T),
        trees.item("DEM-A05", title=T, due="T-3", how=T),
        {"id": "DEM-A03", "retired": {"on": "2026-09-01", "because": T, "replaced_by": "DEM-A01"}},
    ],
    {
        "collect": [trees.item("DEM-T01", **ITEM, due="T-60")],
        "onsite": [
            trees.item("DEM-T02", title=T, due="T-0", repeat={"every": "5m", "from": "T-30m", "to": "T+60m"}),
            {"id": "DEM-T03", "retired": {"on": "2026-09-01", "because": T, "replaced_by": "DEM-T01"}},
        ],
    },
    title=T, summary=T, maintainers=[T, T],
    waves={"warmup": {"title": T}, "main": {"title": T, "default": True}},
    facts={
        "load": {"ask": T, "type": "number", "unit": T, "required": True, "min": 1, "max": 100},
        "told": {"ask": T, "type": "text"},
        "chosen": {"ask": T, "type": "choice", "choices": [T, T]},
    },
    estimates=[
        {"id": "load", "title": T, "product": "udb", "demand": "load", "per_unit": "1", "have": "1", "use_at_most": 0.7, "unit": T,
         "due": "T-20", "until": "E+7", "mode": "scale-out", "now": "load - 1"},
        {"id": "fixed", "title": T, "product": "udb", "demand": "load", "per_unit": "1", "have": "1", "unit": T, "due": "T-20", "mode": "fixed-limit"},
    ],
    plans=[
        {"id": id, "kind": kind, "title": T, "trigger": T, "decider": "architect", "executor": "customer-lead", "notify": ["duty-director"],
         "action": [T, T], "takes": "60s", "effect": T, "verify": T, "rollback": T, "audience": audience}
        for id, kind, audience in (("DEM-P01", "emergency", "both"), ("DEM-P02", "scheduled", "both"), ("DEM-P04", "emergency", "internal"))
    ] + [{"id": "DEM-P03", "retired": {"on": "2026-09-01", "because": T, "replaced_by": "DEM-P01"}}],
    messages=[{"id": f"hello-{audience}", "when": T, "audience": audience, "text": T} for audience in ("customer", "internal", "both")],
    freeze=[{"side": side, "kind": "hard", "from": "T-3", "to": "E+1", "exceptions_by": "duty-director"} for side in ("vendor", "customer")],
)  # fmt: skip
for _step in PLAYBOOK["steps"]:
    _step |= {"goal": T, "done_when": [T]}
SHARED = copy.deepcopy(trees.SHARED)
for _title in (*SHARED["standard"]["steps"].values(), *SHARED["standard"]["stages"].values()):
    _title |= dict.fromkeys(_title, T)
for _role in SHARED["roles"].values():
    _role |= {"title": T, "mission": T}
for _product in SHARED["products"].values():
    _product |= {"title": T, "kind": T}
SHARED["products"]["udb"] |= {
    "sweep": [{"id": "connections", "check": T, "amber": T, "red": T, "source": T}],
    "limits": [{"name": T, "value": T, "source": T}],
}
SHARED["glossary"] = {"zhongbao": {"term": T, "also": [T, T], "text": T, "not": T}}
SHARED["calendars"] = {
    "CN": {"base": "CN", "confirmed_through": "2026-12-31", "off": ["2026-11-05"], "working": ["2026-11-07"]}
}
CASE = {"title": T, "kind": "demo", "happened": T, "figures": [T, T], "lesson": T, "source": T}


def _person() -> trees.Data:
    return {"name": T, "contact": T}


ENGAGEMENT: trees.Data = {
    "customer": T, "playbook": "demo", "edition": "2026.1", "opened": "2026-08-20",
    "event": {"name": T, "start": START, "end": END, "state": "confirmed", "waves": {"main": {"peak": START, "regions": [T, T]}}},
    "team": {role: [_person(), _person()] for role in SHARED["roles"]},
    "products": ["udb", "vm"],
    "facts": {"load": {"value": 50, "worst": 60, "by": T, "on": "2026-09-03"}, "told": {"value": T, "by": T},
              "chosen": {"value": Link("playbooks/demo.yaml", ("facts", "chosen", "choices", 1))}},
    "application": {"level": "A", "submitted": "2026-08-25", "scope": T, "approvals": [{"role": "duty-director", "decision": "approved", "on": "2026-08-27"}]},
    "assign": {"DEM-A81": "online-architect"},
    "move": {"DEM-A82": {"due": "E+10", "because": T}},
    "skip": {"DEM-A05": {"because": T, "by": "architect", "until": "2027-10-01"}},
    "extra": [
        trees.item("X01", **ITEM, step="prepare", due="T-20", after=["DEM-T01"]),
        trees.item("X02", title=T, audience="internal", why=T, how=T, done_when=T, evidence=T, due="T-20"),
    ],
    "status": {
        id: {"state": state, "on": "2026-09-01", "by": T, "evidence": T, "note": T}
        for id, state in (("DEM-A01", "done"), ("DEM-A02", "blocked"), ("DEM-T01", "verified"), ("X01", "doing"), ("X02", "doing"), ("DEM-A04", "doing"))
    },
    "orders": [{"estimate": "load", "zone": T, "quantity": 80, "promised": "2026-10-08", "delivered": 4, "fallback": T, "release": "E+3"}],
    "tests": [{"id": T, "on": "2026-10-10", "target": 60, "reached": 40, "verdict": "fail", "note": T}],
    "risks": [
        {"id": T, "level": "high", "text": T, "owner": "architect", "state": state, "accepted_by": T, "due": "2026-10-01", "audience": audience}
        for audience in ("both", "internal") for state in ("open", "accepted")
    ],
    "resources": [{"id": T, "product": "udb", "region": T, "address": T, "use": T}],
    "roster": [{"role": role, "who": T, "contact": T, "from": START, "to": END} for role in ("udb-oncall", "architect")],
    "onsite": {"place": T, "arrive": "T-6h", "leave": "E+4h"},
    "contacts": {"bridge": T, "customer_group": T, "internal_group": T},
}  # fmt: skip
RETROSPECTIVE = {
    "held": "2026-09-06", "actual": {"load": 55, "told": T, "chosen": Link("playbooks/demo.yaml", ("facts", "chosen", "choices", 0))}, "kept": [T],
    "improve": [{"text": T, "item": "DEM-A01", "change": T}, {"text": T}],
}  # fmt: skip


def engagement(**changes: Any) -> trees.Data:
    """The engagement to come, with every text still to be said."""
    return copy.deepcopy(ENGAGEMENT) | changes


def over() -> trees.Data:
    found = engagement(retrospective=copy.deepcopy(RETROSPECTIVE))
    found["event"] |= {"start": "2026-09-01T20:00+08:00", "end": "2026-09-02T20:00+08:00"}
    found["event"]["waves"]["main"]["peak"] = "2026-09-01T20:00+08:00"
    found["roster"] = [
        shift | {"from": "2026-09-01T20:00+08:00", "to": "2026-09-02T20:00+08:00"} for shift in found["roster"]
    ]
    return found


def data() -> dict[str, trees.Data]:
    """Every file by its path from the root, as data in which ``T`` stands for each text."""
    named = {f"shared/{name}": shared for name, shared in SHARED.items()}
    named |= {"demo": PLAYBOOK, "cases/coupons": CASE, "engagements/fresh": engagement(), "engagements/over": over()}
    return {f"playbooks/{name}.yaml": found for name, found in named.items()}


def files(say: Say) -> trees.Files:
    """The tree as bytes, its texts filled by ``say``."""
    return planting.filled(data(), say)


def plantings(each_field_once: bool = False) -> Iterator[tuple[str, Plant]]:
    """Every place of the tree that takes text, each with what plants one there: see ``planting.plantings``."""
    return planting.plantings(data(), each_field_once)


def unwritten() -> Iterator[str]:
    """``Class.key`` of every key that the tree never writes: a new one has to be added above."""
    found = [node for file, written in data().items() for node in planting.file_nodes(file, written)]
    models = {
        node.annotation for node in found if isinstance(node.annotation, type) and issubclass(node.annotation, Frozen)
    }
    written = {(author(*node.owner), node.owner[1]) for node in found if node.owner}
    for model in models - {Text}:
        for key in keys_of(model):
            if (author(model, key), key) not in written:
                yield f"{model.__name__}.{key}"
