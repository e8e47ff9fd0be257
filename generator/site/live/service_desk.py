"""The service desk's ten seconds: paste addresses or ids, get the customer, the level, who is on call and the first answer.

The page carries its own index, so that it works from disk and without anybody being asked.
"""

import json
from typing import Any

from markupsafe import Markup

from generator.cross_event.lookup import Owned, owned
from generator.diagnostics import Lang
from generator.i18n import duration, instant
from generator.i18n.plain import line as plain
from generator.model.engagement import Contacts
from generator.site.links import Links
from generator.site.live.account_manager import contact_href
from generator.site.live.frame import event_ref, named, span, state
from generator.tailor.checklist import Checklist
from generator.tailor.rows import RoleRef, ShiftLine

FIRST_ANSWER = "first-answer"
CALLED = ("technical-service-manager", "product-oncall", "account-manager")
"""Whom to call where nobody is on shift."""


def values(links: Links) -> dict[str, object]:
    context = links.context
    found = owned(context.checklists)
    rows = [one for one in found if one.checklist.end >= one.checklist.today]
    words = {**context.strings.desk.plain, "bridge": context.strings.field.bridge}
    return {"rows": rows, "index": inert(index(found, links)), "words": inert(words)}


def inert(data: Any) -> Markup:
    """Data for a script: no text in it can close the element around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def index(found: tuple[Owned, ...], links: Links) -> dict[str, Any]:
    """``{"events": [EVENT…], "rows": [[keys, event's place, id, product, region, address, use, on-call shift]…]}``, plain text."""
    lang = links.context.lang
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
            links.context.products[one.line.resource.product].oncall or "",
        ]
        for one in found
    ]
    return {"events": [_event(one, links) for one in events.values()], "rows": rows}


def _event(one: Checklist, links: Links) -> dict[str, Any]:
    lang, ref = links.context.lang, event_ref(one, links)
    answer = next((message.text for message in one.messages if message.id == FIRST_ANSWER), None)
    return {
        "name": named(one, links.context),
        "href": ref.href,
        "level": ref.level,
        "ack": duration(one.level.ack, lang) if one.level else "",
        "state": state(one),
        "away": ref.countdown.of(lang),
        "waves": [[plain(wave.title, lang), wave.peak.isoformat(), instant(wave.peak, lang)] for wave in one.waves],
        "shifts": [_shift(shift, lang) for shift in one.roster if shift.ends > one.today],
        "team": [_held(role, lang) for role in one.team if role.id in CALLED and role.people],
        "answer": plain(answer or links.context.strings.desk.answer, lang),
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
