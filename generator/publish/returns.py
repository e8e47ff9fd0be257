"""Returned sheets onto the disk: each is merged with the tree as it is at that moment, and what is certain is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import get_args

from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang, Refusal, did_you_mean
from generator.i18n.vocabulary import Vocabulary
from generator.library import FOLDER, Entry, Library, ids, inputs
from generator.model import Engagement
from generator.model.engagement import RiskState, State, TestVerdict
from generator.publish.apply_edits import EditableTree, EditedEngagement, apply_edits
from generator.publish.disk import read_tree, write_whole
from generator.publish.lock import elsewhere, locked
from generator.publish.output_folder import refuse_sources
from generator.publish.resources import strings
from generator.render.workbook.heads import heads
from generator.roundtrip import LARGEST_FILE, Field, Returned, Untaken, WordLookup, read
from generator.roundtrip.days import EventDays
from generator.roundtrip.edits import edits, places
from generator.roundtrip.merge import Conflict, FieldChange, Merged, merge
from generator.roundtrip.unnamed import Unnamed
from generator.roundtrip.values import folded
from generator.source import Path as SourcePath
from generator.source import Source
from generator.source import read as read_source
from generator.tailor import Checklist
from generator.tailor.context import on_call
from generator.workspace import Workspace

PATIENCE = 30.0
"""Seconds that a run waits for another that is about to end."""
Agree = Callable[["Recorded"], bool]
"""Whether the changes of a sheet that does not say what it was printed with are to be written."""
Settle = Callable[[Conflict], bool | None]
"""Whether a conflict is settled for the sheet (True), for the tree (False), or by nobody (None)."""


@dataclass(frozen=True)
class Recorded:
    """What became of one returned sheet. ``refusal`` stands alone: then nothing of it was taken."""

    file: Path
    engagement: str = ""
    title: Bilingual = field(default_factory=lambda: Bilingual("", ""))
    merged: Merged = field(default_factory=lambda: Merged(()))
    returned: Returned | None = None
    now_edition: str = ""
    into: str = ""
    """The file that it was recorded into."""
    faults: tuple[Diagnostic, ...] = ()
    refusal: Refusal | None = None
    agreed: bool = True
    """False where changes wait for somebody to agree to them: nothing is written."""

    @property
    def whole(self) -> bool:
        """Whether every entry was taken."""
        return (
            self.refusal is None and self.agreed and not (self.merged.conflicts or self.merged.untaken or self.faults)
        )


class Recorder:
    """A root and its tree while sheets are recorded into it, one after the other."""

    def __init__(
        self,
        root: Path,
        today: date | datetime,
        engagement: str | None,
        settle: Settle,
        rehearse: bool,
        extra: bool = False,
        agree: Agree = lambda _: False,
    ) -> None:
        self._named, self._extra = engagement, extra
        self._settle, self._rehearse, self._agree = settle, rehearse, agree
        files = read_tree(root)
        self._tree = EditableTree(root, files, Workspace.of(files, today))

    @property
    def library(self) -> Library:
        return self._tree.workspace.library

    @property
    def vocabulary(self) -> Vocabulary:
        return self._tree.vocabulary

    def record(self, file: Path) -> Recorded:
        """Record one sheet. Raises ``OSError`` where the file cannot be read."""
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
        try:
            returned = read(content, self._lookup, Unnamed(_heads(self._tree.root), partial(self._whose, file.name)))
            checklist, entry = self._of(returned.engagement)
            return self._merged(file, returned, checklist, entry)
        except Refusal as refusal:
            return Recorded(file, refusal=refusal)
        except _Unsound as unsound:
            return Recorded(file, faults=unsound.faults, refusal=unsound.refusal)

    def _merged(self, file: Path, returned: Returned, checklist: Checklist, entry: Entry[Engagement]) -> Recorded:
        merged = merge(checklist, returned, dict(_replaced(self.library, checklist.playbook)), extra=self._extra)
        answers = [(one, self._settle(one)) for one in merged.conflicts]
        left = tuple(one for one, answer in answers if answer is None)
        taken = {(one.id, one.field) for one, answer in answers if answer}
        settled = replace(merged, conflicts=tuple(one for one, answer in answers if answer is not None))
        merged = replace(settled.settled(lambda one: (one.id, one.field) in taken), conflicts=left)
        amended, merged = self._amended(entry, checklist, returned, merged)
        name = Bilingual(*(f"{checklist.customer.plain(lang)} · {checklist.event.plain(lang)}" for lang in LANGS))
        recorded = Recorded(file, checklist.id, name, merged, returned, checklist.edition, entry.file)
        if amended.after != amended.before and not self._rehearse:
            if not returned.based and not self._agree(recorded):
                return replace(recorded, agreed=False)
            amended.write(self._tree.root)
        # A rehearsal of several sheets of one event shows what they would do one after the other.
        files = {**self._tree.files, entry.file: amended.after}
        self._tree = replace(
            self._tree, files=files, workspace=Workspace.of(files, self._tree.workspace.today, like=self.library)
        )
        return recorded

    def _amended(
        self, entry: Entry[Engagement], checklist: Checklist, returned: Returned, merged: Merged
    ) -> tuple[EditedEngagement, Merged]:
        """The file with all changes that it can bear; an item whose change would be a fault of the file is named instead."""
        while True:
            amended = apply_edits(self._tree, entry, edits(merged, entry.model, checklist, entry.original.data))
            if not amended.errors:
                return amended, merged
            against: dict[FieldChange, list[Bilingual]] = {}
            for one, reason in _against(amended, merged.changes):
                against.setdefault(one, []).append(reason)
            if not against:
                raise _Unsound(amended.errors)
            named = tuple(Untaken(one.at, one.id, one.new, _together(told)) for one, told in against.items())
            kept = tuple(one for one in merged.changes if one not in against)
            merged = replace(merged, changes=kept, untaken=(*merged.untaken, *named))

    def _whose(self, file: str, above: Sequence[str]) -> Checklist:
        """The checklist of the engagement that a table's own words name, else its file, else whoever handed it in."""
        engagements = self.library.engagements
        titles = {
            id: {folded(f"{one.model.customer.plain(lang)} · {one.model.event.name.plain(lang)}") for lang in LANGS}
            for id, one in engagements.items()
        }
        words = [folded(text) for text in above]
        told = [
            id
            for id in engagements
            if id in words or any(f"{t} · " in f"{text} · " for t in titles[id] for text in words)
        ]
        named = [id for id in engagements if re.search(rf"(?<![a-z0-9-]){re.escape(id)}(?![a-z0-9-])", file.casefold())]
        found = next((ids[0] for ids in (told, named) if len(ids) == 1), self._named)
        if self._named in told:
            found = self._named
        if found is None:
            raise Refusal(
                Bilingual(
                    "看不出这是哪个客户事件的清单：把事件写在文件前面，如 playbook record EVENT FILE",
                    "nothing says which engagement this is the sheet of: name it before the file, as in playbook record ENGAGEMENT FILE",
                )
            )
        return self._of(found)[0]

    def _of(self, engagement: str) -> tuple[Checklist, Entry[Engagement]]:
        """Raises ``Refusal`` where the sheet is another engagement's or of none."""
        if self._named and engagement != self._named:
            raise Refusal(
                Bilingual(
                    f"这是 {engagement} 的清单，不是 {self._named} 的",
                    f"this is the sheet of {engagement}, not of {self._named}",
                )
            )
        entry = self.library.engagements.get(engagement)
        if entry is None or not self._tree.workspace.is_sound(entry):
            needed = (inputs(entry) if entry else frozenset()) | {f"{FOLDER}/engagements/{engagement}.yaml"}
            faults = tuple(fault for fault in self._tree.workspace.errors if fault.at.file in needed)
            if faults:
                raise _Unsound(faults)
            hint = did_you_mean(engagement, self.library.stems["engagement"])
            zh, en = (f"（{hint.zh}）", f" ({hint.en})") if hint else ("", "")
            raise Refusal(Bilingual(f"没有客户事件 {engagement}{zh}", f"no engagement {engagement}{en}"))
        return self._tree.workspace.checklist(entry), entry

    def _lookup(self, engagement: str) -> WordLookup:
        checklist, entry = self._of(engagement)
        roles = self.library.roles.model.root if self.library.roles else {}
        value = self._tree.vocabulary.value
        titles = [(role.title.plain(lang), id) for id, role in roles.items() for lang in LANGS]

        def words(field: str, ids: Iterable[str]) -> list[tuple[str, str]]:
            return [(value[field][id].of(lang), id) for id in ids for lang in LANGS]

        answers = [(word, {"yes": "true", "no": "false"}[id]) for word, id in words("answer", value["answer"])]
        others = {
            ("risks", Field.STATE): WordLookup.of(words("state", get_args(RiskState)), []),
            ("tests", Field.VERDICT): WordLookup.of(words("verdict", get_args(TestVerdict)), []),
            ("facts", Field.VALUE): WordLookup.of(answers, []),
        }
        held: dict[str, set[str]] = {}
        for role, people in entry.model.team.items():
            for person in people:
                held.setdefault(folded(person.name), set()).add(role)
        known = {name: frozenset(ids) for name, ids in held.items()}
        return replace(
            WordLookup.of(words("state", get_args(State)), titles), people=known, days=EventDays.of(checklist), others=others,
            shifts={folded(title): id for title, id in self._shifts()}, facts={line.id: line.fact for line in checklist.facts},
        )  # fmt: skip

    def _shifts(self) -> Iterator[tuple[str, str]]:
        """What a shift may be for beside a role: a product's on-call, by its id and its title."""
        products = self.library.products.model.root if self.library.products else {}
        for product in products.values():
            if product.oncall:
                yield product.oncall, product.oncall
                yield from ((on_call(product).of(lang), product.oncall) for lang in LANGS)


