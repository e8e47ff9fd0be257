"""``make bench``: whole commands beside a baseline of the same run, as a Markdown table.

A machine is noisy and no two are alike, so what counts is the ratio. Each figure is the median of several whole processes.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"

ONE_FILE = "playbooks/ecommerce-promotion.yaml"
LOAD = "import sys, yaml; [yaml.load(open(f, 'rb'), yaml.CSafeLoader) for f in sys.argv[1:]]"
BARE_JINJA = """
import sys, pathlib, datetime
from generator.pipeline import examine
from generator.publish.sheets import Cut, Desk
root = pathlib.Path(sys.argv[1])
examined = examine(root, datetime.date.fromisoformat(sys.argv[2]))
desk = Desk.of(root, examined.library)
from generator.render import render
for checklist in examined.checklists:
    for lang in ("zh", "en"):
        cut = Cut(lang, "html", "team")
        render(desk.sheet(checklist, cut), "html")
"""


@dataclass(frozen=True)
class Timing:
    seconds: float
    megabytes: float


def run(command: list[str], times: int) -> Timing:
    """The median time and the peak memory of ``command`` as a whole process."""
    taken = []
    peak = 0.0
    for _ in range(times):
        began = time.perf_counter()
        pid = os.posix_spawn(command[0], command, {**os.environ, "NO_MKDOCS_2_WARNING": "1"}, file_actions=_silent())
        _, status, used = os.wait4(pid, 0)
        taken.append(time.perf_counter() - began)
        if os.waitstatus_to_exitcode(status):
            sys.exit(f"failed: {' '.join(command[:6])}")
        peak = max(peak, used.ru_maxrss / 1024)
    return Timing(statistics.median(taken), peak)


def _silent() -> list[tuple[int, int, str, int, int]]:
    return [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_WRONLY, 0) for descriptor in (1, 2)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=5)
    times = options.parse_args().times
    files = sorted(str(path) for path in (ROOT / "playbooks").rglob("*.yaml"))
    size = sum(Path(file).stat().st_size for file in files) / 1e6
    bin = Path(sys.executable).parent
    one, schema = str(ROOT / ONE_FILE), str(ROOT / "site_config/schemas/playbook.schema.json")
    playbook = [sys.executable, "-m", "generator", "--root", str(ROOT), "--today", TODAY, "--quiet"]
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            (
                "check-jsonschema, one file against our schema (baseline)",
                run([str(bin / "check-jsonschema"), "--schemafile", schema, one], times),
                None,
            ),
            ("yamllint, the same file", run([str(bin / "yamllint"), "-d", "relaxed", one], times), 0),
            ("Python with click, nothing done", run([sys.executable, "-c", "import click"], times), 0),
            ("`playbook check`, the same file with all that it refers to", run([*playbook, "check", one], times), 0),
            ("load with PyYAML's CSafeLoader (baseline)", run([sys.executable, "-c", LOAD, *files], times), None),
            ("`playbook check`", run([*playbook, "check"], times), 4),
            (
                "tailor and render HTML in one process, nothing written (baseline)",
                run([sys.executable, "-c", BARE_JINJA, str(ROOT), TODAY], times),
                None,
            ),
            (
                "`playbook checklist --all --format html`",
                run([*playbook, "checklist", "--all", "--format", "html", "--out", f"{folder}/c"], times),
                6,
            ),
            (
                "`mkdocs build`, one language (baseline)",
                run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", f"{folder}/m"], max(1, times // 2)),
                None,
            ),
            (
                "`playbook site`, both languages, all sheets",
                run([*playbook, "site", "--out", f"{folder}/s"], max(1, times // 2)),
                8,
            ),
        ]
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, check=False, text=True
    ).stdout.strip()
    print(
        f"`make bench` at {commit}: {len(files)} files, {size:.2f} MB, {os.cpu_count()} cores, median of {times} processes\n"
    )
    print("| what | seconds | ratio to its baseline | peak MB |\n| --- | ---: | ---: | ---: |")
    for what, timing, base in rows:
        ratio = f"{timing.seconds / rows[base][1].seconds:.2f}" if base is not None else "1"
        print(f"| {what} | {timing.seconds:.2f} | {ratio} | {timing.megabytes:.0f} |")
    print(
        f"\nChildren's peak over the whole run: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB."
    )


if __name__ == "__main__":
    main()
