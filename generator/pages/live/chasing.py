"""The account manager's ten seconds: whom to chase today, with the words to send."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.agenda import Agenda, Chase, Line, agenda, message
from generator.agenda.message import away, day, event, hour, title
from generator.language.plain import line as plain_line
from generator.pages.facets import Facet, facet
from generator.pages.live.frame import TODAY, LivePage, Ways, World, lead
from generator.pages.page import Link
from generator.tailor.checklist import Checklist

DAYS = 7
ROLE = "account-manager"


@dataclass(frozen=True, slots=True)
class Asked:
    """One line that somebody is asked about; ``late`` says how long ago or ahead it is due."""

    line: Line
    title: str
    event: str
    href: str
    due: str
    late: str


@dataclass(frozen=True, slots=True)
class Card:
    """One person to chase, and the message to copy. ``anchor`` is unique on the page."""

    anchor: str
    name: str
    contact: str
    phone: str
    roles: tuple[Link, ...]
    customer_side: bool
    event: str
    overdue: int
    lines: tuple[Asked, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Book:
    """What one account manager's customers need today. ``own`` is what the account manager owes."""

    manager: str
    events: int
    cards: tuple[Card, ...]
    own: tuple[Asked, ...]
    facets: dict[str, str]


def build(world: World) -> LivePage:
    uri = TODAY["account_manager"]
    ways = Ways.at(world.site, uri)
    found = books(world, ways)
    nobody = world.site.strings.today.account_manager.nobody
    names = [(book.facets["manager"], book.manager or nobody) for book in found]
    facets: tuple[Facet, ...] = (
        (facet("manager", world.site.strings.live.facets.manager, names),) if len(names) > 1 else ()
    )
    return world.page(
        uri,
        "account_manager",
        "chasing",
        books=found,
        facets=facets,
        people=sum(len(book.cards) for book in found),
        days=DAYS,
    )


def chased(world: World) -> int:
    """How many people there are to chase, all account managers together."""
    return sum(len(_others(agenda(own, world.day, DAYS), manager)) for manager, own in books_of(world).items())


def _others(found: Agenda, manager: str) -> list[Chase]:
    """Whom the account manager has to chase, but for themselves."""
    return [chase for chase in found.chases if chase.name != manager or chase.customer_side]


def books_of(world: World) -> dict[str, list[Checklist]]:
    """Engagements by the lead of their account managers, empty where nobody is."""
    found: dict[str, list[Checklist]] = {}
    for one in world.checklists:
        found.setdefault(lead(one, ROLE) or "", []).append(one)
    return found


def books(world: World, ways: Ways) -> tuple[Book, ...]:
    """One book an account manager, the one with the most engagements first."""
    return tuple(_books(world, ways))


def _books(world: World, ways: Ways) -> Iterator[Book]:
    for manager, own in sorted(books_of(world).items(), key=lambda pair: (-len(pair[1]), pair[0])):
        found = agenda(own, world.day, DAYS)
        others = _others(found, manager)
        mine = [chase for chase in found.chases if chase not in others]
        events = {one.id: one for one in own}
        if not found.chases:
            continue
        yield Book(
            manager=manager,
            events=len(own),
            cards=tuple(_card(chase, found, events, ways) for chase in others),
            own=tuple(_asked(line, found, events, ways) for chase in mine for line in chase.lines),
            facets={"manager": manager or "-"},
        )


def _card(chase: Chase, found: Agenda, events: dict[str, Checklist], ways: Ways) -> Card:
    site = ways.site
    first = chase.lines[0]
    contact = plain_line(chase.contact, site.lang) if chase.contact else ""
    return Card(
        anchor=hashlib.sha256(
            f"{chase.name} {chase.contact} {first.engagement} {first.chased.id}".encode()
        ).hexdigest()[:10],
        name=plain_line(chase.name, site.lang) if chase.name else "",
        contact=contact,
        phone=contact_href(contact),
        roles=tuple(ways.role(role.id) for role in chase.roles),
        customer_side=chase.customer_side,
        event=event(first, site.lang) if chase.customer_side else "",
        overdue=sum(line.overdue for line in chase.lines),
        lines=tuple(_asked(line, found, events, ways) for line in chase.lines),
        message=message(chase, found, site.lang, site.strings),
    )


def _asked(line: Line, found: Agenda, events: dict[str, Checklist], ways: Ways) -> Asked:
    site = ways.site
    words = site.strings.agenda
    how = "today" if line.days == 0 else "in" if line.days > 0 else "late" if line.overdue else "past"
    at = f" {hour(line, found)}" if line.due.instant else ""
    href = ways.item(line.id) if line.kind == "item" else ""
    return Asked(
        line=line,
        title=title(line, site.lang, site.strings),
        event=event(line, site.lang),
        href=href or ways.engagement(line.engagement),
        due=day(line, found, site.lang) + at,
        late=str(words[how].format_map({"length": away(line, site.lang)})),
    )


def contact_href(contact: str) -> str:
    """What a tap on a contact opens: a call or a mail; empty where it is neither."""
    digits = "".join(sign for sign in contact if sign.isdigit())
    if "@" in contact and " " not in contact and contact.isascii():
        return f"mailto:{contact}"
    if len(digits) >= 5 and all(sign.isdigit() or sign in " +-()" for sign in contact):
        return f"tel:{'+' if contact.startswith('+') else ''}{digits}"
    return ""
