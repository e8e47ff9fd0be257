"""An edited engagement onto the disk: checked with the whole tree in memory first, and written only over what was read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.diagnostics import Bilingual, Diagnostic, Refusal
from generator.edit import Edit, Refused, edit
from generator.edit.fmt import Unusual, comments
from generator.i18n.vocabulary import Vocabulary
from generator.library import Entry, kind_of
from generator.model import Engagement
from generator.publish.disk import ChangedMeanwhile, read_tree, write_source
from generator.publish.resources import vocabulary
from generator.review.comparison import is_orphan
from generator.source import read
from generator.workspace import Workspace

# The keys of an engagement in the order in which the format names them: where a section stands that was not there.
_ORDER = tuple(field.alias or name for name, field in Engagement.model_fields.items())


@dataclass(frozen=True)
class EditedEngagement:
    """An engagement's file before and after, and the tree with it."""

    file: str
    before: bytes
    after: bytes
    workspace: Workspace

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The file's own faults, which forbid writing it."""
        return tuple(fault for fault in self.workspace.errors if fault.at.file == self.file)

    @property
    def lost_comments(self) -> tuple[str, ...]:
        """What the author remarked in lines that are there no more."""
        if self.errors:
            return ()
        sources = [source for content in (self.before, self.after) if (source := read(content, self.file)[0])]
        try:
            before, after = (Counter(comments(source)) for source in sources)
        except Unusual:
            before, after = (Counter(line for line in source.text.split("\n") if "#" in line) for source in sources)
        return tuple((before - after).elements())

    def write(self, root: Path) -> None:
        """Replace the file whole. Raises ``Refusal`` where somebody has changed it since it was read."""
        try:
            write_source(root, self.file, self.after, self.before)
        except ChangedMeanwhile as error:
            raise _changed_meanwhile(self.file) from error


@dataclass(frozen=True)
class EditableTree:
    """The tree as it was read, and its files' bytes."""

    root: Path
    files: Mapping[str, bytes]
    workspace: Workspace

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """By which words the tree's people know fields and states."""
        return vocabulary(self.root)

    def with_earlier(self, entry: Entry[Any]) -> Workspace:
        """The tree with one of its files as it once was. That others name what it did not have yet stands in no list's way."""
        files = {**self.files, entry.file: entry.original.text.encode("utf-8")}
        return Workspace.of(files, self.workspace.today, like=self.workspace.library, forgiven=_not_there_yet)


def _not_there_yet(fault: Diagnostic) -> bool:
    """What an engagement says already to a newer edition than the one it is read with."""
    return is_orphan(fault) or (fault.code == "unknown-fact" and kind_of(fault.at.file) == "engagement")


def open_editable(root: Path, today: date | datetime, engagement: str) -> EditableTree:
    """The tree below ``root``, one engagement of which is to be edited. Raises ``Unreadable``."""
    files = read_tree(root)
    return EditableTree(root, files, Workspace.of(files, today, only=[engagement]))


def apply_edits(tree: EditableTree, entry: Entry[Engagement], edits: Sequence[Edit]) -> EditedEngagement:
    """Make the edits in memory and check the tree with them. Raises ``Refusal`` for an edit that cannot be made cleanly."""
    before = tree.files[entry.file]
    if entry.original.text.encode("utf-8") != before:
        raise _changed_meanwhile(entry.file)
    try:
        after = edit(before.decode("utf-8"), entry.file, edits, _ORDER).encode("utf-8")
    except Refused as refused:
        place = ".".join(map(str, refused.path))
        raise Refusal(
            Bilingual(
                f"{entry.file} 的 {place} 处写法特殊，改动不能保证不碰别的内容，请手工改",
                f"{entry.file}: {place} is written in a way that cannot be edited without touching more; change it by hand",
            )
        ) from refused
    today, library = tree.workspace.today, tree.workspace.library
    edited = Workspace.of({**tree.files, entry.file: after}, today, only=[entry.id], like=library)
    return EditedEngagement(entry.file, before, after, edited)


def _changed_meanwhile(file: str) -> Refusal:
    return Refusal(
        Bilingual(f"{file} 刚被别人改过，请重试", f"{file} has just been changed by somebody else; try again")
    )
