"""Work over processes, in order: what comes out is what one process would have given, one part after the other.

Workers are forked, so that what was read once is there for all of them and nothing but results travels. Where a system cannot
fork safely (macOS, Windows), the parts are done one after the other in this process.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

VARIABLE = "PLAYBOOK_WORKERS"
"""How many processes to use; by default as many as there are cores for this one."""
_WITH_PARENT = 1
"""prctl(2)'s PR_SET_PDEATHSIG."""
_FEWEST = 4
"""Fewer parts than this a worker are not worth starting one for."""

_work: Callable[[Any], Any] | None = None


def available() -> int:
    """How many processes may work at once; 1 where none can be forked, as after a PDF was made in this process."""
    # typst lays out in threads of its own, which a fork would leave behind: a worker would wait for them for ever.
    if sys.platform != "linux" or "typst" in sys.modules:
        return 1
    given = os.environ.get(VARIABLE, "")
    return max(1, int(given)) if given.isdecimal() else len(os.sched_getaffinity(0))


class Results(Iterator[Result]):
    """What comes of the parts, in their order. Whoever stops asking closes it: until then workers go on."""

    def __init__(self, results: Iterator[Result], pool: ProcessPoolExecutor | None = None) -> None:
        self._results = results
        self._pool = pool

    def __next__(self) -> Result:
        try:
            return next(self._results)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Begin no other part, and wait for those that are begun: nothing is written after it."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def map_ordered(
    work: Callable[[Part], Result], parts: Sequence[Part], workers: int | None = None, fewest: int = _FEWEST
) -> Results[Result]:
    """``work`` of each part, in the order of the parts. What one raises is raised here. Results are pickled, parts are not.

    Workers begin at once, not when the first result is asked for. ``fewest`` parts a worker are needed for another worker to be
    worth its start.
    """
    count = min(available() if workers is None else workers, len(parts) // fewest)
    return _forked(work, parts, count) if count > 1 else Results(map(work, parts))


def background(work: Callable[[Part], Result], parts: Sequence[Part]) -> Results[Result]:
    """``work`` of each part in a process of its own, begun at once: this one has something else to do meanwhile.

    Where no process can be forked, each is done here when it is asked for.
    """
    return _forked(work, parts, len(parts)) if available() > 1 else Results(map(work, parts))


def _forked(work: Callable[[Part], Result], parts: Sequence[Part], count: int) -> Results[Result]:
    global _work

    def of_place(place: int) -> Result:
        return work(parts[place])

    # A forked worker sees it as it is now: no part, no library and no template has to be sent.
    _work = of_place
    pool = ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(os.getpid(),)
    )
    # One by one, so that no worker is left with several large ones at the end: a message costs less than any part.
    results = pool.map(_do, range(len(parts)))
    _work = None
    return Results(results, pool)


def _begin(parent: int) -> None:
    # A terminal sends Ctrl+C to all of them; the parent alone says so.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import ctypes  # Only Linux forks.

    # A parent that is killed says nothing, and a forked worker would wait for its next part for ever.
    ctypes.CDLL(None).prctl(_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _do(place: int) -> Any:
    assert _work, "forked before there was any work"
    return _work(place)
