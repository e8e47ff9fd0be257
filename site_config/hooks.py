"""The one place that knows MkDocs: it hands generator.pages' pages over to it, and takes the shell of live pages
(``extra.playbook_shell``) and what search can find on each page (``extra.playbook_found``) from it.

Options stand under ``extra.playbook``: ``today`` (an ISO date or instant; else now), ``engagements`` (false leaves
customers out), ``engagements_base`` (where the engagements stand as seen from this build; outside of it, beginning with
``..``, it is one language of a site of two, whose live pages publishing makes), ``sheets`` (engagement → file names) and
``chronicle`` (the playbooks' past, else read from git). Publishing hands over what it has already read and made: ``library``,
``checklists`` and ``pages``.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator import pages
from generator.check import manuals
from generator.diagnostics import LANGS, Lang
from generator.language import Strings
from generator.language.policy import guarded
from generator.library import Library
from generator.pages import shell as shell_marks
from generator.pages.addresses import ENGAGEMENTS
from generator.pages.search import sections
from generator.pipeline import Examined, examine
from generator.publish.chronicle import read_chronicle
from generator.publish.disk import Unreadable, find_root
from generator.publish.live import Place, write_live
from generator.publish.raw_html import RawHtml
from generator.publish.resources import strings, templates
from generator.publish.search import all_entries, write_index
from generator.publish.theme import Written, write_navigation_once
from generator.report import text
from generator.tailor import Checklist

ASSETS = {
    "assets/site.css": "assets/site.css",
    "assets/facets.css": "assets/facets.css",
    "assets/timeline.css": "assets/timeline.css",
    "assets/site.js": "assets/site.js",
    "assets/copy.js": "assets/copy.js",
    "assets/facets.js": "assets/facets.js",
    "assets/live.css": "assets/live.css",
    "assets/live.js": "assets/live.js",
    "assets/desk.js": "assets/desk.js",
    "assets/search.css": "assets/search.css",
    "assets/search.js": "assets/search.js",
    "assets/find.js": "assets/find.js",
    "assets/logo.svg": "assets/logo.svg",
}
# Without a site address a sitemap is empty, and its time of making would differ from run to run.
SITEMAP = "sitemap.xml"
NEEDLESS = re.compile(rf"{re.escape(SITEMAP)}|assets/javascripts/(workers|lunr)/.*")
"""And what the theme's own search would run."""
UNSEARCHED = re.compile(r' data-search-exclude(="[^"]*")?(?=[^<>]*>)')
LOG = logging.getLogger("mkdocs.hooks.playbook")
BUILD = "playbook_build"
SHELL, FOUND, ENTRIES = "playbook_shell", "playbook_found", "playbook_navigation"
# Material prints titles unescaped, in text and in attributes, and some through filters that undo an escape: whatever
# could open or close a tag or an attribute becomes its full-width twin.
INERT = str.maketrans({"<": "＜", ">": "＞", "&": "&amp;", '"': "＂"})


class _Run:
    """MkDocs keeps this module for all rebuilds of ``serve`` and names the command once, at the start."""

    command = "build"


RUN = _Run()


@dataclass(frozen=True)
class Alternate:
    """This page in the other language. No list, since for each in a list Material fetches a sitemap: we have none."""

    lang: Lang
    page: str

    @property
    def link(self) -> str:
        return f"../{self.lang}/{self.page}"


@dataclass(frozen=True)
class Build:
    """One build in one language. ``fault`` is what is wrong with the tree while it is being served."""

    root: Path
    lang: Lang
    beside: bool
    today: date
    options: pages.PageOptions
    library: Library
    checklists: tuple[Checklist, ...]
    fault: str | None
    made: tuple[pages.Page, ...] | None = None
    """The generated pages, where whoever builds has made them."""

    @property
    def live(self) -> bool:
        """Whether there are pages that depend on engagements."""
        return self.options.engagements and self.fault is None

    @cached_property
    def titles(self) -> dict[str, str]:
        return {page.uri: page.title.translate(INERT) for page in self.pages}

    @cached_property
    def terms(self) -> pages.Terms:
        glossary = self.library.glossary
        return pages.Terms(glossary.model.root if glossary and self.fault is None else {}, self.lang)

    @cached_property
    def pages(self) -> tuple[pages.Page, ...]:
        if self.made is not None:
            return self.made
        words, source = strings(self.root, self.lang), templates(self.root, "site")
        if self.fault is not None:
            return pages.fault_pages(self.library, self.fault, self.lang, words, source)
        return pages.build(self.library, pages.told(self.checklists), self.lang, words, source, self.options)