class _Unsound(Exception):
    """The tree has faults that forbid recording into this engagement."""

    def __init__(self, faults: tuple[Diagnostic, ...]) -> None:
        super().__init__(faults)
        self.faults = faults
        self.refusal = Refusal(Bilingual("没有写入：先改好上面的错误", "nothing is written: mend these errors first"))


def _heads(root: Path) -> dict[str, str]:
    """The checklist's heads in both languages → what their columns hold."""
    return {folded(head): key for lang in LANGS for key, head in heads(strings(root, lang)).items()}


@contextmanager
def recording(
    root: Path,
    today: date | datetime,
    engagement: str | None,
    settle: Settle,
    rehearse: bool,
    extra: bool = False,
    agree: Agree = lambda _: False,
) -> Iterator[Recorder]:
    """A desk at which sheets are recorded into the engagements that they name, or into ``engagement`` alone; with ``extra``, rows of their own become items.

    Nobody else records below ``root`` meanwhile. Raises ``disk.Unreadable`` for a root without playbooks.
    """
    busy = f"另一个命令正在写 {root}，等它结束再试 / another command is writing to {root}; try again when it has ended"
    with locked(elsewhere(root), busy, PATIENCE):
        yield Recorder(root, today, engagement, settle, rehearse, extra, agree)


