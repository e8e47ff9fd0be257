"""Parts → text: two blanks a level, one blank line at most, known keys in order, values as they were written.

Scalars have quotes where they need them, both languages of a label stand on one line, and ``{…}`` and ``[…]`` are written in one way.
"""

import re
from collections.abc import Iterator

from generator.edit.fmt.order import KeyOrder
from generator.edit.fmt.parts import Block, Leaf, Parts, SourceEntry, SourceLine, value_text
from generator.edit.fragments import LONGEST_LINE, may_be_plain
from generator.edit.text import key_end, stop
from generator.source import Node, Path, Source

STEP = 2


def written(parts: Parts, order: KeyOrder) -> str:
    """The whole text, ending in one line break."""
    layout = _Layout(parts, order)
    return "\n".join([*_comment_lines(parts.head, 0), *layout.root()]) + "\n"


class _Layout:
    def __init__(self, parts: Parts, order: KeyOrder) -> None:
        self._parts, self._order, self._source = parts, order, parts.source

    def root(self) -> list[str]:
        root = self._parts.root
        if isinstance(root, Block):
            return self._block(root, 0)
        return _behind(self._leaf(root, root.column), self._parts.behind)

    def _block(self, block: Block, column: int) -> list[str]:
        lines: list[str] = []
        for n, entry in enumerate(self._in_order(block)):
            above = _comment_lines(entry.above, column)
            # A section's blank line goes with it, but a block does not begin with one.
            lines += above if n or block.entries[0] is entry else _without_blank_start(above)
            lines += self._entry(entry, column)
        return lines + _comment_lines(block.below, column)

    def _in_order(self, block: Block) -> list[SourceEntry]:
        if block.listed:
            return block.entries
        by_key = {entry.key or "": entry for entry in block.entries}
        return [by_key[key] for key in self._order.sorted(block.path, by_key)]

    def _entry(self, entry: SourceEntry, column: int) -> list[str]:
        head = " " * column + (f"{plainer(entry.written)}:" if entry.key is not None else "-")
        value = entry.value
        if isinstance(value, Block):
            short = None if entry.beside else label(entry.key, value, column)
            return [f"{head} {short}"] if short else self._holding(entry, value, head, column)
        assert isinstance(value, Leaf)
        lines = self._leaf(value, column)
        if entry.key is not None and not entry.behind and is_long_text(value, f"{head} {lines[0]}"):
            return [f"{head}{entry.beside}", *self._languages(value, column + STEP)]
        if entry.beside or any(line.column is not None for line in entry.between):
            margin = " " * (column + STEP)
            between = _comment_lines(entry.between, column + STEP)
            return [f"{head}{entry.beside}", *between, *_behind([f"{margin}{lines[0]}", *lines[1:]], entry.behind)]
        return _behind([f"{head} {lines[0]}" if lines[0] else head, *lines[1:]], entry.behind)

    def _holding(self, entry: SourceEntry, block: Block, head: str, column: int) -> list[str]:
        inner = column + STEP
        lines = self._block(block, inner)
        if entry.key is not None:
            return [f"{head}{entry.beside}", *lines]
        # The first entry stands beside its dash; what is to stand above it stands above the dash.
        first = next(n for n, line in enumerate(lines) if line.strip() and not line.lstrip(" ").startswith("#"))
        above = [line[STEP:] for line in lines[:first] if line]
        beside = [f"{' ' * column}{entry.beside.strip()}"] if entry.beside else []
        return [*beside, *above, f"{head} {lines[first][inner:]}", *lines[first + 1 :]]

    def _languages(self, leaf: Leaf, column: int) -> list[str]:
        """Both languages a line each, as they are written inside braces."""
        keys = self._order.sorted(leaf.path, leaf.mark.keys)
        values = {key: plainer(value_text(self._source, leaf.mark.children[key])) for key in keys}
        return [f"{' ' * column}{key}: {value}" for key, value in values.items()]

    def _leaf(self, leaf: Leaf, column: int) -> list[str]:
        """The lines of a value; the first without its margin."""
        if leaf.text[:1] in ("{", "[") and leaf.mark.end > leaf.mark.index:
            line = one_line(self._source, leaf.mark, leaf.path, self._order)
            if line is not None:
                return [line]
        first, *rest = leaf.text.split("\n")
        if leaf.text[:1] in ("|", ">"):
            return [first, *_text_lines(first, rest, leaf.column, max(column, 0))]
        if not rest:
            return [plainer(first)]
        least = 0 if leaf.text[:1] in ("{", "[") else column + 1
        return [first.rstrip(" "), *_shifted(rest, column - leaf.column, least)]


def _behind(lines: list[str], comment: str) -> list[str]:
    return [*lines[:-1], f"{lines[-1]}{comment}"] if comment else lines


def _shifted(lines: list[str], by: int, least: int) -> Iterator[str]:
    """Further lines of a value, moved with it and never further left than it may stand."""
    for line in lines:
        bare = line.strip(" ")
        yield f"{' ' * max(len(line) - len(line.lstrip(' ')) + by, least)}{bare}" if bare else ""


def _text_lines(header: str, lines: list[str], old: int, column: int) -> list[str]:
    """The lines of a ``|`` or ``>`` text, whose own margin is one step, or what its header says."""
    if header_digit := re.match(r"[|>][-+]?([1-9])", header):
        margin, wanted = max(old, 0) + int(header_digit[1]), column + int(header_digit[1])
    else:
        # Where all lines are blank, all of their blanks are margin.
        blank = max(map(len, lines), default=0)
        margin = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), blank)
        wanted = column + STEP
    return [f"{' ' * wanted}{line[margin:]}" if len(line) > margin else "" for line in _without_end(lines, header)]


def _without_end(lines: list[str], header: str) -> list[str]:
    # The break behind a kept end ("+") is that of the last line itself.
    return lines[:-1] if "+" in header and lines and not lines[-1] else lines


def _comment_lines(lines: list[SourceLine], column: int) -> list[str]:
    """Comments at a column, and of blank lines in a row one."""
    kept = [line for n, line in enumerate(lines) if line.column is not None or not n or lines[n - 1].column is not None]
    # A document's own marks (---) stand at the beginning of a line.
    return [f"{' ' * column}{line.text}" if line.text.startswith("#") else line.text for line in kept]


def _without_blank_start(lines: list[str]) -> list[str]:
    return lines[1:] if lines and not lines[0] else lines


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
