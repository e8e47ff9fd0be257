"""HTML: one self-contained file, read and printed without script."""

from __future__ import annotations

from markupsafe import Markup

from generator.render.sheet import Sheet


def render(sheet: Sheet) -> bytes:
    """The sheet as one HTML file with its style inside."""
    # The JSON's "<" is escaped so that no text can close the script element around it.
    data = Markup(sheet.export.replace("<", "\\u003c"))
    style = Markup(sheet.kit.templates["sheet.css"])
    template = sheet.kit.environment("html").get_template("sheet.html.j2")
    page = template.render(sheet=sheet, c=sheet.checklist, style=style, data=data)
    return page.encode("utf-8")
