"""What an expression may speak of: the declared facts, and the ids that exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.expressions.nodes import Kind

BUILT_IN: Mapping[str, Kind] = MappingProxyType(
    {"products": Kind.TEXTS, "waves": Kind.TEXTS, "level": Kind.TEXT},
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may speak of. ``products``, ``waves`` and ``level`` are always there."""

    kinds: Mapping[str, Kind]
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    products: frozenset[str] = frozenset()
    waves: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    def kind(self, name: str) -> Kind | None:
        return BUILT_IN.get(name) or self.kinds.get(name)

    def known(self, name: str) -> frozenset[str] | None:
        """The only texts that this name can equal or hold, or nothing where any text is possible."""
        ids = {"products": self.products, "waves": self.waves, "level": self.levels}
        return ids[name] if name in ids else self.choices.get(name)
