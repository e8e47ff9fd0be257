"""What every builder of pages works with: the library, the engagements, one language, and the templates.

All that pages of knowledge know of engagements is a ``ReportedEvent``: whatever else an edit of an engagement changes, no page of knowledge can
be another for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from jinja2 import Environment

from generator.diagnostics import Bilingual, Lang
from generator.expressions import Phrase
from generator.grouping import grouped
from generator.i18n import Strings
from generator.i18n.conditions import vocabulary
from generator.i18n.markup import LANG_TAGS
from generator.i18n.templates import environment
from generator.library import Entry, Found, Library, Place, ids, labels, plans, playbook_items
from generator.model.engagement import Improvement
from generator.model.playbook import Playbook
from generator.model.shared import Case, Product, Role, Standard, Term
from generator.model.text import Text
from generator.site import addresses
from generator.site.page import PageOptions
from generator.site.terms import Terms
from generator.tailor.checklist import Checklist


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """One engagement. ``holders`` are people's names by role, empty once it is over."""

    id: str
    customer: Text
    event: Text
    holders: Mapping[str, tuple[str, ...]]
    improve: tuple[Improvement, ...]


def reported(checklists: Sequence[Checklist]) -> tuple[ReportedEvent, ...]:
    """The engagements that pages of knowledge report something of."""
    return tuple(event for one in checklists if (event := _event(one)).holders or event.improve)


def _event(one: Checklist) -> ReportedEvent:
    improve = one.retrospective.improve if one.retrospective else ()
    held = one.team if one.end >= one.today else ()
    holders = {role.id: tuple(person.name for person in role.people) for role in held if role.people}
    return ReportedEvent(one.id, one.customer, one.event, holders, tuple(lesson for lesson in improve if lesson.item))


Title = Text | Bilingual | str


@dataclass(frozen=True)
class SiteContext:
    """One language of the site. ``sources`` are the templates, each name in templates/pages with its text; ``today`` is the day
    or the instant that live pages are made for."""

    library: Library
    checklists: tuple[Checklist, ...]
    lang: Lang
    strings: Strings
    sources: Mapping[str, str]
    options: PageOptions
    today: date | datetime

    @property
    def day(self) -> date:
        return self.today.date() if isinstance(self.today, datetime) else self.today

    @cached_property
    def alive(self) -> tuple[Checklist, ...]:
        """The engagements that are not over, by their start."""
        return tuple(
            sorted((one for one in self.checklists if one.end >= one.today), key=lambda one: (one.start, one.id))
        )

    @cached_property
    def events(self) -> tuple[ReportedEvent, ...]:
        """All that pages of knowledge report of engagements, where the site shows any."""
        return reported(self.checklists) if self.options.engagements else ()

    @cached_property
    def lessons(self) -> Mapping[str, Sequence[tuple[ReportedEvent, Improvement]]]:
        """Item → what finished events taught about it."""
        return grouped((one.item, (event, one)) for event in self.events for one in event.improve if one.item)

    def products_of(self, one: Checklist) -> frozenset[str] | None:
        """What the engagement uses, None where its file does not say."""
        named = self.library.engagements[one.id].model.products
        return None if named is None else frozenset(named)

    @property
    def playbooks(self) -> Mapping[str, Entry[Playbook]]:
        return self.library.playbooks

    @property
    def cases(self) -> Mapping[str, Entry[Case]]:
        return self.library.cases

    @property
    def standard(self) -> Standard:
        assert self.library.standard is not None, "pages are made of a tree without errors"
        return self.library.standard.model

    @property
    def roles(self) -> Mapping[str, Role]:
        return self.library.roles.model.root if self.library.roles else {}

    @property
    def products(self) -> Mapping[str, Product]:
        return self.library.products.model.root if self.library.products else {}

    @property
    def glossary(self) -> Mapping[str, Term]:
        return self.library.glossary.model.root if self.library.glossary else {}

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.glossary, self.lang)

    @cached_property
    def item_addresses(self) -> Mapping[str, tuple[str, Text | None]]:
        """Every id of items and plans of the tree → where it stands, and what it is called there; a tombstone has its id alone."""
        found: dict[str, tuple[str, Text | None]] = {}
        for entry in self.playbooks.values():
            titles = {found.item.id: found.item.title for found in playbook_items(entry)}
            titles |= {plan.id: plan.title for _, plan in plans(entry)}
            for id, place, _ in ids(entry):
                page = addresses.subpage(entry.id, "plans") if "plans" in place.path else addresses.playbook(entry.id)
                found[id] = page, titles.get(id)
        return found

    @cached_property
    def citations(self) -> Mapping[str, Sequence[tuple[Found, Entry[Playbook]]]]:
        """Source → the items that cite it."""
        found = ((one, entry) for entry in self.playbooks.values() for one in playbook_items(entry))
        return grouped((source, (one, entry)) for one, entry in found for source in dict.fromkeys(one.item.sources))

    @cached_property
    def wordings(self) -> Mapping[str, tuple[Mapping[str, Phrase], Mapping[str, Bilingual]]]:
        """How each playbook's facts, and the ids in its conditions, are called in a sentence."""
        books = {id: entry.model for id, entry in self.playbooks.items()}
        return {id: (vocabulary(book), labels(book, self.library)) for id, book in books.items()}

    def edit_at(self, place: Place) -> str:
        """Where the file is edited, at the very line; empty where files are edited nowhere."""
        at, base = place.value, self.options.edit_base
        return f"{base}{at.file}#L{at.line}" if base else ""

    @cached_property
    def environment(self) -> Environment:
        env = environment(self.sources, "html", self.lang, self.strings)
        # For attributes and for links around a whole card, where no markup of a text's own may stand.
        env.filters.update(plain=self.plain, other=self.other)
        env.globals["other_tag"] = LANG_TAGS[self.other_lang]
        return env

    def render(self, template: str, values: Mapping[str, object]) -> str:
        return self.environment.get_template(f"{template}.html.j2").render(values)

    @property
    def other_lang(self) -> Lang:
        return "en" if self.lang == "zh" else "zh"

    def other(self, title: Title) -> str:
        """A title in the other language where it differs: people know a thing by both names, and search for either."""
        if not isinstance(title, Text) or title.lang_of(self.other_lang) != self.other_lang:
            return ""
        name = title.plain(self.other_lang)
        return "" if name == title.plain(self.lang) else name

    def plain(self, words: Title) -> str:
        if isinstance(words, Text):
            return words.plain(self.lang)
        return words.of(self.lang) if isinstance(words, Bilingual) else words
