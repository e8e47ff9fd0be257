"""An engagement's own page: where it stands, what is late, what comes next, whom to call, its sheets, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from generator.diagnostics import Lang, Words
from generator.language import Strings, instant
from generator.language.plain import line as plain_line
from generator.model.item import CATEGORIES
from generator.model.text import Text
from generator.pages import addresses
from generator.pages.item import SEVERITIES
from generator.pages.live.chasing import contact_href
from generator.pages.live.dashboard import StepLight, step_lights
from generator.pages.live.frame import LivePage, Ways, World, countdown, groups, named
from generator.pages.live.lessons import Review, review
from generator.pages.page import Link
from generator.tailor.checklist import Checklist, Colour
from generator.tailor.lines import Duty, FactLine, RoleRef

AHEAD = timedelta(days=14)
REASONS = 8
"""How many reasons stand open; the rest are one click away, and all are in the tables below."""
FORMATS = {"html": "HTML", "md": "Markdown", "pdf": "PDF", "xlsx": "XLSX", "ics": "ICS", "json": "JSON"}


@dataclass(frozen=True, slots=True)
class DutyLine:
    """``href`` opens the item in its playbook; an engagement's own item has none."""

    duty: Duty
    severity: Words
    href: str


@dataclass(frozen=True, slots=True)
class Light:
    title: Text | Words
    colour: Colour


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """``id`` is what the reason speaks of, shown where it opens in the playbook or is an item of the team's own."""

    id: str
    words: Words
    colour: Colour
    href: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One copy of the sheet and the formats it comes in."""

    title: str
    customer: bool
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    overdue: tuple[DutyLine, ...]
    next: tuple[DutyLine, ...]
    confirm: tuple[DutyLine, ...]
    facts: tuple[FactLine, ...]
    reasons: tuple[ReasonLine, ...]
    more_reasons: tuple[ReasonLine, ...]
    categories: tuple[Light, ...]
    steps: tuple[Light, ...]
    sheets: tuple[SheetRow, ...]
    countdown: Words
    live: bool
    playbook: Link
    lights: tuple[StepLight, ...]
    review: Review | None
    edit: str


def page(one: Checklist, world: World) -> LivePage:
    """The page of one engagement."""
    site = world.site
    uri = site.options.engagements_base + addresses.engagement(one.id, site.lang)
    ways = Ways.at(site, uri)
    content = site.templates.get_template("engagement.html.j2").render(
        c=one, view=_view(one, ways), here="", groups=groups(ways), contact=contact_href
    )
    verdict = site.strings.site.verdict[one.readiness.verdict.value]
    lead = f"{plain_line(one.playbook_title, site.lang)} · {instant(one.start, site.lang)} · {verdict}"
    return LivePage(uri, named(one, site), lead, content, f"index.{site.other_lang}.html")


def _view(one: Checklist, ways: Ways) -> View:
    site = ways.site
    playbook = ways.to(addresses.playbook(one.playbook))
    open_duties = [duty for duty in one.duties if not duty.settled]
    ahead = [duty for duty in open_duties if not duty.overdue and duty.due.deadline(one.zone) <= one.today + AHEAD]
    reasons = tuple(_reasons(one, playbook))
    titles = {step.id: step.title for step in one.steps}
    return View(
        overdue=_lines([duty for duty in open_duties if duty.overdue], one, playbook),
        next=_lines(ahead, one, playbook),
        confirm=_lines([duty for duty in open_duties if duty.to_confirm], one, playbook),
        facts=tuple(line for line in one.facts if line.value is None and line.fact.required),
        reasons=reasons[:REASONS],
        more_reasons=reasons[REASONS:],
        categories=tuple(Light(CATEGORIES[category], colour) for category, colour in one.readiness.by_category),
        steps=tuple(Light(titles[step], colour) for step, colour in one.readiness.by_step),
        sheets=sheet_rows(one, site.options.sheets.get(one.id, ()), site.lang, site.strings),
        countdown=countdown(one),
        live=one.start <= one.today <= one.end,
        playbook=ways.playbook(one.playbook),
        lights=step_lights(one),
        review=review(one, ways) if one.retrospective else None,
        edit=site.options.edit_base and site.options.edit_base + site.library.engagements[one.id].file,
    )


def _lines(duties: Sequence[Duty], one: Checklist, playbook: str) -> tuple[DutyLine, ...]:
    in_order = sorted(duties, key=lambda duty: (duty.due.deadline(one.zone), duty.id))
    return tuple(
        DutyLine(duty, SEVERITIES[duty.item.severity], "" if duty.extra else f"{playbook}#{addresses.anchor(duty.id)}")
        for duty in in_order
    )


def _reasons(one: Checklist, playbook: str) -> Iterator[ReasonLine]:
    known = {duty.id: duty for duty in one.duties}
    for reason in one.readiness.reasons:
        duty = known.get(reason.about)
        href = f"{playbook}#{addresses.anchor(duty.id)}" if duty and not duty.extra else ""
        yield ReasonLine(reason.about if duty else "", reason.words, reason.colour, href)


def sheet_rows(one: Checklist, files: Sequence[str], lang: Lang, strings: Strings) -> tuple[SheetRow, ...]:
    """The sheets of ``lang`` among ``files`` (``E[.ROLE][.customer][.night].LANG.EXT``): team, customer, each role."""
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for file in files:
        *cut, language, extension = file.removeprefix(f"{one.id}.").split(".")
        if language == lang and extension in FORMATS:
            rows.setdefault(tuple(cut), {})[extension] = file
    known = {role.id: role.title.plain(lang) for role in _roles(one)}
    ordered = sorted(
        rows,
        key=lambda cut: (bool(set(cut) - {"customer", "night"}), "night" in cut, "customer" in cut, _place(cut, known)),
    )
    return tuple(
        SheetRow(
            _sheet_title(cut, known, strings),
            "customer" in cut,
            tuple((FORMATS[extension], rows[cut][extension]) for extension in FORMATS if extension in rows[cut]),
        )
        for cut in ordered
    )


def _roles(one: Checklist) -> Iterator[RoleRef]:
    yield from one.team
    yield from (duty.owner for duty in one.duties)


def _place(cut: tuple[str, ...], known: Mapping[str, str]) -> int:
    order = list(known)
    return next((order.index(part) for part in cut if part in known), len(order))


def _sheet_title(cut: tuple[str, ...], known: Mapping[str, str], strings: Strings) -> str:
    words = strings.site.sheets
    role = [known.get(part, part) for part in cut if part not in ("customer", "night")]
    copy = words.customer if "customer" in cut else "" if role else words.team
    night = words.night if "night" in cut else ""
    return " · ".join(part for part in (*role, copy, night) if part)
