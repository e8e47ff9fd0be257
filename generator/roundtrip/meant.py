"""What was read without fault and is hardly meant: a day to come, an emptied choice, a column that was sorted alone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.diagnostics import Bilingual
from generator.model.engagement import further
from generator.roundtrip.fields import DATES, MOMENTS, Field, Values, section
from generator.roundtrip.values import NotUnderstood, WordLookup

MOST_CHANCE = 3
"""Rows that may have changed places by chance."""
_GIVEN_TO_AND_FRO = frozenset({Field.OWNER, Field.VALUE})
"""Of these two values may well be exchanged: two people hand over to each other, answers turn from yes to no."""
Column = Mapping[str, tuple[str, str]]
"""Each entry, row by row: what was printed, and what stands there now."""


def meant(id: str, name: Field, value: str | None, base: str | None, lookup: WordLookup) -> str | None:
    """A value that was read, unless it is hardly meant; None where it leaves the field as it is. Raises ``NotUnderstood``."""
    days = lookup.days
    if value is None and base:
        raise NotUnderstood(_emptied(name, lookup.others.get((section(id), name), lookup).allowed))
    if name is Field.DUE and value and base == f"{value}T00:00":
        return base  # A cell knows no difference between a day and its first minute.
    # A test may be planned: it need not be past.
    asked = name if section(id) in ("", "facts") else Field.DUE
    if value and days and name in DATES | MOMENTS and value != base and (doubt := days.doubt(asked, value)):
        raise NotUnderstood(doubt)
    return value


def _emptied(name: Field, allowed: Bilingual) -> Bilingual:
    zh, en = "新的内容", "what it is to say"
    if name is Field.STATE:
        zh, en = f"一个状态（{allowed.zh}）", f"a state ({allowed.en})"
    elif name in (Field.OWNER, Field.ROLE):
        zh, en = "一个角色", "a role"
    elif name in DATES | MOMENTS:
        zh, en = "一个日期", "a day"
    return Bilingual(
        f"这一栏不能清空，留着原来的；要改就写上{zh}",
        f"this cannot be emptied and stays as it is; to change it write {en}",
    )


def sorted_alone(columns: Mapping[Field, Column], *, in_order: bool) -> tuple[Sequence[Field], int] | None:
    """Which columns were sorted without the others, and how many rows of theirs say another's; None where nothing tells of it.

    ``in_order`` says that the rows stand as printed.
    """
    moved = [name for name in columns if _permuted([columns[name]])]
    for names in (*([name] for name in moved), moved):
        changed = _permuted([columns[name] for name in names])
        to_and_fro = _GIVEN_TO_AND_FRO.issuperset(names) and len(set(changed)) <= 2
        if len(changed) > MOST_CHANCE and not to_and_fro:
            return names, len(changed)
    states = columns.get(Field.STATE, {}).values()
    was, now = [one for one, _ in states], [one for _, one in states]
    back = sum(further(one, other) for one, other in states)
    if in_order and back > MOST_CHANCE and len(set(now)) > 1 and _in_runs(now) and not _in_runs(was):
        return [Field.STATE], sum(one != other for one, other in states)
    return None


def _permuted(columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """What was printed in the rows that differ, where the rows hold all that was printed and hold it elsewhere; else nothing."""
    ids = [id for id in columns[0] if all(id in column for column in columns)] if columns else []
    rows = [tuple(zip(*(column[id] for column in columns), strict=True)) for id in ids]
    same = Counter(was for was, _ in rows) == Counter(now for _, now in rows)
    return [was for was, now in rows if was != now] if same else []


def _in_runs(values: Sequence[str]) -> bool:
    return len([*groupby(values)]) == len(set(values))


def as_columns(
    names: Sequence[Field],
    found: Mapping[str, Mapping[Field, Mapping[tuple[int, int], str]]],
    printed: Mapping[str, Values],
) -> dict[Field, Column]:
    """What the rows say, column by column: of entries that were printed and have one row."""

    def column(name: Field) -> Iterator[tuple[str, tuple[str, str]]]:
        for id, line in found.items():
            if name in printed.get(id, {}) and len(said := [*line.get(name, {}).values()]) == 1:
                yield id, (" ".join(printed[id][name].split()), " ".join(said[0].split()))

    return {name: dict(column(name)) for name in names}
