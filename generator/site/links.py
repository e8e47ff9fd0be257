"""Links to everything, as seen from one page; and how a builder describes a page: where it stands, what it is called, its template, and how the
template's values are found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.site import addresses
from generator.site.context import SiteContext, Title
from generator.site.finish import finished
from generator.site.page import Link, Page, PageSource
from generator.site.search.entry import SearchEntry

_WEB = ("https://", "http://")


@dataclass(frozen=True)
class Links:
    """Links from the page at ``uri``, which may stand outside of its language's root."""

    context: SiteContext
    uri: str

    def to(self, target: str, fragment: str = "") -> str:
        return addresses.relative(self.uri, target, self.context.lang, fragment)

    def role(self, id: str) -> Link:
        role = self.context.roles.get(id)
        if role is None:
            return Link(id)
        kind = "customer" if role.side == "customer" else "triangle" if role.triangle else "vendor"
        return Link(role.title, self.to(addresses.role(id)), f"role-{kind}")

    def product(self, id: str) -> Link:
        product = self.context.products.get(id)
        return Link(product.title, self.to(addresses.product(id)), "product") if product else Link(id)

    def level(self, id: str) -> Link:
        return Link(id, self.to(addresses.STAGES, f"level-{id.lower()}"), "level")

    def stage(self, id: str) -> Link:
        stage = self.context.standard.stages.get(id)
        return Link(stage.title, self.to(addresses.STAGES, id), "stage") if stage else Link(id)

    def step(self, playbook: str, id: str) -> Link:
        step = self.context.standard.steps.get(id)
        return Link(step.title if step else id, self.to(addresses.playbook(playbook), id), "step")

    def item(self, id: str) -> Link:
        """An item or plan by its id; without an address where it is an engagement's own."""
        uri, title = self.context.item_addresses.get(id, ("", None))
        return Link(title or id, self.to(uri, addresses.anchor(id)) if uri else "", id)

    def playbook(self, id: str) -> Link:
        entry = self.context.playbooks.get(id)
        return Link(entry.model.title, self.to(addresses.playbook(id))) if entry else Link(id)

    def subpages(self, id: str) -> dict[str, str]:
        """The addresses of a playbook's own pages, by name."""
        pages = {name: addresses.subpage(id, name) for name in addresses.SUBPAGES}
        return {name: self.to(page) for name, page in (pages | {"items": addresses.playbook(id)}).items()}

    def term(self, id: str) -> Link:
        return Link(self.context.glossary[id].term, self.to(addresses.GLOSSARY, id))

    def source(self, source: str) -> Link:
        """A case of ours, an address, or the name of a document."""
        id = source.removeprefix("case:")
        if source != id and id in self.context.cases:
            return Link(self.context.cases[id].model.title, self.to(addresses.case(id)), "case")
        return Link(source, source if source.startswith(_WEB) else "")

    def change(self, change: str) -> Link:
        """What a lesson led to: an address, called by its last part, or words."""
        return Link(change.rstrip("/").rsplit("/", 1)[-1], change) if change.startswith(_WEB) else Link(change)

    def engagement(self, id: str) -> str:
        return self.to(self.context.options.engagements_base + addresses.engagement(id, self.context.lang))


FOLDER = "playbooks"
Values = Callable[[Links], Mapping[str, object]]
"""What a template places, as seen from its page; worked out when the page is made. Beside it stand the page's ``links``."""


def knowledge_page(
    context: SiteContext,
    uri: str,
    title: Title,
    template: str,
    values: Values,
    *,
    label: Title | None = None,
    edit: str = "",
    description: str = "",
    contents: bool = True,
    sidebar: bool = True,
    live: bool = False,
) -> PageSource:
    """A page of knowledge: its terms are explained, and search finds each of its sections.

    ``label`` is ``title`` where it is not given, ``edit`` a file below playbooks/, ``description`` the page's first sentence, or that of the
    site.
    """
    name, short = context.plain(title), context.plain(title if label is None else label)

    def make() -> Page:
        html = context.render(template, {"title": title, **_values(values, context, uri)})
        done = finished(html, uri, name, context.terms)
        return Page(
            uri=uri,
            title=name,
            label=short,
            body=done.body,
            description=description or done.description or context.strings.site.description,
            contents=done.contents if contents else (),
            edit=edit and f"{FOLDER}/{edit}",
            found=done.found,
            sidebar=sidebar,
            live=live,
        )

    return PageSource(uri, name, short, make, live)


def live_page(
    context: SiteContext, uri: str, title: str, template: str, values: Values, *, label: str, description: str, found: Callable[[], SearchEntry]
) -> PageSource:  # fmt: skip
    """A page that depends on engagements. It has the whole width and a navigation of its own; search finds it as a whole."""

    def make() -> Page:
        body = context.render(template, _values(values, context, uri))
        return Page(uri, title, label, body, description, found=(found(),), sidebar=False, live=True)

    return PageSource(uri, title, label, make, live=True)


def _values(values: Values, context: SiteContext, uri: str) -> Mapping[str, object]:
    links = Links(context, uri)
    return {"links": links, **values(links)}
