"""What finished events taught: actual against forecast, and lessons that nobody has taken up yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from generator.model.engagement import Improvement
from generator.tailor.checklist import Checklist
from generator.tailor.rows import FactLine

REVIEW_WITHIN = timedelta(days=7)
"""A retrospective is called within five working days: a week later it is missing."""

Answer = Fraction | str | bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One fact: forecast, worst case and what really came. ``deviation`` is actual ÷ forecast − 1, of figures alone.

    ``unforeseen``: it passed the forecast, and nobody had asked for a worst case.
    """

    line: FactLine
    actual: Answer
    deviation: Fraction | None
    beyond_worst: bool
    unforeseen: bool


@dataclass(frozen=True, slots=True)
class PendingLesson:
    """A lesson not yet taken up: it names an item that nobody changed, or (``item`` None) not even that."""

    checklist: Checklist
    improvement: Improvement


def outcomes(one: Checklist) -> tuple[Outcome, ...]:
    """Every fact that the retrospective gives an actual for, in the playbook's order."""
    actual = one.retrospective.actual if one.retrospective else {}
    return tuple(_outcome(line, actual[line.id]) for line in one.facts if line.id in actual)


def _outcome(line: FactLine, actual: Answer) -> Outcome:
    deviation, beyond, unforeseen = None, False, False
    value, worst = line.value, line.worst
    if isinstance(actual, Fraction) and isinstance(value, Fraction):
        deviation = actual / value - 1 if value else None
        # A worst case may lie below the forecast, as the throughput of a node does: then further down is beyond it.
        if worst is not None:
            beyond = actual < worst if worst < value else actual > worst
        unforeseen = worst is None and actual > value
    return Outcome(line, actual, deviation, beyond, unforeseen)


def open_lessons(checklists: Iterable[Checklist]) -> tuple[PendingLesson, ...]:
    """Improvements without a change, the longest waiting first."""
    found = (PendingLesson(one, improvement) for one in checklists for improvement in _untaken(one))
    return tuple(sorted(found, key=lambda lesson: (_held(lesson), lesson.checklist.id)))


def _untaken(one: Checklist) -> Iterator[Improvement]:
    for improvement in one.retrospective.improve if one.retrospective else ():
        if improvement.change is None:
            yield improvement


def _held(lesson: PendingLesson) -> str:
    assert lesson.checklist.retrospective
    return lesson.checklist.retrospective.held.isoformat()


def unreviewed(checklists: Iterable[Checklist]) -> tuple[Checklist, ...]:
    """Events that ended more than ``REVIEW_WITHIN`` ago and have had no retrospective, the oldest first."""
    late = [one for one in checklists if one.retrospective is None and one.end + REVIEW_WITHIN < one.today]
    return tuple(sorted(late, key=lambda one: (one.end, one.id)))
