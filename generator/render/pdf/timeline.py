"""The drawn timeline: steps, waves, freeze and today as shares of a line. The week of the event is drawn larger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from generator.columns import width
from generator.render.pdf.text_builder import TextBuilder
from generator.tailor.checklist import Checklist

WEEK = timedelta(days=7)
SHARES = (0.50, 0.36, 0.14)
"""Of the line: until a week before the start, the event with that week, what follows."""
LETTER = 0.0085
"""The width of one Latin letter of a label as a share of the line; a Chinese one takes two."""
NEAR = 0.055
"""Ticks closer than this would touch."""


@dataclass(frozen=True)
class Scale:
    """Instants → shares of the line, by straight pieces."""

    stops: tuple[datetime, ...]
    places: tuple[float, ...]

    @classmethod
    def of(cls, checklist: Checklist) -> "Scale":
        zone = checklist.zone
        days = [checklist.opened, *(day for step in checklist.steps for day in (step.begins, step.ends))]
        moments = [
            *(datetime.combine(day, time.min, zone) for day in days),
            checklist.start - WEEK,
            *(wave.peak for wave in checklist.waves),
        ]
        week, after = checklist.start - WEEK, checklist.end + timedelta(days=1)
        ends = [first := min(moments), week, after, max(*moments, after)]
        pieces = [(end, share) for begin, end, share in zip(ends, ends[1:], SHARES, strict=False) if end > begin]
        total, place, stops, places = sum(share for _, share in pieces), 0.0, [first], [0.0]
        for end, share in pieces:
            place += share / total
            stops.append(end)
            places.append(place)
        return cls(tuple(stops), tuple(places))

    def at(self, moment: datetime) -> float:
        """Where on the line, from 0 to 1; what lies beyond an end stands at that end."""
        for n in range(1, len(self.stops)):
            if moment <= self.stops[n]:
                begin, end = self.stops[n - 1], self.stops[n]
                share = max((moment - begin) / (end - begin), 0.0)
                return round(self.places[n - 1] + share * (self.places[n] - self.places[n - 1]), 4)
        return 1.0

    def of_day(self, day: date) -> float:
        return self.at(datetime.combine(day, time.min, self.stops[0].tzinfo))


def timeline(build: TextBuilder) -> dict[str, Any]:
    """Lanes, ticks and marks with their places, and the same in words for who cannot see it."""
    checklist = build.checklist
    scale = Scale.of(checklist)
    today = checklist.today
    shown = scale.stops[0] <= today <= scale.stops[-1]
    return {
        "title": build.p.timeline,
        "alt": _in_words(build),
        "event": [scale.at(checklist.start), scale.at(checklist.end)],
        "today": {"at": scale.at(today), "text": f"{build.p.today} {today:%m-%d}"} if shown else None,
        "ticks": list(_ticks(checklist, scale)),
        "waves_label": build.f.waves,
        "waves": _waves(build, scale),
        "lanes": [*_steps(build, scale), *_freezes(build, scale)],
    }


def _steps(build: TextBuilder, scale: Scale) -> Iterable[dict[str, Any]]:
    for step in build.checklist.steps:
        settled = sum(duty.settled for duty in step.duties)
        bar = {"from": scale.of_day(step.begins), "to": scale.of_day(step.ends + timedelta(days=1)), "kind": "step"}
        yield {"label": build.plain(step.title), "count": f"{settled}/{len(step.duties)}", "bars": [bar]}


def _freezes(build: TextBuilder, scale: Scale) -> Iterable[dict[str, Any]]:
    for side in ("vendor", "customer"):
        windows = [freeze for freeze in build.checklist.freeze if freeze.side == side]
        bars = [
            {"from": scale.at(freeze.begins), "to": scale.at(freeze.ends), "kind": freeze.kind}
            # A hard freeze is drawn over the soft one around it.
            for freeze in sorted(windows, key=lambda freeze: freeze.kind == "hard")
        ]
        if bars:
            label = f"{build.f.freeze}{build.p.open}{build.v.side[side]}{build.p.close}"
            yield {"label": label, "count": "", "bars": bars}


def _waves(build: TextBuilder, scale: Scale) -> list[dict[str, Any]]:
    """Each wave's mark with its label, on the first row where it touches no other label."""
    found: list[dict[str, Any]] = []
    taken: list[float] = []
    for wave in build.checklist.waves:
        text = f"{build.plain(wave.title)} {wave.peak.astimezone(build.checklist.zone):%m-%d %H:%M}"
        at, width = scale.at(wave.peak), _width(text)
        left = min(max(at - width / 2, 0.0), max(1.0 - width, 0.0))
        row = next((n for n, end in enumerate(taken) if end < left), len(taken))
        taken[row : row + 1] = [left + width]
        found.append({"at": at, "left": round(left, 4), "row": row, "text": text})
    return found


def _width(text: str) -> float:
    return LETTER * (2 + width(text))


def _ticks(checklist: Checklist, scale: Scale) -> Iterable[dict[str, Any]]:
    """The event's own days first, then the first days of months where there is room."""
    own = [checklist.start.date() - WEEK, checklist.start.date(), checklist.end.date()]
    day, last, months = scale.stops[0].date(), scale.stops[-1].date(), []
    while day <= last:
        months += [day] if day.day == 1 else []
        day += timedelta(days=1)
    placed: list[float] = []
    for moment in [*own, *months]:
        at = scale.of_day(moment)
        if all(abs(at - other) >= NEAR for other in placed) and NEAR / 3 < at < 1 - NEAR / 3:
            placed.append(at)
            yield {"at": at, "text": f"{moment:%m-%d}", "own": moment in own}


def _in_words(build: TextBuilder) -> str:
    checklist = build.checklist
    steps = [f"{build.plain(step.title)} {step.begins} – {step.ends}" for step in checklist.steps]
    waves = [f"{build.plain(wave.title)} {build.instant(wave.peak)}" for wave in checklist.waves]
    return (
        f"{build.p.timeline}{build.s.colon}{'; '.join([*steps, *waves, f'{build.p.today} {checklist.today.date()}'])}"
    )
