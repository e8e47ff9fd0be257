"""The JSON Schemas of all kinds of file, exported from the model, for editors that complete and check while one types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator.diagnostics import Bilingual
from generator.model import KINDS
from generator.model.keys import author, classes

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
