"""The loop closed: actual against forecast of finished events, and the lessons that nobody has taken up yet."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.model.engagement import Improvement
from generator.outlook.lessons import Outcome, open_lessons, outcomes, unreviewed
from generator.pages.live.frame import OVERVIEWS, EventRef, LivePage, Ways, World, event_ref
from generator.pages.page import Link
from generator.tailor.checklist import Checklist

FAR = Fraction(1, 5)
"""A forecast further off than this is worth a question even where the worst case held."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """``item`` opens the item that the lesson is about; ``change`` the change that it led to, an address or words."""

    improvement: Improvement
    item: Link | None
    change: Link | None


@dataclass(frozen=True, slots=True)
class OpenLesson:
    lesson: Lesson
    ref: EventRef
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """``deviation`` as it is printed, signed; empty where there is none. ``grade`` is its class."""

    outcome: Outcome
    deviation: str
    grade: str


@dataclass(frozen=True, slots=True)
class Review:
    """One finished event."""

    checklist: Checklist
    ref: EventRef
    outcomes: tuple[OutcomeLine, ...]
    improve: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    ref: EventRef
    checklist: Checklist


def build(world: World) -> LivePage:
    uri = OVERVIEWS["lessons"]
    ways = Ways.at(world.site, uri)
    held = sorted(
        (one for one in world.checklists if one.retrospective), key=lambda one: (one.end, one.id), reverse=True
    )
    return world.page(
        uri,
        "lessons",
        "lessons",
        open=tuple(
            OpenLesson(_lesson(lesson.improvement, ways), event_ref(lesson.checklist, ways), lesson.checklist)
            for lesson in open_lessons(world.checklists)
        ),
        missing=tuple(Missing(event_ref(one, ways), one) for one in unreviewed(world.checklists)),
        reviews=tuple(review(one, ways) for one in held),
    )


def review(one: Checklist, ways: Ways) -> Review:
    """What the retrospective of a finished event says."""
    improve = one.retrospective.improve if one.retrospective else ()
    return Review(
        checklist=one,
        ref=event_ref(one, ways),
        outcomes=tuple(_line(outcome) for outcome in outcomes(one)),
        improve=tuple(_lesson(improvement, ways) for improvement in improve),
    )


def _lesson(improvement: Improvement, ways: Ways) -> Lesson:
    return Lesson(
        improvement=improvement,
        item=ways.spot(improvement.item) if improvement.item else None,
        change=ways.change(improvement.change) if improvement.change else None,
    )


def _line(outcome: Outcome) -> OutcomeLine:
    deviation = outcome.deviation
    far = deviation is not None and abs(deviation) > FAR
    grade = "red" if outcome.beyond_worst else "amber" if far or outcome.unforeseen else ""
    return OutcomeLine(outcome, signed(deviation), grade)


def signed(share: Fraction | None) -> str:
    """``+7 %`` or ``−12 %``, to the nearest whole per cent; empty where there is none."""
    if share is None:
        return ""
    whole = round(share * 100)
    return f"{'+' if whole > 0 else '−' if whole < 0 else '±'}{abs(whole)} %"
