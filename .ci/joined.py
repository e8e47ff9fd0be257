"""Whether shards that were joined are the whole: ``joined.py FOLDER``. Every engagement has its folder there, and no other has."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.library import load
from generator.publish.disk import read_tree


def main(folder: Path) -> int:
    wanted = set(load(read_tree(Path.cwd())).engagements)
    found = {path.name for path in folder.iterdir() if any(path.iterdir())}
    for name in sorted(wanted - found):
        print(f"missing: {name}", file=sys.stderr)
    for name in sorted(found - wanted):
        print(f"of no engagement: {name}", file=sys.stderr)
    print(f"{len(found & wanted)} of {len(wanted)} engagements")
    return 0 if found == wanted else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
