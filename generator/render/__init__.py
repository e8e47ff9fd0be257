"""A checklist in each format. ``FORMATS`` is the registry: format → "module:function", imported when used.

A format is a function ``render(sheet: Sheet) -> bytes``; its name is the file's extension.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # A command that names formats need not wait for all that a sheet is made of.
    from generator.render.sheet import Sheet

FORMATS: dict[str, str] = {
    "pdf": "generator.render.pdf:render",
    "html": "generator.render.html:render",
    "xlsx": "generator.render.workbook:render",
    "md": "generator.render.markdown:render",
    "ics": "generator.render.ics:render",
}

NIGHT_FORMATS = ("pdf", "html", "md")
"""The formats that suit the two pages of the night: a table to fill in and a calendar do not."""


def render(sheet: "Sheet", format: str) -> bytes:
    """The sheet in one of ``FORMATS``, as the bytes of its file."""
    module, function = FORMATS[format].split(":")
    content: bytes = getattr(importlib.import_module(module), function)(sheet)
    return content
