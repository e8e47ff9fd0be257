"""The first page: what a director reads in ten seconds."""

import io
from collections.abc import Iterable
from typing import Any

from generator.render.body import COUNTS
from generator.render.pdf.text_builder import DASH, DOT, Part, RichText, TextBuilder
from generator.render.pdf.timeline import timeline
from generator.render.sheet import letter
from generator.tailor.rows import ChecklistItem, RoleRef


def cover(build: TextBuilder) -> dict[str, Any]:
    """Customer, event and verdict; readiness, timeline, team; what is overdue and what comes next."""
    checklist, sheet, s, f = build.checklist, build.sheet, build.s, build.f
    titles = {step.id: build.plain(step.title) for step in checklist.steps}
    categories = [(build.v.category[category], colour) for category, colour in checklist.readiness.by_category]
    steps = [(titles[id], colour) for id, colour in checklist.readiness.by_step if id in titles]
    team = [row for role in checklist.team for row in team_rows(build, role)]
    return {
        "verdict": verdict(build),
        "facts": facts(build),
        "counts": [{"label": f[name], "value": str(getattr(checklist.counts, name))} for name in COUNTS],
        "by_category": {"title": f.by_category, "marks": [_mark(build, *part) for part in categories]},
        "by_step": {"title": f.by_step, "marks": [_mark(build, *part) for part in steps]},
        "timeline": timeline(build),
        "team": {"title": f.team, "rows": team, "empty": s.none},
        "overdue": _dues(build, s.overdue_list, sheet.overdue, s.nothing_overdue),
        "next": _dues(build, s.next_list, sheet.upcoming, s.nothing_next),
    }


def head(build: TextBuilder) -> dict[str, Any]:
    """What every page of a sheet names: whose it is, which copy, which edition of what."""
    sheet, checklist, s, p, f = build.sheet, build.checklist, build.s, build.p, build.f
    return {
        "customer": build.rich(checklist.customer),
        "event": build.rich(checklist.event),
        "title": f"{build.plain(checklist.customer)}{DOT}{build.plain(checklist.event)}",
        "kind": build.n.title if sheet.night else s.role_copy if sheet.role else s.title,
        "copy": s.customer_copy if sheet.for_customer else s.team_copy,
        "edition": f"{build.plain(checklist.playbook_title)} {checklist.edition}",
        "commit": f"{s.commit} {_commit(build)}",
        "as_of": f"{f.as_of} {build.instant(checklist.today)}",
        "fingerprint": checklist.fingerprint,
        "code": code(sheet.address or checklist.fingerprint),
        "code_alt": p.code_alt.replace("{fingerprint}", checklist.fingerprint),
        "code_text": p.code_address if sheet.address else p.code_fingerprint,
        "page": p.page,
        "more": p.more_on_full if sheet.night else p.more,
    }


def _commit(build: TextBuilder) -> str:
    commit = build.sheet.commit
    if commit is None:
        return DASH
    return f"{commit.id}{build.p.open}{build.s.uncommitted}{build.p.close}" if commit.dirty else commit.id


def code(content: str) -> str:
    """A QR code as SVG: dark modules alone, so that it prints on any ground."""
    import segno

    out, qr = io.BytesIO(), segno.make(content, error="m", micro=False)
    qr.save(out, kind="svg", border=2, xmldecl=False, svgns=True, nl=False, light="#fff")
    return out.getvalue().decode("ascii")


def verdict(build: TextBuilder) -> dict[str, Any]:
    """The verdict with all its reasons; the colour is said in words too."""
    readiness, hidden = build.checklist.readiness, build.sheet.hidden_reasons
    none, ids = [] if readiness.reasons or hidden else [build.s.no_reasons], build.sheet.ids
    reasons = [
        {**_mark(build, build.rich(one.words), one.colour), "about": one.about if one.about in ids else ""}
        for one in readiness.reasons
    ]
    return {
        "word": build.v.verdict[readiness.verdict],
        "colour": "none" if readiness.verdict == "ended" else readiness.whole,
        "reasons": reasons,
        "rest_title": build.p.other_reasons,
        "notes": none + ([build.s.internal_reasons] if hidden else []),
    }


def facts(build: TextBuilder) -> list[Part]:
    """Start, end, waves, level and origin as label and value."""
    checklist, s, f = build.checklist, build.s, build.f
    start = build.instant(checklist.start) + (f"{DOT}{s.tentative}" if checklist.tentative else "")
    waves = [
        build.rich(
            wave.title, f" {build.instant(wave.peak)}", f"{DOT}{', '.join(wave.regions)}" if wave.regions else ""
        )
        for wave in checklist.waves
    ]
    older = f"{DOT}{f.accepted_edition} {checklist.accepted_edition}" if checklist.accepted_edition else ""
    rows: list[tuple[str, list[RichText]]] = [
        (f.start, [start]),
        (f.end, [build.instant(checklist.end)]),
        (f.waves, waves or [s.none]),
        (f.level, [_level(build)]),
        (f.playbook, [build.rich(checklist.playbook_title, f" {checklist.edition}{older}")]),
        (f.opened, [build.day(checklist.opened)]),
    ]
    return [{"label": label, "lines": lines} for label, lines in rows]


def _level(build: TextBuilder) -> RichText:
    level = build.checklist.level
    if level is None:
        return str(build.s.no_level)
    before = letter(level.id, build.plain(level.title))
    return build.rich(before, level.title, f"{DOT}{build.f.ack} {build.length(level.ack)}")


def team_rows(build: TextBuilder, role: RoleRef) -> Iterable[Part]:
    """One row a person, the role named on the first."""
    people = [(person.name, person.contact or DASH) for person in role.people] or [(build.f.nobody, "")]
    named = {"role": build.rich(role.title), "side": build.v.side[role.side]}
    for n, (name, contact) in enumerate(people):
        who = {"name": build.rich(name), "contact": build.rich(contact), "nobody": role.nobody}
        yield {**(named if n == 0 else {"role": "", "side": ""}), **who}


def _mark(build: TextBuilder, text: RichText, colour: str) -> Part:
    return {"text": text, "colour": colour, "word": build.v.colour[colour]}


def _dues(build: TextBuilder, title: str, duties: Iterable[ChecklistItem], empty: str) -> Part:
    rows = [
        {
            "id": duty.id, "text": build.rich(duty.item.title), "who": build.rich(duty.owner.title),
            "day": build.short_day(duty.due.day),
        }
        for duty in duties
    ]  # fmt: skip
    return {"title": title, "rows": rows, "empty": empty}
