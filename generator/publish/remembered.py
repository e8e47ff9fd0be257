"""What a check of the very same files has found before, in the user's cache folder.

The key is SHA-256 over the bytes of every file, what is asked, and the code that answers (ours, and the versions of what it
uses), so that an entry can be stale in no way. Entries are JSON and never pickle: whatever stands in the folder is data, is read
as such, and is believed only where it is whole. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.diagnostics import Diagnostic, Position, Severity, Words

VARIABLE = "PLAYBOOK_CACHE"
"""Names the cache folder; empty, nothing is remembered."""
MOST_ENTRIES = 20
HOME = Path(__file__).resolve().parents[2]


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
    package = HOME / "generator"
    for file in sorted(package.rglob("*.py")):
        take(digest, file.relative_to(package).as_posix().encode(), file.read_bytes())
    # Fonts are large and are replaced, never edited.
    for font in sorted((HOME / "site_config" / "fonts").glob("*.ttf")):
        found = font.stat()
        take(digest, font.name.encode(), f"{found.st_size} {found.st_mtime_ns}".encode())
    for folder in dict.fromkeys(sys.path):
        if folder.endswith("-packages") and Path(folder).is_dir():
            # The names in it hold the version of every package, and reading them is quicker than asking each.
            with os.scandir(folder) as listed:
                take(digest, *sorted(entry.name.encode() for entry in listed if entry.name.endswith(".dist-info")))
    return digest.hexdigest()


def check_key(files: Mapping[str, bytes], asked: Iterable[str]) -> str:
    """The key of a check of ``files`` (path → bytes); ``asked`` is whatever else the answer depends on."""
    digest = hashlib.sha256(code_version().encode())
    take(digest, *(word.encode("utf-8", "surrogateescape") for word in asked))
    for file in sorted(files):
        take(digest, file.encode("utf-8", "surrogateescape"), files[file])
    return digest.hexdigest()


def take(digest: Any, *parts: bytes) -> None:
    """Add parts to a digest. Different parts never make the same bytes."""
    # With its length before it, no part can be taken for the end of another.
    digest.update(len(parts).to_bytes(8, "big"))
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)


def recall(key: str) -> list[Diagnostic] | None:
    """What was remembered under ``key``; None where nothing was, or not whole."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        content = unsealed(key, (folder / "check" / f"{key}.json").read_bytes())
        return [_diagnostic(*found) for found in json.loads(content)]
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def remember(key: str, found: Iterable[Diagnostic]) -> None:
    """Keep what was found under ``key``, and the newest entries alone. A cache that cannot be written is none."""
    folder = cache_folder()
    if folder is None:
        return
    from generator.publish.disk import write_whole

    content = json.dumps([_plain(fault) for fault in found], ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = folder / "check"
        write_whole(kept / f"{key}.json", sealed(key, content), lasting=False)
        entries = sorted(kept.glob("*.json"), key=lambda entry: entry.stat().st_mtime_ns)
        for old in entries[:-MOST_ENTRIES]:
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


def _plain(fault: Diagnostic) -> list[Any]:
    return [fault.code, fault.at, fault.message, fault.hint, fault.severity.value, fault.related]


def _diagnostic(code: str, at: Any, message: Any, hint: Any, severity: str, related: Any) -> Diagnostic:
    return Diagnostic(
        code,
        Position(*at),
        Words(*message),
        Words(*hint) if hint is not None else None,
        Severity(severity),
        tuple(Position(*other) for other in related),
    )
