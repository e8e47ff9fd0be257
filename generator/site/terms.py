"""The words of the glossary wherever they are used: a newcomer finds their meaning, and a search by the full word finds the item."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.diagnostics import Lang
from generator.model.item import Item, texts
from generator.model.shared import Term

_SHORTEST = 2
"""A single Chinese character is a part of too many words to be one."""
_PLURALS = ("", "s", "es")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is looked for: an abbreviation in its capitals, any other in lower case."""

    said: str
    id: str

    def end(self, text: str, lowered: str, at: int) -> int | None:
        """Where the name ends that begins at ``at``; None where it does not stand there."""
        if not (text if self.said.isupper() else lowered).startswith(self.said, at):
            return None
        end = at + len(self.said)
        if not self.said[-1].isascii():
            return end
        plurals = _PLURALS if self.said.isascii() and self.said[-1].isalpha() else _PLURALS[:1]
        return next(
            (end + len(s) for s in plurals if lowered.startswith(s, end) and _is_border(text, end + len(s))), None
        )


@dataclass(frozen=True)
class Terms:
    """The glossary as seen in one language."""

    terms: Mapping[str, Term]
    lang: Lang

    @cached_property
    def _names(self) -> Mapping[str, tuple[_Name, ...]]:
        """First two characters → the names that begin with them, the longest first, so that no part of a word is taken for a word
        of its own. Of two terms with one name the first has it."""
        ids: dict[str, str] = {}
        for id, term in self.terms.items():
            for name in (term.term.plain(self.lang), *term.also):
                if len(name) >= _SHORTEST:
                    ids.setdefault(name if name.isascii() and name.isupper() else name.lower(), id)
        found: dict[str, list[_Name]] = {}
        for name in sorted(ids, key=len, reverse=True):
            for begin in {name[:_SHORTEST], name[:_SHORTEST].lower()}:
                found.setdefault(begin, []).append(_Name(name, ids[name]))
        return {begin: tuple(names) for begin, names in found.items()}

    @cached_property
    def _begins(self) -> re.Pattern[str] | None:
        """Where a name may begin: a Latin one at the border of a word."""
        firsts = sorted({begin[0] for begin in self._names})
        latin, other = (
            "".join(map(re.escape, (c for c in firsts if c.isascii() is is_latin))) for is_latin in (True, False)
        )
        links = [f"(?<![a-z0-9])[{latin}]"] * bool(latin) + [f"[{other}]"] * bool(other)
        return re.compile("|".join(links), re.IGNORECASE) if links else None

    def find(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """Every use of a term in a plain text, in order: where it begins and ends, and the term's id.

        Kept for texts that stand on several pages.
        """
        return self._kept(text)

    @cached_property
    def _kept(self) -> Callable[[str], tuple[tuple[int, int, str], ...]]:
        return lru_cache(maxsize=1 << 14)(lambda text: tuple(self._find(text)))

    def _find(self, text: str) -> Iterator[tuple[int, int, str]]:
        lowered, at = text.lower(), 0
        if len(lowered) != len(text):
            # Of a few letters the small one is longer: places would not be the same.
            lowered = text
        while self._begins and (begin := self._begins.search(text, at)):
            at = begin.start()
            ends = (
                (name.end(text, lowered, at), name.id) for name in self._names.get(lowered[at : at + _SHORTEST], ())
            )
            end, id = next(((end, id) for end, id in ends if end), (None, ""))
            if end:
                yield at, end, id
            at = end or at + 1

    def used_by(self, item: Item) -> tuple[str, ...]:
        """The ids of the terms in an item's own words, in the order of the glossary."""
        own = (item.title, *(text for _, text in texts(item)))
        said = "\n".join(text.plain(self.lang) for text in own)
        used = {id for _, _, id in self.find(said)}
        return tuple(id for id in self.terms if id in used)


def _is_border(text: str, at: int) -> bool:
    """Whether no Latin word goes on at ``at``."""
    return at >= len(text) or not (text[at].isascii() and text[at].isalnum())
