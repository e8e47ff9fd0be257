"""What a checklist says on a calendar: its events, finished, before any of them is written as iCalendar."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from generator.diagnostics import Bilingual
from generator.i18n import duration, instant
from generator.i18n.plain import line, plain
from generator.model.text import Text
from generator.render.body import BodyLine
from generator.render.sheet import Sheet, letter
from generator.tailor.rows import ChecklistItem, FreezeWindow, OnsiteStay, Patrol, RiskLine, RoleRef, ShiftLine, Wave

Kind = Literal["event", "wave", "freeze", "onsite", "shift", "item", "patrol", "risk"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

REMIND_AT = time(9)
LAST_CALL = timedelta(hours=1)
PRIORITY = {"must": 1, "should": 5, "may": 9}


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event of a calendar. A date is a whole day; ``ends`` is the first moment after it, None for a moment without length."""

    key: str
    """What it is about, in ASCII: the same whoever reads it, so that a later import updates what an earlier one made."""
    kind: Kind
    summary: str
    notes: tuple[str, ...]
    begins: date | datetime
    ends: date | datetime | None = None
    status: Status = "CONFIRMED"
    alarms: tuple[timedelta, ...] = ()
    """When to remind, counted from the beginning (a whole day's is its midnight, where the reader is)."""
    busy: bool = False
    priority: int | None = None
    place: str | None = None
    marks: tuple[tuple[str, str], ...] = ()
    """For programs: ``id``, ``owner`` and ``state``."""

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return bool(self.alarms)


def calendar_events(sheet: Sheet) -> Iterator[CalendarEvent]:
    """The event, its waves, freezes, stay and shifts, then every item (and patrol) by step, then the risks that have a date."""
    c, writer = sheet.checklist, _Writer(sheet)
    yield writer.event()
    yield from map(writer.wave, c.waves)
    yield from writer.freezes(c.freeze)
    if c.onsite:
        yield writer.onsite(c.onsite)
    yield from writer.shifts(c.roster)
    for duty in c.duties:
        yield writer.duty(duty, waived=False)
        if duty.patrol:
            yield writer.patrol(duty, duty.patrol)
    for duty in c.waived:
        yield writer.duty(duty, waived=True)
    for risk in c.risks:
        if risk.risk.due:
            yield writer.risk(risk, risk.risk.due)


