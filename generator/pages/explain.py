"""Each word of the glossary explained where a page first uses it: a link to its entry, with the meaning in a tooltip beside it.

Works on the HTML that Markdown made of a page, so that pages written by hand have it too, and a text stays a text: what is
put in is escaped, and nothing is put into headings, links, code, or what is folded away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from generator.language.markup import LANG_TAGS
from generator.pages import addresses
from generator.pages.terms import Terms

# A comment, a tag (whose attributes may hold a ">"), or a run of text.
_PIECES = re.compile(r"""<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|<""", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLASS = re.compile(r"""\bclass=["']([^"']*)["']""")
_OTHER_LANG = re.compile(r"\slang=")
_NEVER_IN = frozenset((
    "h1", "h2", "h3", "h4", "h5", "h6", "a", "b", "code", "pre", "kbd", "button", "summary", "details", "th", "dt", "script", "style",
    "svg", "figure", "title", "label", "select", "nav", "del", "ins",
))  # fmt: skip
"""A bold label (``b``) names a field; what an author made bold is ``strong``."""
_NEVER_IN_CLASSES = frozenset(("badges", "badge", "other", "letters", "legend", "edition-groups", "changes"))


def explained(html: str, uri: str, terms: Terms) -> str:
    """The content of the page at ``uri`` with the first use of each term explained. The glossary explains itself."""
    if uri == addresses.GLOSSARY:
        return html
    return "".join(_Explainer(uri, terms).pieces(html))


class _Explainer:
    def __init__(self, uri: str, terms: Terms) -> None:
        self._uri = uri
        self._terms = terms
        self._told: set[str] = set()

    def pieces(self, html: str) -> Iterator[str]:
        closed, depth = "", 0
        for piece in _PIECES.findall(html):
            tag = _TAG.match(piece)
            if tag is None:
                yield piece if closed or piece.startswith("<") else self._text(piece)
                continue
            name = tag[2].lower()
            if not closed and not tag[1] and _shuts(name, piece):
                closed, depth = name, 1
            elif closed == name:
                depth += -1 if tag[1] else 1
                closed = closed if depth else ""
            yield piece

    def _text(self, piece: str) -> str:
        text, at, out = unescape(piece), 0, ""
        for begin, end, id in self._terms.find(text):
            if id not in self._told:
                self._told.add(id)
                out += escape(text[at:begin], quote=False) + self._explained(text[begin:end], id)
                at = end
        return out + escape(text[at:], quote=False) if out else piece

    def _explained(self, used: str, id: str) -> str:
        term, lang = self._terms.terms[id], self._terms.lang
        really = term.text.lang_of(lang)
        mark = f' lang="{LANG_TAGS[really]}"' if really != lang else ""
        href = addresses.relative(self._uri, addresses.GLOSSARY, id)
        tip = f"<b>{_said(term.term.plain(lang))}</b> {_said(term.text.plain(lang))}"
        return (
            f'<span class="gloss"><a class="explained" href="{escape(href)}" aria-describedby="tip-{escape(id)}">{_said(used)}</a>'
            f'<span class="tip" role="tooltip" id="tip-{escape(id)}"{mark} data-search-exclude>{tip}</span></span>'
        )


def _said(text: str) -> str:
    return escape(text, quote=False)


def _shuts(name: str, tag: str) -> bool:
    """Whether nothing is explained inside of a tag."""
    if tag.endswith("/>"):
        return False
    classes = _CLASS.search(tag)
    return (
        name in _NEVER_IN
        or _OTHER_LANG.search(tag) is not None
        or (classes is not None and not _NEVER_IN_CLASSES.isdisjoint(classes[1].split()))
    )
