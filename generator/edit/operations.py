"""What can be done to a file's data, and what the data is afterwards: the measure of every splice."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.source import Path


@dataclass(frozen=True, slots=True)
class Set:
    """The value at ``path``, replaced or added; mappings on the way that are not there yet are made."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Insert:
    """A new entry of a list before the index that ends ``path``; the list's length appends."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """The entry at ``path`` taken away, with the comment on its own line."""

    path: Path


@dataclass(frozen=True, slots=True)
class Rename:
    """The key that ends ``path`` written as another, its value where it was."""

    path: Path
    key: str


class Words(str):
    """A text that somebody typed: written in quotes where another reader would take a day, a figure or a switch for it."""

    __slots__ = ()


Edit = Set | Insert | Remove | Rename


def applied(data: Any, change: Edit) -> Any:
    """The data after a change, the given data untouched. Raises ``LookupError`` where the path leads nowhere."""
    return _applied(data, change.path, change)


def _applied(data: Any, path: Path, change: Edit) -> Any:
    if not path:
        if isinstance(change, Set):
            return change.value
        raise LookupError(change.path)
    key, rest = path[0], path[1:]
    if isinstance(data, dict) and isinstance(key, str):
        return _in_mapping(data, key, rest, change)
    if isinstance(data, list) and isinstance(key, int):
        return _in_list(data, key, rest, change)
    if data is None and isinstance(key, str) and isinstance(change, Set):
        return {key: _applied(None, rest, change)}
    raise LookupError(change.path)


def _in_mapping(data: dict[str, Any], key: str, rest: Path, change: Edit) -> dict[str, Any]:
    if rest or isinstance(change, Set):
        if key not in data and not isinstance(change, Set):
            raise LookupError(change.path)
        return data | {key: _applied(data.get(key), rest, change)}
    if key not in data or isinstance(change, Insert) or (isinstance(change, Rename) and change.key in data):
        raise LookupError(change.path)
    renamed = {change.key: data[key]} if isinstance(change, Rename) else {}
    return {name: value for name, value in data.items() if name != key} | renamed


def _in_list(data: list[Any], key: int, rest: Path, change: Edit) -> list[Any]:
    if isinstance(change, Insert) and not rest and 0 <= key <= len(data):
        return [*data[:key], change.value, *data[key:]]
    if not 0 <= key < len(data) or (isinstance(change, Insert | Rename) and not rest):
        raise LookupError(change.path)
    if isinstance(change, Remove) and not rest:
        return [*data[:key], *data[key + 1 :]]
    return [*data[:key], _applied(data[key], rest, change), *data[key + 1 :]]


def same(one: Any, other: Any) -> bool:
    """Whether two data are equal in value and in kind: to Python ``1``, ``1.0`` and ``True`` are one, to a file they are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return one == other
    return (type(one) is type(other) or (isinstance(one, str) and isinstance(other, str))) and bool(one == other)
