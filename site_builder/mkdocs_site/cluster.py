"""A Dask cluster that makes the shards of a site, in place of processes of this machine.

Through the cluster go addresses of shards and what became of them; the job and the site are in
folders that all workers see. Whoever reaches a scheduler can run any code on its workers: its
network is to be trusted, or kept by TLS, which Dask's own configuration sets up.
"""

from __future__ import annotations

import importlib.util
import logging
import secrets
import socket
import threading
import time
import warnings
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from site_builder.mkdocs_site import remote
from site_builder.problems import SurveyError, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from distributed import Client

    from site_builder.mkdocs_site.shards import ShardWriter, Written
    from site_builder.pages.shards import Shard

T = TypeVar("T")

SCHEMES: Final = ("tcp", "tls")
"""How addresses of schedulers begin."""
SOON: Final = 10.0
"""Seconds in which a scheduler answers."""
LATE: Final = 60.0
"""Seconds in which its workers do, which may have to load the engine first."""
PACE: Final = 1.0
"""Seconds between two looks at the cluster while a shard is waited for."""
PATIENCE: Final = 120.0
"""Seconds for which a cluster may be without any worker."""
INSTALL: Final = "pip install 'living-survey[cluster]'"


@dataclass(frozen=True)
class Cluster:
    """A cluster whose workers are fit to make a survey's site."""

    address: str
    client: Client

    def check_site(self, folder: Path) -> None:
        """Raise SurveyError unless all workers write where the site is being made."""
        scratch = folder / f".survey-{secrets.token_hex(8)}"
        scratch.mkdir()
        try:
            question = secrets.token_hex(8)
            (scratch / question).write_text(secrets.token_hex(16), "utf-8")
            answers = _ask(self.client, remote.answer_in, str(scratch), question)
            for worker, answer in answers.items():
                if isinstance(answer, Exception):
                    why = f" ({_said(answer)})"
                elif not (scratch / answer).is_file():
                    why = ""
                else:
                    continue
                raise SurveyError(
                    f"the worker {worker} cannot write in {folder.parent.parent} as this machine "
                    f"has it{why}: build into a folder that all workers share (--out)"
                )
        finally:
            for path in scratch.iterdir():
                path.unlink()
            scratch.rmdir()

    def pool(self, work: ShardWriter, scratch: Path) -> ClusterPool:
        """Return what does pieces of a job; its folder is one that all workers see."""
        return ClusterPool(self, remote.give(work, scratch))


@contextmanager
def connected(address: str, root: Path) -> Iterator[Cluster]:
    """Give the cluster of a scheduler, once its workers have shown that they are fit.

    Raises SurveyError where the extra is missing, nobody answers, there is no worker, one has
    another engine or Python, or one sees another survey in the same place.
    """
    if importlib.util.find_spec("distributed") is None:
        raise SurveyError(f"--scheduler needs Dask's distributed: {INSTALL}")
    with _silence():
        client = _connect(address)
        try:
            _check_workers(client, address)
            _check_survey(client, root)
            yield Cluster(address, client)
        finally:
            with suppress(Exception):  # one that was lost cannot be told
                client.close(timeout=2)  # type: ignore[no-untyped-call]


def _connect(address: str) -> Client:
    from distributed import Client  # noqa: PLC0415 (an extra: everything else works without it)

    try:
        _knock(address)
        client: Client = _within(
            SOON, partial(Client, address, timeout=SOON / 2, set_as_default=False)
        )
    except Exception as error:  # noqa: BLE001 (Dask raises whatever its transports do)
        raise SurveyError(
            f"no Dask scheduler answers at {quoted(address)}: {_said(error)} "
            "(write its address, such as tcp://192.0.2.1:8786)"
        ) from None
    return client


def _knock(address: str) -> None:
    """Raise OSError or ValueError where nothing listens; Dask's client would not end at once."""
    from distributed.security import Security  # noqa: PLC0415 (as above)

    kind, mark, place = address.rpartition("://")
    if mark and kind not in SCHEMES:
        raise ValueError(f"it begins with {kind}:// and not with {' or '.join(SCHEMES)}://")
    found = urlsplit(f"//{place}")
    if not found.hostname or not found.port:
        raise ValueError("it has no port")
    security: Any = Security
    if kind == "tls" and not security().get_connection_args("client").get("ssl_context"):
        raise ValueError("Dask's configuration has no certificates (distributed.comm.tls)")
    socket.create_connection((found.hostname, found.port), SOON / 2).close()


