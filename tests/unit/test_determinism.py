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
from generator.pipeline import examine
from generator.publish.sheets import Cut, Desk
from generator.render import FORMATS, render
from generator.pages import PageOptions
from generator.pages.live import home_block, live_pages, world
from generator.publish import resources
from generator.report import Findings, report

root = Path(sys.argv[1])
examined = examine(root, date(2026, 11, 23))
desk = Desk.of(root, examined.library)
found = {"diagnostics": report("json")(Findings(examined.diagnostics, "zh"))}
for checklist in examined.checklists:
    for lang in ("zh", "en"):
        for audience, role in (("team", None), ("customer", "architect")):
            for format in ("html", "md"):
                sheet = desk.sheet(checklist, Cut(lang, format, audience, role))
                found[f"{checklist.id} {lang} {audience} {role} {format}"] = hashlib.sha256(render(sheet, format)).hexdigest()
for lang in ("zh", "en"):
    words, templates = resources.strings(root, lang), resources.templates(root, "live")
    made = world(examined.library, examined.checklists, lang, words, templates, PageOptions(), date(2026, 11, 23))
    found[f"home {lang}"] = home_block(made)
    for page in live_pages(made):
        found[f"live {lang} {page.uri}"] = hashlib.sha256(page.content.encode()).hexdigest()
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
