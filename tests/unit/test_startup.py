"""What each command may import: nobody waits for what only another command needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from trees import ROOT, book, engagement, files, written

from generator.cli import COMMANDS
from generator.publish.cache_store import VARIABLE

SCRIPT = """
import json, sys
from generator.cli import main
code = main(sys.argv[1:])
sys.stdout = sys.__stdout__
print("\\n" + json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""
HEAVY = frozenset(
    {
        "defusedxml", "fontTools", "holidays", "icalendar", "jinja2", "material", "mkdocs", "openpyxl", "pydantic",
        "ruamel", "segno", "typst", "xlsxwriter",
    }
)  # fmt: skip
"""Everything that takes longer to import than most commands take."""
READS = frozenset({"pydantic", "ruamel"})
TAILORS = READS | {"holidays"}
RENDERS = TAILORS | {"jinja2"}
MAY: dict[str, tuple[list[str], frozenset[str]]] = {
    "check": (["check"], TAILORS | {"fontTools"}),
    "checklist": (["checklist", "--all", "--format", "html", "--out", "OUT"], RENDERS | {"fontTools", "segno"}),
    "agenda": (["agenda"], RENDERS),
    "verify": (["verify", "E-AAAAAAAAAA"], RENDERS),
    "fmt": (["fmt", "--check"], READS),
    "diff": (["diff", "ROOT", "ROOT"], RENDERS | {"fontTools"}),
    "schema": (["schema", "--check"], READS | {"jinja2"}),
    "new": (["new", "brand-new", "--playbook", "demo", "--start", "2026-11-10T20:00+08:00"], RENDERS | {"fontTools"}),
    "rebase": (["rebase", "fresh", "--dry-run"], RENDERS | {"fontTools"}),
}
"""Command → its arguments here, and which of the heavy ones it may import."""
UNBOUND = {"site", "serve", "record"}
"""Commands that build with everything, or read workbooks."""


def imported(root: Path, cache: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command, and which heavy packages it imported."""
    names = {"ROOT": str(root), "OUT": str(root / "out")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "--root", str(root), "--today", "2026-10-01", *(names.get(a, a) for a in arguments)],
        capture_output=True, check=True, cwd=root, encoding="utf-8", timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), VARIABLE: str(cache)},
    )  # fmt: skip
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, HEAVY.intersection(modules)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return written(folder, files(book(), fresh=engagement()))


@pytest.mark.parametrize("command", MAY)
def test_a_command_imports_only_what_it_may(command: str, root: Path, tmp_path: Path) -> None:
    arguments, may = MAY[command]
    code, found = imported(root, tmp_path / "cache", *arguments)
    assert code in (0, 1, 2), "it ran to its end"
    assert found <= may


def test_every_command_has_its_bounds() -> None:
    assert MAY.keys() | UNBOUND == COMMANDS.keys()


def test_help_imports_nothing_heavy(root: Path, tmp_path: Path) -> None:
    assert imported(root, tmp_path / "cache", "--help") == (0, set())


def test_a_check_that_was_made_before_reads_no_yaml(root: Path, tmp_path: Path) -> None:
    first = imported(root, tmp_path / "cache", "check")
    assert first[1] >= READS
    assert imported(root, tmp_path / "cache", "check") == (first[0], set())


@pytest.mark.parametrize(
    ("format", "needs"), [("html", "jinja2"), ("md", "jinja2"), ("xlsx", "xlsxwriter"), ("ics", None), ("pdf", "typst")]
)  # fmt: skip
def test_a_format_imports_its_own_library_and_no_other_formats(
    format: str, needs: str | None, root: Path, tmp_path: Path
) -> None:
    code, found = imported(root, tmp_path / "cache", "checklist", "fresh", "--format", format, "--out", "OUT")
    assert code == 0
    assert needs is None or needs in found
    assert not found & ({"typst", "xlsxwriter", "icalendar", "mkdocs", "openpyxl"} - {needs})
