"""The manual's pages of all keys and all rules, listed from the model and the rules themselves, so that none is missing and none stands twice."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import BaseModel, RootModel, TypeAdapter

from generator.check import codes, severity
from generator.expressions import number
from generator.i18n import Strings
from generator.model import KINDS, scalars
from generator.model.frozen import Frozen
from generator.model.offset import At
from generator.model.schemas import classes, own_keys, properties
from generator.model.text import Text
from generator.site.links import Links
from generator.site.page import Link, View

Shape = tuple[Link, ...]
"""What a key may hold, as words, values (kind ``code``) and links to the tables of further keys."""


def rules(links: Links) -> dict[str, object]:
    """What each code means, with the fault and its repair."""
    examples = links.context.strings.examples.plain
    pairs = {code: View(good=shown(one["good"]), bad=shown(one.get("bad", ""))) for code, one in examples.items()}
    return {"rules": [(code, severity(code)) for code in sorted(codes())], "examples": pairs}


def shown(example: str) -> str:
    """What a reader sees of an example: a line that is left out has no indentation of its own."""
    plain = re.sub("⟦.*?⟧", "…", example.replace("‸", "")).strip("\n")
    return re.sub("^$", "…", textwrap.dedent(re.sub("^…$", "", plain, flags=re.M)), flags=re.M) if plain else ""


def values(links: Links) -> dict[str, object]:
    strings = links.context.strings
    text = strings.keys.page.text
    return {"text": Text(zh=text, en=text), "chapters": chapters(strings)}


def chapters(strings: Strings) -> tuple[View, ...]:
    """All kinds of file with the tables of their classes, in the words of ``keys.yaml`` and the vocabulary."""
    return tuple(_ChapterWriter(strings).chapters())


class _ChapterWriter:
    """A class stands in the first chapter that meets it, and classes of one title share a table."""

    def __init__(self, strings: Strings) -> None:
        self.words, self.meaning = strings.keys, strings.meaning
        self.titles = {name: noun[:1].upper() + noun[1:] for name, noun in strings.thing.plain.items()}
        self.anchors: dict[str, str] = {}

    def chapters(self) -> Iterator[View]:
        for kind in KINDS:
            fresh = []
            for model in classes(kind):
                title = self.titles[model.__name__]
                if model.__name__ not in self.anchors:
                    known = next((a for name, a in self.anchors.items() if self.titles[name] == title), None)
                    shared = known if known and model.__name__.endswith("Tombstone") else None
                    self.anchors[model.__name__] = shared or f"{kind}-{model.__name__.lower()}"
                    if shared is None:
                        fresh.append(model)
            mapping = self._shape(KINDS[kind].model_json_schema()) if issubclass(KINDS[kind], RootModel) else ()
            yield View(id=kind, title=self.words.kinds[kind], mapping=mapping, tables=list(map(self._table, fresh)))

    def _table(self, model: type[BaseModel]) -> View:
        """The keys of one class. ``more`` leads to the table of what it shares with others."""
        parent = model.__base__
        assert parent is not None
        name, shared = model.__name__, parent.__name__
        more = Link(self.titles[shared], f"#{self.anchors[shared]}") if parent is not Frozen else None
        return View(id=self.anchors[name], title=self.titles[name], rows=list(self._rows(model)), more=more)

    def _rows(self, model: type[BaseModel]) -> Iterator[View]:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        found = properties(_schema(model))
        for key in own_keys(model):
            meaning, required = self.meaning[model.__name__][key], fields[key].is_required()
            yield View(
                key=key,
                required=required,
                shape=self._shape(found[key]),
                default="" if required else _default(fields[key].get_default(call_default_factory=True)),
                meaning=Text(zh=meaning, en=meaning),
            )

    def _shape(self, schema: Mapping[str, Any]) -> Shape:
        words = self.words.words
        if "$ref" in schema:
            return self._named(schema["$ref"].rsplit("/", 1)[1])
        if choices := schema.get("anyOf") or schema.get("oneOf"):
            shapes = dict.fromkeys(self._shape(one) for one in choices if one.get("type") != "null")
            return tuple(part for n, shape in enumerate(shapes) for part in ((Link(words["or"]),) if n else ()) + shape)
        if "enum" in schema:
            return tuple(Link(value, kind="code") for value in schema["enum"])
        kind = schema.get("type", "any")
        if kind == "array":
            inner = schema.get("items") or schema["prefixItems"][0]
            return (Link(words.pair if "prefixItems" in schema else words.list), *self._shape(inner))
        if kind == "object":
            pattern, inner = next(
                iter(schema.get("patternProperties", {None: schema.get("additionalProperties")}).items())
            )
            return (Link(words[_patterns()[pattern]]), Link(words.to), *self._shape(inner))
        return (Link(words[_word(schema, kind)]),)

    def _named(self, name: str) -> Shape:
        if name in self.anchors:
            return (Link(self.titles[name], f"#{self.anchors[name]}"),)
        if name == "Text":
            return (Link(self.words.words.text, "#text"),)
        schema = next(found for kind in KINDS if (found := _definitions(kind).get(name)))
        return self._shape(schema)


def _word(schema: Mapping[str, Any], kind: Any) -> str:
    if "pattern" in schema:
        return _patterns()[schema["pattern"]]
    if "format" in schema:
        return {"date": "date", "date-time": "instant"}[schema["format"]]
    if isinstance(kind, list):
        return "any" if "boolean" in kind else "formula"
    return str(kind)


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


@cache
def _definitions(kind: str) -> Mapping[str, Any]:
    found: dict[str, Any] = KINDS[kind].model_json_schema(by_alias=True).get("$defs", {})
    return found


@cache
def _patterns() -> Mapping[str | None, str]:
    """What each pattern of the schemas is called; a mapping without one is keyed by items' ids."""
    kinds = {
        "offset": At, "duration": scalars.Duration, "edition": scalars.Edition, "stem": scalars.Slug, "name": scalars.Identifier,
        "task": scalars.TaskId, "attention": scalars.AttentionId, "plan": scalars.PlanId, "extra": scalars.ExtraId,
        "level": scalars.LevelId, "incident": scalars.IncidentId, "calendar": scalars.CalendarId,
    }  # fmt: skip
    return {None: "id"} | {TypeAdapter(kind).json_schema()["pattern"]: name for name, kind in kinds.items()}


def _default(value: Any) -> str:
    """A default as a file would spell it; empty where the key is simply absent."""
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, Fraction) else str(value)
