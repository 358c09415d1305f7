"""Papers in the formats of other programs: each text is written once, and joined for every list."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from site_builder.exports import FORMATS
from site_builder.exports.abridged import Most, abridged
from site_builder.exports.references import STYLES, reference
from site_builder.exports.sound import UnsoundError
from site_builder.record.publication import by_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from site_builder.library import Library
    from site_builder.record.models import Paper, Venue
    from site_builder.record.result_fields import ResultFields

    Origin = tuple[Paper, Venue | None]
    """What a paper's texts are made from: its record and its venue's entry."""


@dataclass(slots=True)
class Shelf:
    """Texts of papers, kept for the next build of a served site.

    They are made from a record, its venue's entry, the facets' ids and the declared fields of
    results, and from nothing else: while these are equal, so is the text.
    """

    fields: tuple[tuple[str, ...], ResultFields] | None = None
    """Facets' ids, and what is declared for results."""
    texts: dict[tuple[str, str], tuple[Origin, str]] = field(default_factory=dict)
    """By format and key, each with what it was made from."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Writes papers of a library in formats of `exports`."""

    library: Library
    shelf: Shelf = field(default_factory=Shelf)

    def __post_init__(self) -> None:
        """Clear the shelf where every table has other columns now."""
        fields = (self.library.taxonomy.facet_ids, self.library.result_fields)
        if self.shelf.fields != fields:
            self.shelf.fields = fields
            self.shelf.texts.clear()

    def file(self, name: str, papers: Iterable[Paper], most: Most | None = None) -> str | bytes:
        """Format a file of papers in the format of that name, with so many of their authors."""
        written = FORMATS[name]
        if written.pieces is None:
            return written.write(papers, self.library)
        piece = written.pieces.piece
        texts = (self._kept(name, paper, piece, most) for paper in by_key(papers))
        return written.pieces.head(self.library) + written.pieces.join(texts)

    def text(self, name: str, paper: Paper) -> str:
        """Format one paper in a format whose files are text."""
        content = self.file(name, [paper])
        return content if isinstance(content, str) else content.decode()

    def reference(self, style: str, paper: Paper) -> str:
        """Format a reference to one paper in a style."""
        return self._kept(style, paper, partial(reference, style=style))

    def of(self, paper: Paper) -> dict[str, str]:
        """Return every text of one paper that files and pages are put together from, by format."""
        for name, written in FORMATS.items():
            if written.pieces is not None:
                self._kept(name, paper, written.pieces.piece)
        texts = ((name, self.shelf.texts.get((name, paper.key))) for name in (*FORMATS, *STYLES))
        return {name: kept[1] for name, kept in texts if kept}

    def take(self, paper: Paper, texts: Mapping[str, str]) -> None:
        """Store texts of one paper that another process has written."""
        origin = self._origin(paper)
        for name, text in texts.items():
            self.shelf.texts[name, paper.key] = (origin, text)

    def _kept(
        self,
        name: str,
        paper: Paper,
        write: Callable[..., str],
        most: Most | None = None,
    ) -> str:
        written = abridged(paper, most) if most else paper
        if most and written is not paper:
            name = f"{name} {most.name}"
        origin = self._origin(paper)
        kept = self.shelf.texts.get((name, paper.key))
        if kept is None or kept[0] != origin:  # tuples compare what is one object at once
            kept = self.shelf.texts[name, paper.key] = (origin, self._written(written, write))
        return kept[1]

    def _origin(self, paper: Paper) -> Origin:
        return paper, self.library.venues.get(paper.venue)

    def _written(self, paper: Paper, write: Callable[..., str]) -> str:
        """Format a paper; one record whose TeX is not sound stops no site."""
        try:
            return write(paper, self.library)
        except UnsoundError:
            return write(paper, self.library, as_letters=True)
