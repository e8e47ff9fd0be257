"""What a page says of itself to whoever only lists it: a search engine, a chat that shows a link."""

from __future__ import annotations

import html
import re

_PARAGRAPH = re.compile(r'<p(?P<lead> class="lead")?>(?P<text>.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SENTENCE, _LONGEST = 12, 240
"""In characters: what is shorter is a label, and what is longer is cut."""


def description(page: str) -> str:
    """The lead of a page's HTML as plain text, else its first sentence; empty where it has neither."""
    leads = [found["text"] for found in _PARAGRAPH.finditer(page) if found["lead"]]
    for paragraph in leads or [found["text"] for found in _PARAGRAPH.finditer(page)]:
        text = " ".join(html.unescape(_TAG.sub("", paragraph)).split())
        if len(text) >= _SENTENCE:
            return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return ""
