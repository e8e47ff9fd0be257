"""What earlier runs worked out, kept in the user's cache folder: the one store of all that is remembered.

An entry is sealed with its own name, so that it is believed only where it is whole and where it was put; names hold the code's
version, or content is proved against it, so that an entry can be stale in no way. Entries are data and never pickle. The folder may
be deleted at any time, and one that cannot be written is none.
"""

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

from generator import PACKAGE, RESOURCES
from generator.publish.disk import write_whole

VARIABLE = "PLAYBOOK_CACHE"
"""Names the cache folder; empty, nothing is remembered."""


def cache_folder() -> Path | None:
    """The tool's own folder among the user's caches; None where nothing is to be remembered, or the user has no home."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return Path(given) if given else None
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return base / "assurance-playbook"


def code_version() -> str:
    """One name for the code and everything that it decides with: another one for each change of either."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(PACKAGE.rglob("*.py")):
        take(digest, file.relative_to(PACKAGE).as_posix().encode(), file.read_bytes())
    # Fonts are large and are replaced, never edited.
    for font in sorted((RESOURCES / "site_config" / "fonts").glob("*.ttf")):
        found = font.stat()
        take(digest, font.name.encode(), f"{found.st_size} {found.st_mtime_ns}".encode())
    for folder in dict.fromkeys(sys.path):
        if folder.endswith("-packages") and Path(folder).is_dir():
            # The names in it hold the version of every package, and reading them is quicker than asking each.
            with os.scandir(folder) as listed:
                take(digest, *sorted(entry.name.encode() for entry in listed if entry.name.endswith(".dist-info")))
    return digest.hexdigest()


def take(digest: Any, *parts: bytes) -> None:
    """Add parts to a digest. Different parts never make the same bytes."""
    # With its length before it, no part can be taken for the end of another.
    digest.update(len(parts).to_bytes(8, "big"))
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)


def recall(kind: str, name: str) -> bytes | None:
    """The content kept as ``name`` (a file name) among those of a kind; None where there is none, or not whole."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        return unsealed(name, (folder / kind / name).read_bytes())
    except (OSError, ValueError):
        return None


def remember(kind: str, name: str, content: bytes, most: int | None = None) -> None:
    """Keep ``content``, and of its kind the ``most`` newest entries alone."""
    folder = cache_folder()
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(folder / kind / name, sealed(name, content), lasting=False)
        entries = sorted((folder / kind).glob(f"*{Path(name).suffix}"), key=lambda entry: entry.stat().st_mtime_ns)
        for old in entries[:-most] if most else ():
            old.unlink(missing_ok=True)
    except OSError:
        return


def sealed(name: str, content: bytes) -> bytes:
    """An entry that tells whether it is whole, and that it belongs to ``name``."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape") + content).hexdigest().encode() + b"\n" + content


def unsealed(name: str, entry: bytes) -> bytes:
    """The content of an entry. Raises ``ValueError`` where it is not whole, or another's."""
    content = entry.partition(b"\n")[2]
    if entry != sealed(name, content):
        raise ValueError(name)
    return content
