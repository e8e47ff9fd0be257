"""The same inputs and the same ``--today`` give the same bytes, wherever and whenever they are made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from trees import ROOT

SCRIPT = """
import hashlib, json, sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from generator.publish.tree import open_workspace
from generator.publish.sheets import SheetVariant, SheetBuilder
from generator.site import PageOptions, SiteContext, plan
from generator.publish import resources
from generator.report import Findings, report

root = Path(sys.argv[1])
examined = open_workspace(root, date(2026, 11, 23))
builder = SheetBuilder.of(root, examined.library)
found = {"diagnostics": report("json")(Findings(examined.diagnostics, "zh"))}
variants = [
    SheetVariant(lang, format, audience, role)
    for lang in ("zh", "en") for format in ("html", "md") for audience, role in (("team", None), ("customer", "architect"))
]
with TemporaryDirectory() as folder:
    # One of each kind of event; all pages below tell of all of them.
    for checklist in {one.playbook: one for one in examined.checklists}.values():
        for path in builder.write(Path(folder), checklist, variants):
            found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
for lang in ("zh", "en"):
    words, templates = resources.strings(root, lang), resources.templates(root, "pages")
    context = SiteContext(examined.library, examined.checklists, lang, words, templates, PageOptions(), date(2026, 11, 23))
    for uri, source in plan(context).items():
        found[f"page {lang} {uri}"] = hashlib.sha256(repr(source.make()).encode()).hexdigest()
print(json.dumps(found))
"""


def made(cwd: Path, **environment: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(ROOT)],
        capture_output=True, check=True, cwd=cwd, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_neither_hash_seed_nor_zone_nor_folder_nor_locale_changes_a_byte(tmp_path: Path) -> None:
    one = made(ROOT, PYTHONHASHSEED="1", TZ="Asia/Shanghai", LANG="zh_CN.UTF-8")
    other = made(tmp_path, PYTHONHASHSEED="4711", TZ="America/New_York", LC_ALL="C")
    assert len(one) > 60
    assert {name for name in one if one[name] != other.get(name)} == set()
    assert one.keys() == other.keys()
