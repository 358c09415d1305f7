"""Checksums and archives that are the same bytes on every machine."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

FIRST_YEAR: Final = 1980
"""The year in which ZIP's calendar begins."""
UNIX: Final = 3
"""The system whose permissions an entry has (APPNOTE 4.4.2)."""
MODE: Final = 0o100644
"""A regular file that everybody may read."""


def sha256(content: bytes) -> str:
    """Return a file's checksum."""
    return hashlib.sha256(content).hexdigest()


def sums(files: Mapping[str, bytes]) -> str:
    """Format checksums as `sha256sum --check` reads them; the names are plain ASCII."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files))


def zipped(files: Mapping[str, bytes], folder: str, moment: dt.datetime) -> bytes:
    """Return files as a ZIP archive, in one folder, all of one time.

    Nothing is compressed: programs compress in different ways (zlib, zlib-ng), and an archive that
    is to be the same everywhere cannot depend on which of them is at hand.
    """
    time = (max(moment.year, FIRST_YEAR), *moment.timetuple()[1:6])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", time)
            entry.create_system, entry.external_attr = UNIX, MODE << 16
            archive.writestr(entry, files[name])
    return file.getvalue()
