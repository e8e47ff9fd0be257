"""What one engagement puts on the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from generator.diagnostics import Bilingual
from generator.i18n.dates import short_day, zone
from generator.model.text import Text
from generator.site.facets import joined
from generator.site.links import Links
from generator.site.live.frame import event_ref, lead
from generator.site.page import View
from generator.tailor.checklist import Checklist
from generator.tailor.rows import ChecklistItem, FreezeWindow

AHEAD = timedelta(days=120)
DUES_AHEAD = timedelta(days=45)
"""Dues further away are on each sheet; here they would bury the rest."""
KINDS = ("wave", "start", "end", "onsite", "test", "freeze", "due")
SEVERITIES = ("must", "should", "may")


def calendar_entries(one: Checklist, links: Links) -> Iterator[View]:
    writer = _EntryWriter(one, links)
    last = one.today + AHEAD
    for wave in one.waves:
        if one.today.date() <= wave.peak.date() and wave.peak <= last:
            yield writer.moment("wave", wave.peak, wave.title, " ".join(wave.regions))
    if one.start.date() >= one.today.date() and one.start <= last:
        yield writer.moment("start", one.start, one.event)
    if one.end <= last:
        yield writer.moment("end", one.end, one.event)
    if one.onsite and one.onsite.leave >= one.today:
        owner = lead(one, "technical-service-manager") or ""
        yield writer.span("onsite", one.onsite.arrive, one.onsite.leave, one.onsite.place, owner)
    for test in one.tests:
        if test.verdict is None and test.on >= one.today.date():
            yield writer.day("test", test.on, test.note or "", test.id)
    for freeze in one.freeze:
        if freeze.ends >= one.today and freeze.begins <= last:
            yield writer.freeze(freeze)
    for duty in one.duties:
        if not duty.settled and one.today.date() <= duty.due.day <= (one.today + DUES_AHEAD).date():
            yield writer.due(duty)


class _EntryWriter:
    """One engagement's entries."""

    def __init__(self, one: Checklist, links: Links) -> None:
        self.one, self.links, self.ref = one, links, event_ref(one, links)
        self.words = links.context.strings.live.kinds

    def moment(self, kind: str, at: datetime, text: Text, where: str = "") -> View:
        local = at.astimezone(self.one.zone)
        return self._entry(kind, local.date(), text, f"{local:%H:%M}", at=_hour(local), where=where)

    def span(self, kind: str, begins: datetime, ends: datetime, text: Text, owner: str) -> View:
        begins, ends = begins.astimezone(self.one.zone), ends.astimezone(self.one.zone)
        day = max(begins.date(), self.one.today.date())
        return self._entry(kind, day, text, f"{begins:%H:%M}", at=_hour(begins), until=self._until(ends), owner=owner)

    def day(self, kind: str, day: date, text: Text | str, id: str) -> View:
        return self._entry(kind, day, text, id=id)

    def freeze(self, freeze: FreezeWindow) -> View:
        kind = Bilingual("硬封网", "hard freeze") if freeze.kind == "hard" else Bilingual("软封网", "soft freeze")
        side = Bilingual("客户侧", "customer's side") if freeze.side == "customer" else Bilingual("我方", "our side")
        day = max(freeze.begins.astimezone(self.one.zone).date(), self.one.today.date())
        words = Bilingual(f"{side.zh}{kind.zh}", f"{kind.en}, {side.en}")
        return self._entry("freeze", day, words, side.en, until=self._until(freeze.ends.astimezone(self.one.zone)))

    def due(self, duty: ChecklistItem) -> View:
        moment = duty.due.instant.astimezone(self.one.zone) if duty.due.instant else None
        owner = duty.owner.people[0].name if duty.owner.people else self.links.context.plain(duty.owner.title)
        return self._entry(
            "due",
            duty.due.day,
            duty.item.title,
            f"{SEVERITIES.index(duty.item.severity)}{moment or ''}",
            at=_hour(moment) if moment else "",
            id=duty.id,
            href=self.links.item(duty.id).href,
            severity=duty.item.severity,
            owner=owner,
        )

    def _entry(self, kind: str, day: date, text: Text | Bilingual | str, sort: str = "", **more: str) -> View:
        """One line of a day. ``at`` is empty for a whole day; ``until`` is set where it lasts; ``severity`` of dues alone."""
        own = dict.fromkeys(("at", "until", "where", "id", "href", "severity", "owner"), "") | more
        return View(
            day=day,
            order=(KINDS.index(kind), sort, f"{self.one.id} {own['id']}"),
            kind=kind,
            label=self.words[kind],
            text=text,
            ref=self.ref,
            facets={
                "kind": kind,
                "event": self.one.id,
                "severity": own["severity"] or "-",
                "person": joined((own["owner"],)),
            },
            **own,
        )

    def _until(self, ends: datetime) -> str:
        return f"{short_day(ends.date(), self.links.context.lang)} {ends:%H:%M}"


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M} {zone(moment)}"
