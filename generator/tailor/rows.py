"""The lines of a checklist: one frozen value for each thing that a sheet shows.

``Text`` comes from a file, ``Bilingual`` are ours.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from generator.diagnostics import Bilingual
from generator.model.engagement import Move, Order, Person, Resource, Risk, Skip, Status
from generator.model.item import Item
from generator.model.playbook import Estimate, Fact, Plan
from generator.model.shared import Incident
from generator.model.text import Text
from generator.schedule import Due

SETTLED = ("done", "verified", "accepted")
"""States after which nobody has to do anything about an item."""


@dataclass(frozen=True, slots=True)
class RoleRef:
    """A role as a sheet names it, with the people who hold it; ``nobody`` when the team has none."""

    id: str
    title: Text
    customer_side: bool
    people: tuple[Person, ...]
    withheld: bool = False
    """Somebody holds it or not: this copy does not say who."""

    @property
    def nobody(self) -> bool:
        return not self.people and not self.withheld

    @property
    def side(self) -> str:
        return "customer" if self.customer_side else "vendor"


@dataclass(frozen=True, slots=True)
class Wave:
    id: str
    title: Text
    peak: datetime
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dependency:
    """What an item waits for: an item that stands on this checklist. An absent or waived one counts as met."""

    id: str
    title: Text
    met: bool


@dataclass(frozen=True, slots=True)
class Patrol:
    """A repeated item: the moments at which it is done, for a grid to tick; empty where a grid could not hold them."""

    every: timedelta
    begins: datetime
    ends: datetime
    moments: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One item on the checklist of this engagement."""

    item: Item
    step: str
    attention: bool
    extra: bool
    owner: RoleRef
    with_: tuple[RoleRef, ...]
    verifier: RoleRef | None
    reassigned_from: RoleRef | None
    due: Due
    move: Move | None
    wave: Wave | None
    because: tuple[Bilingual, ...]
    """Why it applies here, in words with the customer's figures; empty where it applies to everybody."""
    to_confirm: tuple[Bilingual, ...]
    """What the engagement has not said yet."""
    status: Status
    past: bool
    """Past its due: overdue for as long as it is not settled."""
    late_start: bool
    """Due before the engagement was opened: overdue from the second working day after that."""
    after: tuple[Dependency, ...]
    patrol: Patrol | None
    plan: Plan | None
    waiver: Skip | None = None
    """Set on a waived item, and on one whose waiver has run out (``waiver_expired``)."""
    waived_by: RoleRef | None = None
    waiver_expired: bool = False

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def finished(self) -> bool:
        return self.status.state in ("done", "verified")

    @property
    def settled(self) -> bool:
        """Finished, or accepted as it is: nobody has to do anything about it."""
        return self.status.state in SETTLED

    @property
    def overdue(self) -> bool:
        return self.past and not self.settled

    @property
    def roles(self) -> tuple[RoleRef, ...]:
        """Whoever has a share in it, its owner first."""
        return (self.owner, *self.with_, *((self.verifier,) if self.verifier else ()))

    @property
    def waiting(self) -> tuple[Dependency, ...]:
        return tuple(dependency for dependency in self.after if not dependency.met)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item of the playbook that does not apply here, with the reason, so that nobody wonders."""

    id: str
    title: Text
    reason: Bilingual
    internal: bool


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact with the customer's answer; both figures are None while it is unanswered."""

    id: str
    fact: Fact
    value: Fraction | str | bool | None
    worst: Fraction | None
    by: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Sizing:
    """An estimate at one demand. ``utilisation`` is demand ÷ (per_unit × have)."""

    demand: Fraction
    per_unit: Fraction
    have: Fraction
    need: int
    add: int
    utilisation: Fraction


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """``expected`` and ``worst`` are None while an input is missing or zero (``to_confirm`` names what)."""

    estimate: Estimate
    product: Text
    due: Due
    until: datetime | None
    expected: Sizing | None
    worst: Sizing | None
    now: Fraction | None
    to_confirm: tuple[Bilingual, ...]
    orders: tuple[Order, ...]
    ordered: Fraction
    delivered: Fraction
    formula: Bilingual
    """How need came about, in the customer's figures."""
    overdue: bool

    @property
    def short(self) -> Fraction:
        """What the expected case still lacks after deliveries."""
        return max(Fraction(0), (self.expected.add if self.expected else 0) - self.delivered)

    @property
    def short_at_worst(self) -> Fraction:
        return max(Fraction(0), (self.worst.add if self.worst else 0) - self.delivered)


@dataclass(frozen=True, slots=True)
class ProductTotal:
    """Estimates summed by product and unit, since nothing else may be added up."""

    product: Text
    unit: str
    add: int
    add_at_worst: int
    ordered: Fraction
    delivered: Fraction


@dataclass(frozen=True, slots=True)
class OrderLine:
    id: str
    """Its estimate's; from an estimate's second order on with its number, as in ``app_vm/2``."""
    order: Order
    estimate: Estimate
    late: bool
    """Promised for later than the estimate's due, or the promise has passed undelivered."""
    release: datetime | None


@dataclass(frozen=True, slots=True)
class RiskLine:
    risk: Risk
    owner: RoleRef
    overdue: bool


@dataclass(frozen=True, slots=True)
class FreezeWindow:
    """A freeze on the calendar; ``begins`` and ``ends`` are inclusive instants."""

    side: Literal["vendor", "customer"]
    kind: Literal["hard", "soft"]
    begins: datetime
    ends: datetime
    exceptions_by: RoleRef | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    plan: Plan
    decider: RoleRef
    executor: RoleRef
    notify: tuple[RoleRef, ...]

    @property
    def roles(self) -> tuple[RoleRef, ...]:
        return (self.decider, self.executor, *self.notify)


@dataclass(frozen=True, slots=True)
class ShiftLine:
    id: str
    """Its role's; from a role's second shift in the file on with its number."""
    role: str
    title: Text
    who: str
    contact: str | None
    begins: datetime
    ends: datetime
    now: bool


@dataclass(frozen=True, slots=True)
class OnsiteStay:
    place: Text
    arrive: datetime
    leave: datetime


@dataclass(frozen=True, slots=True)
class ResourceLine:
    resource: Resource
    product: Text


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    role: Text
    decision: str
    on: date | None


@dataclass(frozen=True, slots=True)
class LevelLine:
    id: str
    title: Text
    approver: Text
    ack: timedelta
    onsite: bool
    submitted: date | None
    scope: Text | None
    approvals: tuple[ApprovalLine, ...]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    id: str
    incident: Incident
    escalate: tuple[tuple[timedelta, Text], ...]
