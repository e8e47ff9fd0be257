"""The account manager's ten seconds: whom to chase today, with the words to send."""

import hashlib
from collections.abc import Iterator

from generator.agenda import Agenda, Chase, Line, agenda, message
from generator.agenda.message import away, day, event, hour, title
from generator.i18n.plain import line as plain_line
from generator.site.context import SiteContext
from generator.site.facets import facet, joined
from generator.site.links import Links
from generator.site.live.frame import lead
from generator.site.page import View
from generator.tailor.checklist import Checklist

DAYS = 7
ROLE = "account-manager"


def values(links: Links) -> dict[str, object]:
    context = links.context
    found = tuple(_books(context, links))
    nobody = context.strings.today.account_manager.nobody
    names = [(book.facets["manager"], book.manager or nobody) for book in found]
    facets = (facet("manager", context.strings.live.facets.manager, names),) if len(names) > 1 else ()
    return {"books": found, "facets": facets, "people": sum(len(book.cards) for book in found), "days": DAYS}


def chased(context: SiteContext) -> int:
    """How many people there are to chase, all account managers together."""
    return sum(len(_others(agenda(own, context.day, DAYS), manager)) for manager, own in books_of(context).items())


def _others(found: Agenda, manager: str) -> list[Chase]:
    """Whom the account manager has to chase, but for themselves."""
    return [chase for chase in found.chases if chase.name != manager or chase.customer_side]


def books_of(context: SiteContext) -> dict[str, list[Checklist]]:
    """Engagements by the lead of their account managers, empty where nobody is."""
    found: dict[str, list[Checklist]] = {}
    for one in context.checklists:
        found.setdefault(lead(one, ROLE) or "", []).append(one)
    return found


def _books(context: SiteContext, links: Links) -> Iterator[View]:
    """What each account manager's customers need today, the one with the most engagements first. ``own`` is what the account
    manager owes."""
    for manager, own in sorted(books_of(context).items(), key=lambda pair: (-len(pair[1]), pair[0])):
        found = agenda(own, context.day, DAYS)
        if not found.chases:
            continue
        others = _others(found, manager)
        mine = [chase for chase in found.chases if chase not in others]
        yield View(
            manager=manager,
            events=len(own),
            cards=[_card(chase, found, links) for chase in others],
            own=[_asked(line, found, links) for chase in mine for line in chase.lines],
            facets={"manager": joined((manager or "-",))},
        )


def _card(chase: Chase, found: Agenda, links: Links) -> View:
    """One person to chase, and the message to copy. ``anchor`` is unique on the page."""
    context = links.context
    first = chase.lines[0]
    contact = plain_line(chase.contact, context.lang) if chase.contact else ""
    named = f"{chase.name} {chase.contact} {first.engagement} {first.chased.id}"
    return View(
        anchor=hashlib.sha256(named.encode()).hexdigest()[:10],
        name=plain_line(chase.name, context.lang) if chase.name else "",
        contact=contact,
        phone=contact_href(contact),
        roles=tuple(links.role(role.id) for role in chase.roles),
        customer_side=chase.customer_side,
        event=event(first, context.lang) if chase.customer_side else "",
        overdue=sum(line.overdue for line in chase.lines),
        lines=[_asked(line, found, links) for line in chase.lines],
        message=message(chase, found, context.lang, context.strings),
    )


def _asked(line: Line, found: Agenda, links: Links) -> View:
    """One line that somebody is asked about; ``late`` is how long ago or ahead it is due, in words."""
    context = links.context
    words = context.strings.agenda
    how = "today" if line.days == 0 else "in" if line.days > 0 else "late" if line.overdue else "past"
    at = f" {hour(line, found)}" if line.due.instant else ""
    href = links.item(line.id).href if line.kind == "item" else ""
    return View(
        line=line,
        title=title(line, context.lang, context.strings),
        event=event(line, context.lang),
        href=href or links.engagement(line.engagement),
        due=day(line, found, context.lang) + at,
        late=str(words[how].format_map({"length": away(line, context.lang)})),
    )


def contact_href(contact: str) -> str:
    """What a tap on a contact opens: a call or a mail; empty where it is neither."""
    digits = "".join(sign for sign in contact if sign.isdigit())
    if "@" in contact and " " not in contact and contact.isascii():
        return f"mailto:{contact}"
    if len(digits) >= 5 and all(sign.isdigit() or sign in " +-()" for sign in contact):
        return f"tel:{'+' if contact.startswith('+') else ''}{digits}"
    return ""
