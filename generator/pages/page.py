"""The values that go in and out of page building."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Manual, Words
from generator.diff.editions import Chronicle
from generator.model.text import Text


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the knowledge site in Markdown. ``uri`` ends in .md and its address in .html.

    ``label`` is its short name in the navigation, ``edit`` the file that its pencil opens, from the root.
    """

    uri: str
    markdown: str
    title: str
    label: str
    edit: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the navigation and what stands below it."""

    title: str
    children: tuple[Section | Page, ...]


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
    manuals: tuple[Manual, ...] = ()
    edit_base: str = ""
    chronicle: Chronicle = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; ``kind`` is its badge's CSS class, ``href`` empty where nothing is to be opened."""

    text: Text | Words | str
    href: str = ""
    kind: str = ""
