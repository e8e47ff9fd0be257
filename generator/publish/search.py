"""What search finds in one language's site, knowledge and engagements together, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.diagnostics import Lang
from generator.pages.live import live_entries
from generator.pages.search import SearchEntry, index_files, search_entries
from generator.publish import resources
from generator.publish.disk import write_whole
from generator.tailor import Checklist


def all_entries(
    root: Path, lang: Lang, knowledge: Sequence[SearchEntry], checklists: Sequence[Checklist], base: str, live: bool
) -> tuple[SearchEntry, ...]:
    """Those of the pages of knowledge, then, where there are live pages, theirs and one for each engagement, to which ``base`` leads."""
    if not live:
        return tuple(knowledge)
    words = resources.strings(root, lang)
    return (*knowledge, *live_entries(words), *search_entries(checklists, lang, words, base))


def write_index(entries: Sequence[SearchEntry], folder: Path) -> list[Path]:
    """Write the index into a language's ``folder``; where its files stand."""
    files = index_files(entries)
    for name, content in files.items():
        write_whole(folder / name, content, lasting=False)
    return [folder / name for name in files]