def _check_workers(client: Client, address: str) -> None:
    answers = _ask(client, remote.facts)
    if not answers:
        raise SurveyError(
            f"the scheduler at {address} has no workers: start some with "
            f"dask worker {address} --nthreads 1"
        )
    mine = remote.facts()
    for worker, answer in answers.items():
        if isinstance(answer, Exception):
            raise SurveyError(
                f"the worker {worker} cannot use the engine ({_said(answer)}): there, {INSTALL}"
                f"=={mine['the engine']} and start the worker again"
            )
        if other := remote.differences(mine, answer):
            raise SurveyError(
                f"the worker {worker} would make other pages than this machine: {other} "
                "(install the same there, and start the worker again)"
            )


def _check_survey(client: Client, root: Path) -> None:
    mine = remote.survey_digest(str(root))
    for worker, answer in _ask(client, remote.survey_digest, str(root)).items():
        if answer != mine:
            raise SurveyError(
                f"the worker {worker} does not see the survey in {root} as this machine has it: "
                "keep it in a folder that all workers share"
            )


class ClusterPool:
    """Workers of a cluster that do pieces of one job."""

    def __init__(self, cluster: Cluster, job: remote.Job) -> None:
        self._cluster, self._job = cluster, job
        self._executor = cluster.client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    def map(self, pieces: Iterable[Shard]) -> Iterator[Written]:
        """Do pieces of the job, and yield what comes of them in their order.

        A piece whose worker is lost is done again by another. Raises SurveyError where the cluster
        is lost, and where a piece cost several workers.
        """
        futures: list[Any] = [
            self._executor.submit(remote.make, self._job, piece) for piece in pieces
        ]
        for number, future in enumerate(futures):
            yield self._result(future)
            futures[number] = None

    def _result(self, future: Future[remote.Made]) -> Written:
        from distributed import KilledWorker  # noqa: PLC0415 (as above)

        last_seen = time.monotonic()
        while True:
            try:
                made = future.result(PACE)
                break
            except CancelledError:
                raise self._lost() from None
            except KilledWorker:
                raise SurveyError(
                    "several workers were lost one after the other at the same piece of work, "
                    "perhaps for want of memory: start them with more (--memory-limit)"
                ) from None
            except TimeoutError:
                pass
            except RuntimeError as error:  # Dask's own: errors of the work come as values
                raise SurveyError(
                    f"a worker that joined cannot use the engine ({_said(error)}): there, {INSTALL}"
                ) from None
            last_seen = self._look(last_seen)
        if made.written is None:
            raise made.error or self._lost()
        return made.written

    def _look(self, last_seen: float) -> float:
        """Return when the cluster was last seen to have workers; raises SurveyError for no more."""
        client, now = self._cluster.client, time.monotonic()
        if client.status not in {"running", "connecting"}:
            raise self._lost()
        if client.status == "running" and client.scheduler_info()["workers"]:
            return now
        if now - last_seen > PATIENCE:
            raise self._lost()
        return last_seen

    def _lost(self) -> SurveyError:
        return SurveyError(f"the cluster of {self._cluster.address} was lost during the build")

    def close(self) -> None:
        """Give up what is not done."""
        self._executor.shutdown(wait=False)


def _ask(client: Client, function: Callable[..., T], *args: str) -> Mapping[str, T | Exception]:
    """Return what all workers answer, by their address; raises SurveyError if one does not."""
    try:
        found: dict[str, T | Exception] = _within(
            LATE, lambda: client.run(function, *args, on_error="return")
        )
    except TimeoutError:
        raise SurveyError(f"a worker does not answer within {LATE:.0f} seconds") from None
    except Exception as error:  # noqa: BLE001 (the same)
        raise SurveyError(f"the cluster cannot be asked: {_said(error)}") from None
    return found


def _within(seconds: float, do: Callable[[], T]) -> T:
    """Do something that may take for ever, no longer than so many seconds; raises TimeoutError."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(do())
        except BaseException as error:  # noqa: BLE001 (raised where the result is waited for)
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return done.result(seconds)


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())
    return printable(text, 300) if text else f"nothing within {SOON:.0f} seconds"


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from writing to the terminal what is told in plain words here."""
    logs = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
