"""The site that a build takes the place of: files that stay the same are not written anew.

Nothing that was recorded of it is trusted, for nothing is: the bytes are compared. So it does not
matter which engine made it, or who has touched it since. A file that stays is linked into the new
site (a hard link), with the time of its last change. Nobody writes to a file that both sites have,
so each of them is whole whenever a build is killed; where a file system has no links, the file is
written, and given the old one's time.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK: Final = 1 << 20
"""Bytes of two files that are compared at once."""


@dataclass
class Earlier:
    """A site that stays as it is, and lends its files."""

    site: Path
    mode: int
    """The permissions that new files get here; one with others is not lent."""
    _has_links: bool = True

    @classmethod
    def at(cls, site: Path) -> Earlier | None:
        """Return the site in a folder, if there is one."""
        if not site.is_dir():
            return None
        umask = os.umask(0)
        os.umask(umask)
        return cls(site, 0o666 & ~umask)

    def lend(self, name: str, content: bytes, place: str) -> bool:
        """Link a file to `place` if its bytes are these, and return whether that was done."""
        return self._has_links and self._has(name, content) and self._link(name, place)

    def _has(self, name: str, content: bytes) -> bool:
        """Tell whether there is a file that has these bytes and can be lent."""
        try:
            number = os.open(f"{self.site}/{name}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return False
        try:
            return self._may_lend(os.fstat(number), len(content)) and _holds(number, content)
        except OSError:
            return False
        finally:
            os.close(number)

    def _link(self, name: str, place: str) -> bool:
        try:
            os.link(f"{self.site}/{name}", place, follow_symlinks=False)
        except FileExistsError:
            return False
        except OSError:  # a file system without links, another one, or too many of them
            self._has_links = False
            return False
        return True

    def _may_lend(self, found: os.stat_result, size: int) -> bool:
        is_alike = stat.S_ISREG(found.st_mode) and stat.S_IMODE(found.st_mode) == self.mode
        return is_alike and found.st_size == size and found.st_uid == os.geteuid()


class Tally(NamedTuple):
    """How many files a build has written, kept and removed."""

    written: int
    kept: int
    removed: int

    def __str__(self) -> str:
        """Say it in words."""
        return f"{self.written:,} files written, {self.kept:,} kept, {self.removed:,} removed"


def settle(fresh: Path, site: Path) -> Tally:
    """Give files of a new site that are the same in the old one its times; count all files.

    Hidden files are nobody's. Raises OSError where the new site cannot be read.
    """
    names, before = set(_names(fresh)), set(_names(site))
    kept = sum(_is_kept(f"{fresh}/{name}", f"{site}/{name}") for name in names & before)
    removed = len(before - names)
    return Tally(len(names) - kept, kept, removed)


def _is_kept(new: str, old: str) -> bool:
    """Tell whether two files are the same; the new one gets the time of the old."""
    try:
        before = os.lstat(old)
    except OSError:
        return False
    after = os.lstat(new)
    if os.path.samestat(before, after):
        return True
    is_file = stat.S_ISREG(before.st_mode) and stat.S_ISREG(after.st_mode)
    if not is_file or before.st_size != after.st_size or not _are_equal(new, old):
        return False
    os.utime(new, ns=(after.st_atime_ns, before.st_mtime_ns))
    return True


def _are_equal(new: str, old: str) -> bool:
    try:
        with open(new, "rb") as one, open(old, "rb") as other:  # noqa: PTH123 (half the time of Path's)
            while True:
                chunk = one.read(CHUNK)
                if chunk != other.read(CHUNK):
                    return False
                if not chunk:
                    return True
    except OSError:
        return False


def _holds(number: int, content: bytes) -> bool:
    """Tell whether an open file of the same size has these bytes."""
    place = 0
    while place < len(content):
        chunk = os.pread(number, CHUNK, place)
        if not chunk or content[place : place + len(chunk)] != chunk:
            return False
        place += len(chunk)
    return True


def _names(folder: Path) -> Iterator[str]:
    """Yield the files of a site; what is hidden was made by nobody here."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(place, folder)
        prefix = "" if inside == "." else f"{inside}/"
        yield from (f"{prefix}{name}" for name in names if not name.startswith("."))
