"""The faults of a whole tree, looked for over all cores: each process reads and judges a share of the engagements."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from generator.check import Context, Partition, judge_share, together
from generator.diagnostics import Diagnostic
from generator.library import Library, kind_of, load
from generator.publish.workers import available, background
from generator.workspace import find_faults

WORTH_SHARING = 500_000
"""Bytes of engagements that take longer to judge than a process takes to start."""


def faults(
    files: Mapping[str, bytes],
    today: date | datetime,
    wanted: Callable[[str], bool],
    base: Mapping[str, bytes] | None = None,
    workers: int | None = None,
) -> list[Diagnostic]:
    """What ``workspace.find_faults`` finds in a tree as of ``today``, the same for any number of workers."""
    if base is not None:
        return find_faults(files, today, wanted, base)
    shares = _shares(files, available() if workers is None else workers)
    if len(shares) < 2:
        return find_faults(files, today, wanted)
    rest = {file: content for file, content in files.items() if kind_of(file) != "engagement"}
    common = load(rest)

    def judge(share: dict[str, bytes], *, first: bool = False) -> tuple[Context, Partition, bool]:
        library = load(rest | share, common)
        context = Context(library, None, today, wanted)
        return context, judge_share(context, first=first), _is_sound(library)

    def sent(share: dict[str, bytes]) -> tuple[Partition, bool]:
        return judge(share)[1:]

    # This process does a share as well, and keeps what it has read.
    others = background(sent, shares[1:])
    context, own, sound = judge(shares[0], first=True)
    found = list(others)
    if not (sound and all(is_sound for _, is_sound in found)):
        # What was left out of one engagement may be what another one means: only the whole tree can tell.
        return find_faults(files, today, wanted)
    return together(context, [own, *(share for share, _ in found)])


def _shares(files: Mapping[str, bytes], count: int) -> list[dict[str, bytes]]:
    engagements = sorted(file for file in files if kind_of(file) == "engagement")
    if sum(len(files[file]) for file in engagements) < WORTH_SHARING:
        return []
    return [{file: files[file] for file in engagements[n::count]} for n in range(count)]


def _is_sound(library: Library) -> bool:
    """Whether every engagement could be read whole."""
    return not any(kind_of(fault.at.file) == "engagement" for fault in library.diagnostics)
