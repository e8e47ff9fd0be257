"""Where each mark of a playbook's timeline stands; templates/pages/timeline.html.j2 draws them."""

import unicodedata
from collections.abc import Iterator

from generator.grouping import grouped
from generator.i18n.dates import in_words, window_in_words
from generator.library import Entry, Found, playbook_items
from generator.model.item import Task
from generator.model.offset import Offset
from generator.model.playbook import Freeze, Playbook, Step
from generator.site import addresses
from generator.site.links import Links
from generator.site.page import Link, View
from generator.site.timeline.scale import TimeScale, scale, ticks

WIDTH, MARGIN = 760.0, 8.0
AXIS, BAND, LINE, GAP = 34.0, 26.0, 17.0, 12.0
LANE, WAVES, BARS, TALLEST = 24.0, 52.0, 92.0, 62.0
APART = 34.0
BAR = 5.0
"""All lengths are units of the drawing, about a pixel on a desk; a due closer to another than a bar is wide shares its bar."""


def timeline(entry: Entry[Playbook], links: Links) -> View:
    """The marks of one playbook, from top to bottom: axis, steps with their stages, waves, freezes, dues."""
    book, found = entry.model, tuple(playbook_items(entry))
    of = scale(_offsets(book, found), MARGIN, WIDTH - MARGIN)
    bands = tuple(_bands(entry, links, found, of))
    y = AXIS + sum(_height(step) for step in book.steps)
    waves = tuple(_waves(book, links, found, of, y))
    y += WAVES if waves else 0
    lanes = tuple(_lanes(book, of, y))
    y += LANE * len(lanes) + BARS
    return View(
        width=WIDTH,
        height=y + GAP,
        start=_place(of.start),
        event=_place(of.end - of.start),
        ticks=tuple(_ticks(of)),
        bands=bands,
        waves=waves,
        lanes=lanes,
        bars=tuple(_bars(found, of, y)),
        ground=y,
        dues=tuple(_dues(book, links, found, of)),
    )


def _offsets(book: Playbook, found: tuple[Found, ...]) -> Iterator[Offset]:
    for step in book.steps:
        yield from step.window
    for freeze in book.freeze:
        yield from (freeze.from_, freeze.to)
    yield from (one.item.due for one in found if not one.item.wave)


def _place(x: float) -> float:
    """A hundredth of a unit is finer than any eye, and the same on every machine."""
    return round(x, 2)


def _ticks(of: TimeScale) -> Iterator[View]:
    for x, offset in ticks(of, APART):
        label = offset.anchor if offset.amount == 0 else str(offset)
        side = "start" if x < of.left + APART / 2 else "end" if x > of.right - APART / 2 else "middle"
        yield View(x=_place(x), label=label, side=side)


def _height(step: Step) -> float:
    return BAND + LINE * len(step.stages) + GAP


def _bands(entry: Entry[Playbook], links: Links, found: tuple[Found, ...], of: TimeScale) -> Iterator[View]:
    """Each step over its window. ``beside`` is where the window's words stand: after the band, or before it. Its stages stand below it:
    a playbook gives them no window of their own."""
    y, standard = AXIS, links.context.standard.stages
    for step in entry.model.steps:
        x, end = of.at(step.window[0]), of.at(step.window[1])
        link = links.step(entry.id, step.step)
        shown = fitted(links.context.plain(link.text), of.right - x - 16, 13)
        here = [one for one in found if one.step == step.step]
        # A band that ends far to the right has its words before it.
        after = end < of.left + (of.right - of.left) * 0.72
        stages = tuple(
            View(
                title=standard[id].title,
                number=list(standard).index(id) + 1,
                x=_place(x),
                y=y + BAND + LINE * (n + 1) - 2,
                shown=fitted(links.context.plain(standard[id].title), of.right - x - 20, 11.5),
            )
            for n, id in enumerate(step.stages)
            if id in standard
        )
        yield View(
            link=link,
            x=_place(x),
            y=y,
            width=_place(max(end - x, BAR)),
            shown=shown,
            window=f"{step.window[0]} … {step.window[1]}",
            words=window_in_words(*step.window),
            beside=_place(max(end, x + 16 + width(shown, 13)) + 8 if after else x - 8),
            side="start" if after else "end",
            tasks=sum(isinstance(one.item, Task) for one in here),
            attention=sum(not isinstance(one.item, Task) for one in here),
            stages=stages,
        )
        y += _height(step)


