"""Finished HTML is put out of Markdown's way, and a page is what it would have been."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from generator.publish.raw_html import RawHtml
from tests.unit.test_pages import real_pages

EXTENSIONS = [
    "admonition", "attr_list", "def_list", "md_in_html", "pymdownx.details", "pymdownx.superfences", "tables", "toc",
]  # fmt: skip


def converted(text: str, *more: RawHtml) -> str:
    # Blank lines between blocks are no part of what a page is.
    return re.sub(r"\n{2,}", "\n", str(Markdown(extensions=[*EXTENSIONS, *more]).convert(text)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_what_it_would_have_been(lang: str) -> None:
    pages = real_pages(lang)
    assert sum("<div" in page.markdown for page in pages) > 20
    for page in pages:
        assert converted(page.markdown, RawHtml()) == converted(page.markdown), page.uri


OTHERS = {
    "asks to be read as Markdown": '<div markdown="1">\n\n**a**\n\n</div>\n\n*b*\n',
    "asks inside": "<div>\n<p markdown>*a*</p>\n</div>\n",
    "never ends": "<div>\n\n*a*\n\n<p>b</p>\n",
    "ends twice": "<div>a</div></div>\n\n*b*\n",
    "goes on behind its end": "<div>a</div> *b*\n\nc\n",
    "two in one block": "<p>a</p>\n<p>b</p>\n\n*c*\n",
    "in a paragraph": "a\n<div>*b*</div>\n\nc\n",
    "inline": "<span>*a*</span>\n\nb\n",
    "in code": "```html\n<div>*a*</div>\n\n<p>b</p>\n```\n",
    "indented code": "    <div>*a*</div>\n\nb\n",
    "in a list": "- a\n\n    <div>*b*</div>\n\n- c\n",
    "nested over blank lines": "<div>\n\n<div>*a*</div>\n\n\n<p>b</p>\n</div>\n\n*c*\n",
    "a comment": "<!-- <div> -->\n\n*a*\n",
    "a longer name": "<details-x>*a*</details-x>\n\n<detail>b</detail>\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=list(OTHERS))
def test_what_is_not_surely_finished_is_left_alone(text: str) -> None:
    assert converted(text, RawHtml()) == converted(text)
