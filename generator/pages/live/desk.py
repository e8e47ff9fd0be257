"""The service desk's ten seconds: paste addresses or ids, get the customer, the level, who is on call and the first answer.

The page carries its own index, so that it works from disk and without anybody being asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.language import duration, instant
from generator.language.plain import line as plain_line
from generator.outlook.lookup import Owned, owned
from generator.pages.live.chasing import contact_href
from generator.pages.live.frame import TODAY, EventRef, LivePage, Ways, World, event_ref, named, span, state
from generator.tailor.checklist import Checklist

FIRST_ANSWER = "first-answer"


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
            plain_line(one.line.resource.id, lang),
            plain_line(one.line.product, lang),
            plain_line(one.line.resource.region or "", lang),
            plain_line(one.line.resource.address or "", lang),
            plain_line(one.line.resource.use, lang) if one.line.resource.use else "",
            ways.site.products[one.line.resource.product].oncall or "",
        ]
        for one in found
    ]
    return {"events": [_event(one, ways) for one in events.values()], "rows": rows}


def _event(one: Checklist, ways: Ways) -> dict[str, Any]:
    site = ways.site
    ref = event_ref(one, ways)
    answer = next((message.text for message in one.messages if message.id == FIRST_ANSWER), None)
    return {
        "name": named(one, site),
        "href": ref.href,
        "level": ref.level,
        "ack": duration(one.level.ack, site.lang) if one.level else "",
        "verdict": ref.verdict,
        "state": state(one),
        "away": ref.countdown.of(site.lang),
        "waves": [
            [plain_line(wave.title, site.lang), wave.peak.isoformat(), instant(wave.peak, site.lang)]
            for wave in one.waves
        ],
        "shifts": [
            [
                plain_line(shift.title, site.lang),
                plain_line(shift.who, site.lang),
                plain_line(shift.contact or "", site.lang),
                contact_href(shift.contact or ""),
                shift.begins.isoformat(),
                shift.ends.isoformat(),
                span(shift.begins, shift.ends, site.lang),
                shift.role,
            ]
            for shift in one.roster
            if shift.ends > one.today
        ],
        "team": [
            [
                plain_line(role.title, site.lang),
                plain_line(person.name, site.lang),
                plain_line(person.contact or "", site.lang),
                contact_href(person.contact or ""),
            ]
            for role in one.team
            if role.id in ("technical-service-manager", "product-oncall", "account-manager")
            for person in role.people[:1]
        ],
        "bridge": plain_line(one.contacts.bridge, site.lang) if one.contacts and one.contacts.bridge else "",
        "group": plain_line(one.contacts.customer_group, site.lang)
        if one.contacts and one.contacts.customer_group
        else "",
        "internal": plain_line(one.contacts.internal_group, site.lang)
        if one.contacts and one.contacts.internal_group
        else "",
        "answer": plain_line(answer, site.lang) if answer else str(site.strings.desk.answer),
    }
