"""Reading the tree and writing files whole: a reader sees the old file or the new one, never half of one."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from generator import FOLDER
from generator.limits import LARGEST
from generator.publish.output_folder import OutputRefused
from generator.publish.output_folder import PathError as PathError


class Unreadable(PathError):
    """The root is no tree of playbooks, or cannot be read."""


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
    for entry in _files(root, folder):
        name = _name(root, entry.path)
        try:
            # resolve() says of a link that leads to itself what it likes, by Python's version.
            if entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(os.path.realpath(folder)):
                raise Unreadable(
                    f"{name} 是指向目录外的链接，不读取 / {name} is a link out of the tree and is not read"
                )
            if not entry.is_file() and Path(entry.path).exists():
                raise Unreadable(f"{name} 不是普通文件，不读取 / {name} is no regular file and is not read")
            with open(entry.path, "rb") as file:  # noqa: PTH123 (a Path for each of thousands takes longer than to read it)
                # A byte more than a file may have tells that it has too many, whatever its size.
                found[name] = file.read(LARGEST + 1)
        except OSError as error:
            raise Unreadable(f"{name} 读不了：{error.strerror} / {name} cannot be read: {error.strerror}") from error
    return found


def _files(root: Path, folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Every file below a folder, each folder's own before those of the folders in it."""
    try:
        with os.scandir(folder) as listed:
            entries = sorted((entry for entry in listed if not _hidden(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        # A folder that cannot be listed would otherwise be an empty one.
        name = _name(root, os.fspath(folder))
        raise Unreadable(f"{name}/ 读不了：{error.strerror} / {name}/ cannot be read: {error.strerror}") from error
    folders = [entry for entry in entries if _is_folder(entry)]
    yield from (entry for entry in entries if entry not in folders)
    for entry in folders:
        if entry.is_symlink():
            name = _name(root, entry.path)
            raise Unreadable(f"{name} 是指向目录的链接，不读取 / {name} is a link to a folder and is not read")
        yield from _files(root, entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # A link that leads to itself.
        return False


def _name(root: Path, path: str) -> str:
    """The POSIX path from the root of what was found below it."""
    return path[len(os.path.join(root, "")) :].replace(os.sep, "/")  # noqa: PTH118 (as above)


def _hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~")


class InUse(PermissionError):
    """A file that another program holds, or that may not be replaced; what was there is as it was."""

    def __init__(self, path: Path) -> None:
        said = (
            "正被别的程序打开（例如 Excel）或不许改，没有动：关掉它再运行 / "
            "is open in another program, such as Excel, or may not be changed, and is as it was: close it and run this again"
        )
        super().__init__(errno.EACCES, said, str(path))

    def __reduce__(self) -> tuple[type["InUse"], tuple[Path]]:
        # A worker hands it over pickled.
        return InUse, (Path(self.filename),)


class ChangedMeanwhile(PathError):
    """Somebody has changed a file since it was read. The message is bilingual and names the file."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} 刚被别人改过，请重试 / {file} has just been changed by somebody else; try again")


_WAITING = ".playbook-tmp"
_FORGOTTEN = 3600
"""Seconds after which a file that waits for its name is one that a killed run left behind."""


def sweep(folder: Path) -> None:
    """Remove what killed runs left half written in a folder. A file just being written is younger, and stays."""
    for path in folder.glob(f".*{_WAITING}"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _FORGOTTEN:
                path.unlink()


def write_source(root: Path, file: str, content: bytes, before: bytes | None = None) -> None:
    """Replace a file of the tree in one step; ``file`` is its POSIX path from the root, ``before`` what was read of it.

    A link inside the tree stays one. Raises ``OutputRefused`` where a link leads out of the tree, ``ChangedMeanwhile`` where the
    file no longer is as it was read.
    """
    top = root / PurePosixPath(file).parts[0]
    path = Path(os.path.realpath(root / file))
    if not path.is_relative_to(os.path.realpath(top)) or top.is_symlink():
        raise OutputRefused(
            f"{file} 由链接通到目录外，不写 / {file} is reached by a link out of the tree and is not written"
        )
    if before is not None and path.read_bytes() != before:
        raise ChangedMeanwhile(file)
    sweep(path.parent)
    write_whole(path, content)


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Replace ``path`` by ``content`` in one step, its mode kept; an interrupted or failed write leaves what was there.

    ``lasting`` waits until it would outlive a power cut. What can be made again need not: two thousand waits take minutes.
    Raises ``InUse`` where another program holds the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever writes the same file at the same time has another name for it.
    new = path.with_name(f".{path.name}.{os.urandom(4).hex()}{_WAITING}")
    try:
        with new.open("xb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if (mode := _mode(path)) is not None:
            new.chmod(mode)
        _replace(new, path)
    except BaseException as error:
        new.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno and not isinstance(error, InUse):
            # Of a full disk the system does not say which file it had no room for.
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def _mode(path: Path) -> int | None:
    """Who may read and write a file that is to be replaced; None where there is none."""
    try:
        found = path.lstat().st_mode
    except OSError:
        return None
    return stat.S_IMODE(found) & 0o777 if stat.S_ISREG(found) else None


def _replace(new: Path, path: Path) -> None:
    try:
        new.replace(path)
    except PermissionError as error:
        if not path.is_file():
            raise
        raise InUse(path) from error
