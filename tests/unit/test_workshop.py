"""A preview's pages, made one by one as they are asked for, are those of a site that is built at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from trees import ROOT, TODAY, book, engagement, files, item, written

from generator.pipeline import Examined, examine
from generator.publish import site
from generator.publish.kept import Kept
from generator.publish.knowledge import FONTS, Order
from generator.publish.sheets import Desk
from generator.publish.site import build
from generator.publish.workshop import CUTS, Trouble, Workshop

PEOPLE = {"architect": [{"name": "Li"}]}
ONE, OTHER = "playbooks/engagements/one.yaml", "playbooks/engagements/other.yaml"
BOOK = "playbooks/demo.yaml"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    made = book([item("DEM-A01", title={"zh": "切换", "en": "Fail over"})])
    written(folder, files(made, one=engagement(team=PEOPLE), other=engagement()))
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copytree(ROOT / "site_config", folder / "site_config", ignore=shutil.ignore_patterns(FONTS, "__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


class Room:
    """A tree, its preview, and its site as it is built at once."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.order = Order(root, folder / "site", TODAY)
        self.shop = Workshop(self.order, "zh", self._look)
        self._built = 0

    def _look(self, today: object, like: Examined | None) -> Examined:
        return examine(self.root, TODAY, like=like)

    def refresh(self) -> Trouble | None:
        return self.shop.refresh(TODAY)

    def finish(self) -> bool | Trouble:
        while (left := self.shop.go_on()) is True:
            pass
        return left

    def shown(self) -> dict[str, bytes]:
        return contents(self.order.out)

    def built(self) -> dict[str, bytes]:
        self._built += 1
        examined = examine(self.root, TODAY)
        order = replace(self.order, out=self.folder / f"built-{self._built}")
        order.out.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            # The site has more sheets, to which its pages lead.
            patch.setattr(site, "_cuts", lambda *_: CUTS)
            build(order, Desk.of(self.root, examined.library), examined.checklists, Kept(order.out, {}), lambda _: None)
        return contents(order.out)

    def edit(self, file: str, find: str, put: str) -> Callable[[], None]:
        """Edit, and give back how to undo it."""
        place = self.root / file
        text = place.read_text("utf-8")
        assert find in text
        place.write_text(text.replace(find, put, 1), "utf-8")

        def undo() -> None:
            place.write_text(text, "utf-8")

        return undo


@pytest.fixture(scope="module")
def room(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Room:
    return Room(model, tmp_path_factory.mktemp("preview"))


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_whatever_was_edited_all_pages_are_those_of_a_site_built_at_once(room: Room) -> None:
    assert room.refresh() is None
    assert room.finish() is False
    assert room.shown() == room.built()
    room.edit(ONE, "示例生鲜", "示例生鲜二")
    room.edit(BOOK, "演示手册", "样例手册")
    (room.root / OTHER).rename(room.root / "playbooks/engagements/third.yaml")
    assert room.refresh() is None
    room.shop.show("zh/playbooks/demo.html")
    assert room.finish() is False
    assert room.shown() == room.built()


@pytest.mark.parametrize(
    ("file", "find", "put", "page"),
    [
        (ONE, '"Li"', '"Linnaeus"', "en/roles/architect.html"),
        (ONE, '"Li"', '"Linnaeus"', "engagements/one/index.en.html"),
        (ONE, '"Li"', '"Linnaeus"', "engagements/one/one.zh.html"),
        (BOOK, "Fail over", "Switch over", "en/playbooks/demo.html"),
        (BOOK, "Demo playbook", "Sample playbook", "engagements/one/index.en.html"),
        (BOOK, "Demo playbook", "Sample playbook", "en/index.html"),
        (BOOK, "Demo playbook", "Sample playbook", "en/manual/keys.html"),
        (BOOK, "Demo playbook", "Sample playbook", "en/engagements.html"),
    ],
)
def test_an_edit_shows_on_the_page_that_is_asked_for(room: Room, file: str, find: str, put: str, page: str) -> None:
    assert room.refresh() is None
    room.shop.show(page)
    before = (room.order.out / page).read_bytes()
    undo = room.edit(file, find, put)
    assert room.refresh() is None
    room.shop.show(page)
    after = (room.order.out / page).read_bytes()
    undo()
    assert room.refresh() is None
    room.shop.show(page)
    assert (room.order.out / page).read_bytes() == before
    assert put.strip('"').encode() in after
    assert put.strip('"').encode() not in before


def test_a_broken_file_says_where_and_what_was_there_comes_back(room: Room) -> None:
    undo = room.edit(BOOK, '"owner": "architect"', '"owner": "architekt"')
    trouble = room.refresh()
    assert trouble
    assert b"architekt" in trouble.page
    assert "unknown-role" in trouble.said
    assert room.finish() is False
    undo()
    assert room.refresh() is None
    assert room.shop.show("en/playbooks/demo.html") is None


def test_a_link_that_leads_nowhere_is_told_until_it_is_mended(room: Room) -> None:
    undo = room.edit("site_config/pages/en/manual/sheet.md", "\n## ", "\n[There](model.md#nowhere)\n\n## ")
    for _ in range(2):
        assert room.refresh() is None
        told = room.finish()
        assert isinstance(told, Trouble)
        assert "#nowhere" in told.said
        assert b"#nowhere" in told.page
    undo()
    assert room.refresh() is None
    assert room.finish() is False
