"""A preview shows, at each address, what a site that is built holds there; and what is wrong with a tree, where it is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from trees import ROOT, TODAY, book, engagement, files, item, written

from generator import workspace
from generator.check import errors
from generator.publish import site_build
from generator.publish.cache_store import VARIABLE
from generator.publish.preview import SHEETS, Preview
from generator.publish.site import BuildOptions, SiteJob

PEOPLE = {"architect": [{"name": "Li"}]}
ONE = "playbooks/engagements/one.yaml"
BOOK = "playbooks/demo.yaml"


class Room:
    """A tree and its preview."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.preview = Preview(root, "en")

    def shown(self, path: str) -> str:
        return self.preview.answer(path).content.decode("utf-8")

    def edit(self, file: str, find: str, put: str) -> Callable[[], None]:
        """Edit, and return how to undo it."""
        place = self.root / file
        text = place.read_text("utf-8")
        assert find in text
        place.write_text(text.replace(find, put, 1), "utf-8")

        def undo() -> None:
            place.write_text(text, "utf-8")
            assert self.preview.refresh(TODAY) == ""

        return undo


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    folder = tmp_path_factory.mktemp("model")
    made = book([item("DEM-A01", title={"zh": "切换", "en": "Fail over"})])
    written(folder, files(made, one=engagement(team=PEOPLE), other=engagement()))
    shutil.copytree(ROOT / "templates", folder / "templates")
    ignored = shutil.ignore_patterns("fonts", "vendor", "schemas", "__pycache__")
    shutil.copytree(ROOT / "site_config", folder / "site_config", ignore=ignored)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    found = Room(folder)
    assert found.preview.refresh(TODAY) == ""
    return found


def test_every_file_is_that_of_a_site_that_is_built(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        site_build, "_variants", lambda *_: SHEETS
    )  # A whole site has more sheets, to which its pages lead.
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    SiteJob(BuildOptions(room.root, tmp_path / "site", TODAY)).publish(lambda _: None)
    built = [path for path in sorted((tmp_path / "site").rglob("*")) if path.is_file()]
    assert len(built) > 100
    for file in built:
        path = file.relative_to(tmp_path / "site").as_posix()
        answer = room.preview.answer(path)
        if not re.fullmatch(r"playbook-site.txt|(../)?404.html", path):
            assert (answer.status, answer.content) == (200, file.read_bytes()), path


@pytest.mark.parametrize(
    ("file", "find", "put", "page"),
    [
        (ONE, '"Li"', '"Linnaeus"', "en/roles/architect.html"),
        (ONE, '"Li"', '"Linnaeus"', "engagements/one/index.en.html"),
        (ONE, '"Li"', '"Linnaeus"', "engagements/one/one.zh.html"),
        (BOOK, "Fail over", "Relocate", "en/playbooks/demo.html"),
        (BOOK, "Demo playbook", "Sample playbook", "engagements/one/index.en.html"),
        (BOOK, "Demo playbook", "Sample playbook", "en/index.html"),
        (BOOK, "Demo playbook", "Sample playbook", "en/manual/keys.html"),
        (BOOK, "Demo playbook", "Sample playbook", "en/engagements.html"),
        ("templates/pages/glossary.html.j2", "{{ h1(", "<p>Linnaeus</p>{{ h1(", "en/glossary.html"),
    ],
)
def test_an_edit_shows_on_the_page_that_is_asked_for(room: Room, file: str, find: str, put: str, page: str) -> None:
    before = room.shown(page)
    undo = room.edit(file, find, put)
    assert room.preview.refresh(TODAY, look_changed=file.startswith("templates")) == ""
    after = room.shown(page)
    undo()
    assert room.shown(page) == before
    said = re.search("[A-Z][a-z]+", put)
    assert said
    assert said[0] in after
    assert said[0] not in before


def test_a_broken_file_says_where_and_what_was_there_comes_back(room: Room) -> None:
    undo = room.edit(BOOK, '"owner": "architect"', '"owner": "architekt"')
    assert "unknown-role" in room.preview.refresh(TODAY)
    for page in ("en/playbooks/demo.html", "index.html", "whatever"):
        assert "architekt" in room.shown(page)
    undo()
    assert "architekt" not in room.shown("en/playbooks/demo.html")


@pytest.mark.parametrize(
    ("broken", "said"), [("{{ no_such_name }}", "no_such_name"), ("{% if %}", "Expected an expression")]
)
def test_a_broken_template_is_told_where_it_is_asked_for_and_elsewhere_all_is_well(
    room: Room, broken: str, said: str
) -> None:
    undo = room.edit("templates/pages/glossary.html.j2", "{{ h1(", f"{broken}{{{{ h1(")
    assert room.preview.refresh(TODAY) == ""
    answer = room.preview.answer("en/glossary.html")
    assert answer.status == 500
    assert said in answer.content.decode("utf-8")
    assert room.preview.answer("en/roles.html").status == 200
    undo()
    assert room.preview.answer("en/glossary.html").status == 200


def test_what_mkdocs_refuses_is_shown(room: Room) -> None:
    undo = room.edit("site_config/pages/en/manual/run.md", "\n", "\n\n[x](/absolute.md)\n")
    assert "/absolute.md" in room.preview.refresh(TODAY)
    assert "/absolute.md" in room.shown("en/index.html")
    undo()


@pytest.mark.parametrize(
    "path", ["nowhere.html", "en", "en/nowhere.html", "engagements/one/nowhere.html", "engagements", "zh/search/x.js"]
)
def test_what_is_not_there_is_not_found(room: Room, path: str) -> None:
    assert room.preview.answer(path).status == 404


def test_an_edit_is_judged_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(workspace, "errors", lambda *given: asked.append(given) or errors(*given))
    undo = room.edit(BOOK, "Fail over", "Fall back")
    assert room.preview.refresh(TODAY) == ""
    assert len(asked) == 1
    assert "Fall back" in room.shown("en/playbooks/demo.html")
    undo()


def test_what_is_asked_for_again_is_not_made_again(room: Room) -> None:
    page = room.preview.answer("en/playbooks/demo.html")
    assert room.preview.answer("en/playbooks/demo.html") is page
    undo = room.edit(BOOK, "Fail over", "Fall back")
    assert room.preview.refresh(TODAY) == ""
    assert room.preview.answer("en/playbooks/demo.html") != page
    undo()
