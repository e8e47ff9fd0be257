"""A folder built beside its target and swapped in: whoever looks sees the old one or the new one, whole.

Linux and macOS can exchange two names in one step. Elsewhere two renames do it; a run killed between them leaves the old
folder under its waiting name, and the next run puts it back first.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2


class Busy(Exception):
    """Another run is building the same folder. The message is bilingual."""


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``target``; when the block ends well it takes the target's place.

    Raises ``Busy`` while another run holds the target. After an error or a kill, the target is as it was.
    """
    # Where the target is a link, what it leads to is exchanged, and the link stays.
    target = Path(os.path.realpath(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _lock(target):
        _recover(target)
        staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
        staging.chmod(0o755)
        try:
            yield staging
            _swap(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            if target.exists():
                # Where putting it back failed, what waits is the only copy there is.
                shutil.rmtree(_waiting(target), ignore_errors=True)


def _waiting(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _recover(target: Path) -> None:
    """Put back what an interrupted run moved aside, and clear what it left half built."""
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    waiting = _waiting(target)
    if waiting.exists() and not target.exists():
        waiting.rename(target)
    for left in (waiting, *target.parent.glob(f".{glob.escape(target.name)}.new-*")):
        shutil.rmtree(left, ignore_errors=True)


def _swap(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        waiting = _waiting(target)
        target.rename(waiting)
        try:
            staging.rename(target)
        except BaseException:
            if not target.exists():
                waiting.rename(target)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step, where the system can; False where it cannot."""
    here = _AT_FDCWD.get(sys.platform)
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        call = libc.renameat2 if sys.platform == "linux" else libc.renameatx_np
        if here is not None:
            return bool(call(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0)
    return False


@contextlib.contextmanager
def _lock(target: Path) -> Iterator[None]:
    # The system drops the lock of a killed process, so a left-over file locks nobody out.
    path = target.with_name(f".{target.name}.lock")
    with path.open("a+b") as file:
        try:
            _hold(file.fileno())
        except OSError as error:
            raise Busy(
                f"另一个构建正在写 {target}，等它结束再试 / another build is writing {target}; try again when it has ended"
            ) from error
        yield


def _hold(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
