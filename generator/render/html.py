"""HTML: one self-contained file. It reads and prints without script; the script adds ticking, notes and filters."""

from __future__ import annotations

import json

from markupsafe import Markup

from generator.language.policy import alone
from generator.render import night
from generator.render.sheet import Sheet


def render(sheet: Sheet) -> bytes:
    """The sheet, whole or for the night, as one HTML file with its style and script inside."""
    return (_night(sheet) if sheet.night else _full(sheet)).encode("utf-8")


def _full(sheet: Sheet) -> str:
    templates = sheet.kit.templates
    words = {**sheet.kit.strings.tick.plain, "state": sheet.kit.strings.sheet.state.plain}
    return (
        sheet.kit.environment("html")
        .get_template("sheet.html.j2")
        .render(
            sheet=sheet,
            c=sheet.checklist,
            style=Markup(templates["sheet.css"]),
            script=Markup(templates["sheet.js"]),
            policy=alone(templates["sheet.js"]),
            data=_inert(sheet.export),
            words=_inert(json.dumps(words, ensure_ascii=False, sort_keys=True)),
        )
    )


def _night(sheet: Sheet) -> str:
    templates = sheet.kit.templates
    style = Markup(f"{templates['sheet.css']}\n{templates['night.css']}")
    page = sheet.kit.environment("html").get_template("night.html.j2")
    return page.render(sheet=sheet, c=sheet.checklist, style=style, policy=alone(None), **night.values(sheet))


def _inert(data: str) -> Markup:
    # Its "<" is escaped so that no text can close the script element around the data.
    return Markup(data.replace("<", "\\u003c"))
