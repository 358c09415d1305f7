"""Files that are whole at every moment: the old text or the new one, never a part of either."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_builder.problems import SurveyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUFFIX: Final = ".part"
"""End of the names of files that are not finished; no record or registry ends so."""
STALE: Final = 600
"""Seconds after which an unfinished file is taken for one whose writer was killed."""


def replace(path: Path, text: str | bytes) -> None:
    """Write a file, or write over one; a symbolic link stays and the file behind it is written.

    Raises SurveyError when that cannot be done; the old file is then untouched.
    """
    target = Path(os.path.realpath(path))
    with _told(path), _finished(target, text) as temporary:
        temporary.replace(target)


def create_all(files: Mapping[Path, str | bytes]) -> None:
    """Write many new files, each whole or not at all; far faster than one after the other.

    All texts are on disk before the first file gets its name. Raises SurveyError when one is there
    already; those that have their names by then keep them.
    """
    unfinished: dict[Path, Path] = {}
    try:
        for path, text in files.items():
            with _told(path):
                unfinished[path] = _written(path, text)
        for path, temporary in unfinished.items():
            with _told(path):
                _flush(temporary)
        for path, temporary in unfinished.items():
            with _told(path):
                _link(temporary, path)
    finally:
        for temporary in unfinished.values():
            temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        _sync(folder)


def make_folder(folder: Path) -> None:
    """Make a folder, and those that it lies in, unless it is there; raises SurveyError."""
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)


def sweep(folder: Path) -> None:
    """Remove what killed writers left in a folder."""
    for path in folder.glob(f".*{SUFFIX}"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()


def _link(temporary: Path, path: Path) -> None:
    """Give a finished file its name, which must be free; some file systems know no hard links."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(17, os.strerror(17)) from None
        temporary.replace(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in one line why a file could not be written."""
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SurveyError(f"{path} cannot be written: {reason}") from None


@contextmanager
def _finished(target: Path, text: str | bytes) -> Iterator[Path]:
    """Give the whole text in a file beside its target, safely on disk; remove it afterwards."""
    temporary = _written(target, text)
    try:
        _flush(temporary)
        yield temporary
        _sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _written(target: Path, text: str | bytes) -> Path:
    """Write the whole text to a file beside its target."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    number, name = tempfile.mkstemp(SUFFIX, f".{target.name}.", target.parent)
    temporary = Path(name)
    try:
        with open(number, "wb") as file:  # noqa: PTH123 (a descriptor, not a path)
            os.fchmod(number, _mode(target))
            file.write(data)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _flush(path: Path) -> None:
    """Put a file's content on disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _mode(target: Path) -> int:
    """Keep a file's permissions; give a new one those that other programs would."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync(folder: Path) -> None:
    """Put a folder's new names on disk, where the system lets us."""
    with suppress(OSError):
        _flush(folder)
