"""The service desk's ten seconds: paste addresses or ids, get the customer, the level, who is on call and the first answer.

The page carries its own index, so that it works from disk and without anybody being asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.diagnostics import Lang
from generator.language import duration, instant
from generator.language.plain import line as plain
from generator.model.engagement import Contacts
from generator.outlook.lookup import Owned, owned
from generator.pages.live.chasing import contact_href
from generator.pages.live.frame import TODAY, EventRef, LivePage, Ways, World, event_ref, named, span, state
from generator.tailor.checklist import Checklist
from generator.tailor.lines import RoleRef, ShiftLine

FIRST_ANSWER = "first-answer"
CALLED = ("technical-service-manager", "product-oncall", "account-manager")
"""Whom to call where nobody is on shift."""


@dataclass(frozen=True, slots=True)
class Row:
    owned: Owned
    ref: EventRef


def build(world: World) -> LivePage:
    uri = TODAY["service_desk"]
    ways = Ways.at(world.site, uri)
    found = owned(world.checklists)
    rows = tuple(Row(one, event_ref(one.checklist, ways)) for one in found if one.checklist.end >= one.checklist.today)
    return world.page(
        uri,
        "service_desk",
        "desk",
        rows=rows,
        index=inert(index(found, ways)),
        words=inert(world.site.strings.desk.plain),
    )


def inert(data: Any) -> Markup:
    """Data for a script: no text in it can close the element around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def index(found: tuple[Owned, ...], ways: Ways) -> dict[str, Any]:
    """``{"events": [EVENT…], "rows": [[keys, event's place, id, product, region, address, use, on-call shift]…]}``, plain text."""
    lang = ways.site.lang
    events = {one.checklist.id: one.checklist for one in found}
    places = {id: place for place, id in enumerate(events)}
    rows = [
        [
            list(one.keys),
            places[one.checklist.id],
            plain(one.line.resource.id, lang),
            plain(one.line.product, lang),
            plain(one.line.resource.region or "", lang),
            plain(one.line.resource.address or "", lang),
            plain(one.line.resource.use, lang) if one.line.resource.use else "",
            ways.site.products[one.line.resource.product].oncall or "",
        ]
        for one in found
    ]
    return {"events": [_event(one, ways) for one in events.values()], "rows": rows}


def _event(one: Checklist, ways: Ways) -> dict[str, Any]:
    lang, ref = ways.site.lang, event_ref(one, ways)
    answer = next((message.text for message in one.messages if message.id == FIRST_ANSWER), None)
    return {
        "name": named(one, ways.site),
        "href": ref.href,
        "level": ref.level,
        "ack": duration(one.level.ack, lang) if one.level else "",
        "state": state(one),
        "away": ref.countdown.of(lang),
        "waves": [[plain(wave.title, lang), wave.peak.isoformat(), instant(wave.peak, lang)] for wave in one.waves],
        "shifts": [_shift(shift, lang) for shift in one.roster if shift.ends > one.today],
        "team": [_held(role, lang) for role in one.team if role.id in CALLED and role.people],
        "answer": plain(answer or ways.site.strings.desk.answer, lang),
        **_rooms(one.contacts, lang),
    }


def _shift(shift: ShiftLine, lang: Lang) -> list[str]:
    """``[title, who, contact, its address, begins, ends, both in words, role]``; the instants are ISO."""
    contact = shift.contact or ""
    return [
        plain(shift.title, lang), plain(shift.who, lang), plain(contact, lang), contact_href(contact),
        shift.begins.isoformat(), shift.ends.isoformat(), span(shift.begins, shift.ends, lang), shift.role,
    ]  # fmt: skip


def _held(role: RoleRef, lang: Lang) -> list[str]:
    """``[title, who, contact, its address]`` of a role's lead."""
    contact = role.people[0].contact or ""
    return [plain(role.title, lang), plain(role.people[0].name, lang), plain(contact, lang), contact_href(contact)]


def _rooms(contacts: Contacts | None, lang: Lang) -> dict[str, str]:
    """Where people meet: the bridge and the two groups, empty where the file does not say."""
    said = contacts or Contacts()
    rooms = {"bridge": said.bridge, "group": said.customer_group, "internal": said.internal_group}
    return {name: plain(room or "", lang) for name, room in rooms.items()}
