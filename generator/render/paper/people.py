"""Plans as cards, people and how to reach them, words ready to send, and what else is kept at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.render.paper.capacity import Cell, table
from generator.render.paper.cover import team_rows
from generator.render.paper.pen import DASH, DOT, Part, Pen, letters
from generator.render.paper.steps import who
from generator.tailor.rows import PlanLine, ShiftLine

LONG_CARD = 4000
"""A card with more letters than this may break across pages."""


def plans(pen: Pen) -> dict[str, Any]:
    """A card a plan, fit for a wall."""
    return {"title": pen.s.plans, "cards": [_card(pen, line) for line in pen.sheet.checklist.plans]}


def _card(pen: Pen, line: PlanLine) -> dict[str, Any]:
    plan, s = line.plan, pen.s
    takes = f"{s.takes} {pen.length(plan.takes)}" if plan.takes else ""
    actions = [pen.ink(text) for text in plan.action]
    parts = [
        *pen.part("effect", plan.effect),
        *pen.part("verify", plan.verify),
        *pen.part("rollback", plan.rollback),
    ]
    notify = pen.p.comma.join(pen.plain(role.title) for role in line.notify)
    return {
        "id": plan.id,
        "title": pen.ink(plan.title),
        "kind": pen.v.kind[plan.kind] + (f"{DOT}{s.internal}" if plan.audience == "internal" else ""),
        "emergency": plan.kind == "emergency",
        "takes": takes,
        "trigger": pen.part("trigger", plan.trigger)[0],
        "people": [
            {"label": s.decider, **who(pen, line.decider)},
            {"label": s.executor, **who(pen, line.executor)},
            *([{"label": s.notify, "role": notify, "names": "", "nobody": False}] if notify else []),
        ],
        "action_title": s.action,
        "actions": actions,
        "parts": parts,
        "long": letters(pen.ink(plan.trigger), *actions, *(part["text"] for part in parts)) > LONG_CARD,
    }


def contacts(pen: Pen) -> dict[str, Any]:
    """Everybody with a way to reach them, the rooms to meet in, and how trouble climbs."""
    checklist = pen.sheet.checklist
    level = checklist.level
    lines: list[Part] = rooms(pen)
    if checklist.onsite:
        stay = checklist.onsite
        lines += pen.part("onsite", stay.place, f"{DOT}{pen.span(stay.arrive, stay.leave)}")
    if level and level.scope:
        lines += pen.part("scope", level.scope)
    if level and level.approvals:
        said = [
            part
            for n, approval in enumerate(level.approvals)
            for part in (
                pen.p.semicolon if n else "",
                approval.role,
                f" {pen.v.decision[approval.decision]}",
                f" {pen.day(approval.on)}" if approval.on else "",
            )
        ]
        lines += pen.part("approvals", *said)
    return {
        "title": pen.p.contacts_and_escalation,
        "lines": lines,
        "tables": [*team(pen), *roster(pen, checklist.roster), *incidents(pen), *_freeze(pen)],
    }


def rooms(pen: Pen) -> list[Part]:
    """The bridge and the groups."""
    found = pen.sheet.checklist.contacts
    if found is None:
        return []
    return [
        *pen.part("bridge", found.bridge),
        *pen.part("customer_group", found.customer_group),
        *pen.part("internal_group", found.internal_group),
    ]


def team(pen: Pen) -> list[dict[str, Any]]:
    rows: list[list[Cell]] = []
    for role in pen.sheet.checklist.team:
        for part in team_rows(pen, role):
            rows.append(
                [
                    part["role"],
                    part["side"],
                    {"text": "", "warn": part["name"]} if part["nobody"] else part["name"],
                    part["contact"],
                ]
            )
    return table(pen.s.team, [pen.s.role, pen.p.side, pen.p.name, pen.s.contact], rows, ["1.2", "auto", "1", "1.6"])


def team_in_pairs(pen: Pen) -> list[dict[str, Any]]:
    """The same in half the height, two roles a row."""
    cells: list[list[Cell]] = [
        [pen.ink(role.title), pen.ink("  ".join(pen.reach(role)))] for role in pen.sheet.checklist.team
    ]
    cells += [["", ""]] * (len(cells) % 2)
    rows = [left + right for left, right in zip(cells[::2], cells[1::2], strict=True)]
    return table(pen.s.team, [pen.s.role, pen.s.names_and_contacts] * 2, rows, ["1", "2", "1", "2"])


def roster(pen: Pen, shifts: Sequence[ShiftLine]) -> list[dict[str, Any]]:
    """Shifts with their telephones."""
    rows: list[list[Cell]] = []
    for shift in shifts:
        now = {"text": pen.ink(shift.who), "mark": pen.s.on_now} if shift.now else pen.ink(shift.who)
        rows.append([pen.ink(shift.title), now, pen.ink(shift.contact or DASH), pen.span(shift.begins, shift.ends)])
    return table(pen.s.roster, [pen.s.role, pen.s.who, pen.s.contact, pen.p.time], rows, ["1.2", "1", "1.6", "auto"])


def incidents(pen: Pen) -> list[dict[str, Any]]:
    """The escalation clock: by when to acknowledge, how often to report, whom to call and when."""
    rows: list[list[Cell]] = []
    for line in pen.sheet.checklist.incidents:
        # Most titles begin with the class.
        id = "" if line.id in pen.plain(line.incident.title) else line.id
        climb = [
            said
            for n, (after, role) in enumerate(line.escalate)
            for said in (pen.p.semicolon if n else "", f"{pen.length(after)} → ", role)
        ]
        rows.append([
            {"strong": id, "text": pen.ink(line.incident.title)},
            pen.length(line.incident.ack),
            pen.length(line.incident.update),
            pen.ink(*climb) if climb else DASH,
        ])  # fmt: skip
    return table(
        pen.s.incidents, [pen.p.incident, pen.s.ack, pen.s.update, pen.s.escalate], rows, ["1.6", "auto", "auto", "2"]
    )


def _freeze(pen: Pen) -> list[dict[str, Any]]:
    s = pen.s
    rows: list[list[Cell]] = []
    for freeze in pen.sheet.checklist.freeze:
        exceptions: Cell = who(pen, freeze.exceptions_by) if freeze.exceptions_by else DASH
        side = pen.v.side[freeze.side]
        rows.append([side, pen.v.kind[freeze.kind], pen.span(freeze.begins, freeze.ends), exceptions])
    return table(s.freeze, [pen.p.side, pen.p.kind, pen.p.time, s.exceptions_by], rows, ["1", "1", "2", "2"])


def messages(pen: Pen) -> dict[str, Any]:
    """Words ready to send."""
    found = pen.sheet.checklist.messages
    cards = [
        {
            "when": pen.ink(message.when),
            "text": pen.ink(message.text),
            "long": letters(pen.ink(message.text)) > LONG_CARD,
        }
        for message in found
    ]
    return {"title": pen.s.messages, "cards": cards}


def resources(pen: Pen) -> list[dict[str, Any]]:
    """The customer's resources, to find again what a report names."""
    s = pen.s
    rows: list[list[Cell]] = [
        [
            pen.ink(line.resource.id),
            pen.ink(line.product),
            pen.ink(line.resource.region or DASH),
            pen.ink(line.resource.address or DASH),
            pen.ink(line.resource.use or DASH),
        ]
        for line in pen.sheet.checklist.resources
    ]
    return table(
        s.resources, [pen.p.id, s.product, s.region, s.address, s.use], rows, ["1.3", "1", "auto", "1.2", "1.5"]
    )


def retrospective(pen: Pen) -> dict[str, Any] | None:
    """Forecast against actual, what is kept and what is to improve; None before it was held."""
    held, s = pen.sheet.checklist.retrospective, pen.s
    if held is None:
        return None
    rows: list[list[Cell]] = [
        [
            pen.ink(line.fact.ask),
            pen.answer(line.value, line.fact.unit),
            pen.answer(held.actual[line.id], line.fact.unit),
        ]
        for line in pen.sheet.checklist.facts
        if line.id in held.actual
    ]
    improve = [
        pen.ink(line.text, f"{DOT}{line.item}" if line.item else "", f"{DOT}{line.change}" if line.change else "")
        for line in held.improve
    ]
    lists = [(s.kept, [pen.ink(text) for text in held.kept]), (s.improve, improve)]
    return {
        "title": f"{s.retrospective} {pen.day(held.held)}",
        "tables": table("", [s.fact, s.forecast, s.actual], rows, ["3", "1", "1"], (1, 2)),
        "lists": [{"title": title, "lines": lines} for title, lines in lists if lines],
    }
