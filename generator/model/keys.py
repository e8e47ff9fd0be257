"""The keys of every class of the model, as files spell them: what the schemas describe and the manual lists."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, RootModel

from generator.model import KINDS
from generator.model.frozen import Frozen
from generator.model.text import Text


def classes(kind: str) -> tuple[type[BaseModel], ...]:
    """The classes of a kind of file in the order in which a reader meets them; what all share of a class stands before it."""
    found: dict[type[BaseModel], None] = {}
    _meet(KINDS[kind], found)
    return tuple(found)


def _meet(annotation: Any, found: dict[type[BaseModel], None]) -> None:
    if not (isinstance(annotation, type) and get_origin(annotation) is None):
        for part in get_args(annotation):
            _meet(part, found)
    elif issubclass(annotation, RootModel):
        _meet(annotation.model_fields["root"].annotation, found)
    elif issubclass(annotation, BaseModel) and annotation not in found and annotation is not Text:
        parent = typing.cast(type[BaseModel], annotation.__base__)
        if parent is not Frozen:
            _meet(parent, found)
        found[annotation] = None
        for field in annotation.model_fields.values():
            _meet(field.annotation, found)


def own_keys(model: type[BaseModel]) -> Iterator[str]:
    """The keys that a class itself says something of: those of its parent stand there."""
    own = inspect.get_annotations(model)
    for name, field in model.model_fields.items():
        if name in own:
            yield field.alias or name


def author(model: type[BaseModel], key: str) -> str:
    """The name of the class that defines a class's key: ``Item`` for the owner of a ``Task``."""
    name = next(name for name, field in model.model_fields.items() if (field.alias or name) == key)
    return next(parent.__name__ for parent in model.__mro__ if name in inspect.get_annotations(parent))
