"""An item: a task of a step, a special attention item (特别关注事项), or an engagement's own extra."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from generator.diagnostics import Words
from generator.model.frozen import Frozen
from generator.model.offset import At, Offset
from generator.model.scalars import (
    AttentionId,
    Date,
    Duration,
    ExtraId,
    Formula,
    Free,
    LevelId,
    Name,
    PlanId,
    Stem,
    TaskId,
)
from generator.model.text import Text


class Severity(StrEnum):
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
    owner: Stem
    with_: tuple[Stem, ...] = Field(default=(), alias="with")
    verifier: Stem | None = None
    due: At
    severity: Severity
    category: Category
    why: Text | None = None
    how: Text | None = None
    done_when: Text | None = None
    evidence: Text | None = None
    products: tuple[Stem, ...] = ()
    levels: tuple[LevelId, ...] = ()
    wave: Name | None = None
    when: Formula | None = None
    audience: Audience = "both"
    repeat: Repeat | None = None
    plan: PlanId | None = None
    after: tuple[str, ...] = ()
    sources: tuple[Free, ...] = ()


class Task(Item):
    """An item inside a step's ``tasks``: it takes its step from where it stands."""

    id: TaskId


class Attention(Item):
    """A special attention item: it names its step."""

    id: AttentionId
    step: Stem


class Extra(Item):
    """An engagement's own item; without ``step`` it stands in the step whose window holds its due."""

    id: ExtraId
    step: Stem | None = None


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
Tombstone = TaskTombstone | AttentionTombstone | PlanTombstone

CATEGORIES: dict[Category, Words] = {
    Category.ARCHITECTURE: Words("架构", "Architecture"),
    Category.CAPACITY: Words("容量", "Capacity"),
    Category.DATABASE: Words("数据库", "Database"),
    Category.NETWORK: Words("网络", "Network"),
    Category.SECURITY: Words("安全", "Security"),
    Category.LOAD_TEST: Words("压测", "Load test"),
    Category.OPERATIONS: Words("运维", "Operations"),
    Category.COMMUNICATION: Words("沟通", "Communication"),
    Category.PLAN: Words("预案", "Plans"),
}

__all__ = [
    "CATEGORIES", "GONE", "LIVE", "Attention", "AttentionEntry", "AttentionTombstone", "Audience", "Category", "Extra", "Item",
    "Offset", "PlanTombstone", "Repeat", "Retired", "Severity", "Task", "TaskEntry", "TaskTombstone", "Tombstone", "live_or_gone",
]  # fmt: skip
