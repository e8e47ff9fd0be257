"""What the last build of a site left in its folder, taken over where nothing that it was made from has changed.

The record of a build stands in the user's cache folder. It names, for each part, a key over everything the part is made from and
the digest of each of its files. A file is taken only where its bytes still have that digest, so neither a lost record nor an edited
folder can put anything else into a site.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from generator import RESOURCES
from generator.publish import cache_store
from generator.publish.cache_store import code_version, take
from generator.publish.output_folder import MARK, is_ours

KIND = "site"
WHOLE = ""
"""Among the parts of a record, the name of the site as a whole: its key is over all that a site is made of."""

Digests = Mapping[str, str]
"""Path from the site's folder → SHA-256 of the file there."""


@dataclass(frozen=True)
class Artifact:
    """A part of a site as it was made: by which key, which files, and texts that no file of the site holds."""

    key: str
    files: Digests
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """The site that stands at ``target``, and the parts that its record names."""

    target: Path
    parts: Mapping[str, Artifact]

    @classmethod
    def of(cls, target: Path) -> "Manifest":
        """What is known of the site at ``target``; nothing, where no record is to be had."""
        target = Path(os.path.realpath(target))
        content = cache_store.recall(KIND, _name(target))
        try:
            found = json.loads(content) if content else {}
            artifacts = {name: Artifact(key, dict(files), dict(texts)) for name, (key, files, texts) in found.items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            artifacts = {}
        return cls(target, artifacts)

    def take_over(self, name: str, key: str, into: Path) -> Artifact | None:
        """Put the files of a part into ``into``, where its key is still the same and every byte of it is there; else None."""
        part = self.parts.get(name)
        if part is None or part.key != key:
            return None
        for file, digest in part.files.items():
            if not self._taken(file, digest, into / file):
                # Whatever is written in their place must not be written into the site that still stands.
                for other in part.files:
                    (into / other).unlink(missing_ok=True)
                return None
        return part

    def stands(self, key: str) -> bool:
        """Whether the site at ``target`` is whole, byte for byte and nothing beside it, what was made by this key."""
        part = self.parts.get(WHOLE)
        if part is None or part.key != key or not is_ours(self.target):
            return False
        try:
            return all(not self._leads_out(name) for name in part.files) and all_digests(self.target) == part.files
        except OSError:
            return False

    def contents(self, part: Artifact) -> list[bytes]:
        """The bytes of a part's files, where all of them are as they were built; else nothing."""
        found = []
        for file, digest in part.files.items():
            try:
                content = b"" if self._leads_out(file) else (self.target / file).read_bytes()
            except OSError:
                return []
            if hashlib.sha256(content).hexdigest() != digest:
                return []
            found.append(content)
        return found

    def _leads_out(self, file: str) -> bool:
        # A record is data: it may lead nowhere but into the site, and never through a link.
        return ".." in Path(file).parts or Path(file).is_absolute() or (self.target / file).is_symlink()

    def _taken(self, file: str, digest: str, place: Path) -> bool:
        source = self.target / file
        if self._leads_out(file):
            return False
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True)
            _linked(source, place)
            if digest_of(place) == digest:
                return True
        except OSError:
            pass
        with contextlib.suppress(OSError):
            place.unlink(missing_ok=True)
        return False

    def record(self, parts: Mapping[str, Artifact]) -> None:
        """Note what the site at ``target`` now consists of."""
        content = json.dumps({name: [part.key, part.files, part.texts] for name, part in parts.items()})
        cache_store.remember(KIND, _name(self.target), content.encode("utf-8"))


def _name(target: Path) -> str:
    return f"{hashlib.sha256(os.fsencode(target)).hexdigest()}.json"


def _linked(source: Path, place: Path) -> None:
    """One file under two names, where the disk can; the older name goes away with its folder."""
    try:
        place.hardlink_to(source)
    except OSError:
        place.write_bytes(source.read_bytes())


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@dataclass(frozen=True)
class Keys:
    """Keys of parts, over the code, its templates and words, what is asked of the whole run, and what each part is made from."""

    root: Path
    asked: tuple[str, ...]

    @cached_property
    def _run(self) -> bytes:
        digest = hashlib.sha256(code_version().encode())
        for home in dict.fromkeys((RESOURCES, self.root)):
            for file in sorted((home / "templates").rglob("*")) + sorted((home / "site_config" / "strings").rglob("*")):
                if file.is_file():
                    take(digest, file.relative_to(home).as_posix().encode(), file.read_bytes())
        take(digest, *(word.encode("utf-8") for word in self.asked))
        return digest.digest()

    def of(self, *made_from: str) -> str:
        digest: Any = hashlib.sha256(self._run)
        take(digest, *(part.encode("utf-8", "surrogateescape") for part in made_from))
        return str(digest.hexdigest())


def all_digests(folder: Path, known: Digests | None = None) -> dict[str, str]:
    """Of every file of a site but its mark; of some it is ``known``."""
    names = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir())
    return {name: (known or {}).get(name) or digest_of(folder / name) for name in names if name != MARK}


def whole_site(key: str, parts: Mapping[str, Artifact], folder: Path) -> Artifact:
    """A site that was built, as one part."""
    return Artifact(
        key, all_digests(folder, {name: sum for part in parts.values() for name, sum in part.files.items()})
    )


def digests(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """What a part's files are called and hold, as seen from the site's folder."""
    return {file.relative_to(folder).as_posix(): digest_of(file) for file in files}
