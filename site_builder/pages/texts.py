"""Papers in the formats of other programs: each text is written once, and joined for every list."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Final

from site_builder.exports import FORMATS
from site_builder.exports.abridged import Most, abridged, without_abstract
from site_builder.exports.references import reference
from site_builder.exports.sound import UnsoundError
from site_builder.record.publication import by_key
from site_builder.web import api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from site_builder.library import Library
    from site_builder.pages.kept_texts import KeptTexts
    from site_builder.record.models import Paper, Venue
    from site_builder.record.result_fields import ResultFields
    from site_builder.site import Site

    Origin = tuple[Paper, Venue | None]
    """What a paper's texts are made from: its record and its venue's entry."""

JOINED: Final = ("bibtex", "ris", "csl-json", "csv", "jsonl")
"""Formats whose texts are kept: files of many papers are made of them."""
WITH_ABSTRACT: Final = ("ris", "csl-json")
"""Those of lists' formats that hold abstracts, whose texts are kept without them, too."""
BRIEF: Final = " brief"
"""What the names of texts without abstract end in."""
KEPT: Final = (*JOINED, *(f"{name}{BRIEF}" for name in WITH_ABSTRACT))
"""Names of the texts that are kept."""


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
    data: dict[str, tuple[api.Inputs, api.Texts]] = field(default_factory=dict)
    """What programs get, by key, each with what it was made from."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Writes papers of a library in formats of `exports`."""

    library: Library
    shelf: Shelf = field(default_factory=Shelf)
    kept: KeptTexts | None = None
    """Where texts are kept that another process has made, or will need."""

    def __post_init__(self) -> None:
        """Clear the shelf where every table has other columns now."""
        fields = (self.library.taxonomy.facet_ids, self.library.result_fields)
        if self.shelf.fields != fields:
            self.shelf.fields = fields
            self.shelf.texts.clear()
            self.shelf.data.clear()

    def file(
        self,
        name: str,
        papers: Iterable[Paper],
        most: Most | None = None,
        *,
        is_brief: bool = False,
    ) -> str | bytes:
        """Format a file of papers in the format of that name, with so many of their authors.

        Where it is brief, RIS and CSL-JSON are without abstracts, as BibTeX is anyway.
        """
        parts = self._parts(name, papers, most, is_brief=is_brief)
        return FORMATS[name].write(papers, self.library) if parts is None else "".join(parts)

    def packed(
        self, name: str, papers: Iterable[Paper], most: Most | None, *, is_brief: bool
    ) -> str | bytes:
        """Format a file as `file` does that may be too large to be there as one text."""
        parts = self._parts(name, papers, most, is_brief=is_brief)
        return FORMATS[name].write(papers, self.library) if parts is None else packed(parts)

    def _parts(
        self, name: str, papers: Iterable[Paper], most: Most | None, *, is_brief: bool
    ) -> Iterator[str] | None:
        """Yield what a file is put together from; None where its format has no texts of papers."""
        pieces, is_brief = FORMATS[name].pieces, is_brief and name in WITH_ABSTRACT
        if pieces is None:
            return None
        made = partial(self._made, name, write=pieces.piece, most=most, is_brief=is_brief)
        return chain((pieces.head(self.library),), pieces.joined(map(made, by_key(papers))))

    def brief(self, name: str, paper: Paper) -> str:
        """Format one paper without abstract in a format whose files are text."""
        return _as_text(self.file(name, [paper], is_brief=True))

    def text(self, name: str, paper: Paper) -> str:
        """Format one paper in a format whose files are text."""
        return _as_text(self.file(name, [paper]))

    def reference(self, style: str, paper: Paper) -> str:
        """Format a reference to one paper in a style."""
        return self._made(style, paper, partial(reference, style=style))

    def data(self, paper: Paper, site: Site) -> api.Texts:
        """Format one paper for programs."""
        found = [self._read(paper, name) for name in api.Texts._fields]
        if not any(text is None for text in found):
            return api.Texts(*map(str, found))
        if self.kept:  # each is written once
            return api.texts(paper, self.library, site)
        inputs = api.inputs(paper, self.library, site)
        held = self.shelf.data.get(paper.key)
        if held is None or held[0] != inputs:
            made = inputs, api.texts(paper, self.library, site)
            held = self.shelf.data[paper.key] = made
        return held[1]

    def keep(self, papers: Sequence[Paper], site: Site) -> None:
        """Put the texts of a block of papers where they are kept, and hold them no longer."""
        if self.kept and papers:
            texts = ((*self._pieces(paper), *self.data(paper, site)) for paper in papers)
            self.kept.write(self.kept.numbers[papers[0].key], texts)
            self.shelf.texts.clear()

    def _pieces(self, paper: Paper) -> Iterator[str]:
        for kept in KEPT:
            name = kept.removesuffix(BRIEF)
            if pieces := FORMATS[name].pieces:
                yield self._made(name, paper, pieces.piece, is_brief=kept != name)

    def _read(self, paper: Paper, name: str) -> str | None:
        return self.kept.read(paper.key, name) if self.kept else None

    def _made(
        self,
        name: str,
        paper: Paper,
        write: Callable[..., str],
        most: Most | None = None,
        *,
        is_brief: bool = False,
    ) -> str:
        """Return a text from where it is kept or held, or make it."""
        written = abridged(paper, most) if most else paper
        if most and written is not paper:
            name = f"{name} {most.name}"
        if is_brief:
            written, name = without_abstract(written), f"{name}{BRIEF}"
        if (text := self._read(paper, name)) is not None:
            return text
        origin = self._origin(paper)
        held = self.shelf.texts.get((name, paper.key))
        if held is None or held[0] != origin:  # tuples compare what is one object at once
            held = self.shelf.texts[name, paper.key] = (origin, self._written(written, write))
        return held[1]

    def _origin(self, paper: Paper) -> Origin:
        return paper, self.library.venues.get(paper.venue)

    def _written(self, paper: Paper, write: Callable[..., str]) -> str:
        """Format a paper; one record whose TeX is not sound stops no site."""
        try:
            return write(paper, self.library)
        except UnsoundError:
            return write(paper, self.library, as_letters=True)


def packed(texts: Iterable[str]) -> bytes:
    """Encode texts in a row.

    One character beyond the first 65,536, as in formulas, would make four bytes of each of a text.
    """
    file = BytesIO()
    for text in texts:
        file.write(text.encode())
    return file.getvalue()


def _as_text(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()
