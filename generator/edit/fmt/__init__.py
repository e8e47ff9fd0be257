"""A file in the house's hand: keys in the order of the format, one indentation, one way to write braces.

``formatted`` takes a file apart into entries with their comments (``parts``), puts known keys in order (``order``) and
writes it again (``layout``). What an author wrote as a value is copied sign by sign. Then it reads its own result.
"""

from typing import Any

from pydantic import BaseModel

from generator.edit.fmt.layout import written
from generator.edit.fmt.order import KeyOrder
from generator.edit.fmt.parts import Unusual, taken_apart
from generator.edit.operations import same
from generator.source import Source, read

__all__ = ["Unusual", "formatted"]


def formatted(source: Source, model: type[BaseModel] | None) -> str:
    """The text of a file that reads without a fault, formatted; ``model`` says in which order its keys stand.

    Raises ``Unusual`` for a file that would not read exactly as before, or is written in a way not known here.
    """
    ending = "\r\n" if "\r\n" in source.text[: source.text.find("\n") + 1] else "\n"
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    plain, _ = read(text.encode("utf-8"), source.file)
    if plain is None:
        raise Unusual(0)
    order = KeyOrder(model)
    new = written(taken_apart(plain), order) if plain.data is not None else _bare(text)
    _assert_kept(plain, new, order)
    return new.replace("\n", ending)


def _bare(text: str) -> str:
    """A file of comments alone."""
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().split("\n")) if text.strip() else ""


def _assert_kept(before: Source, text: str, order: KeyOrder) -> None:
    """Raises ``Unusual`` unless the new text has the same data, the same comments, and names in the same order."""
    after, faults = read(text.encode("utf-8"), before.file)
    if after is None or faults or not same(before.data, after.data):
        raise Unusual(0)
    if not _same_order(before.data, after.data, order, ()) or sorted(comments(before)) != sorted(comments(after)):
        raise Unusual(0)


def _same_order(one: Any, other: Any, order: KeyOrder, path: tuple[str | int, ...]) -> bool:
    """Names that an author chose (facts, waves, roles) may have a meaning by their order; keys of the format have none."""
    if isinstance(one, dict):
        kept = bool(order.keys(path, one)) or list(one) == list(other)
        return kept and all(_same_order(value, other[key], order, (*path, key)) for key, value in one.items())
    if isinstance(one, list):
        return all(_same_order(value, other[n], order, (*path, n)) for n, value in enumerate(one))
    return True


def comments(source: Source) -> list[str]:
    """Every comment of a file, as it is written."""
    return taken_apart(source).comments() if source.data is not None else []
