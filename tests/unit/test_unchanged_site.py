"""A site is left as it stands only where the very same would be built, and nothing else stands in its folder."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from trees import ROOT, TODAY, book, engagement, files, written

from generator.publish.build_cache import WHOLE, Manifest, whole_site
from generator.publish.cache_store import VARIABLE
from generator.publish.output_folder import OutputRefused, mark
from generator.publish.site import BuildOptions, SiteJob


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Example", "-c", "user.email=a@example.com")
    subprocess.run(["git", "-C", root, *who, *arguments], check=True, capture_output=True)


def appended(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"# another\n")


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteJob:
    """A run whose site stands and is recorded; building it is others' matter."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    root, out = tmp_path / "root", tmp_path / "site"
    root.mkdir()
    written(root, files(book(), fresh=engagement()))
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "templates").mkdir()
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "first")
    (out / "zh").mkdir(parents=True)
    for name in ("index.html", "zh/index.html"):
        (out / name).write_text(name)
    mark(out)
    found = SiteJob(BuildOptions(root, out, TODAY))
    Manifest.of(out).record({WHOLE: whole_site(found._made_of(), {}, out)})
    return found


def test_what_would_be_the_same_is_left_as_it_stands(job: SiteJob) -> None:
    assert job.stands()
    assert SiteJob(replace(job.options)).stands()


ROOT_CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte of a source": lambda root: appended(root / "playbooks" / "demo.yaml"),
    "a file that is not committed": lambda root: (root / "playbooks" / "cases" / "new.yaml").write_text("{}"),
    "a style": lambda root: (root / "templates" / "sheet.css").write_text("a {}"),
    "what the site is called": lambda root: appended(root / "mkdocs.yml"),
    "a word of the interface": lambda root: written(root, {"site_config/strings/zh/sheet.yaml": b"title: x\n"}),
    "a commit, which sheets name": lambda root: git(root, "commit", "--quiet", "--allow-empty", "-m", "second"),
    "what git is told to leave out": lambda root: git(root, "rm", "-q", "--cached", "playbooks/demo.yaml"),
}


@pytest.mark.parametrize("change", ROOT_CHANGES.values(), ids=list(ROOT_CHANGES))
def test_whatever_it_is_made_of_may_not_have_changed(change: Callable[[Path], object], job: SiteJob) -> None:
    (job.options.root / "playbooks" / "cases").mkdir(exist_ok=True)
    change(job.options.root)
    assert not job.stands()


OUT_CHANGES: dict[str, Callable[[Path], object]] = {
    "a page edited by hand": lambda out: (out / "zh" / "index.html").write_text("edited"),
    "a page that is gone": lambda out: (out / "index.html").unlink(),
    "a page that was not there": lambda out: (out / "zh" / "old.html").write_text("old"),
    "a link to the same bytes": lambda out: (
        (out / "zh" / "index.html").rename(out.parent / "kept"), (out / "zh" / "index.html").symlink_to(out.parent / "kept"),
    ),
    "no mark": lambda out: (out / "playbook-site.txt").unlink(),
    "no folder": lambda out: shutil.rmtree(out),
}  # fmt: skip


@pytest.mark.parametrize("change", OUT_CHANGES.values(), ids=list(OUT_CHANGES))
def test_what_stands_may_not_have_changed(change: Callable[[Path], object], job: SiteJob) -> None:
    change(job.options.out)
    assert not job.stands()


def test_what_is_asked_may_not_have_changed(job: SiteJob) -> None:
    for asked in ({"today": TODAY + timedelta(1)}, {"engagements": False}, {"formats": ("html",)}):
        assert not SiteJob(replace(job.options, **asked)).stands()


def test_a_source_folder_is_refused_before_anything_is_compared(job: SiteJob) -> None:
    with pytest.raises(OutputRefused):
        SiteJob(replace(job.options, out=job.options.root / "playbooks")).stands()
