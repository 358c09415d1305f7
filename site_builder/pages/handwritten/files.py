"""The files in the folder of pages written by hand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from site_builder.pages.published import is_left_out, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = frozenset({".markdown", ".md", ".mdown", ".mkd", ".mkdn"})
"""Endings of the files that generators read as Markdown."""
INDEXES: Final = frozenset({"index", "README"})
"""Names of pages that have the address of their folder."""
CATEGORIES: Final = "categories"
"""Folder of texts and drawings that are parts of other pages: those of categories."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file in the folder of pages written by hand."""

    name: str
    """Its path in that folder."""
    path: Path

    @property
    def is_page(self) -> bool:
        """Whether it is Markdown."""
        return is_markdown(self.name)

    @property
    def uri(self) -> str:
        """The address that it has on a site: that of a file, or of a folder for a page."""
        if not self.is_page:
            return self.name
        place = PurePosixPath(self.name).with_suffix("")
        place = place.parent if place.name in INDEXES else place
        return "" if place == PurePosixPath() else f"{place}/"


def is_markdown(name: str) -> bool:
    """Return whether generators take a file for a page."""
    return PurePosixPath(name).suffix in SUFFIXES


def is_of_category(name: str) -> bool:
    """Return whether a file is no page of its own, but a part of a category's page."""
    return name.startswith(f"{CATEGORIES}/")


def sources(folder: Path, root: Path) -> Iterator[SourceFile]:
    """Find the files of a folder; hidden ones, and links that lead out of the survey, stay out."""
    left_out = refused(folder, root)
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            inner = path.relative_to(folder).as_posix()
            if not name.startswith(".") and not is_left_out(inner, left_out):
                yield SourceFile(inner, path)
