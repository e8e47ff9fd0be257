"""Whether shards that were joined are the whole: ``joined.py FOLDER``. Every engagement has its folder there, and no other has."""

from __future__ import annotations

import sys
from pathlib import Path

import here

from generator.library import load
from generator.publish.disk import read_tree


def main() -> int:
    folder = Path(sys.argv[1])
    wanted = set(load(read_tree(here.root())).engagements)
    # What the system leaves beside them (.DS_Store) is no engagement's; where none has a sheet, there is no folder.
    folders = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    found = {path.name for path in folders if any(sheet.name[0] != "." for sheet in path.iterdir())}
    for name in sorted(wanted - found):
        print(f"缺 {name} / missing: {name}", file=sys.stderr)
    for name in sorted(found - wanted):
        print(f"{name} 不是哪个客户事件的 / of no engagement: {name}", file=sys.stderr)
    print(
        f"{len(wanted)} 个客户事件，齐了 {len(found & wanted)} 个 / {len(found & wanted)} of {len(wanted)} engagements"
    )
    return 0 if found == wanted else 1


if __name__ == "__main__":
    here.run(main)
