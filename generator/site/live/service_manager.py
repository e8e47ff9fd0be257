"""The technical service manager's ten seconds: gates, orders, what blocks, and who is on shift."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from generator.diagnostics import Lang
from generator.site.facets import joined, people_facet
from generator.site.links import Links
from generator.site.live.account_manager import contact_href
from generator.site.live.dashboard import reached, step_lights
from generator.site.live.frame import event_facet, holders, in_due_order, span
from generator.site.page import View
from generator.tailor.checklist import Checklist
from generator.tailor.rows import RiskLine, ShiftLine

ROLE = "technical-service-manager"
SHIFTS = 6
DAY = timedelta(days=1)


def shifts_of(lines: Sequence[ShiftLine], most: int, today: datetime, lang: Lang) -> list[View]:
    """The first ``most`` shifts, each with from when to when it is in words, and what calls or writes to whoever is on it.

    Behind them, not ``shown``, those that begin within a day: they take the place of shifts that end while the page is being
    read, for a page is made once a day.
    """
    wanted = [line for place, line in enumerate(lines) if place < most or line.begins <= today + DAY]
    return [
        View(
            line=line,
            href=contact_href(line.contact or ""),
            when=span(line.begins, line.ends, lang),
            shown=place < most,
        )
        for place, line in enumerate(wanted)
    ]


def values(links: Links) -> dict[str, object]:
    context = links.context
    watches = tuple(_watch(one, context.lang) for one in context.alive)
    words = context.strings.live.facets
    facets = (
        people_facet("person", words.service_manager, (name for one in context.alive for name in holders(one, ROLE))),
        event_facet(context.alive, context),
    )
    return {"watches": watches, "facets": facets}


def _watch(one: Checklist, lang: Lang) -> View:
    """One engagement. ``here`` is the step that it stands in, and ``musts`` must hold to leave it: they are open and due before it ends.

    ``orders`` are not wholly delivered, ``risks`` open, ``blocked`` items stuck, ``later`` shifts not shown.
    """
    to_come = [shift for shift in one.roster if shift.ends > one.today]
    here = reached(one)
    last = max(one.tests, key=lambda test: test.on, default=None)
    return View(
        checklist=one,
        here=here,
        steps=step_lights(one),
        musts=in_due_order((duty for duty in here.duties if duty.item.severity == "must" and not duty.settled), one),
        orders=tuple(line for line in one.orders if line.order.delivered < line.order.quantity),
        risks=tuple(sorted((risk for risk in one.risks if risk.risk.state == "open"), key=_gravity)),
        blocked=in_due_order((duty for duty in one.duties if duty.status.state == "blocked"), one),
        failed=last.id if last and last.verdict == "fail" else "",
        shifts=shifts_of(to_come, SHIFTS, one.today, lang),
        later=max(0, len(to_come) - SHIFTS),
        facets={"person": joined(holders(one, ROLE)), "event": one.id},
    )


def _gravity(found: RiskLine) -> tuple[int, str, str]:
    due = found.risk.due.isoformat() if found.risk.due else "9"
    return ({"high": 0, "medium": 1, "low": 2}[found.risk.level], due, found.risk.id)
