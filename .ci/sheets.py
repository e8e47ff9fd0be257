"""The sheets of the engagements that a change touches: ``sheets.py BASE [--out DIR] [--format pdf,html]``."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import here

from generator.library import inputs, load
from generator.publish.disk import read_tree


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base")
    options.add_argument("--out")
    options.add_argument("--format", default="pdf,html")
    given, root = options.parse_args(), here.root()
    names = touched(root, given.base)
    if not names:
        print(f"没有哪份清单和 {given.base} 不同 / no sheet differs from {given.base}")
        return 0
    out = given.out or str(root / "build" / "changed-sheets")
    command = ["--root", str(root), "checklist", *names, "--format", given.format, "--out", out]
    return subprocess.run([sys.executable, "-m", "generator", *command], check=False).returncode


def touched(root: Path, base: str) -> list[str]:
    """The engagements of the work tree that are made from a file that differs from the base."""
    changed = here.changed(root, base)
    library = load(read_tree(root))
    return sorted(entry.id for entry in library.engagements.values() if inputs(entry) & changed)


if __name__ == "__main__":
    here.run(main)
