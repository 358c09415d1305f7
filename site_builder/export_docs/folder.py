"""The folder of an export: only what an export wrote there is ever changed or removed."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from site_builder.files import atomic
from site_builder.problems import SurveyError, printable
from site_builder.targets import EXPORT, check_contents

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER: Final = EXPORT.name
"""The file by which an earlier export is known; it names its files, one to a line, as JSON."""
FORM: Final = EXPORT.form
"""The marker's first line."""


@dataclass
class Folder:
    """A folder that files are exported to."""

    path: Path
    before: frozenset[str]
    """Files of the export before this."""
    _marker: IO[str]
    written: set[str] = field(default_factory=set)
    _made: set[Path] = field(default_factory=set)

    def write(self, name: str, content: str | bytes) -> None:
        """Write one file; raises SurveyError where that cannot be done or another's file is."""
        path = self.path / name
        if name not in self.before and name not in self.written and os.path.lexists(path):
            raise SurveyError(f"{path} is there, and no export wrote it: move it")
        self._marker.write(f"{json.dumps(name)}\n")  # before the file, should this be broken off
        self._marker.flush()
        data = content.encode("utf-8", "xmlcharrefreplace") if isinstance(content, str) else content
        with _told(path):
            self._make(path.parent)
            if path.is_symlink():  # an export makes none; what it leads to is not ours
                path.unlink()
            path.write_bytes(data)
        self.written.add(name)

    def _make(self, place: Path) -> None:
        """Make a folder inside; raises SurveyError where a link leads out."""
        if place in self._made:
            return
        if not place.resolve().is_relative_to(self.path.resolve()):
            raise SurveyError(f"{place} leads out of the export's folder: remove that link")
        place.mkdir(parents=True, exist_ok=True)
        self._made.add(place)


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """Yield a folder that is new, empty, or holds an earlier export, to be written to.

    In the end, what the export before wrote and this one did not is removed. Raises SurveyError for
    any other folder, in which nothing is then changed.
    """
    with _told(path):
        check_contents(path, EXPORT)
        before = _before(path)
        path.mkdir(parents=True, exist_ok=True)
        marker = (path / MARKER).open("a", encoding="utf-8")
    with marker:
        if not before:
            marker.write(f"{FORM}\n")
        folder = Folder(path, before, marker)
        yield folder
    for name in sorted(before - folder.written):
        _remove(path, name)
    lines = (json.dumps(name) for name in sorted(folder.written))
    atomic.replace(path / MARKER, "\n".join([FORM, *lines, ""]))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn errors of the system into a SurveyError that says what is wrong with a file."""
    try:
        yield
    except OSError as error:
        shown = printable(str(path), 300)
        raise SurveyError(f"{shown} cannot be written: {error.strerror}") from None


def _before(path: Path) -> frozenset[str]:
    """Return the files of an earlier export, if there was one; raises SurveyError for a link."""
    if (path / MARKER).is_symlink():
        raise SurveyError(f"{path / MARKER} is a link: name a new folder")
    return frozenset(_listed(path / MARKER)) if (path / MARKER).is_file() else frozenset()


def _listed(marker: Path) -> Iterator[str]:
    """Read the marker's list; raises SurveyError where it is none of ours."""
    first, *lines = marker.read_bytes().decode("utf-8", "replace").split("\n")
    if first != FORM:
        raise SurveyError(f"{marker} is not of an export: name a new folder")
    yield MARKER
    for line in lines[:-1]:  # behind the last line end is nothing, or half a name
        name = _name(line)
        if not name:
            raise SurveyError(f"{marker} names {printable(line, 100)}, which no export writes")
        yield name


def _name(line: str) -> str:
    """Read a path inside the folder, or nothing where it is none."""
    try:
        name = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(name, str) or "\\" in name or "\0" in name or name.startswith("/"):
        return ""
    return "" if {"..", "."} & set(name.split("/")) else name


def _remove(folder: Path, name: str) -> None:
    """Remove a file, and the folders that are empty without it, unless a link leads elsewhere."""
    path = folder / name
    inside = path.parent.resolve().is_relative_to(folder.resolve())
    if name == MARKER or not inside or (path.is_dir() and not path.is_symlink()):
        return
    path.unlink(missing_ok=True)
    for place in PurePosixPath(name).parents:
        inner = folder / place
        if inner == folder or not inner.is_dir() or any(inner.iterdir()):
            return
        inner.rmdir()
