"""The two worksheets that nobody sees, as ``roundtrip.workbook`` describes them."""

from typing import get_args

from generator.model.engagement import State
from generator.render.workbook import cells
from generator.render.workbook.book import Book
from generator.roundtrip.export import SheetExport
from generator.roundtrip.workbook import HIDDEN, LISTS, PIECE, Table
from generator.tailor.checklist import Checklist
from generator.tailor.rows import RoleRef

LONGEST_CHOICE = 200


class Lists:
    """What the drop-downs offer: states in the sheet's words, roles by titles that no two of them share."""

    def __init__(self, book: Book) -> None:
        self._book = book
        words = book.s.value.state
        self.states = {state: str(words[state]) for state in get_args(State)}
        self.roles = _roles(book.checklist)
        said = {id: book.held(book.said(role.title)) for id, role in self.roles.items()}
        titles = {id: cells.single_line(title)[:LONGEST_CHOICE] for id, title in said.items()}
        folded = [title.casefold() for title in titles.values()]
        self._titles = {
            id: title if folded.count(title.casefold()) == 1 else f"{title} ({id})" for id, title in titles.items()
        }

    def owner(self, role: RoleRef) -> str:
        return self._titles[role.id]

    def people(self, role: RoleRef) -> str:
        return self._book.held(self._book.sheet.body.names(self.roles[role.id]))

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


def write(book: Book, checklist: Table) -> None:
    """What ``playbook record`` reads."""
    out = book.file.add_worksheet(HIDDEN)
    export = SheetExport.of(book.checklist, book.lang, book.held).to_json()
    for column, start in enumerate(range(0, len(export), PIECE)):
        out.write_string(0, column, export[start : start + PIECE])
    for column, table in enumerate((checklist, *book.tables)):
        out.write_string(1, column, table.to_json())
    for column, (name, printed) in enumerate(book.pages.items()):
        marks = (" ".join(filter(None, printed[row].values())) for row in sorted(printed))
        for row, text in enumerate((name, *filter(None, marks)), 2):
            out.write_string(row, column, text)
    out.very_hidden()


def _roles(checklist: Checklist) -> dict[str, RoleRef]:
    """Every role that an item names, the team's first. Plans are passed over: a customer's copy names no people by them."""
    found = {role.id: role for role in checklist.team}
    for duty in checklist.duties:
        for role in duty.roles:
            found.setdefault(role.id, role)
    return found
