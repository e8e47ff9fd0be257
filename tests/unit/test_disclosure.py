"""The customer's copy is an allow-list: every field of a checklist and of everything in it has been decided on."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel
from trees import TODAY, Data, book, duty, engagement, files, item, library, rendered, sheet

from generator.model.item import Attention, Extra, Item, Task
from generator.model.text import Text
from generator.publish.sheets import SheetVariant
from generator.tailor import Checklist, for_customer, tailor
from generator.tailor.disclosure import DISCLOSURE, PLAIN, Decision
from tests import trees

TRIANGLE = frozenset({"account-manager", "architect", "technical-service-manager"})


def hints(kind: type) -> dict[str, Any]:
    """The annotation of each field of a row, model or named tuple."""
    return get_type_hints(kind) if not issubclass(kind, BaseModel) else _model_hints(kind)


def _model_hints(kind: type[BaseModel]) -> dict[str, Any]:
    return {name: field.annotation for name, field in kind.model_fields.items()}


def inner(annotation: Any) -> Iterator[type]:
    """The classes that an annotation is made of."""
    if get_origin(annotation) is Annotated:
        yield from inner(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType, tuple, dict):
        for one in get_args(annotation):
            yield from inner(one)
    elif isinstance(annotation, type):
        yield annotation


def fielded(kind: type) -> bool:
    return dataclasses.is_dataclass(kind) or issubclass(kind, BaseModel) or hasattr(kind, "_fields")


def reached() -> set[type]:
    """``Checklist`` and every class with fields in it, at any depth; of an item its kinds too."""
    found: set[type] = set()
    waiting: list[type] = [Checklist, Task, Attention, Extra]
    while waiting:
        kind = waiting.pop()
        if kind in found or issubclass(kind, PLAIN) or not fielded(kind):
            continue
        found.add(kind)
        waiting += [one for annotation in hints(kind).values() for one in inner(annotation)]
    return found


def test_every_field_of_a_checklist_has_been_decided_on() -> None:
    assert {Item, Text} < reached()
    undecided = [
        f"{kind.__name__}.{name}" for kind in reached() for name in hints(kind) if name not in DISCLOSURE.get(kind, {})
    ]
    assert not undecided, "decide in generator/tailor/disclosure.py whether a customer sees these"
    gone = [f"{kind.__name__}.{name}" for kind in DISCLOSURE for name in DISCLOSURE[kind] if name not in hints(kind)]
    assert not gone
    assert DISCLOSURE.keys() == reached()


def test_only_what_can_be_empty_is_emptied() -> None:
    for kind in reached():
        # Of what stands inside something hidden nothing is made at all.
        if not all(decision is Decision.HIDDEN for decision in DISCLOSURE[kind].values()):
            for name, decision in DISCLOSURE[kind].items():
                if decision is Decision.HIDDEN:
                    annotation = hints(kind)[name]
                    assert type(None) in get_args(annotation) or get_origin(annotation) is tuple, f"{kind}.{name}"


def test_what_nobody_decided_on_is_not_shown_but_refused() -> None:
    @dataclasses.dataclass(frozen=True)
    class Wider(Checklist):
        margin: str = "30%"

    made = tailored()
    wider = Wider(**{field.name: getattr(made, field.name) for field in dataclasses.fields(made)})
    with pytest.raises(LookupError, match="Wider"):
        for_customer(wider, TRIANGLE)
    with pytest.raises(LookupError, match="Cost"):
        for_customer(dataclasses.replace(made, waves=(Cost("30%"),)), TRIANGLE)  # type: ignore[arg-type]


class Cost(NamedTuple):
    price: str


def test_enumerations_are_plain() -> None:
    assert all(
        issubclass(one, PLAIN) or fielded(one) or one is Any
        for kind in reached()
        for annotation in hints(kind).values()
        for one in inner(annotation)
        if not issubclass(one, Enum)
    )


# What a hidden person or item is told by, beside its own row.

DIRECTOR = [{"name": "示例总监", "contact": "director@vendor.example"}]
BOOK = book(
    [
        item("DEM-A01", owner="customer-lead", title="客户的事"),
        item("DEM-A02", title="我方的事"),
        item("DEM-A03", audience="internal", title="内部的事"),
        item("DEM-A04", title="免做的事"),
        item("DEM-A05", title="改期的事"),
    ]
)
TEAM = {
    "architect": [{"name": "示例乙"}],
    "duty-director": [*DIRECTOR, {"name": "Ina", "contact": "night-ops"}],
    "customer-lead": [{"name": "示例客户"}],
}


def tailored(**changes: Any) -> Checklist:
    return _tailored(changes)[1]


def _tailored(changes: Data) -> tuple[Any, Checklist]:
    tree = library(files(BOOK, fresh=engagement(team=TEAM, **changes)))
    return tree, tailor(tree, tree.engagements["fresh"], TODAY)


@pytest.mark.parametrize(
    ("by", "named"), [("示例乙", True), ("示例客户", True), ("示例总监", False), ("示例路人", False)]
)
def test_who_did_it_is_named_where_the_copy_names_them_anyway(by: str, named: bool) -> None:
    tree, whole = _tailored(
        {
            "status": {"DEM-A02": {"state": "verified", "on": "2026-10-01", "by": by}},
            "risks": [{"id": "R1", "level": "low", "text": "…", "owner": "architect", "state": "accepted", "accepted_by": by}],
        }
    )  # fmt: skip
    copy = for_customer(whole, TRIANGLE)
    assert duty(copy, "DEM-A02").status.by == (by if named else None)
    assert copy.risks[0].risk.accepted_by == (by if named else None)
    for format in ("html", "md"):
        assert by in rendered(sheet(tree, whole), format)
        assert (by in rendered(sheet(tree, whole, audience="customer"), format)) is named


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("进度过半", "进度过半"),
        ("等示例总监拍板", None),
        ("问 DIRECTOR@vendor.example", None),
        ("先办 DEM-A03", None),
        ("见内部群 护航内部", None),
        ("见 DEM-A031", "见 DEM-A031"),
        ("见 [巡检报告](https://wiki.vendor.example/x)", "见 巡检报告"),
        ("在 https://wiki.vendor.example/x，已看", "在 ，已看"),
        ("在 HTTPS://Wiki.vendor.example/x 里", "在  里"),
        ("在 ssh://jump.vendor.example 和 s3://bucket/key", "在  和"),
        ("在 https：//wiki.vendor.example/x", "在"),
        ("在 wiki.vendor.example/x?id=1#a 里", "在  里"),
        ("在//wiki.vendor.example/x", "在"),
        ("在 wiki.vendor.example:8443 里", "在  里"),
        (r"在 \\\\files\ops\x.xlsx 里", "在  里"),
        (r"在 \\files\ops 里", "在  里"),
        ("在 192.0.2.7/grafana 和 192.0.2.7:3000 里", "在  和  里"),
        ("写给 sre+night@vendor.example。", "写给 。"),
        ("在 https://wiki.vendor.example/a)tail 里", "在  里"),
        ("(在 https://wiki.vendor.example/a) 里", "(在 ) 里"),
        ("见 [图 (二)](https://wiki.vendor.example/a_(b)/c) 里", "见 图 (二) 里"),
        ("见 [表](ftp://files.vendor.example/c) 里", "见 表 里"),
        ("见 [https://wiki.vendor.example](https://wiki.vendor.example)", "见"),
        (r"见 wiki\.vendor\.example/x 里", "见  里"),
        ("见 **wiki**.vendor.example/x 里", "见  里"),
        ("见 ｗｉｋｉ．ｖｅｎｄｏｒ．ｅｘａｍｐｌｅ／ｘ", None),
        ("https://a.vendor.example https://b.vendor.example", None),
        (
            "**过半**，网段 192.0.2.0/24，0.5/1.0，3.5GB/s，20:00/13:30，CPU/内存",
            "**过半**，网段 192.0.2.0/24，0.5/1.0，3.5GB/s，20:00/13:30，CPU/内存",
        ),
        ("用 `<b>` 标出", "用 `<b>` 标出"),
        ("在 https:\u200b//wiki.vendor.example 与 wi\u200bki.vendor.example/x 里", "在  与  里"),
        ("等示例 总监", None),
        ("等示例*总监*", None),
        ("等示\u200b例**总**监OK", None),
        ("等[示例](https://vendor.example)总监", None),
        ("见 护 航 内部", None),
        ("问 director＠vendor．example", None),
        ("问 ｄｉｒｅｃｔｏｒ@vendor.example", None),
        ("问 director @ vendor.example", None),
        ("问 night‐ops 与 NIGHT－OPS", None),
        ("找 I*n*a", None),
        ("it is in a china shop", "it is in a china shop"),
    ],
)
def test_a_remark_names_nobody_and_no_place_that_is_kept_back(note: str, shown: str | None) -> None:
    _, whole = _tailored(
        {
            "contacts": {"internal_group": "护航内部"},
            "status": {"DEM-A02": {"state": "doing", "note": note, "evidence": note}},
            "tests": [{"id": "LT1", "on": "2026-10-01", "note": note}],
            "skip": {"DEM-A04": {"because": note, "by": "duty-director"}},
            "move": {"DEM-A05": {"due": "E+10", "because": note}},
        }
    )
    copy = for_customer(whole, TRIANGLE)
    told = [duty(copy, "DEM-A02").status.note, duty(copy, "DEM-A02").status.evidence, copy.tests[0].note]
    assert [text and text.zh for text in told] == [shown] * 3
    waiver, move = duty(copy, "DEM-A04").waiver, duty(copy, "DEM-A05").move
    assert waiver
    assert move
    assert {waiver.because.zh, move.because.zh} == {shown or "内部说明，此处从略"}


def test_what_proves_an_item_in_which_the_customer_takes_part_keeps_its_address() -> None:
    proof = "[报告](https://files.customer.example/x)"
    _, whole = _tailored({"status": {"DEM-A01": {"state": "done", "evidence": proof}}})
    kept = duty(for_customer(whole, TRIANGLE), "DEM-A01").status.evidence
    assert kept
    assert kept.zh == proof


WITHHELD = ["示例总监", "示例 **总监**", "护航 内部", "director＠vendor.example"]


@pytest.mark.parametrize("named", WITHHELD)
def test_no_text_of_an_engagement_names_what_is_kept_back(named: str) -> None:
    said = f"归{named}管"
    risk = {"level": "high", "owner": "architect", "state": "open", "due": "2026-10-10"}
    extra = item("X01", owner="architect", title=said, how=said, done_when=said, why=said, evidence=said)
    _, whole = _tailored(
        {
            "contacts": {"internal_group": "护航内部"},
            "application": {"level": "A", "scope": said},
            "risks": [{"id": "R1", "text": said, **risk}, {"id": "R2", "text": "容量偏紧", **risk}],
            "resources": [
                {"id": "udb-1", "product": "udb", "region": said, "address": said, "use": said},
                {"id": said, "product": "udb"},
            ],
            "tests": [{"id": said, "on": "2026-10-01", "verdict": "fail"}],
            "onsite": {"place": said, "arrive": "T-6h", "leave": "E+4h"},
            "extra": [extra, {**item("X02", title="之后"), "after": ["X01"]}],
        }
    )
    copy = for_customer(whole, TRIANGLE)
    assert said in str(whole)
    assert said not in str(copy)
    assert [line.risk.id for line in copy.risks] == ["R2"]
    assert "R1" not in {reason.about for reason in copy.readiness.reasons}
    assert copy.readiness.whole == whole.readiness.whole
    assert [line.resource for line in copy.resources] == [type(whole.resources[0].resource)(id="udb-1", product="udb")]
    assert copy.level
    assert copy.level.scope is None
    assert duty(copy, "X01").item.title.zh == "内部说明，此处从略"


def test_the_texts_of_an_engagement_lose_their_addresses_unless_the_customer_takes_part() -> None:
    said = "先看 wiki.vendor.example/x 再办"
    risk = {"id": "R1", "level": "high", "text": said, "owner": "architect", "state": "open", "due": "2026-10-10"}
    extra = [item("X01", owner="architect", how=said), item("X02", owner="customer-lead", how=said)]
    resource = {"id": "udb-1", "product": "udb", "address": "db.customer.example:3306", "use": said}
    _, whole = _tailored({"risks": [risk], "extra": extra, "resources": [resource]})
    copy = for_customer(whole, TRIANGLE)
    ours, theirs = (duty(copy, id).item.how for id in ("X01", "X02"))
    texts = [copy.risks[0].risk.text, copy.resources[0].resource.use, ours]
    assert [text and text.zh for text in texts] == ["先看  再办"] * 3
    assert theirs
    assert theirs.zh == said
    assert copy.resources[0].resource.address == "db.customer.example:3306"
    (reason,) = [one for one in copy.readiness.reasons if one.about == "R1"]
    assert "wiki" not in reason.words.zh + reason.words.en


def test_a_reason_speaks_of_what_is_on_the_copy() -> None:
    _, whole = _tailored({"status": {"DEM-A02": {"state": "blocked"}, "DEM-A03": {"state": "blocked"}}})
    moved = [dataclasses.replace(one, internal=False) for one in whole.readiness.reasons]
    careless = dataclasses.replace(whole, readiness=dataclasses.replace(whole.readiness, reasons=tuple(moved)))
    assert "DEM-A03" not in {reason.about for reason in for_customer(careless, TRIANGLE).readiness.reasons}


def test_a_sheet_of_the_customers_side_is_the_customers_copy_whoever_makes_it() -> None:
    tree, whole = _tailored({})
    builder = trees.builder(tree)
    variant = builder.proper(SheetVariant("zh", "html", "team", "customer-lead"))
    assert variant.file_name("fresh") == "fresh.customer-lead.customer.zh.html"
    for one in (variant, SheetVariant("zh", "html", "team", "customer-lead")):
        assert builder.sheet(whole, one).for_customer
    assert not builder.sheet(whole, SheetVariant("zh", "html", "team", "architect")).for_customer


def test_a_customers_copy_leads_to_no_page_of_ours() -> None:
    tree, whole = _tailored({})
    builder = dataclasses.replace(trees.builder(tree), address="https://playbooks.example.com/")
    for name in ("ics", "html", "md"):
        made = [builder.sheet(whole, SheetVariant("zh", name, audience)) for audience in ("team", "customer")]
        assert [bool(one.address) for one in made] == [True, False]
    assert "playbooks.example.com" in rendered(builder.sheet(whole, SheetVariant("zh", "ics", "team")), "ics")
    assert "playbooks.example.com" not in rendered(builder.sheet(whole, SheetVariant("zh", "ics", "customer")), "ics")
