"""One page's content, as HTML, cut at its headings: each section can be found by itself.

An element that says ``data-search-exclude`` is not searched; a heading that says so takes its section with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from generator.pages.search.entry import SearchEntry

# A comment, a tag (whose attributes may hold a ">"), or a run of text.
_PIECES = re.compile(r"""<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|<""", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_HEADING = re.compile(r"h[1-6]")
_ID = re.compile(r"""\sid=["']([^"']*)["']""")
_EXCLUDED = re.compile(r"\sdata-search-exclude\b")
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_UNSAID = frozenset(("script", "style", "object", "svg", "form", "button", "nav", "noscript", "template"))
"""Elements that say nothing of the page: what runs, what is drawn, and what is pressed."""
_INLINE = frozenset(("a", "abbr", "b", "bdi", "bdo", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"))  # fmt: skip
"""Their text belongs to the words around it; all others begin anew."""


@dataclass(slots=True)
class _Section:
    """``depth`` is how many elements are open around its heading: where fewer are, it has ended."""

    anchor: str
    depth: int
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def sections(content: str, url: str, title: str) -> list[SearchEntry]:
    """What can be found on the page at ``url``: itself first, then what stands under each heading that has an id.

    ``title`` is the page's, for where it has no heading of its own.
    """
    return [
        SearchEntry(f"{url}#{one.anchor}" if one.anchor else url, _plain(one.title) or title, _plain(one.text))
        for one in _cut(content)
        if not one.excluded
    ]


def _plain(parts: list[str]) -> str:
    return " ".join(unescape("".join(parts)).split())


def _cut(content: str) -> list[_Section]:
    found = [_Section("", 0)]
    opened = [found[0]]
    # Depths of the heading that is being read, and of the element that is passed over; -1 outside of any.
    depth, heading, passed = 0, -1, -1
    for piece in _PIECES.findall(content):
        tag = _TAG.match(piece)
        if tag is None:
            if passed < 0 and not piece.startswith("<!"):
                (opened[-1].title if heading >= 0 else opened[-1].text).append(piece)
            continue
        name = tag[2].lower()
        if name not in _INLINE and heading < 0:
            opened[-1].text.append(" ")
        if name in _EMPTY or piece.endswith("/>"):
            continue
        if tag[1]:
            passed, heading = (-1 if at == depth else at for at in (passed, heading))
            depth -= 1
            while opened[-1].depth > depth:
                opened.pop()
            continue
        depth += 1
        if passed >= 0:
            continue
        id = _ID.search(piece) if _HEADING.fullmatch(name) else None
        if id:
            # A page's title is its own, and needs no anchor.
            first = name == "h1" and len(found) == 1
            section = found[0] if first else _Section(unescape(id[1]), depth - 1, bool(_EXCLUDED.search(piece)))
            if not first:
                found.append(section)
                opened.append(section)
            heading = depth
        elif name in _UNSAID or 'class="headerlink"' in piece or _EXCLUDED.search(piece):
            passed = depth
    return found
