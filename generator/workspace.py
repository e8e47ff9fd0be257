"""load → check → sound → checklists: the one place where that order stands. It reads no disk and no clock: it is handed both."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from generator.check import check, errors, everything
from generator.diagnostics import Diagnostic
from generator.library import Entry, Library, inputs, load
from generator.model import Engagement
from generator.tailor import Checklist, tailor


@dataclass(frozen=True)
class Workspace:
    """A tree that was read, as of ``today``. It is checked, and its checklists are made, when somebody asks."""

    library: Library
    today: date | datetime
    only: frozenset[str] | None = None
    """The engagements that were asked for; None means all."""
    forgiven: Callable[[Diagnostic], bool] = lambda _: False
    """Errors that keep no engagement from being tailored."""
    known: Mapping[str, Checklist] = field(default_factory=dict)
    """Checklists that were made before, of the very same files on the very same day."""

    @classmethod
    def of(
        cls,
        files: Mapping[str, bytes],
        today: date | datetime,
        *,
        only: Iterable[str] | None = None,
        like: Library | None = None,
        forgiven: Callable[[Diagnostic], bool] = lambda _: False,
    ) -> "Workspace":
        """Load ``files`` (POSIX path from the root → bytes). Never raises for bad content.

        What ``like`` has read of the same bytes is taken from there.
        """
        return cls(load(files, like), today, None if only is None else frozenset(only), forgiven)

    def again(self, files: Mapping[str, bytes], today: date | datetime) -> "Workspace":
        """The same after an edit: what was read and made of the very same bytes is taken from here."""
        found = Workspace.of(files, today, only=self.only, like=self.library, forgiven=self.forgiven)
        return replace(found, known=dict(self._still(found))) if today == self.today else found

    def _still(self, found: "Workspace") -> Iterator[tuple[str, Checklist]]:
        """The checklists whose files are all the very same as before."""
        now, then = found.library.entries, self.library.entries
        before = self.known if self.errors else {one.id: one for one in self.checklists}
        for entry in found.library.engagements.values():
            if entry.id in before and all(now.get(file) is then.get(file) for file in inputs(entry)):
                yield entry.id, before[entry.id]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Every fault but for what time alone has brought."""
        return check(self.library, as_of=self.today)

    @cached_property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(errors(self.library, self.today))

    @cached_property
    def broken(self) -> Counter[str]:
        """File → how many errors it has that keep what is made from it from being made."""
        return Counter(fault.at.file for fault in self.errors if not self.forgiven(fault))

    @cached_property
    def sound(self) -> tuple[Entry[Engagement], ...]:
        """The engagements asked for, whose inputs have no errors."""
        every = self.library.engagements.values()
        return tuple(one for one in every if (self.only is None or one.id in self.only) and self.is_sound(one))

    def is_sound(self, engagement: Entry[Engagement]) -> bool:
        """Whether an engagement's checklist can be made."""
        return not inputs(engagement) & self.broken.keys()

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The checklist of each sound engagement, in their order."""
        return tuple(map(self.checklist, self.sound))

    def checklist(self, engagement: Entry[Engagement]) -> Checklist:
        """The checklist of one of the sound engagements."""
        return self.known.get(engagement.id) or tailor(self.library, engagement, self.today)


def find_faults(
    files: Mapping[str, bytes],
    today: date | datetime,
    wanted: Callable[[str], bool] = everything,
    base: Mapping[str, bytes] | None = None,
) -> list[Diagnostic]:
    """Every fault of a tree, what time has brought included; with ``base``, also what the edit from there broke.

    Of files that are not ``wanted`` some may be passed over, to save their cost.
    """
    library = load(files)
    return check(library, None if base is None else load(base, library), today, wanted)
