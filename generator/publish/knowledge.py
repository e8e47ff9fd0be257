"""The knowledge of one language through MkDocs, and what it is made from: where nothing of that has changed, it need not run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from generator import pages
from generator.check import manuals
from generator.diagnostics import Lang
from generator.diff.editions import Chronicle
from generator.library import Library
from generator.pages import PageOptions
from generator.publish import resources
from generator.publish.kept import Part, digests
from generator.tailor import Checklist

CONFIGS: dict[Lang, str] = {"zh": "mkdocs.yml", "en": "site_config/mkdocs.en.yml"}
BASE = "../engagements/"
HOME = "index.html"
"""The one page of MkDocs' that live pages are written into."""


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


@dataclass(frozen=True)
class Knowledge:
    """What one language's build gave: MkDocs' complaints, empty when it had none, the shell of its live pages, its home page
    before anything live is in it, and where files are edited."""

    complaint: str = ""
    shell: str = ""
    home: str = ""
    edit_base: str = ""


def part_of(knowledge: Knowledge, key: str, order: Order, lang: Lang) -> Part:
    """What a later build may take over: MkDocs' files but for the home page, which is no longer as it made it."""
    files = (path for path in sorted((order.out / lang).rglob("*")) if path.is_file())
    kept = [path for path in files if path != order.out / lang / HOME]
    texts = {"shell": knowledge.shell, "home": knowledge.home, "edit_base": knowledge.edit_base}
    return Part(key, digests(kept, order.out), texts)


def made_from(
    order: Order,
    lang: Lang,
    library: Library,
    checklists: Sequence[Checklist],
    names: Mapping[str, Sequence[str]],
    chronicle: Chronicle,
) -> Iterator[str]:
    """Everything that MkDocs' files are made from besides the run's own day, code and words."""
    yield str(order.engagements)
    for path in (order.root / "mkdocs.yml", *sorted((order.root / "site_config").rglob("*"))):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(order.root).as_posix()
            yield path.read_bytes().decode("latin-1")
    words = resources.strings(order.root, lang)
    options = PageOptions(
        order.engagements, BASE, {id: tuple(own) for id, own in names.items()}, manuals(), chronicle=chronicle
    )
    for page in pages.build(library, checklists, lang, words, resources.templates(order.root, "site"), options):
        yield repr(page)
    yield repr(pages.words(library))
    yield repr(pages.search_entries(checklists, lang, words, BASE) if order.engagements else ())


def build_knowledge(order: Order, lang: Lang, names: Mapping[str, Sequence[str]], chronicle: Chronicle) -> Knowledge:
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
            "engagements_base": BASE,
            "sheets": {id: list(own) for id, own in names.items()},
            "chronicle": chronicle,
        }
        config.plugins.run_event("startup", command="build", dirty=False)
        run(config)
    except (MkDocsException, SystemExit) as error:
        return Knowledge("\n".join([*heard.lines, str(error)]))
    home = (order.out / lang / HOME).read_text(encoding="utf-8")
    return Knowledge("", config.extra.get("playbook_shell", ""), home, config.extra.get("playbook_edit_base", ""))


class _Listener(logging.Handler):
    """Keeps what MkDocs warns of; strict mode makes each of them a failure."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
