"""One language of a preview: its pages are made when they are asked for, and again only where they would be others."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from generator.diagnostics import Lang
from generator.pages import PageOptions, Shelf, addresses
from generator.pages.live import PLACES, LivePage, World, engagement_page, home_block, world
from generator.pages.shell import HOME, Shell
from generator.publish import resources
from generator.publish.disk import write_whole
from generator.publish.kept import Kept, Keys, Part
from generator.publish.knowledge import BASE, Names, Order, Subject, found_on, given, page_of
from generator.publish.press import Complaints, Made, Press
from generator.publish.search import all_entries, write_index

Same = tuple[Any, ...]
"""What a live page was made from: where each is the very same value, it is the same page."""


class Half:
    """``begin`` names what it is to show; what was made before is kept where it still holds."""

    def __init__(self, order: Order, lang: Lang) -> None:
        self._order, self._lang = order, lang
        self._keys = Keys(order.root, ())
        self._complaints = Complaints()
        self._shelf = Shelf()
        self._parts: dict[str, Part] = {}
        self._written: dict[str, Same] = {}
        self._index: frozenset[Path] = frozenset()
        self._shell: tuple[Mapping[str, Any], str] | None = None

    def begin(self, subject: Subject, sheets: Mapping[str, tuple[str, ...]]) -> None:
        """Show this from now on."""
        self._subject, self._sheets = subject, sheets
        entries = subject.library.entries
        base = {file: entry for file, entry in entries.items() if file not in subject.engagements}
        if not self._shell or not _same(base, self._shell[0]):
            self._shell = None
        self._base = self._shell[0] if self._shell else base
        self._names: Names | None = None
        self._waiting: dict[str, None] = {}
        self._checked = False
        self._world: World | None = None
        self._live = dict(self._live_pages())
        for path in self._written.keys() - self._live.keys():
            del self._written[path]

    def show(self, path: str) -> bool:
        """Make the page at ``path``, as seen from the site's root, unless it is there. Says whether there is such a page."""
        if path in self._live:
            self._enliven(path)
            return True
        prefix = f"{self._lang}/"
        if not path.startswith(prefix) or not path.endswith(".html") or path in self._written:
            return path in self._written
        self._lay()
        uri = f"{path.removeprefix(prefix).removesuffix('.html')}.md"
        if uri in self._waiting:
            self._make(uri)
        return uri in self._parts

    def go_on(self) -> bool:
        """Make one more page; False where all are made and their links are sound. ``complaint`` tells of those that are not."""
        self._lay()
        if self._waiting:
            self._make(next(iter(self._waiting)))
        elif self._live:
            self._enliven(next(iter(self._live)))
        elif not self._checked:
            with self._complaints.heard():
                self._pressed.check_links()
            self._write_index()
            self._checked = True
        else:
            return False
        return True

    @property
    def complaint(self) -> str:
        """What MkDocs said of the links, once all are checked."""
        return "\n".join(self._complaints.lines) if self._checked else ""

    @cached_property
    def _pressed(self) -> Press:
        return Press(self._order.root, self._lang, self._order.out / self._lang)

    def _lay(self) -> None:
        """Find which pages of knowledge there are, and which of them are others than before."""
        if self._names:
            return
        press, first = self._pressed, not self._parts
        self._complaints.lines.clear()
        made = self._subject.pages(press.edit_base, self._shelf)
        with self._complaints.heard():
            press.lay_out(given(self._subject, made))
            if first:
                press.write_rest()
        names = Names(self._subject, self._keys, made)
        for uri in press.uris:
            part = self._parts.get(uri)
            if part and part.key == names.framed(uri):
                press.put_back(uri, Made.of_note("", part.texts["note"]))
            else:
                self._waiting[uri] = None
        for uri in self._parts.keys() - set(press.uris):
            for file in self._parts.pop(uri).files:
                (self._order.out / file).unlink(missing_ok=True)
        self._names = names
        if addresses.ENGAGEMENTS in self._waiting:
            self._make(addresses.ENGAGEMENTS)
        self._shell = (self._base, self._parts[addresses.ENGAGEMENTS].texts["whole"])

    def _make(self, uri: str) -> None:
        assert self._names
        before = len(self._complaints.lines)
        kept = Kept(self._order.out, {f"{self._lang}/{uri}": self._parts[uri]} if uri in self._parts else {})
        with self._complaints.heard():
            part = page_of(self._pressed, self._names, uri, kept)
        # What was complained of is to be complained of again: such a page is kept by no key.
        sound = len(self._complaints.lines) == before
        self._parts[uri] = part if sound else replace(part, key="", texts={**part.texts, "converted": ""})
        del self._waiting[uri]

    def _live_pages(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield self._path("index.html"), self._home
        for uri, build in PLACES.items():
            yield self._path(uri), partial(self._put, uri, build, ())
        for one in self._subject.checklists:
            uri = BASE + addresses.engagement(one.id, self._lang)
            yield self._path(uri), partial(self._put, uri, partial(engagement_page, one), (one,))

    def _enliven(self, path: str) -> None:
        self._live[path]()
        del self._live[path]

    def _write_index(self) -> None:
        """What search finds on all pages."""
        assert self._names
        parts = (self._parts[uri] for uri in self._names.uris)
        entries = all_entries(
            self._order.root, self._lang, found_on(parts), self._subject.checklists, BASE, self._order.engagements
        )
        files = write_index(entries, self._order.out / self._lang)
        for file in self._index.difference(files):
            file.unlink(missing_ok=True)
        self._index = frozenset(files)

    def _path(self, uri: str) -> str:
        return posixpath.normpath(f"{self._lang}/{uri}")

    def _put(self, uri: str, build: Callable[[World], LivePage], of: Same) -> None:
        """A live page; ``of`` is what it is made from besides what no engagement changes, empty where it shows them all."""
        shell, path = self._shelled(), self._path(uri)
        same = (*of, shell, self._base)
        if of and len(same) == len(self._written.get(path, ())) and _all_same(same, self._written[path]):
            return
        page = build(self._whole_world())
        whole = Shell(shell, self._lang).fill(page.uri, page.title, page.lead, page.content, page.other)
        write_whole(self._order.out / path, whole.encode("utf-8"), lasting=False)
        self._written[path] = same

    def _home(self) -> None:
        self._lay()
        if addresses.HOME in self._waiting:
            self._make(addresses.HOME)
        whole = self._parts[addresses.HOME].texts["whole"].replace(HOME, home_block(self._whole_world()))
        path = self._path("index.html")
        write_whole(self._order.out / path, whole.encode("utf-8"), lasting=False)
        self._written[path] = ()

    def _shelled(self) -> str:
        """The shell of live pages. It tells of no engagement: while they alone are edited it is what it was."""
        if self._shell is None:
            self._lay()
        assert self._shell
        return self._shell[1]

    def _whole_world(self) -> World:
        if self._world is None:
            subject, root = self._subject, self._order.root
            options = PageOptions(sheets=self._sheets, edit_base=self._pressed.edit_base)
            templates = resources.templates(root, "live")
            self._world = world(
                subject.library, subject.checklists, self._lang, subject.words, templates, options, subject.order.today
            )
        return self._world


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one.keys() == other.keys() and all(one[name] is other[name] for name in one)


def _all_same(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return all(mine is its for mine, its in zip(one, other, strict=True))
