"""Measure how long after an edit of a record the page of a served site says so."""

from __future__ import annotations

import re
import resource
import socket
import time
from contextlib import suppress
from http.client import HTTPException
from threading import Thread
from typing import IO, TYPE_CHECKING
from urllib.request import urlopen

from measure import CommandFailed, Measured, Memory, start, stop

if TYPE_CHECKING:
    from pathlib import Path

EDITS = 3
PATIENCE = 900
PACE = 0.02
TITLE = re.compile(r'^"?title"?: .*\n(?: .*\n)*', re.MULTILINE)


def measure_edit(command: list[str], survey: Path) -> Measured:
    """Serve a survey, edit one record's title some times, and wait for its page each time.

    The seconds are the median of the edits. The record is as it was in the end.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    record = min((survey / "papers").glob("*.yaml"))
    page = f"http://{address}/papers/{record.stem}/"
    before = record.read_text("utf-8")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = start([*command, "--address", address], survey)
    if process.stdout:
        Thread(target=drain, args=[process.stdout], daemon=True).start()
    try:
        with Memory(process.pid) as memory:
            begun = time.perf_counter()
            wait(page, "")
            first = time.perf_counter() - begun
            times = sorted(edit(record, before, page, number) for number in range(EDITS))
    finally:
        record.write_text(before, "utf-8")
        stop(process)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    more = {"seconds until the first page": first}
    return Measured(times[EDITS // 2], spent, memory.most, more=more)


def drain(said: IO[bytes]) -> None:
    """Read what a server says, so that it need not wait."""
    for _ in said:
        pass


def edit(record: Path, text: str, page: str, number: int) -> float:
    """Give a record another title; return the seconds until its page has it.

    Raises CommandFailed where the record has no title, and where its page does not come.
    """
    title = f"Edited{number}x{time.time_ns()}"
    time.sleep(1)  # the server rests between two builds, as it does between two edits of a person
    edited, count = TITLE.subn(f"title: {title}\n", text, count=1)
    if not count:
        raise CommandFailed(f"{record} has no line that begins with its title")
    record.write_text(edited, "utf-8")
    begun = time.perf_counter()
    wait(page, title)
    return time.perf_counter() - begun


def wait(page: str, words: str) -> None:
    """Ask for a page until it has these words; raises CommandFailed after a long while."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError, HTTPException), urlopen(page, timeout=PATIENCE) as answer:  # noqa: S310 (our own)
            if words in answer.read().decode():
                return
        time.sleep(PACE)
    raise CommandFailed(f"{page} did not say {words!r} within {PATIENCE} s")
