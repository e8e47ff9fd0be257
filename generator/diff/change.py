"""One difference: between two checklists, two files, or what an edit does to a customer's event."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from generator.diagnostics import Bilingual, Lang
from generator.diff.word_diff import Run


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RETIRED = "retired"
    RENAMED = "renamed"
    MOVED = "moved"
    """To another step or playbook."""
    DUE = "due"
    OWNER = "owner"
    VERIFIER = "verifier"
    RAISED = "raised"
    LOWERED = "lowered"
    CONDITION = "condition"
    """To whom it applies."""
    FIGURES = "figures"
    PEOPLE = "people"
    TEXT = "text"
    CHANGED = "changed"
    """Anything else that means something."""
    FORMATTING = "formatting"
    """The file's bytes alone."""
    OVERDUE = "overdue"
    """Of an engagement: overdue by this change."""
    ORPHANED = "orphaned"
    """Of an engagement: it names an id that is gone; ``field`` is ``replaced_by`` where another took its place."""
    WAIVED = "waived"
    """Of an engagement: an item is waived, or by other words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``about`` is the id it speaks of: an item, a plan, an estimate, a role, or the engagement itself."""

    kind: Kind
    about: str
    words: Bilingual
    title: Bilingual | None = None
    part: str = ""
    """What kind of thing that is: ``item``, ``plan``, ``product`` …; empty between two checklists."""
    file: str = ""
    """The file that it stands in, POSIX from the root; empty between two checklists."""
    field: str = ""
    """The YAML key that changed, where one did."""
    by: timedelta | None = None
    """How far a date moved; negative is earlier."""
    zh: tuple[Run, ...] = ()
    en: tuple[Run, ...] = ()
    """A changed text, word by word; empty where nothing changed in that language."""

    def runs(self, lang: Lang) -> tuple[Run, ...]:
        """The changed words in ``lang``, or in the other language where this one stayed."""
        own, other = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return own or other

    def runs_lang(self, lang: Lang) -> Lang:
        """The language that ``runs(lang)`` really is in."""
        return "zh" if self.zh and (lang == "zh" or not self.en) else "en"
