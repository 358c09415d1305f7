"""Papers as COinS: OpenURL context objects in spans, one for each paper of a list.

Only lists carry them. On a paper's own page a program would take the poorer COinS for the tags in
the head. Keys are those of ANSI/NISO Z39.88-2004's matrices journal, book, dissertation and dc.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from site_builder.latex import to_text
from site_builder.record.kinds import EntryType
from site_builder.record.models import OTHERS
from site_builder.record.publication import (
    Place,
    arxiv_url,
    page_range,
    place_of,
    plain_name,
)
from site_builder.web.head.highwire import DEGREES, inverted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.library import Library
    from site_builder.record.models import Paper, Venue
    from site_builder.web.head import Tag


@dataclass(frozen=True, slots=True)
class Matrix:
    """Under which keys a matrix has what we know; an empty key leaves it out."""

    name: str
    title: str
    genre: str = ""
    """What says the kind, with its key."""
    container: str = ""
    publisher: str = "pub"
    person: str = "au"
    group: str = "aucorp"
    is_numbered: bool = False
    """Whether it has volume, issue and pages."""


def _dublin(kind: str) -> Matrix:
    """Give the matrix of Dublin Core, for what is neither article nor book."""
    return Matrix(
        "dc", "title", f"type={kind}", publisher="publisher", person="creator", group="creator"
    )


MATRICES: Final = {
    EntryType.ARTICLE: Matrix(
        "journal", "atitle", "genre=article", "jtitle", publisher="", is_numbered=True
    ),
    EntryType.PAPER_CONFERENCE: Matrix(
        "book", "atitle", "genre=proceeding", "btitle", is_numbered=True
    ),
    EntryType.CHAPTER: Matrix("book", "atitle", "genre=bookitem", "btitle", is_numbered=True),
    EntryType.PREPRINT: _dublin("preprint"),
    EntryType.REPORT: Matrix("book", "btitle", "genre=report"),
    EntryType.THESIS: Matrix("dissertation", "title", publisher="inst"),
    EntryType.BOOK: Matrix("book", "btitle", "genre=book"),
    EntryType.DATASET: _dublin("dataset"),
    EntryType.SOFTWARE: _dublin("computerProgram"),
    EntryType.WEBPAGE: _dublin("webpage"),
}
"""The matrix for each type; Zotero tells the kind of publication from matrix, genre and type."""


def span(paper: Paper, library: Library) -> str:
    """Write a paper's span, ready for a page's body; it shows nothing."""
    return f'<span class="Z3988" title="{escape(context_object(paper, library))}"></span>'


def context_object(paper: Paper, library: Library) -> str:
    """Write a paper as key/encoded-value pairs, joined by `&`."""
    pairs = (("ctx_ver", "Z39.88-2004"), *_pairs(paper, library.venue_of(paper)))
    return "&".join(f"{key}={_encoded(text)}" for key, text in pairs if key != "rft." and text)


def _encoded(text: str) -> str:
    """Encode every reserved character; blanks as %20, since a + is one only to some readers."""
    return quote(text, safe="", errors="replace")


def _pairs(paper: Paper, venue: Venue) -> Iterator[Tag]:
    place = place_of(paper, venue)
    matrix = MATRICES[place.type]
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{matrix.name}"
    yield from ((f"rft.{key}", text) for key, text in _referent(paper, place, matrix))
    yield "rft_id", f"info:doi/{paper.doi}" if paper.doi else ""
    yield "rft_id", arxiv_url(paper.arxiv_id) if paper.arxiv_id else ""
    yield "rft_id", paper.links.page or ""


def _referent(paper: Paper, place: Place, matrix: Matrix) -> Iterator[Tag]:
    key, _, genre = matrix.genre.partition("=")
    yield key, genre
    yield matrix.title, to_text(paper.title)
    yield matrix.container, to_text(place.container)
    yield "series" if matrix.name == "book" else "", to_text(paper.series or "")
    yield matrix.publisher, to_text(place.publisher)
    for author in paper.authors:
        name = plain_name(author)
        yield (matrix.group if name.is_group else matrix.person), inverted(name)
    if paper.authors_cut:
        yield matrix.person, OTHERS
    if paper.degree and matrix.name == "dissertation":
        yield "degree", DEGREES[paper.degree]
    yield "date", f"{paper.year}{f'-{paper.month:02}' if paper.month else ''}"
    if matrix.is_numbered:
        yield from _numbering(paper)


def _numbering(paper: Paper) -> Iterator[Tag]:
    first, last = page_range(to_text(paper.pages or ""))
    yield "volume", to_text(paper.volume or "")
    yield "issue", to_text(paper.number or "")
    yield from (("spage", first), ("epage", last))
