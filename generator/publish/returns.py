"""Returned sheets onto the disk: each is merged with the tree as it is at that moment, and what is certain is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from generator.diagnostics import LANGS, Bilingual, Diagnostic, Lang, Refusal, did_you_mean
from generator.i18n.vocabulary import Vocabulary
from generator.library import FOLDER, Entry, Library, at_last, inputs, tombstones
from generator.model import Engagement
from generator.publish.apply_edits import EditableTree, EditedEngagement, apply_edits
from generator.publish.atomic_folder import elsewhere, locked
from generator.publish.disk import read_tree, write_whole
from generator.publish.output_folder import refuse_sources
from generator.publish.resources import strings
from generator.render.workbook.fillable import heads
from generator.roundtrip import LARGEST_FILE, Returned, Untaken, WordLookup, read
from generator.roundtrip.edits import against, edits
from generator.roundtrip.lookup import lookup
from generator.roundtrip.merge import Conflict, Merged, merge
from generator.roundtrip.unnamed import Unnamed, whose
from generator.roundtrip.values import folded
from generator.tailor import Checklist
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


@dataclass
class Recorder:
    """A root and its tree while sheets are recorded into it, one after the other: those of ``named`` alone, where one is.

    With ``extra``, rows of their own become items; with ``rehearse`` nothing is written.
    """

    root: InitVar[Path]
    today: InitVar[date | datetime]
    named: str | None = None
    settle: Settle = lambda _: None
    agree: Agree = lambda _: False
    rehearse: bool = False
    extra: bool = False

    def __post_init__(self, root: Path, today: date | datetime) -> None:
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
        merged = merge(checklist, returned, _replaced(self.library, checklist.playbook), extra=self.extra)
        merged = merged.settled(self.settle)
        amended, merged = self._amended(entry, checklist, returned, merged)
        name = Bilingual(*(f"{checklist.customer.plain(lang)} · {checklist.event.plain(lang)}" for lang in LANGS))
        recorded = Recorded(file, checklist.id, name, merged, returned, checklist.edition, entry.file)
        if amended.after != amended.before and not self.rehearse:
            if not returned.based and not self.agree(recorded):
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
            unfit = dict(against(merged.changes, amended.after, amended.file, amended.errors))
            if not unfit:
                raise _Unsound(amended.errors)
            named = tuple(Untaken(one.at, one.id, one.new, reason) for one, reason in unfit.items())
            kept = tuple(one for one in merged.changes if one not in unfit)
            merged = replace(merged, changes=kept, untaken=(*merged.untaken, *named))

    def _of(self, engagement: str) -> tuple[Checklist, Entry[Engagement]]:
        """Raises ``Refusal`` where the sheet is another engagement's or of none."""
        if self.named and engagement != self.named:
            raise Refusal(
                Bilingual(
                    f"这是 {engagement} 的清单，不是 {self.named} 的",
                    f"this is the sheet of {engagement}, not of {self.named}",
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
        return lookup(self.library, self.vocabulary, entry.model, checklist)

    def _whose(self, file: str, above: Sequence[str]) -> Checklist:
        return self._of(whose(self.library, self.named, file, above))[0]


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
def alone(root: Path) -> Iterator[None]:
    """Nobody else records below ``root`` meanwhile."""
    busy = f"另一个命令正在写 {root}，等它结束再试 / another command is writing to {root}; try again when it has ended"
    with locked(elsewhere(root), busy, PATIENCE):
        yield


def _replaced(library: Library, playbook: str) -> dict[str, str]:
    """A retired item → the one that stands in its place now."""
    gone = tombstones(library.playbooks[playbook]) if playbook in library.playbooks else {}
    return {id: now for id in gone if (now := at_last(id, gone))}


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
