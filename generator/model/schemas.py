"""The keys of every class of the model, as files spell them, and the JSON Schemas of all kinds of file, for editors that complete and check
while one types."""

import inspect
import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, get_args, get_origin

from pydantic import BaseModel, RootModel

from generator.diagnostics import Bilingual
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


FOLDER = "site_config/schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What editors show beside a class, by its name, and beside a key, by the class that defines it."""

    titles: Mapping[str, Bilingual]
    fields: Mapping[str, Mapping[str, Bilingual]]


def schema_file(kind: str) -> str:
    """The path of a kind's schema from the root."""
    return f"{FOLDER}/{kind}.schema.json"


def schemas(descriptions: Descriptions) -> dict[str, str]:
    """Path from the root → the schema's text, the same bytes for the same model and words."""
    return {schema_file(kind): _text(kind, descriptions) for kind in KINDS}


def _text(kind: str, descriptions: Descriptions) -> str:
    schema = KINDS[kind].model_json_schema(by_alias=True, mode="validation")
    for model in classes(kind):
        place = schema if model is KINDS[kind] else schema["$defs"].get(model.__name__)
        # What several classes share of a parent stands in each of them, and the parent nowhere.
        if place is not None:
            _describe(place, descriptions.titles[model.__name__])
            for key, value in properties(place).items():
                _describe(value, descriptions.fields[author(model, key)][key])
    whole = {"$schema": DIALECT, "$id": schema_file(kind), **schema}
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _describe(place: dict[str, Any], words: Bilingual) -> None:
    place["description"] = f"{words.zh}\n{words.en}"


def properties(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a class's schema; of a class that may be one bare value, those of its long form."""
    forms = [schema, *schema.get("anyOf", ())]
    return next(form["properties"] for form in forms if "properties" in form)


def first_line(kind: str, file: str) -> str:
    """The line with which a file of ``kind`` at ``file`` (POSIX, from the root) begins."""
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    return f"# yaml-language-server: $schema={up}{schema_file(kind)}"
