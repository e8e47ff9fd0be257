"""What came back from a printed sheet: as printed, and as given, by item and field. Every value is text, as on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a sheet lets its reader fill in; the words are those of the embedded JSON, in the order of the report."""

    STATE = "state"
    OWNER = "owner"
    DUE = "due"
    ON = "on"
    BY = "by"
    EVIDENCE = "evidence"
    NOTE = "note"


Values = Mapping[Field, str]
"""State and role by their ids, dates as 2026-11-10; empty is an emptied field, a missing one was not said."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned sheet. ``given`` speaks of ids that ``printed`` may not know: then the sheet is not what it says it is."""

    engagement: str
    edition: str
    fingerprint: str
    printed: Mapping[str, Values]
    given: Mapping[str, Values]
    absent: tuple[str, ...] = ()
    """Items that the sheet once showed and whose lines it has lost: nothing is known of them."""
