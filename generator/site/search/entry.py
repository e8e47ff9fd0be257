"""What a search can lead to, as data: made of a page once, kept with it, and put into an index with all others."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One hit: where it leads, what it is called, and the plain text that finds it.

    ``location`` is as seen from the language's root, with an anchor where it is a section of a page. A page's own entry,
    without an anchor, comes before those of its sections.
    """

    location: str
    title: str
    text: str

    @property
    def page(self) -> str:
        return self.location.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.location.partition("#")[2]


def to_json(entries: Iterable[SearchEntry]) -> str:
    """The entries as text that can be kept."""
    return json.dumps([astuple(entry) for entry in entries], ensure_ascii=False)


def from_json(kept: str) -> tuple[SearchEntry, ...]:
    return tuple(SearchEntry(*entry) for entry in json.loads(kept))
