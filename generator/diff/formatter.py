"""How one side of a comparison says its ids, its conditions and its values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from generator.diagnostics import Bilingual
from generator.diff import wording as w
from generator.expressions import number
from generator.i18n import calendar_day, duration, instant, percent
from generator.i18n.conditions import arithmetic_in_words, condition_in_words
from generator.i18n.conditions import vocabulary as phrases
from generator.i18n.vocabulary import Vocabulary
from generator.library import Library, labels
from generator.model import Playbook
from generator.model.frozen import Frozen
from generator.model.offset import Offset
from generator.model.text import Text

ROLES = {
    "owner", "verifier", "with_", "decider", "executor", "notify", "exceptions_by", "approver", "to", "role", "assign", "by",
}  # fmt: skip
FORMULAS = {"demand", "per_unit", "have", "now"}


@dataclass(frozen=True)
class Formatter:
    """One side: its tree, and the playbook whose facts and waves a sentence may name."""

    library: Library
    vocabulary: Vocabulary
    book: Playbook | None = None

    @cached_property
    def _roles(self) -> Mapping[str, Bilingual]:
        roles = self.library.roles.model.root if self.library.roles else {}
        return {id: role.title.words for id, role in roles.items()}

    @cached_property
    def _labels(self) -> Mapping[str, Bilingual]:
        return labels(self.book, self.library)

    @cached_property
    def _standard(self) -> Mapping[str, Bilingual]:
        standard = self.library.standard
        if not standard:
            return {}
        steps = {id: step.title.words for id, step in standard.model.steps.items()}
        return steps | {id: stage.title.words for id, stage in standard.model.stages.items()}

    def role(self, id: str) -> Bilingual:
        return self._roles.get(id) or Bilingual(id, id)

    def step(self, id: str) -> Bilingual:
        return self._standard.get(id) or Bilingual(id, id)

    def playbook(self, id: str) -> Bilingual:
        entry = self.library.playbooks.get(id)
        return entry.model.title.words if entry else Bilingual(id, id)

    def said(self, field: str, value: Any) -> Bilingual:
        """A value of ``field`` as a sentence says it; None and what is empty are "none"."""
        if value is None or value == () or value == {}:
            return w.NONE
        if isinstance(value, dict):
            return w.joined(w.beside(Bilingual(key, key), self.said(field, part)) for key, part in value.items())
        if isinstance(value, tuple):
            parts = [self.said(field, part) for part in value]
            return Bilingual(*map(" – ".join, zip(*parts, strict=True))) if field == "window" else w.joined(parts)
        if isinstance(value, Frozen) and not isinstance(value, Text):
            return self._frozen(value)
        return self._scalar(field, value)

    def _scalar(self, field: str, value: Any) -> Bilingual:
        match value:
            case Text():
                return value.words
            case bool():
                return self.vocabulary.value["answer"]["yes" if value else "no"]
            case Fraction():
                return w.same(percent(value) if field == "use_at_most" else number(value))
            case datetime():
                return w.each(instant, value)
            case date():
                return w.each(calendar_day, value)
            case timedelta():
                return w.each(duration, value)
            case Offset():
                return w.same(str(value))
        return self._id(field, str(value))

    def _id(self, field: str, value: str) -> Bilingual:
        if field in ROLES:
            return self.role(value)
        if self.book and (field == "when" or field in FORMULAS):
            in_words = condition_in_words if field == "when" else arithmetic_in_words
            return in_words(value, phrases(self.book), self._labels)
        if field in ("step", "stages"):
            return self.step(value)
        if field in ("source", "sources"):
            return self._source(value)
        if field in ("product", "products", "wave"):
            return self._labels.get(value) or w.same(value)
        return self.vocabulary.fixed(field, value) or w.same(value)

    def _source(self, value: str) -> Bilingual:
        """A case of ours by its title, which says more than its file's name."""
        case = self.library.cases.get(value.removeprefix("case:")) if value.startswith("case:") else None
        if case is None:
            return w.same(value)
        title = case.model.title.words
        return Bilingual(f"案例“{title.zh}”", f"the case “{title.en}”")

    def _frozen(self, value: Frozen) -> Bilingual:
        """What a small value holds, key by key; what is not written is not said."""
        owner = type(value).__name__
        parts = [
            w.beside(self.vocabulary.label(name, owner), self.said(name, getattr(value, name)))
            for name in type(value).model_fields
            if name in value.model_fields_set
        ]
        return Bilingual(" ".join(part.zh for part in parts), " ".join(part.en for part in parts))
