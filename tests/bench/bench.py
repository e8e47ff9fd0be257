"""``make bench``: whole commands beside a baseline of the same run, as a Markdown table.

A machine is noisy and no two are alike, so what counts is the ratio: a baseline and what is judged by it run in turn, several times.
``make bench ARGS="--size L --only check"``; with ``--write`` the table replaces the one of docs/benchmarks.md for that size.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import corpus
import generators
from measure import ENVIRONMENT, Job, Row, in_turn, python, table

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PAGE = ROOT / "docs" / "benchmarks.md"
TODAY = "2026-11-23"
LOAD = "import sys, yaml; [yaml.load(open(f, 'rb'), yaml.CSafeLoader) for f in sys.argv[1:]]"
READ = (
    "import sys, gc; gc.set_threshold(50_000); from pathlib import Path; from generator.publish.disk import read_tree;"
    "from generator.library import load; load(read_tree(Path(sys.argv[1])))"
)
BOUNDS = {"html": 1.3, "md": 1.3, "xlsx": 1.5, "pdf": 1.2}


def planted(size: str, root: Path) -> None:
    """A tree, made in a process of its own: the memory of this one is the floor of what is measured."""
    subprocess.run(python(HERE / "corpus.py", size, root), check=True)


def ours(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", "--root", str(root), "--today", TODAY, "--quiet", *arguments]


def files(root: Path) -> list[str]:
    return sorted(map(str, (root / "playbooks").rglob("*.yaml")))


def check(root: Path, scratch: Path) -> list[Row]:
    load = Job("PyYAML's CSafeLoader over the same bytes", python(LOAD, *files(root)))
    again = Job(
        "`playbook check`, unchanged files again", ours(root, "check"), {"PLAYBOOK_CACHE": str(scratch / "cache")}
    )
    again.run()
    again.seconds.clear(), again.work.clear()
    return [
        Row(Job("`playbook check`, cold", ours(root, "check")), load, 1.0),
        Row(Job("reading, positions and model alone", python(READ, root)), load, 0.6),
        Row(again, load, 0.15),
    ]


def file(root: Path, scratch: Path) -> list[Row]:
    """One file of the samples, whatever the size asked for: what somebody waits for who edits it."""
    one, bin = ROOT / "playbooks" / "ecommerce-promotion.yaml", Path(sys.executable).parent
    schema = ROOT / "site_config" / "schemas" / "playbook.schema.json"
    validate = Job(
        "check-jsonschema, one file against our schema",
        [str(bin / "check-jsonschema"), "--schemafile", str(schema), str(one)],
    )
    return [
        Row(Job("`playbook check` of that file, cold", ours(ROOT, "check", str(one))), validate, 1.2),
        Row(Job("yamllint, that file", [str(bin / "yamllint"), "-d", "relaxed", str(one)]), validate),
        Row(Job("Python with click, nothing done", python("import click")), validate),
    ]


def hundred(root: Path, scratch: Path) -> list[Row]:
    """A hundred files, whatever the size asked for."""
    root = scratch / "hundred"
    planted("hundred", root)
    found, schemas = files(root), ROOT / "site_config" / "schemas"
    bin = Path(sys.executable).parent
    books = [file for file in found if Path(file).parent.name == "playbooks"]
    events = [file for file in found if "/engagements/" in file]
    lint = Job("yamllint, 100 files", [str(bin / "yamllint"), "-d", "relaxed", *found])
    validate = [
        shlex.join([str(bin / "check-jsonschema"), "--schemafile", str(schemas / f"{kind}.schema.json"), *named])
        for kind, named in (("playbook", books), ("engagement", events))
    ]
    schema = Job("check-jsonschema, the playbooks and engagements of them", ["sh", "-c", " && ".join(validate)])
    job = Job("`playbook check`, 100 files, cold", ours(root, "check"))
    return [Row(job, lint, 1 / 10), Row(job, schema, 1 / 4)]


def sheets(root: Path, scratch: Path, formats: Sequence[str] = tuple(BOUNDS)) -> list[Row]:
    rows = []
    for format in formats:
        name = {"html": "Jinja", "md": "Jinja", "xlsx": "xlsxwriter", "pdf": "typst on all cores"}[format]
        base = Job(f"bare {name}, the same {format}", python(HERE / "bare.py", format, root, TODAY), inner=True)
        command = ours(root, "checklist", "--all", "--format", format, "--out", str(scratch / format))
        rows.append(Row(Job(f"`playbook checklist --all --format {format}`", command), base, BOUNDS[format]))
    return rows


def site(root: Path, scratch: Path) -> list[Row]:
    """Other generators make pages and nothing else: ours is judged by them with the sheets that are pages."""
    cold, *rebuilt = _site(root, scratch / "pages", "`playbook site --format html`", "--format", "html")
    rows = []
    for name, other in generators.prepare(root, TODAY, scratch).items():
        bound = {"MkDocs-Material": 1 / 8, "Hugo": 1.5}[name]
        rows.append(Row(cold.job, Job(f"{name}, the same sheets as pages, once in each language", other), bound))
    return [*rows, *rebuilt]


def everything(root: Path, scratch: Path) -> list[Row]:
    """The site as it is without being asked for less: six PDF sheets and four workbooks an engagement."""
    return _site(root, scratch / "everything", "`playbook site`, every sheet in every format")


def _site(root: Path, scratch: Path, what: str, *options: str) -> list[Row]:
    """A site from nothing, and as it is built again."""
    out, cache = scratch / "site", {"PLAYBOOK_CACHE": str(scratch / "cache")}
    command = ours(root, "site", "--out", str(out), *options)
    cold = Job(f"{what}, cold", command, cache, before=lambda: shutil.rmtree(scratch, ignore_errors=True))
    engagement = min((root / "playbooks" / "engagements").iterdir())
    playbook = min((root / "playbooks").glob("*.yaml"))
    return [
        Row(cold),
        Row(Job(f"{what}, nothing changed", command, cache), cold),
        Row(Job(f"{what}, after one engagement's edit", command, cache, before=edit(engagement)), cold, 1 / 10),
        Row(Job(f"{what}, after one playbook's edit", command, cache, before=edit(playbook)), cold, 1 / 3),
    ]


def edit(file: Path) -> Callable[[], None]:
    """Another word in the file's first short text."""

    def change() -> None:
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(\{zh: [^,}]*)", r"\1改", text, count=1), "utf-8")

    return change


