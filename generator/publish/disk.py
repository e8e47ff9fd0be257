"""Reading the tree and writing files whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from generator.library import FOLDER


class Unreadable(Exception):
    """The root is no tree of playbooks, or cannot be read. The message is bilingual and names the folder."""


def find_root(start: Path) -> Path:
    """The nearest folder from ``start`` upward that holds mkdocs.yml. Raises ``Unreadable``."""
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    raise Unreadable(
        f"从 {start} 往上找不到 mkdocs.yml：请到项目目录里运行，或用 --root 指定 / no mkdocs.yml from {start} upward: "
        "run this inside the project, or name it with --root"
    )


def read_tree(root: Path) -> dict[str, bytes]:
    """Every file below playbooks/, by its POSIX path from the root; hidden files (an editor's, the system's) are no content.

    Raises ``Unreadable``, also for a link that leads out of the tree: nothing from outside may end up on a sheet.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        raise Unreadable(f"{root} 里没有 {FOLDER}/ 目录 / there is no {FOLDER}/ folder in {root}")
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(root).as_posix()
        if any(part.startswith(".") or part.endswith("~") for part in path.relative_to(root).parts) or path.is_dir():
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            raise Unreadable(f"{name} 是指向目录外的链接，不读取 / {name} is a link out of the tree and is not read")
        try:
            found[name] = path.read_bytes()
        except OSError as error:
            raise Unreadable(f"{name} 读不了：{error.strerror} / {name} cannot be read: {error.strerror}") from error
    return found


def write_whole(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step; an interrupted or failed write leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
