"""Everything of a playbook that has a place in time, as marks with finished places, in units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics import Bilingual
from generator.model.text import Text
from generator.site.page import Link


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    side: str


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage stands below its step: a playbook gives it no window of its own."""

    title: Text
    number: int
    x: float
    y: float
    shown: str


@dataclass(frozen=True, slots=True)
class Band:
    """A step over its window. ``beside`` is where the window's words stand: after the band, or before it."""

    link: Link
    x: float
    y: float
    width: float
    shown: str
    window: str
    words: Bilingual
    beside: float
    side: str
    tasks: int
    attention: int
    stages: tuple[StageMark, ...]


@dataclass(frozen=True, slots=True)
class WaveMark:
    """A wave's peak. Only the default one has a day, the start; of the others a playbook gives the order alone."""

    title: Text
    x: float
    y: float
    default: bool
    items: int
    shown: str


@dataclass(frozen=True, slots=True)
class FreezeMark:
    x: float
    y: float
    width: float
    side: str
    kind: str
    window: str
    words: Bilingual


@dataclass(frozen=True, slots=True)
class Lane:
    """One side's freezes; its name stands before the first."""

    side: str
    x: float
    y: float
    freezes: tuple[FreezeMark, ...]


@dataclass(frozen=True, slots=True)
class DueMark:
    """What is due at one offset, for the text beside the drawing. ``wave`` where the offset counts from a wave's peak."""

    offset: str
    words: Bilingual
    tasks: tuple[Link, ...]
    attention: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DueBar:
    """How much falls due at a place: tasks below, attention items on top of them."""

    x: float
    first: str
    last: str
    tasks: int
    attention: int
    tasks_y: float
    tasks_height: float
    attention_y: float
    attention_height: float

    @property
    def total(self) -> int:
        return self.tasks + self.attention


@dataclass(frozen=True, slots=True)
class Timeline:
    width: float
    height: float
    start: float
    event: float
    """The width of the event itself."""
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    waves: tuple[WaveMark, ...]
    lanes: tuple[Lane, ...]
    bars: tuple[DueBar, ...]
    ground: float
    """Where the bars stand."""
    dues: tuple[DueMark, ...]
