"""One language's site alone, as plain ``mkdocs build`` and ``mkdocs serve`` give it: all of its pages, without sheets."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.diagnostics import Bilingual, Diagnostic
from generator.i18n.csp import guarded
from generator.publish import resources
from generator.publish.disk import read_tree, write_whole
from generator.publish.pages import SiteInputs, broken_links, frame_links, write_index, write_page
from generator.site.frame import Frame
from generator.site.page import PageOptions
from generator.site.standalone import error_page, not_found

ENGAGEMENTS = "engagements/"


def write_language(
    inputs: SiteInputs, frame: Frame, out: Path, engagements: bool, served: bool
) -> tuple[Bilingual, ...]:
    """Write every page into ``out``, where the theme's files are; links that lead nowhere. ``served``: MkDocs' own server puts a
    script into each page, by which they reload, so that none may say which scripts it runs."""
    site = replace(
        inputs.language(frame, PageOptions(engagements=engagements, engagements_base=ENGAGEMENTS)),
        bilingual=False,
        guard=str if served else guarded,
    )
    written = [write_page(site, page.uri, out, "") for page in site.searched]
    write_index([entry for page in written for entry in page.found], out)
    words, sources = {frame.lang: site.context.strings}, resources.templates(inputs.root, "pages")
    write_whole(out / "404.html", not_found(words, sources, engagements).encode("utf-8"), lasting=False)
    return broken_links([*(page.links for page in written), *frame_links(site, "")], out)


def write_error(root: Path, errors: Sequence[Diagnostic], out: Path) -> None:
    """What is wrong with the tree, where MkDocs' server finds it at every address: as the first page and as what is not found."""
    page = error_page(errors, read_tree(root), "", resources.strings(root, "zh"), resources.templates(root, "pages"))
    write_whole(out / "index.html", page.encode("utf-8"), lasting=False)
    # MkDocs' server puts no script into what it does not find, so that such a page has to ask again by itself.
    again = page.replace("<head>", '<head>\n<meta http-equiv="refresh" content="2">', 1)
    write_whole(out / "404.html", again.encode("utf-8"), lasting=False)
