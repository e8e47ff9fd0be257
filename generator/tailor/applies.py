"""Whether an item applies to this engagement, and why, in words with the customer's own figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Words
from generator.expressions import evaluate, explain, parse
from generator.model.item import Item
from generator.tailor.frame import Frame


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an item: it holds, fails, or is not known yet (None)."""

    holds: bool | None
    words: Words


def conditions(frame: Frame, item: Item) -> Iterator[Condition]:
    """The conditions that the item sets, in the order of the format: products, levels, wave, when."""
    if item.products:
        yield _products(frame, item)
    if item.levels:
        yield _levels(frame, item)
    if item.wave:
        yield _wave(frame, item.wave)
    if item.when is not None:
        node = parse(item.when)
        truth = evaluate(node, frame.values)
        words = explain(node, frame.values, frame.vocabulary, frame.labels)
        yield Condition(None if truth is None else bool(truth), words)


def _joined(titles: list[Words]) -> Words:
    return Words("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))


def _products(frame: Frame, item: Item) -> Condition:
    in_use = frame.engagement.products
    named = _joined([frame.product(id).words for id in item.products])
    if in_use is None:
        return Condition(None, Words(f"待确认：是否使用{named.zh}", f"to confirm: whether {named.en} is used"))
    used = [id for id in item.products if id in in_use]
    if used:
        titles = _joined([frame.product(id).words for id in used])
        return Condition(True, Words(f"使用了{titles.zh}", f"uses {titles.en}"))
    return Condition(False, Words(f"没有使用{named.zh}", f"does not use {named.en}"))


def _levels(frame: Frame, item: Item) -> Condition:
    named_zh, named_en = "、".join(item.levels), ", ".join(item.levels)
    if frame.level is None:
        return Condition(
            None,
            Words(f"待确认：重保等级（适用于 {named_zh}）", f"to confirm: the assurance level (applies to {named_en})"),
        )
    if frame.level in item.levels:
        return Condition(True, Words(f"重保等级 {frame.level}", f"assurance level {frame.level}"))
    return Condition(
        False,
        Words(
            f"重保等级 {frame.level}，仅适用于 {named_zh}", f"assurance level {frame.level}; applies to {named_en} only"
        ),
    )


def _wave(frame: Frame, wave: str) -> Condition:
    title = frame.playbook.waves[wave].title.words
    if frame.wave(wave):
        return Condition(True, Words(f"本次有“{title.zh}”波次", f"this event has the wave {title.en}"))
    return Condition(False, Words(f"本次没有“{title.zh}”波次", f"this event has no wave {title.en}"))
