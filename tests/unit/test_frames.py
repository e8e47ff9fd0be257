"""What MkDocs makes of each language is made once, and again where something that it is made from has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from trees import ROOT, book, engagement, files, written

from generator.diagnostics import LANGS
from generator.publish import frames
from generator.publish.cache_store import VARIABLE
from generator.publish.frames import FrameError, build_frames


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small tree with this project's own look, to be copied and edited."""
    folder = tmp_path_factory.mktemp("model")
    written(folder, files(book(), one=engagement()))
    shutil.copytree(ROOT / "templates", folder / "templates")
    ignored = shutil.ignore_patterns("fonts", "vendor", "schemas", "__pycache__")
    shutil.copytree(ROOT / "site_config", folder / "site_config", ignore=ignored)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="module")
def kept(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the frames of the tree."""
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(cache))
        build_frames(model)
    return cache


@pytest.fixture
def cache(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(kept, tmp_path / "cache")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def mkdocs_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts MkDocs fails."""
    monkeypatch.setattr(sys, "executable", str(ROOT / "no-such-python"))


@pytest.mark.usefixtures("cache", "mkdocs_gone")
def test_where_nothing_changed_mkdocs_is_not_started(model: Path) -> None:
    found = build_frames(model)
    assert list(found) == list(LANGS)
    for lang, built in found.items():
        assert built.frame.lang == lang
        assert {page.uri for page in built.frame.manual} >= {"manual/index.html", "manual/write.html"}
        assert {"assets/look.css", "assets/site.js", "assets/logo.svg"} <= built.files.keys()
        assert not [name for name in built.files if name.endswith((".html", ".json", ".xml"))]


@pytest.mark.usefixtures("cache", "mkdocs_gone")
def test_a_tree_of_the_same_files_elsewhere_has_the_same_frames(model: Path, tmp_path: Path) -> None:
    root = shutil.copytree(model, tmp_path / "elsewhere")
    assert build_frames(root) == build_frames(model)
    (root / "templates" / "pages" / "look.css").write_text("body { color: red }", "utf-8")
    with pytest.raises(FileNotFoundError):
        build_frames(root)


@pytest.mark.parametrize(
    "file", ["mkdocs.yml", "site_config/overrides/main.html", "site_config/pages/en/manual/run.md", "site_config/hooks.py"]
)  # fmt: skip
@pytest.mark.usefixtures("cache", "mkdocs_gone")
def test_an_edit_of_what_it_is_made_from_starts_mkdocs(file: str, model: Path) -> None:
    text = (model / file).read_bytes()
    (model / file).write_bytes(text + b"\n")
    try:
        with pytest.raises(FileNotFoundError):
            build_frames(model)
    finally:
        (model / file).write_bytes(text)


@pytest.mark.usefixtures("mkdocs_gone")
def test_a_damaged_frame_is_none(cache: Path, model: Path) -> None:
    for file in (cache / "frames").iterdir():
        file.write_bytes(file.read_bytes().replace(b"manual", b"manuel", 1))
    with pytest.raises(FileNotFoundError):
        build_frames(model)


def test_what_mkdocs_refuses_is_said_in_its_words(model: Path, tmp_path: Path) -> None:
    root = shutil.copytree(model, tmp_path / "root")
    page = root / "site_config" / "pages" / "en" / "manual" / "run.md"
    page.write_text(page.read_text("utf-8") + "\n[x](/absolute.md)\n", "utf-8")
    with pytest.raises(FrameError, match="absolute"):
        build_frames(root)


def test_only_the_newest_are_kept(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for count in range(frames.MOST_KEPT + 2):
        frames._remember(f"{count}", b"")
    assert len(list((tmp_path / "frames").iterdir())) == frames.MOST_KEPT


@pytest.fixture(scope="module")
def plain(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What plain MkDocs makes, asked for by a relative path."""
    out = tmp_path_factory.mktemp("plain")
    assert not mkdocs(model, out)
    return out


def mkdocs(root: Path, out: Path) -> str:
    """What MkDocs complains of in a strict build."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(out)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    return done.stderr if done.returncode else ""


def test_plain_mkdocs_makes_the_whole_site_of_a_language(plain: Path) -> None:
    for page in ("index.html", "playbooks/demo.html", "manual/run.html", "engagements/one/index.zh.html", "calendar.html", "404.html"):  # fmt: skip
        text = (plain / page).read_text("utf-8")
        assert "⟦" not in text
        assert "Content-Security-Policy" in text
    assert not list(plain.rglob("playbook-shell*"))
    assert (plain / "search" / "index.js").is_file()


def test_a_link_that_leads_nowhere_fails_a_strict_build(model: Path, tmp_path: Path) -> None:
    root = shutil.copytree(model, tmp_path / "root")
    page = root / "site_config" / "pages" / "zh" / "manual" / "run.md"
    page.write_text(page.read_text("utf-8") + "\n[x](sheet.md#nowhere) [y](../playbooks/demo.html#gone)\n", "utf-8")
    complaint = mkdocs(root, tmp_path / "out")
    assert "manual/sheet.html#nowhere" in complaint
    assert "playbooks/demo.html#gone" in complaint


def test_an_error_of_the_content_fails_the_build(model: Path, tmp_path: Path) -> None:
    root = shutil.copytree(model, tmp_path / "root")
    (root / "playbooks" / "demo.yaml").write_bytes(files(book([{"id": "DEM-A01"}]))["playbooks/demo.yaml"])
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "out")]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", timeout=300
    )  # fmt: skip
    assert done.returncode
    assert "playbooks/demo.yaml:" in done.stderr
