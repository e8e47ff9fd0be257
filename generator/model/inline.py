"""The inline markup that a text may hold, parsed once into spans that every renderer emits.

``**bold**``, `` `code` ``, ``[text](https:… or mailto:…)`` and backslash escapes; all else is literal, so that
``<5 ms``, ``a_b`` and ``2 * 3`` survive in every format.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\(((?:https?|mailto):[^\s()<>\"]+)\)")
_ESCAPABLE = frozenset("\\`*[]()<>_#+-.!{}|~")
_MARKER = re.compile(r"[\\`*\[]")
"""How any markup begins: what stands before the next of these is literal."""
_RAW_HTML = re.compile(r"<[A-Za-z/!]")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. ``href`` is an http(s) or mailto address, or None."""

    text: str
    bold: bool = False
    code: bool = False
    href: str | None = None


@lru_cache(maxsize=50_000)
def spans(text: str) -> tuple[Span, ...]:
    """The spans of a text; a marker without its partner is literal. Concatenated, they hold all of the text's words."""
    found: list[Span] = []
    _scan(text, False, None, found)
    return tuple(found)


def plain(text: str) -> str:
    """The text without its markup."""
    return "".join(span.text for span in spans(text))


def raw_html_at(text: str) -> int | None:
    """Where raw HTML would start outside code, or None."""
    if "<" not in text:
        return None
    at = 0
    for span in spans(text):
        if not span.code and (match := _RAW_HTML.search(span.text)):
            found = text.find(match.group(), at)
            return max(found, 0)
        at = max(text.find(span.text, at), at)
    return None


def _scan(text: str, bold: bool, href: str | None, out: list[Span]) -> None:
    literal: list[str] = []

    def flush() -> None:
        if literal:
            out.append(Span("".join(literal), bold, False, href))
            literal.clear()

    at = 0
    while at < len(text):
        marker = _MARKER.search(text, at)
        if marker is None or marker.start() > at:
            end = marker.start() if marker else len(text)
            literal.append(text[at:end])
            at = end
            continue
        here = text[at]
        if here == "\\" and at + 1 < len(text) and text[at + 1] in _ESCAPABLE:
            literal.append(text[at + 1])
            at += 2
        elif here == "`" and (end := text.find("`", at + 1)) > at + 1:
            flush()
            out.append(Span(text[at + 1 : end], bold, True, href))
            at = end + 1
        elif not bold and text.startswith("**", at) and (end := _closing(text, at + 2)) > at + 2:
            flush()
            _scan(text[at + 2 : end], True, href, out)
            at = end + 2
        elif href is None and here == "[" and (link := _LINK.match(text, at)):
            flush()
            _scan(link.group(1), bold, link.group(2), out)
            at = link.end()
        else:
            literal.append(here)
            at += 1
    flush()


def _closing(text: str, start: int) -> int:
    """The index of the ``**`` that closes bold begun before ``start``, passing over code and escapes; -1 if none."""
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == "`" and (end := text.find("`", at + 1)) > 0:
            at = end + 1
        elif text.startswith("**", at):
            return at
        else:
            at += 1
    return -1
