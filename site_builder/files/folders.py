"""Whole folders, written beside their place and put there at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.files.atomic import SUFFIX
from site_builder.problems import SurveyError, printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def replace(folder: Path, files: Mapping[str, bytes], ours: Collection[str]) -> None:
    """Make a folder hold these files, by their paths in it, or leave everything as it is.

    What it held is gone, but for hidden entries whose names are not in `ours`: those move over. A
    folder with a link for its name is replaced where the link leads. Raises SurveyError where that
    cannot be done.
    """
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(SUFFIX, f".{target.name}.", target.parent))
    except OSError as error:
        raise _failed(folder, error) from None
    try:
        new, old = work / "new", work / "old"
        _write(new, files)
        if target.exists():
            new.chmod(target.stat().st_mode & 0o7777)
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        _carry(old, target, ours)
    except OSError as error:
        raise _failed(folder, error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _carry(old: Path, new: Path, ours: Collection[str]) -> None:
    """Move the hidden entries of an old folder that are not ours to the new one."""
    for path in list(old.iterdir()) if old.is_dir() else ():
        if path.name.startswith(".") and path.name not in ours:
            with suppress(FileExistsError):
                path.rename(new / path.name)


def _failed(folder: Path, error: OSError) -> SurveyError:
    reason = error.strerror or str(error)
    return SurveyError(f"{printable(str(folder), 300)} cannot be written: {reason}")
