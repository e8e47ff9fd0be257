"""The loop closed: actual against forecast of finished events, and the lessons that nobody has taken up yet."""

from collections.abc import Iterator
from fractions import Fraction

from generator.cross_event.lessons import Outcome, open_lessons, outcomes, unreviewed
from generator.site.links import Links
from generator.tailor.checklist import Checklist

FAR = Fraction(1, 5)
"""A forecast further off than this is worth a question even where the worst case held."""


def values(links: Links) -> dict[str, object]:
    checklists = links.context.checklists
    held = [one for one in checklists if one.retrospective]
    return {
        "open": open_lessons(checklists),
        "missing": unreviewed(checklists),
        "reviews": sorted(held, key=lambda one: (one.end, one.id), reverse=True),
        "graded": graded,
    }


def graded(one: Checklist) -> Iterator[tuple[Outcome, str, str]]:
    """What came of a finished event's facts: each with its deviation as it is printed, and its class."""
    for outcome in outcomes(one):
        far = outcome.deviation is not None and abs(outcome.deviation) > FAR
        grade = "red" if outcome.beyond_worst else "amber" if far or outcome.unforeseen else ""
        yield outcome, signed(outcome.deviation), grade


def signed(share: Fraction | None) -> str:
    """``+7 %`` or ``−12 %``, to the nearest whole per cent; empty where there is none."""
    if share is None:
        return ""
    whole = round(share * 100)
    return f"{'+' if whole > 0 else '−' if whole < 0 else '±'}{abs(whole)} %"
