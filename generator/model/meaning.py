"""What a value of the model means: equal for two values that differ only in what means nothing.

The order of items, facts, names and remarks means nothing; that of a plan's actions and of the people of a role does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

from pydantic import BaseModel, RootModel

_ORDERED = frozenset({"action", "team", "window"})
"""Keys whose lists are read in their order."""


def meaning(value: Any, without: frozenset[str] = frozenset(), ordered: bool = False) -> Hashable:
    """A value to compare by equality; the keys ``without`` of ``value`` itself do not count."""
    if isinstance(value, RootModel):
        return meaning(value.root)
    if isinstance(value, BaseModel):
        fields = (name for name in type(value).model_fields if name not in without)
        return type(value), tuple((name, meaning(getattr(value, name), ordered=name in _ORDERED)) for name in fields)
    if isinstance(value, dict):
        return frozenset((key, meaning(part, ordered=ordered)) for key, part in value.items())
    if isinstance(value, tuple):
        parts = [meaning(part) for part in value]
        return tuple(parts) if ordered else frozenset(Counter(parts).items())
    found: Hashable = value
    return found
