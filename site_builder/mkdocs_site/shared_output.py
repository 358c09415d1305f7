"""Write files into a site that other machines are writing at the same time."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class SharedOutput:
    """A site's folder, in which a file is whole at every moment.

    A worker that is taken for lost may go on with a piece of work while another does it again: both
    write the same bytes. Once the scratch folder is gone the site is finished or given up, and a
    worker that still goes on fails, before it has touched anything.
    """

    site: Path
    scratch: Path
    """A folder of this build alone, in which files are written before they get their names."""
    _folders: set[str] = field(default_factory=set)

    def write(self, name: str, content: bytes) -> None:
        """Write a file, making its folder where there is none; raises OSError."""
        unnamed = f"{self.scratch}/{secrets.token_hex(12)}"
        with open(unnamed, "wb", buffering=0) as file:  # noqa: PTH123 (half the time of Path's)
            file.write(content)
        self._make_folder(name.rpartition("/")[0])
        os.rename(unnamed, f"{self.site}/{name}")  # noqa: PTH104 (the same)

    def _make_folder(self, folder: str) -> None:
        """Make a folder and those above it, but never the site's own."""
        if not folder or folder in self._folders:
            return
        self._make_folder(folder.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(f"{self.site}/{folder}")  # noqa: PTH102 (the same)
        self._folders.add(folder)
