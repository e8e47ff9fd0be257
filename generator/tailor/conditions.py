"""Whether an item applies to this engagement, and why, in words with the customer's own figures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.diagnostics import Bilingual
from generator.expressions import apart, evaluate, explain, parse
from generator.model.item import Item
from generator.tailor.context import TailorContext


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an item: it holds, fails, or is not known yet (None). Who asks only that pays for no words."""

    holds: bool | None
    word: Callable[[], Bilingual]

    @property
    def words(self) -> Bilingual:
        return self.word()


def conditions(context: TailorContext, item: Item) -> Iterator[Condition]:
    """The conditions that the item sets, in the order of the format: products, levels, wave, when."""
    if item.products:
        yield _products(context, item)
    if item.levels:
        yield _levels(context, item)
    if item.wave:
        yield _wave(context, item.wave)
    if item.when is not None:
        node = parse(item.when)
        truth = evaluate(node, context.values)
        explained = partial(explain, node, context.values, context.vocabulary, context.labels)
        yield Condition(None if truth is None else bool(truth), explained)


def _joined(titles: list[Bilingual]) -> Bilingual:
    return Bilingual("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))


def _products(context: TailorContext, item: Item) -> Condition:
    in_use = context.engagement.products
    used = None if in_use is None else [id for id in item.products if id in in_use]

    def words() -> Bilingual:
        if used:
            titles = _joined([context.product(id).words for id in used])
            return Bilingual(f"使用了{apart(titles.zh)}", f"uses {titles.en}")
        named = _joined([context.product(id).words for id in item.products])
        if used is None:
            return Bilingual(f"待确认：是否使用{apart(named.zh)}", f"to confirm: use of {named.en}")
        return Bilingual(f"没有使用{apart(named.zh)}", f"does not use {named.en}")

    return Condition(None if used is None else bool(used), words)


def _levels(context: TailorContext, item: Item) -> Condition:
    level = context.level

    def words() -> Bilingual:
        zh, en = "、".join(item.levels), ", ".join(item.levels)
        if level is None:
            return Bilingual(f"待确认：重保等级（适用于 {zh}）", f"to confirm: the assurance level (applies to {en})")
        if level in item.levels:
            return Bilingual(f"重保等级 {level}", f"assurance level {level}")
        return Bilingual(f"重保等级 {level}，仅适用于 {zh}", f"assurance level {level}; applies to {en} only")

    return Condition(None if level is None else level in item.levels, words)


def _wave(context: TailorContext, wave: str) -> Condition:
    here = context.wave(wave) is not None

    def words() -> Bilingual:
        title = context.playbook.waves[wave].title.words
        if here:
            return Bilingual(f"本次有“{title.zh}”波次", f"this event has the wave “{title.en}”")
        return Bilingual(f"本次没有“{title.zh}”波次", f"this event has no wave “{title.en}”")

    return Condition(here, words)
