"""What the author wrote, before reading left out what is unsound: so that no rule reports a consequence beside its cause."""

from __future__ import annotations

from typing import Any

from generator.library import Entry


def lost(entry: Entry[Any], section: str) -> bool:
    """Whether the author wrote this key of the file, but what stands behind it could not be taken."""
    return section in entry.written.data and section not in entry.place.source.data


def entries(data: Any) -> list[Any]:
    """A list's entries; none where the author wrote something else."""
    return data if isinstance(data, list) else []


def mapping(data: Any) -> dict[str, Any]:
    """A mapping's entries; none where the author wrote something else."""
    return data if isinstance(data, dict) else {}
