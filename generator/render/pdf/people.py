"""Plans as cards, people and how to reach them, words ready to send, and what else is kept at hand."""

from collections.abc import Iterable
from typing import Any

from generator.render.body import Said
from generator.render.pdf.cover import team_rows
from generator.render.pdf.text_builder import DOT, Cell, Part, TextBuilder, letters
from generator.tailor.rows import IncidentLine, PlanLine, ShiftLine

LONG_CARD = 4000
"""A card with more letters than this may break across pages."""


def plans(build: TextBuilder) -> dict[str, Any]:
    """A card a plan, fit for a wall."""
    return {"title": build.f.plans, "cards": [_card(build, line) for line in build.checklist.plans]}


def _card(build: TextBuilder, line: PlanLine) -> dict[str, Any]:
    plan, f = line.plan, build.f
    actions = [build.rich(text) for text in plan.action]
    parts = [part for name in ("effect", "verify", "rollback") for part in build.part(name, getattr(plan, name))]
    people = [{"label": f[name], **build.who(getattr(line, name))} for name in ("decider", "executor")]
    if line.notify:
        notify = build.p.comma.join(build.plain(role.title) for role in line.notify)
        people.append({"label": f.notify, "role": notify, "names": "", "nobody": False})
    return {
        "id": plan.id,
        "title": build.rich(plan.title),
        "kind": build.v.kind[plan.kind] + (f"{DOT}{f.internal}" if plan.audience == "internal" else ""),
        "emergency": plan.kind == "emergency",
        "takes": f"{f.takes} {build.length(plan.takes)}" if plan.takes else "",
        "trigger": build.part("trigger", plan.trigger)[0],
        "people": people,
        "action_title": f.action,
        "actions": actions,
        "parts": parts,
        "long": letters(build.rich(plan.trigger), *actions, *(part["text"] for part in parts)) > LONG_CARD,
    }


def contacts(build: TextBuilder) -> dict[str, Any]:
    """Everybody with a way to reach them, the rooms to meet in, and how trouble climbs."""
    level, stay, lines = build.checklist.level, build.checklist.onsite, rooms(build)
    if stay:
        lines += build.part("onsite", stay.place, f"{DOT}{build.span(stay.arrive, stay.leave)}")
    if level:
        lines += build.part("scope", level.scope)
        told = ((one.role, build.v.decision[one.decision], one.on) for one in level.approvals)
        lines += build.part(
            "approvals",
            *_listed(build, ((role, f" {word}", f" {build.day(on)}" if on else "") for role, word, on in told)),
        )
    tables = [*team(build), *roster(build, build.checklist.roster), *incidents(build), *_freeze(build)]
    return {"title": build.p.contacts_and_escalation, "lines": lines, "tables": tables}


def _listed(build: TextBuilder, lines: Iterable[tuple[Said, ...]]) -> list[Said]:
    """Several things in one line, parted by semicolons."""
    return [said for line in lines for said in (build.p.semicolon, *line)][1:]


def rooms(build: TextBuilder) -> list[Part]:
    """The bridge and the groups."""
    found, names = build.checklist.contacts, ("bridge", "customer_group", "internal_group")
    return [part for name in names for part in build.part(name, getattr(found, name))] if found else []


def team(build: TextBuilder) -> list[Part]:
    f = build.f
    rows: list[list[Cell]] = [
        [row["role"], row["side"], {"text": "", "warn": row["name"]} if row["nobody"] else row["name"], row["contact"]]
        for role in build.checklist.team
        for row in team_rows(build, role)
    ]
    return build.table(f.team, [f.role, f.side, f.name, f.contact], rows, "1.2 auto 1 1.6")


def team_in_pairs(build: TextBuilder) -> list[Part]:
    """The same in half the height, two roles a row."""
    s, f = build.s, build.f
    cells: list[list[Cell]] = [[role.title, "  ".join(build.reach(role))] for role in build.checklist.team]
    cells += [["", ""]] * (len(cells) % 2)
    rows = [left + right for left, right in zip(cells[::2], cells[1::2], strict=True)]
    return build.table(f.team, [f.role, s.names_and_contacts] * 2, rows, "1 2 1 2")


def roster(build: TextBuilder, shifts: Iterable[ShiftLine]) -> list[Part]:
    """Shifts with their telephones."""
    s, f = build.s, build.f
    rows: list[list[Cell]] = []
    for shift in shifts:
        who = {"text": build.rich(shift.who), "mark": s.on_now} if shift.now else shift.who
        rows.append([shift.title, who, shift.contact, build.span(shift.begins, shift.ends)])
    return build.table(f.roster, [f.role, f.who, f.contact, build.f.time], rows, "1.2 1 1.6 auto")


def incidents(build: TextBuilder) -> list[Part]:
    """The escalation clock: by when to acknowledge, how often to report, whom to call and when."""
    f, rows = build.f, [_incident(build, line) for line in build.checklist.incidents]
    return build.table(f.incidents, [build.f.incident, f.ack, f.update, f.escalate], rows, "1.6 auto auto 2")


def _incident(build: TextBuilder, line: IncidentLine) -> list[Cell]:
    incident = line.incident
    # Most titles begin with the class.
    id = "" if line.id in build.plain(incident.title) else line.id
    climb = _listed(build, ((f"{build.length(after)} → ", role) for after, role in line.escalate))
    what = {"strong": id, "text": build.rich(incident.title)}
    return [what, incident.ack, incident.update, build.rich(*climb) if climb else None]


def _freeze(build: TextBuilder) -> list[Part]:
    f = build.f
    rows: list[list[Cell]] = [
        [build.v.side[one.side], build.v.kind[one.kind], build.span(one.begins, one.ends), one.exceptions_by]
        for one in build.checklist.freeze
    ]
    return build.table(f.freeze, [f.side, f.kind, f.time, f.exceptions_by], rows, "1 1 2 2")


def messages(build: TextBuilder) -> dict[str, Any]:
    """Words ready to send."""
    said = [(build.rich(message.when), build.rich(message.text)) for message in build.checklist.messages]
    cards = [{"when": when, "text": text, "long": letters(text) > LONG_CARD} for when, text in said]
    return {"title": build.f.messages, "cards": cards}


def resources(build: TextBuilder) -> list[Part]:
    """The customer's resources, to find again what a report names."""
    f = build.f
    rows: list[list[Cell]] = [
        [one.resource.id, one.product, one.resource.region, one.resource.address, one.resource.use]
        for one in build.checklist.resources
    ]
    return build.table(f.resources, [build.f.id, f.product, f.region, f.address, f.use], rows, "1.3 1 auto 1.2 1.5")


def retrospective(build: TextBuilder) -> dict[str, Any] | None:
    """Forecast against actual, what is kept and what is to improve; None before it was held."""
    held, f = build.checklist.retrospective, build.f
    if held is None:
        return None
    facts = [line for line in build.checklist.facts if line.id in held.actual]
    rows: list[list[Cell]] = [
        [line.fact.ask, *(build.answer(value, line.fact.unit) for value in (line.value, held.actual[line.id]))]
        for line in facts
    ]
    improve = [
        build.rich(line.text, *(f"{DOT}{more}" for more in (line.item, line.change) if more)) for line in held.improve
    ]
    lists = [(f.kept, [build.rich(text) for text in held.kept]), (f.improve, improve)]
    return {
        "title": f"{f.retrospective} {build.day(held.held)}",
        "tables": build.table("", [f.fact, f.forecast, f.actual], rows, "3 1 1", (1, 2)),
        "lists": [{"title": title, "lines": lines} for title, lines in lists if lines],
    }
