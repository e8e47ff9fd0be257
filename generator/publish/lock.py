"""One run at a time: a lock that the system drops with the process, so that a left-over file locks nobody out."""

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from generator.publish.cache_store import cache_folder
from generator.publish.output_folder import PathError


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
