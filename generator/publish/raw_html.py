"""Blocks of finished HTML in a page's Markdown, put out of the way of what would take them apart to find that they are finished.

Python-Markdown goes through HTML letter by letter, in case some of it asks to be read as Markdown. Nearly all of a generated page is
HTML that asks for nothing: that was four fifths of the time a page took.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_BEFORE_HTML = 24
"""A priority: after blank lines are made alike (30) and code is fenced in (25), before HTML is looked for (20)."""
_BLANK = re.compile(r"(\n{2,})")
_OPENING = re.compile(r"<([a-z][a-z0-9]*)(?=[\s>])")
_ASKS = re.compile(r"<[^>]*\smarkdown\b")


class RawHtml(Extension):  # type: ignore[misc]  # Python-Markdown has no types.
    """``markdown.Extension``: what it leaves alone is treated as ever."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.preprocessors.register(_Stash(md), "finished_html", _BEFORE_HTML)


class _Stash(Preprocessor):  # type: ignore[misc]  # As above.
    def run(self, lines: list[str]) -> list[str]:
        return "".join(self._parts(_BLANK.split("\n".join(lines)))).split("\n")

    def _parts(self, parts: list[str]) -> Iterator[str]:
        """``parts`` are blocks and, between them, the blank lines."""
        at = 0
        while at < len(parts):
            end = self._end_of_finished(parts, at)
            yield self.md.htmlStash.store("".join(parts[at:end])) if end > at else parts[at]
            at = max(end, at + 1)

    def _end_of_finished(self, parts: list[str], at: int) -> int:
        """Before which part the element ends that begins with this one; ``at`` where it is none, or not surely finished HTML alone."""
        opening = _OPENING.match(parts[at])
        if opening is None or not self.md.is_block_level(opening[1]):
            return at
        begins, ends = re.compile(rf"<{opening[1]}(?=[\s>])"), f"</{opening[1]}>"
        depth = 0
        for end, part in enumerate(parts[at:], at + 1):
            depth += len(begins.findall(part)) - part.count(ends)
            if depth <= 0:
                whole = depth == 0 and part.endswith(ends) and not any(map(_ASKS.search, parts[at:end]))
                return end if whole else at
        return at
