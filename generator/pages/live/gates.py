"""The technical service manager's ten seconds: gates, orders, what blocks, and who is on shift."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.diagnostics import Lang
from generator.pages.facets import facet, joined
from generator.pages.live.chasing import contact_href
from generator.pages.live.dashboard import StepLight, reached, step_lights
from generator.pages.live.frame import TODAY, EventRef, LivePage, Ways, World, event_ref, span
from generator.tailor.checklist import Checklist, StepPart
from generator.tailor.lines import Duty, OrderLine, RiskLine, ShiftLine

ROLE = "technical-service-manager"
SHIFTS = 6
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DutyRef:
    duty: Duty
    href: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The step that an event stands in and what must hold to leave it: ``musts`` are open and due before it ends."""

    step: StepPart
    colour: str
    musts: tuple[DutyRef, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """``href`` calls or writes to whoever is on it, ``when`` says from when to when.

    Those not ``shown`` take the place of shifts that end while the page is being read: a page is made once a day.
    """

    line: ShiftLine
    href: str
    when: str
    shown: bool


def shifts_of(lines: Sequence[ShiftLine], most: int, today: datetime, lang: Lang) -> tuple[Shift, ...]:
    """The first ``most`` shifts, and behind them those that begin within a day."""
    wanted = [line for place, line in enumerate(lines) if place < most or line.begins <= today + DAY]
    return tuple(
        Shift(line, contact_href(line.contact or ""), span(line.begins, line.ends, lang), place < most)
        for place, line in enumerate(wanted)
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """One engagement. ``orders`` are not wholly delivered, ``risks`` open, ``blocked`` items stuck, ``later`` shifts not shown."""

    checklist: Checklist
    ref: EventRef
    steps: tuple[StepLight, ...]
    gate: Gate
    orders: tuple[OrderLine, ...]
    risks: tuple[RiskLine, ...]
    blocked: tuple[DutyRef, ...]
    failed: str
    shifts: tuple[Shift, ...]
    later: int
    facets: dict[str, str]


def build(world: World) -> LivePage:
    uri = TODAY["service_manager"]
    ways = Ways.at(world.site, uri)
    watches = tuple(_watch(one, ways) for one in world.alive)
    words = world.site.strings.live.facets
    names = sorted({name for watch in watches for name in watch.facets["person"].split("|") if name})
    facets = (
        facet("person", words.service_manager, [(name, name) for name in names]),
        facet(
            "event",
            words.event,
            [
                (watch.ref.id, f"{world.site.plain(watch.ref.customer)} · {world.site.plain(watch.ref.event)}")
                for watch in watches
            ],
        ),
    )
    return world.page(uri, "service_manager", "gates", watches=watches, facets=facets)


def _watch(one: Checklist, ways: Ways) -> Watch:
    to_come = [shift for shift in one.roster if shift.ends > one.today]
    held = next((role.people for role in one.team if role.id == ROLE), ())
    last = max(one.tests, key=lambda test: test.on, default=None)
    return Watch(
        checklist=one,
        ref=event_ref(one, ways),
        steps=step_lights(one),
        gate=gate(one, ways),
        orders=tuple(line for line in one.orders if line.order.delivered < line.order.quantity),
        risks=tuple(sorted((risk for risk in one.risks if risk.risk.state == "open"), key=_gravity)),
        blocked=_refs((duty for duty in one.duties if duty.status.state == "blocked"), one, ways),
        failed=last.id if last and last.verdict == "fail" else "",
        shifts=shifts_of(to_come, SHIFTS, one.today, ways.site.lang),
        later=max(0, len(to_come) - SHIFTS),
        facets={"person": joined(person.name for person in held), "event": one.id},
    )


def gate(one: Checklist, ways: Ways) -> Gate:
    """The gate that comes next."""
    here = reached(one)
    open_musts = (duty for duty in here.duties if duty.item.severity == "must" and not duty.settled)
    return Gate(here, dict(one.readiness.by_step)[here.id], _refs(open_musts, one, ways))


def _refs(duties: Iterable[Duty], one: Checklist, ways: Ways) -> tuple[DutyRef, ...]:
    found = sorted(duties, key=lambda duty: (duty.due.deadline(one.zone), duty.id))
    return tuple(DutyRef(duty, ways.item(duty.id)) for duty in found)


def _gravity(found: RiskLine) -> tuple[int, str, str]:
    due = found.risk.due.isoformat() if found.risk.due else "9"
    return ({"high": 0, "medium": 1, "low": 2}[found.risk.level], due, found.risk.id)
