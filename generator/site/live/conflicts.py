"""What collides across engagements, in words: people in two places, and peaks in the same hours."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from generator.cross_event.conflicts import Clash, clashes, rushes
from generator.site.links import Links
from generator.site.live.frame import span

HANDOVER = timedelta(minutes=30)
"""So short an overlap can be bridged by a handover, if somebody knows of it."""


SHOWN = 12
"""How many of a rush's events are named; on the night of a season there are hundreds."""
PEOPLE = 200
RUSHES = 60


def values(links: Links) -> dict[str, object]:
    context = links.context
    used = {one.id: context.products_of(one) for one in context.checklists}
    people = sorted(_by_pair(clashes(context.checklists)), key=lambda own: (_is_brief(own), own[0].begins))
    found = rushes(context.checklists, used)
    grave = [rush for rush in found if rush.grave]
    mild = [rush for rush in found if not rush.grave]
    return {
        "people": [(own, _is_brief(own)) for own in people[:PEOPLE]],
        "people_count": len(people),
        "grave": grave[:RUSHES],
        "grave_count": len(grave),
        "mild": mild[:RUSHES],
        "mild_count": len(mild),
        "shown": SHOWN,
        "span": partial(span, lang=context.lang),
    }


def _by_pair(found: tuple[Clash, ...]) -> Iterable[list[Clash]]:
    """Overlaps by person and pair of engagements."""
    groups: dict[tuple[str, frozenset[str]], list[Clash]] = {}
    for clash in found:
        pair = frozenset((clash.first.checklist.id, clash.second.checklist.id))
        groups.setdefault((clash.who, pair), []).append(clash)
    return groups.values()


def _is_brief(own: list[Clash]) -> bool:
    """Whether a handover bridges each overlap."""
    return all(clash.ends - clash.begins <= HANDOVER for clash in own)
