"""The order and names of the navigation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.language import Strings
from generator.pages import addresses
from generator.pages.page import Page, Section


def navigation(pages: Sequence[Page], strings: Strings) -> tuple[Section | Page, ...]:
    """The navigation over generated and hand-written pages: what people come for first stands first."""
    nav, by_uri = strings.site.nav, {page.uri: page for page in pages}
    engagements = [by_uri[addresses.ENGAGEMENTS]] if addresses.ENGAGEMENTS in by_uri else []
    books = (_playbook(page, by_uri) for page in pages if _depth_one(page, "playbooks"))
    manual = [
        Page(uri, "", nav.manual_pages[name], nav.manual_pages[name])
        for name, uri in zip(addresses.WRITTEN, addresses.HAND_WRITTEN, strict=True)
    ]
    return (
        by_uri[addresses.HOME],
        *engagements,
        Section(
            nav.playbooks, (*books, *(by_uri[uri] for uri in (addresses.WAR_ROOM, addresses.CHANGES) if uri in by_uri))
        ),
        Section(nav.roles, (by_uri[addresses.ROLES], *(page for page in pages if _depth_one(page, "roles")))),
        Section(nav.products, (by_uri[addresses.PRODUCTS], *(page for page in pages if _depth_one(page, "products")))),
        Section(nav.method, (by_uri[addresses.STAGES], by_uri[addresses.GLOSSARY], _cases(pages, by_uri, nav.cases))),
        Section(nav.manual, (*manual, by_uri[addresses.KEYS], by_uri[addresses.RULES])),
    )


def _depth_one(page: Page, folder: str) -> bool:
    return page.uri.startswith(f"{folder}/") and page.uri.count("/") == 1


def _playbook(page: Page, by_uri: Mapping[str, Page]) -> Section:
    stem = page.uri.removesuffix(".md")
    return Section(page.title, (page, *(by_uri[f"{stem}/{name}.md"] for name in addresses.COMPANIONS)))


def _cases(pages: Sequence[Page], by_uri: Mapping[str, Page], title: str) -> Section:
    return Section(title, (by_uri[addresses.CASES], *(page for page in pages if _depth_one(page, "cases"))))
