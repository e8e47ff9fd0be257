"""XLSX: a workbook to filter, fill in and send back. No macros, nothing outside it, and no text that acts.

Its estimates calculate by themselves (``workbook.formulas``); what reads a filled sheet back finds its way by
``roundtrip``.
"""

from generator.render.sheet import Sheet
from generator.render.workbook import checklist, contract, estimates, lists, people, summary
from generator.render.workbook.book import Book


def render(sheet: Sheet) -> bytes:
    """The sheet as a workbook; the checklist is its first worksheet."""
    book = Book(sheet)
    choices = contract.Lists(book)
    table = checklist.write(book, choices)
    estimates.write(book)
    lists.write_orders(book)
    lists.write_risks(book)
    lists.write_plans(book)
    people.write(book)
    summary.write(book, choices, table)
    choices.write()
    contract.write(book, table)
    return book.bytes()
