"""A customer's copy holds nothing internal and no other customer; a role's sheet holds that role's work."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from trees import TODAY, Data, book, duty, engagement, files, item, library, rendered, sheet

from generator.diagnostics import LANGS, Lang
from generator.library import Library
from generator.render import FORMATS as ALL_FORMATS
from generator.render import NIGHT_FORMATS, render
from generator.render.sheet import Sheet
from generator.tailor import Checklist, for_customer, for_role, tailor

FORMATS = ("html", "md")
TEXTS = ("title", "why", "how", "done_when", "evidence")


def secret(name: str) -> str:
    return f"SECRET{name}X"


def internal(id: str, **changes: Any) -> Data:
    texts = {key: {lang: secret(f"{id}{key}{lang}".replace("_", "")) for lang in LANGS} for key in TEXTS}
    return item(id, audience="internal", **(texts | changes))


PLAN = {
    "id": "DEM-P01", "kind": "emergency", "title": secret("plan"), "trigger": secret("trigger"), "decider": "duty-director",
    "executor": "product-oncall", "notify": ["online-architect"], "action": [secret("action")], "effect": secret("effect"),
    "verify": secret("verify"), "rollback": secret("rollback"), "audience": "internal",
}  # fmt: skip
OPEN_PLAN = {
    "id": "DEM-P02", "kind": "emergency", "title": "切换", "trigger": "延迟", "decider": "customer-lead", "executor": "product-oncall",
    "notify": ["duty-director"], "action": ["切主库"], "audience": "both",
}  # fmt: skip
BOOK = book(
    [
        internal("DEM-A01", due="T-30", owner="product-oncall"),
        internal("DEM-A02", products=["vm"]),
        internal("DEM-A03"),
        internal("DEM-A04", due="T-20", plan="DEM-P01"),
        item("DEM-A10", due="T-30", after=["DEM-A01"], plan="DEM-P01", verifier="duty-director", **{"with": ["product-oncall"]}),
        item("DEM-A11", owner="customer-lead"),
        item("DEM-A12"),
        item("DEM-A13", owner="product-oncall"),
    ],
    plans=[PLAN, OPEN_PLAN],
    messages=[
        {"id": "inside", "when": secret("when"), "audience": "internal", "text": secret("message")},
        {"id": "outside", "when": "刚接到", "audience": "customer", "text": "话术给客户"},
    ],
    freeze=[{"side": "vendor", "kind": "hard", "from": "T-3", "to": "E+1", "exceptions_by": "duty-director"}],
    facts={"have": {"ask": "现有", "type": "number"}},
    estimates=[
        {"id": "size", "title": "券库", "product": "udb", "demand": 10, "per_unit": 1, "have": 4, "unit": "instances", "due": "T-20"}
    ],
)  # fmt: skip


def person(name: str) -> list[Data]:
    return [{"name": secret(name), "contact": secret(f"{name}contact")}]


CUSTOMER = engagement(
    products=["udb"],
    team={
        "account-manager": [{"name": "示例甲"}],
        "architect": [{"name": "示例乙"}],
        "product-oncall": person("oncall"),
        "duty-director": person("director"),
        "online-architect": person("online"),
        "customer-lead": [{"name": "示例客户"}],
    },
    assign={"DEM-A13": "architect"},
    skip={
        "DEM-A03": {"because": secret("waiver"), "by": "duty-director"},
        "DEM-A12": {"because": "不涉及", "by": "duty-director"},
    },
    move={"DEM-A01": {"due": "T-31", "because": secret("move")}},
    extra=[internal("X01", step="prepare", **{"with": ["online-architect"]})],
    status={
        "DEM-A01": {"state": "blocked", "by": secret("by"), "evidence": secret("proof"), "note": secret("note")},
        "DEM-A04": {"state": "accepted", "by": secret("accepted"), "note": secret("acceptednote")},
    },
    application={"level": "A", "approvals": [{"role": "online-architect", "decision": "approved", "on": "2026-08-27"}]},
    orders=[{"estimate": "size", "quantity": 4, "zone": secret("zone"), "fallback": secret("fallback"), "promised": "2026-10-20"}],
    risks=[
        {
            "id": secret("risk"), "level": "high", "text": secret("risktext"), "owner": "product-oncall", "state": "open",
            "accepted_by": secret("lives"), "due": "2026-10-10", "audience": "internal",
        },
        {"id": "R2", "level": "high", "text": "给客户看的风险", "owner": "product-oncall", "state": "open", "due": "2026-10-10"},
    ],
    roster=[
        {"role": "udb-oncall", "who": secret("shift"), "contact": secret("shiftcontact"), "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"},
        {"role": "customer-lead", "who": "示例客户值班", "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"},
        {"role": "architect", "who": "示例乙值班", "from": "2026-11-10T18:00+08:00", "to": "2026-11-11T02:00+08:00"},
    ],
    contacts={"bridge": "会议桥", "customer_group": "客户群", "internal_group": secret("group")},
    retrospective={
        "held": "2026-11-16", "actual": {"have": 4}, "kept": [secret("kept")],
        "improve": [{"text": secret("improve"), "item": "DEM-A01", "change": secret("change")}],
    },
)  # fmt: skip

TREE: Library = library(
    files(BOOK, fresh=CUSTOMER, other=engagement(customer="别家", team={"architect": [{"name": "别家乙"}]}))
)
WHOLE: Checklist = tailor(TREE, TREE.engagements["fresh"], TODAY)


def copy(audience: str, lang: Lang = "zh", role: str | None = None) -> Sheet:
    return sheet(TREE, WHOLE, lang, audience, role)


def secrets(text: str) -> set[str]:
    return set(re.findall("SECRET.+?X", text))


def planted() -> set[str]:
    shared, own = (TREE.playbooks["demo"].original.text, TREE.engagements["fresh"].original.text)
    return secrets(shared) | secrets(own)


@pytest.mark.parametrize("format", FORMATS)
def test_the_teams_copy_shows_what_was_planted(format: str) -> None:
    shown = {found for lang in LANGS for found in secrets(rendered(copy("team", lang), format))}
    # Of an item that is waived or left out only its title is said.
    brief = {found for found in planted() if re.match("SECRETDEM-A0[23](why|how|donewhen|evidence)", found)}
    assert len(shown) > 50
    assert planted() - shown == brief


@pytest.mark.parametrize(
    "role", [None, "architect", "customer-lead", "product-oncall", "duty-director", "online-architect"]
)
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_customers_copy_holds_nothing_internal(lang: Lang, format: str, role: str | None) -> None:
    text = rendered(copy("customer", lang, role), format)
    assert secrets(text) == set()
    for id in (
        "DEM-A01",
        "DEM-A02",
        "DEM-A03",
        "DEM-A04",
        "X01",
        "DEM-P01",
        "DEM-A12" if role not in (None, "architect") else "DEM-P01",
    ):
        assert id not in text
    if role is None:
        for kept in (
            "DEM-A10",
            "DEM-A11",
            "DEM-A12",
            "DEM-A13",
            "DEM-P02",
            "R2",
            "话术给客户",
            "会议桥",
            "客户群",
            "示例客户值班",
            "示例乙值班",
            "示例乙",
        ):
            assert kept in text


def read(format: str, content: bytes) -> str:
    """All that a file of any format holds, as one text without the breaks that its format puts in."""
    if format == "pdf":
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join("".join(page.extract_text() for page in pages).split())
    if format == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(
                parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith((".xml", ".rels"))
            )
    text = content.decode("utf-8")
    return text.replace("\r\n ", "") if format == "ics" else text


SHEETS = [(format, False) for format in ALL_FORMATS] + [(format, True) for format in NIGHT_FORMATS]


@pytest.mark.parametrize(("format", "night"), SHEETS)
@pytest.mark.parametrize("lang", LANGS)
def test_no_format_of_a_customers_copy_holds_anything_internal(lang: Lang, format: str, night: bool) -> None:
    team = read(format, render(replace(copy("team", lang), night=night), format))
    assert len(secrets(team)) > (2 if night else 5), "the reader of this format sees nothing at all"
    assert secrets(read(format, render(replace(copy("customer", lang), night=night), format))) == set()


def test_a_customers_copy_is_not_rosier_than_the_teams() -> None:
    team, customer = copy("team").checklist.readiness, copy("customer").checklist.readiness
    assert (customer.whole, customer.verdict, customer.by_category, customer.by_step) == (
        team.whole,
        team.verdict,
        team.by_category,
        team.by_step,
    )
    assert {reason.about for reason in team.reasons} - {reason.about for reason in customer.reasons} == {
        "DEM-A01",
        secret("risk"),
    }


def test_the_edition_that_our_team_accepted_stays_with_the_team() -> None:
    team = replace(copy("team").checklist, accepted_edition="2026.1")
    assert for_customer(team, frozenset()).accepted_edition is None


def test_roles_that_are_withheld_are_not_called_vacant() -> None:
    cut = copy("customer").checklist
    assert {role.id for role in cut.team} == {"account-manager", "architect", "customer-lead"}
    executor = cut.plans[0].executor
    assert (executor.people, executor.nobody) == ((), False)
    for lang, vacant in (("zh", "无人担任"), ("en", "nobody")):
        for format in FORMATS:
            assert vacant not in rendered(copy("customer", lang), format)


def test_a_customers_copy_counts_what_it_shows() -> None:
    team, customer = copy("team").checklist.counts, copy("customer").checklist.counts
    assert (team.total - customer.total, team.waived - customer.waived, team.left_out - customer.left_out) == (3, 1, 1)
    assert (customer.blocked, customer.accepted) == (0, 0)


def test_a_verdict_that_rests_on_internal_things_says_so() -> None:
    tree = library(files(book([internal("DEM-A01", due="T-30")]), fresh=engagement()))
    cut = sheet(tree, tailor(tree, tree.engagements["fresh"], TODAY), "zh", "customer")
    assert cut.hidden_reasons
    for format in FORMATS:
        text = rendered(cut, format)
        assert "另有我方内部事项正在处理" in text
        assert "没有未解决的问题" not in text


def test_no_sheet_holds_another_customer() -> None:
    """Every field of one engagement is told apart; none of it may stand in any sheet of another."""
    other = tailor(TREE, TREE.engagements["other"], TODAY)
    own = secrets(TREE.engagements["fresh"].original.text) | {
        "示例生鲜",
        "示例客户",
        "给客户看的风险",
    }
    assert len(own) > 20
    for lang in LANGS:
        for audience in ("team", "customer"):
            for format in FORMATS:
                text = rendered(sheet(TREE, other, lang, audience), format)
                assert "别家" in text
                assert not [found for found in own if found in text]
                assert "别家" not in rendered(sheet(TREE, WHOLE, lang, audience), format)


# A role's sheet.


def test_a_role_sees_what_it_owns_verifies_and_helps_with() -> None:
    cut = for_role(WHOLE, "product-oncall")
    assert {found.id for found in cut.duties} == {"DEM-A01", "DEM-A10"}
    assert {found.id for found in for_role(WHOLE, "duty-director").duties} == {"DEM-A10"}
    assert "DEM-A13" in {found.id for found in for_role(WHOLE, "architect").duties}, "it was reassigned"
    assert {line.plan.id for line in for_role(WHOLE, "duty-director").plans} == {"DEM-P01", "DEM-P02"}
    assert [step.id for step in cut.steps] == ["prepare"]
    assert {reason.about for reason in cut.readiness.reasons} == {"DEM-A01", "DEM-A10"}
    assert {line.risk.id for line in cut.risks} == {"R2", secret("risk")}


@pytest.mark.parametrize("format", FORMATS)
def test_a_role_without_open_points_is_not_told_that_there_are_none(format: str) -> None:
    text = rendered(copy("team", "zh", "customer-lead"), format)
    assert "立即升级" in text
    assert "没有未解决的问题" not in text


def test_a_waived_item_stands_on_its_owners_sheet_too() -> None:
    assert {found.id for found in for_role(WHOLE, "architect").waived} == {"DEM-A03", "DEM-A12"}
    assert for_role(WHOLE, "customer-lead").waived == ()
    assert duty(WHOLE, "DEM-A12").waived_by is not None
