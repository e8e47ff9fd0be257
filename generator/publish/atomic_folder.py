"""A folder built beside its target and swapped in: whoever looks sees the old one or the new one, whole.

Linux and macOS can exchange two names in one step. Elsewhere two renames do it; a run killed between them leaves the old
folder under its waiting name, and the next run puts it back first.
"""

import contextlib
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.publish.lock import Busy, beside, locked
from generator.publish.output_folder import is_ours, mark, refuse_strange

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
