"""Reading the tree and writing files whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator import FOLDER
from generator.source import LARGEST


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
    for path in _files(root, folder):
        name = path.relative_to(root).as_posix()
        try:
            # resolve() says of a link that leads to itself what it likes, by Python's version.
            outside = not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
            if outside:
                raise Unreadable(
                    f"{name} 是指向目录外的链接，不读取 / {name} is a link out of the tree and is not read"
                )
            if not path.is_file() and path.exists():
                raise Unreadable(f"{name} 不是普通文件，不读取 / {name} is no regular file and is not read")
            with path.open("rb") as file:
                # A byte more than a file may have tells that it has too many, whatever its size.
                found[name] = file.read(LARGEST + 1)
        except OSError as error:
            raise Unreadable(f"{name} 读不了：{error.strerror} / {name} cannot be read: {error.strerror}") from error
    return found


def _files(root: Path, folder: Path) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        # A folder that cannot be listed would otherwise be an empty one.
        name = Path(error.filename).relative_to(root).as_posix()
        raise Unreadable(f"{name}/ 读不了：{error.strerror} / {name}/ cannot be read: {error.strerror}") from error

    for here, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        for name in folders:
            if (path := Path(here, name)).is_symlink():
                name = path.relative_to(root).as_posix()
                raise Unreadable(f"{name} 是指向目录的链接，不读取 / {name} is a link to a folder and is not read")
        yield from (Path(here) / name for name in sorted(names) if not _hidden(name))


def _hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~")


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Replace ``path`` by ``content`` in one step; an interrupted or failed write leaves what was there.

    ``lasting`` waits until it would outlive a power cut. What can be made again need not: two thousand waits take minutes.
    """
    import tempfile  # Most commands write nothing, and it takes a while.

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno:
            # Of a full disk the system does not say which file it had no room for.
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
