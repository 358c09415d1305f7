"""Run a command from nothing; measure its time and the memory of all its processes."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import statistics
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Self

PACE = 0.05
"""Seconds between two looks at the memory, at least."""
SHARE = 0.03
"""Of the time, how much looking may take: the kernel reads all of a process's memory map for it."""
SESSION = 3
"""Where /proc/PID/stat names the session, counted after the command's name."""
SAID = 4_000


class CommandFailed(Exception):
    """A command that is measured ended otherwise than well; says with what words."""


@dataclass
class Measured:
    """What one run took, and what it made."""

    seconds: float
    processor: float
    memory: float | None
    """MiB at most, as the sum of proportional set sizes (PSS) of all processes; None off Linux."""
    files: int = 0
    bytes: int = 0
    more: dict[str, float] = field(default_factory=dict)
    """Other figures, by name."""


def measure(
    command: list[str],
    folder: Path,
    out: Path | None = None,
    fine: tuple[int, ...] = (0,),
    memory: type[Memory] | None = None,
) -> Measured:
    """Run a command whose output `out` does not exist before; `memory` looks at its processes.

    Raises CommandFailed where it ends with another exit code than is fine.
    """
    if out:
        put_aside(out)
    begun = time.perf_counter()
    process = start(command, folder)
    with (memory or Memory)(process.pid) as looker:
        with process.stdout or BytesIO() as output:
            said = output.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode not in fine:
        raise CommandFailed(f"{' '.join(command)}: {said.decode(errors='replace')[-SAID:]}")
    files, size = written(out) if out else (0, 0)
    return Measured(seconds, used.ru_utime + used.ru_stime, looker.most, files, size)


def start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, by which its processes are known."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a command that runs until it is interrupted, with all its processes."""
    for sign in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


class Memory:
    """Looks now and then how much memory the processes of a session share out between them."""

    def __init__(self, session: int) -> None:
        self.most: float | None = None
        self._session = str(session)
        self._is_over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        pause = PACE
        while not self._is_over.wait(pause):
            begun = time.perf_counter()
            sizes = [size for size in map(self._size, Path("/proc").glob("[0-9]*")) if size]
            self.see(sizes)
            pause = max(PACE, (time.perf_counter() - begun) / SHARE)

    def see(self, sizes: list[int]) -> None:
        """Take notice of what the processes have at one moment, in KiB."""
        if sizes:
            self.most = max(self.most or 0, sum(sizes) / 1024)

    def _size(self, process: Path) -> int:
        """Return a process's share in KiB, 0 where it is none of ours or gone by now."""
        try:
            stat = (process / "stat").read_text().rpartition(")")[2].split()
            if stat[SESSION] != self._session:
                return 0
            lines = (process / "smaps_rollup").read_text().splitlines()
        except OSError:
            return 0
        return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def written(out: Path) -> tuple[int, int]:
    """Count the files below a folder, and their bytes."""
    sizes = [p.stat().st_size for p in ([out] if out.is_file() else out.rglob("*")) if p.is_file()]
    return len(sizes), sum(sizes)


def remove(place: Path) -> None:
    """Remove a file or folder, if there is one."""
    shutil.rmtree(place, ignore_errors=True)
    place.unlink(missing_ok=True)


def put_aside(place: Path) -> None:
    """Move a file or folder out of the way, if there is one, until everything is measured.

    Ext4 passes over the numbers of files that were removed in the last minutes, one by one: ten
    thousand files, written right after as many had been removed, took the kernel eight seconds in
    place of one.
    """
    if place.exists():
        place.rename(place.with_name(f"{place.name}.{secrets.token_hex(4)}"))


def medians(runs: list[Measured]) -> Measured:
    """Return the median of each figure of several runs; of memory, the most."""
    rows = [asdict(run) for run in runs]
    middle = {
        name: statistics.median(row[name] for row in rows)
        for name in ("seconds", "processor", "files", "bytes")
    }
    more = {name: statistics.median(r.more[name] for r in runs) for name in runs[0].more}
    most = max((run.memory for run in runs if run.memory), default=None)
    return Measured(
        middle["seconds"],
        middle["processor"],
        most,
        int(middle["files"]),
        int(middle["bytes"]),
        more,
    )
