"""How much an entry weighs beside others that hold the same words: what people look up before what merely lists it."""

from __future__ import annotations

from generator.site.search.entry import SearchEntry

_PAGE = 1.15
"""A page as a whole."""
_FOLDERS = {
    "glossary.html": 1.3, "roles/": 1.2, "playbooks/": 1.1, "products/": 1.1, "cases/": 1.0, "stages.html": 1.0,
    "war-room.html": 0.8, "changes.html": 0.5, "manual/": 0.7,
}  # fmt: skip


def weight(entry: SearchEntry) -> float:
    found = next((value for folder, value in _FOLDERS.items() if entry.page.startswith(folder)), 1.0)
    return found if entry.anchor else found * _PAGE
