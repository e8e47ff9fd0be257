"""The tree at one moment: a folder that holds playbooks/, or what git has of a revision."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import FOLDER
from generator.publish.disk import Unreadable, read_tree
from generator.publish.revisions import Objects


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``name`` is how the user called it, a revision with its short hash behind it; ``files`` are those of ``read_tree``."""

    name: str
    files: Mapping[str, bytes]


def snapshot(root: Path, named: str) -> Snapshot:
    """The tree that ``named`` means: a folder holding playbooks/ (from here, not from ``root``), else a revision of ``root``.

    Raises ``Unreadable`` in words for the user: an unknown revision, one that a shallow clone does not hold, no git.
    """
    folder = Path(named)
    if named and (folder / FOLDER).is_dir():
        return Snapshot(named, read_tree(folder.resolve()))
    commit = _commit(root, named)
    files = _files(root, commit, named)
    if not files:
        raise Unreadable(f"版本 {named} 里没有 {FOLDER}/ / the revision {named} holds no {FOLDER}/")
    return Snapshot(named if commit.startswith(named) else f"{named} ({commit[:7]})", files)


def _commit(root: Path, named: str) -> str:
    """The full hash of a revision."""
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    if shallow.returncode:
        reason = next(iter(shallow.stderr.strip().splitlines()), "")
        raise Unreadable(
            f"{named}：不是含 {FOLDER}/ 的目录，{root} 里也没有 git 历史可查（{reason}） / "
            f"{named}: no folder holding {FOLDER}/, and git has no history of {root} ({reason})"
        )
    found = _git(root, "rev-parse", "--quiet", "--verify", "--end-of-options", f"{named}^{{commit}}")
    if found.returncode == 0 and named:
        return found.stdout.strip()
    raise _unknown(named, shallow.stdout.strip() == "true")


def _files(root: Path, commit: str, named: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with Objects(root) as objects:
        for file, object in objects.files(commit).items():
            content = objects.find(object)
            if content is None:
                raise Unreadable(
                    f"版本 {named} 的 {file} 不在本地：先取回，例如 git fetch --refetch / "
                    f"{file} of the revision {named} is not here: fetch it first, as with git fetch --refetch"
                )
            found[file] = content
    return found


def _unknown(named: str, shallow: bool) -> Unreadable:
    zh = f"{named}：不是含 {FOLDER}/ 的目录，git 也不认识这个版本"
    en = f"{named}: neither a folder holding {FOLDER}/ nor a revision that git knows"
    if shallow:
        zh += "；本地是浅克隆，先运行 git fetch --unshallow（流水线里设 fetch-depth: 0 或 GIT_DEPTH: 0）"
        en += (
            "; this is a shallow clone: run git fetch --unshallow first (in a pipeline, fetch-depth: 0 or GIT_DEPTH: 0)"
        )
    else:
        zh += "；别处的分支要先 git fetch，名字写成 origin/main 这样"
        en += "; a branch from elsewhere is fetched first (git fetch) and named like origin/main"
    return Unreadable(f"{zh} / {en}")


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(arguments, 1, "", str(error))
