"""The one place that knows MkDocs: it hands generator.pages' pages and search entries over to it, and takes the shell of
live pages (``extra.playbook_shell``) from it.

Options stand under ``extra.playbook``: ``today`` (an ISO date or instant; else now), ``engagements`` (false leaves
customers out), ``engagements_base`` (where the engagements stand as seen from this build; outside of it, beginning with
``..``, it is one language of a site of two, whose live pages publishing makes), ``sheets`` (engagement → file names) and
``chronicle`` (the playbooks' past, else read from git). Publishing hands over what it has already read and made: ``library``,
``checklists`` and ``pages``.
"""

from __future__ import annotations

import html
import io
import logging
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import jieba
from jinja2 import ChoiceLoader, DictLoader, pass_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator import pages
from generator.check import manuals
from generator.diagnostics import LANGS, Lang
from generator.language.policy import guarded
from generator.library import Library
from generator.pages import shell as shell_marks
from generator.pages.addresses import ENGAGEMENTS
from generator.pages.live import live_entries
from generator.pipeline import Examined, examine
from generator.publish.chronicle import read_chronicle
from generator.publish.disk import Unreadable, find_root
from generator.publish.live import Place, write_live
from generator.publish.resources import strings, templates
from generator.report import text
from generator.tailor import Checklist

