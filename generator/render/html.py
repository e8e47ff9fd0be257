"""HTML: one self-contained file. It reads and prints without script; the script adds ticking, notes and filters."""

import json
from typing import Any, get_args

from markupsafe import Markup

from generator.i18n.csp import alone
from generator.i18n.plain import line
from generator.model.engagement import LADDER, State
from generator.render import night
from generator.render.sheet import Sheet, file_name
from generator.roundtrip.fields import ONLINE
from generator.roundtrip.values import LONGEST
from generator.tailor import CUSTOMER
from generator.tailor.rows import SETTLED

SCRIPTS = ("kept.js", "ways.js", "ask.js", "form.js", "agree.js", "returning.js", "role.js", "sheet.js")
"""The parts of a sheet's one script, in their order."""


def render(sheet: Sheet) -> bytes:
    """The sheet, whole or for the night, as one HTML file with its style and script inside."""
    return (_night(sheet) if sheet.night else _full(sheet)).encode("utf-8")


def _full(sheet: Sheet) -> str:
    templates = sheet.kit.templates
    script = "\n".join(templates[name] for name in SCRIPTS)
    words = _inert(json.dumps(_words(sheet), ensure_ascii=False))
    return _page(
        sheet, "sheet.html.j2", Markup(templates["sheet.css"]), alone(script),
        body=sheet.body, script=Markup(script), data=_inert(sheet.export), words=words,
    )  # fmt: skip


def _words(sheet: Sheet) -> dict[str, Any]:
    """What the script says, and what it knows of fields, states and the roles whose sheets it shows."""
    strings, lang, id = sheet.kit.strings, sheet.kit.lang, sheet.checklist.id
    return {
        **strings.tick.plain,
        **{name: strings.field[name] for name in ("with", "verifier", "overdue", "waits_for")},
        **{name: strings.sheet[name] for name in ("role_copy", "colon", "list_comma", "none")},
        **{name: strings.paper[name] for name in ("own", "shared", "semicolon")},
        "fields": {name: strings.field[name] for name in ONLINE},
        "filters": {name: strings.field[name] for name in ("role", "step", "category")},
        "state": {name: strings.value.state[name] for name in get_args(State)},
        "settled": SETTLED,
        "ladder": LADDER,
        "limit": LONGEST,
        "copy": f".{CUSTOMER}" if sheet.for_customer else "",
        "roles": [
            {"id": role.id, "title": line(role.title, lang), "customer": role.customer_side} for role in sheet.readers
        ],
        "customer_sheet": "" if sheet.for_customer else file_name(id, lang, "html", role=None, audience=CUSTOMER),
    }


def _night(sheet: Sheet) -> str:
    templates = sheet.kit.templates
    style = Markup(f"{templates['sheet.css']}\n{templates['night.css']}")
    return _page(sheet, "night.html.j2", style, alone(None), **night.values(sheet))


def _page(sheet: Sheet, template: str, style: Markup, policy: str, **values: Any) -> str:
    page = sheet.kit.environment("html").get_template(template)
    return page.render(sheet=sheet, c=sheet.checklist, style=style, policy=policy, **values)


def _inert(data: str) -> Markup:
    # Its "<" is escaped so that no text can close the script element around the data.
    return Markup(data.replace("<", "\\u003c"))
