"""One difference between two checklists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.diagnostics import Words


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    DUE = "due"
    OWNER = "owner"
    PEOPLE = "people"
    FIGURES = "figures"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``about`` is the id it speaks of: an item, a plan, an estimate, a role, or the engagement itself."""

    kind: Kind
    about: str
    words: Words
    title: Words | None = None
