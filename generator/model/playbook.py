"""A playbook: what a kind of event needs, whoever the customer is."""

from fractions import Fraction
from typing import Annotated, Literal

from annotated_types import Gt, Le
from pydantic import Discriminator, Field, Tag

from generator.model.frozen import Frozen
from generator.model.item import GONE, LIVE, AttentionEntry, Audience, PlanTombstone, TaskEntry, live_or_gone
from generator.model.offset import At
from generator.model.scalars import (
    Boolean,
    CalendarId,
    Duration,
    Edition,
    Formula,
    FreeText,
    Identifier,
    Number,
    PlanId,
    Slug,
    SlugRef,
)
from generator.model.text import Text

Side = Literal["vendor", "customer"]


class WaveKind(Frozen):
    """A wave that such an event can have (预热, 正式, 返场); the default one stands for an event that names none."""

    title: Text
    default: Boolean = False


class Fact(Frozen):
    """A question to the customer. ``unit`` is shown behind the figure; ``choices`` belongs to ``choice`` alone."""

    ask: Text
    type: Literal["number", "integer", "text", "boolean", "choice"]
    unit: FreeText | None = None
    required: Boolean = False
    min: Number | None = None
    max: Number | None = None
    choices: tuple[FreeText, ...] = ()


class Step(Frozen):
    """One of the four steps as this playbook fills it. The window is inclusive."""

    step: SlugRef
    window: tuple[At, At]
    goal: Text | None = None
    stages: tuple[SlugRef, ...] = ()
    tasks: tuple[TaskEntry, ...] = ()
    done_when: tuple[Text, ...] = ()


class Estimate(Frozen):
    """need = ceil(demand ÷ (per_unit × use_at_most)), add = max(0, need − have), in ``unit`` of ``product``.

    ``mode`` fixed-limit compares and never orders. ``now`` is today's demand, for the growth to be seen.
    """

    id: Identifier
    title: Text
    product: SlugRef
    demand: Formula
    per_unit: Formula
    have: Formula
    use_at_most: Annotated[Number, Gt(0), Le(1)] = Fraction(1)
    unit: FreeText
    due: At
    until: At | None = None
    mode: Literal["scale-out", "scale-up", "fixed-limit"] = "scale-out"
    now: Formula | None = None

    @property
    def can_be_ordered(self) -> bool:
        """Whether more of it can be had: a fixed limit is no addition, and no supply."""
        return self.mode != "fixed-limit"

    @property
    def formulas(self) -> dict[str, str]:
        """Each expression of it by its key."""
        written = {key: getattr(self, key) for key in ("demand", "per_unit", "have", "now")}
        return {key: text for key, text in written.items() if text is not None}


class Plan(Frozen):
    """预案: what is done when ``trigger`` is seen, by whom, how success is verified and how it is taken back."""

    id: PlanId
    kind: Literal["emergency", "scheduled"]
    title: Text
    trigger: Text
    decider: SlugRef
    executor: SlugRef
    notify: tuple[SlugRef, ...] = ()
    action: tuple[Text, ...] = Field(min_length=1)
    takes: Duration | None = None
    effect: Text | None = None
    verify: Text | None = None
    rollback: Text | None = None
    audience: Audience = "both"


PlanEntry = Annotated[Annotated[Plan, Tag(LIVE)] | Annotated[PlanTombstone, Tag(GONE)], Discriminator(live_or_gone)]


class Message(Frozen):
    """话术: words ready to send. ``audience`` says to whom."""

    id: Slug
    when: Text
    audience: Literal["customer", "internal", "both"] = "both"
    text: Text


class Freeze(Frozen):
    """封网: a side changes nothing (hard) or only what is agreed (soft) between two offsets."""

    side: Side
    kind: Literal["hard", "soft"]
    from_: At = Field(alias="from")
    to: At
    exceptions_by: SlugRef | None = None


class Playbook(Frozen):
    title: Text
    summary: Text
    edition: Edition
    maintainers: tuple[FreeText, ...] = ()
    calendar: CalendarId
    waves: dict[Identifier, WaveKind] = Field(default_factory=dict)
    facts: dict[Identifier, Fact] = Field(default_factory=dict)
    steps: tuple[Step, ...]
    roles: dict[SlugRef, dict[SlugRef, tuple[Text, ...]]]
    attention: tuple[AttentionEntry, ...]
    estimates: tuple[Estimate, ...] = ()
    plans: tuple[PlanEntry, ...] = ()
    messages: tuple[Message, ...] = ()
    freeze: tuple[Freeze, ...] = ()

    @property
    def default_wave(self) -> str | None:
        """The wave of an event that names none: the one marked ``default``, else the only one, else none."""
        marked = [name for name, wave in self.waves.items() if wave.default]
        return marked[0] if marked else next(iter(self.waves)) if len(self.waves) == 1 else None
