"""What of a file is sound: its model, made of all but what is at fault, so that one bad value does not silence the rest of the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.diagnostics import MOST_TOLD, Diagnostic, Position
from generator.model.empty_values import empty_values
from generator.model.faults import diagnose
from generator.source import Path, Source

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
