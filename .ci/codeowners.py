"""CODEOWNERS from the ``maintainers`` of each playbook: ``codeowners.py`` writes it, ``codeowners.py --check`` compares.

GitHub and GitLab both read the file at the root. A person is an @name, a @group/team or a mail address.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import here

from generator.history.git import git
from generator.library import Library, load
from generator.publish.disk import read_tree, write_whole

FILE = "CODEOWNERS"
OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]+)*|[^\s@#]+@[^\s@#]+\.[^\s@#]+")
HEAD = """\
# 由各手册的 maintainers 生成，不要手改：make codeowners
# Made from the maintainers of each playbook; do not edit: make codeowners
"""


def main() -> int:
    root = here.root()
    # Hosts count from the repository's own folder, of which this may be one.
    prefix = git(root, "rev-parse", "--show-prefix").words.strip()
    path, wanted = root / FILE, text(load(read_tree(root)), prefix)
    if path.is_file() and path.read_text(encoding="utf-8") == wanted:
        return 0
    if "--check" in sys.argv[1:]:
        print(
            f"{FILE} 与 maintainers 不一致，运行 make codeowners / {FILE} differs from maintainers; run make codeowners",
            file=sys.stderr,
        )
        return 1
    write_whole(path, wanted.encode("utf-8"))
    print(f"已写入 / wrote {prefix}{FILE}")
    if prefix:
        print(
            f"平台只读仓库根目录的 {FILE}：把这些行并进去 / Hosts read the {FILE} of the repository's own folder alone: add these lines there"
        )
    return 0


def text(library: Library, prefix: str = "") -> str:
    """The whole file: what all playbooks share belongs to all their maintainers, each playbook to its own."""
    owners = {id: list(_owners(id, entry.model.maintainers)) for id, entry in library.playbooks.items()}
    everyone = sorted({owner for names in owners.values() for owner in names})
    shared = [(f"/{prefix}playbooks/{folder}/", everyone) for folder in ("cases", "shared")]
    own = [(f"/{prefix}playbooks/{id}.yaml", names) for id, names in sorted(owners.items())]
    return HEAD + "".join(f"{path} {' '.join(names)}\n" for path, names in [*shared, *own] if names)


def _owners(id: str, maintainers: tuple[str, ...]) -> Iterator[str]:
    for name in maintainers:
        if not OWNER.fullmatch(name):
            sys.exit(
                f"{id}: 维护人 {name} 要写成 @名字、@组/队 或邮箱 / the maintainer {name} is no @name, @group/team or mail address"
            )
        yield name


if __name__ == "__main__":
    here.run(main)
