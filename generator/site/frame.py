"""What MkDocs makes of one language, as data: the frame around every page, and the pages that people write by hand."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from generator.diagnostics import Lang
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.finish import finished
from generator.site.page import Page, PageSource

CONTENT = "content"
"""The id of every page's title: where whoever skips the navigation lands."""
_TITLE = re.compile(r'<h1 id="([^"]*)"')


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A page that people write, once Markdown has made HTML of it; ``edit`` is its file from the root of the tree."""

    uri: str
    title: str
    html: str
    edit: str


@dataclass(frozen=True, slots=True)
class Frame:
    """``shell`` is what ``site.shell.Shell`` fills; ``edit_base`` is where a file of the tree is edited, empty where nowhere is."""

    lang: Lang
    shell: str
    edit_base: str
    manual: tuple[ManualPage, ...]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Frame":
        """Raises ``ValueError``, ``TypeError`` or ``KeyError`` where ``text`` is not what ``to_json`` returns."""
        data = json.loads(text)
        return cls(**{**data, "manual": tuple(ManualPage(**page) for page in data["manual"])})


def manual_pages(frame: Frame, context: SiteContext) -> Iterator[tuple[str, PageSource]]:
    """The hand-written pages by their address: their terms are explained as on every page."""
    labels = dict(zip(addresses.HAND_WRITTEN, addresses.WRITTEN, strict=True))
    for page in frame.manual:
        name = labels.get(page.uri)
        label = str(context.strings.site.nav.manual_pages[name]) if name else page.title
        yield page.uri, _source(page, label, context)


def _source(page: ManualPage, label: str, context: SiteContext) -> PageSource:
    def make() -> Page:
        read = finished(_titled(page.html), page.uri, label, context.terms)
        return Page(
            page.uri, label, label, read.body, read.description, read.contents, edit=page.edit, found=read.found
        )

    return PageSource(page.uri, label, label, make)


def _titled(html: str) -> str:
    """The page with its title under the id that all titles have."""
    title = _TITLE.search(html)
    if title is None or title[1] == CONTENT:
        return html
    return html.replace(title[0], f'<h1 id="{CONTENT}"', 1).replace(f'href="#{title[1]}"', f'href="#{CONTENT}"')
