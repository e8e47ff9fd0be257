"""What all playbooks share: the standard, roles, products, glossary, calendars; and the cases."""

from typing import Literal

from pydantic import Field, RootModel

from generator.model.frozen import Frozen
from generator.model.playbook import Side
from generator.model.scalars import Boolean, CalendarId, Date, Duration, FreeText, IncidentId, LevelId, Slug, SlugRef
from generator.model.text import Figure, Text

STEPS = ("collect", "apply", "prepare", "onsite")
STAGES = (
    "customer-information", "capability-baseline", "expansion-estimate", "product-risk",
    "scenario-risk", "avoidance", "onsite-support", "review",
)  # fmt: skip
"""The order of the method (四大步骤, 八阶段): stages need not stand in this order inside a playbook's steps."""


class StandardStep(Frozen):
    title: Text
    purpose: Text


class Stage(Frozen):
    """A stage of the closed loop: what it takes in and what it hands on to the next."""

    title: Text
    takes: Text
    hands_on: Text


class Level(Frozen):
    """重保等级: who approves it, whether people go on site, how fast a report is acknowledged."""

    title: Text
    approver: SlugRef
    onsite: Boolean = False
    ack: Duration


class Escalation(Frozen):
    after: Duration
    to: SlugRef


class Incident(Frozen):
    """An incident class: acknowledged within ``ack``, news every ``update``, handed up by ``escalate``."""

    title: Text
    ack: Duration
    update: Duration
    escalate: tuple[Escalation, ...] = ()


class Standard(Frozen):
    steps: dict[Slug, StandardStep]
    stages: dict[Slug, Stage]
    levels: dict[LevelId, Level]
    incidents: dict[IncidentId, Incident] = Field(default_factory=dict)


class Role(Frozen):
    """``triangle`` marks the three of the iron triangle (铁三角)."""

    title: Text
    triangle: Boolean = False
    side: Side
    mission: Text | None = None


class Sweep(Frozen):
    """One look of a product's health check, with the figures that turn it amber and red."""

    id: Slug
    check: Text
    amber: Figure | None = None
    red: Figure | None = None
    source: Text | None = None


class Limit(Frozen):
    name: Text
    value: Figure
    source: Text | None = None


class Product(Frozen):
    """``oncall`` names the shift that a roster fills for this product."""

    title: Text
    kind: FreeText
    oncall: Slug | None = None
    sweep: tuple[Sweep, ...] = ()
    limits: tuple[Limit, ...] = ()


class Term(Frozen):
    term: Text
    also: tuple[FreeText, ...] = ()
    text: Text
    not_: Text | None = Field(default=None, alias="not")


class CalendarSource(Frozen):
    """Corrections over the holidays package's country ``base``: extra days off, extra working days.

    A date past ``confirmed_through`` may still move, because the government has not published its year.
    """

    base: CalendarId
    confirmed_through: Date
    off: tuple[Date, ...] = ()
    working: tuple[Date, ...] = ()


class Case(Frozen):
    """What a past event taught. ``kind`` is the playbook it belongs to."""

    title: Text
    kind: SlugRef
    happened: Text
    figures: tuple[Text, ...] = ()
    lesson: Text
    source: FreeText | None = None


class Roles(RootModel[dict[Slug, Role]]):
    """roles.yaml"""


class Products(RootModel[dict[Slug, Product]]):
    """products.yaml"""


class Glossary(RootModel[dict[Slug, Term]]):
    """glossary.yaml"""


class Calendars(RootModel[dict[CalendarId, CalendarSource]]):
    """calendars.yaml"""


Shared = Literal["standard", "roles", "products", "glossary", "calendars"]
