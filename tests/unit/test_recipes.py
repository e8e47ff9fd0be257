"""CONTRIBUTING's recipe for a new item field, followed in a copy of the tree: as few files as it says, and the field is everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from trees import ROOT

MOST = 8
TOOLS = "slow-log viewer"
STEPS = {
    "generator/model/item.py": [
        ("    evidence: Text | None = None\n", "    tools: Text | None = None\n"),
        ('TEXTS = ("how", ', '"tools", '),
    ],
    "generator/tailor/disclosure.py": [('"id title owner with_ verifier due severity category why how ', "tools ")],
    "site_config/strings/zh/vocabulary.yaml": [
        ("\n  evidence: 证据\n", "  tools: 工具\n"),
        ("\n    evidence: 留下什么证据\n", "    tools: 要用的工具\n"),
    ],
    "site_config/strings/en/vocabulary.yaml": [
        ("\n  evidence: Evidence\n", "  tools: Tools\n"),
        ("\n    evidence: What remains as evidence\n", "    tools: The tools it needs\n"),
    ],
}
"""Per file: after which text what is written. ``playbook schema`` writes the rest."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tool over the small tree of the tests, in which items have ``tools``."""
    root = tmp_path_factory.mktemp("recipe") / "tree"
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in ("generator", "templates", "site_config"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    shutil.copytree(ROOT / "tests/cases/_tree/playbooks", root / "playbooks")
    for name in ("mkdocs.yml", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    before = contents(root)
    for path, edits in STEPS.items():
        for anchor, added in edits:
            write(root / path, anchor, added)
    run(root, "schema")
    root.with_name("touched").write_text(
        json.dumps(sorted(path for path, data in contents(root).items() if before.get(path) != data))
    )
    shutil.copytree(root / "playbooks", root / "old" / "playbooks")
    write(root / "playbooks/demo.yaml", "title: {zh: 收集, en: Collect}, ", f"tools: {TOOLS}, ")
    return root


def write(path: Path, anchor: str, added: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(anchor) == 1, f"{path.name}: {anchor!r} stands {text.count(anchor)} times"
    path.write_text(text.replace(anchor, anchor + added), encoding="utf-8")


def contents(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def run(root: Path, *arguments: str, code: int = 0) -> str:
    """A command of the copy: ``python -m`` takes the package from the folder in which it runs."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--root", str(root), "--today", "2026-09-01", "--lang", "en", *arguments],
        cwd=root, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sheets(tree: Path) -> Path:
    for audience in ("team", "customer"):
        run(tree, "checklist", "fresh", "--format", "all", "--audience", audience, "--out", str(tree / "sheets"))
    return tree / "sheets" / "fresh"


def recipe() -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(r"## Recipe 3: .*?(?=\n## )", text, re.S)
    assert found
    return found[0]


def test_a_new_item_field_touches_at_most_eight_files_and_the_recipe_names_them(tree: Path) -> None:
    touched = json.loads(tree.with_name("touched").read_text(encoding="utf-8"))
    assert set(STEPS) < set(touched)
    assert len(touched) <= MOST, touched
    for path in touched:
        either = re.sub(r"/(zh|en)/", "/{zh,en}/", path)
        assert either in recipe() or "site_config/schemas/" in path, path
    assert {Path(path).name for path in set(touched) - set(STEPS)} == {"playbook.schema.json", "engagement.schema.json"}


def said(content: bytes, format: str) -> Iterator[str]:
    match format:
        case "xlsx":
            for page in openpyxl.load_workbook(BytesIO(content)):
                yield from (str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None)
        case "pdf":
            yield from (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        case "ics":
            yield content.decode().replace("\r\n ", "")
        case _:
            yield re.sub(r"<[^>]+>", "", content.decode())


@pytest.mark.parametrize("format", ["html", "md", "xlsx", "pdf", "ics"])
@pytest.mark.parametrize("copy", ["fresh", "fresh.customer"])
def test_every_format_says_it_under_its_word(sheets: Path, copy: str, format: str) -> None:
    text = " ".join(" ".join(said((sheets / f"{copy}.en.{format}").read_bytes(), format)).split())
    assert f"Tools: {TOOLS}" in text


def test_a_customers_copy_is_refused_until_somebody_decides(tree: Path, tmp_path: Path) -> None:
    shutil.copytree(tree, tmp_path / "undecided", ignore=shutil.ignore_patterns("sheets", "build", "__pycache__"))
    policy = tmp_path / "undecided" / "generator/tailor/disclosure.py"
    policy.write_text(policy.read_text(encoding="utf-8").replace(" tools ", " "), encoding="utf-8")
    out = ("--format", "md", "--out", str(tmp_path / "out"))
    refused = subprocess.run(
        [sys.executable, "-m", "generator", "--root", ".", "checklist", "fresh", "--audience", "customer", *out],
        cwd=tmp_path / "undecided", capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert refused.returncode != 0
    assert "tools" in refused.stderr
    assert not list(tmp_path.glob("out/**/*.md"))


def test_the_schema_and_the_comparison_know_it(tree: Path) -> None:
    schema = json.loads((tree / "site_config/schemas/playbook.schema.json").read_text(encoding="utf-8"))
    assert "The tools it needs" in schema["$defs"]["Task"]["properties"]["tools"]["description"]
    told = run(tree, "diff", str(tree / "old"), str(tree))
    assert TOOLS in told
    assert "tools" in told.lower().replace(TOOLS, "")


def test_the_sites_card_and_table_of_keys_show_it(tree: Path) -> None:
    run(tree, "site", "--without-engagements", "--out", str(tree / "build" / "site"))
    page = (tree / "build/site/en/playbooks/demo.html").read_text(encoding="utf-8")
    card = page[page.index('id="dem-t01"') :]
    assert re.search(rf"<dt>Tools</dt>\s*<dd>\s*<p>{TOOLS}</p>", card)
    assert any(
        "The tools it needs" in path.read_text(encoding="utf-8") for path in tree.glob("build/site/en/**/*.html")
    )
