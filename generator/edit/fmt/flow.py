"""``{…}`` and ``[…]`` in one way: no blank inside the braces, one behind a comma and a colon."""

from __future__ import annotations

from generator.edit.fmt.order import Order
from generator.edit.fmt.words import plainer
from generator.edit.fragments import LONGEST_LINE
from generator.edit.text import key_end, stop
from generator.source import Mark, Path, Source


def one_line(source: Source, mark: Mark, path: Path, order: Order, room: int = LONGEST_LINE) -> str | None:
    """Braces on one line, or None where they stay as they are.

    That is where they hold a comment, a value on several lines or none at all; and where an author has spread them over
    lines and one of ``room`` columns does not hold them.
    """
    written = source.text[mark.index : stop(source.text, mark)]
    if "\n" in written and "#" in written:
        return None
    line = _flow(source, mark, path, order)
    return None if line is None or ("\n" in written and len(line) > room) else line


def _flow(source: Source, mark: Mark, path: Path, order: Order) -> str | None:
    written = source.text[mark.index : stop(source.text, mark)]
    if written[:1] == "[":
        parts = [_flow(source, child, (*path, key), order) for key, child in mark.children.items()]
        return None if None in parts else f"[{', '.join(map(str, parts))}]"
    if written[:1] == "{":
        return _mapping(source, mark, path, order)
    # A pair in a list (`[a: 1]`) is a mapping without braces.
    return None if mark.children or not written or "\n" in written else plainer(written)


def _mapping(source: Source, mark: Mark, path: Path, order: Order) -> str | None:
    parts = []
    for key in order.sorted(path, mark.keys):
        value = _flow(source, mark.children[key], (*path, key), order)
        if value is None:
            return None
        begin = mark.keys[key]
        parts.append(f"{plainer(source.text[begin : key_end(source.text, begin, key)])}: {value}")
    return f"{{{', '.join(parts)}}}"
