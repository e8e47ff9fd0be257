"""The interface's own words, from site_config/strings/{zh,en}/*.yaml and, for both, site_config/strings/*.yaml; and of them what fields, their
fixed words and kinds of things are called, in both languages: vocabulary.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.diagnostics import Bilingual, lacking


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


PARTS = {
    "item": "Item", "estimate": "Estimate", "plan": "Plan", "message": "Message", "fact": "Fact", "wave": "WaveKind", "step": "Step",
    "responsibility": "Responsibility", "freeze": "Freeze", "playbook": "Playbook", "stage": "Stage", "level": "Level",
    "incident": "Incident", "role": "Role", "product": "Product", "term": "Term", "calendar": "CalendarSource", "case": "Case",
    "engagement": "Engagement", "file": "File",
}  # fmt: skip
"""The kinds of things that a comparison tells apart, by the class that names each in the vocabulary."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``field``: field → word; ``own``: class → field → word, where it differs; ``value``: field → value → word; ``thing``: class → noun."""

    field: Mapping[str, Bilingual]
    own: Mapping[str, Mapping[str, Bilingual]]
    value: Mapping[str, Mapping[str, Bilingual]]
    thing: Mapping[str, Bilingual]

    @classmethod
    def of(cls, zh: Strings, en: Strings) -> "Vocabulary":
        return cls(
            both(zh.field, en.field),
            {name: both(zh.own[name], en.own[name]) for name in zh.own.plain},
            {name: both(zh.value[name], en.value[name]) for name in zh.value.plain},
            both(zh.thing, en.thing),
        )

    def __hash__(self) -> int:
        return hash(tuple(self.field.items()))

    def label(self, field: str, owner: str = "") -> Bilingual:
        """How a field is called in a sentence, of the class ``owner`` where that says it otherwise. Raises ``KeyError``."""
        name = field.rstrip("_")
        return lowered(self.own.get(owner, {}).get(name) or self.field[name])

    def noun(self, part: str) -> Bilingual:
        """How a kind of thing is called, by its name in a comparison (one of ``PARTS``). Raises ``KeyError``."""
        return self.thing[PARTS[part]]

    def fixed(self, field: str, value: str) -> Bilingual | None:
        """How one of the few words that a field may hold is said; None where it may hold any."""
        return self.value.get(field, {}).get(value)


def both(zh: Strings, en: Strings) -> dict[str, Bilingual]:
    return {name: Bilingual(zh[name], en[name]) for name in zh.plain}


def lowered(word: Bilingual) -> Bilingual:
    """A word as it stands within a sentence; an abbreviation keeps its capitals."""
    en = word.en if word.en[1:2].isupper() else word.en[:1].lower() + word.en[1:]
    return Bilingual(word.zh, en)
