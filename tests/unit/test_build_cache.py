"""What a build takes over from the last one: only what nothing has changed for, and only bytes that are still the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from trees import TODAY, book, engagement, files, written

from generator.publish import build_cache as module
from generator.publish.build_cache import Artifact, Keys, Manifest, digests
from generator.publish.cache_store import VARIABLE
from generator.publish.pages import SiteInputs
from generator.publish.sheets import SheetBuilder
from generator.publish.site import BuildOptions
from generator.publish.site_build import SiteBuild
from generator.publish.tree import open_workspace


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one part, recorded."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    folder = tmp_path / "site"
    (folder / "engagements" / "fresh").mkdir(parents=True)
    for name in ("fresh.zh.md", "fresh.en.md"):
        (folder / "engagements" / "fresh" / name).write_text(f"as built: {name}")
    part = Artifact("key", digests(sorted((folder / "engagements" / "fresh").iterdir()), folder))
    Manifest.of(folder).record({"fresh": part})
    return folder


def taken(site: Path, key: str = "key") -> dict[str, str] | None:
    into = site.parent / "staging"
    part = Manifest.of(site).take_over("fresh", key, into)
    return part and {name: (into / name).read_text() for name in part.files}


def test_an_unchanged_part_is_taken_over_whole(site: Path) -> None:
    found = taken(site)
    assert found == {f"engagements/fresh/{name}": f"as built: {name}" for name in ("fresh.en.md", "fresh.zh.md")}


def test_another_key_takes_nothing(site: Path) -> None:
    assert taken(site, "another") is None


def _edit(file: Path) -> None:
    file.write_text("edited by hand")


def _link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere"
    elsewhere.write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(elsewhere)


@pytest.mark.parametrize("damage", [_edit, Path.unlink, _link])
def test_a_file_that_is_not_as_it_was_built_is_not_taken(damage: Callable[[Path], None], site: Path) -> None:
    damage(site / "engagements" / "fresh" / "fresh.zh.md")
    assert taken(site) is None
    assert not (site.parent / "staging" / "engagements" / "fresh" / "fresh.zh.md").exists()


@pytest.mark.parametrize(
    "damage", [bytes, lambda content: content[:-9], lambda content: content.replace(b"fresh.zh", b"../../..")]
)
def test_a_damaged_record_is_none(damage: Callable[[bytes], bytes], site: Path) -> None:
    (record,) = (site.parent / "cache" / "site").iterdir()
    record.write_bytes(damage(record.read_bytes()) if damage is not bytes else b"")
    assert Manifest.of(site).parts == {}


def test_a_record_leads_nowhere_but_into_the_site(site: Path) -> None:
    (site.parent / "secret").write_text("secret")
    digest = module.digest_of(site.parent / "secret")
    for name in ("../secret", str(site.parent / "secret")):
        Manifest.of(site).record({"fresh": Artifact("key", {name: digest})})
        assert taken(site) is None


def test_where_files_cannot_have_two_names_they_are_copied(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert taken(site)


def test_a_key_is_over_the_code_the_words_and_what_is_asked(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    style = tmp_path / "templates" / "sheet.css"
    style.write_text("a {}")
    one = Keys(tmp_path, ("2026-10-01",)).of("text")
    assert Keys(tmp_path, ("2026-10-01",)).of("text") == one
    others = [Keys(tmp_path, ("2026-10-02",)).of("text"), Keys(tmp_path, ("2026-10-01",)).of("te", "xt")]
    style.write_text("b {}")
    others.append(Keys(tmp_path, ("2026-10-01",)).of("text"))
    assert one not in others


def test_an_edit_makes_the_sheets_anew_that_it_touches_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is taken over is what a clean build makes."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    root = tmp_path / "root"
    root.mkdir()
    tree = files(book(), fresh=engagement(), other=engagement())

    def sheets(out: Path, kept: Manifest) -> tuple[dict[str, Artifact], set[str]]:
        workspace = open_workspace(root, TODAY)
        builder, options = SheetBuilder.of(root, workspace.library), BuildOptions(root, out, TODAY, formats=("md",))
        build = SiteBuild(options, builder, SiteInputs.of(root, workspace), kept, {})
        found = {f"engagements/{one.id}": build.sheets(one) for one in workspace.checklists}
        return found, {name for name in found if kept.parts.get(name) != found[name]}

    written(root, tree)
    first, made = sheets(tmp_path / "1", Manifest(tmp_path / "0", {}))
    assert made == {"engagements/fresh", "engagements/other"}
    kept = Manifest(tmp_path / "1", first)
    edited = tree["playbooks/engagements/fresh.yaml"].replace(b"2026-08", b"2026-07")
    written(root, tree | {"playbooks/engagements/fresh.yaml": edited})
    second, made = sheets(tmp_path / "2", kept)
    assert made == {"engagements/fresh"}
    clean, _ = sheets(tmp_path / "clean", replace(kept, parts={}))
    assert second == clean
    written(root, {"playbooks/demo.yaml": tree["playbooks/demo.yaml"] + b"# a remark\n"})
    assert sheets(tmp_path / "3", kept)[1] == {"engagements/fresh", "engagements/other"}
