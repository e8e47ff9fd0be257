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

from generator import FOLDER
from generator.history.git import git
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
    options.add_argument("--out", type=Path, default=Path("build/compare"))
    given = options.parse_args()
    refuse_sources(Path.cwd(), given.out)
    given.out.mkdir(parents=True, exist_ok=True)
    comment = _comment(given.base) if touched(given.base) else ""
    (given.out / "comment.md").write_text(comment, encoding="utf-8")
    if given.number is not None:
        (given.out / "number").write_text(f"{given.number}\n", encoding="utf-8")
    print(comment or f"{FOLDER}/ is as it was at {given.base}")
    return 0


def touched(base: str) -> bool:
    """Whether anything below playbooks/ differs from the base."""
    found = git(Path.cwd(), "diff", "--quiet", base, "--", FOLDER)
    if found.code not in (0, 1):
        sys.exit(f"git knows no revision {base}")
    return found.code == 1


def _comment(base: str) -> str:
    command = [sys.executable, "-m", "generator", "diff", base, "--format", "md"]
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}
    )
    if done.returncode == 0 and done.stdout.startswith(MARKER):
        return done.stdout
    # Three backquotes would end the block that the words stand in.
    said = (done.stderr or done.stdout).strip().replace("```", "'''")
    return BROKEN.format(marker=MARKER, said=said if len(said) <= MOST else f"{said[:MOST]}\n…")


if __name__ == "__main__":
    sys.exit(main())
