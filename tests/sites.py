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

from generator.diagnostics import LANGS, Lang
from generator.library import Library
from generator.publish import resources
from generator.site import Page, PageOptions, SiteContext, plan
from generator.site.search import SearchEntry
from generator.site.search.index import PLACES, STEPS
from generator.tailor import tailor
from tests import trees

WORDS = {lang: resources.strings(trees.ROOT, lang) for lang in LANGS}
TEMPLATES = resources.templates(trees.ROOT, "pages")
OPTIONS = PageOptions()


def context(
    library: Library, lang: Lang = "zh", options: PageOptions = OPTIONS, today: date | datetime = trees.TODAY
) -> SiteContext:
    """What the pages of a tree without errors are made of."""
    checklists = tuple(tailor(library, entry, today) for entry in library.engagements.values())
    return SiteContext(library, checklists, lang, WORDS[lang], TEMPLATES, options, today)


def build(
    tree: trees.Files, lang: Lang = "zh", options: PageOptions = OPTIONS, today: date | datetime = trees.TODAY
) -> dict[str, Page]:
    """Every generated page of a tree by its address, as seen from the language's root."""
    return {uri: source.make() for uri, source in plan(context(trees.library(tree), lang, options, today)).items()}


class Seen(HTMLParser):
    """What a page holds, as HTML."""

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
    return Seen(page.body)


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
