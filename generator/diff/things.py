"""Named things of one kind, matched by id: what came, what went, and what became of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from generator.diagnostics import Words
from generator.diff.change import Change, Kind
from generator.diff.fields import Sides, differences
from generator.diff.labels import PARTS
from generator.model.text import Text


def things(
    before: Mapping[str, BaseModel], after: Mapping[str, BaseModel], part: str, file: str, sides: Sides
) -> Iterator[Change]:
    """Each thing added, changed and removed, in the order of ``after``, then what is gone."""
    for id, thing in after.items():
        if id not in before:
            yield came(id, thing, part, file)
        elif before[id] != thing:
            about = subject(id, thing, part, file)
            yield from differences(before[id], thing, sides, about, without=frozenset({"id"}))
    yield from (went(id, thing, part, file) for id, thing in before.items() if id not in after)


def subject(id: str, thing: Any, part: str, file: str) -> Change:
    """A change about ``thing`` that does not yet say what changed."""
    return Change(Kind.CHANGED, id, Words("", ""), title_of(thing), part, file)


def came(id: str, thing: Any, part: str, file: str, words: Words | None = None) -> Change:
    noun = PARTS[part]
    return Change(Kind.ADDED, id, words or Words(f"新增{noun.zh}", f"new {noun.en}"), title_of(thing), part, file)


def went(id: str, thing: Any, part: str, file: str, words: Words | None = None) -> Change:
    noun = PARTS[part]
    said = words or Words(f"{noun.zh}已删除", f"{noun.en} removed")
    return Change(Kind.REMOVED, id, said, title_of(thing), part, file)


def title_of(thing: Any) -> Words | None:
    """How a thing is called: its title, term or question, or when it is said."""
    named = (getattr(thing, key, None) for key in ("title", "term", "ask", "when", "customer"))
    return next((text.words for text in named if isinstance(text, Text)), None)
