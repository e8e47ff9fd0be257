"""What of a file is sound: its model, made of all but what is at fault, so that one bad value does not silence the rest of the file.

A key with nothing behind it is looked for first. Inside ``{…}`` it is mostly no key: a comma of the value before it, or a colon that is none.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from generator.diagnostics import MOST_TOLD, Bilingual, Diagnostic, Position
from generator.model import meant
from generator.model.faults import diagnose, keys_of, models_at
from generator.source import Path, Source
from generator.source.repairs import quoted

M = TypeVar("M", bound=BaseModel)
_NOWHERE = object()


def validate(source: Source, model: type[M], known: set[Position]) -> tuple[M | None, Source, list[Diagnostic]]:
    """The model of a source with what is unsound left out, the source without it, and the faults.

    Faults at a position in ``known`` are said already. Gives up (None) where the file's own skeleton is unsound.
    """
    found: list[Diagnostic] = []
    empties = tuple(islice(empty_values(source, model), MOST_TOLD + 1)) if source.empty_values else ()
    found += [each.fault for each in empties if source.value_at(each.paths[0]) not in known]
    empty = frozenset(path for each in empties for path in each.paths)
    source = source.without(empty)
    for each in empties:
        if each.whole and isinstance(parent := _at(source.data, each.whole[0][:-1]), dict):
            parent[each.whole[0][-1]] = each.whole[1]  # Read as it was meant, so that its rest is not missed.
    for attempt in range(8):
        try:
            return model.model_validate(source.data), source, found
        except ValidationError as error:
            faults = list(islice(diagnose(source, model, error), MOST_TOLD + 1))
        for path, fault in faults:
            # What a later attempt misses is what an earlier one left out: said already, as the fault that it was.
            lacking = fault.code == "missing-key" or _at(source.data, path) in (_NOWHERE, [], {})
            consequence = path in empty if attempt == 0 else lacking
            if not consequence and fault.at not in known and fault not in found:
                found.append(fault)
        drop = frozenset(_unsound(source.data, path, fault) for path, fault in faults)
        if () in drop:
            break
        source = source.without(drop)
    return None, source, found


def _unsound(data: Any, path: Path, fault: Diagnostic) -> Path:
    """The smallest part to leave out so that the rest may be sound: the bad value, or the entry that lacks a key."""
    if fault.code == "missing-key":
        path = path[:-1]
    while path and _at(data, path) is _NOWHERE:
        path = path[:-1]
    return path


def _at(data: Any, path: Path) -> Any:
    """The value at a path, or ``_NOWHERE``."""
    for part in path:
        if not isinstance(data, dict | list):
            return _NOWHERE
        container: Any = data
        try:
            data = container[part]
        except (KeyError, IndexError, TypeError):
            return _NOWHERE
    return data


def names_left_out(before: Any, after: Any) -> set[str]:
    """Keys and ``id`` values that only ``before`` holds: names whose absence proves nothing."""
    return set(_names(before)) - set(_names(after)) if before is not after else set()


def _names(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from data
        if isinstance(data.get("id"), str):
            yield data["id"]
        for value in data.values():
            yield from _names(value)
    elif isinstance(data, list):
        for value in data:
            yield from _names(value)


_NEXT_KEY = re.compile(r"\s*(?:,\s*[\w-]+:\s|[}\]])")


class Empty(NamedTuple):
    """A fault, the paths of the keys that it leaves out, and what the value before them would be with its commas."""

    fault: Diagnostic
    paths: Sequence[Path]
    whole: tuple[Path, Any] | None = None


def empty_values(source: Source, model: type[BaseModel]) -> Iterator[Empty]:
    """Every key without a value; those that are the rest of one value are one fault."""
    yield from _below(source, model, source.data, ())


def _below(source: Source, model: type[BaseModel], data: Any, path: Path) -> Iterator[Empty]:
    if isinstance(data, list):
        for n, value in enumerate(data):
            if isinstance(value, dict | list):
                yield from _below(source, model, value, (*path, n))
    elif isinstance(data, dict):
        known = {key for found in models_at(model, path) for key in keys_of(found)} if None in data.values() else set()
        before: Path | None = None
        rest: list[Path] = []
        for key, value in data.items():
            here = (*path, key)
            split = value is None and before is not None and key not in known and "：" not in key
            # Inside braces, behind a value that has an end of its own, the key is the rest of that value.
            plain = before is not None and not isinstance(data[before[-1]], dict | list)
            if split and plain and source.text[source.nearest(path).index] == "{":
                rest.append(here)
                continue
            yield from _rest(source, before, rest)
            before, rest = here, []
            if value is None:
                before = None
                yield Empty(_empty(source, here, known), (here,))
            else:
                yield from _below(source, model, value, here)
        yield from _rest(source, before, rest)


def _empty(source: Source, path: Path, known: set[str]) -> Diagnostic:
    key = str(path[-1])
    name, colon, value = key.partition("：")
    if colon:
        en = '"：" is a full-width character; YAML knows only its ASCII form'
        message = Bilingual("“：” 是全角符号，YAML 只认半角的", en)
    else:
        name, _, value = key.partition(" ")
        message = Bilingual(f"“{name}” 后面缺冒号", f'a colon is missing behind "{name}"')
    if value and (colon or name in known):
        hint = Bilingual(f"写成 {name}: {value.strip()}", f"write {name}: {value.strip()}")
        return Diagnostic("yaml-syntax", source.key_at(path), message, hint)
    message = Bilingual(f"“{key}” 后面是空的", f'nothing stands behind "{key}"')
    remove = Bilingual("写上内容，或删掉这一行。", "write it, or remove the line")
    return Diagnostic("wrong-type", source.key_at(path), message, remove)


def _rest(source: Source, before: Path | None, rest: list[Path]) -> Iterator[Empty]:
    if before is None or not rest:
        return
    node, key = source.nearest(before), str(before[-1])
    # Up to the next key: what stands twice, as in 1,000,000, is one key only.
    behind = _NEXT_KEY.search(source.text, source.nearest(rest[-1]).index)
    written = " ".join(source.text[node.index : behind.start() if behind else None].split())
    whole = written.replace(written[0], "") if written[:1] in ('"', "'") else written
    is_figure = isinstance(_at(source.data, before), int | Decimal) and key not in ("zh", "en")
    figure = meant.count(whole) if is_figure else None
    short = whole if len(whole) <= 40 else f"{whole[:40]}…"
    zh, en = ("数字不写千分位", "; figures have no separators") if figure else ("要加引号", " and needs quotes")
    message = Bilingual(f"“{short}” 里有逗号，{zh}", f"{quoted(short)} holds a comma{en}")
    line = f"{key}: {figure or quoted(whole)}"
    hint = Bilingual(f"写成 {line}", f"write {line}")
    fault = Diagnostic("quote-in-flow", source.value_at(before), message, hint)
    yield Empty(fault, rest, (before, Decimal(figure) if figure else whole))
