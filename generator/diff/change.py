"""One difference: between two checklists, two files, or what an edit does to a customer's event; and the changes gathered by what they are
about, and counted by what they are: what every format tells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import groupby

from generator.diagnostics import Bilingual, Lang
from generator.diff.word_diff import Run
from generator.grouping import grouped


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


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """All changes of one thing."""

    about: str
    part: str
    file: str
    title: Bilingual | None
    changes: tuple[Change, ...]


def entries(changes: Iterable[Change]) -> Iterator[ChangeEntry]:
    """The changes by the thing that they are about, in their own order."""
    for (file, part, about), group in groupby(changes, key=lambda change: (change.file, change.part, change.about)):
        found = tuple(group)
        yield ChangeEntry(about, part, file, next((change.title for change in found if change.title), None), found)


def by_thing(changes: Iterable[Change]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """What changed for one engagement, by the id that it is about, the gravest first."""
    return ((about, tuple(own)) for about, own in grouped((change.about, change) for change in changes).items())


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of change that a reader looks for first, with the ids it happened to."""

    words: Bilingual
    changes: tuple[Change, ...]

    @property
    def counted(self) -> Bilingual:
        """``日期提前 4``, ``4 dates earlier``."""
        n = len(self.changes)
        noun, _, rest = self.words.en.partition(" ")
        noun = _ONE.get(noun, noun) if n == 1 else noun
        return Bilingual(f"{self.words.zh} {n}", f"{n} {noun} {rest}".rstrip())


_ONE = {
    "dates": "date", "figures": "figure", "owners": "owner", "verifiers": "verifier", "severities": "severity",
    "conditions": "condition",
}  # fmt: skip
"""What is counted, when it is one."""


def sorts(changes: Sequence[Change]) -> Iterator[Sort]:
    """What a reader looks for first: what came and went, dates, people, severities, conditions; only what there is."""
    for words, kinds, sign in _SORTS:
        found = [change for change in changes if change.kind in kinds and (sign == 0 or _sign(change) == sign)]
        if found:
            yield Sort(words, _once(found))


_SORTS: tuple[tuple[Bilingual, tuple[Kind, ...], int], ...] = (
    (Bilingual("新增", "added"), (Kind.ADDED,), 0),
    (Bilingual("停用", "retired"), (Kind.RETIRED,), 0),
    (Bilingual("删除", "removed"), (Kind.REMOVED,), 0),
    (Bilingual("改 id 或改名", "renamed"), (Kind.RENAMED,), 0),
    (Bilingual("移动", "moved"), (Kind.MOVED,), 0),
    (Bilingual("日期提前", "dates earlier"), (Kind.DUE,), -1),
    (Bilingual("日期推后", "dates later"), (Kind.DUE,), 1),
    (Bilingual("日期另改", "dates changed"), (Kind.DUE,), 2),
    (Bilingual("换负责人", "owners changed"), (Kind.OWNER,), 0),
    (Bilingual("换复核人", "verifiers changed"), (Kind.VERIFIER,), 0),
    (Bilingual("级别提高", "severities raised"), (Kind.RAISED,), 0),
    (Bilingual("级别降低", "severities lowered"), (Kind.LOWERED,), 0),
    (Bilingual("适用条件有变", "conditions changed"), (Kind.CONDITION,), 0),
    (Bilingual("数字有变", "figures changed"), (Kind.FIGURES,), 0),
    (Bilingual("人员有变", "people changed"), (Kind.PEOPLE,), 0),
    (Bilingual("文字有改动", "reworded"), (Kind.TEXT,), 0),
    (Bilingual("其他改动", "changed otherwise"), (Kind.CHANGED,), 0),
)


def _sign(change: Change) -> int:
    if change.by is None:
        return 2
    return -1 if change.by < timedelta() else 1


def _once(changes: Sequence[Change]) -> tuple[Change, ...]:
    """One change for each thing, in order."""
    return tuple({(change.file, change.part, change.about): change for change in reversed(changes)}.values())[::-1]
