"""The one place that knows MkDocs, which builds two things of a language: the frame around every page, and the pages that people
write by hand. Both are taken from it before it writes them; every page is then made without it (generator.site), by ``mkdocs build``
and ``mkdocs serve`` as by ``playbook site``, which asks for the frame alone (``extra.playbook.frame`` names the file it goes into).

Further options under ``extra.playbook``: ``today`` (an ISO date or instant; else now), ``engagements`` (false leaves customers out).
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from generator.diagnostics import Lang
from generator.publish.disk import Unreadable, find_root
from generator.publish.one_language import write_error, write_language
from generator.publish.output_folder import OutputRefused, refuse_sources
from generator.publish.pages import SiteInputs
from generator.publish.resources import strings, templates
from generator.publish.tree import open_workspace
from generator.report import text
from generator.site.frame import Frame, ManualPage
from generator.site.pictures import sized

SHELL = "playbook-shell.md"
SHELL_TEXT = "---\ntitle: ⟦ page.title ⟧\ndescription: ⟦ page.description ⟧\n---\n# ⟦ page.title ⟧ {: #content }\n"
"""The one page that is no page: around it the overrides print the places of every page's own values."""
NEEDLESS = re.compile(r"sitemap\.xml|assets/javascripts/(workers|lunr)/.*")
"""What the theme's own search would run, and a sitemap, which is empty without a site address."""
LOG = logging.getLogger("mkdocs.hooks.playbook")
BUILD = "playbook_build"
RUN = SimpleNamespace(command="build")
"""MkDocs keeps this module for all rebuilds of ``serve`` and names the command once, at the start."""


@dataclass
class Build:
    """One build in one language, and what is taken from MkDocs in its course."""

    root: Path
    lang: Lang
    options: dict[str, Any]
    shell: str = ""
    manual: list[ManualPage] = field(default_factory=list)

    def frame(self, config: MkDocsConfig) -> Frame:
        repository, way = config.repo_url, config.edit_uri
        edit_base = f"{repository.rstrip('/')}/{way.strip('/')}/" if repository and way else ""
        return Frame(self.lang, self.shell, edit_base, tuple(self.manual))


def on_startup(*, command: str, dirty: bool) -> None:
    RUN.command = command


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    lang = cast(Lang, config.theme["language"])
    options: dict[str, Any] = config.extra.get("playbook") or {}
    root = Path(options["root"]) if "root" in options else find_root(Path(config.config_file_path).resolve().parent)
    try:
        refuse_sources(root, Path(config.site_dir))  # MkDocs empties it.
    except OutputRefused as error:
        raise PluginError(str(error)) from error
    words = strings(root, lang)
    config.extra[BUILD] = Build(root, lang, options)
    config.extra["search_words"] = words.search
    config.extra["search_says"] = json.dumps(words.search.says.plain, ensure_ascii=False)
    if "frame" in options:
        # Beside another language: both keep one palette.
        config.extra["scope"] = "../"
    config.site_name, config.site_description = words.site.title, words.site.description
    config.theme.static_templates = set()
    return config


@event_priority(-50)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    for file in [file for file in files if NEEDLESS.fullmatch(file.src_uri)]:
        files.remove(file)
    for asset in sorted((Path(__file__).resolve().parent / "assets").iterdir()):
        if asset.suffix in (".css", ".js", ".svg"):
            files.append(File.generated(config, f"assets/{asset.name}", abs_src_path=str(asset)))
    look = templates(config.extra[BUILD].root, "pages")["look.css"]
    files.append(File.generated(config, "assets/look.css", content=look))
    files.append(File.generated(config, SHELL, content=SHELL_TEXT))
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    build: Build = config.extra[BUILD]
    if page.file.src_uri != SHELL:
        folder = Path(page.file.abs_src_path or config.docs_dir).parent
        edit = f"site_config/pages/{build.lang}/{page.file.src_uri}"
        edit = edit if (build.root / edit).is_file() else ""  # What came with the package is not the tree's.
        build.manual.append(ManualPage(page.file.dest_uri, str(page.title), sized(html, _reader(folder)), edit))
    return html


def _reader(folder: Path) -> Any:
    return lambda uri: (folder / uri).read_bytes() if (folder / uri).is_file() else None


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> Any:
    page.previous_page = page.next_page = None
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Nothing is written here: the frame is one of all pages, and all pages are put into it."""
    if page.file.src_uri == SHELL:
        config.extra[BUILD].shell = output
    return ""


def on_post_build(config: MkDocsConfig) -> None:
    build: Build = config.extra[BUILD]
    frame, out = build.frame(config), Path(config.site_dir)
    if "frame" in build.options:
        Path(build.options["frame"]).write_text(frame.to_json(), encoding="utf-8")
        return
    try:
        workspace = open_workspace(build.root, _today(build.options.get("today")))
    except Unreadable as error:
        raise PluginError(str(error)) from error
    if (served := RUN.command == "serve") and workspace.errors:
        write_error(build.root, workspace.errors, out)
        return
    if workspace.errors:
        raise PluginError(text(workspace.errors, build.lang))
    shown = bool(build.options.get("engagements", True))
    for fault in write_language(SiteInputs.of(build.root, workspace), frame, out, shown, served):
        LOG.warning(fault.of(build.lang))


def _today(given: Any) -> date | datetime:
    if given is None:
        return datetime.now().astimezone()
    return datetime.fromisoformat(str(given)) if "T" in str(given) else date.fromisoformat(str(given))
