"""What a rule may look at: the tree, what its author wrote, and the texts below a value, each with its place."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, RootModel

from generator.diagnostics import Position
from generator.library import Entry, Library, Place, inputs
from generator.model import Engagement, Playbook
from generator.model.engagement import Event
from generator.model.text import Text
from generator.schedule import today_in

if TYPE_CHECKING:
    from generator.tailor.duties import Standing


def everything(_: str) -> bool:
    """Every file is wanted."""
    return True


@dataclass(frozen=True)
class Context:
    """The tree under judgement. ``base`` is what it was before an edit; ``today`` is None where time is not to be judged.

    ``wanted`` tells the files whose faults will be reported; ``broken`` holds those with errors, known to the last rules only.
    """

    library: Library
    base: Library | None = None
    today: date | datetime | None = None
    wanted: Callable[[str], bool] = everything
    broken: frozenset[str] = frozenset()
    as_of: date | datetime | None = None
    """The day by which an event has ended, where ``today`` is None."""

    def engagements(self) -> Iterator[tuple[Entry[Engagement], Entry[Playbook]]]:
        """Every engagement with its playbook, where that could be read: only there can its names be judged."""
        for engagement in self.library.engagements.values():
            playbook = self.library.playbooks.get(engagement.model.playbook)
            if playbook is not None:
                yield engagement, playbook

    def entries(self) -> Iterator[Entry[Any]]:
        """Every readable file that is wanted."""
        return (entry for file, entry in self.library.entries.items() if self.wanted(file))

    def now(self, event: Event) -> datetime | None:
        """Today at an event's own place; None where time is not to be judged."""
        zone = event.start.tzinfo
        return None if self.today is None or zone is None else today_in(self.today, zone)

    def is_over(self, event: Event) -> bool:
        """Whether an event has ended; without any day, none has."""
        day, zone = self.today or self.as_of, event.start.tzinfo
        return day is not None and zone is not None and today_in(day, zone) > event.end

    @cached_property
    def standings(self) -> Mapping[str, "Standing"]:
        """Where the wanted engagements stand whose inputs have no errors, by engagement; none without a today."""
        if self.today is None:
            return {}
        # Most checks of a single playbook tailor nothing, and need not wait for what tailoring is made of.
        from generator.tailor.duties import standing

        sound = self.library.sources.keys() - self.broken
        return {
            entry.id: standing(self.library, entry, self.today)
            for entry in self.library.engagements.values()
            if self.wanted(entry.file) and inputs(entry) <= sound
        }


# What the author wrote, before reading left out what is unsound: so that no rule reports a consequence beside its cause.


def lost(entry: Entry[Any], section: str) -> bool:
    """Whether the author wrote this key of the file, but what stands behind it could not be taken."""
    return section in entry.original.data and section not in entry.place.source.data


def entries(data: Any) -> list[Any]:
    """A list's entries; none where the author wrote something else."""
    return data if isinstance(data, list) else []


def mapping(data: Any) -> dict[str, Any]:
    """A mapping's entries; none where the author wrote something else."""
    return data if isinstance(data, dict) else {}


def texts(value: Any, place: Place) -> Iterator[tuple[Text, Place]]:
    """Every text below a value of the model, with the place it was read from."""
    if isinstance(value, Text):
        yield value, place
    elif isinstance(value, RootModel):
        yield from texts(value.root, place)
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from texts(getattr(value, name), place / (field.alias or name))
    elif isinstance(value, dict | tuple):
        parts: Iterable[tuple[str | int, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from texts(part, place / key)


def strings(value: Any, place: Place, without: Collection[str] = ()) -> Iterator[tuple[str, Place]]:
    """Every string below a value as a file holds it, but for what stands under the keys ``without``."""
    if isinstance(value, str):
        yield value, place
    elif isinstance(value, dict | list):
        parts: Iterable[tuple[str | int, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            if key not in without:
                yield from strings(part, place / key, without)


def inside(place: Place, text: str, at: int) -> Position:
    """The place of a character of a string where it stands as it is written; else the string's first character."""
    source = place.source
    mark = source.nearest(place.path)
    quoted = not mark.plain and source.text.startswith(text, mark.index + 1)
    return source.position(mark.index + 1 + at) if quoted else place.inside(at)
