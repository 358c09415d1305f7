"""Values made ahead by a second process, while this one is busy with others.

Nothing depends on it: what the second process does not make, for whatever reason, is made here.
"""

from __future__ import annotations

import mmap
import os
import pickle
import select
import signal
import struct
import sys
import tempfile
import warnings
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final, Generic, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

FEWEST: Final = 100
"""Values below which a second process costs more than it saves."""
WORTH_HELPING: Final = 400
"""Values that must be missing for this process to make some too instead of waiting: before the
first it has to learn what the second process already knows."""
SIZE: Final = struct.Struct("=Q")
"""How the length of a value, and the number of values wanted, are said."""


class Ahead(Generic[T]):
    """The values `make(0)` to `make(count - 1)`, from both ends: one process begins at each.

    The second process is a copy of this one (`fork`), so it has everything that `make` needs. It
    puts values into a file that has no name, and says through a pipe how long each is; so it never
    waits for this process, however late the values are taken.
    """

    def __init__(self, make: Callable[[int], T], count: int) -> None:
        """Begin to make values."""
        self._make, self._count = make, count
        self._wanted = mmap.mmap(-1, SIZE.size)  # shared by both
        self._wanted[:] = SIZE.pack(count)
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (see close)
        self._said, says = os.pipe()
        with warnings.catch_warnings():  # numpy's threads are idle, and its library expects forks
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if not self._process:
            os.close(self._said)
            self._be_the_second(says)
        os.close(says)

    def __iter__(self) -> Iterator[tuple[int, T]]:
        """Yield every value once with its number; numbers come from both ends."""
        first, last = 0, self._count
        try:
            while first < last:
                if last - first > WORTH_HELPING and not self._is_ready():
                    last -= 1
                    self._wanted[:] = SIZE.pack(last)
                    yield last, self._make(last)
                else:
                    yield first, self._take(first)
                    first += 1
        finally:
            self.close()

    def close(self) -> None:
        """End the second process, whatever it is doing."""
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0
            os.close(self._said)
            self._file.close()
            self._wanted.close()

    def _is_ready(self) -> bool:
        return bool(select.select([self._said], [], [], 0)[0])

    def _take(self, number: int) -> T:
        """Wait for the next value of the second process; make it here should that have died."""
        said = os.read(self._said, SIZE.size)
        if len(said) < SIZE.size:
            return self._make(number)
        self._file.seek(self._at)
        length = SIZE.unpack(said)[0]
        self._at += length
        value: T = pickle.loads(self._file.read(length))  # noqa: S301 (out of our own process)
        return value

    _at = 0
    """Where the next value begins in the file."""

    def _be_the_second(self, says: int) -> NoReturn:
        """Make values until enough are made; never return, and never say anything to people."""
        try:
            for number in range(self._count):
                if number >= SIZE.unpack(self._wanted[:])[0]:
                    break
                value = pickle.dumps(self._make(number), pickle.HIGHEST_PROTOCOL)
                os.pwrite(self._file.fileno(), value, self._at)
                self._at += len(value)
                os.write(says, SIZE.pack(len(value)))
        finally:
            os._exit(0)  # no handlers, no buffers: they are copies of the first process's


def is_possible(count: int) -> bool:
    """Return whether a second process can be had here, and is worth having."""
    return (
        sys.platform == "linux"  # elsewhere copies of a process are not safe, or there are none
        and count >= FEWEST
        and len(os.sched_getaffinity(0)) > 1
    )
