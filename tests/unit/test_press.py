"""A page of knowledge goes through MkDocs again where something that it is made from has changed, and only there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from trees import ROOT, TODAY, book, engagement, files, item, written

from generator.pipeline import examine
from generator.publish.kept import Kept, Keys
from generator.publish.knowledge import FONTS, Knowledge, Order, Subject, build_knowledge

Rebuilt = Callable[[Callable[[Path], None]], set[str]]
LANG = "en"
ITEM = item("DEM-A01", title={"zh": "切换", "en": "Fail over"}, how={"zh": "…", "en": "Switch by hand."})
BOOK = book([ITEM, item("DEM-A02", products=["udb"])])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with the least of this project's own look, to be copied and edited."""
    folder = tmp_path_factory.mktemp("model")
    people = {"architect": [{"name": "Li"}]}
    written(folder, files(BOOK, fresh=engagement(team=people), other=engagement()))
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copytree(ROOT / "site_config", folder / "site_config", ignore=shutil.ignore_patterns(FONTS, "__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    changed("site_config/pages/en/manual/model.md", "\n## ", "\n## Here {: #here }\n\n## ")(folder)
    changed("site_config/pages/en/manual/sheet.md", "\n## ", "\n[There](model.md#here)\n\n## ")(folder)
    return folder


@pytest.fixture(scope="module")
def kept(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Its site, as it was before any edit."""
    out = tmp_path_factory.mktemp("first") / "site"
    first = built(model, out, Kept(out, {}))
    assert not first.complaint
    return Kept(out, first.parts)


@pytest.fixture
def root(model: Path, tmp_path: Path) -> Path:
    return shutil.copytree(model, tmp_path / "root")


def built(root: Path, out: Path, kept: Kept) -> Knowledge:
    examined = examine(root, TODAY)
    assert not examined.errors
    subject = Subject(Order(root, out, TODAY), LANG, examined.library, examined.checklists, {})
    return build_knowledge(subject, Keys(root, ()), kept)


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture
def rebuilt(root: Path, tmp_path: Path, kept: Kept) -> Rebuilt:
    """Edit and build again: the pages that were made anew. What comes of it is what a clean build makes."""

    def run(edit: Callable[[Path], None]) -> set[str]:
        edit(root)
        second = built(root, tmp_path / "2", kept)
        clean = built(root, tmp_path / "clean", replace(kept, parts={}))
        assert not second.complaint
        assert contents(tmp_path / "2") == contents(tmp_path / "clean")
        assert second.parts == clean.parts
        return made_anew(kept, second)

    return run


def made_anew(kept: Kept, after: Knowledge) -> set[str]:
    """The pages that are not as they were before, as Markdown."""
    found = {name: (part.key, part.files) for name, part in kept.parts.items()}
    return {
        name.removeprefix(f"{LANG}/")
        for name, part in after.parts.items()
        if name != LANG and found.get(name) != (part.key, part.files)
    }


def changed(name: str, find: str, put: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert find in text
        (root / name).write_text(text.replace(find, put, 1), "utf-8")

    return edit


def _add_a_page(root: Path) -> None:
    (root / "site_config/pages/en/manual/more.md").write_text("# More\n")


def test_where_nothing_changed_no_page_is_made(rebuilt: Rebuilt) -> None:
    assert rebuilt(lambda root: None) == set()


def test_an_engagements_edit_makes_no_page_that_does_not_tell_of_it(rebuilt: Rebuilt) -> None:
    assert rebuilt(changed("playbooks/engagements/other.yaml", "2026-08", "2026-07")) == set()


def test_who_holds_a_role_stands_on_the_roles_page_alone(rebuilt: Rebuilt) -> None:
    assert rebuilt(changed("playbooks/engagements/fresh.yaml", '"Li"', '"Lin"')) == {"roles/architect.md"}


def test_an_edit_of_a_text_makes_the_pages_that_show_it(rebuilt: Rebuilt) -> None:
    assert rebuilt(changed("playbooks/demo.yaml", "Switch by hand.", "Switch by rote.")) == {"playbooks/demo.md"}


def test_a_title_stands_in_the_navigation_of_every_page(rebuilt: Rebuilt, root: Path) -> None:
    pages = rebuilt(changed("playbooks/demo.yaml", "Demo playbook", "Example playbook"))
    assert {"index.md", "manual/keys.md", "playbooks/demo/raci.md"} <= pages


def test_a_term_is_explained_on_whatever_page_uses_it(rebuilt: Rebuilt) -> None:
    pages = rebuilt(changed("playbooks/shared/glossary.yaml", '"…"', '"As said."'))
    assert "playbooks/demo.md" in pages


def test_a_page_written_by_hand_is_made_alone(rebuilt: Rebuilt) -> None:
    assert rebuilt(changed("site_config/pages/en/manual/model.md", ".", "!")) == {"manual/model.md"}


def test_a_new_page_by_hand_may_be_what_others_lead_to(rebuilt: Rebuilt) -> None:
    pages = rebuilt(_add_a_page)
    assert {"manual/more.md", "playbooks/demo.md"} <= pages


@pytest.mark.parametrize("file", ["site_config/overrides/main.html", "mkdocs.yml", "site_config/hooks.py"])
def test_an_edit_of_the_look_makes_every_page(file: str, rebuilt: Rebuilt) -> None:
    def edit(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as opened:
            opened.write("{# A remark. #}\n" if file.endswith(".html") else "# A remark.\n")

    assert {"index.md", "manual/keys.md", "playbooks/demo.md"} <= rebuilt(edit)


def test_an_anchor_that_went_is_complained_of_on_the_unchanged_page_that_links_it(
    root: Path, tmp_path: Path, kept: Kept
) -> None:
    changed("site_config/pages/en/manual/model.md", "#here", "#gone")(root)
    complaint = built(root, tmp_path / "2", kept).complaint
    assert "manual/sheet.md" in complaint
    assert "#here" in complaint
    assert complaint == built(root, tmp_path / "clean", replace(kept, parts={})).complaint


def test_a_page_that_went_is_complained_of_where_it_is_linked(root: Path, tmp_path: Path, kept: Kept) -> None:
    (root / "site_config/pages/en/manual/model.md").unlink()
    assert "model.md" in built(root, tmp_path / "2", kept).complaint


def test_a_page_that_was_edited_in_its_place_is_made_anew(root: Path, tmp_path: Path, kept: Kept) -> None:
    site = shutil.copytree(kept.target, tmp_path / "1")
    (site / LANG / "manual" / "keys.html").write_text("edited by hand")
    built(root, tmp_path / "2", replace(kept, target=site))
    assert contents(tmp_path / "2") == contents(kept.target)
