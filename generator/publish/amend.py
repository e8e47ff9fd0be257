"""An edited engagement onto the disk: checked with the whole tree in memory first, and written only over what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.check import check
from generator.diagnostics import Diagnostic, Severity, Words
from generator.edit import Edit, Refused, edit
from generator.library import Entry, Library, inputs, load
from generator.model import Engagement
from generator.publish.disk import sweep, write_whole
from generator.publish.export import Refusal

# The keys of an engagement in the order in which the format names them: where a section stands that was not there.
_ORDER = tuple(field.alias or name for name, field in Engagement.model_fields.items())


@dataclass(frozen=True)
class Amended:
    """An engagement's file before and after, and the tree with it.

    ``errors`` are the file's own faults, which forbid writing it; ``sound`` says that its checklist can be tailored, too.
    """

    file: str
    before: bytes
    after: bytes
    library: Library
    errors: tuple[Diagnostic, ...]
    sound: bool

    def write(self, root: Path) -> None:
        """Replace the file whole. Raises ``Refusal`` where somebody has changed it since it was read."""
        path = root / self.file
        if path.read_bytes() != self.before:
            raise _changed_meanwhile(self.file)
        if self.after != self.before:
            sweep(path.parent)
            write_whole(path, self.after)


def amend(files: Mapping[str, bytes], entry: Entry[Engagement], edits: Sequence[Edit]) -> Amended:
    """Make the edits in memory and check the tree with them. Raises ``Refusal`` for an edit that cannot be made cleanly."""
    before = files[entry.file]
    if entry.written.text.encode("utf-8") != before:
        raise _changed_meanwhile(entry.file)
    try:
        after = edit(before.decode("utf-8"), entry.file, edits, _ORDER).encode("utf-8")
    except Refused as refused:
        place = ".".join(map(str, refused.path))
        raise Refusal(
            Words(
                f"{entry.file} 的 {place} 处写法特殊，改动不能保证不碰别的内容，请手工改",
                f"{entry.file}: {place} is written in a way that cannot be edited without touching more; change it by hand",
            )
        ) from refused
    library = load({**files, entry.file: after})
    faults = [fault for fault in check(library) if fault.severity is Severity.ERROR]
    errors = tuple(fault for fault in faults if fault.at.file == entry.file)
    broken = {fault.at.file for fault in faults}
    return Amended(entry.file, before, after, library, errors, not inputs(entry) & broken)


def _changed_meanwhile(file: str) -> Refusal:
    return Refusal(Words(f"{file} 刚被别人改过，请重试", f"{file} has just been changed by somebody else; try again"))
