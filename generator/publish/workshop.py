"""A preview's site, in a process that is kept: each page is made when somebody asks for it, the others when nobody does.

An edit of playbooks/ is read into what is known already. Whoever edits templates, MkDocs' configuration or code begins anew: see
``serve``.
"""

from __future__ import annotations

import shutil
import signal
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from multiprocessing.connection import Connection
from typing import Any, Protocol

from generator.diagnostics import LANGS, Diagnostic, Lang
from generator.library import Library, inputs
from generator.pages import lost_page, root_page
from generator.pages.problem import problem_page
from generator.publish import resources
from generator.publish.chronicle import read_chronicle
from generator.publish.disk import Unreadable, read_tree, write_whole
from generator.publish.half import Half
from generator.publish.knowledge import Order, Subject
from generator.publish.sheets import Cut, Desk
from generator.report import text
from generator.tailor import CUSTOMER, TEAM, Checklist

CUTS = tuple(Cut(lang, "html", audience) for audience in (TEAM, CUSTOMER) for lang in LANGS)
"""What a preview shows of each engagement beside its page: the whole sheets, which a browser can show."""


@dataclass(frozen=True)
class Trouble:
    """Why there is nothing to look at: on a page, and for a terminal."""

    page: bytes
    said: str


class Seen(Protocol):
    """The tree as it was read and checked."""

    @property
    def library(self) -> Library: ...
    @property
    def errors(self) -> list[Diagnostic]: ...
    @property
    def checklists(self) -> tuple[Checklist, ...]: ...


class Workshop:
    """``look`` reads and checks the tree, as of a day, with what is the same as in what it saw last."""

    def __init__(self, order: Order, lang: Lang, look: Callable[[date | datetime, Any], Seen]) -> None:
        self._order, self._lang, self._look = order, lang, look
        self._seen: Seen | None = None
        self._halves = {each: Half(order, each) for each in LANGS}
        self._sheets: dict[str, tuple[Any, ...]] = {}
        self._begun = False

    def refresh(self, today: date | datetime) -> Trouble | None:
        """Read the tree again."""
        self._begun = False
        try:
            self._seen = self._look(today, self._seen)
        except Unreadable as error:
            return self.trouble((), str(error))
        if self._seen.errors:
            return self.trouble(self._seen.errors, "")
        self._day = Day(replace(self._order, today=today), self._seen)
        names = {one.id: tuple(cut.file_name(one.id) for cut in CUTS) for one in self._seen.checklists}
        for lang, half in self._halves.items():
            half.begin(self._day.subject(lang), names)
        for id in self._sheets.keys() - names.keys():
            del self._sheets[id]
            shutil.rmtree(self._order.out / "engagements" / id, ignore_errors=True)
        self._waiting = dict.fromkeys(names)
        self._front_door()
        self._begun = True
        return None

    def show(self, path: str) -> Trouble | None:
        """Make what is asked for, as seen from the site's root, unless it is there."""
        parts = path.split("/")
        if not self._begun:
            return None
        if not any(half.show(path) for half in self._halves.values()) and parts[0] == "engagements" and len(parts) > 2:
            self._write(parts[1])
        return None

    def go_on(self) -> bool | Trouble:
        """Make something that nobody has asked for yet; False where all is made."""
        if not self._begun:
            return False
        if any(half.go_on() for half in self._halves.values()):
            return True
        if self._waiting:
            self._write(next(iter(self._waiting)))
            return True
        complaints = "\n".join(filter(None, (half.complaint for half in self._halves.values())))
        return self.trouble((), complaints) if complaints else False

    def trouble(self, errors: Sequence[Diagnostic], other: str) -> Trouble:
        root = self._order.root
        try:
            files = read_tree(root)
        except Unreadable:
            files = {}
        page = problem_page(errors, files, other, resources.strings(root, "zh"), resources.templates(root, "site"))
        return Trouble(page.encode("utf-8"), text(errors, self._lang) if errors else other)

    def _front_door(self) -> None:
        root, out = self._order.root, self._order.out
        if (out / "404.html").exists():
            return
        words, templates = {lang: resources.strings(root, lang) for lang in LANGS}, resources.templates(root, "site")
        write_whole(out / "index.html", root_page(words, templates).encode("utf-8"), lasting=False)
        write_whole(out / "404.html", lost_page(words, templates, True).encode("utf-8"), lasting=False)

    def _write(self, engagement: str) -> None:
        """The sheets of one engagement, where they would be others."""
        if engagement not in self._waiting:
            return
        desk, one = self._day.desk, self._day.by_id[engagement]
        same = (one, desk.history.last(inputs(desk.library.engagements[engagement])))
        before = self._sheets.get(engagement)
        if before is None or before[0] is not one or before[1] != same[1]:
            list(desk.write(self._order.out / "engagements", one, CUTS))
            self._sheets[engagement] = same
        del self._waiting[engagement]


@dataclass(frozen=True)
class Day:
    """What is shown between two edits."""

    order: Order
    seen: Seen

    @cached_property
    def by_id(self) -> dict[str, Checklist]:
        return {one.id: one for one in self.seen.checklists}

    @cached_property
    def desk(self) -> Desk:
        return Desk.of(self.order.root, self.seen.library)

    def subject(self, lang: Lang) -> Subject:
        library = self.seen.library
        return Subject(
            self.order, lang, library, self.seen.checklists, read_chronicle(self.order.root, library.playbooks)
        )


def work(connection: Connection, shop: Workshop) -> None:
    """Do what is asked for at the other end, until nobody is there any more."""
    # A terminal sends Ctrl+C to all of them; the parent alone says so.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            name, arguments = connection.recv()
        except EOFError:
            return
        try:
            answer = getattr(shop, name)(*arguments)
        except Exception as error:
            # Whatever an edited template or module raises is what the author of the edit has to see.
            answer = shop.trouble((), "".join(traceback.format_exception_only(error)))
        connection.send(answer)
