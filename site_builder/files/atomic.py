"""Atomic writes: at every moment a file holds the old text or the new one, both whole."""

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
    """Write a file, or replace one; a symbolic link stays and its target is written.

    Raises SurveyError when that cannot be done; the old file is then untouched.
    """
    target = Path(os.path.realpath(path))
    with _errors_reported(path), _finished(target, text) as temporary:
        temporary.replace(target)


def create_all(files: Mapping[Path, str | bytes]) -> None:
    """Write many new files, each atomically; far faster than one after the other.

    All texts are on disk before the first file gets its name. Raises SurveyError when one is there
    already; those that have their names by then keep them.
    """
    unfinished: dict[Path, Path] = {}
    try:
        for path, text in files.items():
            with _errors_reported(path):
                unfinished[path] = _written(path, text)
        for path, temporary in unfinished.items():
            with _errors_reported(path):
                _flush(temporary)
        for path, temporary in unfinished.items():
            with _errors_reported(path):
                _link(temporary, path)
    finally:
        for temporary in unfinished.values():
            temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        _sync(folder)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents unless they exist; raises SurveyError."""
    with _errors_reported(folder):
        folder.mkdir(parents=True, exist_ok=True)


def sweep(folder: Path) -> None:
    """Remove unfinished files of killed writers from a folder."""
    for path in folder.glob(f".*{SUFFIX}"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()


def _link(temporary: Path, path: Path) -> None:
    """Hard-link a finished file to its free name, or rename it where links are unsupported."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(17, os.strerror(17)) from None
        temporary.replace(path)


@contextmanager
def _errors_reported(path: Path) -> Iterator[None]:
    """Turn errors of the system into a SurveyError that says why a file cannot be written."""
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SurveyError(f"{path} cannot be written: {reason}") from None


@contextmanager
def _finished(target: Path, text: str | bytes) -> Iterator[Path]:
    """Yield a temporary file beside the target, with the text flushed to disk; then remove it."""
    temporary = _written(target, text)
    try:
        _flush(temporary)
        yield temporary
        _sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _written(target: Path, text: str | bytes) -> Path:
    """Write the text to a temporary file beside its target, and return its path."""
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
    """Flush a file's content to disk (fsync)."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _mode(target: Path) -> int:
    """Return the permissions of a file, or for a new one those that the umask leaves."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync(folder: Path) -> None:
    """Flush a folder's entries to disk (fsync), where the system supports it."""
    with suppress(OSError):
        _flush(folder)
