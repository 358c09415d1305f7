"""One job done piece by piece, by this process and perhaps by others."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
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
AHEAD: Final = 3
"""Pieces that wait for each other process, so that it need not wait for this one."""


def start_method() -> str:
    """Return how processes are started here.

    A copy of this process (`fork`) has all that it needs at once. That is safe on Linux alone, and
    only while nothing else is going on in this process.
    """
    return FORK if sys.platform == "linux" and threading.active_count() == 1 else SPAWN


def usual_workers(papers: int) -> int:
    """Return how many processes a survey of so many papers is worth, if nobody says."""
    return 1 if papers < FEWEST[start_method()] else cores()


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool(Generic[T, R]):
    """Processes that have the same job each, and do pieces of it; this one is among them.

    Each has all that the job needs in memory, and so would one that only waits for the others. What
    a piece raises is raised here.
    """

    def __init__(self, job: Callable[[T], R], workers: int, method: str | None = None) -> None:
        self._job = job
        self._executor = None
        self._others = workers - 1
        if self._others > 0:
            context = multiprocessing.get_context(method or start_method())
            self._executor = ProcessPoolExecutor(self._others, context, _begin, (job,))
            gc.freeze()  # as in the others

    def map(self, pieces: Iterable[T]) -> Iterator[R]:
        """Do pieces of the job, and yield what comes of them in their order.

        Raises SurveyError when a process ends before its work is done.
        """
        if self._executor is None:
            yield from map(self._job, pieces)
            return
        try:
            yield from self._share(self._executor, deque(pieces))
        except BrokenProcessPool:
            raise SurveyError(
                "a process of the build was ended before its work was done, perhaps for want of "
                "memory (--workers 1 needs the least)"
            ) from None

    def _share(self, executor: ProcessPoolExecutor, waiting: deque[T]) -> Iterator[R]:
        """Give pieces to the others, a few ahead for each, and do the next one here."""
        futures: deque[Future[R]] = deque()
        theirs: set[Future[R]] = set()
        while waiting or futures:
            theirs = {future for future in theirs if not future.done()}
            while waiting and len(theirs) < self._ahead(len(waiting)):
                with warnings.catch_warnings():  # numpy's threads are idle, and made for forks
                    warnings.simplefilter("ignore", DeprecationWarning)
                    futures.append(executor.submit(_do, waiting.popleft()))
                theirs.add(futures[-1])
            if waiting:
                futures.append(self._done(waiting.popleft()))
            while futures and (futures[0].done() or not waiting):
                yield futures.popleft().result()

    def _ahead(self, waiting: int) -> int:
        """Return how many pieces the others may have: the last ones are done by all alike."""
        return self._others * max(1, min(AHEAD, waiting // (self._others + 1)))

    def _done(self, piece: T) -> Future[R]:
        """Do a piece here; its error is raised in its turn."""
        future = Future[R]()
        try:
            future.set_result(self._job(piece))
        except Exception as error:  # noqa: BLE001 (it is raised where the result is asked for)
            future.set_exception(error)
        return future

    def close(self) -> None:
        """End the other processes; pieces that nobody has begun are left undone."""
        if self._executor:
            self._executor.shutdown(cancel_futures=True)
            gc.unfreeze()


_jobs: list[Callable[[Any], Any]] = []
"""In a process of a pool: the job."""


def _begin(job: Callable[[Any], Any]) -> None:
    live_and_die_with_parent()
    _jobs[:] = [job]


def live_and_die_with_parent() -> None:
    """Prepare a process: it ends with the one that began it, which alone hears Ctrl-C.

    What it has from that one lives as long as it does, so the garbage collector never looks through
    it: that would make copies of all the memory that the two share.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(piece: Any) -> Any:
    return _jobs[0](piece)
