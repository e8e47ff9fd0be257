"""What a change of playbooks/ means, written as a comment for its pull request: ``compare.py BASE [--number N] [--out DIR]``.

Writes DIR/comment.md (empty where playbooks/ is as it was) and, with ``--number``, DIR/number. Runs without any secret:
whoever opened the pull request may have changed this script.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import here

from generator import FOLDER
from generator.publish.address import language
from generator.publish.output_folder import refuse_sources

MARKER = "<!-- playbook-diff -->"
BROKEN = """{marker}
### 改动的含义算不出来 / The meaning of this change could not be worked out

先把检查里报的错误改好，再推一次。Mend the faults that the check reports, then push again.

```text
{said}
```
"""
MOST = 4000


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base")
    options.add_argument("--number", type=int)
    options.add_argument("--out", type=Path)
    given, root = options.parse_args(), here.root()
    out = given.out or root / "build" / "compare"
    refuse_sources(root, out)
    comment = _comment(root, given.base) if here.changed(root, given.base) else ""
    out.mkdir(parents=True, exist_ok=True)
    (out / "comment.md").write_text(comment, encoding="utf-8")
    if given.number is not None:
        (out / "number").write_text(f"{given.number}\n", encoding="utf-8")
    print(comment or f"{FOLDER}/ 和 {given.base} 一样 / {FOLDER}/ is as it was at {given.base}")
    return 0


def _comment(root: Path, base: str) -> str:
    """What ``playbook diff`` says, in the language that the site begins in; a change with errors has its meaning as well, the errors on top."""
    options = ["--root", str(root), "--lang", language(root)]
    done = subprocess.run(
        [sys.executable, "-m", "generator", *options, "diff", base, "--format", "md"],
        capture_output=True, check=False, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    if done.stdout.startswith(MARKER):
        return done.stdout
    # Three backquotes would end the block that the words stand in.
    said = (done.stderr or done.stdout).strip().replace("```", "'''")
    return BROKEN.format(marker=MARKER, said=said if len(said) <= MOST else f"{said[:MOST]}\n…")


if __name__ == "__main__":
    here.run(main)
