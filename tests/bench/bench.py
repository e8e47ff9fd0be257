"""``make bench``: whole commands beside a baseline of the same run, as a Markdown table.

A machine is noisy and no two are alike, so what counts is the ratio: a baseline and what is judged by it run in turn, several times.
``make bench ARGS="--only check --size S"``; with ``--write`` a table replaces the one of docs/benchmarks.md for that part and size.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import corpus
import generators as others
from measure import ENVIRONMENT, Job, Row, in_turn, python, table

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PAGE = ROOT / "docs" / "benchmarks.md"
TODAY = "2026-11-23"
LOAD = "import sys, yaml; [yaml.load(open(f, 'rb'), yaml.CSafeLoader) for f in sys.argv[1:]]"
PLAN = (("samples", "S"), ("check", "L"), ("generators", "M"), ("site", "M"), ("site", "L"), ("serve", "M"))
"""What is measured without being asked for less: each bound at its size."""


def planted(size: str, root: Path) -> None:
    """A tree, made in a process of its own: the memory of this one is the floor of what is measured."""
    subprocess.run(python(HERE / "corpus.py", size, root), check=True)


def ours(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", "--root", str(root), "--today", TODAY, "--quiet", *arguments]


def files(root: Path) -> list[str]:
    return sorted(map(str, (root / "playbooks").rglob("*.yaml")))


def samples(root: Path, scratch: Path) -> list[Row]:
    """What a newcomer waits for, whatever the size asked for: every sheet in every format."""
    return [
        Row(
            Job("`playbook site` of the samples, cold", ours(ROOT, "site", "--out", str(scratch / "samples"))),
            bound=12,
            by="s",
        )
    ]


def check(root: Path, scratch: Path) -> list[Row]:
    load = Job("PyYAML's CSafeLoader over the same bytes", python(LOAD, *files(root)))
    return [Row(Job("`playbook check`, cold", ours(root, "check")), load, 1.5, "× of CPU time")]


PAGES = "`playbook site --format html`"


def generators(root: Path, scratch: Path) -> list[Row]:
    """Other generators make pages and nothing else: ours is judged by them with the sheets that are pages."""
    cold = _cold(root, scratch / "pages")
    rows = []
    for name, other in others.prepare(root, TODAY, scratch).items():
        bound = {"MkDocs-Material": 0.35, "Hugo": 7}[name]
        rows.append(Row(cold, Job(f"{name}, the same sheets as pages, once in each language", other), bound))
    return rows


def site(root: Path, scratch: Path) -> list[Row]:
    """A site from nothing, and as it is built again."""
    cold = _cold(root, scratch)
    engagement = min((root / "playbooks" / "engagements").iterdir())
    playbook = min((root / "playbooks").glob("*.yaml"))

    def again(what: str, before: Callable[[], None] = lambda: None) -> Job:
        return Job(f"{PAGES}, {what}", cold.command, cold.environment, before=before)

    return [
        Row(cold, bound=300, by="MB"),
        Row(again("nothing changed"), cold, 0.1),
        Row(again("after one engagement's edit", edit(engagement)), cold, 0.15),
        Row(again("after one playbook's edit", edit(playbook)), cold, 0.35),
    ]


def _cold(root: Path, scratch: Path) -> Job:
    folder, cache = scratch / "site", scratch / "cache"

    def empty() -> None:
        for one in (folder, cache):
            shutil.rmtree(one, ignore_errors=True)

    command = ours(root, "site", "--out", str(folder), "--format", "html")
    return Job(f"{PAGES}, cold", command, {"PLAYBOOK_CACHE": str(cache)}, before=empty)


def edit(file: Path) -> Callable[[], None]:
    """Another word in the file's first short text."""

    def change() -> None:
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(\{zh: [^,}]*)", r"\1改", text, count=1), "utf-8")

    return change


GROUPS: dict[str, Callable[[Path, Path], list[Row]]] = {
    "samples": samples, "check": check, "generators": generators, "site": site,
}  # fmt: skip

SCRIPTS = ("serve", "search")
"""Parts whose bounds are no ratios: each is a script of its own, whose last line says what it found beside what it may be."""


def figures(name: str, size: str) -> str:
    """What a script found, as a table."""
    done = subprocess.run(
        python(HERE / f"{name}.py", size), env=ENVIRONMENT, capture_output=True, check=True, encoding="utf-8"
    )
    lines = ["| what | measured | bound | |", "| --- | ---: | ---: | --- |"]
    for what, found, unit, most in json.loads(done.stdout.strip().rpartition("\n")[2]):
        lines.append(f"| {what} | {found:.2f} {unit} | ≤ {most} {unit} | {'yes' if found <= most else '**no**'} |")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", choices=corpus.SIZES, help="each part at this size; else each at that of its bounds")
    options.add_argument("--only", help=f"any of {', '.join((*GROUPS, *SCRIPTS))}; else all that has bounds")
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--write", action="store_true", help="keep the tables in docs/benchmarks.md")
    given = options.parse_args()
    names = given.only.split(",") if given.only else [name for name, _ in PLAN]
    for name, size in [(name, given.size) for name in dict.fromkeys(names)] if given.size else planned(names):
        said = script(name, size) if name in SCRIPTS else group(name, size, given.times)
        print(said, flush=True)
        if given.write:
            keep(f"{name} {size}", said)


def planned(names: list[str]) -> list[tuple[str, str]]:
    """The parts of the plan that are asked for, and what is not in it at the size that it is meant for."""
    meant = dict(PLAN)
    return [part for part in PLAN if part[0] in names] + [(name, "L") for name in names if name not in meant]


def script(name: str, size: str) -> str:
    return f"{heading(name, size, 1)}\n\n{figures(name, size)}\n"


def group(name: str, size: str, times: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        planted(size, root)
        rows = GROUPS[name](root, Path(folder))
        in_turn(rows, times)
        return f"{heading(name, size, times)}\n\n{table(rows)}\n"


def heading(name: str, size: str, times: int) -> str:
    commit = subprocess.run(
        ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, check=False, text=True
    )
    playbooks, engagements = corpus.SIZES[size]
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"`make bench ARGS=\"--only {name} --size {size} --times {times}\"` at {commit.stdout.strip() or 'no commit'}: "
        f"{playbooks} playbooks, {engagements} engagements; medians of {times}; {len(os.sched_getaffinity(0))} cores, "
        f"load {load}, Python {platform.python_version()}"
    )  # fmt: skip


def keep(name: str, said: str) -> None:
    """Put a table in the place that the page has for it, or at its end."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    page = PAGE.read_text("utf-8")
    before, found, rest = page.partition(begin)
    after = rest.partition(end)[2] if found else ""
    PAGE.write_text(f"{before.rstrip()}\n\n{begin}\n{said}\n{end}{after}", "utf-8")


if __name__ == "__main__":
    main()