def on_startup(*, command: str, dirty: bool) -> None:
    RUN.command = command


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the tree before any plugin starts."""
    root = find_root(Path(config.config_file_path).parent)
    options: dict[str, Any] = config.extra.get("playbook") or {}
    lang = cast(Lang, config.theme["language"])
    given = options.get("today")
    today = _today(str(given) if given else None)
    library, checklists, fault = _read(root, lang, today, options)
    if fault is not None and RUN.command != "serve":
        raise PluginError(fault)
    if config.repo_url and config.edit_uri:
        options = {**options, "edit_base": f"{config.repo_url.rstrip('/')}/{config.edit_uri.strip('/')}/"}
    config.extra[BUILD] = _build(root, lang, today, options, library, checklists, fault)
    config.extra[FOUND] = []
    if not any(isinstance(extension, RawHtml) for extension in config.markdown_extensions):
        config.markdown_extensions.append(RawHtml())
    words = strings(root, lang)
    config.site_name, config.site_description = words.site.title, words.site.description
    config.theme.static_templates -= {SITEMAP}
    config.extra["search_words"], config.extra["search_says"] = words.search, _plain(words.search.says)
    return config


def _plain(words: Strings) -> str:
    return json.dumps(words.plain, ensure_ascii=False)


def _read(
    root: Path, lang: Lang, today: date, options: dict[str, Any]
) -> tuple[Library, tuple[Checklist, ...], str | None]:
    """The tree, its engagements, and what is wrong with it."""
    if "library" in options:
        return options["library"], options["checklists"], None
    examined = _examine(root, today)
    fault = text(examined.errors, lang) if examined.errors else None
    return examined.library, () if fault else examined.checklists, fault


def _today(given: str | None) -> date:
    if given and "T" in given:
        return datetime.fromisoformat(given)
    return date.fromisoformat(given) if given else datetime.now().astimezone()


def _examine(root: Path, today: date) -> Examined:
    try:
        return examine(root, today)
    except Unreadable as error:
        raise PluginError(str(error)) from error


def _build(
    root: Path, lang: Lang, today: date, options: dict[str, Any], library: Library, checklists: tuple[Checklist, ...],
    fault: str | None,
) -> Build:  # fmt: skip
    base = str(options.get("engagements_base", "engagements/"))
    beside = base.startswith("..")
    past = options.get("chronicle")
    if past is None:
        past = read_chronicle(root, library.playbooks)
    given = pages.PageOptions(
        engagements=bool(options.get("engagements", True)),
        engagements_base=base,
        sheets={id: tuple(files) for id, files in (options.get("sheets") or {}).items()},
        manuals=manuals(),
        edit_base=str(options.get("edit_base", "")),
        chronicle=past,
    )
    return Build(root, lang, beside, today, given, library, checklists, fault, options.get("pages"))


@event_priority(-50)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    build: Build = config.extra[BUILD]
    here = Path(__file__).resolve().parent
    for file in [file for file in files if NEEDLESS.fullmatch(file.src_uri)]:
        files.remove(file)
    made = build.pages
    for page in made:
        file = File.generated(config, page.uri, content=page.markdown)
        file.edit_uri = page.edit
        files.append(file)
    for uri, source in ASSETS.items():
        files.append(File.generated(config, uri, abs_src_path=str(here / source)))
    look = templates(build.root, "site")["look.css"]
    files.append(File.generated(config, "assets/look.css", content=look))
    words = strings(build.root, build.lang)
    config.nav = None if build.fault is not None else [_nav(entry) for entry in pages.navigation(made, words)]
    for file in files:
        # A hand-written page is edited where it stands, which only the root knows.
        if file.generated_by is None and file.src_uri.endswith(".md"):
            file.edit_uri = f"site_config/pages/{build.lang}/{file.src_uri}"
    return files


def on_nav(nav: Any, *, config: MkDocsConfig, files: Files) -> Any:
    config.extra[ENTRIES] = {}
    return nav


def on_env(env: Any, *, config: MkDocsConfig, files: Files) -> Any:
    for name in write_navigation_once(env, lambda: cast(Written, config.extra[ENTRIES])):
        LOG.info("%s of the theme is new: the navigation is written on each page anew", name)
    return env


def _nav(entry: pages.Section | pages.Page) -> dict[str, Any]:
    if isinstance(entry, pages.Section):
        return {entry.title.translate(INERT): [_nav(child) for child in entry.children]}
    return {entry.label.translate(INERT): entry.uri}


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The whole title for the browser's tab and the header; the navigation keeps its short one."""
    build: Build = config.extra[BUILD]
    title = build.titles.get(page.file.src_uri)
    if title and page.file.src_uri != "index.md":
        page.meta["title"] = title
    if _is_shell(page, build):
        page.meta["description"] = shell_marks.DESCRIPTION
    return markdown


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    """The theme's page for what is not found stands in its frame, whose links break wherever else it is shown."""
    if template_name != "404.html":
        return _guarded(output_content) if template_name.endswith(".html") else output_content
    build: Build = config.extra[BUILD]
    words = {build.lang: strings(build.root, build.lang)}
    return pages.lost_page(words, templates(build.root, "site"), build.live)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Words of the trade are explained where a page first uses them, on pages written by hand as well, whose pictures get their size;
    and what search can find on the page is noted."""
    build: Build = config.extra[BUILD]
    folder = Path(page.file.abs_src_path or config.docs_dir).parent
    html = pages.sized(html, lambda uri: _content(folder / uri))
    described = pages.description(html)
    if described and "description" not in page.meta and not page.is_homepage:
        page.meta["description"] = described.translate(INERT)
    html = pages.explained(html, page.file.src_uri, build.terms)
    if not (page.meta.get("search") or {}).get("exclude"):
        config.extra[FOUND] += sections(html, page.url, str(page.meta.get("title", page.title)))
    return UNSEARCHED.sub("", html)


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> Any:
    """The language switch keeps the page, and both languages keep one palette: addresses are as seen from this page."""
    build: Build = config.extra[BUILD]
    shell = _is_shell(page, build)
    if build.beside:
        there = shell_marks.OTHER if shell else page.url
        config.extra["alternate"] = Alternate(next(lang for lang in LANGS if lang != build.lang), there)
        config.extra["scope"] = "../" * page.url.count("/") + "../"
    if shell:
        page.previous_page = page.next_page = None
    return context


def _is_shell(page: Page, build: Build) -> bool:
    return build.live and page.file.src_uri == ENGAGEMENTS


def _guarded(page: str) -> str:
    """MkDocs' own server puts a script into each page that it shows, by which they reload."""
    return page if RUN.command == "serve" else guarded(page)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The shell is kept and not written: its place is the first that live pages fill."""
    if not _is_shell(page, config.extra[BUILD]):
        return _guarded(output)
    config.extra[SHELL] = output
    return ""


def on_post_build(config: MkDocsConfig) -> None:
    """Beside another language, publishing writes what depends on engagements, and the index with it."""
    build: Build = config.extra[BUILD]
    if build.beside:
        return
    if build.live:
        place = Place(build.root, build.lang, Path(config.site_dir), config.extra[SHELL], build.options)
        write_live(place, build.library, build.checklists, build.today)
    shown = build.checklists if build.live else ()
    entries = all_entries(
        build.root, build.lang, config.extra[FOUND], shown, build.options.engagements_base, build.live
    )
    write_index(entries, Path(config.site_dir))
