"""Where output may go: never among the sources, and never in place of what somebody else wrote.

A site carries a mark, a plain file that is copied with it to whatever host shows it. A folder is replaced only where it is absent,
empty or marked.
"""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from generator import FOLDER

MARK = "playbook-site.txt"
_MARKED = (
    "playbook site\n\n"
    "这个目录由 playbook site 生成，下次生成时整个替换：自己的文件不要放在这里。\n"
    "This folder was made by `playbook site`, and the next run replaces all of it: keep no files of your own here.\n"
)
_FIRST_LINE = b"playbook site"
_SOURCES = (
    "playbooks", "templates", "generator", "site_config", "tests", "docs",
    ".git", ".github", ".gitlab", ".ci", ".venv",
)  # fmt: skip
"""Folders of a project that hold what people wrote, or what they work with."""
_PAGES = ("index.html", "404.html", "zh/index.html", "en/index.html")


class PathError(Exception):
    """A place on the disk that cannot be read or written as asked. The message is bilingual and names it."""


class OutputRefused(PathError):
    """What was named may not be written to."""


def refuse_sources(root: Path, out: Path) -> None:
    """Raise ``OutputRefused`` where ``out`` is the project's folder, one above it, or lies in a source folder of it or of another, by whatever
    name or link."""
    place = Path(os.path.realpath(out))
    in_git = any(part.casefold() == ".git" for part in place.parts)
    if in_git or _lies_in(root, place) or any(_is_source(place, project) for project in (root, *_projects(place))):
        raise OutputRefused(
            f"{out} 是项目目录、它的上级，或在源文件的目录里，不往里写：用 --out 另选一个目录，例如 build/out / "
            f"{out} is the project's folder, one above it, or lies in a source folder, and is not written to: choose another with --out, such as build/out"
        )


def refuse_strange(folder: Path) -> None:
    """Raise ``OutputRefused`` where a folder holds what is no site of ours. Raises ``NotADirectoryError`` for a file."""
    if not os.path.lexists(folder):
        return
    if is_ours(folder):
        _refuse_additions(folder)
        return
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if all((folder / page).is_file() for page in _PAGES):
        raise OutputRefused(
            f"{folder} 像是旧版本生成的站点，里面没有标记 {MARK}，不替换：确认后先删掉这个目录，再运行一次 / "
            f"{folder} looks like a site of an earlier version, without the mark {MARK}, and is not replaced: if it is, delete the folder and run this again"
        )
    raise OutputRefused(
        f"{folder} 里有不是 playbook site 生成的文件，不替换：用 --out 选一个空的或还没有的目录 / "
        f"{folder} holds files that playbook site did not make, and is not replaced: choose an empty or new folder with --out"
    )


def _refuse_additions(site: Path) -> None:
    """Raise ``OutputRefused`` where somebody has put something into a site since: a repository to publish it from, a host's own file."""
    built = _built(site)
    added = sorted(entry.name for entry in site.iterdir() if entry.name not in built) if built else []
    if added:
        names = ", ".join(added[:5])
        raise OutputRefused(
            f"{site} 里有后来放进去的 {names}，整个替换会丢掉它们：先移走，或用 --out 另选目录，再复制过去 / "
            f"{site} holds {names}, put there since the last build, which would be lost: move it away, or choose another --out and copy the site over"
        )


def _built(site: Path) -> frozenset[str]:
    """What stood at the top of a site when it was built, by its mark; nothing where it bears none, or an older one."""
    try:
        return frozenset((site / MARK).read_text("utf-8").partition(_MARKED)[2].split("\n")) - {""}
    except OSError:
        return frozenset()


def is_ours(folder: Path) -> bool:
    """Whether a folder is empty, or a site of ours that may be replaced."""
    if not folder.is_dir():
        return False
    try:
        with (folder / MARK).open("rb") as file:
            return file.readline().strip() == _FIRST_LINE
    except OSError:
        return next(folder.iterdir(), None) is None


def mark(folder: Path) -> None:
    """Leave the mark of a site in a folder, with the names of what stands in it."""
    names = sorted({entry.name for entry in folder.iterdir()} | {MARK})
    (folder / MARK).write_bytes((_MARKED + "".join(f"{name}\n" for name in names)).encode("utf-8", "replace"))


def _projects(place: Path) -> Iterator[Path]:
    """Whatever project a place lies in: its own sources are somebody's work as much as ours are."""
    for folder in (place, *place.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / FOLDER).is_dir():
            yield folder


def _is_source(place: Path, project: Path) -> bool:
    sources = _sources(project)
    return _is_same(place, project) or any(_lies_in(place, one) or _lies_in(one, place) for one in sources)


def _sources(root: Path) -> Iterator[Path]:
    yield from (Path(os.path.realpath(root / name)) for name in _SOURCES)
    # An installed package stands outside the project.
    yield Path(__file__).resolve().parents[1]


def _lies_in(inner: Path, outer: Path) -> bool:
    return any(_is_same(folder, outer) for folder in (inner, *inner.parents))


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths name one folder: the system knows of links, and of letters whose case it does not mind."""
    if str(one).casefold() == str(other).casefold():
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False
