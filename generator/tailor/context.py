"""What all of tailoring looks up: one engagement with its playbook, clock, roles, answers and the words for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache, cached_property

from generator.diagnostics import Bilingual
from generator.expressions import Phrase, Value
from generator.i18n.conditions import vocabulary
from generator.library import Entry, Library
from generator.model.engagement import Engagement
from generator.model.item import Item
from generator.model.playbook import Plan, Playbook
from generator.model.shared import Product, Role, Standard
from generator.model.text import Text
from generator.schedule import Calendar, Clock, today_in
from generator.tailor.rows import RoleRef, Wave


@dataclass(frozen=True)
class TailorContext:
    """Everything of the tree that one engagement's checklist is made from. All of it is free of errors."""

    id: str
    engagement: Engagement
    playbook: Playbook
    standard: Standard
    roles: Mapping[str, Role]
    products: Mapping[str, Product]
    calendar: Calendar
    today: date | datetime

    @classmethod
    def of(cls, library: Library, entry: Entry[Engagement], today: date | datetime) -> "TailorContext":
        """The context of an engagement whose ``library.inputs`` are free of errors."""
        book = library.playbooks[entry.model.playbook].model
        assert library.standard, "no standard.yaml"
        assert library.roles, "no roles.yaml"
        assert library.products, "no products.yaml"
        assert library.calendars, "no calendars.yaml"
        return cls(
            id=entry.id,
            engagement=entry.model,
            playbook=book,
            standard=library.standard.model,
            roles=library.roles.model.root,
            products=library.products.model.root,
            calendar=Calendar.of(library.calendars.model.root[book.calendar]),
            today=today,
        )

    @cached_property
    def waves(self) -> tuple[Wave, ...]:
        """The event's waves by their peaks, in its own offset; without any, the playbook's default wave, peaking at the start."""
        event, kinds = self.engagement.event, self.playbook.waves
        zone = event.start.tzinfo
        named = [
            Wave(name, kinds[name].title, wave.peak.astimezone(zone), wave.regions)
            for name, wave in event.waves.items()
        ]
        default = self.playbook.default_wave
        if not named and default:
            named = [Wave(default, kinds[default].title, event.start)]
        return tuple(sorted(named, key=lambda wave: (wave.peak, wave.id)))

    @cached_property
    def clock(self) -> Clock:
        event = self.engagement.event
        return Clock(event.start, event.end, self.calendar, {wave.id: wave.peak for wave in self.waves})

    @cached_property
    def now(self) -> datetime:
        return today_in(self.today, self.clock.zone)

    @cached_property
    def second_day_open(self) -> date:
        """The second working day after opening: from then on, what was late at the start counts as overdue."""
        return self.calendar.working_day_after(self.engagement.opened, 2)

    @cached_property
    def role(self) -> Callable[[str], RoleRef]:
        """A role by its id, with the people who hold it here."""
        team, roles = self.engagement.team, self.roles
        return cache(lambda id: RoleRef(id, roles[id].title, roles[id].side == "customer", team.get(id, ())))

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The playbook's live plans by id."""
        return {plan.id: plan for plan in self.playbook.plans if isinstance(plan, Plan)}

    def wave(self, id: str | None) -> Wave | None:
        return next((wave for wave in self.waves if wave.id == id), None)

    def product(self, id: str) -> Text:
        return self.products[id].title

    def step_on(self, day: date) -> str:
        """The step whose window holds a day: of several the last begun; before them all, the first."""
        begun = [step.step for step in self.playbook.steps if self.clock.day(step.window[0]) <= day]
        return begun[-1] if begun else self.playbook.steps[0].step

    def shift_title(self, role: str) -> Text:
        """The title of a roster's role: a role, or a product whose ``oncall`` it is."""
        if role in self.roles:
            return self.roles[role].title
        return on_call(next(product for product in self.products.values() if product.oncall == role))

    @cached_property
    def level(self) -> str | None:
        application = self.engagement.application
        return application.level if application else None

    @cached_property
    def values(self) -> dict[str, Value | None]:
        """What expressions see: the expected answers; None is unanswered."""
        return self._values(worst=False)

    @cached_property
    def worst_values(self) -> dict[str, Value | None]:
        """The same with the worst case wherever the customer gave one."""
        return self._values(worst=True)

    def _values(self, *, worst: bool) -> dict[str, Value | None]:
        engagement = self.engagement
        values: dict[str, Value | None] = dict.fromkeys(self.playbook.facts)
        for name, answer in engagement.facts.items():
            values[name] = answer.worst if worst and answer.worst is not None else answer.value
        values["products"] = None if engagement.products is None else frozenset(engagement.products)
        values["waves"] = frozenset(wave.id for wave in self.waves)
        values["level"] = self.level
        return values

    @cached_property
    def vocabulary(self) -> Mapping[str, Phrase]:
        return vocabulary(self.playbook)

    @cached_property
    def labels(self) -> dict[str, Bilingual]:
        titles: dict[str, Bilingual] = {name: product.title.words for name, product in self.products.items()}
        return titles | {name: wave.title.words for name, wave in self.playbook.waves.items()}


def owner_of(context: TailorContext, item: Item) -> str:
    """The role that owns an item in this engagement."""
    return context.engagement.assign.get(item.id, item.owner)


def exact(value: Value | None) -> Fraction | None:
    """A value as a number, or None where it is unknown or no number."""
    return value if isinstance(value, Fraction) else None


def on_call(product: Product) -> Text:
    """What whoever answers for a product on a night is called."""
    zh, en = product.title.of("zh"), product.title.of("en")
    gap = " " if zh[-1:].isascii() else ""
    return Text.model_validate({"zh": f"{zh}{gap}值班", "en": f"{en} on-call"})