class _Writer:
    """One sheet's events in its words."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.checklist, self.lang = sheet, sheet.checklist, sheet.kit.lang
        strings = sheet.kit.strings
        self.s, self.f, self.words, self.value = strings.sheet, strings.field, strings.calendar, strings.value
        self.customer = self._line(sheet.checklist.customer)
        self.expected: Status = "TENTATIVE" if sheet.checklist.tentative else "CONFIRMED"
        c = sheet.checklist
        self.foot = f"{self._line(c.playbook_title)} {c.edition} · {self.f.fingerprint} {c.fingerprint}"

    def event(self) -> CalendarEvent:
        c = self.checklist
        verdict = self._part(self.f.readiness, self.value.verdict[c.readiness.verdict])
        title = self._line(c.level.title) if c.level else self.s.no_level
        level = self._part(self.f.level, f"{letter(c.level.id, title)}{title}" if c.level else title)
        team = (f"{self._line(role.title)}{self.s.colon}{self._people(role)}" for role in c.team)
        return self._span("event", "event", self._line(c.event), c.start, c.end, (verdict, level, *team))

    def wave(self, wave: Wave) -> CalendarEvent:
        where = (self._part(self.f.regions, ", ".join(wave.regions)),) if wave.regions else ()
        said = self._filled("wave", wave=self._line(wave.title))
        return self._span(f"wave.{wave.id}", "wave", said, wave.peak, wave.peak, where)

    def freezes(self, windows: tuple[FreezeWindow, ...]) -> Iterator[CalendarEvent]:
        for number, window in enumerate(windows, 1):
            said = self._filled("freeze", kind=self.value.kind[window.kind], side=self.value.side[window.side])
            by = (self._part(self.f.exceptions_by, self._who(window.exceptions_by)),) if window.exceptions_by else ()
            yield self._span(f"freeze.{number}", "freeze", said, window.begins, window.ends, by)

    def onsite(self, stay: OnsiteStay) -> CalendarEvent:
        said = f"{self.f.onsite} {(where := self._line(stay.place))}"
        return self._span("onsite", "onsite", said, stay.arrive, stay.leave, (), busy=True, place=where)

    def shifts(self, roster: tuple[ShiftLine, ...]) -> Iterator[CalendarEvent]:
        """The roster; of a role's sheet the shifts of that role and of the people who hold it."""
        counted: dict[str, int] = {}
        own = {person.name for person in self.sheet.role.people} if self.sheet.role else set()
        for shift in roster:
            counted[shift.role] = counted.get(shift.role, 0) + 1
            if self.sheet.role and shift.role != self.sheet.role.id and shift.who not in own:
                continue
            said = self._filled("shift", role=self._line(shift.title), who=self._line(shift.who))
            contact = (self._part(self.f.contact, self._line(shift.contact)),) if shift.contact else ()
            key = f"shift.{shift.role}.{counted[shift.role]}"
            yield self._span(key, "shift", said, shift.begins, shift.ends, contact, busy=True)

    def duty(self, duty: ChecklistItem, waived: bool) -> CalendarEvent:
        status: Status = "CANCELLED" if waived else "CONFIRMED" if duty.settled else self.expected
        day, moment = duty.due.day, duty.due.instant
        return CalendarEvent(
            key=duty.id.lower(),
            kind="item",
            summary=f"{self._prefix(duty, waived)}{duty.id} {self._line(duty.item.title)} · {self.customer}",
            notes=tuple(self._about(duty, waived)),
            begins=moment or day,
            ends=None if moment else day + timedelta(days=1),
            status=status,
            alarms=() if waived or duty.settled else self._reminders(moment),
            priority=PRIORITY[duty.item.severity],
            marks=(("id", duty.id), ("owner", duty.owner.id), ("state", "waived" if waived else duty.status.state)),
        )

    def patrol(self, duty: ChecklistItem, patrol: Patrol) -> CalendarEvent:
        title, every = self._line(duty.item.title), duration(patrol.every, self.lang)
        said = self._filled("patrol", id=duty.id, title=title, every=every)
        key, marks = f"patrol.{duty.id.lower()}", (("id", duty.id), ("owner", duty.owner.id))
        who = (self._part(self.f.owner, self._who(duty.owner)),)
        return self._span(key, "patrol", said, patrol.begins, patrol.ends, who, marks=marks)

    def risk(self, found: RiskLine, due: date) -> CalendarEvent:
        risk = found.risk
        # A risk's id is any text; its digest is ASCII and cannot collide with another's.
        key = f"risk.{hashlib.sha256(risk.id.encode()).hexdigest()[:12]}"
        settled = risk.state != "open"
        prefix = f"✓ {self.value.state[risk.state]} " if settled else ""
        text, owner = self._line(risk.text), self._part(self.f.owner, self._who(found.owner))
        return CalendarEvent(
            key=key,
            kind="risk",
            summary=f"{prefix}{self.f.risk} {self._line(risk.id)} · {self.customer}",
            notes=(self._part(self.value.level[risk.level], text), owner, self.foot),
            begins=due,
            ends=due + timedelta(days=1),
            status="CONFIRMED" if settled else self.expected,
            alarms=() if settled else self._reminders(None),
            marks=(("id", self._line(risk.id)), ("owner", found.owner.id), ("state", risk.state)),
        )

    def _prefix(self, duty: ChecklistItem, waived: bool) -> str:
        if waived:
            return f"{self.f.waived} "
        if not duty.settled:
            return ""
        return f"✓ {self.words.finished if duty.finished else self.value.state[duty.status.state]} "

    def _reminders(self, moment: datetime | None) -> tuple[timedelta, ...]:
        """A day before at nine, and on the day: at nine, or an hour ahead of an instant."""
        nine = timedelta(hours=REMIND_AT.hour)
        if moment is None:
            return nine - timedelta(days=1), nine
        local = moment.astimezone(self.checklist.zone)
        before = datetime.combine(local.date() - timedelta(days=1), REMIND_AT, self.checklist.zone)
        return before - local, -LAST_CALL

    def _about(self, duty: ChecklistItem, waived: bool) -> Iterator[str]:
        body, f = self.sheet.body, self.f
        yield self._part(f.owner, self._who(duty.owner))
        for other in body.others(duty):
            yield self._part(other.label, ", ".join(map(self._who, other.roles)))
        yield " · ".join(map(self._said, (*body.tags(duty), body.reported(duty))))
        if duty.due.instant:
            yield self._part(f.due, instant(duty.due.instant, self.lang))
        history = body.waived(duty) if waived else ()
        yield from map(self._said, (*body.due_notes(duty), *body.brief(duty), *history))
        yield self.foot

    def _said(self, told: BodyLine) -> str:
        words = self._line("".join(plain(one, self.lang) for one in told.said))
        return self._part(told.label, words) if told.label and words else told.label or words

    def _span(
        self, key: str, kind: Kind, said: str, begins: datetime, ends: datetime, notes: tuple[str, ...], *,
        busy: bool = False, place: str | None = None, marks: tuple[tuple[str, str], ...] = (),
    ) -> CalendarEvent:  # fmt: skip
        # Our ends are the last moment inside; a calendar's is the first one after.
        after = ends + timedelta(seconds=1) - timedelta(microseconds=ends.microsecond) if ends.microsecond else ends
        return CalendarEvent(
            key, kind, f"{said} · {self.customer}", (*notes, self.foot), begins, after if after > begins else None,
            self.expected, busy=busy, place=place, marks=marks,
        )  # fmt: skip

    def _line(self, value: Text | Bilingual | str) -> str:
        return line(value, self.lang)

    def _part(self, label: str, text: str) -> str:
        return f"{label}{self.s.colon}{text}"

    def _filled(self, name: str, **values: Any) -> str:
        return str(self.words[name]).format_map(values)

    def _who(self, role: RoleRef) -> str:
        people = self._people(role)
        return self._line(role.title) + (f" ({people})" if people else "")

    def _people(self, role: RoleRef) -> str:
        return ", ".join(map(self._line, self.sheet.body.reach(role)))
