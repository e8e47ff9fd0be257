"""Which words of the glossary an item uses: a newcomer finds their meaning, and a search by the full word finds the item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.diagnostics import Lang
from generator.model.item import Item
from generator.model.shared import Term


@dataclass(frozen=True)
class Terms:
    """The glossary as seen in one language."""

    terms: Mapping[str, Term]
    lang: Lang

    @cached_property
    def _patterns(self) -> Mapping[str, re.Pattern[str]]:
        return {id: _pattern((term.term.plain(self.lang), *term.also)) for id, term in self.terms.items()}

    def used_by(self, item: Item) -> tuple[str, ...]:
        """The ids of the terms in an item's own words, in the order of the glossary."""
        texts = (item.title, item.why, item.how, item.done_when, item.evidence)
        said = "\n".join(text.plain(self.lang) for text in texts if text is not None)
        return tuple(id for id, pattern in self._patterns.items() if pattern.search(said))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names; a name in Latin letters as a whole word, in the plural too."""
    return re.compile(
        "|".join(
            rf"(?<![a-z0-9]){re.escape(name)}s?(?![a-z0-9])" if name.isascii() else re.escape(name) for name in names
        ),
        re.IGNORECASE,
    )
