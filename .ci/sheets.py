"""The sheets of the engagements that a change touches: ``sheets.py BASE [--out DIR] [--format pdf,html]``."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from generator import FOLDER
from generator.history.git import git
from generator.library import inputs, load
from generator.publish.disk import read_tree


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base")
    options.add_argument("--out", default="build/changed-sheets")
    options.add_argument("--format", default="pdf,html")
    given = options.parse_args()
    names = touched(given.base)
    if not names:
        print(f"no sheet differs from {given.base}")
        return 0
    command = [sys.executable, "-m", "generator", "checklist", *names, "--format", given.format, "--out", given.out]
    return subprocess.run(command, check=False).returncode


def touched(base: str) -> list[str]:
    """The engagements of the work tree that are made from a file that differs from the base."""
    found = git(Path.cwd(), "diff", "--name-only", "-z", "--no-renames", "--relative", base, "--", FOLDER)
    if found.code:
        sys.exit(f"git knows no revision {base}")
    changed = set(found.output.split("\0"))
    library = load(read_tree(Path.cwd()))
    return sorted(entry.id for entry in library.engagements.values() if inputs(entry) & changed)


if __name__ == "__main__":
    sys.exit(main())
