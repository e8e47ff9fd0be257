"""The words by which a returned sheet of one engagement is understood: its people, roles, questions and days."""

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from generator.diagnostics import LANGS
from generator.grouping import grouped
from generator.i18n.vocabulary import Vocabulary
from generator.library import Library
from generator.model import Engagement
from generator.model.engagement import RiskState, State, TestVerdict
from generator.roundtrip.days import EventDays
from generator.roundtrip.fields import Field
from generator.roundtrip.values import WordLookup, folded
from generator.tailor import Checklist
from generator.tailor.context import on_call


def lookup(library: Library, vocabulary: Vocabulary, engagement: Engagement, checklist: Checklist) -> WordLookup:
    def words(field: str, ids: Iterable[str]) -> list[tuple[str, str]]:
        return [(vocabulary.value[field][id].of(lang), id) for id in ids for lang in LANGS]

    roles = library.roles.model.root if library.roles else {}
    products = library.products.model.root if library.products else {}
    answers = [(word, {"yes": "true", "no": "false"}[id]) for word, id in words("answer", vocabulary.value["answer"])]
    held = grouped((folded(person.name), role) for role, people in engagement.team.items() for person in people)
    return replace(
        WordLookup.of(words("state", get_args(State)), [(role.title.plain(lang), id) for id, role in roles.items() for lang in LANGS]),
        people={name: frozenset(ids) for name, ids in held.items()},
        days=EventDays.of(checklist),
        others={
            ("risks", Field.STATE): WordLookup.of(words("state", get_args(RiskState)), []),
            ("tests", Field.VERDICT): WordLookup.of(words("verdict", get_args(TestVerdict)), []),
            ("facts", Field.VALUE): WordLookup.of(answers, []),
        },
        shifts={
            folded(word): one.oncall for one in products.values() if one.oncall for word in (one.oncall, *on_call(one).words)
        },
        facts={line.id: line.fact for line in checklist.facts},
    )  # fmt: skip
