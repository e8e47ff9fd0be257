"""A site that was built before and edited since is, byte for byte, what a clean build makes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trees import ROOT, book, engagement, files, item, written

ONE, OTHER = "fresh", "other"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small tree of two engagements, with this project's own look."""
    folder = tmp_path / "root"
    folder.mkdir()
    who = engagement(status={"DEM-A01": {"state": "done"}})
    written(folder, files(book([item("DEM-A01", due="T-30")]), **{ONE: who, OTHER: who}))
    for name in ("templates", "site_config"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def built(root: Path, out: Path, *options: str) -> dict[str, tuple[bytes, int]]:
    """Every file of a site with its inode. What is remembered of a site is remembered of its folder: one in a new folder is a clean build."""
    subprocess.run(
        [sys.executable, "-m", "generator", "--root", root, "--today", "2026-11-23", "-q", "site", "--out", out, *options],
        check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=600,
    )  # fmt: skip
    paths = [path for path in sorted(out.rglob("*")) if path.is_file()]
    return {path.relative_to(out).as_posix(): (path.read_bytes(), path.stat().st_ino) for path in paths}


Site = dict[str, tuple[bytes, int]]


def contents(site: Site) -> dict[str, bytes]:
    return {name: content for name, (content, _) in site.items()}


def taken_over(before: Site, after: Site) -> set[str]:
    """The files that are still the very same ones."""
    return {name for name in after if after[name][1] == before.get(name, (b"", 0))[1]}


def edit(file: Path, find: str, put: str) -> None:
    text = file.read_text("utf-8")
    assert re.search(find, text)
    file.write_text(re.sub(find, put, text, count=1), "utf-8")


def test_a_rebuild_after_an_edit_is_a_clean_build(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    engagements = root / "playbooks" / "engagements"
    first = built(root, out)
    assert built(root, out) == first, "nothing has changed: every file is the very same one"
    edit(engagements / f"{OTHER}.yaml", "示例生鲜", "示例生鲜二")
    second = built(root, out)
    assert contents(second) == contents(built(root, tmp_path / "clean"))
    own = {name for name in first if name.startswith(f"engagements/{ONE}/")}
    assert len(own) > 20
    found = taken_over(first, second)
    assert {name for name in found if name.startswith("engagements/")} == own
    assert {"zh/playbooks/demo.html", "en/manual/keys.html"} <= found, "no such page tells of engagements"
    assert not {"zh/index.html", "zh/search/index.js", "en/search/index.js"} & found, "search knows the customer's name"

    edit(engagements / f"{ONE}.yaml", '"state": "done"', '"state": "verified"')
    third = built(root, out)
    assert contents(third) == contents(built(root, tmp_path / "clean-again"))
    found = taken_over(second, third)
    assert {name for name in found if name.startswith("engagements/")} == {
        name for name in third if name.startswith(f"engagements/{OTHER}/")
    }
    assert {"zh/playbooks/demo.html", "en/search/index.js"} <= found, "no page of knowledge has changed"
    assert not {"zh/index.html", "en/today/architect.html"} & found


def test_a_site_holds_the_sheets_asked_for_and_links_no_others(root: Path, tmp_path: Path) -> None:
    site = built(root, tmp_path / "site", "--format", "ics")
    sheets = {name for name in site if re.fullmatch(rf"engagements/{ONE}/{ONE}\..*", name)}
    assert {name.rpartition(".")[2] for name in sheets} == {"html", "ics"}, "pages lead to the HTML ones"
    for lang in ("zh", "en"):
        page = site[f"engagements/{ONE}/index.{lang}.html"][0].decode("utf-8")
        linked = set(re.findall(rf'href="({ONE}\.[^"#]+)"', page))
        assert linked
        assert {f"engagements/{ONE}/{name}" for name in linked} <= sheets
