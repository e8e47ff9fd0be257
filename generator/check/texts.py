"""The texts below a value of a file, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pydantic import BaseModel, RootModel

from generator.diagnostics import Position
from generator.library import Place
from generator.model.text import Text


def texts(value: Any, place: Place) -> Iterator[tuple[Text, Place]]:
    """Every text below a value of the model, with the place it was read from."""
    if isinstance(value, Text):
        yield value, place
    elif isinstance(value, RootModel):
        yield from texts(value.root, place)
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from texts(getattr(value, name), place / (field.alias or name))
    elif isinstance(value, dict | tuple):
        parts: Iterable[tuple[str | int, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from texts(part, place / key)


def strings(value: Any, place: Place, without: Collection[str] = ()) -> Iterator[tuple[str, Place]]:
    """Every string below a value as a file holds it, but for what stands under the keys ``without``."""
    if isinstance(value, str):
        yield value, place
    elif isinstance(value, dict | list):
        parts: Iterable[tuple[str | int, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            if key not in without:
                yield from strings(part, place / key, without)


def inside(place: Place, text: str, at: int) -> Position:
    """The place of a character of a string where it stands as it is written; else the string's first character."""
    source = place.source
    mark = source.nearest(place.path)
    quoted = not mark.plain and source.text.startswith(text, mark.index + 1)
    return source.position(mark.index + 1 + at) if quoted else place.inside(at)
