"""In which order the keys of a mapping stand: that of the format, where the mapping is one it knows."""

from collections.abc import Iterable

from pydantic import BaseModel

from generator.model.faults import keys_of, models_at
from generator.source import Path

BEHIND = {"step": "title"}
"""Keys that a class adds at its end, and behind which key of the class below it they are written."""


class KeyOrder:
    """The order of keys in files of one kind; without a model every mapping keeps its own."""

    def __init__(self, model: type[BaseModel] | None) -> None:
        self._model = model
        self._known: dict[Path, list[tuple[str, ...]]] = {}

    def keys(self, path: Path, found: Iterable[str]) -> tuple[str, ...]:
        """The keys that the mapping at ``path`` may have, in order; empty where an author chooses them."""
        # A list's entries are of one kind: what holds for the first holds for all.
        place = tuple(0 if isinstance(part, int) else part for part in path)
        if place not in self._known:
            self._known[place] = [_keys(model) for model in models_at(self._model, place)] if self._model else []
        present = set(found)
        # Of several shapes (an item or its tombstone) the one that explains most keys.
        return max(self._known[place], key=lambda keys: len(present & set(keys)), default=())

    def sorted(self, path: Path, found: Iterable[str]) -> list[str]:
        """The keys of the mapping at ``path`` as they are to stand. An unknown key stays behind the one it follows."""
        present = list(found)
        ranks = {key: rank for rank, key in enumerate(self.keys(path, present))}
        if not ranks:
            return present
        placed: dict[str, int] = {}
        rank = -1
        for key in present:
            rank = ranks.get(key, rank)
            placed[key] = rank
        return sorted(present, key=placed.__getitem__)


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    keys = keys_of(model)
    for key, before in BEHIND.items():
        if key in keys and before in keys and keys.index(key) > keys.index(before):
            keys.remove(key)
            keys.insert(keys.index(before) + 1, key)
    return tuple(keys)