def _waves(book: Playbook, links: Links, found: tuple[Found, ...], of: TimeScale, y: float) -> Iterator[View]:
    """The waves' peaks. Only the default one has a day, the start; of the others a playbook gives the order alone."""
    names = list(book.waves)
    main = names.index(book.default_wave) if book.default_wave else len(names)
    before, after = main, len(names) - main - 1
    for n, name in enumerate(names):
        if n < main:
            step = min(104.0, (of.start - of.left) / (before + 0.5))
            x = of.start - step * (before - n)
        else:
            step = (of.right - of.start) / (after + 0.9) if after > 0 else of.right - of.start
            x = of.start + step * (n - main)
        wave = book.waves[name]
        items = sum(one.item.wave == name for one in found)
        room = of.right - x - 11 if n == len(names) - 1 else step - 28
        shown = fitted(links.context.plain(wave.title), room, 11.5)
        yield View(title=wave.title, x=_place(x), y=y + 16, default=n == main, items=items, shown=shown)


def _lanes(book: Playbook, of: TimeScale, y: float) -> Iterator[View]:
    """Each side's freezes; its name stands before the first."""
    for side in ("vendor", "customer"):
        freezes = tuple(_freeze(freeze, of, y) for freeze in book.freeze if freeze.side == side)
        if freezes:
            yield View(side=side, x=_place(min(one.x for one in freezes) - 8), y=y, freezes=freezes)
            y += LANE


def _freeze(freeze: Freeze, of: TimeScale, y: float) -> View:
    x, end = of.at(freeze.from_), of.at(freeze.to)
    return View(
        x=_place(min(x, end)),
        y=y,
        width=_place(max(abs(end - x), BAR)),
        side=freeze.side,
        kind=freeze.kind,
        window=f"{freeze.from_} … {freeze.to}",
        words=window_in_words(freeze.from_, freeze.to),
    )


def _bars(found: tuple[Found, ...], of: TimeScale, ground: float) -> Iterator[View]:
    """How much falls due at a place, tasks below and attention items on top of them. It counts from the start or the end; a wave's items have no day of their own before its peak has one."""
    placed = sorted(
        ((of.at(one.item.due), one) for one in found if not one.item.wave), key=lambda pair: (pair[0], pair[1].item.id)
    )
    groups: list[list[tuple[float, Found]]] = []
    for x, one in placed:
        if groups and x - groups[-1][0][0] < BAR + 1:
            groups[-1].append((x, one))
        else:
            groups.append([(x, one)])
    most = max((len(group) for group in groups), default=1)
    for group in groups:
        tasks = sum(isinstance(one.item, Task) for _, one in group)
        attention = len(group) - tasks
        each = TALLEST / most
        yield View(
            x=_place(group[0][0]),
            first=str(group[0][1].item.due),
            last=str(group[-1][1].item.due),
            tasks=tasks,
            attention=attention,
            total=len(group),
            tasks_y=_place(ground - each * tasks),
            tasks_height=_place(each * tasks),
            attention_y=_place(ground - each * (tasks + attention)),
            attention_height=_place(each * attention),
        )


def _dues(book: Playbook, links: Links, found: tuple[Found, ...], of: TimeScale) -> Iterator[View]:
    """Every due with all that falls on it, in time order; those of a wave after those of the event."""
    waves: dict[str | None, int] = {None: 0} | {name: n + 1 for n, name in enumerate(book.waves)}
    by_due = grouped(((waves.get(one.item.wave, 0), of.at(one.item.due), str(one.item.due)), one) for one in found)
    for (number, _, offset), here in sorted(by_due.items()):
        title = list(book.waves.values())[number - 1].title if number else None
        tasks = tuple(_item(one, links) for one in here if isinstance(one.item, Task))
        attention = tuple(_item(one, links) for one in here if not isinstance(one.item, Task))
        yield View(offset=offset, words=in_words(here[0].item.due, title), tasks=tasks, attention=attention)


def _item(one: Found, links: Links) -> Link:
    at = links.to(addresses.playbook(one.playbook), addresses.anchor(one.item.id))
    return Link(one.item.title, at, one.item.id)


# Of the size of the type: what a sign takes at most in the fonts that readers have.
_WIDE, _NARROW, _CAPITAL = 1.0, 0.56, 0.7


def width(text: str, size: float) -> float:
    """How wide a line of ``text`` is at most, in the units of ``size``."""
    return sum(_sign(sign) for sign in text) * size


def _sign(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WFA":
        return _WIDE
    return _CAPITAL if sign.isupper() else _NARROW


def fitted(text: str, room: float, size: float) -> str:
    """``text``, or as much of it as ``room`` holds with an ellipsis; empty where not even two signs would stand.

    Text in a drawing cannot wrap; what is cut stands whole in the text beside it.
    """
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…" if len(kept) > 1 else ""
