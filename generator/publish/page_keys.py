"""By which keys parts of a site are taken over from the last build: each is over everything that the part is made from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.diagnostics import LANGS, Lang
from generator.history.changelog import changelog_key
from generator.library import inputs
from generator.publish.build_cache import Keys
from generator.publish.pages import SiteInputs
from generator.site.context import reported
from generator.site.language_site import Group
from generator.tailor import Checklist


def group_name(group: Group, lang: Lang) -> str:
    """The name of the part that is a group of pages."""
    return f"{group}/{lang}"


@dataclass(frozen=True)
class PageKeys:
    """``frames`` is a text over what MkDocs made, ``shown`` are the engagements on the site, ``address`` is where it is published."""

    made_from: SiteInputs
    frames: Sequence[str]
    shown: Sequence[Checklist]
    address: str | None

    @cached_property
    def _daily(self) -> Keys:
        return Keys(self.made_from.root, (self.made_from.today.isoformat(), str(self.address)))

    @cached_property
    def _timeless(self) -> Keys:
        """Of what is the same on any day."""
        return Keys(self.made_from.root, (str(bool(self.shown)),))

    @cached_property
    def _shared(self) -> str:
        """Over what every page may be made from, and no engagement."""
        library = self.made_from.library
        theirs = {entry.file for entry in library.engagements.values()}
        sources = (
            part for file, source in library.sources.items() if file not in theirs for part in (file, source.text)
        )
        return self._timeless.of(*self.frames, *sources)

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """The key of each group of pages that is made or taken over as one."""
        past = changelog_key(self.made_from.root, self.made_from.library.playbooks)
        engagements = [text for one in self.shown for text in (one.id, self._source(one.id))]
        found: dict[str, str] = {}
        for lang in LANGS:
            # No page of knowledge says what day it was made on.
            found[group_name("knowledge", lang)] = self._timeless.of(self._shared, past)
            found[group_name("roles", lang)] = self._timeless.of(self._shared, past, repr(reported(self.shown)))
            found[group_name("live", lang)] = self._daily.of(self._shared, past, *engagements)
        return found

    def own_page(self, lang: Lang, engagement: str, sheets: Iterable[str]) -> str:
        """The key of an engagement's own page, which links its ``sheets``."""
        return self._daily.of(self._shared, lang, engagement, self._source(engagement), *sheets)

    def sheets(self, engagement: str, commit: str, sheets: Iterable[str]) -> str:
        """The key of an engagement's ``sheets``, whose files ``commit`` touched last."""
        library = self.made_from.library
        files = sorted(inputs(library.engagements[engagement]))
        return self._daily.of(commit, *(part for file in files for part in (file, library.sources[file].text)), *sheets)

    def index(self, entries: Iterable[str]) -> str:
        """The key of what search finds things in."""
        return self._timeless.of(*entries)

    def _source(self, engagement: str) -> str:
        return self.made_from.library.engagements[engagement].original.text
