"""Earlier states of playbooks/ out of git, read through one ``git cat-file`` so that a long walk stays quick."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import FOLDER
from generator.history.git import conversation, git

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
    shallow, _, head = git(root, "rev-parse", "--is-shallow-repository", "HEAD").words.partition("\n")
    return head.strip() if shallow == "false" else None


class Objects:
    """git's objects, read one after the other from one process; use it in a ``with``."""

    def __init__(self, root: Path) -> None:
        self._prefix = git(root, "rev-parse", "--show-prefix").words.removesuffix("\n")
        self._conversation = conversation(root, "cat-file", "--batch")
        self._trees: dict[str, dict[str, str]] = {}

    def __enter__(self) -> "Objects":
        self._asked, self._answered = self._conversation.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._conversation.__exit__(*error)

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
        self._asked.write(f"{name}\n".encode())
        self._asked.flush()
        head = self._answered.readline().split(b" ")
        if len(head) != 3 or not head[2].strip().isdigit():
            return None
        content = self._answered.read(int(head[2]))
        self._answered.read(1)
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
    log = ("log", f"--max-count={most}", "--format=%x00%H %h %cd", "--date=short", *options, "--", where)
    return git(root, *log).words


class UnknownRevision(Exception):
    """git cannot give what a revision held. The message is bilingual and names the revision."""


def files_at(root: Path, named: str) -> tuple[str, dict[str, bytes]]:
    """The commit (its full hash) that ``named`` means, and the files of playbooks/ as it left them. Raises ``UnknownRevision``."""
    commit = commit_of(root, named)
    found: dict[str, bytes] = {}
    with Objects(root) as objects:
        for file, object in objects.files(commit).items():
            content = objects.find(object)
            if content is None:
                raise UnknownRevision(
                    f"版本 {named} 的 {file} 不在本地：先取回，例如 git fetch --refetch / "
                    f"{file} of the revision {named} is not here: fetch it first, as with git fetch --refetch"
                )
            found[file] = content
    if not found:
        raise UnknownRevision(f"版本 {named} 里没有 {FOLDER}/ / the revision {named} holds no {FOLDER}/")
    return commit, found


def commit_of(root: Path, named: str) -> str:
    """The full hash of the commit that ``named`` means. Raises ``UnknownRevision``, which says what to do about it."""
    shallow = git(root, "rev-parse", "--is-shallow-repository")
    if shallow.code:
        reason = next(iter(shallow.error.strip().splitlines()), "")
        if "safe.directory" in shallow.error:
            vouch = f"git config --global --add safe.directory '{root}'"
            raise UnknownRevision(
                f"{root} 归另一个用户所有，git 不读它的历史：确认可信后运行 {vouch} / "
                f"{root} belongs to another user, and git reads none of its history: where it is to be trusted, run {vouch}"
            )
        raise UnknownRevision(
            f"{named}：不是含 {FOLDER}/ 的目录，{root} 里也没有 git 历史可查（{reason}） / "
            f"{named}: no folder holding {FOLDER}/, and git has no history of {root} ({reason})"
        )
    found = git(root, "rev-parse", "--quiet", "--verify", "--end-of-options", f"{named}^{{commit}}")
    if found.code == 0 and named:
        return found.output.strip()
    raise _unknown(named, shallow.output.strip() == "true")


def _unknown(named: str, shallow: bool) -> UnknownRevision:
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
    return UnknownRevision(f"{zh} / {en}")
