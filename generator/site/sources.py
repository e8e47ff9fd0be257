"""How a builder describes a page: where it stands, what it is called, its template, and how the template's values are found."""

from collections.abc import Callable, Mapping

from generator.site.context import SiteContext, Title
from generator.site.finish import finished
from generator.site.links import Links
from generator.site.page import Page, PageSource
from generator.site.search.entry import SearchEntry

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
