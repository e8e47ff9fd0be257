"""The agenda as JSON, in both languages:

    {"today": "2026-11-23", "days": 7, "engagements": 8,
     "overdue": [LINE…], "due": [LINE…], "blocked": [LINE…],
     "chase": [{"name": "…" | null, "contact": "…" | null, "roles": ["architect"], "customer_side": false,
                "lines": [{"engagement": "…", "kind": "item", "id": "…"}…], "later": 2 (lines that can wait),
                "message": {"zh": "…", "en": "…"}}…]}

LINE: {"engagement": stem, "customer": TEXT, "event": TEXT, "kind": "item" | "risk", "id": "ECP-A03", "title": TEXT,
"owner": {"role": id, "title": TEXT, "name": "…" | null, "contact": "…" | null}, "due": "2026-11-20",
"at": "2026-11-20T18:00:00+08:00" | null, "days": -3 (negative: that many days ago), "overdue": true, "blocked": false,
"late_start": false, "to_confirm": false, "internal": false, "state": "doing", "waiting": ["ECP-A01"]}.
TEXT: {"zh": "…", "en": "…"}, plain and on one line; the other language stands in for one that is missing.
"""

import json
from collections.abc import Mapping
from typing import Any

from generator.agenda.lines import Agenda, Chase, Line
from generator.agenda.message import message
from generator.diagnostics import LANGS, Lang
from generator.i18n import Strings
from generator.i18n.plain import line as plain
from generator.model.text import Text

TOLD = ("overdue", "blocked", "late_start", "to_confirm", "internal", "state")


def data(agenda: Agenda, strings: Mapping[Lang, Strings]) -> str:
    """The whole agenda as JSON (see above), without a newline at its end."""
    found = {
        "today": agenda.today.isoformat(),
        "days": agenda.days,
        "engagements": agenda.engagements,
        **{name: [_line(line) for line in getattr(agenda, name)] for name in ("overdue", "due", "blocked")},
        "chase": [_chase(chase, agenda, strings) for chase in agenda.chases],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _line(line: Line) -> dict[str, Any]:
    lead = line.owner.people[0] if line.owner.people else None
    return {
        "engagement": line.engagement,
        "customer": _text(line.customer),
        "event": _text(line.event),
        "kind": line.kind,
        "id": line.id,
        "title": _text(line.title),
        "owner": {
            "role": line.owner.id,
            "title": _text(line.owner.title),
            "name": _name(lead.name) if lead else None,
            "contact": _name(lead.contact) if lead else None,
        },
        "due": line.due.day.isoformat(),
        "at": line.due.instant.isoformat() if line.due.instant else None,
        "days": line.days,
        **{name: getattr(line, name) for name in TOLD},
        "waiting": [other.id for other in line.waiting],
    }


def _chase(chase: Chase, agenda: Agenda, strings: Mapping[Lang, Strings]) -> dict[str, Any]:
    return {
        "name": _name(chase.name),
        "contact": _name(chase.contact),
        "roles": [role.id for role in chase.roles],
        "customer_side": chase.customer_side,
        "lines": [{"engagement": line.engagement, "kind": line.kind, "id": line.id} for line in chase.lines],
        "later": chase.later,
        "message": {lang: message(chase, agenda, lang, strings[lang]) for lang in LANGS},
    }


def _text(text: Text) -> dict[str, str]:
    return {lang: plain(text, lang) for lang in LANGS}


def _name(name: str | None) -> str | None:
    return plain(name, "zh") if name else None
