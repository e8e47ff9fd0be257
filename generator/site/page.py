"""The values that go in and out of making pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace

from generator.diagnostics import Bilingual
from generator.diff.playbooks import Changelog
from generator.model.text import Text
from generator.site.search.entry import SearchEntry

View = SimpleNamespace
"""What a template places of one thing: its fields are named where it is made and where it is placed, and nowhere else."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the page's own contents list. ``title`` is plain text, ``level`` 2 or 3."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """One generated page, finished but for the frame around it.

    ``uri`` is as seen from the language's root and ends in .html (``playbooks/x.html``, ``../engagements/E/index.zh.html``);
    ``title``, ``label`` (its short name in the navigation) and ``description`` are plain text; ``body`` is the HTML of the
    article from its ``<h1 id="content">`` on (a live page's own navigation stands before it).
    """

    uri: str
    title: str
    label: str
    body: str
    description: str
    contents: tuple[Heading, ...] = ()
    """Empty where the page lists none: then no column is kept free for them."""
    edit: str = ""
    """The file that its pencil opens, from the root of the tree; empty where none."""
    found: tuple[SearchEntry, ...] = ()
    """What search finds on it."""
    sidebar: bool = True
    """Whether the navigation stands beside it; without, it has the whole width."""
    live: bool = False
    """Whether it shows engagements, and needs assets/live.css, live.js and desk.js."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page that can be made. Nothing of it is worked out before ``make`` is called, which does it anew each time."""

    uri: str
    title: str
    label: str
    make: Callable[[], Page]
    live: bool = False
    """Whether the page tells of engagements."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the navigation and what stands below it."""

    title: str
    children: tuple["Section | PageSource", ...]


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How parts of the site find each other.

    ``engagements_base`` leads from a language's site to the engagements; ``sheets`` names the files that stand beside each
    engagement's page; ``edit_base`` is where a file of the tree is edited, with a slash at its end, empty where nowhere is;
    ``chronicle`` is the playbooks' past, as far as it is known.
    """

    engagements: bool = True
    engagements_base: str = "../engagements/"
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edit_base: str = ""
    changelog: Changelog = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; ``kind`` is its badge's CSS class, ``href`` empty where nothing is to be opened."""

    text: Text | Bilingual | str
    href: str = ""
    kind: str = ""
