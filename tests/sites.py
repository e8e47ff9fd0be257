"""What tests of the site share: pages built of a tree, and what a page holds once it is HTML."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser

import markdown

from generator import pages
from generator.check import manuals
from generator.diagnostics import LANGS, Lang
from generator.pages import Page, PageOptions
from generator.pages.live import World, live_pages, world
from generator.publish import resources
from generator.tailor import Checklist, tailor
from tests import trees

WORDS = {lang: resources.strings(trees.ROOT, lang) for lang in LANGS}
TEMPLATES = resources.templates(trees.ROOT, "site")
EXTENSIONS = ["admonition", "attr_list", "def_list", "md_in_html", "tables", "toc", "pymdownx.superfences"]
LIVE = resources.templates(trees.ROOT, "live")
OPTIONS = PageOptions(manuals=manuals())


def build(tree: trees.Files, lang: Lang = "zh", options: PageOptions = OPTIONS) -> tuple[Page, ...]:
    found = trees.library(tree)
    return pages.build(found, pages.told(checklists(tree)), lang, WORDS[lang], TEMPLATES, options)


def checklists(tree: trees.Files) -> tuple[Checklist, ...]:
    found = trees.library(tree)
    return tuple(tailor(found, entry, trees.TODAY) for entry in found.engagements.values())


def live_world(
    tree: trees.Files, lang: Lang = "zh", options: PageOptions = OPTIONS, today: date | datetime = trees.TODAY
) -> World:
    """What live pages of a tree are made of."""
    found = trees.library(tree)
    made = tuple(tailor(found, entry, today) for entry in found.engagements.values())
    return world(found, made, lang, WORDS[lang], LIVE, options, today)


def live(tree: trees.Files, lang: Lang = "zh", today: date | datetime = trees.TODAY) -> dict[str, str]:
    """The content of every live page of a tree, by its address."""
    return {page.uri: page.content for page in live_pages(live_world(tree, lang, today=today))}


class Seen(HTMLParser):
    """What a page holds, once Markdown has made HTML of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.text = ""
        self._inside: list[str] = []
        self.nested_links = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.nested_links += tag == "a" and "a" in self._inside
        if tag == "a":
            self._inside.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src") and value:
                self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


@cache
def seen(page: Page) -> Seen:
    text = re.sub(r"\A---\n.*?\n---\n", "", page.markdown, flags=re.DOTALL)
    return Seen(markdown.markdown(text, extensions=EXTENSIONS))
