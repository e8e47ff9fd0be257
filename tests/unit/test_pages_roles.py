"""Who does what: the matrix of a playbook, a role's duties in time order, and what rows of items say for filters."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from generator.diagnostics import LANGS, Lang
from generator.library import plans, playbook_items
from generator.model.item import Attention
from generator.site import facets
from generator.site.links import Links
from generator.site.playbook_subpages import matrix
from generator.site.roles import duties
from tests import trees
from tests.sites import build, context
from tests.unit.test_pages import real, real_context, real_pages


def test_the_matrix_says_of_every_item_and_plan_what_the_playbook_says() -> None:
    site = real_context("zh")
    ids = list(site.roles)
    for entry in site.playbooks.values():
        made = matrix(entry, Links(site, f"playbooks/{entry.id}/raci.html"))
        columns = [ids[[site.roles[id].title for id in ids].index(link.text)] for link in made.roles]  # type: ignore[arg-type]
        lines = {line.id: dict(zip(columns, line.signs, strict=True)) for group in made.groups for line in group.lines}
        found = [one.item for one in playbook_items(entry)]
        acts = [plan for _, plan in plans(entry)]
        assert sorted(lines) == sorted([*(item.id for item in found), *(plan.id for plan in acts)])
        for item in found:
            signs = lines[item.id]
            assert [role for role, sign in signs.items() if "A" in sign] == [item.owner]
            assert {role for role, sign in signs.items() if "R" in sign} == {item.owner, *item.with_}
            assert [role for role, sign in signs.items() if "V" in sign] == ([item.verifier] if item.verifier else [])
            assert not any("I" in sign for sign in signs.values())
        for plan in acts:
            signs = lines[plan.id]
            assert [role for role, sign in signs.items() if "A" in sign] == [plan.decider]
            assert [role for role, sign in signs.items() if "R" in sign] == [plan.executor]
            assert {role for role, sign in signs.items() if "I" in sign} == set(plan.notify)
        assert all(any(line[role] for line in lines.values()) for role in columns), (
            "a role without a part has no column"
        )


def test_a_role_with_two_parts_has_both_signs() -> None:
    act = {
        "id": "DEM-P01", "kind": "emergency", "title": "x", "trigger": "x", "decider": "architect", "executor": "architect",
        "notify": ["architect"], "action": ["x"],
    }  # fmt: skip
    tree = trees.files(trees.book([trees.item("DEM-A01", owner="architect")], plans=[act]))
    page = build(tree)["playbooks/demo/raci.html"]
    (row,) = re.findall(r"<tr data-row[^>]*><th[^>]*><a href=\"[^\"]*plans.html#dem-p01\">.*", page.body)
    assert ">A/R/I</b>" in row


@pytest.mark.parametrize("lang", LANGS)
def test_every_row_of_the_matrix_is_on_the_page(lang: Lang) -> None:
    for entry in real().playbooks.values():
        page = real_pages(lang)[f"playbooks/{entry.id}/raci.html"]
        wanted = len(list(playbook_items(entry))) + len(list(plans(entry)))
        assert page.body.count("<tr data-row") == wanted
        rows = re.findall(r"<tr data-row.*?</tr>", page.body, re.DOTALL)
        columns = page.body.count('<th scope="col"') - 1
        assert {row.count("<td") for row in rows} == {columns}


def test_duties_hold_every_part_of_a_role_in_time_order() -> None:
    site = real_context("zh")
    for role in site.roles:
        made = duties(role, Links(site, f"roles/{role}.html"))
        told = Counter((duty.part, str(duty.item.kind)) for step in made.steps for duty in step.duties)
        wanted: Counter[tuple[str, str]] = Counter()
        for entry in site.playbooks.values():
            for one in playbook_items(entry):
                item = one.item
                part = "owner" if item.owner == role else "verifier" if item.verifier == role else "with"
                if role in (item.owner, item.verifier, *item.with_):
                    wanted[part, item.id] += 1
        assert told == wanted
        assert made.total == wanted.total()
        dues = {one.item.id: one.item.due for entry in site.playbooks.values() for one in playbook_items(entry)}
        for step in made.steps:
            for before, after in pairwise(step.duties):
                assert dues[after.item.kind].before(dues[before.item.kind]) is not True, (role, before, after)
    assert duties("architect", Links(site, "roles/architect.html")).total > 60


@pytest.mark.parametrize("lang", LANGS)
def test_a_role_page_shows_each_duty_with_its_words_and_playbook(lang: Lang) -> None:
    made = duties("technical-service-manager", Links(real_context(lang), "roles/technical-service-manager.html"))
    page = real_pages(lang)["roles/technical-service-manager.html"].body
    shown = re.findall(r'<li class="duty .*?</li>', page, re.DOTALL)
    assert len(shown) == made.total > 100
    every = [duty for step in made.steps for duty in step.duties]
    for html, duty in zip(shown, every, strict=True):
        assert f'href="{duty.item.href}"' in html
        assert duty.due in html
        assert f'data-playbook="{duty.row_attributes["playbook"]}"' in html
    assert {duty.row_attributes["playbook"] for duty in every} == set(real().playbooks)


def test_an_item_says_what_it_can_be_found_by() -> None:
    items: list[trees.Data] = [
        trees.item(
            "DEM-A01",
            step="prepare",
            owner="architect",
            severity="may",
            category="network",
            products=["udb"],
            levels=["A"],
        ),
        trees.item("DEM-A02"),
    ]
    found = trees.library(trees.files(trees.book(items)))
    site = context(found)
    (entry,) = found.playbooks.values()
    rows = {
        one.item.id: facets.of_item(one, entry, site)
        for one in playbook_items(entry)
        if isinstance(one.item, Attention)
    }
    stages = next(step.stages for step in entry.model.steps if step.step == "prepare")
    assert rows["DEM-A01"] == {
        "role": "architect", "step": "prepare", "stage": "|".join(stages), "category": "network", "severity": "may",
        "product": "udb", "level": "A",
    }  # fmt: skip
    assert rows["DEM-A02"]["product"] == ""
    assert rows["DEM-A02"]["level"] == "|".join(site.standard.levels), "an item that names no level stands at each"


@pytest.mark.parametrize("lang", LANGS)
def test_facets_offer_what_rows_have_and_count_it(lang: Lang) -> None:
    for entry in real().playbooks.values():
        page = real_pages(lang)[f"playbooks/{entry.id}.html"].body
        attention = [one.item for one in playbook_items(entry) if isinstance(one.item, Attention)]
        assert page.count(' data-row="1"') == page.count("<tr data-row data-again") == len(attention)
        offered = {
            name: dict(re.findall(r'<option value="([^"]+)">.*? \((\d+)\)</option>', options))
            for name, options in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page)
        }
        assert list(offered) == ["role", "step", "stage", "category", "severity", "product", "level"]
        assert offered["role"] == _counts(item.owner for item in attention)
        assert offered["severity"] == _counts(item.severity.value for item in attention)
        assert offered["category"] == _counts(item.category.value for item in attention)
        assert offered["step"] == _counts(item.step for item in attention)
        assert offered["product"] == _counts(product for item in attention for product in item.products)


def _counts(values: Any) -> dict[str, str]:
    return {value: str(many) for value, many in Counter(values).items()}
