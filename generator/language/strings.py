"""The interface's own words, from site_config/strings/{zh,en}/*.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Strings:
    """A nested mapping read by attribute, as templates do (``s.sheet.due``). A missing word is an error, never a blank."""

    def __init__(self, words: Mapping[str, Any], path: str = "") -> None:
        self._words = words
        self._path = path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        """A word, or the mapping one level down. Raises KeyError with its whole path."""
        path = f"{self._path}.{name}".lstrip(".")
        if name not in self._words:
            raise KeyError(f"no interface string {path}")
        found = self._words[name]
        return Strings(found, path) if isinstance(found, Mapping) else found

    @property
    def plain(self) -> dict[str, Any]:
        """This level as plain data, for a script to read."""
        return dict(self._words)

    def paths(self) -> set[str]:
        """Every path of the tree, dotted."""
        found = set()
        for name, value in self._words.items():
            found |= {f"{name}.{path}" for path in Strings(value).paths()} if isinstance(value, Mapping) else {name}
        return found
