"""What holds for every playbook: the steps, the closed loop of the stages, levels, incident classes; and the cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.diagnostics import Lang
from generator.language import duration
from generator.model.shared import Incident, Level, Stage, StandardStep
from generator.pages import addresses
from generator.pages.item import ItemCard, card
from generator.pages.page import Link, Page
from generator.pages.site import Links, Site


@dataclass(frozen=True, slots=True)
class StepLine:
    id: str
    number: int
    step: StandardStep
    windows: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class StageLine:
    """``placed`` says in which step of which playbook the stage stands."""

    id: str
    number: int
    stage: Stage
    next: str
    placed: tuple[tuple[Link, Link], ...]


@dataclass(frozen=True, slots=True)
class LevelLine:
    id: str
    level: Level
    approver: Link
    ack: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    id: str
    incident: Incident
    ack: str
    update: str
    escalate: tuple[tuple[str, Link], ...]


def build(site: Site) -> Iterator[Page]:
    links, lang = Links(site, addresses.STAGES), site.lang
    yield site.page(
        links.uri,
        site.strings.site.stages.title,
        edit="shared/standard.yaml",
        steps=tuple(_steps(links)),
        stages=tuple(_stages(links)),
        cases=links.to(addresses.CASES) if site.cases else "",
        lessons=links.to(addresses.LESSONS) if site.options.engagements else "",
        changes=links.to(addresses.CHANGES) if site.options.chronicle else "",
        levels=tuple(
            LevelLine(id, level, links.role(level.approver), duration(level.ack, lang))
            for id, level in site.levels.items()
        ),
        incidents=tuple(_incident(id, incident, links, lang) for id, incident in site.standard.incidents.items()),
    )
    yield from _cases(site)


def _steps(links: Links) -> Iterator[StepLine]:
    for number, (id, step) in enumerate(links.site.standard.steps.items(), 1):
        windows = tuple(
            (Link(entry.model.title, links.to(addresses.playbook(entry.id), id)), f"{own.window[0]} … {own.window[1]}")
            for entry in links.site.playbooks.values()
            for own in entry.model.steps
            if own.step == id
        )
        yield StepLine(id, number, step, windows)


def _stages(links: Links) -> Iterator[StageLine]:
    stages = links.site.standard.stages
    order = list(stages)
    for number, (id, stage) in enumerate(stages.items(), 1):
        placed = tuple(
            (links.playbook(entry.id), links.step(entry.id, step.step))
            for entry in links.site.playbooks.values()
            for step in entry.model.steps
            if id in step.stages
        )
        yield StageLine(id, number, stage, order[number % len(order)], placed)


def _incident(id: str, incident: Incident, links: Links, lang: Lang) -> IncidentLine:
    escalate = tuple((duration(rung.after, lang), links.role(rung.to)) for rung in incident.escalate)
    return IncidentLine(id, incident, duration(incident.ack, lang), duration(incident.update, lang), escalate)


def _cases(site: Site) -> Iterator[Page]:
    nav, links = site.strings.site.nav, Links(site, addresses.CASES)
    lines = tuple(
        (entry.model, links.to(addresses.case(entry.id)), links.playbook(entry.model.kind))
        for entry in site.cases.values()
    )
    yield site.page(addresses.CASES, nav.cases, label=nav.all_cases, cases=lines)
    for entry in site.cases.values():
        links = Links(site, addresses.case(entry.id))
        case = entry.model
        citing = tuple(_citing(entry.id, links))
        source = links.source(case.source) if case.source else None
        kind = links.playbook(case.kind)
        yield site.page(
            links.uri,
            case.title,
            edit=f"cases/{entry.id}.yaml",
            template="case",
            case=case,
            kind=kind,
            items=citing,
            source=source,
        )


def _citing(case: str, links: Links) -> Iterator[ItemCard]:
    for found, entry in links.site.items_citing(case):
        yield card(found, entry, links)
