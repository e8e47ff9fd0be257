"""Every engagement on one page: the step reached, readiness, what is late and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.pages.facets import Facet, facet, joined
from generator.pages.live.frame import (
    OVERVIEWS,
    EventRef,
    LivePage,
    Ways,
    World,
    event_ref,
    people,
    state,
)
from generator.pages.page import Link
from generator.tailor.checklist import Checklist, StepPart
from generator.tailor.lines import Duty


@dataclass(frozen=True, slots=True)
class StepLight:
    """One of the four steps as a segment: ``colour`` is its readiness, ``place`` past, here or ahead."""

    part: StepPart
    colour: str
    place: str


@dataclass(frozen=True, slots=True)
class Row:
    ref: EventRef
    checklist: Checklist
    state: str
    playbook: Link
    steps: tuple[StepLight, ...]
    reached: StepPart
    next: Duty | None
    facets: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tile:
    """A number at the top; ``facet`` and ``value`` are what it filters by."""

    count: int
    label: str
    facet: str
    value: str
    bad: bool = False


def build(world: World) -> LivePage:
    uri = OVERVIEWS["dashboard"]
    ways = Ways.at(world.site, uri)
    rows = tuple(row(one, ways) for one in in_order(world))
    return world.page(uri, "dashboard", "dashboard", rows=rows, tiles=_tiles(rows, world), facets=_facets(rows, world))


def in_order(world: World) -> list[Checklist]:
    """Running and coming engagements by their start, then the ended ones, the latest first."""
    ended = sorted((one for one in world.checklists if one.end < one.today), key=lambda one: (one.start, one.id))
    return [*world.alive, *reversed(ended)]


def row(one: Checklist, ways: Ways) -> Row:
    waiting = [duty for duty in one.duties if not duty.settled and not duty.overdue]
    ref = event_ref(one, ways)
    owners = [duty.owner.people[0].name for duty in one.duties if not duty.settled and duty.owner.people]
    return Row(
        ref=ref,
        checklist=one,
        state=state(one),
        playbook=ways.playbook(one.playbook),
        steps=step_lights(one),
        reached=reached(one),
        next=min(waiting, key=lambda duty: (duty.due.deadline(one.zone), duty.id), default=None),
        facets={
            "state": state(one),
            "verdict": ref.verdict,
            "playbook": one.playbook,
            "level": ref.level or "-",
            "person": joined([*people(one), *owners]),
        },
    )


def reached(one: Checklist) -> StepPart:
    """The step that the event has come to: the last whose window has begun."""
    begun = [step for step in one.steps if step.begins <= one.today.date()]
    return begun[-1] if begun else one.steps[0]


def step_lights(one: Checklist) -> tuple[StepLight, ...]:
    colours, here = dict(one.readiness.by_step), reached(one)
    order = [step.id for step in one.steps]
    at = len(order) if one.end < one.today else order.index(here.id)
    return tuple(
        StepLight(step, colours[step.id], "past" if place < at else "here" if place == at else "ahead")
        for place, step in enumerate(one.steps)
    )


def _tiles(rows: tuple[Row, ...], world: World) -> tuple[Tile, ...]:
    words = world.site.strings.live.tiles

    def counted(facet: str, value: str) -> int:
        return sum(row.facets[facet] == value for row in rows)

    live, coming = counted("state", "live"), counted("state", "coming")
    escalate, conditions = counted("verdict", "escalate"), counted("verdict", "conditions")
    return (
        Tile(live, words.live, "state", "live"),
        Tile(coming, words.coming, "state", "coming"),
        Tile(escalate, words.escalate, "verdict", "escalate", bad=escalate > 0),
        Tile(conditions, words.conditions, "verdict", "conditions"),
    )


def _facets(rows: tuple[Row, ...], world: World) -> tuple[Facet, ...]:
    words: Any = world.site.strings.live
    verdicts = world.site.strings.site.verdict
    names = sorted({name for row in rows for name in row.facets["person"].split("|") if name})
    found = (
        facet("state", words.facets.state, [(name, words.states[name]) for name in ("live", "coming", "ended")]),
        facet(
            "verdict",
            words.facets.verdict,
            [(name, verdicts[name]) for name in ("escalate", "conditions", "ready", "ended")],
        ),
        facet(
            "playbook",
            words.facets.playbook,
            [(row.checklist.playbook, world.site.plain(row.checklist.playbook_title)) for row in rows],
        ),
        facet(
            "level", words.facets.level, sorted((row.facets["level"], row.ref.level or words.no_level) for row in rows)
        ),
        facet("person", words.facets.person, [(name, name) for name in names]),
    )
    used = (
        {name: {value for row in rows for value in row.facets[name].split("|")} for name in rows[0].facets}
        if rows
        else {}
    )
    return tuple(
        facet(
            one.name,
            one.label,
            [(option.value, option.label) for option in one.options if option.value in used[one.name]],
        )
        for one in found
        if rows
    )
