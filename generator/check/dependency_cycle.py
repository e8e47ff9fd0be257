"""No item waits for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.check.context import Context
from generator.diagnostics import Diagnostic, Manual, Words
from generator.library import Found, items

CODE = "dependency-cycle"
MANUAL = Manual(
    CODE,
    Words("事项互相等", "Items wait for each other"),
    Words(
        "顺着 after 走不能回到自己：甲等乙、乙又等甲，谁也开不了工。去掉其中一个 after。",
        "Following after from item to item never leads back: if one waits for another that waits for the first, neither can begin. Remove one of the after entries.",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    # What a playbook's items wait for is the playbook's; an extra closes a circle only among extras.
    files: dict[tuple[str, str | None], list[Found]] = {}
    for one in items(context.library):
        files.setdefault(("", one.engagement) if one.engagement else (one.playbook, None), []).append(one)
    for found in files.values():
        yield from _cycles(found)


def _cycles(found: Iterable[Found]) -> Iterator[Diagnostic]:
    """Each circle once, at the item of it that stands first."""
    by_id = {one.item.id: one for one in found}
    done: set[str] = set()
    for start in by_id:
        circle = _circle(by_id, start) if start not in done else []
        if circle:
            done.update(circle)
            yield _diagnostic(by_id, circle)


def _circle(by_id: dict[str, Found], start: str) -> list[str]:
    """The shortest way from an item back to itself, without the return; empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for id in waiting:
        for other in by_id[id].item.after:
            if other == start:
                way = [id]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if other in by_id and other not in came_from:
                came_from[other] = id
                waiting.append(other)
    return []


def _diagnostic(by_id: dict[str, Found], circle: list[str]) -> Diagnostic:
    first, after = by_id[circle[0]], [*circle[1:], circle[0]][0]
    place = first.place / "after" / first.item.after.index(after)
    way = " → ".join([*circle, circle[0]])
    message = Words(f"事项互相等：{way}", f"items wait for each other: {way}")
    if len(circle) == 1:
        message = Words(f"{circle[0]} 在等自己", f"{circle[0]} waits for itself")
    others = tuple((by_id[id].place / "id").value for id in circle[1:])
    return Diagnostic(
        CODE, place.value, message, Words("去掉其中一个 after。", "remove one of the after entries"), related=others
    )
