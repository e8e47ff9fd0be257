"""MkDocs page by page, through its own functions: a page that is what it was in the last build need not go through it.

MkDocs is pinned below 2, where it ends, so that what is called here stands still. What it would do in one go is all done, in the
same order for each page; only that every page is read before the first is converted, which no plugin of ours can tell.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from generator.diagnostics import Lang
from generator.pages import SearchEntry

CONFIGS: dict[Lang, str] = {"zh": "mkdocs.yml", "en": "site_config/mkdocs.en.yml"}
HOOKS = "hooks.py"
SHELL, FOUND = "playbook_shell", "playbook_found"
"""What hooks tell."""


@dataclass(frozen=True)
class Made:
    """What Markdown made of a page: all that the theme and the check of links need of it, as plain data."""

    content: str
    toc: Sequence[Any]
    meta: Mapping[str, Any]
    title: str | None
    anchors: Sequence[str]
    links: Mapping[str, Mapping[str, str]]
    """The anchors that it links to, as they are written: page → anchor → link."""
    found: Sequence[SearchEntry] = ()
    """What search finds on it."""

    def noted(self) -> str | None:
        """All of it but the content and what search finds, as text; None where the page says of itself what is no plain data."""
        data = [self.toc, self.meta, self.title, self.anchors, self.links]
        try:
            text = json.dumps(data, ensure_ascii=False)
        except TypeError:
            return None
        return text if json.loads(text) == data else None

    @classmethod
    def of_note(cls, content: str, note: str, found: Sequence[SearchEntry] = ()) -> Made:
        toc, meta, title, anchors, links = json.loads(note)
        return cls(content, toc, meta, title, anchors, links, found)


class Press:
    """One language's MkDocs. It may be kept, and given other pages."""

    def __init__(self, root: Path, lang: Lang, site_dir: Path) -> None:
        os.environ["NO_MKDOCS_2_WARNING"] = "1"
        from mkdocs.config import load_config
        from mkdocs.config.defaults import MkDocsConfig

        # MkDocs keeps plugins for a configuration that it loads again. Two languages side by side are two of them.
        cast(Any, MkDocsConfig.plugins).plugin_cache.clear()
        self._config: Any = load_config(config_file=str(root / CONFIGS[lang]), site_dir=str(site_dir), strict=True)
        self._events: Any = self._config.plugins
        self._env: Any = None
        self._files: Any = None
        self._nav: Any = None
        self._theme: list[Any] | None = None
        self._docs: list[Any] = []

    @property
    def uris(self) -> list[str]:
        """Every page, in MkDocs' order."""
        return [file.src_uri for file in self._docs]

    @property
    def edit_base(self) -> str:
        """Where a file of the tree is edited, with a slash at its end; empty where nowhere is."""
        repository, way = self._config.repo_url, self._config.edit_uri
        return f"{repository.rstrip('/')}/{way.strip('/')}/" if repository and way else ""

    def lay_out(self, given: Mapping[str, Any]) -> None:
        """Read all pages and lay the navigation over them; ``given`` is what hooks are told."""
        from mkdocs.structure.files import get_files, set_exclusions
        from mkdocs.structure.nav import get_navigation
        from mkdocs.structure.pages import Page

        config, first = self._config, self._env is None
        config.extra["playbook"] = dict(given)
        if first:
            self._events.run_event("startup", command="build", dirty=False)
            self._events.on_config(config)
            self._events.on_pre_build(config=config)
            self._env = config.theme.get_env()
        else:
            self._hook.on_config(config)
        files = get_files(config)
        self._add_theme(files)
        files = self._events.on_files(files, config=config)
        set_exclusions(files, config)
        self._nav = self._events.on_nav(get_navigation(files, config), config=config, files=files)
        self._files, self._docs = files, list(files.documentation_pages())
        for file in self._docs:
            if file.page is None:
                Page(None, file, config)
            with self._at(file.src_uri) as page:
                page = self._events.on_pre_page(page, config=config, files=files)
                page.read_source(config)
                page.markdown = self._events.on_page_markdown(page.markdown, page=page, config=config, files=files)
        if first:
            self._env = self._events.on_env(self._env, config=config, files=files)

    def _add_theme(self, files: Any) -> None:
        """The theme's own files: finding them among its fifteen thousand icons takes a while, and they stay what they are."""
        if self._theme is None:
            known = {file.src_uri for file in files}
            files.add_files_from_theme(self._env, self._config)
            self._theme = [file for file in files if file.src_uri not in known]
            return
        for file in self._theme:
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)

    @property
    def _hook(self) -> Any:
        return next(module for name, module in self._config.hooks.items() if Path(name).name == HOOKS)

    def write_rest(self) -> None:
        """Write everything but the pages."""
        from mkdocs.commands.build import _build_theme_template

        self._files.copy_static_files()
        for name in self._config.theme.static_templates:
            _build_theme_template(name, self._env, self._files, self._config, self._nav)
        self._events.on_post_build(config=self._config)

    def convert(self, uri: str) -> Made:
        """A page out of its Markdown."""
        with self._at(uri) as page:
            told = self._config.extra[FOUND]
            before = len(told)
            page.render(self._config, self._files)
            page.content = self._events.on_page_content(page.content, page=page, config=self._config, files=self._files)
            return Made(
                content=page.content,
                toc=[_token(anchor) for anchor in page.toc],
                meta=page.meta,
                title=page._title_from_render,
                anchors=sorted(page.present_anchor_ids),
                links={file.src_uri: dict(links) for file, links in (page.links_to_anchors or {}).items()},
                found=tuple(told[before:]),
            )

    def put_back(self, uri: str, made: Made) -> None:
        """What ``convert`` gave for the same Markdown before."""
        from mkdocs.structure.toc import get_toc

        page = self._page(uri)
        page.content, page.meta, page._title_from_render = made.content, dict(made.meta), made.title
        page.toc = get_toc(list(made.toc))
        page.present_anchor_ids = set(made.anchors)
        page.links_to_anchors = {self._files.get_file_from_path(target): links for target, links in made.links.items()}

    def whole(self, uri: str) -> str:
        """A page in the theme's frame, once it is converted or put back. Its content stands in it as ``content`` gives it."""
        from mkdocs.commands.build import get_context

        with self._at(uri) as page:
            page.active = True
            try:
                context = get_context(self._nav, self._docs, self._config, page)
                template = self._env.get_template(page.meta.get("template", "main.html"))
                context = self._events.on_page_context(context, page=page, config=self._config, nav=self._nav)
                output = template.render(context)
                output = self._events.on_post_page(output, page=page, config=self._config)
            finally:
                page.active = False
        # Hooks keep the shell of live pages back, so that a plain MkDocs writes none.
        return str(output or self._config.extra.pop(SHELL, ""))

    def content(self, uri: str) -> str:
        """A page's content as it stands in the frame."""
        return str(self._page(uri).content)

    def forget(self, uri: str) -> None:
        """Let go of what a page holds, once it is written; what its links lead to and what leads to it stays."""
        page = self._page(uri)
        page.content = page.markdown = ""
        page.toc = []

    def check_links(self) -> None:
        """Complain of links to anchors that are not there."""
        for uri in self.uris:
            self._page(uri).validate_anchor_links(files=self._files, log_level=self._config.validation.links.anchors)

    def _page(self, uri: str) -> Any:
        return self._files.get_file_from_path(uri).page

    @contextmanager
    def _at(self, uri: str) -> Iterator[Any]:
        page = self._page(uri)
        self._config._current_page = page
        try:
            yield page
        finally:
            self._config._current_page = None


def _token(anchor: Any) -> dict[str, Any]:
    """An entry of a table of contents, as MkDocs makes one of it again."""
    return {
        "name": anchor.title,
        "id": anchor.id,
        "level": anchor.level,
        "children": [_token(child) for child in anchor.children],
    }


class Complaints(logging.Handler):
    """Hears what MkDocs warns of; each is a fault."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    @contextmanager
    def heard(self) -> Iterator[None]:
        log = logging.getLogger("mkdocs")
        log.addHandler(self)
        before, log.propagate = log.propagate, False
        try:
            yield
        finally:
            log.removeHandler(self)
            log.propagate = before
