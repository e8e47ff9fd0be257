"""One language's site: every page, generated or written by hand, each whole in its frame; and its navigation: the order and names of the entries,
and what of it a page shows: links, where the page is, what comes before and after."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from generator.diagnostics import Lang
from generator.i18n import Strings
from generator.i18n.csp import guarded
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.frame import Frame, manual_pages
from generator.site.page import Page, PageSource, Section, View
from generator.site.plan import plan
from generator.site.shell import Shell

_ROOT = "__nav"


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry as seen from one folder. ``path`` is its own id and begins with that of the section it stands in;
    ``href`` is that of its first page where it is a section."""

    path: str
    title: str
    href: str
    children: tuple["NavItem", ...] = ()


class Navigation:
    """The navigation of one language's site."""

    def __init__(self, sections: tuple[Section | PageSource, ...], lang: Lang) -> None:
        self._sections = sections
        self._lang: Lang = lang
        # Worked out once a folder: from all of its pages the links are the same.
        self._folders: dict[str, tuple[NavItem, ...]] = {}
        # As seen from the root, an entry's link is its page's address.
        self._paths = {leaf.href: leaf.path for leaf in _leaves(tuple(_items(sections, _ROOT, "")))}
        self._order = {uri: place for place, uri in enumerate(self._paths)}

    def around(self, uri: str, live: bool) -> View:
        """What stands around the page at ``uri``; a page over engagements has no neighbours, and belongs to their overview.

        ``marked`` holds the path of every entry that the page stands in, and its own, which is ``current``, empty where it has none.
        """
        prefix = addresses.to_root(uri, self._lang)
        if prefix not in self._folders:
            self._folders[prefix] = tuple(_items(self._sections, _ROOT, prefix))
        items = self._folders[prefix]
        current = self._paths.get(uri, "")
        own = current or (self._paths.get(addresses.ENGAGEMENTS, "") if live else "")
        alone = live and uri != addresses.HOME
        return View(
            tabs=items,
            tree=() if alone else items,
            marked=frozenset(_prefixes(own)),
            current=current,
            previous=None if alone else self._leaf(items, uri, -1),
            next=None if alone else self._leaf(items, uri, 1),
        )

    def _leaf(self, items: tuple[NavItem, ...], uri: str, step: int) -> NavItem | None:
        leaves, place = list(_leaves(items)), self._order.get(uri)
        return leaves[place + step] if place is not None and 0 <= place + step < len(leaves) else None


def navigation(pages: Mapping[str, PageSource], strings: Strings, lang: Lang) -> Navigation:
    """The navigation over all pages of a language, by their address: what people come for first stands first."""
    nav = strings.site.nav

    def those(*uris: str) -> tuple[PageSource, ...]:
        return tuple(pages[uri] for uri in uris if uri in pages)

    def below(folder: str) -> tuple[PageSource, ...]:
        return tuple(page for uri, page in pages.items() if uri.startswith(f"{folder}/") and uri.count("/") == 1)

    books = (_playbook(page, pages) for page in below("playbooks"))
    cases = Section(nav.cases, (*those(addresses.CASES), *below("cases")))
    sections: tuple[Section | PageSource, ...] = (
        *those(addresses.HOME),
        # Among the live pages it is the overview; here it stands for all of them.
        *(replace(page, label=str(nav.engagements)) for page in those(addresses.ENGAGEMENTS)),
        Section(nav.playbooks, (*books, *those(addresses.WAR_ROOM, addresses.CHANGES))),
        Section(nav.roles, (*those(addresses.ROLES), *below("roles"))),
        Section(nav.products, (*those(addresses.PRODUCTS), *below("products"))),
        Section(nav.method, (*those(addresses.STAGES, addresses.GLOSSARY), cases)),
        Section(nav.manual, those(*addresses.HAND_WRITTEN, addresses.KEYS, addresses.RULES)),
    )
    return Navigation(sections, lang)


def _playbook(page: PageSource, pages: Mapping[str, PageSource]) -> Section:
    stem = page.uri.removesuffix(".html")
    return Section(page.title, (page, *(pages[f"{stem}/{name}.html"] for name in addresses.SUBPAGES)))


def _items(sections: tuple[Section | PageSource, ...], path: str, prefix: str) -> Iterator[NavItem]:
    for place, entry in enumerate(sections, 1):
        own = f"{path}_{place}"
        if isinstance(entry, Section):
            children = tuple(_items(entry.children, own, prefix))
            yield NavItem(own, entry.title, children[0].href if children else "", children)
        else:
            yield NavItem(own, entry.label, f"{prefix}{entry.uri}")


def _leaves(items: tuple[NavItem, ...]) -> Iterator[NavItem]:
    for item in items:
        yield from _leaves(item.children) if item.children else (item,)


def _prefixes(path: str) -> Iterator[str]:
    """A path and those of all sections that it stands in: ``__nav_3_2_1``, ``__nav_3_2``, ``__nav_3``."""
    while path.count("_") > _ROOT.count("_"):
        yield path
        path = path.rpartition("_")[0]


Group = Literal["knowledge", "roles", "live"]
GROUPS: tuple[Group, ...] = ("knowledge", "roles", "live")
"""By what pages know of engagements: nothing; who holds which role; everything."""


def group(page: PageSource) -> Group:
    """The group that a page belongs to."""
    return "live" if page.live else "roles" if page.uri.startswith("roles/") else "knowledge"


@dataclass(frozen=True)
class LanguageSite:
    """``bilingual``: the site in the other language stands beside it. ``guard`` is what ``Shell`` does with a whole page."""

    context: SiteContext
    frame: Frame
    bilingual: bool = True
    guard: Callable[[str], str] = guarded

    @cached_property
    def pages(self) -> Mapping[str, PageSource]:
        """Every page by its address, as seen from the language's root. What is generated stands before what is written there."""
        return {**dict(manual_pages(self.frame, self.context)), **plan(self.context)}

    @property
    def searched(self) -> Sequence[PageSource]:
        """Every page in the order of the search index: group by group."""
        return sorted(self.pages.values(), key=lambda page: GROUPS.index(group(page)))

    @cached_property
    def _navigation(self) -> Navigation:
        return navigation(self.pages, self.context.strings, self.context.lang)

    @cached_property
    def _shell(self) -> Shell:
        name = str(self.context.strings.site.title)
        return Shell(self.frame.shell, self.context.lang, name, self.frame.edit_base, self.guard)

    def framed(self, page: Page) -> str:
        """A page, whole."""
        other = addresses.in_other_language(page.uri, self.context.lang) if self.bilingual else ""
        return self._shell.fill(page, self._navigation.around(page.uri, page.live), other)

    def prepare(self) -> None:
        """Work out now what all pages share, before processes that make them are forked."""
        assert self._navigation
        assert self._shell
        assert self.context.terms
