"""An item: a task of a step, a special attention item (特别关注事项), or an engagement's own extra."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from generator.model.frozen import Frozen
from generator.model.offset import At
from generator.model.scalars import (
    AttentionId,
    Date,
    Duration,
    ExtraId,
    Formula,
    FreeText,
    LevelRef,
    NameRef,
    PlanId,
    PlanRef,
    SlugRef,
    TaskId,
)
from generator.model.text import Text


class ItemSeverity(StrEnum):
    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Category(StrEnum):
    ARCHITECTURE = "architecture"
    CAPACITY = "capacity"
    DATABASE = "database"
    NETWORK = "network"
    SECURITY = "security"
    LOAD_TEST = "load-test"
    OPERATIONS = "operations"
    COMMUNICATION = "communication"
    PLAN = "plan"


Audience = Literal["both", "internal"]
"""``internal``: never on a customer's copy."""


class Repeat(Frozen):
    """A patrol: the item is done ``every`` so often ``from`` one offset ``to`` another, and printed as a grid to tick."""

    every: Duration
    from_: At = Field(alias="from")
    to: At


class Item(Frozen):
    """What every kind of item has. ``owner``, ``with`` and ``verifier`` are roles of either side."""

    id: str
    title: Text
    owner: SlugRef
    with_: tuple[SlugRef, ...] = Field(default=(), alias="with")
    verifier: SlugRef | None = None
    due: At
    severity: ItemSeverity
    category: Category
    why: Text | None = None
    how: Text | None = None
    done_when: Text | None = None
    evidence: Text | None = None
    products: tuple[SlugRef, ...] = ()
    levels: tuple[LevelRef, ...] = ()
    wave: NameRef | None = None
    when: Formula | None = None
    audience: Audience = "both"
    repeat: Repeat | None = None
    plan: PlanRef | None = None
    after: tuple[str, ...] = ()
    sources: tuple[FreeText, ...] = ()


TEXTS = ("how", "done_when", "evidence", "why")
"""An item's own texts by field, in the order in which they are read: sheets, cards, comparisons and the glossary ask here."""


def texts(item: Item) -> Iterator[tuple[str, Text]]:
    """The item's own texts that are written, by field."""
    for name in TEXTS:
        if text := getattr(item, name):
            yield name, text


class Task(Item):
    """An item inside a step's ``tasks``: it takes its step from where it stands."""

    id: TaskId


class Attention(Item):
    """A special attention item: it names its step."""

    id: AttentionId
    step: SlugRef


class Extra(Item):
    """An engagement's own item; without ``step`` it stands in the step whose window holds its due."""

    id: ExtraId
    step: SlugRef | None = None


class Retired(Frozen):
    """Why an id is no longer used, and what took its place."""

    on: Date
    because: Text
    replaced_by: str | None = None


class TaskTombstone(Frozen):
    id: TaskId
    retired: Retired


class AttentionTombstone(Frozen):
    id: AttentionId
    retired: Retired


class PlanTombstone(Frozen):
    id: PlanId
    retired: Retired


LIVE, GONE = "‹live›", "‹gone›"
"""The tags that pydantic adds to a fault's path; no key of ours can be spelled so."""


def live_or_gone(value: Any) -> str:
    """Which of the two an entry is, told before validating, so that faults name one shape only."""
    return GONE if isinstance(value, dict) and "retired" in value else LIVE


TaskEntry = Annotated[Annotated[Task, Tag(LIVE)] | Annotated[TaskTombstone, Tag(GONE)], Discriminator(live_or_gone)]
AttentionEntry = Annotated[
    Annotated[Attention, Tag(LIVE)] | Annotated[AttentionTombstone, Tag(GONE)], Discriminator(live_or_gone)
]
