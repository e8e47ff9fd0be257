"""Pages that depend on engagements, into a built site: the theme's shell filled with each, and the live block of the home page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.diagnostics import Lang
from generator.library import Library
from generator.pages import PageOptions
from generator.pages.live import home_block, live_pages, world
from generator.pages.shell import HOME, Shell
from generator.publish import resources
from generator.publish.disk import write_whole
from generator.tailor import Checklist


@dataclass(frozen=True)
class Place:
    """Where one language's live pages go: ``folder`` is that language's built site, ``shell`` what MkDocs made of the shell."""

    root: Path
    lang: Lang
    folder: Path
    shell: str
    options: PageOptions


def write_live(
    place: Place, library: Library, checklists: Sequence[Checklist], today: date, without: Collection[str] = ()
) -> None:
    """Write every live page of one language but for the engagements whose page is there, and fill the home page."""
    words, templates = resources.strings(place.root, place.lang), resources.templates(place.root, "live")
    made = world(library, checklists, place.lang, words, templates, place.options, today)
    shell = Shell(place.shell, place.lang)
    for page in live_pages(made, without):
        whole = shell.fill(page.uri, page.title, page.lead, page.content, page.other)
        write_whole(place.folder / page.uri, whole.encode("utf-8"), lasting=False)
    home = place.folder / "index.html"
    built = home.read_text(encoding="utf-8")
    write_whole(home, built.replace(HOME, home_block(made)).encode("utf-8"), lasting=False)
