"""Every engagement on one page: the step reached, readiness, what is late and what comes next."""

from collections.abc import Iterator
from typing import Any

from generator.site.context import SiteContext
from generator.site.facets import SEPARATOR, facet, joined
from generator.site.links import Links
from generator.site.live.frame import event_ref, people, state
from generator.site.page import View
from generator.tailor.checklist import Checklist, StepPart


def values(links: Links) -> dict[str, object]:
    context = links.context
    rows = tuple(row(one, links) for one in in_order(context))
    return {"rows": rows, "tiles": _tiles(rows), "facets": tuple(_facets(rows, context))}


def in_order(context: SiteContext) -> list[Checklist]:
    """Running and coming engagements by their start, then the ended ones, the latest first."""
    ended = sorted((one for one in context.checklists if one.end < one.today), key=lambda one: (one.start, one.id))
    return [*context.alive, *reversed(ended)]


def row(one: Checklist, links: Links) -> View:
    waiting = [duty for duty in one.duties if not duty.settled and not duty.overdue]
    ref = event_ref(one, links)
    return View(
        ref=ref,
        checklist=one,
        steps=step_lights(one),
        reached=reached(one),
        next=min(waiting, key=lambda duty: (duty.due.deadline(one.zone), duty.id), default=None),
        facets={
            "state": state(one),
            "verdict": one.readiness.verdict.value,
            "playbook": one.playbook,
            "level": ref.level or "-",
            "person": joined(_concerned(one)),
        },
    )


def _concerned(one: Checklist) -> Iterator[str]:
    """Everybody who holds a role, and whoever still has an item to do."""
    yield from people(one)
    yield from (duty.owner.people[0].name for duty in one.duties if not duty.settled and duty.owner.people)


def reached(one: Checklist) -> StepPart:
    """The step that the event has come to: the last whose window has begun."""
    begun = [step for step in one.steps if step.begins <= one.today.date()]
    return begun[-1] if begun else one.steps[0]


def step_lights(one: Checklist) -> list[View]:
    """The four steps as segments: ``colour`` is a step's readiness, ``place`` past, here or ahead."""
    colours, here = dict(one.readiness.by_step), reached(one)
    order = [step.id for step in one.steps]
    at = len(order) if one.end < one.today else order.index(here.id)
    return [
        View(part=step, colour=colours[step.id], place="past" if place < at else "here" if place == at else "ahead")
        for place, step in enumerate(one.steps)
    ]


def _tiles(rows: tuple[View, ...]) -> list[tuple[str, str, int]]:
    """The numbers at the top: a facet, what it filters by, and how many rows have it."""
    tiles = (("state", "live"), ("state", "coming"), ("verdict", "escalate"), ("verdict", "conditions"))
    return [(name, value, sum(row.facets[name] == value for row in rows)) for name, value in tiles]


def _facets(rows: tuple[View, ...], context: SiteContext) -> Iterator[View]:
    """What rows can be picked by, of each facet the options that a row has."""
    words: Any = context.strings.live
    events = [row.checklist for row in rows]
    options: dict[str, list[tuple[str, str]]] = {
        "state": [(name, words.states[name]) for name in ("live", "coming", "ended")],
        "verdict": [(id, context.strings.value.verdict[id]) for id in ("escalate", "conditions", "ready", "ended")],
        "playbook": [(one.playbook, context.plain(one.playbook_title)) for one in events],
        "level": sorted((row.facets["level"], row.ref.level or words.no_level) for row in rows),
        "person": [(name, name) for name in sorted({name for one in events for name in _concerned(one)}) if name],
    }
    labels = context.strings.field.plain | words.facets.plain
    for name, those in options.items() if rows else ():
        used = {value for row in rows for value in row.facets[name].split(SEPARATOR)}
        known = facet(name, labels[name], those)
        known.options = [(value, label) for value, label in known.options if value in used]
        yield known
