"""What is said of an item: which lines, in which order, under which word. Every format asks here and places what it gets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.diagnostics import Bilingual, Lang
from generator.i18n import Strings, calendar_day, duration, short_day
from generator.i18n.dates import span
from generator.i18n.plain import plain
from generator.model.item import texts
from generator.model.text import Text
from generator.tailor.rows import ChecklistItem, RoleRef

Said = Text | Bilingual | str

COUNTS = ("total", "finished", "open", "overdue", "blocked", "accepted", "to_confirm", "waived", "left_out")
"""A checklist's counts in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One thing that is said of an item: a label, empty where the words say enough, and words to be read one after the other."""

    name: str
    """What it is about: a field of the item, or a word of the sheet's."""
    label: str
    said: tuple[Said, ...]
    kind: str = ""
    """How it looks: ``warn``, ``why``, ``internal``, or a severity."""
    leads_to: str = ""
    """The id of a plan on the same sheet."""
    roles: tuple[RoleRef, ...] = ()
    """Whom it names, for a format that adds how to reach them."""
    rounds: tuple[str, ...] = ()
    """Times of day, each to be ticked."""


@dataclass(frozen=True, slots=True)
class Body:
    """What sheets in one language say of their items."""

    strings: Strings
    lang: Lang

    def tags(self, duty: ChecklistItem) -> Iterator[BodyLine]:
        """Severity and category, then what is special about it: a word or two each."""
        item, value = duty.item, self.strings.value
        yield BodyLine("severity", "", (value.severity[item.severity],), item.severity.value)
        yield BodyLine("category", "", (value.category[item.category],))
        if duty.attention:
            yield self._word("attention")
        if duty.extra:
            yield self._word("extra")
        if item.audience == "internal":
            yield self._word("internal", "internal")
        if duty.wave:
            yield BodyLine("wave", "", (f"{self.strings.field.wave} ", duty.wave.title))

    def lines(self, duty: ChecklistItem) -> Iterator[BodyLine]:
        """What is to be done and why, what it waits for, and what was reported."""
        for name, text in texts(duty.item):
            yield self._line(name, text, kind="why" if name == "why" else "")
        for words in duty.because:
            yield self._line("why_here", words)
        for words in duty.to_confirm:
            yield BodyLine("to_confirm", "", (words,), "warn")
        if duty.waiting:
            told = [(self.strings.paper.semicolon, f"{other.id} ", other.title) for other in duty.waiting]
            yield self._line("waits_for", *[said for one in told for said in one][1:])
        if plan := duty.plan:
            yield self._line("plan", f"{plan.id} ", plan.title, leads_to=plan.id)
        if patrol := duty.patrol:
            every = f"{self.strings.field.every} {duration(patrol.every, self.lang)}"
            when = f"{every} · {span(patrol.begins, patrol.ends, self.lang)}"
            rounds = tuple(f"{moment:%H:%M}" for moment in patrol.moments)
            yield self._line("patrol", when, rounds=rounds)
        if duty.status.evidence:
            yield self._line("evidence_given", duty.status.evidence)
        if duty.status.note:
            yield self._line("status_note", duty.status.note)
        if duty.waiver_expired and duty.waiver and duty.waiver.until:
            label = f"{self.strings.sheet.waiver_expired} {calendar_day(duty.waiver.until, self.lang)}"
            yield BodyLine("waiver_expired", label, (duty.waiver.because,), "warn")

    def brief(self, duty: ChecklistItem) -> Iterator[BodyLine]:
        """The lines for paper and calendars, which have no room for what convinces: that is read on the screen."""
        return (line for line in self.lines(duty) if line.name != "why")

    def others(self, duty: ChecklistItem) -> Iterator[BodyLine]:
        """Who has a share in it beside its owner."""
        if duty.reassigned_from:
            yield self._roles("reassigned", duty.reassigned_from)
        if duty.with_:
            yield self._roles("with", *duty.with_)
        if duty.verifier:
            yield self._roles("verifier", duty.verifier)

    def due_notes(self, duty: ChecklistItem) -> Iterator[BodyLine]:
        """What is special about its due: moved, late from the start, provisional."""
        if duty.due.moved_from:
            sentence = self.strings.sheet.moved_from.format(day=short_day(duty.due.moved_from, self.lang))
            yield BodyLine("moved_from", "", (sentence,))
        if duty.move:
            yield self._line("moved_by_hand", duty.move.because)
        if duty.late_start:
            yield self._word("late_start", "warn")
        if duty.due.provisional:
            yield self._word("provisional", "warn")

    def reported(self, duty: ChecklistItem) -> BodyLine:
        """Its state as the label, and who set it when, as far as that is known."""
        on = short_day(duty.status.on, self.lang) if duty.status.on else ""
        said = " ".join(filter(None, (duty.status.by, on)))
        return BodyLine("state", self.strings.value.state[duty.status.state], (said,) if said else ())

    def waived(self, duty: ChecklistItem) -> Iterator[BodyLine]:
        """Why nobody does it this time, who decided that, and until when it holds."""
        if waiver := duty.waiver:
            yield self._line("because", waiver.because)
            if duty.waived_by:
                yield self._line("by", duty.waived_by.title)
            if waiver.until:
                yield self._line("until", calendar_day(waiver.until, self.lang))

    def accepted(self, duty: ChecklistItem) -> Iterator[BodyLine]:
        """Who accepted it as it is, and what they noted."""
        if duty.status.by:
            yield self._line("by", duty.status.by)
        if duty.status.note:
            yield self._line("status_note", duty.status.note)

    def answer(self, value: Fraction | str | bool | None) -> Fraction | str | None:
        """A fact's value, yes and no in words."""
        return str(self.strings.value.answer["yes" if value else "no"]) if isinstance(value, bool) else value

    def names(self, role: RoleRef) -> str:
        """Who holds a role; empty on a copy that does not name them."""
        return str(self.strings.field.nobody if role.nobody else self._listed(person.name for person in role.people))

    def reach(self, role: RoleRef) -> tuple[str, ...]:
        """Who holds a role and how to reach them, a person each."""
        found = tuple(f"{person.name} {person.contact or ''}".strip() for person in role.people)
        return (str(self.strings.field.nobody),) if role.nobody else found

    def _line(
        self, name: str, *said: Said, kind: str = "", leads_to: str = "", rounds: tuple[str, ...] = ()
    ) -> BodyLine:
        return BodyLine(name, self.strings.field[name], said, kind, leads_to, rounds=rounds)

    def _word(self, name: str, kind: str = "") -> BodyLine:
        return BodyLine(name, "", (self.strings.field[name],), kind)

    def _roles(self, name: str, *roles: RoleRef) -> BodyLine:
        said = self._listed(plain(role.title, self.lang) for role in roles)
        return BodyLine(name, self.strings.field[name], (said,), roles=roles)

    def _listed(self, words: Iterable[str]) -> str:
        return str(self.strings.sheet.list_comma.join(words))
