"""What a preview shows: each page is made when somebody asks for it, out of the tree as it stands; nothing is written."""

import contextlib
import mimetypes
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from threading import Event, RLock

from generator.diagnostics import LANGS, Diagnostic, Lang
from generator.i18n.csp import guarded
from generator.publish import resources
from generator.publish.disk import Unreadable, read_tree
from generator.publish.frames import BuiltFrame, FrameError, build_frames
from generator.publish.pages import SiteInputs
from generator.publish.sheets import SheetBuilder, SheetVariant
from generator.publish.site_build import BASE, ENGAGEMENTS
from generator.publish.tree import open_workspace
from generator.render import render
from generator.report import text
from generator.site.language_site import LanguageSite
from generator.site.page import PageOptions
from generator.site.search import index_files
from generator.site.standalone import error_page, language_chooser, not_found
from generator.tailor import CUSTOMER, TEAM, Checklist
from generator.workspace import Workspace

SHEETS = tuple(SheetVariant(lang, "html", audience) for audience in (TEAM, CUSTOMER) for lang in LANGS)
"""What a preview shows of each engagement beside its page: the whole sheets, which a browser can show."""
SEARCH = "search/"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at an address."""

    content: bytes
    kind: str = HTML
    status: int = 200


class Preview:
    """``lang`` is that of what is said of a broken tree on the terminal."""

    def __init__(self, root: Path, lang: Lang) -> None:
        self._root: Path = root
        self._lang: Lang = lang
        self._lock = RLock()
        self._begun = Event()
        self._workspace: Workspace | None = None
        self._frames: dict[Lang, BuiltFrame] = {}
        self._shown: _Shown | None = None
        self._error = b""

    def refresh(self, today: date | datetime, look_changed: bool = True) -> str:
        """Read the tree again. ``look_changed``: something beside playbooks/ may be another. Returns what is wrong, empty where nothing is."""
        with self._lock:
            self._shown = None
            try:
                if look_changed or not self._frames:
                    self._frames = build_frames(self._root)
                self._workspace = open_workspace(self._root, today, like=self._workspace)
                if self._workspace.errors:
                    return self._fail(self._workspace.errors, text(self._workspace.errors, self._lang))
                self._shown = _Shown(SiteInputs.of(self._root, self._workspace), self._frames)
            except (Unreadable, FrameError) as error:
                return self._fail((), str(error))
            except Exception as error:
                # Whatever an edited template raises is what the author of the edit has to see.
                return self._fail((), _raised(error))
            finally:
                self._begun.set()
            return ""

    def answer(self, path: str) -> Answer:
        """What stands at ``path`` as seen from the site's root, once the tree is read."""
        self._begun.wait()
        with self._lock:
            if self._shown is None:
                return Answer(self._error)
            try:
                return self._shown.answer(path)
            except Exception as error:  # As above.
                return Answer(self._error_page((), _raised(error)), status=500)

    def compile(self) -> None:
        """Compile all templates, so that whoever first opens a page of a kind need not wait for it."""
        self._begun.wait()
        # What is wrong with one is said where a page of it is asked for.
        with contextlib.suppress(Exception):
            if shown := self._shown:
                shown.inputs.compile()

    def _fail(self, errors: Sequence[Diagnostic], other: str) -> str:
        self._error = self._error_page(errors, "" if errors else other)
        return other

    def _error_page(self, errors: Sequence[Diagnostic], other: str) -> bytes:
        try:
            files = read_tree(self._root)
        except Unreadable:
            files = {}
        words, templates = resources.strings(self._root, "zh"), resources.templates(self._root, "pages")
        return guarded(error_page(errors, files, other, words, templates)).encode("utf-8")


def _raised(error: Exception) -> str:
    return "".join(traceback.format_exception_only(error))


@dataclass(frozen=True)
class _Shown:
    """What is shown between two edits."""

    inputs: SiteInputs
    frames: Mapping[Lang, BuiltFrame]

    def answer(self, path: str) -> Answer:
        if path not in self._answers:
            content = self._content(path)
            if content is None:
                return Answer(self._not_found.encode("utf-8"), status=404)
            kind = HTML if path.endswith(".html") else mimetypes.guess_type(path)[0] or "text/plain"
            self._answers[path] = Answer(content, kind)
        return self._answers[path]

    @cached_property
    def _answers(self) -> dict[str, Answer]:
        """What was asked for since the edit: who looks again need not wait."""
        return {}

    def _content(self, path: str) -> bytes | None:
        if path == "index.html":
            return self._chooser.encode("utf-8")
        folder, _, rest = path.partition("/")
        if f"{folder}/" == ENGAGEMENTS:
            return self._of_engagement(rest)
        lang = next((lang for lang in LANGS if lang == folder), None)
        if lang is None:
            return None
        if rest in self.frames[lang].files:
            return self.frames[lang].files[rest]
        return self._index(lang).get(rest) if rest.startswith(SEARCH) else self._page(lang, rest)

    def _page(self, lang: Lang, uri: str) -> bytes | None:
        site = self._sites[lang]
        page = site.pages.get(uri)
        return site.framed(page.make()).encode("utf-8") if page else None

    def _of_engagement(self, rest: str) -> bytes | None:
        """An engagement's page, or a sheet of it."""
        for lang in LANGS:
            if f"{BASE}{rest}" in self._sites[lang].pages:
                return self._page(lang, f"{BASE}{rest}")
        id, _, name = rest.partition("/")
        one = self._by_id.get(id)
        variant = next((variant for variant in SHEETS if variant.file_name(id) == name), None)
        return render(self._builder.sheet(one, variant), variant.format) if one and variant else None

    def _index(self, lang: Lang) -> Mapping[str, bytes]:
        if lang not in self._indexes:
            pages = (page.make() for page in self._sites[lang].searched)
            self._indexes[lang] = index_files([entry for page in pages for entry in page.found])
        return self._indexes[lang]

    @cached_property
    def _indexes(self) -> dict[Lang, Mapping[str, bytes]]:
        return {}

    @cached_property
    def _sites(self) -> Mapping[Lang, LanguageSite]:
        sheets = {id: tuple(variant.file_name(id) for variant in SHEETS) for id in self._by_id}
        options = PageOptions(engagements_base=BASE, sheets=sheets)
        return {lang: self.inputs.language(built.frame, options) for lang, built in self.frames.items()}

    @cached_property
    def _by_id(self) -> Mapping[str, Checklist]:
        return {one.id: one for one in self.inputs.checklists}

    @cached_property
    def _builder(self) -> SheetBuilder:
        return SheetBuilder.of(self.inputs.root, self.inputs.library)

    @cached_property
    def _chooser(self) -> str:
        words = {lang: resources.strings(self.inputs.root, lang) for lang in LANGS}
        return language_chooser(words, resources.templates(self.inputs.root, "pages"))

    @cached_property
    def _not_found(self) -> str:
        words = {lang: resources.strings(self.inputs.root, lang) for lang in LANGS}
        return not_found(words, resources.templates(self.inputs.root, "pages"), True)
