"""What tests of the site share: pages built of a tree, and what a page holds once it is HTML."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import markdown

from generator import pages
from generator.check import manuals
from generator.diagnostics import LANGS, Lang
from generator.pages import Page, PageOptions
from generator.pages.live import World, live_pages, world
from generator.pages.search import SearchEntry
from generator.pages.search.postings import PLACES, STEPS
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


class SearchRead:
    """An index read back: its head, its entries, and what stands where."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.head = self._data("index")

    def _data(self, name: str) -> Any:
        content = self.files[f"search/{name}.js"].decode("utf-8")
        said = re.fullmatch(rf'playbookFound\("{name}",(.*)\);\n', content, re.DOTALL)
        assert said, name
        return json.loads(said[1])

    @property
    def entries(self) -> list[SearchEntry]:
        found = []
        for first, name in self.head["textFiles"]:
            assert first == len(found)
            for page, _, *rest in self._data(name):
                for anchor, title, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
                    found.append(SearchEntry(f"{page}#{anchor}" if anchor else page, title, text))
        return found

    @property
    def lines(self) -> Iterator[tuple[str, str, str]]:
        for first, name in self.head["wordFiles"]:
            lines = self._data(name).split("|")
            assert lines[0] == ""
            assert lines[1].split(",")[0] == first
            for line in lines[1:]:
                token, title, text = line.split(",")
                yield token, title, text

    @property
    def words(self) -> dict[str, tuple[dict[int, str], dict[int, str]]]:
        return {token: (postings(title.strip()), postings(text.strip())) for token, title, text in self.lines}


def postings(text: str) -> dict[int, str]:
    """Entry → its places, of what an index holds for one token."""
    found, entry = {}, 0
    for step, places in re.findall(f"([{re.escape(STEPS)}]+)([{re.escape(PLACES)}]+)", text):
        value = 0
        for sign in step:
            value = value * len(STEPS) + STEPS.index(sign)
        entry += value
        found[entry] = places
    return found
