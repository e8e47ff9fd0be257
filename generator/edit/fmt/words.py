"""Scalars, short texts and braces: quotes where they are needed, both languages of a label on one line, one way to write ``{…}`` and ``[…]``."""

import re

from generator.edit.fmt.order import KeyOrder
from generator.edit.fmt.parts import Block, Leaf
from generator.edit.fragments import LONGEST_LINE, may_be_plain
from generator.edit.text import key_end, stop
from generator.source import Node, Path, Source

LABELS = frozenset({"title", "name", "ask", "term", "customer"})
"""Texts that are short by nature: ``{zh: …, en: …}`` stands on one line."""
LANGUAGES = ("zh", "en")
LONGEST_LABEL = 100
_WORD = re.compile(r"""(["'])([A-Za-z][A-Za-z0-9_-]*)\1""")
_SIMPLE = re.compile(r"'([^'\"\\\n]*)'")


def plainer(written: str) -> str:
    """A scalar in the house's quotes: none around a single word that is text without them, else double ones.

    A sentence keeps its quotes, needed or not: with them a colon may be added to it at any time.
    """
    word = _WORD.fullmatch(written)
    if word and may_be_plain(word[2], True):
        return word[2]
    simple = _SIMPLE.fullmatch(written)
    return f'"{simple[1]}"' if simple else written


def label(key: str | None, block: Block, column: int) -> str | None:
    """A label that stands in two lines, as one; None where it is no label, is long or has comments."""
    if key not in LABELS or block.below or not {entry.key for entry in block.entries} <= set(LANGUAGES):
        return None
    parts = {}
    for entry in block.entries:
        value = entry.value
        if entry.above or entry.beside or entry.between or entry.behind or not isinstance(value, Leaf):
            return None
        text = plainer(value.text)
        if not may_be_plain(text, True) and not re.fullmatch(r'"[^"\n]*"', text):
            return None
        parts[entry.key] = text
    line = f"{{{', '.join(f'{lang}: {parts[lang]}' for lang in LANGUAGES if lang in parts)}}}"
    return line if column + len(f"{key}: ") + len(line) <= LONGEST_LABEL else None


def is_long_text(leaf: Leaf, line: str) -> bool:
    """Whether both languages are in braces on a line that is too long for them."""
    keys = set(leaf.mark.keys)
    return len(line) > LONGEST_LINE and leaf.text[:1] == "{" and bool(keys) and keys <= set(LANGUAGES)


def one_line(source: Source, mark: Node, path: Path, order: KeyOrder) -> str | None:
    """Braces on one line, no blank inside and one behind a comma and a colon; None where they stay as they are.

    That is where they hold a comment, a value on several lines or none at all; and where an author has spread them over
    lines and one of ``LONGEST_LINE`` columns does not hold them.
    """
    written = source.text[mark.index : stop(source.text, mark)]
    if "\n" in written and "#" in written:
        return None
    line = _flow(source, mark, path, order)
    return None if line is None or ("\n" in written and len(line) > LONGEST_LINE) else line


def _flow(source: Source, mark: Node, path: Path, order: KeyOrder) -> str | None:
    written = source.text[mark.index : stop(source.text, mark)]
    if written[:1] == "[":
        parts = [_flow(source, child, (*path, key), order) for key, child in mark.children.items()]
        return None if None in parts else f"[{', '.join(map(str, parts))}]"
    if written[:1] == "{":
        return _mapping(source, mark, path, order)
    # A pair in a list (`[a: 1]`) is a mapping without braces.
    return None if mark.children or not written or "\n" in written else plainer(written)


def _mapping(source: Source, mark: Node, path: Path, order: KeyOrder) -> str | None:
    parts = []
    for key in order.sorted(path, mark.keys):
        value = _flow(source, mark.children[key], (*path, key), order)
        if value is None:
            return None
        begin = mark.keys[key]
        parts.append(f"{plainer(source.text[begin : key_end(source.text, begin, key)])}: {value}")
    return f"{{{', '.join(parts)}}}"
