"""Named things of one kind, matched by id: what came, what went, and what became of the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from generator.diagnostics import Bilingual
from generator.diff import wording as w
from generator.diff.change import Change, Kind
from generator.diff.fields import Sides, differences
from generator.model.text import Text


def things(
    before: Mapping[str, BaseModel], after: Mapping[str, BaseModel], part: str, file: str, sides: Sides
) -> Iterator[Change]:
    """Each thing added, changed and removed, in the order of ``after``, then what is gone."""
    for id, thing in after.items():
        if id not in before:
            yield came(subject(id, thing, part, file), sides)
        elif before[id] != thing:
            about = subject(id, thing, part, file)
            yield from differences(before[id], thing, sides, about, without=frozenset({"id"}))
    yield from (went(subject(id, thing, part, file), sides) for id, thing in before.items() if id not in after)


def subject(id: str, thing: Any, part: str, file: str, title: Bilingual | None = None) -> Change:
    """A change about ``thing`` that does not yet say what changed."""
    return Change(Kind.CHANGED, id, Bilingual("", ""), title or title_of(thing), part, file)


def came(about: Change, sides: Sides, words: Bilingual | None = None) -> Change:
    return replace(about, kind=Kind.ADDED, words=words or w.new(sides.vocabulary.noun(about.part)))


def went(about: Change, sides: Sides) -> Change:
    return replace(about, kind=Kind.REMOVED, words=w.removed(sides.vocabulary.noun(about.part)))


def title_of(thing: Any) -> Bilingual | None:
    """How a thing is called: its title, term or question, or when it is said."""
    named = (getattr(thing, key, None) for key in ("title", "term", "ask", "when", "customer"))
    return next((text.words for text in named if isinstance(text, Text)), None)
