"""The faults of the tree on the disk, from memory where the very same was asked before.

Nothing that reads or judges is imported until it is needed: that takes longer than to remember.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang
from generator.publish.check_cache import check_key, recall, remember
from generator.publish.disk import read_tree

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


def manuals(root: Path) -> tuple[Manual, ...]:
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
