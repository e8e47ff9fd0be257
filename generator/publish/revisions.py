"""Earlier states of playbooks/ out of git, read through one ``git cat-file`` so that a long walk stays quick."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from generator import FOLDER

FILE_MODES = (b"100644", b"100755")
FOLDER_MODE = b"40000"


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that changed playbooks/; ``date`` is the day on which it was made, where it was made."""

    id: str
    short: str
    date: str


def revisions(root: Path, most: int) -> tuple[Revision, ...]:
    """The commits that changed playbooks/, the newest first, at most ``most``; none without git or outside a repository."""
    entries = _log(root, most, FOLDER).split("\0")[1:]
    return tuple(Revision(*entry.strip().split(" ", 2)) for entry in entries)


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a commit left it: ``object`` holds the content."""

    revision: Revision
    object: str


def versions(root: Path, most: int) -> dict[str, list[Version]]:
    """Every content that each playbook has had on the way to HEAD, the newest first, out of at most ``most`` commits.

    A merge counts as one step: what it brought became so on its day, in whatever order it was made. File → versions.
    """
    # --raw names the objects, so that no commit's folders need reading; -m makes it tell of merges too.
    found = _log(root, most, "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--relative", f":(glob){FOLDER}/*.yaml")  # fmt: skip
    files: dict[str, list[Version]] = {}
    for entry in found.split("\0")[1:]:
        head, _, rest = entry.partition("\n")
        revision = Revision(*head.split(" ", 2))
        for line in rest.strip().splitlines():
            told, _, file = line.partition("\t")
            _, mode, _, object, _ = told.split(" ")
            if mode.encode() in FILE_MODES:
                files.setdefault(file, []).append(Version(revision, object))
    return files


def whole_head(root: Path) -> str | None:
    """The commit that HEAD is; None without git or commits, outside a repository, and in a shallow clone, which may lack any of the past."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--is-shallow-repository", "HEAD"],
            capture_output=True, check=False, encoding="utf-8", timeout=60, env=_quiet(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    shallow, _, head = done.stdout.partition("\n")
    return head.strip() if done.returncode == 0 and shallow == "false" else None


class Objects:
    """git's objects, read one after the other from one process; use it in a ``with``."""

    def __init__(self, root: Path) -> None:
        prefix = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "--show-prefix"], capture_output=True, check=True, encoding="utf-8", timeout=60
        )  # fmt: skip
        self._prefix = prefix.stdout.removesuffix("\n")
        self._git = subprocess.Popen(
            ["git", "-C", str(root), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_quiet()
        )
        self._trees: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._git.communicate(timeout=10)

    def files(self, revision: str) -> dict[str, str]:
        """The files of playbooks/ as they were: POSIX path from the root → the object that holds the content."""
        found = self._read(f"{revision}:{self._prefix}{FOLDER}")
        return self._folder(*found, FOLDER) if found else {}

    def content(self, object: str) -> bytes:
        return self.find(object) or b""

    def find(self, object: str) -> bytes | None:
        """An object's content; None where a partial clone does not hold it."""
        found = self._read(object)
        return found[1] if found else None

    def _folder(self, id: str, content: bytes, path: str) -> dict[str, str]:
        """The files below a folder, whose object is a list of ``mode name NUL hash``."""
        if id in self._trees:
            return self._trees[id]
        files: dict[str, str] = {}
        for mode, name, object in _entries(content, len(id) // 2):
            below = f"{path}/{name}"
            if name.startswith(".") or name.endswith("~"):
                continue
            if mode in FILE_MODES:
                files[below] = object
            elif mode == FOLDER_MODE and (found := self._read(object)):
                files |= self._folder(*found, below)
        return self._trees.setdefault(id, files)

    def _read(self, name: str) -> tuple[str, bytes] | None:
        """An object's id and content; None where there is none."""
        assert self._git.stdin
        assert self._git.stdout
        self._git.stdin.write(f"{name}\n".encode())
        self._git.stdin.flush()
        head = self._git.stdout.readline().split(b" ")
        if len(head) != 3 or not head[2].strip().isdigit():
            return None
        content = self._git.stdout.read(int(head[2]))
        self._git.stdout.read(1)
        return head[0].decode("ascii"), content


def _entries(content: bytes, hash_length: int) -> Iterator[tuple[bytes, str, str]]:
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        at = end + 1 + hash_length
        yield mode, name.decode("utf-8", "surrogateescape"), content[end + 1 : at].hex()


def _log(root: Path, most: int, *arguments: str) -> str:
    """What ``git log`` says, each commit begun by a NUL, for ``arguments`` of which the last is what to look at; empty without git."""
    *options, where = arguments
    command = [
        "git", "-C", str(root), "-c", "core.quotePath=false", "-c", "log.showRoot=true", "log", f"--max-count={most}",
        "--format=%x00%H %h %cd", "--date=short", "--no-show-signature", *options, "--", where,
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
            env=_quiet(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _quiet() -> dict[str, str]:
    # A clone without its blobs would ask another host for them: what is not here is not to be had.
    return {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