def samples(root: Path, scratch: Path) -> list[Row]:
    """What a newcomer waits for, whatever the size asked for."""
    nothing = Job("Python with click, nothing done", python("import click"))
    return [
        Row(Job("the samples: `playbook --help`", ours(ROOT, "--help")), nothing),
        Row(Job("the samples: `playbook check`, cold", ours(ROOT, "check")), nothing),
        Row(Job("the samples: `playbook site`, cold", ours(ROOT, "site", "--out", str(scratch / "samples")))),
        Row(
            Job(
                "the samples: `playbook site --format html`, cold",
                ours(ROOT, "site", "--format", "html", "--out", str(scratch / "pages")),
            )
        ),
    ]


def growth(root: Path, scratch: Path) -> list[Row]:
    """L and XL, whatever the size asked for."""
    for size in ("L", "XL"):
        planted(size, scratch / size)
    base = Job("`playbook check`, cold, at L", ours(scratch / "L", "check"))
    return [Row(Job("`playbook check`, cold, at XL", ours(scratch / "XL", "check")), base, 5.5)]


GROUPS: dict[str, Callable[[Path, Path], list[Row]]] = {
    "file": file, "samples": samples, "check": check, "hundred": hundred, "sheets": sheets, "site": site, "everything": everything,
    "growth": growth,
    **{format: partial(sheets, formats=[format]) for format in BOUNDS},
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
    options.add_argument("--size", choices=corpus.SIZES, default="S")
    options.add_argument(
        "--only", default="file,samples,check,hundred,sheets", help=f"any of {', '.join((*GROUPS, *SCRIPTS))}"
    )
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--write", action="store_true", help="keep the table in docs/benchmarks.md")
    given = options.parse_args()
    for name in given.only.split(","):
        if name in SCRIPTS:
            said = f"{heading(name, given.size, 1)}\n\n{figures(name, given.size)}\n"
            print(said, flush=True)
            if given.write:
                keep(f"{name} {given.size}", said)
            continue
        with tempfile.TemporaryDirectory() as folder:
            scratch = Path(folder)
            root = scratch / "tree"
            planted(given.size, root)
            rows = GROUPS[name](root, scratch)
            in_turn(rows, given.times)
            said = f"{heading(name, given.size, given.times)}\n\n{table(rows)}\n"
            print(said, flush=True)
            if given.write:
                keep(f"{name} {given.size}", said)


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