def _against(amended: EditedEngagement, changes: Sequence[FieldChange]) -> Iterator[tuple[FieldChange, Bilingual]]:
    """The changes of which an edited file's faults speak, and what they say.

    A fault of one field speaks of that alone, unless the entry is a new item, which is nothing without it; any other of all of its entry's.
    """
    # As it is written: what the library holds is without what is unsound.
    source, _ = read_source(amended.after, amended.file)
    assert source
    new = {one.id for one in changes if one.field is Field.TITLE}
    for fault in amended.errors:
        at = {one: [path for path in places(one.id, source.data) if _stands_in(source, path, fault)] for one in changes}
        whole = [one for one, paths in at.items() if paths]
        fields = [one for one in whole if any(_stands_in(source, (*path, one.field.value), fault) for path in at[one])]
        # What is missing is told at the first key that is there.
        for one in whole if not fields or fault.code == "missing-key" or fields[0].id in new else fields:
            yield one, _sentence(fault)


def _stands_in(source: Source, path: SourcePath, fault: Diagnostic) -> bool:
    """Whether a fault stands in the entry at ``path``, its key included."""
    parent, node = source.nearest(path[:-1]), source.nearest(path)
    if node is parent or parent.children.get(path[-1]) is not node:
        return False
    begins = parent.keys.get(str(path[-1]), node.index)
    return source.position(begins) <= fault.at <= source.position(node.end)


def _together(reasons: Sequence[Bilingual]) -> Bilingual:
    told = dict.fromkeys(reasons)
    return Bilingual("；".join(one.zh for one in told), "; ".join(one.en for one in told))


def _sentence(fault: Diagnostic) -> Bilingual:
    hint = fault.hint or Bilingual("", "")
    zh, en = f"{fault.message.zh}。{hint.zh}", f"{fault.message.en}; {hint.en}"
    return Bilingual(zh.rstrip("。"), en.rstrip("; "))


def _replaced(library: Library, playbook: str) -> Iterator[tuple[str, str]]:
    """A retired item → the one that stands in its place now, over any number of steps."""
    entry = library.playbooks.get(playbook)
    found = (
        {id: retired.replaced_by for id, _, retired in ids(entry) if retired and retired.replaced_by} if entry else {}
    )
    for id in found:
        now, seen = id, {id}
        while (after := found.get(now)) and after not in seen:
            seen.add(after)
            now = after
        yield id, now


def give_back(root: Path, recorded: Recorded, folder: Path, lang: Lang) -> Path | None:
    """Put a returned workbook into ``folder``, with a comment on each cell that was not taken; None where it is no workbook.

    Raises ``OutputRefused`` for a folder of sources. No file is replaced.
    """
    if recorded.refusal or recorded.file.suffix.casefold() != ".xlsx":
        return None
    from generator.roundtrip.annotate import annotate  # openpyxl takes a while to import.

    refuse_sources(root, folder)
    stem, taken = recorded.file.stem, 1
    path = folder / recorded.file.name
    while path.exists():
        # Two people's sheets often bear one name, and nobody's file is replaced.
        taken += 1
        path = folder / f"{stem}-{taken}{recorded.file.suffix}"
    # Whoever gets the workbook reads the language that it is in, whatever the terminal speaks.
    in_sheet = (recorded.returned and recorded.returned.lang) or lang
    notes: dict[str, list[str]] = {}
    both = Bilingual("现在的文件里也改过，没有记录", "changed in the file as well, and not recorded")
    for at, reason in (
        *((one.at, both) for one in recorded.merged.conflicts),
        *((one.at, one.reason) for one in recorded.merged.untaken),
    ):
        if "!" in at:
            notes.setdefault(at, []).append(reason.of(in_sheet))
    marked = annotate(recorded.file.read_bytes(), {at: "\n".join(reasons) for at, reasons in notes.items()})
    write_whole(path, marked)
    return path
