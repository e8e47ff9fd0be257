"""The HTML of a page read once: terms of the glossary are explained where it first uses them, and out come its description, what
its contents list, and what search finds on it.

Pages written by hand have it too, once Markdown has made HTML of them. A text stays a text: what is put in is escaped. An element with ``data-search-exclude`` is not
searched, and a heading with it takes its section along; the attribute has no other use, so the returned HTML is without it.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape

from generator.i18n.markup import LANG_TAGS
from generator.site import addresses
from generator.site.page import Heading
from generator.site.search.entry import SearchEntry
from generator.site.terms import Terms

# A comment, a tag with its name and attributes (which may hold a ">"), or a run of text.
_PIECES = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|([^<]+|<)""", re.DOTALL)
_ID = re.compile(r"""\sid=["']([^"']*)["']""")
_CLASS = re.compile(r"""\bclass=["']([^"']*)["']""")
_EXCLUDED = re.compile(r"""\sdata-search-exclude(?:="[^"]*")?(?=[\s/]|$)""")
_OTHER_LANG = re.compile(r"\slang=")
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_UNEXPLAINED = frozenset((
    "h1", "h2", "h3", "h4", "h5", "h6", "a", "b", "code", "pre", "kbd", "button", "summary", "details", "th", "dt", "script", "style",
    "svg", "figure", "title", "label", "select", "nav", "del", "ins",
))  # fmt: skip
"""In these no term is explained. A bold label (``b``) names a field; what an author made bold is ``strong``."""
_UNEXPLAINED_CLASSES = frozenset((
    "badges", "badge", "other", "letters", "legend", "edition-groups", "changes", "home-live",
))  # fmt: skip
_UNSEARCHED = frozenset(("script", "style", "object", "svg", "form", "button", "nav", "noscript", "template"))
"""Elements that say nothing of the page: what runs, what is drawn, and what is pressed."""
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr",
))  # fmt: skip
"""Their text belongs to the words around it; all others begin anew."""
_IS_LEAD = ' class="lead"'
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTED = (2, 3)
_SENTENCE, _LONGEST = 12, 240
"""Characters of a description: what is shorter is a label, and what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Finished:
    """``body`` is the page's HTML with its terms explained; ``description`` is plain text, empty where no paragraph is long enough."""

    body: str
    description: str
    contents: tuple[Heading, ...]
    found: tuple[SearchEntry, ...]


def finished(html: str, uri: str, title: str, terms: Terms) -> Finished:
    """The page at ``uri`` read. ``title`` is what search calls it where it has no heading of its own. The glossary explains itself."""
    reader = _PageReader(uri, terms)
    return Finished(reader.read(html), reader.description, tuple(reader.contents), tuple(reader.entries(title)))


