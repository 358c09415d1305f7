"""When each host was last asked, by all our processes: none asks it sooner than it allows."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Clock:
    """When a host was last asked."""

    last: float = 0.0


@contextmanager
def shared_clock(cache: Path | None, host: str) -> Iterator[Clock]:
    """Hold the lock on a host that all our processes share; without a cache there is none.

    The time is written whatever became of the request: a host that has just said "slow down" must
    not be asked at once by the next process.
    """
    clock = Clock()
    with ExitStack() as held:
        place = _hold(cache, host, held) if cache else None
        if place:
            with suppress(OSError, ValueError):
                clock.last = float(place.read_text(encoding="ascii")[:40])
        try:
            yield clock
        finally:
            if place:
                with suppress(OSError):
                    place.write_text(repr(clock.last), encoding="ascii")


def _hold(cache: Path, host: str, held: ExitStack) -> Path | None:
    """Lock a host, and return the file that says when it was last asked.

    Returns None where there is nowhere to write, or a file system without locks.
    """
    place = cache / "pace" / hashlib.sha256(host.encode()).hexdigest()[:16]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        held.enter_context(FileLock(f"{place}.lock"))
    except (OSError, NotImplementedError):
        return None
    return place
