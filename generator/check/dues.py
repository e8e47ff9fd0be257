"""Items are due in an order in which they can be done."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from generator.check.context import Context
from generator.check.registry import diagnostic
from generator.diagnostics import Bilingual, Diagnostic
from generator.grouping import grouped
from generator.library import Found, Library, Place, items
from generator.model.item import Item
from generator.model.offset import Offset
from generator.model.playbook import Step


def outside_window(context: Context) -> Iterator[Diagnostic]:
    """An item is due within the window of its step."""
    steps: dict[tuple[str, str], Step] = {}
    for playbook in context.library.playbooks.values():
        for each in playbook.model.steps:
            # Of a step that stands twice, which is a fault of its own, the first counts.
            steps.setdefault((playbook.id, each.step), each)
    for found in items(context.library):
        step = steps.get((found.playbook, found.step or ""))
        if step is None or found.item.wave:
            continue
        due, (begins, ends) = found.item.due, step.window
        if due.before(begins) or ends.before(due):
            window = f"{begins} … {ends}"
            message = Bilingual(
                f"期限 {due} 不在 {step.step} 的窗口 {window} 里",
                f"the due {due} is outside the window of {step.step}, {window}",
            )
            hint = Bilingual(
                "改期限，或放到窗口合适的步骤。", "change the due, or move the item to a step whose window holds it"
            )
            yield diagnostic("outside-window", (found.place / "due").value, message, hint)


def due_before_dependency(context: Context) -> Iterator[Diagnostic]:
    """An item is due no earlier than what it waits for."""
    found = list(items(context.library))
    known: dict[tuple[str, str | None, str], Item] = {
        (one.playbook, one.engagement, one.item.id): one.item for one in found
    }
    for one in found:
        for n, id in enumerate(one.item.after):
            other = known.get((one.playbook, None, id)) or known.get((one.playbook, one.engagement, id))
            if other and other.wave == one.item.wave and one.item.due.before(other.due):
                message = Bilingual(
                    f"{one.item.id} 的期限 {one.item.due} 早于它要等的 {id}（{other.due}）",
                    f"{one.item.id} is due {one.item.due}, before {id} that it waits for ({other.due})",
                )
                hint = Bilingual("改其中一个的 due，或去掉这个 after。", "change one of the dues, or remove this after")
                yield diagnostic("due-before-dependency", (one.place / "after" / n).value, message, hint)


def dependency_cycle(context: Context) -> Iterator[Diagnostic]:
    """No item waits for itself."""
    # What a playbook's items wait for is the playbook's; an extra closes a circle only among extras.
    files = grouped(
        ((one.engagement or "", "" if one.engagement else one.playbook), one) for one in items(context.library)
    )
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
            yield _cycle(by_id, circle)


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


def _cycle(by_id: dict[str, Found], circle: list[str]) -> Diagnostic:
    first, after = by_id[circle[0]], [*circle[1:], circle[0]][0]
    place = first.place / "after" / first.item.after.index(after)
    way = " → ".join([*circle, circle[0]])
    message = Bilingual(f"事项互相等：{way}", f"items wait for each other: {way}")
    if len(circle) == 1:
        message = Bilingual(f"{circle[0]} 在等自己", f"{circle[0]} waits for itself")
    others = tuple((by_id[id].place / "id").value for id in circle[1:])
    return diagnostic(
        "dependency-cycle",
        place.value,
        message,
        Bilingual("去掉其中一个 after。", "remove one of the after entries"),
        related=others,
    )


Window = tuple[Offset, Offset, Place]


def bad_offset(context: Context) -> Iterator[Diagnostic]:
    """A window does not end before it begins, and a patrol takes time between two looks.

    Reading an offset and judging a window are one code: they are one slip to the author.
    """
    for begin, end, place in _windows(context.library):
        if end.before(begin):
            message = Bilingual(
                f"{end} 在 {begin} 之前，窗口反了", f"{end} comes before {begin}: the window is reversed"
            )
            yield diagnostic("bad-offset", place.value, message, Bilingual("把两头对调。", "swap its two ends"))
    for found in items(context.library):
        if found.item.repeat and found.item.repeat.every == timedelta(0):
            message = Bilingual("巡检的间隔不能是 0", "a patrol cannot be repeated every 0")
            at = (found.place / "repeat" / "every").value
            yield diagnostic("bad-offset", at, message, Bilingual("例如 5m。", "such as 5m"))


def _windows(library: Library) -> Iterator[Window]:
    """Each window with the place of its end, which is where a reversed one is reported."""
    for playbook in library.playbooks.values():
        for n, step in enumerate(playbook.model.steps):
            yield *step.window, playbook.place / "steps" / n / "window" / 1
        for n, freeze in enumerate(playbook.model.freeze):
            yield freeze.from_, freeze.to, playbook.place / "freeze" / n / "to"
    for found in items(library):
        if found.item.repeat:
            yield found.item.repeat.from_, found.item.repeat.to, found.place / "repeat" / "to"
