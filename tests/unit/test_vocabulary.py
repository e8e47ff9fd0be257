"""One vocabulary: what a field is called stands in one file of a language, and whatever says it asks there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from trees import ROOT, VOCABULARY

from generator.diagnostics import LANGS
from generator.i18n import Strings
from generator.i18n.vocabulary import PARTS
from generator.model import KINDS
from generator.model.engagement import State
from generator.model.item import Category, ItemSeverity
from generator.model.schemas import classes, own_keys
from generator.publish.resources import strings
from generator.roundtrip.fields import Field
from generator.tailor.checklist import Colour, Verdict

SHARED = ("field", "own", "value", "thing")
MEANINGS = "meaning"
"""What each key means, for the manual and for editors: sentences, no names."""


def leaves(words: Strings, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in words.plain.items():
        if isinstance(value, dict):
            yield from leaves(words[name], (*path, name))
        else:
            yield (*path, name), value


def test_no_section_says_again_what_the_vocabulary_says() -> None:
    again = set.intersection(*(_said_again(strings(ROOT, lang)) for lang in LANGS))
    assert again == set()


def _said_again(words: Strings) -> set[str]:
    called = words.field.plain
    return {
        ".".join(path)
        for path, word in leaves(words)
        if path[0] not in (*SHARED, MEANINGS) and called.get(path[-1].rstrip("_")) == word
    }


def test_every_key_of_every_file_has_a_name() -> None:
    for kind in KINDS:
        for model in classes(kind):
            assert VOCABULARY.thing[model.__name__]
            assert all(VOCABULARY.label(key, model.__name__) for key in own_keys(model)), model.__name__


def test_every_fixed_word_has_a_name() -> None:
    expected = {
        "severity": ItemSeverity, "category": Category, "verdict": Verdict, "colour": Colour, "state": get_args(State),
    }  # fmt: skip
    for field, values in expected.items():
        assert [value for value in values if VOCABULARY.fixed(field, str(value)) is None] == [], field
    assert all(VOCABULARY.label(field) for field in Field)
    assert all(VOCABULARY.noun(part) for part in PARTS)
