"""An engagement's own page: where it stands, what is late, what comes next, whom to call, its sheets, and what came of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from generator.diagnostics import Lang
from generator.i18n import Strings, instant
from generator.i18n.plain import line as plain_line
from generator.site import addresses
from generator.site.context import SiteContext
from generator.site.links import Links, live_page
from generator.site.live.account_manager import contact_href
from generator.site.live.dashboard import step_lights
from generator.site.live.frame import event_ref, groups, in_due_order, named
from generator.site.live.lessons import graded
from generator.site.page import PageSource
from generator.site.search.entry import entry
from generator.tailor.checklist import Checklist

AHEAD = timedelta(days=14)
REASONS = 8
"""How many reasons stand open; the rest are one click away, and all are in the tables below."""
FORMATS = {"html": "HTML", "md": "Markdown", "pdf": "PDF", "xlsx": "XLSX", "ics": "ICS", "json": "JSON"}


def source(one: Checklist, context: SiteContext) -> PageSource:
    """The page of one engagement."""
    uri = context.options.engagements_base + addresses.engagement(one.id, context.lang)
    verdict = context.strings.value.verdict[one.readiness.verdict.value]
    title = named(one, context)
    return live_page(
        context, uri, title, "engagement", partial(_values, one), label=title,
        description=f"{plain_line(one.playbook_title, context.lang)} · {instant(one.start, context.lang)} · {verdict}",
        found=lambda: entry(one, context.lang, context.strings, uri),
    )  # fmt: skip


def _values(one: Checklist, links: Links) -> dict[str, object]:
    context = links.context
    open_duties = [duty for duty in in_due_order(one.duties, one) if not duty.settled]
    return {
        "c": one,
        "here": "",
        "groups": groups(links),
        "contact": contact_href,
        "overdue": [duty for duty in open_duties if duty.overdue],
        "next": [duty for duty in open_duties if not duty.overdue and duty.due.deadline(one.zone) <= one.today + AHEAD],
        "confirm": [duty for duty in open_duties if duty.to_confirm],
        "facts": [line for line in one.facts if line.value is None and line.fact.required],
        "shown": REASONS,
        "known": {duty.id: duty for duty in one.duties},
        "sheets": sheet_rows(one, context.options.sheets.get(one.id, ()), context.lang, context.strings),
        "event": event_ref(one, links),
        "lights": step_lights(one),
        "outcomes": list(graded(one)),
        "edit": context.options.edit_base and context.options.edit_base + context.library.engagements[one.id].file,
    }


def sheet_rows(
    one: Checklist, files: Sequence[str], lang: Lang, strings: Strings
) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """The sheets of ``lang``, each copy with its formats and their files, out of ``files`` (``E[.ROLE][.customer][.night].LANG.EXT``): team, customer, each role.

    A role's own view is the whole HTML sheet of its side, filtered: ``E.zh.html#role=architect``.
    """
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for file in files:
        *cut, language, extension = file.removeprefix(f"{one.id}.").split(".")
        if language == lang and extension in FORMATS:
            rows.setdefault(tuple(cut), {})[extension] = file
    for owner in {duty.owner.id: duty.owner for duty in one.duties}.values():
        copy = ("customer",) if owner.customer_side else ()
        if whole := rows.get(copy, {}).get("html"):
            rows.setdefault((owner.id, *copy), {}).setdefault("html", f"{whole}#role={owner.id}")
    known = {role.id: role.title.plain(lang) for role in (*one.team, *(duty.owner for duty in one.duties))}
    ordered = sorted(
        rows,
        key=lambda cut: (bool(set(cut) - {"customer", "night"}), "night" in cut, "customer" in cut, _place(cut, known)),
    )
    return tuple(
        (
            _sheet_title(cut, known, strings),
            [(name, rows[cut][end]) for end, name in FORMATS.items() if end in rows[cut]],
        )
        for cut in ordered
    )


def _place(cut: tuple[str, ...], known: Mapping[str, str]) -> int:
    order = list(known)
    return next((order.index(part) for part in cut if part in known), len(order))


def _sheet_title(cut: tuple[str, ...], known: Mapping[str, str], strings: Strings) -> str:
    words = strings.site.sheets
    role = [known.get(part, part) for part in cut if part not in ("customer", "night")]
    copy = words.customer if "customer" in cut else "" if role else words.team
    night = words.night if "night" in cut else ""
    return " · ".join(part for part in (*role, copy, night) if part)
