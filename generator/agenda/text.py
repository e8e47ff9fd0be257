"""The agenda at a terminal: columns that align in Chinese too, then each message as it is to be copied; and as Markdown, a task list to paste
into a chat, each message in a block to copy; and as JSON."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.agenda.lines import Agenda, Chase, Line
from generator.agenda.message import away, day, event, hour, message, notes, title, when
from generator.columns import width
from generator.diagnostics import LANGS, Lang
from generator.i18n import Strings, calendar_day
from generator.i18n.markup import markdown as escaped
from generator.i18n.plain import line as plain
from generator.i18n.plain import padded
from generator.model.text import Text


def text(agenda: Agenda, lang: Lang, strings: Strings) -> str:
    """The whole agenda as lines of plain text, without a newline at its end."""
    return "\n".join(_said(agenda, lang, strings))


def summary(agenda: Agenda, lang: Lang, strings: Strings) -> str:
    """Today, and how much of what there is."""
    counted = {
        "today": calendar_day(agenda.today, lang), "days": agenda.days, "engagements": agenda.engagements,
        "overdue": len(agenda.overdue), "due": len(agenda.due), "people": len(agenda.chases),
    }  # fmt: skip
    return str(strings.agenda.summary.format_map(counted))


def sections(agenda: Agenda, strings: Strings) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The parts of the agenda that have something in them, with their headings."""
    words = strings.agenda
    for name, lines in ((words.overdue, agenda.overdue), (words.due, agenda.due), (words.blocked, agenda.blocked)):
        if lines:
            yield name.format_map({"days": agenda.days, "count": len(lines)}), lines


def whom(chase: Chase, lang: Lang, strings: Strings) -> str:
    """Name, contact, roles, and for a customer's person whose event it is."""
    name = plain(chase.name, lang) if chase.name else str(strings.field.nobody)
    roles = str(strings.agenda.comma).join(plain(role.title, lang) for role in chase.roles)
    contact = [plain(chase.contact, lang)] if chase.contact else []
    return " · ".join([name, roles, *contact, *([event(chase.lines[0], lang)] if chase.customer_side else [])])


def owner(line: Line, lang: Lang, strings: Strings) -> str:
    people = plain(line.owner.people[0].name, lang) if line.owner.people else str(strings.field.nobody)
    return f"{plain(line.owner.title, lang)} {people}"


def _said(agenda: Agenda, lang: Lang, strings: Strings) -> Iterator[str]:
    words = strings.agenda
    yield summary(agenda, lang, strings)
    rows = {line: _row(line, agenda, lang, strings) for line in agenda.lines}
    widths = [max(map(width, column)) for column in zip(*rows.values(), strict=True)]
    for name, lines in sections(agenda, strings):
        yield f"\n{name}"
        for line in lines:
            cells = (padded(cell, columns) for cell, columns in zip(rows[line], widths, strict=True))
            yield f"  {'  '.join(cells)}".rstrip()
    if not agenda.lines:
        yield f"\n{words.nothing.format_map({'days': agenda.days})}"
    if agenda.chases:
        yield f"\n{words.chase.format_map({'count': len(agenda.chases)})}"
    for chase in agenda.chases:
        yield f"\n── {whom(chase, lang, strings)}"
        yield message(chase, agenda, lang, strings)


def _row(line: Line, agenda: Agenda, lang: Lang, strings: Strings) -> tuple[str, ...]:
    words = strings.agenda
    how = "today" if line.days == 0 else "in" if line.days > 0 else "late" if line.overdue else "past"
    left = words[how].format_map({"length": away(line, lang)})
    said = "".join(f" [{note}]" for note in notes(line, lang, strings, briefly=True))
    at = day(line, agenda, lang) + (f" {hour(line, agenda)}" if line.due.instant else "")
    return at, left, event(line, lang), owner(line, lang, strings), title(line, lang, strings) + said


def markdown(agenda: Agenda, lang: Lang, strings: Strings) -> str:
    """The whole agenda as Markdown, without a newline at its end."""
    return "\n".join(_as_markdown(agenda, lang, strings))


def _as_markdown(agenda: Agenda, lang: Lang, strings: Strings) -> Iterator[str]:
    words = strings.agenda
    yield f"**{escaped(summary(agenda, lang, strings), lang)}**"
    for name, lines in sections(agenda, strings):
        yield f"\n### {name}\n"
        yield from (f"- [ ] {_task(line, agenda, lang, strings)}" for line in lines)
    if not agenda.lines:
        yield f"\n{words.nothing.format_map({'days': agenda.days})}"
    if agenda.chases:
        yield f"\n### {words.chase.format_map({'count': len(agenda.chases)})}"
    for chase in agenda.chases:
        yield f"\n**{escaped(whom(chase, lang, strings), lang)}**\n"
        yield _block(message(chase, agenda, lang, strings))


def _task(line: Line, agenda: Agenda, lang: Lang, strings: Strings) -> str:
    due = when(line, agenda, lang, strings)
    parts = [event(line, lang), owner(line, lang, strings), due, *notes(line, lang, strings, briefly=True)]
    return f"**{escaped(title(line, lang, strings), lang)}** — {' · '.join(escaped(part, lang) for part in parts)}"


def _block(text: str) -> str:
    # Longer than any run of backquotes inside, so that no text can end the block.
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


TOLD = ("overdue", "blocked", "late_start", "to_confirm", "internal", "state")


def data(agenda: Agenda, strings: Mapping[Lang, Strings]) -> str:
    """The whole agenda as JSON, in both languages, without a newline at its end:

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
