"""Papers in the formats of other programs: each text is written once, and joined for every list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.exports import FORMATS
from site_builder.exports.publication import by_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.library import Library
    from site_builder.models import Paper


@dataclass(frozen=True, slots=True)
class Texts:
    """Writes papers of a library in formats of `exports`."""

    library: Library
    _pieces: dict[tuple[str, str], str] = field(init=False, default_factory=dict)
    """What many files share, by format and key."""

    def file(self, name: str, papers: Iterable[Paper]) -> str | bytes:
        """Write a file of papers in the format of that name."""
        written = FORMATS[name]
        if written.pieces is None:
            return written.write(papers, self.library)
        texts = (self._piece(name, paper) for paper in by_key(papers))
        return written.pieces.head(self.library) + written.pieces.join(texts)

    def text(self, name: str, paper: Paper) -> str:
        """Write one paper in a format whose files are text."""
        content = self.file(name, [paper])
        return content if isinstance(content, str) else content.decode()

    def _piece(self, name: str, paper: Paper) -> str:
        place = name, paper.key
        if place not in self._pieces:
            pieces = FORMATS[name].pieces
            self._pieces[place] = pieces.piece(paper, self.library) if pieces else ""
        return self._pieces[place]
