"""Two values of one class, compared key by key: every key of every class of the model, so that none is passed over."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from pydantic import BaseModel

from generator.diagnostics import LANGS, Bilingual, Lang
from generator.diff import wording as w
from generator.diff.change import Change, Kind
from generator.diff.formatter import FORMULAS, Formatter
from generator.diff.word_diff import runs
from generator.i18n.vocabulary import Vocabulary
from generator.model import Playbook
from generator.model.frozen import Frozen
from generator.model.item import Item
from generator.model.offset import Offset
from generator.model.text import Text

_KINDS = {
    **dict.fromkeys(("owner", "decider", "executor", "role"), Kind.OWNER), "verifier": Kind.VERIFIER, "due": Kind.DUE,
    **dict.fromkeys((*FORMULAS, "use_at_most", "amber", "red", "value", "worst", "min", "max"), Kind.FIGURES),
    "team": Kind.PEOPLE, "roster": Kind.PEOPLE,
}  # fmt: skip
_CONDITIONS = {"when", "products", "levels", "wave"}
_ORDERED = {"action", "team"}
"""Lists whose order is part of what they say."""


@dataclass(frozen=True, slots=True)
class Sides:
    before: Formatter
    after: Formatter

    @property
    def vocabulary(self) -> Vocabulary:
        return self.after.vocabulary

    def within(self, before: Playbook | None, after: Playbook | None) -> "Sides":
        """The same sides, speaking of the facts and waves of a playbook."""
        return Sides(replace(self.before, book=before), replace(self.after, book=after))


def differences(
    before: BaseModel, after: BaseModel, sides: Sides, about: Change, without: frozenset[str] = frozenset()
) -> Iterator[Change]:
    """Each key in which ``after`` differs from ``before``, as a copy of ``about`` that says how; keys ``without`` aside."""
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if name in without or old == new:
            continue
        kind = Kind.CONDITION if isinstance(after, Item) and name in _CONDITIONS else _KINDS.get(name, Kind.CHANGED)
        field = _Field(name, sides.after.vocabulary.label(name, type(after).__name__), kind, sides, about)
        yield from field.compare(old, new)


def listed(
    label: Bilingual, name: str, before: Sequence[Text], after: Sequence[Text], sides: Sides, about: Change
) -> Iterator[Change]:
    """The changes of a list of texts that ``label`` names."""
    if before != after:
        yield from _Field(name, label, Kind.CHANGED, sides, about).compare(tuple(before), tuple(after))


@dataclass(frozen=True, slots=True)
class _Field:
    """One key of a value: its name in the model, what a sentence calls it, and the kind that its change is."""

    name: str
    label: Bilingual
    kind: Kind
    sides: Sides
    about: Change

    def compare(self, old: Any, new: Any) -> Iterator[Change]:
        some = new if old is None else old
        if isinstance(some, Text):
            yield from self._text(old, new)
        elif isinstance(some, dict):
            yield from self._keyed(old or {}, new or {})
        elif isinstance(some, tuple) and self.name != "window":
            yield from self._listed(old or (), new or ())
        elif isinstance(old, Frozen) and isinstance(new, Frozen):
            yield from (self._under(self.label, found) for found in differences(old, new, self.sides, self.about))
        elif self.name == "severity":
            kind, words = w.graver(str(old), str(new), self.sides.after.vocabulary)
            yield self._change(kind, words)
        elif isinstance(old, Offset) and isinstance(new, Offset):
            yield self._offset(old, new)
        else:
            yield self._from_to(old, new)

    def _change(self, kind: Kind, words: Bilingual, **more: Any) -> Change:
        return replace(self.about, kind=kind, words=words, field=self.name.rstrip("_"), **more)

    def _said(self, lexicon: Formatter, value: Any) -> Bilingual:
        # An item without a condition is everybody's.
        anybody = self.kind is Kind.CONDITION and value in (None, ())
        return w.ANY if anybody else lexicon.said(self.name, value)

    def _from_to(self, old: Any, new: Any) -> Change:
        before, after = self._said(self.sides.before, old), self._said(self.sides.after, new)
        return self._change(self.kind, w.turned(self.label, before, after))

    def _offset(self, old: Offset, new: Offset) -> Change:
        by = w.offset_moved(old, new)
        return replace(replace(self, label=w.by(self.label, by))._from_to(old, new), by=by)

    def _text(self, old: Text | None, new: Text | None) -> Iterator[Change]:
        if old is None or new is None:
            yield self._come_or_gone(old, new)
        elif self.kind is Kind.FIGURES:
            yield self._from_to(old, new)
        else:
            yield self._reworded(self.label, old, new)

    def _come_or_gone(self, old: Any, new: Any) -> Change:
        kind = Kind.TEXT if self.kind is Kind.CHANGED else self.kind
        said = self.sides.after.said(self.name, new) if old is None else self.sides.before.said(self.name, old)
        return self._change(kind, (w.came if old is None else w.gone)(self.label, said))

    def _reworded(self, label: Bilingual, old: Text, new: Text) -> Change:
        zh, en = (runs(*_texts(old, new, lang)) for lang in LANGS)
        words = w.reworded_in(label, bool(zh), bool(en))
        if old.words == new.words:
            words = Bilingual(f"{label.zh}只改了加粗、代码或链接", f"{label.en}: bold, code or a link alone changed")
        return self._change(Kind.TEXT, words, zh=zh, en=en)

    def _keyed(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
        for key in [*new, *(key for key in old if key not in new)]:
            before, after = old.get(key), new.get(key)
            if before == after:
                continue
            named = w.beside(self.label, self._name(key))
            if before is None:
                yield self._change(self.kind, w.came(named, self.sides.after.said(self.name, after)))
            elif after is None:
                yield self._change(self.kind, w.gone(named, self.sides.before.said(self.name, before)))
            else:
                yield from replace(self, label=named).compare(before, after)

    def _name(self, key: str) -> Bilingual:
        return self.sides.after.role(key) if self.name in ("team", "roles") else Bilingual(key, key)

    def _listed(self, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
        some = [*old, *new][0]
        if isinstance(some, Frozen) and not isinstance(some, Text):
            named, renamed = _by_key(old), _by_key(new)
            yield from self._keyed(named, renamed)
            if named == renamed and list(named) != list(renamed) and self.name in _ORDERED:
                yield self._change(self.kind, w.reordered(self.label))
        elif isinstance(some, Text):
            yield from self._texts(old, new)
        else:
            yield from self._names(old, new)

    def _names(self, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
        came, went = Counter(new) - Counter(old), Counter(old) - Counter(new)
        if (came and went and len(old) == len(new) == 1) or (self.kind is Kind.CONDITION and (came or went)):
            yield self._from_to(tuple(old), tuple(new))
            return
        if came:
            yield self._change(self.kind, w.came(self.label, self.sides.after.said(self.name, tuple(came.elements()))))
        if went:
            yield self._change(self.kind, w.gone(self.label, self.sides.before.said(self.name, tuple(went.elements()))))

    def _texts(self, old: Sequence[Text], new: Sequence[Text]) -> Iterator[Change]:
        came, went = list((Counter(new) - Counter(old)).elements()), list((Counter(old) - Counter(new)).elements())
        if not came and not went:
            if self.name in _ORDERED:
                yield self._change(Kind.CHANGED, w.reordered(self.label))
            return
        for before in list(went):
            after = _nearest(before, came)
            if after is not None:
                went.remove(before)
                came.remove(after)
                yield self._reworded(self.label, before, after)
        yield from (self._change(Kind.TEXT, w.came(self.label, text.words)) for text in came)
        yield from (self._change(Kind.TEXT, w.gone(self.label, text.words)) for text in went)

    def _under(self, label: Bilingual, found: Change) -> Change:
        """A change of a value inside, said with what it is inside of."""
        return replace(found, words=w.beside(label, found.words), field=f"{self.name.rstrip('_')}.{found.field}")


def _texts(old: Text, new: Text, lang: Lang) -> tuple[str, str]:
    """Both texts in one language: as they read, or where they read alike, as they are written. A missing one is empty."""
    a, b = getattr(old, lang) or "", getattr(new, lang) or ""
    return (a and old.plain(lang), b and new.plain(lang)) if old.words != new.words else (a, b)


def _by_key(listed: Sequence[Any]) -> dict[str, Any]:
    """Entries by what names them: their id, estimate, name, person or role; a second one of the same name by its number."""
    found: dict[str, Any] = {}
    for entry in listed:
        name = _name(entry)
        key, n = name, 1
        while key in found:
            n += 1
            key = f"{name} ({n})"
        found[key] = entry
    return found


def _name(entry: Any) -> str:
    values = (getattr(entry, key, None) for key in ("id", "estimate", "name", "who", "role", "to", "text"))
    named = next((value for value in values if value is not None), "")
    return named.plain("zh") if isinstance(named, Text) else str(named)


def _nearest(before: Text, candidates: Sequence[Text]) -> Text | None:
    """The text that this one most likely became."""

    def likeness(other: Text) -> float:
        return SequenceMatcher(None, before.of("zh"), other.of("zh"), autojunk=False).ratio()

    best = max(candidates, key=likeness, default=None)
    return best if best is not None and likeness(best) >= 0.5 else None
