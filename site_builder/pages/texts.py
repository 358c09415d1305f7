"""Papers in the formats of other programs: each text is written once, and joined for every list."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from site_builder.exports import FORMATS
from site_builder.exports.abridged import Most, abridged
from site_builder.exports.references import STYLES, references
from site_builder.exports.sound import UnsoundError
from site_builder.record.publication import by_key
from site_builder.web import api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from site_builder.exports import Pieces
    from site_builder.library import Library
    from site_builder.pages.kept_texts import KeptTexts
    from site_builder.record.models import Paper, Venue
    from site_builder.record.result_fields import ResultFields
    from site_builder.site import Site

    Origin = tuple[Paper, Venue | None]
    """What a paper's texts are made from: its record and its venue's entry."""

K = TypeVar("K")
T = TypeVar("T")

JOINED: Final = ("bibtex", "ris", "csl-json", "csv", "jsonl")
"""Formats whose texts are kept: files of many papers are made of them."""
WITH_ABSTRACT: Final = ("ris", "csl-json")
"""Those of lists' formats that hold abstracts, whose texts are kept without them, too."""
BRIEF: Final = " brief"
"""What the names of texts without abstract end in."""
SHOWN: Final = ("biblatex",)
"""Formats whose texts are on papers' pages alone."""
KEPT: Final = (*JOINED, *(f"{name}{BRIEF}" for name in WITH_ABSTRACT), *SHOWN)
"""Names of the texts in formats that are kept."""
REFERENCES: Final = tuple(f"reference in {style}" for style in STYLES)
"""Names of the references that are kept."""
ALL_KEPT: Final = (*KEPT, *REFERENCES, *api.Texts._fields)
"""Names of all that is kept of a paper."""


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
    references: dict[str, tuple[Origin, dict[str, str]]] = field(default_factory=dict)
    """By key, those in every style, with what they were made from."""
    data: dict[str, tuple[api.Inputs, api.Texts]] = field(default_factory=dict)
    """What programs get, by key, each with what it was made from."""


