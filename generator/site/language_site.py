"""One language's site: every page, generated or written by hand, each whole in its frame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from generator.i18n.csp import guarded
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.frame import Frame, manual_pages
from generator.site.navigation import Navigation, navigation
from generator.site.page import Page, PageSource
from generator.site.plan import plan
from generator.site.shell import Shell

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
