"""The faults of the tree on the disk, from memory where the very same was asked before.

The key is SHA-256 over the bytes of every file, what is asked, and the code that answers (ours, and the versions of what it uses).

Nothing that reads or judges is imported until it is needed: that takes longer than to remember.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang, Position, Severity
from generator.publish import cache_store
from generator.publish.cache_store import code_version, take
from generator.publish.disk import read_tree

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


if TYPE_CHECKING:
    from generator.report import Manual


def check_tree(
    root: Path, today: date | datetime, named: Sequence[str], wanted: Callable[[str], bool], base: str | None
) -> tuple[Mapping[str, bytes], list[Diagnostic]]:
    """The files of a tree, and the faults of those that are ``wanted`` as they were ``named``; with ``base`` (a folder or a revision) those of the edit too.

    Raises ``Unreadable``.
    """
    files, earlier = read_tree(root), None
    if base is not None:
        from generator.publish.snapshot import snapshot

        earlier = snapshot(root, base).files
    # No moment of a file is finer than a minute: within one, the answer is the same.
    today = today.replace(second=0) if isinstance(today, datetime) else today
    both = {f"now/{file}": content for file, content in files.items()}
    both |= {f"earlier/{file}": content for file, content in (earlier or {}).items()}
    key = check_key(both, [today.isoformat(), str(base is not None), *named])
    found = recall(key)
    if found is None:
        from generator.publish.faults import faults

        found = [fault for fault in faults(files, today, wanted, earlier) if wanted(fault.at.file)]
        remember(key, found)
    return files, found


def manuals(root: Path) -> tuple["Manual", ...]:
    """What the faults of each code mean, in the words of site_config/strings."""
    from generator.check import codes, severity
    from generator.publish.resources import strings
    from generator.report import Manual

    zh, en = (strings(root, lang).faults for lang in LANGS)
    said = (
        (code, Bilingual(zh[code].title, en[code].title), Bilingual(zh[code].text, en[code].text)) for code in codes()
    )
    return tuple(Manual(code, severity(code), title, text) for code, title, text in said)


def rules_page(root: Path, lang: Lang) -> str | None:
    """Where the published site explains the rules; None where nobody says where it is."""
    from generator.publish.address import site_address

    address = site_address(root)
    return f"{address}{lang}/manual/rules.html" if address else None
