"""What every builder of pages works with: the library, the language, the templates, and links as seen from one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Environment

from generator.diagnostics import Lang, Words
from generator.language import Strings
from generator.library import Entry, Found, Library, Place, ids, plans, playbook_items
from generator.model.playbook import Playbook
from generator.model.shared import Case, Level, Product, Role, Standard, Term
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.events import Event
from generator.pages.page import Link, Page, PageOptions
from generator.pages.terms import Terms
from generator.tailor.checklist import Checklist

FOLDER = "playbooks"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an id stands, and what it is called there; a tombstone has its id alone."""

    uri: str
    title: Text | None


@dataclass(frozen=True)
class Site:
    library: Library
    checklists: tuple[Checklist, ...]
    lang: Lang
    strings: Strings
    templates: Environment
    options: PageOptions
    events: tuple[Event, ...] = ()
    """What pages of knowledge tell of engagements; live pages have ``checklists``."""

    @property
    def playbooks(self) -> Mapping[str, Entry[Playbook]]:
        return self.library.playbooks

    @property
    def cases(self) -> Mapping[str, Entry[Case]]:
        return self.library.cases

    @property
    def standard(self) -> Standard:
        assert self.library.standard is not None, "pages are built of a tree without errors"
        return self.library.standard.model

    @property
    def levels(self) -> Mapping[str, Level]:
        return self.standard.levels

    @property
    def roles(self) -> Mapping[str, Role]:
        return self.library.roles.model.root if self.library.roles else {}

    @property
    def products(self) -> Mapping[str, Product]:
        return self.library.products.model.root if self.library.products else {}

    @property
    def terms(self) -> Mapping[str, Term]:
        return self.library.glossary.model.root if self.library.glossary else {}

    @cached_property
    def spots(self) -> Mapping[str, Spot]:
        """Every id of items and plans of the tree, tombstones included."""
        return dict(self._spots())

    def _spots(self) -> Iterator[tuple[str, Spot]]:
        for entry in self.playbooks.values():
            titles = {found.item.id: found.item.title for found in playbook_items(entry)}
            titles |= {plan.id: plan.title for _, plan in plans(entry)}
            for id, place, _ in ids(entry):
                page = addresses.companion(entry.id, "plans") if "plans" in place.path else addresses.playbook(entry.id)
                yield id, Spot(page, titles.get(id))

    @cached_property
    def used_terms(self) -> Terms:
        return Terms(self.terms, self.lang)

    def items_citing(self, case: str) -> Iterator[tuple[Found, Entry[Playbook]]]:
        for entry in self.playbooks.values():
            for found in playbook_items(entry):
                if f"case:{case}" in found.item.sources:
                    yield found, entry

    def edit_at(self, place: Place) -> str:
        """Where the file is edited, at the very line; empty where files are edited nowhere."""
        at, base = place.value, self.options.edit_base
        return f"{base}{at.file}#L{at.line}" if base else ""

    def page(
        self,
        uri: str,
        title: Text | Words | str,
        *,
        label: Text | Words | str | None = None,
        edit: str | None = None,
        **values: object,
    ) -> Page:
        """The page at ``uri`` from the template of its kind, with finished ``values``."""
        template = str(values.pop("template", uri.removesuffix(".md")))
        markdown = self.templates.get_template(f"{template}.md.j2").render(title=title, **values)
        return Page(
            uri, markdown, self.plain(title), self.plain(title if label is None else label), edit and f"{FOLDER}/{edit}"
        )

    @property
    def other_lang(self) -> Lang:
        return "en" if self.lang == "zh" else "zh"

    def other(self, title: Text | Words | str) -> str:
        """A title in the other language where it differs: people know a thing by both names, and search for either."""
        if not isinstance(title, Text) or title.lang_of(self.other_lang) != self.other_lang:
            return ""
        name = title.plain(self.other_lang)
        return "" if name == title.plain(self.lang) else name

    def plain(self, words: Text | Words | str) -> str:
        if isinstance(words, Text):
            return words.plain(self.lang)
        return words.of(self.lang) if isinstance(words, Words) else words


@dataclass(frozen=True)
class Links:
    """Links to everything, as seen from the page at ``uri``."""

    site: Site
    uri: str

    def to(self, target: str, fragment: str = "") -> str:
        return addresses.relative(self.uri, target, fragment)

    def role(self, id: str) -> Link:
        role = self.site.roles.get(id)
        if role is None:
            return Link(id)
        kind = "customer" if role.side == "customer" else "triangle" if role.triangle else "vendor"
        return Link(role.title, self.to(addresses.role(id)), f"role-{kind}")

    def product(self, id: str) -> Link:
        product = self.site.products.get(id)
        return Link(product.title, self.to(addresses.product(id)), "product") if product else Link(id)

    def level(self, id: str) -> Link:
        return Link(id, self.to(addresses.STAGES, f"level-{id.lower()}"), "level")

    def stage(self, id: str) -> Link:
        stage = self.site.standard.stages.get(id)
        return Link(stage.title, self.to(addresses.STAGES, id), "stage") if stage else Link(id)

    def step(self, playbook: str, id: str) -> Link:
        step = self.site.standard.steps.get(id)
        return Link(step.title if step else id, self.to(addresses.playbook(playbook), id), "step")

    def spot(self, id: str) -> Link:
        """An item or plan by its id."""
        spot = self.site.spots.get(id)
        return Link(spot.title or id, self.to(spot.uri, addresses.anchor(id)), id) if spot else Link(id, "", id)

    def playbook(self, id: str) -> Link:
        entry = self.site.playbooks.get(id)
        return Link(entry.model.title, self.to(addresses.playbook(id))) if entry else Link(id)

    def term(self, id: str) -> Link:
        return Link(self.site.terms[id].term, self.to(addresses.GLOSSARY, id))

    def source(self, source: str) -> Link:
        """A case of ours, an address, or the name of a document."""
        id = source.removeprefix("case:")
        if source != id and id in self.site.cases:
            return Link(self.site.cases[id].model.title, self.to(addresses.case(id)), "case")
        return Link(source, source if source.startswith(("https://", "http://")) else "")

    def change(self, change: str) -> Link:
        """What a lesson led to: an address, called by its last part, or words."""
        is_address = change.startswith(("https://", "http://"))
        return Link(change.rstrip("/").rsplit("/", 1)[-1], change) if is_address else Link(change)

    def engagement(self, id: str) -> str:
        return (
            addresses.to_root(self.uri) + self.site.options.engagements_base + addresses.engagement(id, self.site.lang)
        )
