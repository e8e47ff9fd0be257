"""No two sheets, and no sheet and page, bear one name: what an id could take from them, ``check`` refuses."""

from __future__ import annotations

from itertools import product

import pytest
from trees import SHARED, TODAY, engagement, files

from generator.check import check
from generator.diagnostics import LANGS, Severity
from generator.library import load
from generator.render import FORMATS
from generator.render.sheet import file_name
from generator.site import addresses
from generator.tailor import CUSTOMER, TEAM
from generator.workspace import Workspace

TAKEN = ("customer", "night", "zh", "en", "index", "team", "full", "pdf", "fresh")


def is_refused(kind: str, id: str) -> bool:
    """Whether ``check`` takes an id for an error of its own."""
    role, made = {"title": "x", "side": "vendor"}, {"title": "x", "kind": "vm"}
    shared = {"roles": SHARED["roles"] | {id: role}} if kind == "role" else {}
    shared |= {"products": SHARED["products"] | {id: made}} if kind == "product" else {}
    tree = files(None, shared, **({id: engagement()} if kind == "engagement" else {}))
    if kind == "playbook":
        tree[f"playbooks/{id}.yaml"] = tree.pop("playbooks/demo.yaml")
    found = [fault for fault in check(load(tree)) if fault.severity is Severity.ERROR]
    assert {fault.code for fault in found} <= {"bad-id"}, found
    return bool(found)


def test_no_two_files_of_an_engagement_bear_one_name() -> None:
    engagements = [id for id in TAKEN if not is_refused("engagement", id)]
    roles = [id for id in (*TAKEN, "architect") if not is_refused("role", id)]
    assert "fresh" in engagements
    assert {"team", "fresh", "architect"} <= set(roles)
    for one in engagements:
        names = [addresses.engagement(one, lang).rpartition("/")[2] for lang in LANGS]
        for role, audience, night, lang, format in product(
            (None, *roles), (TEAM, CUSTOMER), (False, True), LANGS, FORMATS
        ):
            names.append(file_name(one, lang, format, role=role, audience=audience, night=night))
        assert len(names) == len({name.casefold() for name in names})


@pytest.mark.parametrize("kind", ["playbook", "engagement", "role", "product"])
def test_no_page_is_called_like_the_page_of_its_folder(kind: str) -> None:
    assert is_refused(kind, "index")
    assert not is_refused(kind, "index-1")


def test_what_bears_a_taken_name_makes_no_sheet() -> None:
    workspace = Workspace.of(files(index=engagement(), fresh=engagement()), TODAY)
    assert [one.id for one in workspace.checklists] == ["fresh"]
