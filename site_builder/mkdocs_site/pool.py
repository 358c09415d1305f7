"""One job done piece by piece, by several processes or by this one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")

FORK: Final = "fork"
SPAWN: Final = "spawn"
FEWEST: Final = {FORK: 100, SPAWN: 1000}
"""Papers below which more processes cost more than they save, by how processes are started."""


def start_method() -> str:
    """Return how processes are started here.

    A copy of this process (`fork`) has all that it needs at once. That is safe on Linux alone, and
    only while nothing else is going on in this process.
    """
    return FORK if sys.platform == "linux" and threading.active_count() == 1 else SPAWN


def usual_workers(papers: int) -> int:
    """Return how many processes a survey of so many papers is worth, if nobody says."""
    if papers < FEWEST[start_method()]:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool(Generic[T, R]):
    """Processes that have the same job each, and do pieces of it; or this process alone.

    What a piece raises is raised here.
    """

    def __init__(self, job: Callable[[T], R], workers: int, method: str | None = None) -> None:
        self._job = job
        self._executor = None
        if workers > 1:
            context = multiprocessing.get_context(method or start_method())
            self._executor = ProcessPoolExecutor(workers, context, _begin, (job,))

    def map(self, pieces: Iterable[T]) -> Iterator[R]:
        """Do pieces of the job, and yield what comes of them in their order.

        Raises SurveyError when a process ends before its work is done.
        """
        if self._executor is None:
            yield from map(self._job, pieces)
            return
        try:
            with warnings.catch_warnings():  # numpy's threads are idle, and made for forks
                warnings.simplefilter("ignore", DeprecationWarning)
                futures = [self._executor.submit(_do, piece) for piece in pieces]
            for number, future in enumerate(futures):
                yield future.result()
                futures[number] = None  # type: ignore[call-overload]
        except BrokenProcessPool:
            raise SurveyError(
                "a process of the build was ended before its work was done, perhaps for want of "
                "memory (--workers 1 needs the least)"
            ) from None

    def close(self) -> None:
        """End the processes; pieces that nobody has begun are left undone."""
        if self._executor:
            self._executor.shutdown(cancel_futures=True)


_jobs: list[Callable[[Any], Any]] = []
"""In a process of a pool: the job."""


def _begin(job: Callable[[Any], Any]) -> None:
    """Prepare a process of a pool: it ends with the one that began it, which alone hears Ctrl-C.

    What it has from that one lives as long as it does, so the garbage collector never looks through
    it: that would make copies of all the memory that the two share.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    _jobs[:] = [job]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(piece: Any) -> Any:
    return _jobs[0](piece)
