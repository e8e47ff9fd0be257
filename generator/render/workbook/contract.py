"""The two worksheets that nobody sees: ``_playbook``, by which a filled sheet is read back, and ``_lists``.

``_playbook``: A1 is ``Sheet.export`` (a longer one goes on in B1, C1, …); A2 says where the checklist stands, as JSON, with the
heads by which its columns are found again; below a row of heads, from row 4 on, each item's id, on, by, evidence and note exactly as
their cells were written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from generator.model.engagement import State
from generator.render.sheet import EXPORTED
from generator.render.workbook import cells
from generator.render.workbook.book import Book
from generator.tailor.checklist import Checklist
from generator.tailor.lines import Duty, RoleRef

PLAYBOOK, LISTS = "_playbook", "_lists"
FIELDS = ("on", "by", "evidence", "note")
FIRST_PRINTED = 4
PIECE = 32_000
LONGEST_CHOICE = 200


@dataclass(frozen=True, slots=True)
class Printed:
    """Where the checklist stands in the workbook: its worksheet, its header row as Excel counts, its columns' letters and heads."""

    sheet: str
    header: int
    columns: Mapping[str, str]
    heads: Mapping[str, str]


class Lists:
    """What the drop-downs offer: states in the sheet's words, roles by titles that no two of them share."""

    def __init__(self, book: Book) -> None:
        self._book = book
        words = book.s.sheet.state
        self.states = {state: str(words[state]) for state in get_args(State)}
        self.roles = _roles(book.checklist)
        titles = {id: _choice(book.held(book.said(role.title))) for id, role in self.roles.items()}
        folded = [title.casefold() for title in titles.values()]
        self._titles = {
            id: title if folded.count(title.casefold()) == 1 else f"{title} ({id})" for id, title in titles.items()
        }

    def owner(self, role: RoleRef) -> str:
        return self._titles[role.id]

    def people(self, role: RoleRef) -> str:
        return self._book.held(self._book.names(self.roles[role.id]))

    @property
    def owners_range(self) -> str:
        return f"={LISTS}!$A$1:$A${len(self.roles)}"

    @property
    def owners_and_people(self) -> str:
        return f"{LISTS}!$A$1:$B${len(self.roles)}"

    def write(self) -> None:
        out = self._book.file.add_worksheet(LISTS)
        for row, role in enumerate(self.roles.values()):
            out.write_string(row, 0, self.owner(role))
            out.write_string(row, 1, self.people(role))
            out.write_string(row, 2, role.id)
        out.very_hidden()


def write(book: Book, printed: Printed) -> None:
    """What ``playbook record`` reads."""
    out = book.file.add_worksheet(PLAYBOOK)
    export = book.sheet.export
    for column, start in enumerate(range(0, len(export), PIECE)):
        out.write_string(0, column, export[start : start + PIECE])
    where = {
        "sheet": printed.sheet,
        "header": printed.header,
        "columns": dict(printed.columns),
        # A reader that puts a column of its own between ours moves the letters, but not the heads.
        "heads": {name: printed.heads[name] for name in ("id", *EXPORTED)},
        "printed": FIRST_PRINTED,
    }
    out.write_string(1, 0, json.dumps(where, ensure_ascii=True, sort_keys=True))
    for column, head in enumerate(("id", *FIELDS)):
        out.write_string(FIRST_PRINTED - 2, column, head)
    for row, duty in enumerate(book.checklist.duties, FIRST_PRINTED - 1):
        for column, text in enumerate((duty.id, *filled(book, duty).values())):
            if text:
                out.write_string(row, column, text)
    out.very_hidden()


def filled(book: Book, duty: Duty) -> dict[str, str]:
    """What is filled in already beside state, owner and due: an author's text as written, so that it returns unchanged."""
    status, lang = duty.status, book.lang
    texts = {
        "on": status.on.isoformat() if status.on else "",
        "by": status.by or "",
        "evidence": status.evidence.of(lang) if status.evidence else "",
        "note": status.note.of(lang) if status.note else "",
    }
    return {field: book.held(text) for field, text in texts.items()}


def _roles(checklist: Checklist) -> dict[str, RoleRef]:
    """Every role that an item names, the team's first. Plans are passed over: a customer's copy names no people by them."""
    found = {role.id: role for role in checklist.team}
    for duty in checklist.duties:
        for role in (duty.owner, *duty.with_, *([duty.verifier] if duty.verifier else [])):
            found.setdefault(role.id, role)
    return found


def _choice(title: str) -> str:
    return cells.single_line(title)[:LONGEST_CHOICE]
