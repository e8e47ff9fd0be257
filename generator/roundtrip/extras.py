"""Rows that somebody added to the checklist, as items of the engagement: each once, however often its sheet comes back."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from generator.diagnostics import LANGS, Bilingual
from generator.roundtrip.fields import Field, Returned
from generator.tailor import Checklist

_TWICE = Bilingual(
    "清单上已有同名的事项，这一行没有记录", "an item of this title is on the list already; this row is not recorded"
)


def with_extras(checklist: Checklist, returned: Returned) -> Returned:
    """``returned`` with its own rows among what was given, each by its item's id: that of this title, or the next that is free.

    A new item that says no owner is the team's first role's; one that says no due is due on the day of the start.
    """
    ids = _free(checklist)
    known = {one.item.title.plain(lang): one.id for one in checklist.duties if one.extra for lang in LANGS}
    given, cells, untaken = dict(returned.given), dict(returned.cells), list(returned.untaken)
    for row in returned.own:
        line = dict(row.given)
        title = line[Field.TITLE]
        id = known.get(title)
        if id in given:
            untaken += (replace(one, reason=_TWICE) for one in row.typed)
            continue
        if id is not None:
            del line[Field.TITLE]
        else:
            id = known[title] = next(ids)
            default = {Field.OWNER: checklist.team[0].id, Field.DUE: checklist.start.date().isoformat()}
            line = {**default, **line}
        given[id] = line
        cells |= {(id, name): cell for name, cell in row.cells.items()}
        untaken += row.unfit
    return replace(returned, given=given, cells=cells, untaken=tuple(untaken), own=())


def _free(checklist: Checklist) -> Iterator[str]:
    used = {one.id for one in (*checklist.duties, *checklist.waived)} | {one.id for one in checklist.left_out}
    return (id for n in count(1) if (id := f"X{n:02}") not in used)
