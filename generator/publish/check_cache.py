"""What a check of the very same files has found before.

The key is SHA-256 over the bytes of every file, what is asked, and the code that answers (ours, and the versions of what it uses).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.diagnostics import Bilingual, Diagnostic, Position, Severity
from generator.publish import cache_store
from generator.publish.cache_store import code_version, take

KIND = "check"
MOST_ENTRIES = 20


def check_key(files: Mapping[str, bytes], asked: Iterable[str]) -> str:
    """The key of a check of ``files`` (path → bytes); ``asked`` is whatever else the answer depends on."""
    digest = hashlib.sha256(code_version().encode())
    take(digest, *(word.encode("utf-8", "surrogateescape") for word in asked))
    for file in sorted(files):
        take(digest, file.encode("utf-8", "surrogateescape"), files[file])
    return digest.hexdigest()


def recall(key: str) -> list[Diagnostic] | None:
    """What was remembered under ``key``; None where nothing was, or not whole."""
    content = cache_store.recall(KIND, f"{key}.json")
    try:
        return None if content is None else [_diagnostic(*found) for found in json.loads(content)]
    except (ValueError, TypeError, RecursionError):
        return None


def remember(key: str, found: Iterable[Diagnostic]) -> None:
    """Keep what was found under ``key``."""
    content = json.dumps([_plain(fault) for fault in found], ensure_ascii=False, separators=(",", ":"))
    cache_store.remember(KIND, f"{key}.json", content.encode("utf-8", "surrogatepass"), MOST_ENTRIES)


def _plain(fault: Diagnostic) -> list[Any]:
    return [fault.code, fault.at, fault.message, fault.hint, fault.severity.value, fault.related]


def _diagnostic(code: str, at: Any, message: Any, hint: Any, severity: str, related: Any) -> Diagnostic:
    return Diagnostic(
        code,
        Position(*at),
        Bilingual(*message),
        Bilingual(*hint) if hint is not None else None,
        Severity(severity),
        tuple(Position(*other) for other in related),
    )