@dataclass(slots=True)
class _Section:
    """``depth`` is how many elements are open around its heading: where fewer are, it has ended."""

    anchor: str
    depth: int
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _PageReader:
    def __init__(self, uri: str, terms: Terms) -> None:
        self._uri, self._terms = uri, terms
        self._explained: set[str] = set()
        self.contents: list[Heading] = []
        self._sections = [_Section("", 0)]
        self._open = [self._sections[0]]
        self._paragraph: list[str] | None = None
        self._is_lead, self._lead, self._first = False, "", ""
        # How many elements are open; and at which of them began what is read as a heading, what search passes over, and where
        # nothing is explained. -1 where there is none.
        self._depth = 0
        self._heading = self._passed = -1
        self._closed = -1 if uri != addresses.GLOSSARY else 0

    @property
    def description(self) -> str:
        text = self._lead or self._first
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

    def entries(self, title: str) -> list[SearchEntry]:
        return [
            SearchEntry(f"{self._uri}#{one.anchor}" if one.anchor else self._uri, _plain(one.title) or title, _plain(one.text))
            for one in self._sections
            if not one.excluded
        ]  # fmt: skip

    def read(self, html: str) -> str:
        out: list[str] = []
        done = 0
        for match in _PIECES.finditer(html):
            end, name, attributes, text = match.groups()
            if text is not None:
                piece = self._text(text)
                if piece is text:
                    continue
            elif end:
                self._end(name.lower())
                continue
            elif name is None:
                continue
            else:
                self._begin(name.lower(), attributes)
                if "data-search-exclude" not in attributes:
                    continue
                piece = f"<{name}{_EXCLUDED.sub('', attributes)}>"
            out += (html[done : match.start()], piece)
            done = match.end()
        return "".join((*out, html[done:]))

    def _text(self, text: str) -> str:
        if self._passed < 0:
            section = self._open[-1]
            (section.title if self._heading >= 0 else section.text).append(text)
        if self._paragraph is not None:
            self._paragraph.append(text)
        return text if self._closed >= 0 or text.isspace() else self._with_terms(text)

    def _begin(self, name: str, attributes: str) -> None:
        if name not in _INLINE and self._heading < 0:
            self._open[-1].text.append(" ")
        if name == "p" and attributes in ("", _IS_LEAD):
            self._paragraph, self._is_lead = [], attributes == _IS_LEAD
        if name in _EMPTY or attributes.endswith("/"):
            return
        self._depth += 1
        if self._closed < 0 and _unexplained(name, attributes):
            self._closed = self._depth
        if self._passed >= 0:
            return
        excluded = "data-search-exclude" in attributes and _EXCLUDED.search(attributes) is not None
        id = _ID.search(attributes) if name in _HEADINGS else None
        if id:
            self._head(name, unescape(id[1]), excluded)
        elif name in _UNSEARCHED or excluded or 'class="headerlink"' in attributes:
            self._passed = self._depth

    def _head(self, name: str, id: str, excluded: bool) -> None:
        # A page's title is its own, and needs no anchor.
        if name == "h1" and len(self._sections) == 1:
            section = self._sections[0]
            section.excluded = excluded
        else:
            section = _Section(id, self._depth - 1, excluded)
            self._sections.append(section)
            self._open.append(section)
        self._heading = self._depth

    def _end(self, name: str) -> None:
        if name not in _INLINE and self._heading < 0:
            self._open[-1].text.append(" ")
        if name == "p" and self._paragraph is not None:
            self._described(_plain(self._paragraph))
        depth = self._depth
        if self._closed == depth and self._closed:
            self._closed = -1
        if self._passed == depth:
            self._passed = -1
        if self._heading == depth:
            self._heading = -1
            level, section = _HEADINGS[name], self._open[-1]
            if level in _LISTED:
                self.contents.append(Heading(section.anchor, _plain(section.title), level))
        self._depth = depth - 1
        while len(self._open) > 1 and self._open[-1].depth > self._depth:
            self._open.pop()

    def _described(self, paragraph: str) -> None:
        self._paragraph = None
        if len(paragraph) < _SENTENCE:
            return
        if self._is_lead:
            self._lead = self._lead or paragraph
        self._first = self._first or paragraph

    def _with_terms(self, piece: str) -> str:
        text, at, out = unescape(piece), 0, ""
        for begin, end, id in self._terms.find(text):
            if id not in self._explained:
                self._explained.add(id)
                out += _said(text[at:begin]) + self._with_tip(text[begin:end], id)
                at = end
        return out + _said(text[at:]) if out else piece

    def _with_tip(self, used: str, id: str) -> str:
        term, lang = self._terms.terms[id], self._terms.lang
        really = term.text.lang_of(lang)
        mark = f' lang="{LANG_TAGS[really]}"' if really != lang else ""
        href = addresses.relative(self._uri, addresses.GLOSSARY, lang, id)
        return (
            f'<span class="gloss"><a class="explained" href="{escape(href)}" aria-describedby="tip-{escape(id)}">{_said(used)}</a>'
            f'<span class="tip" role="tooltip" id="tip-{escape(id)}"{mark}>'
            f"<b>{_said(term.term.plain(lang))}</b> {_said(term.text.plain(lang))}</span></span>"
        )


def _plain(parts: list[str]) -> str:
    return " ".join(unescape("".join(parts)).split())


def _said(text: str) -> str:
    return escape(text, quote=False)


def _unexplained(name: str, attributes: str) -> bool:
    if name in _UNEXPLAINED or _OTHER_LANG.search(attributes):
        return True
    classes = _CLASS.search(attributes)
    return classes is not None and not _UNEXPLAINED_CLASSES.isdisjoint(classes[1].split())
