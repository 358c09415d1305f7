"""Pages written by hand, with the generated pieces that they ask for put in."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from site_builder.export_docs.raw_html import block, front
from site_builder.pages import PIECE
from site_builder.pages.published import is_left_out, refused
from site_builder.problems import printable, quoted
from site_builder.text import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = frozenset({".markdown", ".md", ".mdown", ".mkd", ".mkdn"})
"""Endings of the files that generators read as Markdown."""
INDEXES: Final = frozenset({"index", "README"})
"""Names of pages that have the address of their folder."""

Pieces: TypeAlias = Callable[[str], Mapping[str, str]]
"""Gives the generated pieces by name, by the relative address of the site's root."""


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


def filled(source: SourceFile, text: str, pieces: Pieces, tell: Callable[[str], None]) -> str:
    """Put generated pieces where a page asks for them; what cannot be put in is told."""
    known = pieces("../" * source.uri.count("/"))
    lines = text.split("\n")
    for number, shown in enumerate(markdown.without_code(text).split("\n")):
        line, found = lines[number], PIECE.search(shown)
        if found is None:
            continue
        if line.strip() != found[0]:
            said = "a piece must stand on a line of its own; it was left out"
            tell(f"{printable(source.name)}:{number + 1}: {said}")
        elif found[1] not in known:
            said = f"there is no piece {quoted('survey:' + found[1])}"
            tell(f"{printable(source.name)}:{number + 1}: {said}")
        else:
            piece = f"<div data-pagefind-ignore>\n{known[found[1]]}\n</div>"
            lines[number] = f"\n{block(piece, line[: found.start()])}\n"
    return "\n".join(lines)


def with_head(text: str, head: str) -> str:
    """Put a head into a page's front matter, making front matter where there is none."""
    entry = front({"head": head})
    if re.match(r"---[ \t]*\n", text):
        first, rest = text.split("\n", 1)
        return f"{first}\n{entry}{rest}"
    return f"---\n{entry}---\n\n{text}"
