"""An engagement: one customer's one event. Five keys begin it; everything else is silent when absent."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from generator.diagnostics import Bilingual
from generator.model.frozen import Frozen, fault
from generator.model.item import Audience, Extra
from generator.model.offset import At, AtOrDate
from generator.model.scalars import Date, Edition, FreeText, Instant, LevelRef, NameRef, Number, SlugRef, parse_number
from generator.model.text import Text, shown

State = Literal["todo", "doing", "done", "verified", "blocked", "accepted"]
RiskState = Literal["open", "mitigated", "accepted"]
TestVerdict = Literal["pass", "fail"]
LADDER = ("todo", "doing", "done", "verified")
"""States of which the later one is the further; the others stand beside it."""


def further(one: str, other: str) -> bool:
    """Whether a state is further than another; where either stands beside the ladder, neither is."""
    return one in LADDER and other in LADDER and LADDER.index(one) > LADDER.index(other)


class WaveEvent(Frozen):
    """One wave of this event: the instant its load peaks, and where."""

    peak: Instant
    regions: tuple[FreeText, ...] = ()


class Event(Frozen):
    name: Text
    start: Instant
    end: Instant
    state: Literal["tentative", "confirmed"]
    waves: dict[NameRef, WaveEvent] = Field(default_factory=dict)


class Person(Frozen):
    name: FreeText
    contact: FreeText | None = None


def _scalar(value: Any) -> Any:
    """The value itself: whether it suits the fact's type is a rule of its own, which knows the fact."""
    if isinstance(value, dict | list) or value is None:
        zh, en = "应当是数字、文本或 true/false，读到的是", "should be a number, text or true/false, found"
        raise fault("wrong-type", Bilingual(f"{zh} {shown(value)}", f"{en} {shown(value)}"))
    return value if isinstance(value, str | bool) else parse_number(value)


class FactAnswer(Frozen):
    """The customer's answer to a fact: expected ``value``, ``worst`` case, who said so and when."""

    value: Annotated[Any, BeforeValidator(_scalar)]
    worst: Number | None = None
    by: FreeText | None = None
    on: Date | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_value(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"value": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        full = dict(handler.resolve_ref_schema(handler(core)))
        scalar: JsonSchemaValue = {"type": ["number", "string", "boolean"]}
        full["properties"] = {**full["properties"], "value": scalar}
        return {"anyOf": [scalar, full]}


class Approval(Frozen):
    role: SlugRef
    decision: Literal["approved", "rejected", "pending"]
    on: Date | None = None


class Application(Frozen):
    """申请重保: the level asked for, its scope and who approved it."""

    level: LevelRef
    submitted: Date | None = None
    scope: Text | None = None
    approvals: tuple[Approval, ...] = ()


class Move(Frozen):
    due: AtOrDate
    because: Text


class Skip(Frozen):
    """A waiver: the item is not done, with a reason; after ``until`` it comes back."""

    because: Text
    by: SlugRef
    until: Date | None = None


class Status(Frozen):
    state: State
    on: Date | None = None
    by: FreeText | None = None
    evidence: Text | None = None
    note: Text | None = None


class Order(Frozen):
    """资源报备: what was ordered against an estimate, in the estimate's unit."""

    estimate: NameRef
    zone: FreeText | None = None
    quantity: Number
    promised: Date | None = None
    delivered: Number = Fraction(0)
    fallback: Text | None = None
    release: At | None = None


class LoadTest(Frozen):
    id: FreeText
    on: Date
    target: Number | None = None
    reached: Number | None = None
    verdict: TestVerdict | None = None
    note: Text | None = None


class Risk(Frozen):
    """``audience`` internal keeps a risk off the customer's copy; ``accepted_by`` says who lives with it."""

    id: FreeText
    level: Literal["high", "medium", "low"]
    text: Text
    owner: SlugRef
    state: RiskState
    accepted_by: FreeText | None = None
    due: Date | None = None
    audience: Audience = "both"


class Resource(Frozen):
    """One of the customer's resources, found again by its id or address when trouble is reported."""

    id: FreeText
    product: SlugRef
    region: FreeText | None = None
    address: FreeText | None = None
    use: Text | None = None


class Shift(Frozen):
    """A roster line: ``role`` is a role, or a product's ``oncall``."""

    role: SlugRef
    who: FreeText
    contact: FreeText | None = None
    from_: Instant = Field(alias="from")
    to: Instant


class Onsite(Frozen):
    place: Text
    arrive: At
    leave: At


class Contacts(Frozen):
    bridge: FreeText | None = None
    customer_group: FreeText | None = None
    internal_group: FreeText | None = None


class Improvement(Frozen):
    text: Text
    item: str | None = None
    change: FreeText | None = None


class Retrospective(Frozen):
    held: Date
    actual: dict[NameRef, Annotated[Any, BeforeValidator(_scalar)]] = Field(default_factory=dict)
    kept: tuple[Text, ...] = ()
    improve: tuple[Improvement, ...] = ()


class Engagement(Frozen):
    customer: Text
    playbook: SlugRef
    edition: Edition | None = None
    opened: Date
    event: Event
    team: dict[SlugRef, tuple[Person, ...]]
    products: tuple[SlugRef, ...] | None = None
    facts: dict[NameRef, FactAnswer] = Field(default_factory=dict)
    application: Application | None = None
    assign: dict[str, SlugRef] = Field(default_factory=dict)
    move: dict[str, Move] = Field(default_factory=dict)
    skip: dict[str, Skip] = Field(default_factory=dict)
    extra: tuple[Extra, ...] = ()
    status: dict[str, Status] = Field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    tests: tuple[LoadTest, ...] = ()
    risks: tuple[Risk, ...] = ()
    resources: tuple[Resource, ...] = ()
    roster: tuple[Shift, ...] = ()
    onsite: Onsite | None = None
    contacts: Contacts | None = None
    retrospective: Retrospective | None = None


def numbered(names: Iterable[str]) -> Iterator[str]:
    """What tells the entries of a list apart that bear a name of something else: ``app_vm``, then ``app_vm/2``."""
    seen = Counter[str]()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}/{seen[name]}"
