"""Other site generators' projects of the same sheets as pages: ``prepare`` them once, then time their own commands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

MKDOCS = """
site_name: Sheets
theme: {name: material, font: false, features: [navigation.prune]}
plugins: [search]
"""
LAYOUT = "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>"
LIST = '<!doctype html><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul>'


def prepare(root: Path, today: str, folder: Path) -> dict[str, list[str]]:
    """Projects of MkDocs-Material and of Hugo, where it is installed, over the Markdown sheets of a tree: name → command."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "--root",
        root,
        "--today",
        today,
        "-q",
        "checklist",
        "--all",
        "--format",
        "md",
    ]
    subprocess.run([*command, "--out", folder / "md"], check=True)
    sheets = sorted((folder / "md").rglob("*.md"))
    commands = {"MkDocs-Material": _mkdocs(sheets, folder / "mkdocs")}
    if shutil.which("hugo"):
        commands["Hugo"] = _hugo(sheets, folder / "hugo")
    return commands


def _mkdocs(sheets: list[Path], folder: Path) -> list[str]:
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS)
    (folder / "docs" / "index.md").write_text("# Sheets\n")
    for sheet in sheets:
        shutil.copyfile(sheet, folder / "docs" / sheet.name)
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "site")]


def _hugo(sheets: list[Path], folder: Path) -> list[str]:
    (folder / "content").mkdir(parents=True)
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(LAYOUT)
    (layouts / "list.html").write_text(LIST)
    (folder / "config.json").write_text(json.dumps({"baseURL": "/", "title": "Sheets"}))
    for sheet in sheets:
        text = f"+++\ntitle = {json.dumps(sheet.stem)}\n+++\n{sheet.read_text('utf-8')}"
        (folder / "content" / sheet.name).write_text(text, "utf-8")
    return ["hugo", "--quiet", "--source", str(folder), "--destination", str(folder / "site")]