SEARCH = "material/search"
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
    "assets/late-search.js": "assets/late-search.js",
    "assets/iframe-worker.js": "assets/iframe-worker.js",
    "assets/logo.svg": "assets/logo.svg",
}
# Without a site address a sitemap is empty, and its time of making would differ from run to run.
NEEDLESS = frozenset({"sitemap.xml"})
LAST_WORD_LOST = "for(let o=s+1;o<t.length;o++)t.slice(s,o)in e&&(n[s]=o-s)"
LAST_WORD_FOUND = LAST_WORD_LOST.replace("o<t.length", "o<=t.length")
MIXED_LOST = 'e=e.replace(new RegExp("\\\\p{sc=Han}+","gu")'
MIXED_FOUND = 'e=e.replace(/(\\p{sc=Han})(?=[0-9A-Za-z])|([0-9A-Za-z])(?=\\p{sc=Han})/gu,"$& ").replace(new RegExp("\\\\p{sc=Han}+","gu")'
SEARCH_MENDED = ((LAST_WORD_LOST, LAST_WORD_FOUND, "资源报备"), (MIXED_LOST, MIXED_FOUND, "售后4S"))
PARAGRAPH = re.compile(r'<p(?P<lead> class="lead")?>(?P<text>.*?)</p>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SENTENCE, DESCRIBED = 12, 240
"""In characters: what is shorter is a label, and what is longer is cut."""
LOG = logging.getLogger("mkdocs.hooks.playbook")
BUILD = "playbook_build"
SHELL, ENTRIES = "playbook_shell", "playbook_navigation"
NAVIGATION = {
    "partials/nav.html": ("item.render(nav_item, path, 1)", "once(item.render, nav_item, path, 1)"),
    "partials/nav-item.html": (
        'render(item, path ~ "_" ~ loop.index, level + 1, nav_item)',
        'once(render, item, path ~ "_" ~ loop.index, level + 1, nav_item)',
    ),
}
"""Where the theme's templates write an entry of the navigation, and what does so once."""
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
    """Read the tree before any plugin starts: segmentation must know the words when the search plugin begins."""
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
    words = strings(root, lang).site
    config.site_name, config.site_description = words.title, words.description
    config.theme.static_templates -= NEEDLESS
    _teach(pages.words(library))
    return config


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


def _teach(words: Iterable[str]) -> None:
    """Give Chinese segmentation the words of this tree, and no other's: jieba keeps them for the whole process."""
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.initialized = False
    # A word without a figure gets the frequency that keeps it whole.
    jieba.load_userdict(io.StringIO("".join(f"{word}\n" for word in words)))


@event_priority(-50)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    build: Build = config.extra[BUILD]
    here = Path(__file__).resolve().parent
    for file in [file for file in files if file.src_uri in NEEDLESS]:
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
    """The theme writes the whole navigation on each page anew: two thirds of its time. What does not lead to the page itself is the
    same on every page of a folder, and is written once."""
    loader, mended = env.loader, {}
    for name, (every_time, one_time) in NAVIGATION.items():
        source = loader.get_source(env, name)[0]
        if every_time not in source:
            LOG.info("%s of the theme is new: the navigation is written on each page anew", name)
        mended[name] = source.replace(every_time, one_time)
    env.loader = ChoiceLoader([DictLoader(mended), loader])

    @pass_context
    def once(context: Any, render: Any, entry: Any, *given: Any) -> Any:
        page = context.get("page")
        if page is None or entry.active:
            return render(entry, *given)
        # Its path in the navigation, its level, and whether what it stands in leads to the page.
        key = (posixpath.dirname(page.url), *given[:2], *(parent.active for parent in given[2:]))
        entries = config.extra[ENTRIES]
        if key not in entries:
            entries[key] = render(entry, *given)
        return entries[key]

    env.globals["once"] = once
    return env


def _mend_search(site: Path) -> None:
    """Material 9.8 overlooks the last character of a Chinese query and so its last word (资源报备 finds 资源 alone), and
    takes Chinese beside Latin for one word (售后4S finds nothing)."""
    for worker in (site / "assets/javascripts/workers").glob("search.*.min.js"):
        script = worker.read_text(encoding="utf-8")
        for lost, found, query in SEARCH_MENDED:
            if found in script:
                continue
            if lost not in script:
                LOG.info("the search worker %s is new: see whether %s finds both its words", worker.name, query)
            script = script.replace(lost, found)
        worker.write_text(script, encoding="utf-8")


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
    """Words of the trade are explained where a page first uses them, on pages written by hand as well, whose pictures get their size."""
    build: Build = config.extra[BUILD]
    folder = Path(page.file.abs_src_path or config.docs_dir).parent
    html = pages.sized(html, lambda uri: _content(folder / uri))
    described = _description(html)
    if described and "description" not in page.meta and not page.is_homepage:
        page.meta["description"] = described
    return pages.explained(html, page.file.src_uri, build.terms)


def _description(page: str) -> str:
    """What a page says of itself: its lead, else its first sentence; empty where it has neither."""
    leads = [found["text"] for found in PARAGRAPH.finditer(page) if found["lead"]]
    for paragraph in leads or [found["text"] for found in PARAGRAPH.finditer(page)]:
        text = " ".join(html.unescape(TAG.sub("", paragraph)).split())
        if len(text) >= SENTENCE:
            return (text if len(text) <= DESCRIBED else f"{text[: DESCRIBED - 1]}…").translate(INERT)
    return ""


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


@event_priority(50)
def on_post_build(config: MkDocsConfig) -> None:
    """Before the search plugin writes its index: live pages and engagements are found too, though they are no MkDocs pages."""
    build: Build = config.extra[BUILD]
    _mend_search(Path(config.site_dir))
    if not build.live:
        return
    if not build.beside:
        place = Place(build.root, build.lang, Path(config.site_dir), config.extra[SHELL], build.options)
        write_live(place, build.library, build.checklists, build.today)
    if SEARCH not in config.plugins:
        return
    index = cast(Any, config.plugins[SEARCH]).search_index
    words = strings(build.root, build.lang)
    found = pages.search_entries(build.checklists, build.lang, words, build.options.engagements_base)
    for entry in (*live_entries(words), *found):
        cut = [index._segment_chinese(html.escape(part, quote=False)) for part in (entry.title, entry.text)]
        index.entries.append({"location": entry.location, "title": cut[0], "text": f"<p>{cut[1]}</p>"})
