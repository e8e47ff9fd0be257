"""What fields, their fixed words and kinds of things are called, in both languages: site_config/strings/LANG/vocabulary.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.diagnostics import Bilingual
from generator.i18n.strings import Strings

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
    def of(cls, zh: Strings, en: Strings) -> Vocabulary:
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
