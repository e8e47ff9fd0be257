"""A folder built beside its target and swapped in: whoever looks sees the old one or the new one, whole.

Linux and macOS can exchange two names in one step. Elsewhere two renames do it; a run killed between them leaves the old
folder under its waiting name, and the next run puts it back first.

One run at a time holds a lock that the system drops with the process, so that a left-over file locks nobody out.
"""

import contextlib
import glob
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from generator.publish.cache_store import cache_folder
from generator.publish.output_folder import PathError, is_ours, mark, refuse_strange


class Busy(PathError):
    """Another run, or a program, holds what this one would write."""


@contextlib.contextmanager
def locked(file: Path, busy: str, patience: float = 0) -> Iterator[None]:
    """Hold ``file``, which is made where it is not there, against every other run that asks for it.

    Raises ``Busy`` with the words ``busy`` where one does not let go of it within ``patience`` seconds.
    """
    with file.open("a+b") as opened:
        until = time.monotonic() + patience
        while not _held(opened.fileno()):
            if time.monotonic() >= until:
                raise Busy(busy)
            time.sleep(0.05)
        yield


def beside(target: Path) -> Path:
    """The file by which ``target`` is held, next to it."""
    return target.with_name(f".{target.name}.lock")


def elsewhere(target: Path) -> Path:
    """The same in the user's cache folder: nothing is left beside what people keep in git. Without such a folder it is beside."""
    folder = cache_folder()
    with contextlib.suppress(OSError):
        if folder:
            name = hashlib.sha256(os.fsencode(os.path.realpath(target))).hexdigest()
            (folder / "locks").mkdir(parents=True, exist_ok=True, mode=0o700)
            return folder / "locks" / name
    return beside(target)


def _held(descriptor: int) -> bool:
    try:
        hold(descriptor)
    except OSError:
        return False
    return True


def hold(descriptor: int) -> None:
    """Lock an open file for this process. Raises ``OSError`` while another holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2


@contextlib.contextmanager
def atomic_folder(target: Path) -> Iterator[Path]:
    """Yield a folder beside ``target`` that holds nothing but the mark; when the block ends well it takes the target's place.

    Raises ``Busy`` while another run holds the target, ``OutputRefused`` where the target holds what is no site of ours. After an
    error or a kill, the target is as it was.
    """
    # Where the target is a link, what it leads to is exchanged, and the link stays.
    target = Path(os.path.realpath(target))
    refuse_strange(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    busy = f"另一个构建正在写 {target}，等它结束再试 / another build is writing {target}; try again when it has ended"
    with locked(beside(target), busy):
        _recover(target)
        refuse_strange(target)
        staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
        try:
            staging.chmod(0o755)
            mark(staging)
            yield staging
            mark(staging)
            _swap(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            if target.exists():
                # Where putting it back failed, what waits is the only copy there is.
                _clear(_waiting(target))


def _waiting(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _recover(target: Path) -> None:
    """Put back what an interrupted run moved aside, and clear what it left half built."""
    waiting = _waiting(target)
    if is_ours(waiting) and not target.exists():
        waiting.rename(target)
    for left in (waiting, *target.parent.glob(f".{glob.escape(target.name)}.new-*")):
        _clear(left)


def _clear(left: Path) -> None:
    # Somebody else's folder may have such a name.
    if is_ours(left):
        shutil.rmtree(left, ignore_errors=True)


def _swap(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        waiting = _waiting(target)
        try:
            target.rename(waiting)
        except PermissionError as error:
            raise Busy(
                f"{target} 里有文件正被别的程序打开，换不了：关掉它再运行 / "
                f"a file of {target} is open in another program, so that it cannot be replaced: close it and run this again"
            ) from error
        try:
            staging.rename(target)
        except BaseException:
            if not target.exists():
                waiting.rename(target)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step, where the system can; False where it cannot."""
    here = _AT_FDCWD.get(sys.platform)
    if here is None:
        return False
    import ctypes  # Windows has no library without a name.

    try:
        libc = ctypes.CDLL(None, use_errno=True)
        call = libc.renameat2 if sys.platform == "linux" else libc.renameatx_np
        return bool(call(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0)
    except (OSError, AttributeError):
        return False