@dataclass(frozen=True)
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
            self.shelf.references.clear()
            self.shelf.data.clear()

    @cached_property
    def cut(self) -> dict[Most, frozenset[str]]:
        """The papers, by key, that name too many authors for copies: nearly all name few."""
        papers = self.library.papers.values()
        return {
            most: frozenset(each.key for each in papers if abridged(each, most) is not each)
            for most in Most
        }

    def file(self, name: str, papers: Iterable[Paper]) -> str | bytes:
        """Format a file of papers in the format of that name."""
        pieces = FORMATS[name].pieces
        if pieces is None:
            return FORMATS[name].write(papers, self.library)
        texts = (self._made(name, paper) for paper in by_key(papers))
        return pieces.head(self.library) + pieces.join(texts)

    def packed(
        self,
        name: str,
        papers: Iterable[Paper],
        most: Most | None = None,
        *,
        is_brief: bool = False,
    ) -> str | bytes:
        """Format a file, which may be too large to be there as one text.

        So many authors of each paper are named. Where it is brief, RIS and CSL-JSON are without
        abstracts, as BibTeX is anyway.
        """
        pieces = FORMATS[name].pieces
        if pieces is None:
            return FORMATS[name].write(papers, self.library)
        kept = f"{name}{BRIEF}" if is_brief and name in WITH_ABSTRACT else name
        texts = (self._listed(kept, paper, most) for paper in by_key(papers))
        return packed(chain((pieces.head(self.library),), pieces.joined(texts)))

    def brief(self, name: str, paper: Paper) -> str:
        """Format one paper without abstract in a format whose files are text."""
        pieces = _pieces_of(name)
        kept = f"{name}{BRIEF}" if name in WITH_ABSTRACT else name
        found = self._read(paper, kept)
        text = self._piece(kept, paper) if found is None else found.decode()
        return pieces.head(self.library) + pieces.join([text])

    def text(self, name: str, paper: Paper) -> str:
        """Format one paper in a format whose files are text."""
        content = self.file(name, [paper])
        return content if isinstance(content, str) else content.decode()

    def references(self, paper: Paper) -> dict[str, str]:
        """Format references to one paper, in every style."""
        found = [self._read(paper, name) for name in REFERENCES]
        if all(found):
            texts = (text.decode() for text in found if text)
            return dict(zip(STYLES, texts, strict=True))
        make = partial(references, paper, self.library)
        return self._held(self.shelf.references, paper.key, paper, make)

    def data_of(self, paper: Paper, site: Site) -> bytes:
        """Format one paper for programs that ask for it."""
        return self._read(paper, "own") or self._data(paper, site).own.encode()

    def data_line(self, paper: Paper, site: Site) -> str:
        """Format one paper for programs that ask for all."""
        found = self._read(paper, "line")
        return found.decode() if found else self._data(paper, site).line

    def _data(self, paper: Paper, site: Site) -> api.Texts:
        if self.kept:  # each is written once
            return api.texts(paper, self.library, site)
        inputs = api.inputs(paper, self.library, site)
        held = self.shelf.data.get(paper.key)
        if held is None or held[0] != inputs:
            made = inputs, api.texts(paper, self.library, site)
            held = self.shelf.data[paper.key] = made
        return held[1]

    def keep(self, papers: Sequence[Paper], site: Site) -> None:
        """Put the texts of a block of papers where they are kept, unless they are there already.

        They are held no longer.
        """
        if not (self.kept and papers) or self.have(papers):
            return
        texts = (
            (*self._pieces(paper), *self.references(paper).values(), *self._data(paper, site))
            for paper in papers
        )
        self.kept.write(self.kept.numbers[papers[0].key], texts)
        self.shelf.texts.clear()
        self.shelf.references.clear()

    def have(self, papers: Sequence[Paper]) -> bool:
        """Tell whether the texts of a block of papers are kept; then they are not made again."""
        return bool(self.kept and papers and self.kept.has(self.kept.numbers[papers[0].key]))

    def _pieces(self, paper: Paper) -> Iterator[str]:
        return (self._piece(name, paper) for name in KEPT)

    def _piece(self, kept: str, paper: Paper, most: Most | None = None) -> str:
        """Make a text as it is kept: without its abstract where the name says so."""
        name = kept.removesuffix(BRIEF)
        text = self._made(name, paper, most)
        return text if kept == name else _pieces_of(name).brief(text)

    def _listed(self, kept: str, paper: Paper, most: Most | None) -> str | bytes:
        """Return a text for a list: as it is kept, if all authors are named there."""
        if most and paper.key not in self.cut[most]:
            most = None
        found = None if most else self._read(paper, kept)
        return self._piece(kept, paper, most) if found is None else found

    def _read(self, paper: Paper, name: str) -> bytes | None:
        return self.kept.read(paper.key, name) if self.kept else None

    def _made(self, name: str, paper: Paper, most: Most | None = None) -> str:
        """Return a paper's text in a format, with so many of its authors."""
        write = _pieces_of(name).piece
        if not most:
            place, make = (name, paper.key), partial(self._written, paper, write)
        else:
            place = f"{name} {most.name}", paper.key
            make = partial(self._written, abridged(paper, most), write)
        return self._held(self.shelf.texts, place, paper, make)

    def _held(
        self, shelf: dict[K, tuple[Origin, T]], place: K, paper: Paper, make: Callable[[], T]
    ) -> T:
        """Return what is held of a paper, or make it."""
        origin = self._origin(paper)
        held = shelf.get(place)
        if held is None or held[0] != origin:  # tuples compare what is one object at once
            held = shelf[place] = (origin, make())
        return held[1]

    def _origin(self, paper: Paper) -> Origin:
        return paper, self.library.venues.get(paper.venue)

    def _written(self, paper: Paper, write: Callable[..., str]) -> str:
        """Format a paper; one record whose TeX is not sound stops no site."""
        try:
            return write(paper, self.library)
        except UnsoundError:
            return write(paper, self.library, as_letters=True)


def _pieces_of(name: str) -> Pieces:
    """Return how files of a format are put together from texts of papers."""
    pieces = FORMATS[name].pieces
    if pieces is None:
        raise ValueError(f"files of the format {name} are not made of texts of papers")
    return pieces


def packed(texts: Iterable[str | bytes]) -> bytes:
    """Encode texts in a row, of which some may be encoded.

    One character beyond the first 65,536, as in formulas, would make four bytes of each of a text.
    """
    file = BytesIO()
    for text in texts:
        file.write(text.encode() if isinstance(text, str) else text)
    return file.getvalue()
