"""The JSON Schemas of all kinds of file, exported from the model, for editors that complete and check while one types."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from generator.model import KINDS

FOLDER = "site_config/schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_file(kind: str) -> str:
    """The path of a kind's schema from the root."""
    return f"{FOLDER}/{kind}.schema.json"


def schemas() -> dict[str, str]:
    """Path from the root → the schema's text, the same bytes for the same model."""
    return {schema_file(kind): _text(kind) for kind in KINDS}


def _text(kind: str) -> str:
    schema = KINDS[kind].model_json_schema(by_alias=True, mode="validation")
    whole = {"$schema": DIALECT, "$id": schema_file(kind), **schema}
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def first_line(kind: str, file: str) -> str:
    """The line with which a file of ``kind`` at ``file`` (POSIX, from the root) begins."""
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    return f"# yaml-language-server: $schema={up}{schema_file(kind)}"
