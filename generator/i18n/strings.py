"""The interface's own words, from site_config/strings/{zh,en}/*.yaml and, for both, site_config/strings/*.yaml."""

from collections.abc import Mapping
from typing import Any

from generator.diagnostics import lacking


class Strings:
    """A nested mapping read by attribute, as templates do (``s.sheet.due``). A missing word is an error, never a blank."""

    def __init__(self, words: Mapping[str, Any], path: str = "") -> None:
        self._words = words
        self._path = path
        self._levels = {
            name: Strings(value, f"{path}.{name}".lstrip(".")) if isinstance(value, Mapping) else value
            for name, value in words.items()
        }
        # A sheet reads thousands of words: where each is an attribute, none costs a call.
        self.__dict__.update({name: value for name, value in self._levels.items() if not name.startswith("_")})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        """A word, or the mapping one level down. Raises ``FileNotFoundError`` with its whole path."""
        if name not in self._levels:
            raise lacking(f"site_config/strings: {f'{self._path}.{name}'.lstrip('.')}")
        return self._levels[name]

    @property
    def plain(self) -> dict[str, Any]:
        """This level as plain data, for a script to read."""
        return dict(self._words)
