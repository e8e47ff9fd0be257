"""The words to send to whoever is chased: plain text for any chat, ours brisk, a customer's without reproach."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from generator.agenda.lines import Agenda, Chase, Line
from generator.diagnostics import Lang
from generator.i18n import Strings, calendar_day, duration, short_day
from generator.i18n.dates import zone
from generator.i18n.plain import line as plain


def message(chase: Chase, agenda: Agenda, lang: Lang, strings: Strings) -> str:
    """The message, ready to copy: a greeting, what is asked about by event, and what to answer."""
    words = strings.agenda.customer if chase.customer_side else strings.agenda.ours
    name = plain(chase.name, lang) if chase.name else plain(chase.roles[0].title, lang)
    one = chase.lines[0]
    greeting = words.greeting.format_map(
        {"name": name, "day": short_day(agenda.today, lang), "count": len(chase.lines), "event": plain(one.event, lang)}
    )
    said = [greeting]
    number = 0
    for _, group in groupby(sorted(chase.lines, key=lambda line: line.engagement), key=lambda line: line.engagement):
        lines = list(group)
        if not chase.customer_side:
            said.append(heading(lines[0], agenda, lang, strings))
        for line in lines:
            number += 1
            said.append(f"{number}. {_asked(line, agenda, lang, strings, chase.customer_side)}")
    if chase.later and not chase.customer_side:
        said.append(words.later.format_map({"count": chase.later, "days": agenda.days}))
    return "\n".join([*said, words.closing])


def heading(line: Line, agenda: Agenda, lang: Lang, strings: Strings) -> str:
    """The event that lines belong to, with the days that are left."""
    away = (line.start.date() - agenda.today).days
    named = event(line, lang)
    if away < 0:
        begun = strings.agenda.begun if line.end.date() >= agenda.today else strings.agenda.ended
        return str(begun.format_map({"event": named}))
    left = duration(timedelta(days=away), lang) if away else strings.agenda.today
    return str(strings.agenda.heading.format_map({"event": named, "left": left}))


def event(line: Line, lang: Lang) -> str:
    return f"{plain(line.customer, lang)} · {plain(line.event, lang)}"


def when(line: Line, agenda: Agenda, lang: Lang, strings: Strings, *, kindly: bool = False) -> str:
    """When it is or was due, as a sentence says it; ``kindly`` does not count the days overdue."""
    values = {"day": day(line, agenda, lang), "time": hour(line, agenda), "length": away(line, lang)}
    return str(_sentence(line, strings.agenda.when, kindly).format_map(values))


def _sentence(line: Line, words: Any, kindly: bool) -> Any:
    if line.days < 0 or line.overdue:
        if kindly:
            return words.planned
        if not line.overdue:
            return words.late_start
        return words.overdue if line.days < 0 else words.overdue_today
    if line.days == 0:
        return words.today_at if line.due.instant else words.today
    return words.later_at if line.due.instant else words.later


def away(line: Line, lang: Lang) -> str:
    return duration(timedelta(days=abs(line.days)), lang)


def day(line: Line, agenda: Agenda, lang: Lang) -> str:
    """The day due; with its year where that is not this one."""
    return short_day(line.due.day, lang) if line.due.day.year == agenda.today.year else calendar_day(line.due.day, lang)


def hour(line: Line, agenda: Agenda) -> str:
    """The hour and minute due."""
    return f"{line.deadline:%H:%M}" + (f" {zone(line.deadline)}" if agenda.zoned else "")


def notes(line: Line, lang: Lang, strings: Strings, *, briefly: bool = False) -> Iterator[str]:
    """What else to know of a line, each in a few words; ``briefly`` names what it waits for by its id alone."""
    words = strings.agenda.note
    if line.blocked:
        yield str(words.blocked)
    if line.late_start and briefly:
        yield str(strings.field.late_start)
    for other in line.waiting:
        named = other.id if briefly else f"{other.id} {plain(other.title, lang)}"
        yield str(words.waiting.format_map({"item": named}))
    if line.owner.nobody:
        yield str(words.nobody.format_map({"role": plain(line.owner.title, lang)}))
    elif line.chased.id != line.owner.id:
        yield str(words.relay.format_map({"role": plain(line.owner.title, lang)}))
    if line.to_confirm:
        yield str(strings.field.to_confirm)


def title(line: Line, lang: Lang, strings: Strings) -> str:
    """The line's id and title; a risk says that it is one."""
    if line.kind == "risk":
        return f"{strings.field.risk} {plain(line.id, lang)} {plain(line.title, lang).rstrip('。.')}"
    return f"{line.id} {plain(line.title, lang)}"


def _asked(line: Line, agenda: Agenda, lang: Lang, strings: Strings, to_customer: bool) -> str:
    due = when(line, agenda, lang, strings, kindly=to_customer)
    parts = [f"{title(line, lang, strings)}{strings.sheet.colon}{due}"]
    # What an item waits for may be internal, and what is unclear is ours to find out.
    parts += [] if to_customer else list(notes(line, lang, strings))
    if line.done_when:
        parts.append(strings.agenda.done_when.format_map({"figure": plain(line.done_when, lang)}))
    return str(strings.agenda.joint).join(parts)
