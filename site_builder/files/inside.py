"""Files of a survey only: regular files inside its folder, of bounded size.

A pull request can bring symbolic links, and who works on a copy may have pipes and devices in it:
what such a name leads to is neither read nor waited for nor published.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TEXT: Final = 5_000_000
"""Bytes of the largest page or form that is read."""
MOST_BYTES: Final = 100_000_000
"""Bytes of the largest file that is published: forges take no larger ones."""
LEAST_READ: Final = 4_096
"""Bytes that are read at a time where a file says that it has fewer."""
MOST_LINKED: Final = 20_000
"""Files and folders that may lie behind links to folders."""
PRIVATE: Final = ".git"
"""The folder of git's own, which may hold passwords."""

LEADS_OUT: Final = "this symbolic link leads out of the survey"
LIES_OUTSIDE: Final = "this lies outside of the survey"
INTO_GIT: Final = f"this leads into {PRIVATE}, which is not of the survey"
NO_FILE: Final = "this is a directory, not a file"
NO_REGULAR_FILE: Final = "this is a pipe, a device or the like, no regular file"
TOO_LARGE: Final = "the file is too large: {size:,} bytes; at most {most:,} are read"
CIRCLE: Final = "this symbolic link leads back to a folder that it lies in"
ADVICE: Final = "put the file itself there"


class Refused(Exception):
    """Raised for a path that leads to no file of the survey; says why, and what to do instead."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def real(path: Path, root: Path) -> Path:
    """Return the real path of a name, all links resolved.

    Raises Refused where that is not in the survey.
    """
    if _plain_status(path, root):
        return path
    found, top = os.path.realpath(path), os.path.realpath(root)
    if found != top and not found.startswith(top.rstrip(os.sep) + os.sep):
        is_linked = Path(os.path.abspath(path)).is_relative_to(os.path.abspath(root))  # noqa: PTH100 (links stay)
        raise Refused("symlink", LEADS_OUT if is_linked else LIES_OUTSIDE, ADVICE)
    if PRIVATE in Path(found).relative_to(top).parts:
        raise Refused("symlink", INTO_GIT, ADVICE)
    return Path(found)


def _plain_status(path: Path, root: Path) -> os.stat_result | None:
    """Return the status of a name without links below the root, as nearly all are; else None."""
    top, name = f"{os.fspath(root)}{os.sep}", os.fspath(path)
    inner = name.removeprefix(top).split("/")
    if not name.startswith(top) or not _is_plain({*inner}):
        return None
    place, status = os.fspath(root), None
    for part in inner:
        place = f"{place}{os.sep}{part}"
        try:
            status = os.lstat(place)
        except OSError:
            return None
        if stat.S_ISLNK(status.st_mode):
            return None
    return status


def _is_plain(parts: set[str]) -> bool:
    return not parts & {"", os.curdir, os.pardir, PRIVATE}


def check(path: Path, root: Path | None, most: int = MOST_BYTES) -> Path:
    """Return the real path of a file that may be read or published.

    Raises Refused where it may not, and OSError where there is none.
    """
    if root is not None:
        if status := _plain_status(path, root):
            _check(status, most)
            return path
        path = real(path, root)
    _check(path.stat(), most)
    return path


def read(path: Path, root: Path | None, most: int = MOST_TEXT) -> bytes:
    """Read a file of the survey; without `root` it may lie anywhere.

    Raises Refused where it is no regular file inside, or larger than `most` bytes; OSError where it
    cannot be read. Nothing is opened that is no regular file, and opening waits for nobody.
    """
    found = check(path, root, most)
    number = os.open(found, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(number)
        _check(status, most)
        wanted = max(status.st_size + 1, LEAST_READ)  # more than there is: the next read finds none
        content = b""
        while (part := os.read(number, wanted)) and len(content) <= most:
            content += part
    finally:
        os.close(number)
    if len(content) > most:
        raise Refused("too-large", TOO_LARGE.format(size=len(content), most=most))
    return content


def _check(status: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        is_folder = stat.S_ISDIR(status.st_mode)
        raise Refused("not-a-file", NO_FILE if is_folder else NO_REGULAR_FILE)
    if status.st_size > most:
        raise Refused("too-large", TOO_LARGE.format(size=status.st_size, most=most))


def strays(folder: Path, root: Path) -> Iterator[tuple[str, Refused]]:
    """Yield what in a folder is not the survey's, by path relative to the folder.

    Links within the survey are followed, each folder once; hidden files are not looked at, since
    nothing publishes them.
    """
    try:
        top = real(folder, root)
    except Refused as refused:
        yield "", refused
        return
    if top.exists() and not top.is_dir():
        yield "", Refused("not-a-file", "this is no folder")
        return
    yield from _strays(folder, "", root, {top}, (top,))


def _strays(
    folder: Path, inner: str, root: Path, seen: set[Path], above: tuple[Path, ...]
) -> Iterator[tuple[str, Refused]]:
    for entry in _entries(folder):
        name = f"{inner}{entry.name}"
        try:
            if not entry.is_dir():
                if not entry.name.startswith("."):
                    check(Path(entry.path), root)
                continue
            found = _below(Path(entry.path), root, above)
        except Refused as refused:
            yield name, refused
        except OSError as error:
            reason = error.strerror or "unknown reason"
            yield name, Refused("unreadable", f"cannot be read: {reason}")
        else:
            if found not in seen:
                seen.add(found)
                yield from _strays(Path(entry.path), f"{name}/", root, seen, (*above, found))


def _below(folder: Path, root: Path, above: tuple[Path, ...]) -> Path:
    """Return a folder's real path; raises Refused where it is outside, or around the folder."""
    found = real(folder, root)
    if found in above:
        raise Refused("symlink", CIRCLE, ADVICE)
    return found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []


def is_endless(folder: Path) -> bool:
    """Return whether following all links below a folder would not end, or not soon."""
    count = 0
    for place, folders, _ in os.walk(folder):
        for link in (Path(place, name) for name in folders if Path(place, name).is_symlink()):
            for _, inner, names in os.walk(link, followlinks=True):
                count += len(inner) + len(names) + 1
                if count > MOST_LINKED:
                    return True
    return False
