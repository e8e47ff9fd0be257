"""Pages onto the disk: each whole, with what search finds on it and where it leads noted for when the site is whole."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from generator.diagnostics import Bilingual
from generator.history.changelog import read_changelog
from generator.i18n.templates import compile_all
from generator.library import Library
from generator.publish import resources
from generator.publish.disk import write_whole
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.frame import CONTENT, Frame
from generator.site.language_site import LanguageSite
from generator.site.link_check import LinkTargets, broken, ids, links
from generator.site.page import Page, PageOptions
from generator.site.search import SearchEntry, index_files
from generator.tailor import Checklist
from generator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SiteInputs:
    """What all pages are made from."""

    root: Path
    library: Library
    checklists: tuple[Checklist, ...]
    today: date | datetime

    @classmethod
    def of(cls, root: Path, workspace: Workspace) -> "SiteInputs":
        return cls(root, workspace.library, workspace.checklists, workspace.today)

    def compile(self) -> None:
        """Compile what pages and sheets are filled into: workers need not, each for itself, and no reader waits for it."""
        words, sources = resources.strings(self.root, "zh"), resources.templates(self.root, "pages")
        compile_all(SiteContext(self.library, (), "zh", words, sources, PageOptions(), self.today).environment)
        compile_all(resources.kit(self.root, "checklist", "zh").environment("html"))

    def language(self, frame: Frame, options: PageOptions) -> LanguageSite:
        """One language's site, to which ``options`` say what stands where."""
        past = read_changelog(self.root, self.library.playbooks, resources.vocabulary(self.root))
        given = replace(options, edit_base=frame.edit_base, changelog=past)
        words, sources = resources.strings(self.root, frame.lang), resources.templates(self.root, "pages")
        shown = self.checklists if options.engagements else ()
        return LanguageSite(SiteContext(self.library, shown, frame.lang, words, sources, given, self.today), frame)


@dataclass(frozen=True, slots=True)
class Written:
    """A page that was written: its path from the site's root, what search finds on it, and where it leads."""

    path: str
    found: tuple[SearchEntry, ...]
    links: LinkTargets


def write_page(site: LanguageSite, uri: str, out: Path, home: str) -> Written:
    """Make one page and write it into the site at ``out``; ``home`` is the language's folder there, empty where it is ``out``."""
    page = site.pages[uri].make()
    path = posixpath.normpath(posixpath.join(home, uri))
    write_whole(out / path, site.framed(page).encode("utf-8"), lasting=False)
    # What stands around pages is the same on many of them, and is judged by itself: see frame_links.
    return Written(path, page.found, links(page.body, path))


def frame_links(site: LanguageSite, home: str) -> Iterator[LinkTargets]:
    """Where the frame around pages leads, once for all pages that are as far from the root: it leads them to the same."""
    alike = {(addresses.to_root(uri, site.context.lang), uri.startswith("../")): uri for uri in site.pages}
    for uri in alike.values():
        # No page has its id, so that none of the navigation's links to others is taken for one within it.
        path = posixpath.normpath(posixpath.join(home, uri))
        empty = Page(uri, "", "", f'<h1 id="{CONTENT}"></h1>', "", live=uri.startswith("../"))
        yield links(site.framed(empty), path)


def write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files by their path in ``folder``; where they stand."""
    for name, content in files.items():
        write_whole(folder / name, content, lasting=False)
    return [folder / name for name in files]


def write_index(entries: Sequence[SearchEntry], folder: Path) -> list[Path]:
    """What search finds in one language, into that language's folder: the files that it finds it in."""
    return write_files(index_files(entries), folder)


def broken_links(found: Iterable[LinkTargets], out: Path) -> tuple[Bilingual, ...]:
    """Every link of the site at ``out`` that leads nowhere."""

    @cache
    def ids_of(path: str) -> frozenset[str]:
        return ids((out / path).read_text("utf-8")) if path.endswith(".html") else frozenset()

    return tuple(broken(found, lambda path: (out / path).is_file(), ids_of))
