"""The whole site into one folder: two MkDocs builds side by side and every engagement's sheets, then the live pages, then the
front door."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from generator.diagnostics import LANGS, Lang
from generator.diff.editions import Chronicle
from generator.library import inputs
from generator.pages import PageOptions, lost_page, root_page
from generator.publish import resources
from generator.publish.chronicle import read_chronicle
from generator.publish.disk import write_whole
from generator.publish.kept import Kept, Keys, Part, digests
from generator.publish.live import Place, write_live
from generator.publish.sheets import Cut, Desk
from generator.publish.workers import spread
from generator.render import FORMATS
from generator.tailor import CUSTOMER, TEAM, Checklist

CONFIGS: dict[Lang, str] = {"zh": "mkdocs.yml", "en": "site_config/mkdocs.en.yml"}
NIGHT_ON_SITE = ("pdf", "html")
ROLE_FORMATS = ("html", "ics")
"""What a page links of the many sheets there could be; ``playbook checklist`` writes the others."""


class SiteFault(Exception):
    """MkDocs refused to build: its own words, one a line."""


@dataclass(frozen=True)
class Order:
    """What to build: ``today`` is already read, so that every part of one run means the same day.

    ``quick`` is for a preview: of each engagement only its page and the two whole sheets in HTML.
    """

    root: Path
    out: Path
    today: date | datetime
    engagements: bool = True
    quick: bool = False


def parts(order: Order, checklists: Sequence[Checklist]) -> int:
    """How many parts ``build`` will report."""
    return len(LANGS) + (len(checklists) if order.engagements else 0)


def build(
    order: Order, desk: Desk, checklists: Sequence[Checklist], kept: Kept, advance: Callable[[str], None]
) -> dict[str, Part]:
    """Write the site into ``order.out``, which is empty, with what may be taken over from ``kept``. Raises ``SiteFault``.

    Returns the parts that a later build may take over.
    """
    shown = checklists if order.engagements else ()
    cuts = {checklist.id: _quick_cuts() if order.quick else _cuts(checklist) for checklist in shown}
    names = {id: [cut.file_name(id) for cut in own] for id, own in cuts.items()}
    chronicle = read_chronicle(order.root, desk.library.playbooks)
    # Begun before there is any thread in this process: they are forked.
    sheets_made = _sheets(order, desk, shown, cuts, kept)
    found: dict[str, Part] = {}
    # Two processes, one a language: MkDocs keeps global state (its theme, jieba's dictionary) and uses one core.
    with ProcessPoolExecutor(len(LANGS), mp_context=get_context("spawn")) as pool:
        builds = [pool.submit(_knowledge, order, lang, names, chronicle) for lang in LANGS]
        for id, part in sheets_made:
            found[id] = part
            advance(id)
        for lang, done in zip(LANGS, builds, strict=True):
            built = done.result()
            if built.complaint:
                raise SiteFault(built.complaint)
            if order.engagements:
                sheets = {id: tuple(own) for id, own in names.items()}
                options = PageOptions(sheets=sheets, edit_base=built.edit_base)
                place = Place(order.root, lang, order.out / lang, built.shell, options)
                write_live(place, desk.library, shown, order.today)
            advance(lang)
    words = {lang: resources.strings(order.root, lang) for lang in LANGS}
    templates = resources.templates(order.root, "site")
    write_whole(order.out / "index.html", root_page(words, templates).encode("utf-8"), lasting=False)
    # Most hosts show the one at the root, whatever was asked for.
    lost = lost_page(words, templates, order.engagements).encode("utf-8")
    write_whole(order.out / "404.html", lost, lasting=False)
    return found


def _cuts(checklist: Checklist) -> tuple[Cut, ...]:
    """The sheets of one engagement: both copies in every format, the night's two pages, and a sheet for each role that owns something."""
    whole = [Cut(lang, name, audience) for audience in (TEAM, CUSTOMER) for name in FORMATS for lang in LANGS]
    night = [Cut(lang, name, TEAM, night=True) for name in NIGHT_ON_SITE for lang in LANGS]
    owners = {duty.owner.id: duty.owner for duty in checklist.duties}
    roles = [
        Cut(lang, name, CUSTOMER if owner.customer_side else TEAM, owner.id)
        for owner in owners.values()
        for name in ROLE_FORMATS
        for lang in LANGS
    ]
    return (*whole, *night, *roles)


def _quick_cuts() -> tuple[Cut, ...]:
    return tuple(Cut(lang, "html", audience) for audience in (TEAM, CUSTOMER) for lang in LANGS)


def _sheets(
    order: Order, desk: Desk, checklists: Sequence[Checklist], cuts: Mapping[str, Sequence[Cut]], kept: Kept
) -> Iterator[tuple[str, Part]]:
    """The sheets of each engagement, over all cores: those of the last build where they would be the same, else made anew."""
    keys = Keys(order.root, (order.today.isoformat(), str(desk.address)))

    def one(checklist: Checklist) -> tuple[str, Part]:
        id = checklist.id
        key = keys.of(*_made_from(desk, id), *(cut.file_name(id) for cut in cuts[id]))
        part = kept.take_over(id, key, order.out)
        if part is None:
            written = desk.write(order.out / "engagements", checklist, cuts[id])
            part = Part(key, digests(written, order.out))
        return id, part

    return spread(one, checklists)


def _made_from(desk: Desk, engagement: str) -> Iterator[str]:
    """Everything that an engagement's sheets are made from besides the run's own day, code and words."""
    entry = desk.library.engagements[engagement]
    files = sorted(inputs(entry))
    yield repr(desk.history.last(files))
    for file in files:
        yield file
        yield desk.library.sources[file].text


@dataclass(frozen=True)
class Knowledge:
    """What one language's build gave: MkDocs' complaints, empty when it had none, the shell of its live pages, and where
    files are edited."""

    complaint: str = ""
    shell: str = ""
    edit_base: str = ""


def _knowledge(order: Order, lang: Lang, names: Mapping[str, Sequence[str]], chronicle: Chronicle) -> Knowledge:
    """One language's pages through MkDocs, in a process of its own."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build as run
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    heard = _Listener()
    log = logging.getLogger("mkdocs")
    log.addHandler(heard)
    log.propagate = False
    try:
        config: Any = load_config(
            config_file=str(order.root / CONFIGS[lang]), site_dir=str(order.out / lang), strict=True
        )
        config.extra["playbook"] = {
            "today": order.today.isoformat(),
            "engagements": order.engagements,
            "engagements_base": "../engagements/",
            "sheets": {id: list(own) for id, own in names.items()},
            "chronicle": chronicle,
        }
        config.plugins.run_event("startup", command="build", dirty=False)
        run(config)
    except (MkDocsException, SystemExit) as error:
        return Knowledge("\n".join([*heard.lines, str(error)]))
    return Knowledge("", config.extra.get("playbook_shell", ""), config.extra.get("playbook_edit_base", ""))


class _Listener(logging.Handler):
    """Keeps what MkDocs warns of; strict mode makes each of them a failure."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
