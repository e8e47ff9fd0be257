"""No run can lose a folder: output goes into what is absent, empty or ours, and never among the sources."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from trees import ROOT, book, engagement, files, item, written

from generator.cli import main
from generator.publish.atomic_folder import Busy, atomic_folder
from generator.publish.output_folder import MARK, OutputRefused, refuse_sources, refuse_strange

Tree = dict[str, bytes | None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project as people have it: knowledge, look, code, its history, and a folder of notes that nobody else knows of."""
    (tmp_path / "work" / "project").mkdir(parents=True)
    root = written(tmp_path / "work" / "project", files(book([item("DEM-A01", due="T-30")]), fresh=engagement()))
    for name in ("templates", "site_config", "generator", "tests", "docs", ".git", ".github", ".ci", "notes"):
        (root / name / "deep").mkdir(parents=True)
        (root / name / "deep" / "file").write_text(name)
    return root


def held(folder: Path) -> Tree:
    """Everything below a folder, with what it holds; a link by where it leads."""
    return {
        path.relative_to(folder).as_posix(): os.fsencode(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
    }


REFUSED = [
    ".", "..", "../..", "/", "playbooks", "playbooks/engagements", "playbooks/new", "templates", "generator/publish", "site_config",
    "tests/unit", "docs", ".git", ".git/objects", ".github", ".ci", "PLAYBOOKS", "Docs/new", "notes/../playbooks",
    "link-to-root", "link-to-playbooks", "link-to-playbooks/new", "notes/.git/x",
]  # fmt: skip


@pytest.mark.parametrize("out", REFUSED)
@pytest.mark.parametrize(
    "command", [("site",), ("checklist", "--all", "--format", "md")], ids=lambda command: command[0]
)
def test_the_project_and_its_sources_are_never_written_to(
    root: Path, tmp_path: Path, command: tuple[str, ...], out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "link-to-root").symlink_to(root)
    (root / "link-to-playbooks").symlink_to("playbooks")
    before = held(tmp_path)
    assert main(["--root", str(root), "--lang", "en", "-q", *command, "--out", str(root / out)]) == 2
    said = capsys.readouterr().err
    assert "源文件" in said
    assert "source folder" in said
    assert len(said.splitlines()) == 1
    assert held(tmp_path) == before


def test_a_knowledge_folder_that_is_a_link_is_a_source_where_it_leads(root: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (root / "playbooks").rename(tmp_path / "kept" / "playbooks")
    (root / "playbooks").symlink_to(tmp_path / "kept" / "playbooks")
    for out in (tmp_path / "kept", tmp_path / "kept" / "playbooks", tmp_path / "kept" / "playbooks" / "engagements"):
        with pytest.raises(OutputRefused):
            refuse_sources(root, out)
    refuse_sources(root, tmp_path / "kept-elsewhere")


@pytest.mark.parametrize("out", ["build/site", "public", "dist/a/b", "playbooks-site", "../elsewhere", "notes/site"])
def test_any_other_folder_may_be_written_to(root: Path, out: str) -> None:
    refuse_sources(root, root / out)


def test_another_projects_sources_are_as_safe_as_ones_own(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "theirs"
    (other / "playbooks" / "engagements").mkdir(parents=True)
    (other / "mkdocs.yml").write_text("site_name: theirs\n")
    for out in (other, other / "playbooks", other / "playbooks" / "engagements", other / "templates" / "new"):
        with pytest.raises(OutputRefused):
            refuse_sources(root, out)
    refuse_sources(root, other / "build" / "site")


def test_plain_mkdocs_does_not_empty_the_sources_either(root: Path) -> None:
    before = held(root / "playbooks")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(ROOT / "mkdocs.yml"),
        "-d",
        str(root / "playbooks"),
    ]
    (root / "mkdocs.yml").write_text("site_name: x\n")
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert done.returncode
    assert "source folder" in done.stderr
    assert held(root / "playbooks") == before


def test_the_package_itself_is_a_source_of_any_project(root: Path) -> None:
    import generator

    with pytest.raises(OutputRefused):
        refuse_sources(root, Path(generator.__file__).parent / "new")


def test_a_sheets_folder_that_leads_to_the_sources_is_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sheets"
    out.mkdir()
    (out / "fresh").symlink_to(root / "playbooks")
    before = held(tmp_path)
    assert main(["--root", str(root), "-q", "checklist", "fresh", "--format", "md", "--out", str(out)]) == 2
    assert str(out / "fresh") in capsys.readouterr().err
    assert held(tmp_path) == before


STRANGE: dict[str, dict[str, str]] = {
    "a letter": {"letter.txt": "dear"},
    "a hidden file": {".env": "x"},
    "only a folder": {"a/b/c.txt": "x"},
    "another site": {"index.html": "<html>", "404.html": "<html>"},
    "another file of the mark's name": {MARK: "my playbook site", "letter.txt": "dear"},
}


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE)
def test_a_strangers_folder_is_not_replaced(
    root: Path, tmp_path: Path, content: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    precious = tmp_path / "precious"
    for name, text in content.items():
        (precious / name).parent.mkdir(parents=True, exist_ok=True)
        (precious / name).write_text(text)
    before = held(tmp_path)
    assert main(["--root", str(root), "-q", "site", "--out", str(precious)]) == 2
    said = capsys.readouterr().err
    assert "不替换" in said
    assert f"{precious} holds files that playbook site did not make" in said
    assert held(tmp_path) == before


def test_a_site_of_an_earlier_version_is_left_with_what_to_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for page in ("index.html", "404.html", "zh/index.html", "en/index.html"):
        (root / "build" / "site" / page).parent.mkdir(parents=True, exist_ok=True)
        (root / "build" / "site" / page).write_text("old")
    before = held(root)
    assert main(["--root", str(root), "-q", "site"]) == 2
    said = capsys.readouterr().err
    assert "旧版本" in said
    assert "delete the folder and run this again" in said
    assert held(root) == before


def test_what_is_absent_empty_or_marked_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("absent", "empty"):
        for content in ("one", "two"):
            with atomic_folder(tmp_path / name) as staging:
                (staging / "page").write_text(content)
        assert (tmp_path / name / "page").read_text() == "two"
    copied = tmp_path / "copied by a host"
    (tmp_path / "absent").rename(copied)
    refuse_strange(copied)


def test_a_stranger_who_comes_while_a_site_is_built_elsewhere_is_refused_before_a_lock_is_made(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("dear")
    with pytest.raises(OutputRefused), atomic_folder(tmp_path / "mine"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


@pytest.mark.parametrize("name", [".site.old", ".site.new-plan"])
def test_what_only_bears_the_name_of_a_killed_runs_leftover_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "letter").write_text("dear")
    for _ in range(2):
        with atomic_folder(tmp_path / "site"):
            pass
    assert (tmp_path / name / "letter").read_text() == "dear"


WINDOWS = """
import ctypes, os, sys
from pathlib import Path
from generator.publish.atomic_folder import atomic_folder

def refuse(name, *arguments, **options):
    # What LoadLibrary does of no name.
    raise TypeError("argument of type 'NoneType' is not iterable")

ctypes.CDLL = refuse
# The lock is the system's own; all else is done as on Windows.
import generator.publish.atomic_folder as module
hold = module.hold
def held(descriptor):
    sys.platform = "linux"
    try:
        hold(descriptor)
    finally:
        sys.platform = "win32"
module.hold = held
sys.platform = "win32"
for content in ("one", "two", "three"):
    with atomic_folder(Path(sys.argv[1])) as staging:
        (staging / "page").write_text(content)
    print((Path(sys.argv[1]) / "page").read_text())
"""


def test_a_site_is_replaced_on_windows_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WINDOWS, str(tmp_path / "site")], capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.stdout.split(), done.stderr) == (["one", "two", "three"], "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.lock", "site"]


def test_a_site_whose_files_another_program_holds_is_said_to_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows renames no folder while a program has a file of it open."""
    site = tmp_path / "site"
    with atomic_folder(site) as staging:
        (staging / "page").write_text("one")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == site:
            raise PermissionError(13, "Access is denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(sys, "platform", "an old one")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(Busy, match=r"打开.*open in another program"), atomic_folder(site) as staging:
        (staging / "page").write_text("two")
    assert (site / "page").read_text() == "one"


@pytest.mark.parametrize("script", ["compare.py", "release.py"])
def test_a_script_of_a_pipeline_writes_into_no_folder_of_somebody_else(root: Path, script: str) -> None:
    before = held(root / "docs")
    arguments = ["HEAD", "--out", "docs"] if script == "compare.py" else ["docs", sys.executable]
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / script), *arguments], capture_output=True, check=False, encoding="utf-8", cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode
    assert "不往里写" in done.stderr
    assert held(root / "docs") == before


@pytest.mark.parametrize("added", [".git", "CNAME", "my-notes.txt"])
def test_a_site_into_which_somebody_put_something_is_not_replaced(tmp_path: Path, added: str) -> None:
    site = tmp_path / "site"
    with atomic_folder(site) as staging:
        (staging / "index.html").write_text("old")
    (site / added).mkdir() if added == ".git" else (site / added).write_text("mine")
    with pytest.raises(OutputRefused, match=re.escape(added)), atomic_folder(site) as staging:
        (staging / "index.html").write_text("new")
    assert (site / "index.html").read_text() == "old"
    assert (site / added).exists()
